#!/usr/bin/env bash
# Runs every test: the phone app's with vitest, then all others with pytest, on SQLite and on PostgreSQL.
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

# part DATABASE ARGUMENTS…: one run of pytest, on sqlite or on postgresql.
part() {
  local name="$*" database="$1"
  shift
  KIERROS_TEST_DATABASE="$database" .venv/bin/python -m pytest --junitxml="$report" "$@" || failed+=("$name")
  .venv/bin/python scripts/check_tests_ran.py "$report" || failed+=("the count of tests in $name")
}

# What must not lose anything is passed through whole, every branch of it, by its own tests. Not measured with arguments,
# which choose tests.
own=(tests/sync tests/server/inbox tests/server/feed)
coverage=(--cov=sync --cov=server/inbox --cov=server/feed --cov-branch --cov-fail-under=100)
[ $# -eq 0 ] || coverage=(--no-cov)

# Browsers get the machine to themselves; the others share its cores. On PostgreSQL runs whatever touches a database.
part sqlite tests/e2e "$@"
part postgresql tests/e2e/test_day.py "$@"
part postgresql tests --ignore=tests/e2e -n auto --dist loadfile "$@"
part sqlite "${own[@]}" -n auto --dist loadfile "${coverage[@]}" "$@"
part sqlite tests --ignore=tests/e2e "${own[@]/#/--ignore=}" -n auto --dist loadfile "$@"

if [ "${#failed[@]}" -gt 0 ]; then
  printf 'Failed: %s\n' "${failed[@]}" >&2
  exit 1
fi
