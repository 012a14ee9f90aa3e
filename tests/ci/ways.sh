#!/bin/sh
# The tests again with each way through numbers and rows forced: all that computes through GMP alone,
# then all that runs over a long table the exact way alone.
# The tests of stream/ are left out: they force every way themselves and compare them.
#
#   ci/ways.sh [BUILD]       else build
set -eu
cd -- "$(dirname -- "$0")/../.."
build=${1:-build}

suite() { # word...
    tests/ci/suite.sh --test-dir "$build" --parallel "$(nproc)" "$@"
}

# Figures are drawn anew under GMP, but fewer: number/ compares both paths operation by operation.
FT_TEST_COUNT=60 FANGTIAN_NUMBERS=gmp suite --label-exclude '^(once|every_way)$'
FANGTIAN_ROWS=exact suite --label-regex '^rows$'
