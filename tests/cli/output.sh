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
    says err "磁盘空间不足"
done
echo '{"call": "version"}' | "$command" call >/dev/full 2>"$work/err"
status=$?
[ $status -eq 2 ] || fault "fangtian call: exit status $status where standard output is full"
says err "磁盘空间不足"
"$command" run $scenario >&- 2>"$work/err"
status=$?
[ $status -eq 2 ] || fault "exit status $status where standard output is closed"

# A file that is written does not take the place of a closed stream.
"$command" run tests/errors/numbers.cfg -o "$work/closed" >&- 2>&- <&-
[ $? -eq 2 ] || fault "exit status of a faulty run where all streams are closed"
"$command" run $scenario -o "$work/closed" >&- 2>&- <&-
"$command" run $scenario | cmp -s -- - "$work/closed" || fault "-o differs where all streams are closed"

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
says err "这是文件夹，不是文件"
expect 2 run $scenario -o "$work/no-folder/file"
says err "文件或文件夹不存在"
expect 2 run $scenario -o "$work/no-folder/file" --lang en
says err "No such file or directory"
expect 2 run $scenario -o ""
mkdir "$work/alone"
expect 0 run $scenario -o "$work/alone/file"
[ "$(ls -A "$work/alone")" = file ] || fault "-o leaves something beside the file"

# ---- what is no file of a folder ---------------------------------------------------------------

expect 0 explain $scenario lat_rebate@2021
cp -- "$work/out" "$work/derivation"
expect 0 policies
cp -- "$work/out" "$work/law"
for words in "run $scenario" "explain $scenario lat_rebate@2021" "policies"; do
    case $words in
    run*) wanted=$work/sheets ;;
    explain*) wanted=$work/derivation ;;
    *) wanted=$work/law ;;
    esac
    for path in - /dev/stdout /dev/fd/1 /proc/self/fd/1; do
        # shellcheck disable=SC2086 # words of a command line
        "$command" $words -o $path >"$work/out" 2>"$work/err" || fault "$words -o $path: $(cat -- "$work/err")"
        cmp -s -- "$wanted" "$work/out" || fault "$words -o $path is not standard output"
        # shellcheck disable=SC2086 # words of a command line
        "$command" $words -o $path | cmp -s -- "$wanted" - || fault "$words -o $path is not a pipe"
    done
    # shellcheck disable=SC2086 # words of a command line
    expect 0 $words -o /dev/null
    [ -c /dev/null ] || fault "$words -o /dev/null replaces the device"
    rm -f -- "$work/fifo"
    mkfifo "$work/fifo"
    cat -- "$work/fifo" >"$work/through" &
    # shellcheck disable=SC2086 # words of a command line
    expect 0 $words -o "$work/fifo"
    wait $!
    [ -p "$work/fifo" ] || fault "$words -o replaces a FIFO"
    cmp -s -- "$wanted" "$work/through" || fault "$words -o through a FIFO differs"
    # shellcheck disable=SC2086 # words of a command line
    expect 2 $words -o /dev/full
    says err "磁盘空间不足"
done
echo before >"$work/log"
"$command" run $scenario -o /dev/stdout >>"$work/log"
{ echo before && cat -- "$work/sheets"; } | cmp -s -- - "$work/log" || fault "-o /dev/stdout does not add to a file"

# ---- rows and sheets ---------------------------------------------------------------------------

long="run scenarios/county/portfolio.cfg --table talents --only talent_subsidy"
# shellcheck disable=SC2086 # words of a command line
expect 0 $long --rows "$work/rows"
cp -- "$work/out" "$work/totals"
for path in - /dev/stdout /dev/fd/1; do
    # shellcheck disable=SC2086 # words of a command line
    "$command" $long --rows $path -o "$work/file" >"$work/out" 2>"$work/err" || fault "--rows $path: $(cat -- "$work/err")"
    cmp -s -- "$work/rows" "$work/out" || fault "--rows $path is not standard output"
    cmp -s -- "$work/totals" "$work/file" || fault "--rows $path changes the totals"
    for other in "" "-o -" "-o /dev/stdout"; do
        # shellcheck disable=SC2086 # words of a command line
        expect 2 $long --rows $path $other --lang en
        says err "send the totals to a file with --output FILE"
    done
done
[ ! -e ./- ] || fault "--rows - writes a file of that name"
# shellcheck disable=SC2086 # words of a command line
expect 2 $long --rows - --shard 1/2 -o "$work/part" --lang en
says err "the rows of a shard go to a file"
# shellcheck disable=SC2086 # words of a command line
expect 0 $long --rows /dev/null
cmp -s -- "$work/totals" "$work/out" || fault "--rows /dev/null changes the totals"
# shellcheck disable=SC2086 # words of a command line
expect 0 $long --rows /dev/null -o /dev/null
# The part on standard output says where its rows are from anywhere.
for path in "$work/part-1" -; do
    # shellcheck disable=SC2086 # words of a command line
    expect 0 $long --rows "$work/rows-1" --shard 1/1 -o $path
    [ $path != - ] || cp -- "$work/out" "$work/part-1"
    expect 0 merge scenarios/county/portfolio.cfg --table talents --only talent_subsidy "$work/part-1" --rows - -o "$work/file"
    cmp -s -- "$work/rows" "$work/out" || fault "merge --rows - is not standard output"
    cmp -s -- "$work/totals" "$work/file" || fault "merge differs"
