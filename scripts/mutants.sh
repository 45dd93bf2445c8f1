#!/usr/bin/env bash
# Changes sync/ in thousands of small ways, each in a copy of its own, and looks whether tests/sync notice. Hours for the
# whole; stopped, it goes on where it was. ONLY="sync/round.py sync/wire/*.py" tries those files' mutants, AGAIN=1 what
# survived, once there are tests against it. Results stay in var/mutants; delete that folder to begin anew.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/stamp.sh

scripts/setup-python.sh dev
scripts/compile-translations.sh
wanted="$(hash_of requirements-mutation.txt constraints.txt)"
if ! is_stamped .venv/.installed-mutation "$wanted"; then
  .venv/bin/python -m pip install --quiet --disable-pip-version-check \
    --requirement requirements-mutation.txt --constraint constraints.txt
  echo "$wanted" > .venv/.installed-mutation
fi

copy="$PWD/var/mutants"
mutmut="$PWD/.venv/bin/mutmut"
mkdir -p "$copy"
for part in sync server tests docs scripts; do rm -rf "${copy:?}/$part"; done
tar --exclude=__pycache__ -cf - sync server tests docs scripts README.md pyproject.toml | tar -xf - -C "$copy"
cp scripts/mutants.cfg "$copy/setup.cfg"
cd "$copy"

# Names of mutants: sync.round.x_sync__mutmut_1. Patterns are mutmut's to expand.
chosen=()
set -f
for file in ${ONLY:-}; do
  module="${file%.py}"
  module="${module%/__init__}"
  chosen+=("${module//\//.}.x*")
done
set +f
if [ -n "${AGAIN:-}" ]; then
  while read -r name; do chosen+=("$name"); done < <("$mutmut" results | sed -n 's/^ *\(.*\): survived$/\1/p')
  if [ "${#chosen[@]}" -eq 0 ]; then
    echo "No survivor to try again."
    exit 0
  fi
fi

# Databases in memory where there is such a folder; no plugin that these tests do without.
memory=/dev/shm
[ -w "$memory" ] || memory="${TMPDIR:-/tmp}"
temporary="$(mktemp -d "$memory/mutants.XXXXXX")"
trap 'rm -rf "$temporary"' EXIT
export PYTEST_DEBUG_TEMPROOT="$temporary" PYTEST_DISABLE_PLUGIN_AUTOLOAD=1 PYTHONPATH="$copy/scripts"
"$mutmut" run --max-children "${JOBS:-1}" ${chosen[@]+"${chosen[@]}"}
"$mutmut" results | grep -v ': not checked$' || true
"$mutmut" export-cicd-stats
echo "See a mutant: cd var/mutants && ../../.venv/bin/mutmut show NAME"
