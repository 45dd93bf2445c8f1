"""Rate limits, counted in each worker's memory: enough against guessing codes and passwords, which is their use."""

from __future__ import annotations

from flask_limiter import Limiter
from flask_limiter.util import get_remote_address

limiter = Limiter(key_func=get_remote_address, storage_uri="memory://")
