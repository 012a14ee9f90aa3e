#!/bin/sh
# The manuals show what the command prints: between <!-- run: COMMAND --> and <!-- /run --> stands its output.
# With --update the blocks are written anew: read the difference before committing it.
# Digests of policies and scenarios are not compared: each edit of law changes them, and a reader learns nothing from it.
set -eu
cd "$(dirname "$0")/../.."
command=${FANGTIAN:-$PWD/build/fangtian}
[ -x "$command" ] && [ -f "$command" ] || {
    echo "no command at $command: build it, or set FANGTIAN" >&2
    exit 1
}
PATH="$(cd "$(dirname "$command")" && pwd):$PATH"
export PATH
unset FANGTIAN_POLICIES NO_COLOR
export LC_ALL=C.UTF-8

without_digests() {
    sed -E 's/(policy|scenario|政策|情景) [0-9a-f]{12}( |$)/\1 ············\2/g'
}

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
status=0
blocks=0
for page in README.md README.zh-CN.md scenarios/README.md scenarios/README.zh-CN.md policies/README.md policies/README.zh-CN.md engine/report/README.md; do
    awk '
        /^<!-- run: .* -->$/ {
            print
            command = $0
            sub(/^<!-- run: /, "", command)
            sub(/ -->$/, "", command)
            fence = command ~ /--formulas/ ? "" : "```"
            if (fence != "") print fence
            fflush()
            system(command " 2>&1")
            if (fence != "") print fence
            while ((getline line) > 0 && line != "<!-- /run -->") {}
            print "<!-- /run -->"
            next
        }
        { print }
    ' "$page" >"$scratch/page"
    blocks=$((blocks + $(grep -c '^<!-- run: ' "$page" || true)))
    without_digests <"$page" >"$scratch/shown"
    without_digests <"$scratch/page" >"$scratch/printed"
    cmp -s "$scratch/shown" "$scratch/printed" && continue
    if [ "${1-}" = --update ]; then
        cat "$scratch/page" >"$page"
    else
        printf '%s does not show what the command prints:\n' "$page"
        diff "$scratch/shown" "$scratch/printed" || true
        status=1
    fi
done
[ "$blocks" -gt 0 ] || { echo "no block was compared"; exit 1; }
exit "$status"
