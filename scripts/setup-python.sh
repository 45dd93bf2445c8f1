#!/usr/bin/env bash
# Makes .venv and installs what a running Kierros needs; with the argument `dev`, the tests' and tools' packages too.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/stamp.sh

requirements=requirements.txt
[ "${1:-}" = dev ] && requirements=requirements-dev.txt

python="${PYTHON:-python3}"
if ! "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
  echo "Kierros needs Python 3.11 or newer; $python is not. Set PYTHON to one that is." >&2
  exit 1
fi

# A virtual environment whose Python is gone, or that was moved with its folder, is made anew.
[ -x .venv/bin/python ] && .venv/bin/python -c '' 2>/dev/null || "$python" -m venv --clear .venv

# requirements-dev.txt includes requirements.txt, so its stamp serves both.
wanted="$(hash_of requirements.txt requirements-dev.txt constraints.txt)"
is_stamped .venv/.installed-requirements-dev.txt "$wanted" && exit 0
is_stamped ".venv/.installed-$requirements" "$wanted" && exit 0

echo "Installing Python packages ($requirements)"
.venv/bin/python -m pip install --quiet --disable-pip-version-check \
  --requirement "$requirements" --constraint constraints.txt
echo "$wanted" > ".venv/.installed-$requirements"
