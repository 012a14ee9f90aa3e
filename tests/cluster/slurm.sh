#!/bin/sh
# Shards as an array of jobs of a real Slurm: munged, slurmctld and slurmd are started for this test alone, on the loopback,
# with their files in a temporary folder, and ended behind it. One task is cancelled while it works; submitted again, only that
# one runs, and the merge gives the bytes of one run.
# shellcheck source=tests/cluster/common.sh
. "$(dirname -- "$0")/common.sh"

# Nothing here is to meet a cluster that is there already.
for name in $(env | sed -n 's/^\(S[A-Z]*_[A-Z_]*\)=.*/\1/p') CPUS; do
    case $name in
    SLURM_* | SBATCH_* | SQUEUE_* | SINFO_* | SCANCEL_* | CPUS) unset "$name" ;;
    esac
done

# ---- the cluster ---------------------------------------------------------------------------------

end_daemon() { # pid file
    pid=$(cat -- "$1" 2>/dev/null) || return 0
    kill "$pid" 2>/dev/null || return 0
    for _ in $(seq 100); do
        kill -0 "$pid" 2>/dev/null || return 0
        sleep 0.05
    done
    kill -9 "$pid" 2>/dev/null
}

end_cluster() {
    [ ! -e "$work/slurm.conf" ] || scancel --user=root 2>/dev/null
    for daemon in slurmd slurmctld munged; do
        end_daemon "$work/$daemon.pid"
    done
    rm -rf -- "$work"
}

# What keeps Slurm from running here is not a fault of ours.
give_up() { # why log...
    why=$1
    shift
    tail -n 5 -q -- "$@" 2>/dev/null
    skip "$why"
}

free_ports() {
    python3 -c '
import socket
held = [socket.socket() for _ in range(2)]
for one in held:
    one.bind(("127.0.0.1", 0))
print(*(one.getsockname()[1] for one in held))'
}

write_config() { # host controller-port node-port
    cat >"$work/slurm.conf" <<CONF
ClusterName=test
SlurmctldHost=$1(127.0.0.1)
CommunicationParameters=NoInAddrAny,NoCtldInAddrAny
SlurmUser=root
SlurmdUser=root
AuthType=auth/munge
AuthInfo=socket=$work/munge.socket
SlurmctldPort=$2
SlurmdPort=$3
StateSaveLocation=$work/state
SlurmdSpoolDir=$work/spool
SlurmctldPidFile=$work/slurmctld.pid
SlurmdPidFile=$work/slurmd.pid
SlurmctldLogFile=$work/slurmctld.log
SlurmdLogFile=$work/slurmd.log
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
SwitchType=switch/none
MpiDefault=none
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
SchedulerType=sched/backfill
SchedulerParameters=sched_min_interval=0,batch_sched_delay=0,bf_interval=1,sched_interval=1
SlurmdParameters=config_overrides
ReturnToService=2
KillWait=2
NodeName=$1 NodeAddr=127.0.0.1 CPUs=2 State=UNKNOWN
PartitionName=all Nodes=$1 Default=YES MaxTime=5 State=UP
CONF
    export SLURM_CONF="$work/slurm.conf"
}

start_cluster() {
    host=$(uname -n | sed 's/\..*//')
    chmod 755 "$work"
    mkdir "$work/state" "$work/spool"
    (umask 077 && head -c 64 /dev/urandom >"$work/munge.key")
    munged --force --num-threads=2 --socket="$work/munge.socket" --key-file="$work/munge.key" --seed-file="$work/munge.seed" \
        --pid-file="$work/munged.pid" --log-file="$work/munged.log" 2>"$work/said" ||
        give_up "munged does not start here" "$work/said" "$work/munged.log"
    # shellcheck disable=SC2046 # two words
    write_config "$host" $(free_ports)
    slurmctld 2>"$work/said" || give_up "slurmctld does not start here" "$work/said" "$work/slurmctld.log"
    slurmd 2>"$work/said" || give_up "slurmd does not start here" "$work/said" "$work/slurmd.log"
    for _ in $(seq 100); do
        [ "$(sinfo --noheader --format=%t 2>/dev/null)" != idle ] || return 0
        sleep 0.1
    done
    give_up "the node does not become idle" "$work/slurmd.log" "$work/slurmctld.log"
}

# ---- jobs ----------------------------------------------------------------------------------------

