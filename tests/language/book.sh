#!/bin/sh
# The law as one document: clauses, worked cases from their own runs, what differs from another version and between two days, in both
# languages. --update writes it anew: read the difference before committing it.
set -eu
export LC_ALL=C.UTF-8 NO_COLOR=1
unset FANGTIAN_POLICIES
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
command=${FANGTIAN:-$here/../../build/fangtian}
cd -- "$here/book"
failed=0
for language in zh en; do
    said=$("$command" policies --book --policies now --packs levy case.cfg no-figures.cfg --against before --lang $language --width 100
        for days in 2024-12-31:2025-01-01 2020-12-31:2021-01-01 2022-12-31:2023-01-01 2023-06-29:2023-06-30; do
            "$command" policies --book --policies now --as-of "${days#*:}" --against "${days%:*}" --lang $language --width 100 |
                sed -n "/${days%:*}.*${days#*:}/,\$p"
        done
        "$command" policies --book --policies now --packs stalls stalls.cfg many.cfg refused.cfg case.cfg --against before --lang $language --width 100
        "$command" policies --book --policies now --packs stalls --against now --lang $language --width 100 | sed -n '/ now /,$p')
    [ "${1:-}" = --update ] && printf '%s\n' "$said" > "book.$language.txt"
    printf '%s\n' "$said" | diff "book.$language.txt" - || failed=1
done
exit $failed
