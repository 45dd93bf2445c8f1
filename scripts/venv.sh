#!/usr/bin/env bash
# Makes .venv, the virtual environment that everything runs in. PYTHON names the Python to make it with.
set -euo pipefail
cd "$(dirname "$0")/.."

# One whose Python is gone, or that lacks pip because its making was cut short, is made anew.
[ -x .venv/bin/pip ] && .venv/bin/python -c '' 2>/dev/null && exit 0

python="${PYTHON:-python3}"
if ! "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
  echo "Kierros needs Python 3.11 or newer. Set PYTHON to one, for example PYTHON=python3.12." >&2
  exit 1
fi
"$python" -m venv --clear .venv
