#!/bin/sh
# Shards as processes of GNU parallel, by the line of the README.
# shellcheck source=tests/cluster/common.sh
. "$(dirname -- "$0")/common.sh"
trap 'rm -rf -- "$work"' EXIT
needs parallel parallel
parallel --version 2>/dev/null | grep -q "GNU parallel" || skip "parallel is not GNU parallel"

make_table 60000
mkdir "$work/bin"
ln -s -- "$command" "$work/bin/fangtian"
PATH=$work/bin:$PATH
cd -- "$work" || exit 1
for page in README.md README.zh-CN.md; do
    lines=$(sed -n '/^    parallel fangtian/,/^    fangtian merge/p' "$root/$page")
    [ -n "$lines" ] || fault "$page has no line for GNU parallel"
    echo "$lines" | sed "s|roster.cfg|plots.cfg --by town --policies $law|" >lines.sh
    rm -f rows.csv part-*.json rows-*.csv
    sh ./lines.sh >totals.txt || fault "the lines of $page fail"
    same rows.csv totals.txt
    [ "$(find . -name 'part-*.json' | wc -l)" -eq 8 ] || fault "not eight parts"
done
exit "$failed"
