#!/bin/sh
# Sets up fangtian on a Debian 12 that has nothing but its base system and git, then
#   ./bootstrap.sh demo    builds build/fangtian and runs the main job on a shipped scenario
#   ./bootstrap.sh page    builds the page that `fangtian page` and `fangtian serve` fill in, into page/dist
#   ./bootstrap.sh test    builds all of it, with and without sanitizers, and passes every test
# FANGTIAN_LONG=1 ./bootstrap.sh test   adds valgrind, TSan and a minute of fuzzing for each target, and draws tests from a new seed
# A second run installs nothing and builds only what changed.
set -eu
cd "$(dirname "$0")"

TO_BUILD="gcc libc6-dev cmake ninja-build pkg-config libgmp-dev libconfig-dev libutf8proc-dev libjansson-dev nettle-dev libzip-dev libexpat1-dev libxlsxwriter-dev libmicrohttpd-dev"
TO_TEST="libcriterion-dev clang lld clang-format clang-tidy libclang-rt-14-dev strace valgrind man-db python3 python3-uno libreoffice-calc-nogui
    munge slurmctld slurmd slurm-client parallel chromium fonts-noto-cjk poppler-utils"

TO_PAGE="clang-14 lld-14 llvm-14 wasi-libc libclang-rt-14-dev-wasm32 dpkg-dev"

now=start

# Names what is being done; where it fails, the script ends there and names it again.
step() {
    now=$1
    printf '==> %s\n' "$now" >&2
}

report_failure() {
    status=$?
    [ -z "${page:-}" ] || kill "$page" 2>/dev/null || :
    [ "$status" -eq 0 ] || printf 'bootstrap.sh: failed: %s\n' "$now" >&2
}

fail() {
    trap - EXIT
    printf 'bootstrap.sh: %s\n' "$1" >&2
    exit 2
}

is_installed() {
    [ "$(dpkg-query -W -f '${Status}' "$1" 2>/dev/null)" = "install ok installed" ]
}

install_packages() {
    missing=
    for package in "$@"; do
        is_installed "$package" || missing="$missing $package"
    done
    [ -n "$missing" ] || return 0
    step "install$missing"
    as_root=
    if [ "$(id -u)" -ne 0 ]; then
        command -v sudo >/dev/null || fail "installing packages needs root: run as root, or install sudo"
        as_root=sudo
    fi
    $as_root apt-get update -qq >&2
    # shellcheck disable=SC2086 # a list of packages
    $as_root env DEBIAN_FRONTEND=noninteractive RUNLEVEL=1 apt-get install -y -qq --no-install-recommends $missing >&2
}

build() { # preset
    step "build $1"
    cmake --preset "$1" >/dev/null
    cmake --build --preset "$1" >&2
}

demo() {
    # shellcheck disable=SC2086
    install_packages $TO_BUILD
    build demo
    step "build/fangtian run scenarios/qingyuan/cluster.cfg"
    build/fangtian run scenarios/qingyuan/cluster.cfg
    build/fangtian run scenarios/qingyuan/cluster.cfg -o demo.xlsx
    cat >&2 <<'END'

demo.xlsx：同一结果的工作簿，每个数都是公式 / the same as a workbook, every figure a formula

接着可以 / next:
  build/fangtian run scenarios/qingyuan/cluster.cfg | less                      从头看 / from the top
  build/fangtian explain scenarios/qingyuan/cluster.cfg price_due@shangye       一个数的由来 / where a figure comes from
  build/fangtian changes scenarios/qingyuan/cluster.cfg                         各项政策的影响 / what each policy changes
END
}

# The packages that a folder's lock file names, once.
npm_packages() {
    step "npm ci in $1/"
    (
        cd "$1"
        cmp -s package-lock.json node_modules/.of-lock || {
            npm ci --no-audit --no-fund --silent >&2
            cp package-lock.json node_modules/.of-lock
        }
    )
}

# The engine as WebAssembly, and the front end; beside it the packages of further folders. What is there already is not built again.
build_page() { # folder...
    # shellcheck disable=SC2086
    install_packages $TO_BUILD $TO_PAGE
    command -v npm >/dev/null || install_packages nodejs npm
    fetched=
    for folder in page "$@"; do # which waits for the network, and the compiler does not
        npm_packages "$folder" &
        fetched="$fetched $!"
    done
    step "page/wasm/build.sh build-wasm"
    page/wasm/build.sh build-wasm
    now="npm ci in page $*"
    for each in $fetched; do
        wait "$each"
    done
    step "npm run build in page/"
    (
        cd page
        npm run --silent build >&2
    )
    cp build-wasm/fangtian.wasm.gz build-wasm/licences.txt page/dist/
}

run_tests() {
    # shellcheck disable=SC2086
    install_packages $TO_BUILD $TO_TEST $TO_PAGE
    page_said=$(mktemp)
    build_page tests/workbook/second >"$page_said" 2>&1 & # which waits for the network, or has work for one processor
    page=$!
    if [ "${FANGTIAN_LONG:-0}" = 1 ]; then
        export FT_TEST_SEED="${FT_TEST_SEED:-$(date +%s)}"
        step "draw tests from FT_TEST_SEED=$FT_TEST_SEED"
    fi
    FANGTIAN_COUNTS=$(mktemp)
    export FANGTIAN_COUNTS
    build release
    step "build the page"
    built=yes
    wait "$page" || built=no
    page=
    cat -- "$page_said" >&2
    rm -f -- "$page_said"
    [ "$built" = yes ]
    build release # again: CMake has its tests where the page is there
    step "test release"
    tests/ci/suite.sh --preset release
    build sanitize
    step "test sanitize"
    tests/ci/suite.sh --preset sanitize
    checks="ways format hardened lint clang same-bytes"
    [ "${FANGTIAN_LONG:-0}" != 1 ] || checks="$checks valgrind threads fuzz"
    for check in $checks; do
        step "tests/ci/$check.sh"
        "tests/ci/$check.sh"
        # Those that run tests count them themselves.
        case $check in
            ways | clang | threads) ;;
            *) echo "1 0 0" >>"$FANGTIAN_COUNTS" ;;
        esac
    done
    step "all tests passed"
    awk '{ passed += $1; failed += $2; skipped += $3 }
        END { printf "%d passed, %d failed, %d skipped\n", passed, failed, skipped }' "$FANGTIAN_COUNTS"
    rm -f -- "$FANGTIAN_COUNTS"
}

trap report_failure EXIT
case "$#,${1-}" in
    1,demo) demo ;;
    1,page) build_page ;;
    1,test) run_tests ;;
    *) fail "usage: ./bootstrap.sh demo | page | test" ;;
esac
