#!/bin/sh
# Every error message as a user sees it: the command on each NAME.cfg here, in both languages,
# against NAME.zh.txt and NAME.en.txt. It must exit with 2 and print nothing but its complaint
# (and what `test` counts), unless the case says otherwise: a fault of one row is told, and the rest is worked out.
#   # exits: 0
#
#   errors/run.sh [--update] [NAME…]      --update writes the goldens: read the difference
#
# The first line of a case may say how the command is called, {} standing for the case itself:
#   # args: run {} --set portfolio.city=foshan
# Else it is `run {}`. The law is that of policies/; a case whose fault lies in the law has its
# pack in packs/NAME, or its own vocabulary in vocabularies/NAME; a pack that is there twice is in twice/NAME too.
set -uf
export LC_ALL=C.UTF-8 NO_COLOR=1 ASAN_OPTIONS="${ASAN_OPTIONS:-exitcode=99}"
unset FANGTIAN_POLICIES
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
failed=0

fault() {
    echo "$1" >&2
    failed=1
}

# The words that follow the command's name for a case.
words_of() {
    words=$(sed -n '1s/^# args: //p' "$1.cfg")
    echo "${words:-run {\}}" | sed "s|{}|$1.cfg|"
    if [ -d "vocabularies/$1" ]; then
        echo "--policies vocabularies/$1"
    elif [ -d "twice/$1" ]; then
        echo "--policies policies --policies packs --policies twice"
    elif [ -d "packs/$1" ]; then
        echo "--policies policies --policies packs"
    else
        echo "--policies policies"
    fi
}

check() {
    golden=$1.$2.txt
    # shellcheck disable=SC2046 # words are meant to be split
    "$command" $(words_of "$1") --lang "$2" >"$work/out" 2>"$work/err" </dev/null
    status=$?
    wanted=$(sed -n 's/^# exits: //p' "$1.cfg")
    wanted=${wanted:-2}
    [ $status -eq "$wanted" ] || fault "$golden: exit status $status, not $wanted"
    case $wanted$(words_of "$1") in
    0* | 2test*) ;; # counts the scenarios there, also those at fault
    *) [ ! -s "$work/out" ] || fault "$golden: something on standard output" ;;
    esac
    if [ $update = yes ]; then
        cp -- "$work/err" "$golden"
    elif ! diff -u -- "$golden" "$work/err"; then
        fault "$golden: differs"
    fi
}

if [ $# -eq 0 ]; then
    set +f
    set -- *.cfg
    set -f
fi
for case in "$@"; do
    check "${case%.cfg}" zh
    check "${case%.cfg}" en
done
exit $failed
