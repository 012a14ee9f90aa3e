#!/bin/sh
# Sheets, derivations and what policies changed under the laws of tests/language/, each against its golden: what the language can
# say that the law of tests/report/ does not. --update writes them: read the difference before committing it.
set -u
export LC_ALL=C.UTF-8 NO_COLOR=1
unset FANGTIAN_POLICIES COLUMNS
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd) || exit 1
command=${FANGTIAN:-$here/../../build/fangtian}
cd -- "$here/scenarios" || exit 1
update=${1:-}
failed=0

golden() { # name word...
    name=$1
    shift
    said=$("$command" "$@" --policies ../policies 2>&1 && echo end) || failed=1
    [ "$update" != --update ] || printf '%s\n' "${said%end}" >"../golden/$name"
    printf '%s\n' "${said%end}" | diff -u "../golden/$name" - || failed=1
}

golden leases.zh.txt run leases.cfg --lang zh
golden leases-detail.en.txt run leases.cfg --lang en --detail
golden amended.en.txt run amended.cfg --lang en
golden pooled.zh.txt run pooled.cfg --lang zh --detail
golden scales.en.txt run scales.cfg --lang en
golden groups-open.zh.txt run groups-open.cfg --lang zh
golden carried.zh.csv run carried.cfg --lang zh -f csv
golden leases.en.csv run leases.cfg --lang en -f csv --detail
golden rent_due.zh.txt explain leases.cfg rent_due@L1 --lang zh --depth all
golden granted.en.txt explain scales.cfg granted@D5 --lang en --depth all
golden leases-changes.en.txt changes leases.cfg --lang en --detail
golden pledged_ahead.zh.txt explain queues.cfg pledged_ahead@Q/T3 --lang zh --depth all
golden companions.en.json explain queues.cfg settled_companions@Q/T1 --lang en -f json
golden contested.zh.txt run contested.cfg --lang zh
exit $failed
