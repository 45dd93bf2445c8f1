#!/usr/bin/env bash
# Installs into .venv what a running Kierros needs; with the argument `dev`, the tests' and tools' packages too.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/stamp.sh

requirements=requirements.txt
[ "${1:-}" = dev ] && requirements=requirements-dev.txt

scripts/venv.sh

# requirements-dev.txt includes requirements.txt, so its stamp serves both.
wanted="$(hash_of requirements.txt requirements-dev.txt constraints.txt)"
is_stamped .venv/.installed-requirements-dev.txt "$wanted" && exit 0
is_stamped ".venv/.installed-$requirements" "$wanted" && exit 0

echo "Installing Python packages ($requirements)"
.venv/bin/python -m pip install --quiet --disable-pip-version-check \
  --requirement "$requirements" --constraint constraints.txt
echo "$wanted" > ".venv/.installed-$requirements"
