#!/bin/sh
# Whether ci/suite.sh notices: tests that fail, are skipped, are disabled or lack their program fail the suite, and all are
# counted; a skipped one that FANGTIAN_SKIP names does not fail it.
set -u
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd) || exit 1
work=$(mktemp -d) || exit 1
trap 'rm -rf -- "$work"' EXIT
export FANGTIAN_COUNTS="$work/counts"
unset FANGTIAN_SKIP
failed=0

expect() { # exit-status counts test…
    wanted=$1 counts=$2
    shift 2
    : >"$work/CTestTestfile.cmake"
    for name in "$@"; do
        case $name in
        good) body='"true"' ;;
        bad) body='"false"' ;;
        lacking) body="\"$work/nothing\"" ;;
        *) body='"sh" "-c" "exit 77"' ;;
        esac
        printf 'add_test(%s %s)\nset_tests_properties(%s PROPERTIES SKIP_RETURN_CODE 77%s)\n' "$name" "$body" "$name" \
            "$([ "$name" != off ] || printf ' DISABLED ON')" >>"$work/CTestTestfile.cmake"
    done
    rm -f -- "$FANGTIAN_COUNTS"
    "$here/suite.sh" --test-dir "$work" >"$work/said" 2>&1
    status=$?
    [ "$status" -eq 0 ] || status=1
    if [ "$status" -ne "$wanted" ] || [ "$(cat "$FANGTIAN_COUNTS")" != "$counts" ]; then
        echo "$*: exit status $status, not $wanted, or counts $(cat "$FANGTIAN_COUNTS"), not $counts" >&2
        cat "$work/said" >&2
        failed=1
    fi
}

expect 0 "1 0 0" good
expect 1 "1 1 0" good bad
expect 1 "1 0 1" good skips
expect 1 "1 0 1" good off
expect 1 "1 0 1" good lacking
export FANGTIAN_SKIP="other skips"
expect 0 "1 0 1" good skips
expect 1 "1 1 1" good bad skips
exit $failed
