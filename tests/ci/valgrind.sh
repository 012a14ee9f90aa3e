#!/bin/sh
# The command under valgrind: every scenario, a derivation, the policies, and every faulty input.
# A wrong access or a leak makes it exit with 99, which no command does by itself.
#
#   ci/valgrind.sh [COMMAND]     an unsanitized build's command; else build/fangtian
set -u
cd -- "$(dirname -- "$0")/../.." || exit 1
export LC_ALL=C.UTF-8
unset FANGTIAN_POLICIES FANGTIAN_NUMBERS
command=${1:-build/fangtian}
work=$(mktemp -d) || exit 1
trap 'rm -rf -- "$work"' EXIT
failed=0

watch() { # word...
    valgrind --quiet --error-exitcode=99 --leak-check=full --show-leak-kinds=definite,indirect \
        --errors-for-leak-kinds=definite,indirect --log-file="$work/said" \
        "$command" "$@" >"$work/out" 2>&1
    if [ $? -eq 99 ]; then
        echo "fangtian $*" >&2
        cat "$work/said" >&2
        failed=1
    fi
}

for scenario in scenarios/*/*.cfg; do
    watch run "$scenario" --detail
    watch run "$scenario" --format json -o "$work/file"
done
watch explain scenarios/qingyuan/cluster.cfg lat_rebate@2021
watch explain scenarios/qingyuan/cluster.cfg lat_rebate@2021 --format json
watch test scenarios
watch policies --detail
# Each faulty case as its test runs it, by a command of ours that is valgrind's.
cat >"$work/watched" <<END
#!/bin/sh
exec valgrind --quiet --error-exitcode=99 --leak-check=full --show-leak-kinds=definite,indirect \
    --errors-for-leak-kinds=definite,indirect --log-file="$work/said.%p" "$(realpath "$command")" "\$@"
END
chmod +x "$work/watched"
FANGTIAN="$work/watched" tests/errors/run.py || failed=1
exit $failed
