#!/bin/sh
# Whether an output file is whole or as it was, whichever system call fails. strace fails the calls of
# a run one after the other: the first, the second… of each kind. After each, the file must hold all
# of the new where the command exits with 0, all of the old where it does not, and its folder nothing
# else. Where the process is killed at the call, the file must still be one of the two, and the next run
# must clear what it left. Of a run that writes two files both must be new, or both old.
#
#   cli/whole_or_nothing.sh      FANGTIAN_LONG=1: every call; else of each kind the first and last MOST,
#                                which the sanitized build, whose leak checker rests here, has fewer of
. "$(dirname -- "$0")/common.sh"
export ASAN_OPTIONS="$ASAN_OPTIONS:detect_leaks=0" # the leak checker cannot work below a tracer
NOT_RUN=77
MOST=${MOST:-12}
[ "${FANGTIAN_LONG:-0}" != 1 ] || MOST=100000
scenario=scenarios/examples/lat-rebate.cfg
file=$work/folder/file
tried=0

if ! strace -qq -o "$work/trace" true 2>"$work/err"; then
    echo "not run: processes cannot be traced here: $(cat "$work/err")" >&2
    exit $NOT_RUN
fi
expect 0 run $scenario
cp -- "$work/out" "$work/new"
echo "what stood here before" >"$work/old"
mkdir "$work/folder"

# Runs the command with one of its calls tampered with; the exit status is then in $status.
tamper() { # strace's words for it
    cp -- "$work/old" "$file"
    strace -qq -o "$work/trace" -e trace="$kinds" -e inject="$1" \
        "$command" run $scenario -o "$file" >"$work/out" 2>"$work/err" </dev/null
    status=$?
    tried=$((tried + 1))
}

check_alone() { # what was done
    [ "$(ls -A "$work/folder")" = file ] || {
        fault "$1: left beside the file: $(ls -A "$work/folder")"
        find "$work/folder" -mindepth 1 ! -name file -delete
    }
}

# The command went on, or said that it could not.
check_failed_call() { # what was done
    case $status in
    0) cmp -s -- "$work/new" "$file" || fault "$1: exit status 0, and the file is not the new one" ;;
    2 | 127) cmp -s -- "$work/old" "$file" || fault "$1: exit status $status, and the file is not the old one" ;;
    *) fault "$1: exit status $status: $(cat "$work/err")" ;;
    esac
    [ $status -eq 0 ] || [ -s "$work/err" ] || fault "$1: exit status $status without a word"
    check_alone "$1"
}

check_interrupted_call() { # what was done
    [ $status -eq 0 ] || fault "$1: exit status $status: $(cat "$work/err")"
    check_failed_call "$1"
}

check_killed() { # what was done
    cmp -s -- "$work/new" "$file" || cmp -s -- "$work/old" "$file" || fault "$1: the file is neither old nor new"
    expect 0 run $scenario -o "$file"
    check_alone "$1, then run again"
}

# The numbers of the calls of a kind that are tried.
calls_of() { # kind
    count=$(grep -c "^$1(" "$work/calls")
    n=0
    while [ $n -lt "$count" ]; do
        n=$((n + 1))
        [ $n -gt $MOST ] && [ $n -le $((count - MOST)) ] || echo $n
    done
}

kinds=openat,read,write,close,fchmod,fsync,rename,newfstatat,getdents64,umask
strace -qq -o "$work/calls" -e trace=$kinds "$command" run $scenario -o "$file"
for kind in openat write fchmod fsync rename; do
    grep -q "^$kind(" "$work/calls" || fault "no $kind in a run: the list of kinds is out of date"
done
for kind in openat read write close fchmod fsync rename newfstatat getdents64; do
    errors=EIO
    case $kind in
    openat | write | close | fsync | rename) errors="EIO ENOSPC" ;; # what a full disk can fail
    esac
    for n in $(calls_of $kind); do
        for error in $errors; do
            tamper "$kind:error=$error:when=$n"
            check_failed_call "$kind $n fails with $error"
        done
    done
done
for kind in write fsync; do
    for n in $(calls_of $kind); do
        tamper "$kind:error=EINTR:when=$n"
        check_interrupted_call "$kind $n is interrupted"
    done
done
for kind in write fchmod fsync rename close; do
    for n in $(calls_of $kind); do
        tamper "$kind:signal=KILL:when=$n"
        check_killed "killed at $kind $n"
    done
done

# ---- two files -----------------------------------------------------------------------------------------

rm -- "$file"
printf 'id,town,use,area,price (元/m2),stages\nP1,east,shop,5 m2,7,1\nP2,west,works,6 m2,8,2\n' >"$work/plots.csv"
cat >"$work/plots.cfg" <<'CFG'
scenario: { id = "plots"; title = { zh = "地块"; en = "Plots"; }; as_of = "2021-06-30"; packs = [ "law" ]; };
portfolio: { budget = "1,000,000 元"; plots = { csv = "plots.csv"; }; };
CFG
many="run $work/plots.cfg --policies tests/stream/policies --jobs 1"
# shellcheck disable=SC2086 # words of a command line
expect 0 $many --rows "$work/new-rows" -o "$work/new-totals"

tamper_two() { # strace's words for it
    cp -- "$work/old" "$work/folder/rows"
    cp -- "$work/old" "$work/folder/totals"
    # shellcheck disable=SC2086 # words of a command line
    strace -f -qq -o "$work/trace" -e trace="$kinds" -e inject="$1" \
        "$command" $many --rows "$work/folder/rows" -o "$work/folder/totals" >"$work/out" 2>"$work/err" </dev/null
    status=$?
    tried=$((tried + 1))
}

# shellcheck disable=SC2086 # words of a command line
strace -f -qq -o "$work/calls" -e trace=$kinds "$command" $many --rows "$work/folder/rows" -o "$work/folder/totals"
sed -i 's/^[0-9]* *//' "$work/calls"
for kind in openat write close fchmod fsync; do
    for n in $(calls_of $kind); do
        tamper_two "$kind:error=EIO:when=$n"
        wanted=old
        [ $status -ne 0 ] || wanted=new
        for name in rows totals; do
            sample=$work/old
            [ $wanted = old ] || sample=$work/new-$name
            cmp -s -- "$sample" "$work/folder/$name" || fault "$kind $n fails, exit status $status: the $name are not the $wanted ones"
        done
        [ "$(ls -A "$work/folder" | tr '\n' ' ')" = "rows totals " ] || fault "$kind $n fails: $(ls -A "$work/folder")"
    done
done
echo "$tried runs tampered with" >&2
exit $failed
