#!/usr/bin/env bash
# Every gate, tests and simulations last. Runs all of them and names those that failed, so that one look shows everything.
set -euo pipefail
cd "$(dirname "$0")/.."

scripts/setup.sh dev
. scripts/node.sh

failed=()
gate() {
  echo "== $1"
  local name="$1"
  shift
  "$@" || failed+=("$name")
}

gate "ruff format" .venv/bin/ruff format --check --quiet .
gate "ruff check" .venv/bin/ruff check --quiet .
gate "mypy" .venv/bin/mypy --no-error-summary
gate "import contracts" .venv/bin/lint-imports --no-cache
gate "oxlint" npm --prefix fieldapp run --silent lint
gate "tsc" npm --prefix fieldapp run --silent typecheck
gate "tests" scripts/test.sh
gate "simulation, Python client" env SEEDS=500 MINUTES=8 scripts/simulate.sh
gate "simulation, phone app" env CLIENT=typescript SEEDS=100 MINUTES=3 scripts/simulate.sh
gate "planted bugs" scripts/planted.sh

if [ "${#failed[@]}" -gt 0 ]; then
  printf 'Gate failed: %s\n' "${failed[@]}" >&2
  exit 1
fi