wait_for_jobs() {
    for _ in $(seq 300); do
        [ -n "$(squeue --noheader)" ] || return 0
        sleep 0.1
    done
    squeue
    fault "jobs do not end"
}

submit() {
    FANGTIAN=$work/fangtian "$root/cli/slurm-array.sh" 6 "$work/out" "$work/plots.cfg" --by town --policies "$law" ||
        fault "cannot submit"
}

# The command, but shard 3 is held amid its work until a file says that it need not.
make_held() {
    cat >"$work/fangtian" <<HELD
#!/bin/sh
case " \$* " in
*" --shard 3/6 "*) [ -e "$work/again" ] || held=yes ;;
esac
[ "\${held-}" = yes ] || exec "$command" "\$@"
FANGTIAN_ROWS=exact FANGTIAN_NUMBERS=gmp "$command" "\$@" &
until ls "$work"/out/.rows-3.csv.* >/dev/null 2>&1; do
    sleep 0.01
done
kill -STOP \$! && : >"$work/holds"
wait
HELD
    chmod 755 "$work/fangtian"
}

cancel_third() { # job
    for _ in $(seq 300); do
        if [ -e "$work/holds" ]; then
            scancel "$1_3" || fault "cannot cancel"
            return
        fi
        sleep 0.1
    done
    fault "shard 3 never works"
}

[ "$(id -u)" -eq 0 ] || skip "a cluster of one's own needs root"
for program in munged:munge slurmctld:slurmctld slurmd:slurmd sbatch:slurm-client python3:python3; do
    needs "${program%:*}" "${program#*:}"
done
trap end_cluster EXIT
trap 'exit 1' INT TERM HUP
start_cluster
make_table 150000
make_held

submit >"$work/submitted"
cat -- "$work/submitted"
cancel_third "$(sed -n 's/^shards .*: job //p' "$work/submitted")"
wait_for_jobs
[ ! -e "$work/out/part-3.json" ] || fault "a shard that was cancelled left a part"
[ ! -e "$work/out/totals.txt" ] || fault "five of six shards were merged"
[ "$(find "$work/out" -name 'part-*.json' | wc -l)" -eq 5 ] || fault "not five parts"

: >"$work/again"
submit >"$work/submitted"
cat -- "$work/submitted"
grep -q '^shards 3: ' "$work/submitted" || fault "another shard than the one that was cancelled runs again"
wait_for_jobs
same "$work/out/rows.csv" "$work/out/totals.txt"
cat -- "$work"/out/log-merge.txt

# A part that was cut and rows that were edited are not reused; nor is a shard whose bytes of the table changed.
truncate -s -5 "$work/out/part-2.json"
echo >>"$work/out/rows-5.csv"
rm -- "$work/out/rows.csv" "$work/out/totals.txt"
submit >"$work/submitted" 2>"$work/said"
grep -q '^shards 2,5: ' "$work/submitted" || fault "not the shards whose parts are broken run again: $(cat -- "$work/submitted" "$work/said")"
wait_for_jobs
same "$work/out/rows.csv" "$work/out/totals.txt"
last=$(tail -n 1 "$work/plots.csv")
sed -i '$s/[0-9]$/7/' "$work/plots.csv"
[ "$last" != "$(tail -n 1 "$work/plots.csv")" ] || fault "the table was not edited"
submit >"$work/submitted" 2>"$work/said"
grep -q '^shards 6: ' "$work/submitted" || fault "not the shard whose rows were edited runs again: $(cat -- "$work/submitted" "$work/said")"
wait_for_jobs

# What it is to write may not be the table.
cp -- "$work/plots.csv" "$work/kept.csv"
for name in totals.txt rows.csv log-2.txt; do
    rm -- "$work/out/$name"
    ln -- "$work/plots.csv" "$work/out/$name"
    FANGTIAN=$command "$root/cli/slurm-array.sh" 6 "$work/out" "$work/plots.cfg" --by town --policies "$law" >"$work/submitted" 2>"$work/said"
    [ $? -eq 2 ] || fault "an output that is the table is taken: $name"
    grep -q "nothing was submitted" "$work/said" || fault "$name: said: $(cat -- "$work/said")"
    [ ! -s "$work/submitted" ] || fault "$name: submitted: $(cat -- "$work/submitted")"
    rm -- "$work/out/$name"
    : >"$work/out/$name"
done
cmp -s -- "$work/kept.csv" "$work/plots.csv" || fault "the table was written over"
exit "$failed"
