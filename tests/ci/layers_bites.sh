#!/bin/sh
# Whether layers.sh finds what it is there for: it passes a copy of the tree, and names every file of
# the copy in which a fault was planted, one of each kind, for what it is.
set -u
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd) || exit 1
work=$(mktemp -d) || exit 1
trap 'rm -rf -- "$work"' EXIT
failed=0
cp -R "$here/../../engine" "$here/../../cli" "$work" || exit 1
"$here/layers.sh" "$work" || failed=1

plant() { # file line fault
    printf '%s\n' "$2" >>"$work/$1"
    printf '%s|%s\n' "$1" "$3" >>"$work/planted"
}
plant engine/base/text.c '#include "../number/number.h"' 'may include only'
plant engine/scenario/csv.c '#include "../policy/policy.h"' 'may include only'
plant engine/number/date.c '#include "engine/base/base.h"' "not a layer's header"
plant engine/formula/lexer.c '#include <libconfig.h>' 'libconfig is known by'
plant engine/scenario/read.c '#include <expat.h>' 'expat is known by'
plant engine/figures/verdict.c 'json_t *json_verdict(void);' 'knows no format'
plant engine/report/text.c '#include <xlsxwriter.h>' 'xlsxwriter is known by'
plant engine/number/scan.c 'static double half(void);' 'figures are exact'
plant cli/run.c 'float half;' 'figures are exact'
plant engine/ledger/ledger.c 'void die(void) { exit(1); }' 'does not print'
plant engine/report/text.c 'void say(void) { fprintf(stderr, "x"); }' 'does not print'
plant cli/check.c '#include "../engine/base/base.h"' 'the command knows'

if "$here/layers.sh" "$work" 2>"$work/said"; then
    echo "nothing was found" >&2
    failed=1
fi
while IFS='|' read -r file fault; do
    if ! grep -F "$file" "$work/said" | grep -qF "$fault"; then
        echo "not found: $fault in $file" >&2
        failed=1
    fi
done <"$work/planted"
[ "$(wc -l <"$work/said")" -eq "$(wc -l <"$work/planted")" ] || {
    echo "more was found than planted, or less:" >&2
    cat "$work/said" >&2
    failed=1
}
exit $failed
