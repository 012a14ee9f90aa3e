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
may_include() {
    case $1 in
    fangtian) echo "" ;; # the parts of the public header
    base) echo "" ;;
    number) echo "base" ;;
    workbook) echo "base number" ;;
    model) echo "base number" ;;
    vector) echo "base number model" ;;
    formula) echo "base number model vector" ;;
    policy) echo "base number model vector formula" ;;
    scenario) echo "base number workbook model vector formula" ;;
    ledger) echo "base number model vector formula policy" ;;
    livebook) echo "base number workbook model formula policy scenario ledger" ;;
    stream) echo "base number workbook model vector formula policy scenario ledger" ;;
    figures) echo "base number model formula policy scenario ledger" ;;
    report) echo "base number workbook model formula policy scenario ledger stream figures" ;;
    call) echo "base" ;; # and the public header
    *) echo "engine/$1: a layer that tests/ci/layers.sh does not know" >&3 ;;
    esac
}

check_includes() { # file layer
    allowed=$(may_include "$2")
    sed -n 's/^#include "\(.*\)"$/\1/p' "$1" | while read -r header; do
        case $header in
        ../fangtian.h) ;; # the types of the public header are everybody's
        ../*/*)
            layer=${header#../}
            case " $allowed " in
            *" ${layer%%/*} "*) ;;
            *) echo "$1 includes \"$header\": $2 may include only: ${allowed:-nothing}" ;;
            esac
            ;;
        */*) echo "$1 includes \"$header\": not a layer's header" ;;
        esac
    done
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
    exec 3>&1
    for file in engine/*/*.[ch]; do
        layer=${file#engine/}
        check_includes "$file" "${layer%%/*}"
    done
    check_words "the library does not print, ask its surroundings or exit" "$OF_A_PROGRAM" \
        engine/*.[ch] engine/*/*.[ch]
    check_words "what is said knows no format" 'json_t|ft_sink|FT_TEXT|FT_JSON|FT_CSV|FT_XLSX' \
        engine/figures/*.[ch]
    # What a workbook holds is a double: the file that writes it makes one, at the last moment.
    find engine cli -name '*.[ch]' ! -path engine/workbook/write.c >"$work/exact"
    # shellcheck disable=SC2046 # names without blanks
    check_words "figures are exact" "$IN_FLOATS" $(cat -- "$work/exact")
    grep -HE '^#include ("|<forced)' cli/*.[ch] | grep -v -e '"cli.h"$' -e '"http_library.h"$' -e '^cli/session.c:.*<forced.h>$' |
        sed 's|$|: the command knows the library as <fangtian.h>|'
    for known in libconfig:engine/base/conf.c zip:engine/workbook/package.c expat:engine/workbook/xml.c \
        xlsxwriter:engine/workbook/write.c; do
        grep -lF "<${known%%:*}.h>" engine/*.[ch] engine/*/*.[ch] cli/*.[ch] | grep -vxF "${known#*:}" |
            sed "s|\$|: ${known%%:*} is known by ${known#*:} alone|"
    done
} >"$work/faults"
cat -- "$work/faults" >&2
[ ! -s "$work/faults" ]
