#!/bin/sh
# No output takes the place of an input, or of another output: each way to name a file that is read,
# for each command and option that writes. The inputs must be as they were, and nothing be beside them.
. "$(dirname -- "$0")/common.sh"

# ---- a world of inputs ------------------------------------------------------------------------------

# A long table with a table below it, a held table, an included head, a folder of law, shards.
world=$work/world
mkdir -p -- "$world/law" "$world/elsewhere"
cp -R tests/stream/policies/law tests/stream/policies/vocabulary.cfg "$world/law"
cat >"$world/plots.cfg" <<'CFG'
@include "head.inc"
portfolio: { budget = "1,000,000 元"; plots = { csv = "plots.csv"; }; };
CFG
cat >"$world/head.inc" <<'CFG'
scenario: { id = "plots"; title = { zh = "地块"; en = "Plots"; }; as_of = "2021-06-30"; packs = [ "law" ]; };
CFG
printf 'id,town,use,area,price (元/m2),stages\nP1,east,shop,5 m2,7,1\nP2,west,works,6 m2,8,2\n' >"$world/plots.csv"
law="--policies $world/law --lang en"
for shard in 1 2; do
    # shellcheck disable=SC2086 # words of a command line
    expect 0 run "$world/plots.cfg" $law --rows "$world/rows-$shard.csv" --shard $shard/2 -o "$world/part-$shard.json"
done
cp -R -- "$world" "$work/before"

# Nothing was written: the files are what they were, and there are no others.
unchanged() { # what was done
    diff -r -- "$work/before" "$world" >"$work/diff" 2>&1 || {
        fault "$1: $(cat -- "$work/diff")"
        rm -rf -- "$world"
        cp -R -- "$work/before" "$world"
    }
}

refuses() { # id word...
    id=$1
    shift
    # shellcheck disable=SC2086 # words of a command line
    expect 2 "$@" $law
    says err "[$id]"
    unchanged "fangtian $*"
}

# ---- every command and option, every input ----------------------------------------------------------

inputs="plots.cfg head.inc plots.csv law/vocabulary.cfg law/law/$(ls "$world/law/law" | head -n 1)"
for input in $inputs; do
    file=$world/$input
    refuses output-is-input run "$world/plots.cfg" -o "$file"
    says err "--output $file would overwrite $file, which this run reads"
    refuses output-is-input run "$world/plots.cfg" --rows "$file"
    says err "--rows $file would overwrite"
    refuses output-is-input run "$world/plots.cfg" --rows "$work/rows" -o "$file"
    refuses output-is-input run "$world/plots.cfg" --rows "$file" --shard 1/2 -o "$work/part"
    refuses output-is-input run "$world/plots.cfg" --rows "$work/rows" --shard 1/2 -o "$file"
    refuses output-is-input explain "$world/plots.cfg" anything -o "$file"
    refuses output-is-input changes "$world/plots.cfg" -o "$file"
    refuses output-is-input merge "$world/plots.cfg" "$world/part-1.json" "$world/part-2.json" -o "$file"
    refuses output-is-input merge "$world/plots.cfg" "$world/part-1.json" "$world/part-2.json" --rows "$file"
    [ ! -e "$work/rows" ] || fault "a refused run writes the other output"
done
for input in law/vocabulary.cfg law/law/*.cfg; do
    for file in "$world"/$input; do
        refuses output-is-input policies -o "$file"
    done
done
# Rows are CSV, and a part's own name is refused for that: another name of it is not.
for input in part-1.json part-2.json rows-1.csv rows-2.csv; do
    for option in --rows --output; do
        file=$world/$input
        case $option,$input in --rows,*.json) file=$work/named.csv && ln -sf -- "$world/$input" "$file" ;; esac
        refuses output-is-input merge "$world/plots.cfg" "$world/part-1.json" "$world/part-2.json" $option "$file"
    done
    refuses output-is-input merge "$world/plots.cfg" "$world/part-1.json" "$world/part-2.json" --rows "$work/rows" -o "$world/$input"
done
# A pack that is not loaded is read all the same, for what it replaces.
cp -R policies "$work/policies"
for file in "$work"/policies/*/*.cfg; do
    expect 2 policies --policies "$work/policies" -o "$file" --lang en
    says err "[output-is-input]"
