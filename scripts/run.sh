#!/usr/bin/env bash
# Sets up what is missing and starts Kierros: the server, and its timetable beside it. Ctrl-C stops both.
#   PORT  where to listen (8000)
#   DEMO  1 loads the demo city into an empty database, 0 starts bare (1)
# KIERROS_DATABASE_URL and the other KIERROS_ settings are passed through: server/config.py names them.
set -euo pipefail
cd "$(dirname "$0")/.."

scripts/setup.sh

arguments=(--port "${PORT:-8000}")
[ "${DEMO:-1}" = 0 ] || arguments+=(--demo)
exec .venv/bin/python -m server.launch "${arguments[@]}"