done

# A shard in the folder where the user stands.
county=$PWD/scenarios/county/portfolio.cfg
cd -- "$work" || exit 1
expect 0 run "$county" --table talents --only talent_subsidy --rows rows-1 --shard 1/1 -o part-1
expect 0 merge "$county" --table talents --only talent_subsidy part-1 --rows - -o file
cmp -s -- rows out || fault "merge of a shard without a folder differs"
cd -- "$root" || exit 1

# All outputs or none.
mkdir "$work/together"
echo old >"$work/together/rows"
for totals in "$work/no-folder/totals" "$work" /dev/full; do
    # shellcheck disable=SC2086 # words of a command line
    expect 2 $long --rows "$work/together/rows" -o "$totals"
    [ "$(cat -- "$work/together/rows")" = old ] || fault "-o $totals fails, and the rows are written"
    # shellcheck disable=SC2086 # words of a command line
    expect 2 $long --rows "$totals" -o "$work/together/rows"
    [ "$(cat -- "$work/together/rows")" = old ] || fault "--rows $totals fails, and the totals are written"
    [ "$(ls -A "$work/together")" = rows ] || fault "left beside the rows: $(ls -A "$work/together")"
done
# shellcheck disable=SC2086 # words of a command line
"$command" $long --rows "$work/together/rows" >/dev/full 2>"$work/err"
[ $? -eq 2 ] || fault "exit status where standard output is full"
[ "$(cat -- "$work/together/rows")" = old ] || fault "standard output is full, and the rows are written"
# A reader that goes away, and a file that may not grow, leave nothing either.
awk 'BEGIN {
    print "id,town,use,area,price (元/m2),stages"
    for (i = 1; i <= 20000; i++)
        printf "P%06d,east,shop,5 m2,7,1\n", i
}' >"$work/plots.csv"
cat >"$work/plots.cfg" <<'CFG'
scenario: { id = "plots"; title = { zh = "地块"; en = "Plots"; }; as_of = "2021-06-30"; packs = [ "law" ]; };
portfolio: { budget = "1,000,000 元"; plots = { csv = "plots.csv"; }; };
CFG
many="run $work/plots.cfg --policies tests/stream/policies"
# shellcheck disable=SC2086 # words of a command line
"$command" $many --rows - -o "$work/together/totals" 2>"$work/err" | head -n 1 >/dev/null
[ ! -s "$work/err" ] || fault "a reader that goes away: $(cat -- "$work/err")"
[ "$(ls -A "$work/together")" = rows ] || fault "a reader that goes away leaves $(ls -A "$work/together")"
(
    ulimit -f 1
    export GCOV_PREFIX="$work" # where coverage is counted: its files cannot be written whole either
    # shellcheck disable=SC2086 # words of a command line
    "$command" $many --rows "$work/together/rows" >/dev/null 2>"$work/err"
)
[ $? -eq 2 ] || fault "exit status where a file may not grow: $(cat -- "$work/err")"
says err "$work/together/rows"
[ "$(cat -- "$work/together/rows")" = old ] || fault "a file may not grow, and it is written"
[ "$(ls -A "$work/together")" = rows ] || fault "a file may not grow, and there are $(ls -A "$work/together")"

# Of a workbook the diagnostics alone say so: the library that makes it would speak on stderr as well.
for words in "run scenarios/examples/lat-rebate.cfg" "convert scenarios/examples/lat-rebate.cfg"; do
    (
        trap '' XFSZ
        ulimit -f 1
        export GCOV_PREFIX="$work"
        # shellcheck disable=SC2086 # words of a command line
        "$command" $words -o "$work/together/book.xlsx" >/dev/null 2>"$work/err"
    )
    [ $? -eq 2 ] || fault "$words, exit status where a file may not grow: $(cat -- "$work/err")"
    says err workbook-not-written
    ! grep -q ERROR "$work/err" || fault "$words, where a file may not grow: $(cat -- "$work/err")"
    [ "$(ls -A "$work/together")" = rows ] || fault "a workbook may not grow, and there are $(ls -A "$work/together")"
done

# A signal that is ignored when the command starts, as below nohup(1), stays ignored. The rows are more
# than a pipe holds: the run is in the middle of them when the signal comes.
# shellcheck disable=SC2086 # words of a command line
expect 0 $many --rows "$work/rows"
size=$(wc -c <"$work/rows")
[ "$size" -gt 200000 ] || fault "the rows are too few for this test: $size bytes"
rm -f -- "$work/fifo"
mkfifo "$work/fifo"
exec 3<>"$work/fifo"
# shellcheck disable=SC2016,SC2086 # expanded by the other shell; words of a command line
sh -c 'trap "" HUP TERM INT; exec "$@"' sh "$command" $many --rows "$work/fifo" -o "$work/file" 2>"$work/err" &
run=$!
head -c 1000 <&3 >"$work/through"
for signal in HUP TERM INT; do
    kill -$signal $run
