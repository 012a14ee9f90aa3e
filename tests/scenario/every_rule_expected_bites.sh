#!/bin/sh
# Whether every_rule_expected.sh fails where it must: in a copy of the tree, the expectations of one kind go, and it has to
# name the rule and the case that is now missing.
set -u
export LC_ALL=C
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd) || exit 1
work=$(mktemp -d) || exit 1
trap 'rm -rf -- "$work"' EXIT
failed=0

# bites SAID SCRIPT: with the sed script over all scenarios (or policies), the listing has to fail and say so.
bites() { # folder said script
    rm -rf -- "$work/tree"
    mkdir -- "$work/tree"
    cp -R -- "$here/../../policies" "$here/../../scenarios" "$work/tree"
    find "$work/tree/$1" -name '*.cfg' -exec sed -i "$3" {} +
    if "$here/every_rule_expected.sh" "$work/tree" >"$work/out"; then
        echo "passes with: $3"
        failed=1
    elif ! grep -qF -- "$2" "$work/out"; then
        echo "does not say \"$2\" with: $3"
        failed=1
    fi
}

bites scenarios 'deed_tax has no expectation of: border' '/item = "deed_tax"/s/边界/旁注/'
bites scenarios 'deed_tax has no expectation of: outside' '/item = "deed_tax".*not_applicable/d'
bites scenarios 'deed_tax has no expectation of: ordinary' '/item = "deed_tax"/{/边界/!{/not_applicable/!d}}'
bites scenarios 'relocation has no expectation of: outside' '/item = "relocation".*is = "0.00 元"/d'
bites scenarios 'uniform_standard has no expectation of: ordinary, three rows, one that holds' '/item = "uniform_standard".*holds = "true"/d'
bites scenarios 'has_sales has no expectation of: three rows, one that fails' '/item = "has_sales".*holds = "false"/d'
bites scenarios 'award_area has no expectation of: three rows' '/item = "award_area"/d'
bites policies 'new_rule has no expectation of: ordinary, border, outside, three rows' \
    's/{ id = "quota_reward"/{ id = "new_rule"; of = "portfolio"; when = "true"; value = "1"; },\n  &/'
bites policies 'scoped_rule has no expectation of: ordinary, border, outside, three rows' \
    's/{ id = "deed_tax_base"/{ id = "scoped_rule"; when = "true"; value = "1"; },\n  &/'
# What is no expectation: a line that is commented out, a border that says not which, a reason without words.
bites scenarios 'deed_tax has no expectation of: ordinary, border' '/item = "deed_tax"/s/{/# &/'
bites scenarios 'deed_tax has no expectation of: border' '/item = "deed_tax"/s/边界：.*/边界/'
bites scenarios 'deed_tax has no expectation of: outside' '/item = "deed_tax"/s/not_applicable = "[^"]*"/not_applicable = ""/'
exit $failed
