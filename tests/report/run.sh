#!/bin/sh
# Every report as a user sees it: the command with the words in cases.txt, against golden/NAME. The law is that of
# policies/ here, so that the shipped law may change without moving a golden file.
#
#   report/run.sh [--update] [NAME…]      --update writes the goldens: read the difference
#
# In the goldens VERSION stands for the version, and {ESC} and {RLO} for the characters themselves; so they may stand in
# the words too, and {FILE} for a file that is written, which is compared then.
set -uf
export LC_ALL=C.UTF-8 ASAN_OPTIONS="${ASAN_OPTIONS:-exitcode=99}" UBSAN_OPTIONS="${UBSAN_OPTIONS:-exitcode=99}"
unset FANGTIAN_POLICIES COLUMNS NO_COLOR
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd) || exit 1
command=${FANGTIAN:-$here/../../build/fangtian}
case $command in
/*) ;;
*) command=$PWD/$command ;;
esac
update=no
if [ "${1:-}" = --update ]; then
    update=yes
    shift
fi
cd -- "$here" || exit 1
if [ ! -x "$command" ]; then
    echo "no command at $command: build it, or set FANGTIAN" >&2
    exit 1
fi
work=$(mktemp -d) || exit 1
trap 'rm -rf -- "$work"' EXIT
version=$("$command" --version | sed 's/^[^0-9]*//; s/ .*//; s/\./\\./g; q')
escape=$(printf '\033')
override=$(printf '\342\200\256')
failed=0

fault() {
    echo "$1" >&2
    failed=1
}

check() { # golden word...
    golden=golden/$1
    shift
    "$command" "$@" --policies policies >"$work/raw" 2>"$work/err" </dev/null
    status=$?
    [ ! -e "$work/written.cfg" ] || mv -- "$work/written.cfg" "$work/raw"
    [ $status -eq 0 ] || fault "$golden: exit status $status"
    [ ! -s "$work/err" ] || fault "$golden: something on standard error: $(cat "$work/err")"
    sed "s/$version/VERSION/g; s/$escape/{ESC}/g; s/$override/{RLO}/g" "$work/raw" >"$work/out"
    if [ $update = yes ]; then
        cp -- "$work/out" "$golden"
    elif ! diff -u -- "$golden" "$work/out"; then
        fault "$golden: differs"
    fi
}

selected=" $* "
while read -r name words; do
    case $name in
    '' | '#'*) continue ;;
    esac
    case $selected in
    '  ' | *" $name "*)
        # shellcheck disable=SC2046 # words are meant to be split
        check "$name" $(printf '%s' "$words" | sed "s/{ESC}/$escape/g; s/{RLO}/$override/g; s|{FILE}|$work/written|g")
        ;;
    esac
done <cases.txt
set +f
for golden in golden/*; do
    grep -q "^${golden#golden/} " cases.txt || fault "$golden: no case in cases.txt has it"
done
exit $failed
