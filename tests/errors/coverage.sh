#!/bin/sh
# Whether every message of the library has a golden file in both languages, here or among the faulty
# policies of tests/policy. Messages that no file and no option can call forth in a test stand in
# unit-only.txt, each with a reason.
set -u
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd) || exit 1
cd -- "$here" || exit 1
failed=0

fault() {
    echo "$1" >&2
    failed=1
}

ids=$(sed -n 's/.*\.id = "\([a-z0-9-]*\)".*/\1/p' ../../engine/*/messages.c)
[ -n "$ids" ] || fault "no messages found"
doubled=$(printf '%s\n' "$ids" | sort | uniq -d)
[ -z "$doubled" ] || fault "two messages have one id: $doubled"
for id in $ids; do
    listed=$(grep -c "^$id " unit-only.txt)
    for language in zh en; do
        if grep -qF "[$id]" ./*."$language".txt \
            ../policy/bad/*/expected."$language".txt; then
            [ "$listed" -eq 0 ] || fault "$id has a golden file: take it out of unit-only.txt"
        else
            [ "$listed" -ne 0 ] || fault "$id: no golden file in $language"
        fi
    done
done
while read -r id reason; do
    printf '%s\n' "$ids" | grep -qx -- "$id" || fault "unit-only.txt: no message $id"
    [ -n "$reason" ] || fault "unit-only.txt: $id without a reason"
done <unit-only.txt
exit $failed
