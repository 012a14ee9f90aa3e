#!/bin/sh
# Each fuzz target for a minute, from its seed corpus. What it finds beyond the seeds is thrown away
# but for a crash, which stays in build-fuzz/crash-…: it belongs in the corpus with its mend.
#
#   FANGTIAN_FUZZ_SECONDS=60 ci/fuzz.sh [TARGET…]
set -u
cd -- "$(dirname -- "$0")/../.." || exit 1
seconds=${FANGTIAN_FUZZ_SECONDS:-60}
work=$(mktemp -d) || exit 1
# What the library that writes workbooks loses is known, as in CTest.
export LSAN_OPTIONS="suppressions=$PWD/tests/workbook/libxlsxwriter.supp:print_suppressions=0"
trap 'rm -rf -- "$work"' EXIT
failed=0

if ! { cmake --preset fuzz >"$work/log" && cmake --build --preset fuzz >>"$work/log"; }; then
    grep -vE "^\[[0-9]+/[0-9]+\] (Building|Linking|Generating)" "$work/log" >&2
    exit 1
fi
if [ $# -eq 0 ]; then
    for target in build-fuzz/tests/fuzz/fuzz_*; do
        [ ! -x "$target" ] || set -- "$@" "${target##*/fuzz_}"
    done
fi
if [ $# -eq 0 ]; then
    echo "no fuzz target was built" >&2
    exit 1
fi
for name in "$@"; do
    mkdir "$work/$name"
    echo "fuzz $name for $seconds seconds" >&2
    if ! "build-fuzz/tests/fuzz/fuzz_$name" -max_total_time="$seconds" -timeout=20 -rss_limit_mb=2048 \
        -artifact_prefix=build-fuzz/ "$work/$name" "tests/fuzz/corpus/$name" >"$work/log" 2>&1; then
        tail -n 60 "$work/log" >&2
        failed=1
    fi
done
exit $failed
