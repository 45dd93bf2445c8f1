#!/usr/bin/env bash
# Plants bugs, each in a copy of the tree of its own, and ends with 1 unless the simulation sees every one of them.
# ONLY plants those with this in their name.
set -euo pipefail
cd "$(dirname "$0")/.."

scripts/setup.sh dev
exec .venv/bin/python -m tests.simulation.planted --only "${ONLY:-}"
