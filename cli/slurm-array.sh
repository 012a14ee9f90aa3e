#!/bin/sh
# Works a long table out as an array of Slurm jobs, a shard each, and merges them when all are done.
#
#   slurm-array.sh SHARDS FOLDER SCENARIO [OPTION…]
#
# FOLDER gets part-N.json, rows-N.csv and log-N.txt of each shard, then rows.csv and totals.txt: the bytes that one
# `fangtian run SCENARIO --rows …` gives. Each OPTION is one of `fangtian run`, such as --by city or --format json; shards
# and merge get the same ones. With the same words again it submits only the shards that have no sound part, and the merge:
# so a shard that failed, or was cancelled, is made up for, and one whose part is broken, of another run or of a table that was
# edited since is run again. What is to be written may not be read: the scenario, its tables and its policies stay what they are.
#
#   FANGTIAN=PATH    the command, where it is not on the PATH, here and on the nodes
#   CPUS=N           processors of a shard, which works with as many threads; 1 else
#   SBATCH_…         partition, account and time as for any job: sbatch(1)
#
# A task costs Slurm a second or more before it starts: a shard should take a minute at least. Every shard reads the table
# up to its end, to count lines; a few hundred shards are many.
set -eu
fangtian=${FANGTIAN:-fangtian}

fail() {
    printf 'slurm-array.sh: %s\n' "$1" >&2
    exit 2
}

run_shard() { # shards folder scenario option...
    shards=$1 folder=$2
    shift 2
    i=$SLURM_ARRAY_TASK_ID
    exec "$fangtian" run "$@" --jobs "${SLURM_CPUS_PER_TASK:-1}" --rows "$folder/rows-$i.csv" --shard "$i/$shards" \
        --output "$folder/part-$i.json"
}

run_merge() { # shards folder scenario option...
    shards=$1 folder=$2 scenario=$3
    shift 3
    while [ "$shards" -gt 0 ]; do
        set -- "$folder/part-$shards.json" "$@"
        shards=$((shards - 1))
    done
    exec "$fangtian" merge "$scenario" "$@" --rows "$folder/rows.csv" --output "$folder/totals.txt"
}

# The numbers of the shards that have no part which the merge would take, "3,7-8". Status 1 where there are any; 2: the run
# itself cannot be.
missing() { # shards folder scenario option...
    shards=$1 folder=$2 scenario=$3
    shift 3
    i=$shards
    while [ "$i" -gt 0 ]; do
        [ ! -e "$folder/part-$i.json" ] || set -- "$folder/part-$i.json" "$@"
        i=$((i - 1))
    done
    "$fangtian" merge "$scenario" "$@" --rows "$folder/rows.csv" --output "$folder/totals.txt" --missing "$shards"
}

# Fails where a log, which Slurm opens before the command can look, is a file that the run reads.
check_logs() { # shards folder scenario option...
    folder=$2 scenario=$3
    shift 3
    for log in "$folder"/log-*.txt; do
        status=0
        [ ! -e "$log" ] || "$fangtian" merge "$scenario" "$@" --missing 1 --output "$log" >/dev/null || status=$?
        [ "$status" -le 1 ] || fail "nothing was submitted"
    done
}

submit() { # shards folder scenario option...
    mkdir -p -- "$2"
    status=0
    todo=$(missing "$@") || status=$?
    [ "$status" -le 1 ] || fail "nothing was submitted"
    check_logs "$@"
    after=
    if [ -n "$todo" ]; then
        array=$(sbatch --parsable --job-name=fangtian --array="$todo" --output="$2/log-%a.txt" \
            ${CPUS:+"--cpus-per-task=$CPUS"} "$0" shard "$@")
        after=--dependency=afterok:${array%%;*}
        echo "shards $todo: job ${array%%;*}"
    fi
    merge=$(sbatch --parsable --job-name=fangtian-merge ${after:+"$after"} --kill-on-invalid-dep=yes \
        --output="$2/log-merge.txt" "$0" merge "$@")
    echo "merge: job ${merge%%;*}, then $2/rows.csv and $2/totals.txt"
}

case ${1-} in
shard | merge) # what the jobs run
    what=$1
    shift
    "run_$what" "$@"
    ;;
*)
    [ $# -ge 3 ] || fail "usage: slurm-array.sh SHARDS FOLDER SCENARIO [OPTION…]"
    case $1 in
    *[!0-9]* | '' | 0*) fail "not a number of shards: $1" ;;
    esac
    command -v sbatch >/dev/null || fail "sbatch is not here: this runs where jobs are submitted"
    submit "$@"
    ;;
esac
