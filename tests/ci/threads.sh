#!/bin/sh
# The tests of long tables, shards among them, under TSan: the threads that go through a table share nothing unguarded.
# First it must find a planted race: a sanitizer that does not run finds nothing.
#
#   ci/threads.sh [TEST…]     those of stream/ by default
set -u
cd -- "$(dirname -- "$0")/../.." || exit 1
work=$(mktemp -d) || exit 1
trap 'rm -rf -- "$work"' EXIT
export TSAN_OPTIONS="exitcode=66 halt_on_error=1"

cat >"$work/planted.c" <<'END'
#include <pthread.h>
static int shared;
static void *add(void *unused)
{
    shared++;
    return unused;
}
int main(void)
{
    pthread_t one, other;
    if (pthread_create(&one, 0, add, 0) != 0 || pthread_create(&other, 0, add, 0) != 0)
        return 1;
    (void)pthread_join(one, 0);
    (void)pthread_join(other, 0);
    return 0;
}
END
gcc -O0 -fsanitize=thread "$work/planted.c" -o "$work/planted" || exit 1
"$work/planted" 2>"$work/said"
if [ $? -ne 66 ] || ! grep -q 'data race' "$work/said"; then
    echo "TSan does not find a planted race:" >&2
    cat "$work/said" >&2
    exit 1
fi
if ! { cmake --preset threads >"$work/log" && cmake --build --preset threads >>"$work/log"; }; then
    cat "$work/log" >&2
    exit 1
fi
tests='stream_.*'
[ $# -eq 0 ] || tests=$(echo "$*" | tr ' ' '|')
exec tests/ci/suite.sh --preset threads -R "^($tests)\$"
