#!/usr/bin/env bash
# Writes constraints.txt: the exact version of everything beneath requirements-dev.txt, resolved afresh.
# Run it after changing a requirements file, and commit all three together.
set -euo pipefail
cd "$(dirname "$0")/.."

work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT

python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --requirement requirements-dev.txt
{
  echo "# Every Python package beneath requirements-dev.txt, pinned. Written by scripts/lock.sh; do not edit."
  "$work/venv/bin/pip" freeze --exclude pip --exclude setuptools --exclude wheel
} > "$work/constraints.txt"
mv "$work/constraints.txt" constraints.txt
