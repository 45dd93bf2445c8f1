#!/usr/bin/env bash
# Runs the browser tests only. Arguments go to pytest.
set -euo pipefail
cd "$(dirname "$0")/.."

scripts/install-chromium.sh
scripts/setup.sh dev
exec .venv/bin/python -m pytest tests/e2e "$@"
