#!/usr/bin/env bash
# Plays seeds of the simulation: the real clients and the real server under every fault. Ends with 1 on a violation.
# SEEDS, FROM, CLIENT (python, typescript), DATABASE (sqlite, postgresql), WITHOUT (steps to leave out),
# STEPS (no more than so many a run), MINUTES.
set -euo pipefail
cd "$(dirname "$0")/.."

scripts/setup.sh dev
options=(--seeds "${SEEDS:-100}" --from "${FROM:-1}" --client "${CLIENT:-python}" --database "${DATABASE:-sqlite}")
[ -z "${WITHOUT:-}" ] || options+=(--without "$WITHOUT")
[ -z "${STEPS:-}" ] || options+=(--steps "$STEPS")
[ -z "${MINUTES:-}" ] || options+=(--minutes "$MINUTES")
exec .venv/bin/python -m tests.simulation "${options[@]}" "$@"
