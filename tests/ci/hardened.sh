#!/bin/sh
# Whether the release build is hardened: the command lies anywhere in memory, its tables are read-only
# once it runs, no stack can be executed, and both it and the library guard stacks and copies.
#
#   ci/hardened.sh [BUILD]
set -u
cd -- "$(dirname -- "$0")/../.." || exit 1
build=${1:-build}
failed=0

shows() { # file option pattern what
    readelf -W "$2" "$1" | grep -qE -- "$3" || {
        echo "$1: $4" >&2
        failed=1
    }
}

shows "$build/fangtian" -d 'FLAGS_1.*PIE' "not position-independent"
for file in "$build/fangtian" "$build/engine/libfangtian.so"; do
    shows "$file" -d 'FLAGS.*NOW' "symbols are not bound at the start"
    shows "$file" -l 'GNU_RELRO' "tables stay writable"
    shows "$file" -l 'GNU_STACK.* RW ' "the stack can be executed"
    shows "$file" --dyn-syms '__stack_chk_fail' "no guard on the stack"
    shows "$file" --dyn-syms '__[a-z]+_chk(@|$)' "no guard on copies"
done
exit $failed
