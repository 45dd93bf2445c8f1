#!/usr/bin/env bash
# Compiles the server's translations (.po, which people edit) to what Flask-Babel reads (.mo).
set -euo pipefail
cd "$(dirname "$0")/.."

for po in server/translations/*/LC_MESSAGES/*.po; do
  [ -e "$po" ] || exit 0
  if [ ! "${po%.po}.mo" -nt "$po" ]; then
    .venv/bin/pybabel --quiet compile --directory server/translations
    exit 0
  fi
done
