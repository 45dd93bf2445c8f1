# Sourced by other scripts: remembers what a step was last run with, so that a later start can skip it.

# hash_of FILE…: one line for the contents and names of all files.
hash_of() {
  cat /dev/null "$@" | { sha256sum 2>/dev/null || shasum -a 256; } | cut -d' ' -f1
}

# is_stamped FILE HASH: whether the step that wrote FILE ran with HASH.
is_stamped() {
  [ -f "$1" ] && [ "$(cat "$1")" = "$2" ]
}
