#!/bin/sh
# Whether layers.sh finds what it is there for: it passes a copy of the tree, and refuses the copy
# with one fault planted, for each kind of fault.
set -u
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd) || exit 1
work=$(mktemp -d) || exit 1
trap 'rm -rf -- "$work"' EXIT
failed=0
cp -R "$here/../../engine" "$here/../../cli" "$work" || exit 1

refuses() { # file line
    cp "$work/$1" "$work/before"
    printf '%s\n' "$2" >>"$work/$1"
    if "$here/layers.sh" "$work" 2>"$work/said"; then
        echo "not found: $1: $2" >&2
        failed=1
    elif ! grep -qF "$1" "$work/said"; then
        echo "found without its file: $1: $2" >&2
        failed=1
    fi
    cp "$work/before" "$work/$1"
}

"$here/layers.sh" "$work" || failed=1
refuses engine/base/text.c '#include "../number/number.h"'
refuses engine/scenario/csv.c '#include "../policy/policy.h"'
refuses engine/number/date.c '#include "engine/base/base.h"'
refuses engine/formula/lexer.c '#include <libconfig.h>'
refuses engine/number/scan.c 'static double half(void);'
refuses cli/run.c 'float half;'
refuses engine/ledger/ledger.c 'void die(void) { exit(1); }'
refuses engine/report/text.c 'void say(void) { fprintf(stderr, "x"); }'
refuses cli/run.c '#include "../engine/base/base.h"'
exit $failed
