#!/bin/sh
# clang-tidy on every source of the library and the program (or on the files given), with the list in .clang-tidy.
set -eu
cd "$(dirname "$0")/.."
cmake --preset release >/dev/null  # so that build/compile_commands.json knows every file there is now
[ $# -gt 0 ] || set -- $(git ls-files --cached --others --exclude-standard 'watchword/*.cpp')
echo "-- clang-tidy on $# files; all of them take some minutes"
printf '%s\n' "$@" | xargs -P "$(nproc)" -n 4 clang-tidy-16 -p build --quiet --warnings-as-errors='*'
