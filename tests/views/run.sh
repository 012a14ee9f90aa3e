#!/bin/sh
# What a reader opens first: views, sheets by project, what each policy changed; each case against its golden file.
#
#   views/run.sh [--update]      --update writes the goldens: read the difference
#
# three.cfg and blanks.cfg have the working of every figure; kinds.cfg has no figures.
set -uf
export LC_ALL=C.UTF-8 NO_COLOR=1 ASAN_OPTIONS="${ASAN_OPTIONS:-exitcode=99}"
unset FANGTIAN_POLICIES COLUMNS
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd) || exit 1
command=${FANGTIAN:-$here/../../build/fangtian}
case $command in
/*) ;;
*) command=$PWD/$command ;;
esac
cd -- "$here" || exit 1
work=$(mktemp -d) || exit 1
trap 'rm -rf -- "$work"' EXIT
failed=0

# golden NAME WORDS…: what the command prints for them.
golden() {
    name=$1
    shift
    if ! "$command" "$@" --policies policies >"$work/out" 2>"$work/err" || [ -s "$work/err" ]; then
        cat -- "$work/err" >&2
        echo "$name: the command failed" >&2
        failed=1
    elif [ "$update" = --update ]; then
        cp -- "$work/out" "golden/$name"
    elif ! diff -u -- "golden/$name" "$work/out"; then
        echo "$name: differs" >&2
        failed=1
    fi
}

update=${1:-}
golden table.zh.txt run three.cfg --view projects --lang zh --width 140
golden table-blocks.en.txt run three.cfg --view projects --lang en --width 60
golden table-wan.zh.txt run three.cfg --view projects --unit 万元 --lang zh --width 140
golden table.csv run three.cfg --view projects --lang zh -f csv
golden sheet.zh.txt run three.cfg --view cost --lang zh
golden sheet-one.en.txt run three.cfg --view cost --of A3 --lang en
golden sheet.csv run three.cfg --view cost --lang zh -f csv
golden view.json run three.cfg --view projects --of A1 --lang en -f json
golden by-project.zh.txt run three.cfg --by project --lang zh
golden by-year.csv run three.cfg --by year --lang en -f csv
golden changes.zh.txt changes three.cfg --lang zh --width 120
golden changes-detail.en.txt changes three.cfg law/fee town/premium --detail --lang en
golden changes-by-title.zh.txt changes three.cfg 规费 --lang zh
golden changes.csv changes three.cfg --lang zh -f csv
golden changes.json changes three.cfg law/premium --lang en -f json
golden levies-wan.zh.txt run payers.cfg --view levies --unit 万元 --lang zh
golden changes-payers.zh.txt changes payers.cfg levy-town/levy --detail --lang zh --width 120
golden changes-pledges.zh.txt changes blanks.cfg --packs pledges,pledges-town,pledges-rate,pledges-other --detail --lang zh --width 120
golden changes-pledges.en.txt changes blanks.cfg --packs pledges,pledges-town,pledges-rate,pledges-other --lang en --width 120
golden trial-pledges.zh.txt changes blanks.cfg --packs pledges --set projects.A1.pledge= --lang zh --width 120
golden trial-pledges.en.txt changes blanks.cfg --packs pledges --set projects.A1.pledge= --lang en --width 120
golden blanks.zh.txt run blanks.cfg --lang zh
golden blanks.csv run blanks.cfg --view given --lang zh -f csv
golden blanks.json run blanks.cfg --view given --lang en -f json
golden blanks-explained.zh.txt explain blanks.cfg given.pledge --lang zh
golden grants.zh.txt run three.cfg --packs law,grants --view grants --lang zh
golden kinds.zh.txt run kinds.cfg --view kinds --lang zh
golden kinds.csv run kinds.cfg --view kinds --lang en -f csv
golden kinds.json run kinds.cfg --view kinds --lang en -f json
golden kinds-sheet.csv run kinds.cfg --view one --lang zh -f csv
golden kinds-one.en.txt run kinds.cfg --view one --of C2 --lang en
golden kinds-explained.zh.txt explain kinds.cfg kinds.note@C1 --lang zh
golden kinds-shared.zh.txt explain kinds.cfg 备注@C1 --lang zh
golden kinds-loosely.zh.txt explain kinds.cfg 价款@C2 --lang zh
golden kinds-loosely.en.txt explain kinds.cfg worth@C2 --lang en
golden accounts.en.txt run three.cfg --packs law,levy --view accounts --lang en
golden accounts-once.zh.txt run payers.cfg --packs levy --view accounts --lang zh
golden explained.zh.txt explain three.cfg costs@A1 --lang zh
golden explained.en.txt explain three.cfg projects.third@A3 --lang en
golden explained.json explain three.cfg 成本@A2 --lang zh -f json
# What is not known keeps the conclusion open, though no rule rests on it.
for asked in "" "--view given" "--view sums" "--of A2 --view given" "--packs rated"; do
    # shellcheck disable=SC2086 # words
    "$command" run blanks.cfg $asked --strict --policies policies --lang zh >"$work/out" 2>"$work/err"
    if [ $? -ne 1 ] || ! grep -q '结论不完整' "$work/out"; then
        echo "blanks.cfg $asked: --strict lets what is not known pass" >&2
        failed=1
    fi
done
# Each of 60 parameters is worked out of the two before it: what rests on a policy is found without going every way.
mkdir -p "$work/policies/chain" && cp policies/vocabulary.cfg "$work/policies" || exit 1
awk 'BEGIN {
    head = "policy: { id = \"chain/%s\"; title = { zh = \"%s\"; en = \"%s\"; }; source = \"1\"; compare = \"true\"; };\n"
    printf head "parameters:\n{\n", "long", "long", "long"
    for (i = 0; i < 60; i++)
        printf "  p%d = { title = { zh = \"p%d\"; en = \"p%d\"; }; unit = \"元\"; values = ( { from = \"2020-01-01\"; source = \"1\"; %s } ); };\n",
            i, i, i, i < 2 ? "value = \"1 元\";" : "formula = \"p" i - 1 " + p" i - 2 "\";"
    rule = "rules: ( { id = \"%s\"; of = \"projects\"; title = { zh = \"%s\"; en = \"%s\"; }; value = \"%s\"; unit = \"元\"; post = { from = \"developer\"; to = \"city\"; kind = \"cash\"; }; } );\n"
    printf "};\n" rule, "far", "far", "far", "p59"
    printf head rule, "other", "other", "other", "near", "near", "near", "area * price" >"'"$work"'/policies/chain/other.cfg"
}' >"$work/policies/chain/long.cfg"
if ! timeout 60 "$command" changes three.cfg --packs chain --policies "$work/policies" --lang en >"$work/out" 2>&1 ||
    ! grep -q '^other .* 330,000.00' "$work/out"; then
    cat -- "$work/out" >&2
    echo "a chain of parameters: what each policy changed is not told" >&2
    failed=1
fi
exit $failed
