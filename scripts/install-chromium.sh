#!/usr/bin/env bash
# Makes sure that there is a Chromium for the browser tests; Debian's is installed when none is found.
set -euo pipefail

for name in chromium chromium-browser google-chrome google-chrome-stable; do
  command -v "$name" >/dev/null && exit 0
done

as_root=()
if [ "$(id -u)" -ne 0 ]; then
  if command -v sudo >/dev/null; then as_root=(sudo --non-interactive); else as_root=(false); fi
fi

if ! command -v apt-get >/dev/null ||
  ! "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get update -qq ||
  ! "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends chromium >/dev/null
then
  echo "The browser tests need Chromium, and it could not be installed from here." >&2
  echo "Install it yourself (Debian: apt-get install chromium) and run this again." >&2
  exit 1
fi
