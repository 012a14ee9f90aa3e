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
    said=$("$command" policies --book --policies now case.cfg no-figures.cfg --against before --lang $language --width 100
        "$command" policies --book --policies now --as-of 2025-01-01 --against 2024-12-31 --lang $language --width 100 | sed -n '/2024-12-31.*2025-01-01/,$p')
    [ "${1:-}" = --update ] && printf '%s\n' "$said" > "book.$language.txt"
    printf '%s\n' "$said" | diff "book.$language.txt" - || failed=1
done
exit $failed
