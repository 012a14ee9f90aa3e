#!/bin/sh
# Builds all by clang, under its UBSan, which sees what gcc's does not (0 added to a null pointer), and runs what computes there.
# same-bytes.sh then runs every scenario by that build.
#
#   ci/clang.sh
set -u
cd -- "$(dirname -- "$0")/../.." || exit 1
work=$(mktemp -d) || exit 1
trap 'rm -rf -- "$work"' EXIT

if ! { cmake --preset clang >"$work/log" && cmake --build --preset clang >>"$work/log"; }; then
    cat "$work/log" >&2
    exit 1
fi
exec tests/ci/suite.sh --preset clang \
    -R '^(base|number|vector|planted|formula|policy|scenario|ledger|workbook|livebook|values|errors|language|stream_(ways|below|operations|cells|keys)|replay_.*)$'
