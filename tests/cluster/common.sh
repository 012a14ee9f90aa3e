# What the tests of engines that run shards share: a table, what one run over it gives, and comparing.
# shellcheck shell=sh disable=SC2034 # used by those that read this
set -u
export LC_ALL=C.UTF-8 NO_COLOR=1
unset FANGTIAN_POLICIES FANGTIAN_ROWS FANGTIAN_NUMBERS
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd) || exit 1
root=$(CDPATH='' cd -- "$here/../.." && pwd)
command=${FANGTIAN:-$root/build/fangtian}
PATH=$PATH:/usr/sbin:/sbin
work=$(mktemp -d) || exit 1
failed=0

fault() {
    echo "$1" >&2
    failed=1
}

skip() { # why
    echo "skipped: $1"
    exit 77
}

needs() { # program package
    command -v "$1" >/dev/null || skip "no $1 here (Debian package $2)"
}

# A scenario over a table of so many rows, and the bytes of one run: whole.csv, whole.txt.
make_table() { # rows
    cat >"$work/plots.cfg" <<'CFG'
scenario:
{
  id = "plots"; title = { zh = "地块"; en = "Plots"; }; as_of = "2021-06-30"; packs = [ "law", "late" ];
};
portfolio: { budget = "1,000,000 元"; plots = { csv = "plots.csv"; }; };
CFG
    awk -v rows="$1" 'BEGIN {
        split("east south west north", town); split("shop works dwelling", use)
        print "id,town,use,area (m2),price (元/m2),stages"
        for (i = 1; i <= rows; i++)
            printf "P%07d,%s,%s,%d.%02d,%d,%d\n", i, town[i % 4 + 1], use[i % 3 + 1], i * 7919 % 10000, i % 100, i * 31 % 997, i % 2 + 1
    }' >"$work/plots.csv"
    law=$root/tests/stream/policies
    "$command" run "$work/plots.cfg" --policies "$law" --by town --rows "$work/whole.csv" >"$work/whole.txt" ||
        fault "the whole run fails"
}

same() { # rows totals
    cmp -- "$work/whole.csv" "$1" || fault "$1 is not the whole run's"
    cmp -- "$work/whole.txt" "$2" || fault "$2 is not the whole run's"
}
