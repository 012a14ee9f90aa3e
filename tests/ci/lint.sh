#!/bin/sh
# clang-tidy over the library and the command, by the rules of .clang-tidy. First it must find a
# planted fault: a linter that does not run finds nothing.
#
#   ci/lint.sh [BUILD]       the build whose compile commands count; else build-sanitize, where
#                            assertions are in force and tell the analyzer what holds
#
# The analyzer gives a function up behind so many states; with FANGTIAN_LONG=1 it goes on to eleven times as many.
set -u
cd -- "$(dirname -- "$0")/../.." || exit 1
build=${1:-build-sanitize}
work=$(mktemp -d) || exit 1
trap 'rm -rf -- "$work"' EXIT

if [ ! -f "$build/compile_commands.json" ]; then
    echo "no compile commands in $build: run ./bootstrap.sh test, or name a build" >&2
    exit 1
fi
cp .clang-tidy "$work"
printf 'int three(void);\nint three(void)\n{\n    int Count = 3;\n    return Count == Count;\n}\n' >"$work/planted.c"
if clang-tidy --quiet "$work/planted.c" -- >"$work/said" 2>&1 || ! grep -q misc-redundant "$work/said"; then
    echo "clang-tidy does not find a planted fault:" >&2
    cat "$work/said" >&2
    exit 1
fi
depth=
[ "${FANGTIAN_LONG:-0}" = 1 ] ||
    depth="--extra-arg=-Xclang --extra-arg=-analyzer-config --extra-arg=-Xclang --extra-arg=max-nodes=20000"
# shellcheck disable=SC2086 # words
find engine cli -name '*.c' -print0 |
    xargs -0 -n 1 -P "$(nproc)" clang-tidy --quiet -p "$build" $depth 2>"$work/counts" || {
    grep -v 'warnings generated' "$work/counts" >&2
    exit 1
}
