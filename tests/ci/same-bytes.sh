#!/bin/sh
# Whether clang builds all that gcc builds, tests too, and every shipped scenario comes out in the
# same bytes, built by gcc and by clang; in some forms also under the sanitizers, where that build is
# there, and with the small-number path switched off. engine/say_all.c says all of it in one process a build:
# the command, started 2,200 times, took three times as long.
#
#   ci/same-bytes.sh [GCC CLANG [SANITIZE]]   the folders of builds; else build, build-clang (which
#                                             is built here) and build-sanitize
set -u
cd -- "$(dirname -- "$0")/../.." || exit 1
export LC_ALL=C.UTF-8
unset FANGTIAN_POLICIES FANGTIAN_NUMBERS
work=$(mktemp -d) || exit 1
trap 'rm -rf -- "$work"' EXIT
gcc=${1:-build}
clang=${2:-build-clang}
sanitize=${3:-build-sanitize}

if [ $# -lt 2 ]; then
    if ! { cmake --preset clang >"$work/log" && cmake --build --preset clang >>"$work/log"; }; then
        cat "$work/log" >&2
        exit 1
    fi
fi

# Compares what a build says with what the first said; names the saying where they part.
same() { # name first-file word...
    name=$1
    first=$2
    shift 2
    "$@" >"$own/out" 2>&1
    echo "exit status $?" >>"$own/out"
    if ! cmp -s -- "$first" "$own/out"; then
        echo "$name differs:" >&2
        at=$(cmp -- "$first" "$own/out" 2>&1 | sed -n 's/.* line \([0-9]*\).*/\1/p')
        [ -z "$at" ] || head -n "$at" -- "$first" | grep '^== ' | tail -n 1 >&2
        diff -- "$first" "$own/out" | head -n 5 >&2
        failed=1
    fi
    sayings=$(grep -c '^== ' "$own/out")
    compared=$((compared + (sayings > 0 ? sayings : 1)))
}

# What a build says where others are compared with it.
first() { # file word...
    to=$1
    shift
    "$@" >"$to" 2>&1
    echo "exit status $?" >>"$to"
}

# One part of the scenarios, in a folder of its own. Each build is a run that lies elsewhere in memory, so that none is repeated for itself.
compare() { # part parts
    own=$work/$1.d
    failed=0
    compared=0
    mkdir "$own"
    first "$own/all" "$gcc/tests/engine/say_all" all "$1" "$2"
    same "clang's build" "$own/all" "$clang/tests/engine/say_all" all "$1" "$2"
    first "$own/some" "$gcc/tests/engine/say_all" some "$1" "$2"
    [ ! -x "$sanitize/tests/engine/say_all" ] ||
        same "the sanitized build" "$own/some" "$sanitize/tests/engine/say_all" some "$1" "$2"
    same "GMP alone" "$own/some" env FANGTIAN_NUMBERS=gmp "$gcc/tests/engine/say_all" some "$1" "$2"
    if [ "$1" = 0 ]; then
        for words in "policies --detail" "limits"; do
            # shellcheck disable=SC2086 # words
            first "$own/law" "$gcc/fangtian" $words
            for build in "$clang" "$sanitize"; do
                # shellcheck disable=SC2086
                [ ! -x "$build/fangtian" ] || same "$build" "$own/law" "$build/fangtian" $words
            done
        done
    fi
    echo "$compared" >"$own/compared"
    return $failed
}

parts=$(nproc)
workers=
for part in $(seq 0 $((parts - 1))); do
    compare "$part" "$parts" &
    workers="$workers $!"
done
failed=0
for worker in $workers; do
    wait "$worker" || failed=1
done
compared=0
for count in $(cat "$work"/*.d/compared); do
    compared=$((compared + count))
done
echo "$compared outputs compared" >&2
[ "$compared" -gt 1000 ] || failed=1
exit $failed