done
diff -r policies "$work/policies" >&2 || fault "policies -o writes over a policy"
# Tables below the long one.
below=$work/county
cp -R scenarios/county "$below"
for file in "$below"/*.csv; do
    expect 2 run "$below/portfolio.cfg" --rows "$file" --table talents --only talent_subsidy --lang en
    says err "[output-is-input]"
    expect 2 run "$below/portfolio.cfg" --rows "$work/rows" --table talents --only talent_subsidy -o "$file" --lang en
    says err "[output-is-input]"
    expect 2 run "$below/portfolio.cfg" -f json -o "$file" --lang en
done
diff -r scenarios/county "$below" >&2 || fault "run -o writes over a table"

# ---- every way to name a file -----------------------------------------------------------------------

links=$work/links
mkdir -- "$links"
ln -s "$world/plots.csv" "$links/absolute"
ln -s ../world/elsewhere/../plots.csv "$links/relative"
ln -s ../links/relative "$links/chain"
ln -s ../world "$links/folder"
ln -- "$world/plots.csv" "$links/hard"
for file in "$links/absolute" "$links/relative" "$links/chain" "$links/folder/plots.csv" "$links/hard" \
    "$world//./elsewhere/../plots.csv"; do
    refuses output-is-input run "$world/plots.cfg" --rows "$file"
    refuses output-is-input run "$world/plots.cfg" --rows "$work/rows" -o "$file"
    refuses output-is-input merge "$world/plots.cfg" "$world/part-1.json" "$world/part-2.json" -o "$file"
done
cd -- "$world" || exit 1
refuses output-is-input run plots.cfg --rows plots.csv
refuses output-is-input run plots.cfg --rows ../links/folder/plots.csv
refuses output-is-input run ../links/folder/plots.cfg --rows plots.csv
cd -- "$root" || exit 1
# Standard output that adds to an input.
# shellcheck disable=SC2086 # words of a command line
"$command" run "$world/plots.cfg" --rows "$work/rows" $law >>"$world/plots.csv" 2>"$work/err"
[ $? -eq 2 ] || fault "standard output adds to an input"
says err "standard output would overwrite"
unchanged "run >>plots.csv"
# An input that has another's name but is no input may be written.
cp -- "$world/plots.csv" "$work/plots.csv"
# shellcheck disable=SC2086 # words of a command line
expect 0 run "$world/plots.cfg" $law --rows "$work/plots.csv"
unchanged "rows into a file that has the name of the table"

# ---- links that lead out of the folder ----------------------------------------------------------------

# Who is handed a folder of somebody else's must not have other files of theirs read, nor quoted.
secret=$work/secret
printf 'the secret line\n' >"$secret"
leads_out() { # file in the world, what stands behind the link
    rm -rf -- "$work/led"
    cp -R -- "$world" "$work/led"
    rm -r -- "$work/led/$1"
    ln -s "$2" "$work/led/$1"
    for language in zh en; do
        for word in check run "run --rows $work/led-rows"; do
            # shellcheck disable=SC2086 # words of a command line
            expect 2 ${word%% *} "$work/led/plots.cfg" ${word#"${word%% *}"} --policies "$work/led/law" --lang $language
            says err "[link-outside]"
            ! grep -q 'secret line' "$work/err" || fault "$word: a line behind the link $1 is quoted"
        done
    done
}
leads_out plots.csv "$secret"
leads_out head.inc "$secret"
leads_out law/vocabulary.cfg "$secret"
leads_out "law/law/$(ls "$world/law/law" | head -n 1)" ../../../secret
leads_out law/law "$world/law/law"
[ ! -e "$work/led-rows" ] || fault "a refused run makes a file"
# Links that stay within are followed, as is the folder itself, and what stands on the command line.
rm -rf -- "$work/led"
cp -R -- "$world" "$work/led"
mv -- "$work/led/plots.csv" "$work/led/elsewhere"
ln -s elsewhere/plots.csv "$work/led/plots.csv"
ln -s "$work/led" "$work/led-link"
ln -s "$work/led/law" "$work/law-link"
expect 0 run "$work/led-link/plots.cfg" --policies "$work/law-link" --lang en

# ---- two outputs ------------------------------------------------------------------------------------

mkdir -- "$work/results"
ln -s results "$work/also-results"
ln -s results/new.csv "$work/dangling"
printf old >"$work/results/old.csv"
ln -- "$work/results/old.csv" "$work/results/older.csv"
for pair in "results/new.csv results/new.csv" "results/new.csv results/./new.csv" "results/new.csv also-results/new.csv" \
    "dangling results/new.csv" "results/old.csv results/old.csv" "results/old.csv also-results/old.csv" \
    "results/old.csv results/older.csv"; do
    # shellcheck disable=SC2086 # the two
    set -- $pair
    refuses outputs-are-one run "$world/plots.cfg" --rows "$work/$1" -o "$work/$2"
    says err "--rows $work/$1 and --output $work/$2 are the same file"
    refuses outputs-are-one run "$world/plots.cfg" --rows "$work/$1" --shard 1/2 -o "$work/$2"
    refuses outputs-are-one merge "$world/plots.cfg" "$world/part-1.json" "$world/part-2.json" --rows "$work/$2" -o "$work/$1"
done
[ ! -e "$work/results/new.csv" ] || fault "a refused run makes a file"
[ "$(cat -- "$work/results/old.csv")" = old ] || fault "a refused run writes a file"
# shellcheck disable=SC2086 # words of a command line
"$command" run "$world/plots.cfg" $law --rows "$work/results/new.csv" >"$work/results/new.csv" 2>"$work/err"
[ $? -eq 2 ] || fault "rows and standard output are one file"
says err "[outputs-are-one]"
# shellcheck disable=SC2086 # words of a command line
expect 0 run "$world/plots.cfg" $law --rows "$work/dangling" -o "$work/results/totals"
[ -s "$work/results/new.csv" ] || fault "a dangling link was not written through"
exit $failed
