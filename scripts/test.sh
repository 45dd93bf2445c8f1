#!/usr/bin/env bash
# Runs every test: the phone app's with vitest, then all others with pytest, whose summary closes the output.
# Arguments go to pytest. Fails when any test fails, and when none ran.
set -euo pipefail
cd "$(dirname "$0")/.."

scripts/install-chromium.sh
scripts/setup.sh dev
. scripts/node.sh

report="$(mktemp)"
trap 'rm -f "$report"' EXIT
failed=0

(cd fieldapp && npm run --silent test) || { failed=1; echo "FAILED: the phone app's tests" >&2; }
.venv/bin/python -m pytest --junitxml="$report" "$@" || failed=1
.venv/bin/python scripts/check_tests_ran.py "$report" || failed=1
exit "$failed"
