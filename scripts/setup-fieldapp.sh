#!/usr/bin/env bash
# Installs the phone app's packages exactly as fieldapp/package-lock.json names them.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/stamp.sh
. scripts/node.sh
cd fieldapp

wanted="$(hash_of package.json package-lock.json)"
is_stamped node_modules/.installed "$wanted" && exit 0

echo "Installing the phone app's packages"
npm ci --no-audit --no-fund --loglevel=error
echo "$wanted" > node_modules/.installed
