#!/bin/sh
# Where the result goes: all of it, or exit status 2; a file is whole, or as it was.
. "$(dirname -- "$0")/common.sh"

# ---- standard output ---------------------------------------------------------------------------

for words in "run $scenario" "run $scenario -f json" "run $scenario -f csv" "explain $scenario lat_rebate@2021" \
    "check $scenario" "test scenarios/examples" "policies" "limits" "help" "help run" "run --help" "--version" \
    "completion bash"; do
    # shellcheck disable=SC2086 # words of a command line
    "$command" $words >/dev/full 2>"$work/err"
    status=$?
    [ $status -eq 2 ] || fault "fangtian $words: exit status $status where standard output is full"
    says err "No space left on device"
done
"$command" run $scenario >&- 2>"$work/err"
status=$?
[ $status -eq 2 ] || fault "exit status $status where standard output is closed"

# ---- a file ------------------------------------------------------------------------------------

expect 0 run $scenario
cp -- "$work/out" "$work/sheets"
expect 0 run $scenario -o "$work/file"
[ ! -s "$work/out" ] || fault "-o: something on standard output"
cmp -s -- "$work/sheets" "$work/file" || fault "-o writes something else than standard output gets"

expect 0 run $scenario -o -
cmp -s -- "$work/sheets" "$work/out" || fault "-o - is not standard output"
[ ! -e ./- ] || fault "-o - writes a file of that name"

expect 2 run tests/errors/numbers.cfg -o "$work/file"
cmp -s -- "$work/sheets" "$work/file" || fault "a faulty scenario changes the file"
expect 2 run tests/errors/numbers.cfg -o "$work/other"
[ ! -e "$work/other" ] || fault "a faulty scenario leaves a file"
expect 1 run --strict $scenario -o "$work/strict"
cmp -s -- "$work/sheets" "$work/strict" || fault "--strict does not write the file"

chmod 640 "$work/file"
expect 0 run $scenario -f csv -o "$work/file"
[ "$(stat -c %a "$work/file")" = 640 ] || fault "-o changes the mode of a file"
ln -s file "$work/link"
expect 0 run $scenario -o "$work/link"
[ -L "$work/link" ] || fault "-o replaces a symbolic link"
cmp -s -- "$work/sheets" "$work/file" || fault "-o does not write where a symbolic link leads"

expect 2 run $scenario -o "$work"
expect 2 run $scenario -o "$work/no-folder/file"
expect 2 run $scenario -o ""
mkdir "$work/alone"
expect 0 run $scenario -o "$work/alone/file"
[ "$(ls -A "$work/alone")" = file ] || fault "-o leaves something beside the file"
exit $failed
