#!/bin/sh
# The dependency graph of the shipped law, as Graphviz reads it: UTF-8 throughout, every end of an edge is a node that was declared,
# every rule and parameter is a node once. Where `dot` is installed it has to draw the graph without a word.
#
#   FANGTIAN=build/fangtian report/graph.sh
set -u
export LC_ALL=C.UTF-8
unset FANGTIAN_POLICIES COLUMNS NO_COLOR
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd) || exit 1
command=${FANGTIAN:-$here/../../build/fangtian}
policies=$here/../../policies
work=$(mktemp -d) || exit 1
trap 'rm -rf -- "$work"' EXIT
failed=0

fault() {
    echo "$1" >&2
    failed=1
}

for language in zh en; do
    graph=$work/$language.dot
    "$command" policies --graph --lang "$language" --policies "$policies" >"$graph" || fault "$language: exit status $?"
    iconv -f UTF-8 -t UTF-8 "$graph" >/dev/null 2>&1 || fault "$language: broken UTF-8"
    if grep -nF '\u{' "$graph" >&2; then
        fault "$language: characters of titles are shown as escapes"
    fi
    sed -n 's/^    "\([^"]*\)" \[label=.*/\1/p' "$graph" | sort >"$work/nodes"
    sed -n 's/^  "\([^"]*\)" -> "\([^"]*\)";$/\1\n\2/p' "$graph" | sort -u >"$work/ends"
    [ "$(wc -l <"$work/nodes")" -ge 200 ] || fault "$language: only $(wc -l <"$work/nodes") nodes"
    [ "$(wc -l <"$work/ends")" -ge 150 ] || fault "$language: only $(wc -l <"$work/ends") nodes with edges"
    for node in $(uniq -d "$work/nodes"); do
        fault "$language: $node is declared twice"
    done
    for node in $(comm -13 "$work/nodes" "$work/ends"); do
        fault "$language: an edge ends at $node, which is not declared"
    done
    if command -v dot >/dev/null; then
        dot -Tplain "$graph" 2>"$work/said" >/dev/null || fault "$language: dot refuses it"
        [ ! -s "$work/said" ] || fault "$language: dot says: $(head -n 3 "$work/said")"
    fi
done
exit $failed
