#!/usr/bin/env bash
# Measures speed and scale. Arguments go to the benchmark.
set -euo pipefail
cd "$(dirname "$0")/.."

scripts/install-chromium.sh
scripts/setup.sh dev
exec .venv/bin/python -m bench "$@"
