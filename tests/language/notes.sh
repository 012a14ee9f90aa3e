#!/bin/sh
# What check tells of a law that is sound and worth a second look, and a sheet of the rest of a pool, in both languages.
set -u
export LC_ALL=C.UTF-8 NO_COLOR=1
unset FANGTIAN_POLICIES
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd) || exit 1
command=${FANGTIAN:-$here/../../build/fangtian}
cd -- "$here" || exit 1
failed=0
for language in zh en; do
    said=$("$command" check --packs doubtful --policies policies --lang $language && "$command" check --packs lapsed --policies lapsed --lang $language &&
        "$command" check --packs base,replacing --policies policies --lang $language &&
        "$command" check --packs unregistered --policies lapsed --policies unregistered --lang $language &&
        "$command" run scenarios/pooled.cfg --policies policies --lang $language --width 100 | grep -A3 '分摊的余数\|What is left of shares') || failed=1
    [ "$said" = "$(cat "notes.$language.txt")" ] && continue
    printf '%s says:\n%s\n' "$language" "$said"
    failed=1
done
exit $failed
