#!/bin/sh
# Whether every rule of the shipped policies has its expectations in the shipped scenarios:
#
#   every_rule_expected.sh                 names what is missing, and fails where anything is
#   every_rule_expected.sh --list          a line a rule: the rows expected of each kind, and what is missing
#   every_rule_expected.sh [--list] ROOT   of another tree
#
# A rule that posts or memos, is a check, or has a `when` of its own needs three rows: an ordinary one, a border and one
# that it does not apply to. A check and a condition that others need must come out both ways. Any other rule needs three rows,
# whatever they are. Lines that are commented out expect nothing.
#
#   ordinary   a value that is not zero; of a check, that it holds
#   border     the line ends in a comment that begins with 边界： and says which: # 边界：恰好 8%，“超过”不含本数
#   outside    not_applicable, with words of the reason; where no `when` and no `needs` could make it so, also a value of zero or a
#              check that fails
set -u
export LC_ALL=C
list=0
if [ "${1-}" = --list ]; then
    list=1
    shift
fi
root=${1:-$(CDPATH='' cd -- "$(dirname -- "$0")/../.." && pwd)}
cd -- "$root" || exit 1
work=$(mktemp -d) || exit 1
trap 'rm -rf -- "$work"' EXIT

# Policies to lines of: rule, policy, flags (p posts, c a check, w a `when`, n a `needs`, b boolean), its needs.
# A `when` inside cases or a posting is not the rule's own: nesting tells them apart. The rules of a scope stand two levels
# deeper (base), and need what the scope needs.
rules_of() {
    awk '
    function flush() {
        if (rule != "") printf "%s\t%s\t.%s%s\t%s\n", rule, file, flags, base && scope_needs != "" ? "n" : "", needs (base ? scope_needs : "")
        rule = flags = needs = ""
    }
    function setting(name) {
        if (name == "post" || name == "memo") flags = flags "p"
        if (name == "when") flags = flags "w"
        if (name == "needs") { flags = flags "n"; in_needs = 1 }
        if (name == "scope") { in_scope = 1; scope_needs = "" }
        if (name == "rules") { in_scope = 0; base = 2 }
        wanted = name
    }
    function text(s) {
        if (depth == base + 2 && wanted == "id") rule = s
        if (depth == base + 2 && wanted == "require") flags = flags "c"
        if (depth == base + 2 && wanted == "type" && s == "boolean") flags = flags "b"
        if (depth == base + 3 && in_needs) needs = needs " " s
        if (in_scope && depth == 4) scope_needs = scope_needs " " s
    }
    FNR == 1 { flush(); file = FILENAME; sub(/^policies\//, "", file); depth = base = in_scope = 0; inside = 0 }
    /^rules:/ { inside = 1; next }
    /^[a-z]+:/ { inside = 0 }
    !inside { next }
    {
        n = length($0); word = ""
        for (i = 1; i <= n; i++) {
            c = substr($0, i, 1)
            if (quoted) {
                if (c == "\\") { i++ }
                else if (c == "\"") { quoted = 0; text(s) }
                else s = s c
                continue
            }
            if (c == "#") break
            if (c == "\"") { quoted = 1; s = ""; continue }
            if (c ~ /[a-z_]/) { word = word c; continue }
            if (c == "=" && depth == base + 2) setting(word)
            if (c == "," || c == ";" ) { if (word == "true") text(word); }
            if (c != " ") word = ""
            if (c ~ /[({[]/) depth++
            if (c ~ /[])}]/) {
                depth--
                if (depth == base + 2) in_needs = 0
                if (depth == base + 1) flush()
                if (depth == 2) base = 0
            }
        }
    }
    END { flush() }' "$@"
}

# Scenarios to lines of: rule, row (with its file), kind (ordinary, border, outside, zero, fails).
expectations_of() {
    awk '
    function field(name) {
        if (!match(entry, "[ {]" name " *= *\"[^\"]*\"")) return ""
        value = substr(entry, RSTART, RLENGTH)
        sub(/^[^"]*"/, "", value); sub(/"$/, "", value)
        return value
    }
    # The line without its comment: an expectation that is commented out expects nothing.
    function code(line,    i, c, quoted) {
        for (i = 1; i <= length(line); i++) {
            c = substr(line, i, 1)
            if (c == "\"") quoted = !quoted
            if (c == "#" && !quoted) return substr(line, 1, i - 1)
        }
        return line
    }
    FNR == 1 { inside = 0 }
    /^expect/ { inside = 1 }
    !inside { next }
    {
        rest = $0
        border = rest ~ /# *边界：[^"]+$/
        rest = code(rest)
        while (match(rest, /\{[^{}]*\}/)) {
            entry = substr(rest, RSTART, RLENGTH)
            rest = substr(rest, RSTART + RLENGTH)
            item = field("item"); value = field("is") field("exactly")
            if (item == "" || entry ~ / not_applicable *= *""/) continue   # any reason is no reason
            kind = "ordinary"
            if (field("holds") == "false") kind = "fails"
            if (value ~ /^0(\.0+)?( |%|$)/) kind = "zero"
            if (entry ~ / not_applicable *=/) kind = "outside"
            if (border) kind = "border"
            printf "%s\t%s %s\t%s\n", item, FILENAME, field("at"), kind
            if (border && field("holds") != "") printf "%s\t%s %s\t%s\n", item, FILENAME, field("at"), \
                field("holds") == "false" ? "border_fails" : "border_holds"
        }
    }' "$@"
}

# shellcheck disable=SC2046
rules_of $(find policies -name '*.cfg' ! -name vocabulary.cfg | sort) >"$work/rules"
# shellcheck disable=SC2046
expectations_of $(find scenarios -name '*.cfg' | sort) >"$work/expectations"

awk -F '\t' -v list="$list" '
function rows(kinds, i, part, n, sum) {
    n = split(kinds, part, " ")
    for (i = 1; i <= n; i++) sum += count[rule, part[i]]
    return sum + 0
}
function lacks(what) { missing = missing (missing == "" ? "" : ", ") what }
NR == FNR {
    known_expectation[$1] = 1
    if (!seen[$1, $2, $3]++) count[$1, $3]++
    if (!seen[$1, $2]++) count[$1, "row"]++
    next
}
{
    order[++rules] = $1; policy[$1] = $2; flags[$1] = $3
    n = split($4, part, " ")
    for (i = 1; i <= n; i++) needed[part[i]] = 1
}
END {
    for (r = 1; r <= rules; r++) {
        rule = order[r]; f = flags[rule]; missing = ""
        check = f ~ /c/
        condition = f ~ /b/ && rule in needed
        whole = f ~ /[pcw]/
        if (whole) {
            if (!rows("ordinary")) lacks("ordinary")
            if (!rows("border")) lacks("border")
            if (!rows(f ~ /[wn]/ ? "outside" : check ? "outside fails" : "outside zero")) lacks("outside")
        }
        if (rows("row") < 3) lacks("three rows")
        if (check || condition) {
            if (!rows("ordinary border_holds")) lacks("one that holds")
            if (!rows("fails border_fails")) lacks("one that fails")
        }
        if (missing != "") faults++
        if (list)
            printf "%-24s %-24s %-14s %3d ordinary %3d border %3d outside %3d zero %3d failing%s\n", rule, policy[rule],
                   check ? "check" : condition ? "condition" : whole ? "three cases" : "figure", rows("ordinary"), rows("border"),
                   rows("outside"), rows("zero"), rows("fails"), missing == "" ? "" : "   MISSING: " missing
        else if (missing != "")
            printf "policies/%s: %s has no expectation of: %s\n", policy[rule], rule, missing
    }
    if (!rules) { print "no rule found under policies/"; exit 1 }
    if (list) printf "%d rules, %d of them lack a case\n", rules, faults
    exit faults > 0
}' "$work/expectations" "$work/rules"
