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
failed=()

(cd fieldapp && npm run --silent test) || failed+=("the phone app's tests")
# Browsers get the machine to themselves; the others share its cores.
for part in "tests/e2e" "tests --ignore=tests/e2e -n auto --dist loadfile"; do
  # shellcheck disable=SC2086 # the part is several words
  .venv/bin/python -m pytest --junitxml="$report" $part "$@" || failed+=("$part")
  .venv/bin/python scripts/check_tests_ran.py "$report" || failed+=("the count of tests in $part")
done

if [ "${#failed[@]}" -gt 0 ]; then
  printf 'Failed: %s\n' "${failed[@]}" >&2
  exit 1
fi
