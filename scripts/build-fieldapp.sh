#!/usr/bin/env bash
# Builds the phone app into fieldapp/dist, unless what is there was built from the same sources.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/stamp.sh

scripts/setup-fieldapp.sh
. scripts/node.sh

sources=()
while IFS= read -r -d '' file; do sources+=("$file"); done < <(
  find fieldapp/src fieldapp/public fieldapp/scripts fieldapp/index.html fieldapp/vite.config.ts \
    fieldapp/package.json fieldapp/package-lock.json fieldapp/tsconfig.json sync/courtyard/*.json -type f ! -name '*.test.*' -print0 | LC_ALL=C sort -z
)
wanted="$(hash_of "${sources[@]}" <(printf '%s\n' "${sources[@]}"))"
stamp=fieldapp/node_modules/.built
[ -f fieldapp/dist/sw.js ] && [ -d server/console/static/vendor ] && is_stamped "$stamp" "$wanted" && exit 0

echo "Building the phone app"
if ! output="$(cd fieldapp && npm run --silent build 2>&1)"; then
  echo "$output" >&2
  exit 1
fi
echo "$wanted" > "$stamp"
