#!/usr/bin/env bash
# Everything a start needs: Python packages and the phone app, side by side. The argument `dev` adds tests and tools.
set -euo pipefail
cd "$(dirname "$0")/.."

# Node.js may have to go into the virtual environment, which must then exist and have no other pip at work.
scripts/venv.sh
. scripts/node.sh

scripts/build-fieldapp.sh &
build=$!
failed=0
scripts/setup-python.sh "${1:-}" && scripts/compile-translations.sh || failed=1
wait "$build" || failed=1
exit "$failed"
