#!/bin/sh
# Whether clang builds all that gcc builds, tests too, and every shipped scenario comes out in the
# same bytes, built by gcc and by clang; in some forms also under the sanitizers, where that build is
# there, and with the small-number path switched off.
#
#   ci/same-bytes.sh [GCC CLANG [SANITIZE]]   the commands; else those of build, build-clang (which
#                                             is built here) and build-sanitize
set -u
cd -- "$(dirname -- "$0")/../.." || exit 1
export LC_ALL=C.UTF-8
unset FANGTIAN_POLICIES FANGTIAN_NUMBERS
work=$(mktemp -d) || exit 1
trap 'rm -rf -- "$work"' EXIT
gcc=${1:-build/fangtian}
clang=${2:-build-clang/fangtian}
sanitize=${3:-build-sanitize/fangtian}

if [ $# -lt 2 ]; then
    if ! { cmake --preset clang >"$work/log" && cmake --build --preset clang >>"$work/log"; }; then
        cat "$work/log" >&2
        exit 1
    fi
fi

# Compares what a command says with what the first said in the same words.
same() { # name command word...
    name=$1
    shift
    "$@" >"$own/out" 2>&1
    echo "exit status $?" >>"$own/out"
    if ! cmp -s -- "$own/first" "$own/out"; then
        shift
        echo "$name differs: fangtian $*" >&2
        diff -- "$own/first" "$own/out" | head -n 5 >&2
        failed=1
    fi
    compared=$((compared + 1))
}

# What each compiler's code says.
compilers() { # word...
    "$gcc" "$@" >"$own/first" 2>&1
    echo "exit status $?" >>"$own/first"
    same "clang's build" "$clang" "$@"
}

# The other builds and ways too. Each is a run that lies elsewhere in memory, so that none is repeated for itself.
everyone() { # word...
    compilers "$@"
    [ ! -x "$sanitize" ] || same "the sanitized build" "$sanitize" "$@"
    export FANGTIAN_NUMBERS=gmp
    same "GMP alone" "$gcc" "$@"
    unset FANGTIAN_NUMBERS
}

# Compares all that is said of the scenarios that a file lists, in a folder of its own.
compare() { # file
    own=$1.d
    failed=0
    compared=0
    mkdir "$own"
    while read -r scenario; do
        everyone run "$scenario" --format text --detail
        compilers run "$scenario" --format text --lang en --unit wan
        compilers run "$scenario" --format json --detail
        everyone run "$scenario" --format json --lang en --unit wan
        everyone run "$scenario" --format csv --detail
        compilers run "$scenario" --format csv --lang en --unit wan
        compilers test "$scenario"
    done <"$1"
    everyone policies --detail
    everyone limits
    echo "$compared" >"$own/compared"
    return $failed
}

find scenarios -name '*.cfg' | sort >"$work/scenarios"
split --number="r/$(nproc)" "$work/scenarios" "$work/part."
workers=
for part in "$work"/part.??; do
    compare "$part" &
    workers="$workers $!"
done
failed=0
for worker in $workers; do
    wait "$worker" || failed=1
done
compared=0
for count in $(cat "$work"/part.??.d/compared); do
    compared=$((compared + count))
done
echo "$compared outputs compared" >&2
[ "$compared" -gt 100 ] || failed=1
exit $failed
