# shellcheck shell=sh disable=SC2034
# What the tests of the command share: sourced by each, never run. A test may be run by itself; the
# command is that of FANGTIAN, else of build/.
set -u
export LC_ALL=C.UTF-8 NO_COLOR=1
# A fault found by a sanitizer must not pass for an exit status of the command.
export ASAN_OPTIONS="${ASAN_OPTIONS:-exitcode=99}" UBSAN_OPTIONS="${UBSAN_OPTIONS:-exitcode=99}"
unset FANGTIAN_POLICIES COLUMNS
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd) || exit 1
root=$here/../..
command=${FANGTIAN:-$root/build/fangtian}
case $command in
/*) ;;
*) command=$PWD/$command ;;
esac
cd -- "$root" || exit 1
if [ ! -x "$command" ]; then
    echo "no command at $command: build it, or set FANGTIAN" >&2
    exit 1
fi
work=$(mktemp -d) || exit 1
trap 'rm -rf -- "$work"' EXIT
scenario=scenarios/qingyuan/cluster.cfg
failed=0

fault() {
    echo "$1" >&2
    failed=1
}

# Runs the command: its output is then in $work/out, its complaint in $work/err.
expect() { # status word...
    expected=$1
    shift
    "$command" "$@" >"$work/out" 2>"$work/err" </dev/null
    status=$?
    if [ "$status" -ne "$expected" ]; then
        fault "fangtian $*: exit status $status, not $expected"
        cat -- "$work/err" >&2
    fi
    case $expected,${1-} in
    2,test | 2,check) ;; # they go on after a faulty file
    2,*) [ ! -s "$work/out" ] || fault "fangtian $*: trouble, and something on standard output" ;;
    esac
    [ "$expected" -eq 2 ] || [ ! -s "$work/err" ] || fault "fangtian $*: no trouble, and something on standard error"
    [ "$expected" -ne 2 ] || [ -s "$work/err" ] || fault "fangtian $*: trouble without a word"
}

says() { # out|err text
    grep -qF -- "$2" "$work/$1" || fault "not said on standard $1: $2"
}

says_not() { # out|err text
    ! grep -qF -- "$2" "$work/$1" || fault "said on standard $1: $2"
}
