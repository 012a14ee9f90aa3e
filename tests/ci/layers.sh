#!/bin/sh
# Whether the code keeps to its layers: what a folder may include, which library stands in one file
# only, and which words have no place in it.
#
#   ci/layers.sh [ROOT]      the tree to look at; else the one that this script belongs to
set -u
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd) || exit 1
root=${1:-$here/../..}
cd -- "$root" || exit 1
work=$(mktemp -d) || exit 1
trap 'rm -rf -- "$work"' EXIT

# The layers that each may include.
cat >"$work/layers" <<'END'
fangtian:
base:
number: base
workbook: base number
model: base number
vector: base number model
formula: base number model vector
policy: base number model vector formula
scenario: base number workbook model vector formula
ledger: base number model vector formula policy
livebook: base number workbook model formula policy scenario ledger
stream: base number workbook model vector formula policy scenario ledger
figures: base number model formula policy scenario ledger
report: base number workbook model formula policy scenario ledger stream figures
call: base
END

# One program for all files: two a file took six seconds.
check_includes() { # file...
    awk -v layers="$work/layers" '
        BEGIN {
            while ((getline line < layers) > 0) {
                split(line, parts, ":")
                may[parts[1]] = parts[2] " "
            }
        }
        FNR == 1 {
            split(FILENAME, path, "/")
            layer = path[2]
            if (!(layer in may) && !told[layer]++)
                print "engine/" layer ": a layer that tests/ci/layers.sh does not know"
        }
        /^#include ".*"$/ {
            header = substr($0, 11, length($0) - 11)
            if (header == "../fangtian.h" || header !~ /\//) # the types of the public header are everybody'"'"'s
                next
            split(header, path, "/")
            if (header !~ /^\.\.\/[^\/]+\//)
                print FILENAME " includes \"" header "\": not a layer'"'"'s header"
            else if (index(may[layer], " " path[2] " ") == 0)
                print FILENAME " includes \"" header "\": " layer " may include only:" (may[layer] == " " ? " nothing" : may[layer])
        }' "$@"
}

check_words() { # why words file...
    why=$1 words=$2
    shift 2
    grep -HwE -- "$words" "$@" | sed "s|:|: $why: |"
}

IN_FLOATS='float|double|strtod|strtof|atof'
OF_A_PROGRAM='printf|fprintf|vprintf|vfprintf|puts|fputs|putchar|perror|stdout|stderr|exit|_exit|_Exit|abort|signal|getenv|setlocale|setjmp|longjmp'

# shellcheck disable=SC2046 # names without blanks
python3 "$here/plain_code.py" "$work/code" $(find engine cli -name '*.[ch]') || exit 1
cd -- "$work/code" || exit 1

{
    check_includes engine/*/*.[ch]
    check_words "the library does not print, ask its surroundings or exit" "$OF_A_PROGRAM" \
        engine/*.[ch] engine/*/*.[ch]
    check_words "what is said knows no format" 'json_t|ft_sink|FT_TEXT|FT_JSON|FT_CSV|FT_XLSX' \
        engine/figures/*.[ch]
    # What a workbook holds is a double: the file that writes it makes one, at the last moment. The
    # other has widths and margins.
    find engine cli -name '*.[ch]' ! -path engine/workbook/write.c ! -path engine/workbook/write_sheet.c >"$work/exact"
    # shellcheck disable=SC2046 # names without blanks
    check_words "figures are exact" "$IN_FLOATS" $(cat -- "$work/exact")
    grep -HE '^#include ("|<forced)' cli/*.[ch] | grep -v -e '"cli.h"$' -e '"http_library.h"$' -e '^cli/session.c:.*<forced.h>$' |
        sed 's|$|: the command knows the library as <fangtian.h>|'
    for known in libconfig:engine/base/conf.c zip:engine/workbook/package.c expat:engine/workbook/xml.c \
        'xlsxwriter:engine/workbook/write(_sheet)?\.[ch]'; do
        grep -lF "<${known%%:*}.h>" engine/*.[ch] engine/*/*.[ch] cli/*.[ch] | grep -vxE "${known#*:}" |
            sed "s|\$|: ${known%%:*} is known by ${known#*:} alone|"
    done
} >"$work/faults"
cat -- "$work/faults" >&2
[ ! -s "$work/faults" ]
