#!/bin/sh
# Help of the command and of each subcommand in both languages, and whether the manual page tells of
# all that help does.
. "$(dirname -- "$0")/common.sh"

named_in_manual() { # text as it is in the page
    grep -qF -- "$1" cli/fangtian.1 || fault "cli/fangtian.1 lacks: $1"
}

expect 0 help --lang en
cp -- "$work/out" "$work/commands"
says out "Exit status: 0 done; 1 the answer is no; 2 trouble."
commands=$(sed -n 's/^  \([a-z]*\)  .*/\1/p' "$work/commands")
[ "$(echo "$commands" | wc -w)" -ge 7 ] || fault "help lists too few commands: $commands"

for name in $commands; do
    expect 0 "$name" --help --lang en
    says out "Usage: fangtian $name"
    says out "Example:"
    cp -- "$work/out" "$work/help"
    expect 0 help "$name" --lang en
    cmp -s -- "$work/help" "$work/out" || fault "help $name and $name --help differ"
    expect 0 "$name" -h --lang=zh
    says out "用法： fangtian $name"
    says out "例："
    named_in_manual ".It Cm $name"
    named_in_manual ".Cm $name"
    for option in $(sed -n 's/^  \(-[a-z], \| *\)--\([a-z-]*\).*/\2/p' "$work/help"); do
        named_in_manual "Fl -$option"
        echo "$option" >>"$work/options"
    done
done
[ "$(sort -u "$work/options" | wc -l)" -ge 14 ] || fault "help lists too few options"

# Summaries stand below each other, whatever characters stand before them.
expect 0 help --lang en
says out "  changes     SCENARIO [POLICY…]   run again"
expect 0 run --help --lang en
says out "  -u, --unit=元|万元             unit of money"
says out "      --packs=PACK,…             packs in order"

# What the manual page tells of, the command has.
for option in $(sed -n 's/^\.It .*Fl -\([a-z-]*\).*/\1/p' cli/fangtian.1); do
    grep -qx -- "$option" "$work/options" || fault "cli/fangtian.1 tells of --$option, which no command takes"
done
man -l --warnings cli/fangtian.1 >"$work/page" 2>"$work/warnings" || fault "cli/fangtian.1 is no manual page"
[ ! -s "$work/warnings" ] || fault "cli/fangtian.1: $(cat "$work/warnings")"

expect 0 --version
says out "fangtian $(sed -n 's/^project(fangtian VERSION \([0-9.]*\).*/\1/p' CMakeLists.txt)"
expect 2
says err "fangtian help"
exit $failed
