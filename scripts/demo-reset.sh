#!/usr/bin/env bash
# Throws the demo city away and makes it anew. The command itself refuses a database that does not hold the demo.
set -euo pipefail
cd "$(dirname "$0")/.."

scripts/setup.sh
exec .venv/bin/flask --app server demo reset "$@"