done
head -c $((size - 1000)) <&3 >>"$work/through"
wait $run
status=$?
exec 3<&-
[ $status -eq 0 ] || fault "a run that ignores signals is ended by them: $status $(cat -- "$work/err")"
cmp -s -- "$work/rows" "$work/through" || fault "a run that ignores signals loses rows"

# ---- new files ---------------------------------------------------------------------------------

for words in "new" "convert $scenario -o"; do
    # shellcheck disable=SC2086 # words of a command line
    expect 0 $words "$work/made.cfg"
    # shellcheck disable=SC2086 # words of a command line
    expect 2 $words "$work/made.cfg" --lang en
    says err "there is such a file: give another name: $work/made.cfg"
    # shellcheck disable=SC2086 # words of a command line
    expect 2 $words "$work/made.doc" --lang en
    says err "must end in .xlsx (a workbook) or .cfg (text)"
    # shellcheck disable=SC2086 # words of a command line
    expect 2 $words "$work/made" --lang en
    says err "must end in .xlsx"
    # shellcheck disable=SC2086 # words of a command line
    expect 2 $words "$work/made.cfg/below.cfg" --lang zh
    says err "路径中有一段不是文件夹"
    rm -- "$work/made.cfg"
done
expect 2 convert $scenario --lang en
says err "name the file to write with -o"
expect 2 convert "$work/nothing.cfg" -o "$work/made.cfg"
expect 2 new "$work/made.cfg" --packs no-such-pack
[ ! -e "$work/made.cfg" ] || fault "a file is made of what cannot be read"

# ---- formats by the name of the file -----------------------------------------------------------

for format in csv json; do
    expect 0 run $scenario -f $format
    cp -- "$work/out" "$work/wanted"
    for name in x.$format X.$(echo $format | tr a-z A-Z); do
        expect 0 run $scenario -o "$work/$name"
        cmp -s -- "$work/wanted" "$work/$name" || fault "-o $name is not $format"
        expect 0 run $scenario -f text -o "$work/$name"
        cmp -s -- "$work/sheets" "$work/$name" || fault "-f text -o $name is not text"
    done
done
for name in x.txt x csv .csv x.csv.txt; do
    expect 0 run $scenario -o "$work/$name"
    cmp -s -- "$work/sheets" "$work/$name" || fault "-o $name is not text"
done
expect 2 explain $scenario lat_rebate@2021 -o "$work/refused.csv"
for option in --graph --formulas; do
    for words in "-f json" "-f csv" "-o $work/refused.json" "-o $work/refused.csv"; do
        # shellcheck disable=SC2086 # words of a command line
        expect 2 policies $option $words --lang en
        says err "there is text alone (--format text): $option"
    done
    expect 0 policies $option -o "$work/list.dot"
done
# shellcheck disable=SC2086 # words of a command line
expect 2 $long --rows "$work/rows.json" --lang en
says err "rows are CSV: name a .csv file: $work/rows.json"
# A workbook holds a whole run, and is called one.
for words in "run $scenario -f csv -o $work/refused.xlsx" "run $scenario -f xlsx -o $work/refused.csv" \
    "explain $scenario lat_rebate@2021 -f json -o $work/refused.xlsx" "changes $scenario -f text -o $work/refused.XLSX" \
    "run $scenario --view projects -o $work/refused.xlsx" "run $scenario --by project -o $work/refused.xlsx" \
    "run $scenario -u 万元 -o $work/refused.xlsx" "policies -o $work/refused.xlsx" "$long --rows $work/refused.csv -o $work/refused.xlsx"; do
    # shellcheck disable=SC2086 # words of a command line
    expect 2 $words --lang en
    says err workbook
done
# shellcheck disable=SC2086 # words of a command line
expect 2 $long --rows "$work/rows.xlsx" --lang en
says err "rows are CSV: name a .csv file: $work/rows.xlsx"
[ ! -e "$work/refused.xlsx" ] || fault "a refused workbook was written"
for name in x.xls x.xlsm x.ods x.docx x.Doc x.PDF x.et x.wps x.html; do
    for words in "run $scenario" "run $scenario -f csv" "explain $scenario lat_rebate@2021" "changes $scenario" "policies" \
        "merge $scenario part"; do
        # shellcheck disable=SC2086 # words of a command line
        expect 2 $words -o "$work/refused/$name" --lang en
        says err "there are workbooks (.xlsx), text (.txt), CSV (.csv) and JSON (.json)"
    done
    # shellcheck disable=SC2086 # words of a command line
    expect 2 $long --rows "$work/$name"
    [ ! -e "$work/$name" ] || fault "-o $name writes a file"
done
exit $failed
