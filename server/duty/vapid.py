"""The server's key for Web Push (RFC 8292): made once, kept in the instance folder for its owner only."""

from __future__ import annotations

import base64
import os
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

FILE = "vapid-key.pem"


def kept_key(instance_path: Path) -> Path:
    """The file with the private key; it is made when there is none. Another key would void all subscriptions."""
    path = instance_path / FILE
    if path.exists():
        return path
    pem = ec.generate_private_key(ec.SECP256R1()).private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    # Whole from the moment it bears its name: of two processes the first one's key stays.
    draft = instance_path / f"{FILE}.{os.getpid()}"
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(pem)
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
    return path


def public_key(instance_path: Path) -> str:
    """The public key as browsers want it: the uncompressed point, base64url without padding."""
    private = serialization.load_pem_private_key(kept_key(instance_path).read_bytes(), password=None)
    point = private.public_key().public_bytes(
        serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint
    )
    return base64.urlsafe_b64encode(point).rstrip(b"=").decode()
