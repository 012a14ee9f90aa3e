#!/bin/sh
# Builds the engine as WebAssembly from Debian's sources of the libraries that it rests on.
#
#   page/wasm/build.sh FOLDER     makes FOLDER/fangtian.wasm, FOLDER/fangtian.wasm.gz and FOLDER/licences.txt
#
# The sources are fetched once, by a list of sources of our own: the system's lists stay as they are. What did not change
# is not built again.
set -eu
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
[ $# -eq 1 ] || {
    echo "usage: page/wasm/build.sh FOLDER" >&2
    exit 2
}
mkdir -p -- "$1/sources" "$1/fetch"
out=$(CDPATH='' cd -- "$1" && pwd)
packages="gmp libconfig jansson utf8proc nettle zlib libzip expat libxlsxwriter"

# The machine's Debian, as a list of sources: "deb-src URI SUITE main" for each list of packages of Debian's that it has.
# shellcheck disable=SC2016 # apt-get expands these
list_sources() {
    apt-get indextargets --format '$(ORIGIN) $(REPO_URI) $(CODENAME) $(COMPONENT)' 'Created-By: Packages' |
        sed -n 's|^Debian \([^ ]*\) \([^ ]*\) main$|deb-src [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] \1 \2 main|p' | sort -u
}

list=sources.list
apt() {
    apt-get -qq -o Dir::Etc::sourcelist="$out/fetch/$list" -o Dir::Etc::sourceparts=- \
        -o Dir::State::lists="$out/fetch/lists" -o Dir::Cache="$out/fetch/cache" -o APT::Sandbox::User=root "$@" >/dev/null
}

fetch() { # package
    rm -rf -- "$out/fetch/$1"
    mkdir -p -- "$out/fetch/$1"
    # An update may be listed and gone from the mirror: then the release's own.
    (cd -- "$out/fetch/$1" && { apt source --download-only "$1" 2>/dev/null || list=release.list apt source --download-only "$1"; })
    rm -rf -- "$out/sources/$1"
    dpkg-source --no-check -x "$out/fetch/$1/"*.dsc "$out/sources/$1" >/dev/null 2>"$out/fetch/log" || {
        cat -- "$out/fetch/log" >&2
        exit 1
    }
}

missing=
for package in $packages; do
    [ -e "$out/sources/$package/.whole" ] || missing="$missing $package"
done
if [ -n "$missing" ]; then
    mkdir -p -- "$out/fetch/lists/partial" "$out/fetch/cache/archives/partial"
    list_sources >"$out/fetch/sources.list"
    [ -s "$out/fetch/sources.list" ] || {
        echo "page/wasm/build.sh: this machine has no lists of Debian's packages: run apt-get update" >&2
        exit 1
    }
    grep -v -- '-[a-z]* main$' "$out/fetch/sources.list" >"$out/fetch/release.list"
    apt update
    for package in $missing; do
        fetch "$package"
        : >"$out/sources/$package/.whole"
    done
    rm -rf -- "$out/fetch"
fi

launcher=
command -v ccache >/dev/null && launcher=ccache
cmake -S "$here" -B "$out/build" -G Ninja -DCMAKE_TOOLCHAIN_FILE="$here/toolchain.cmake" -DCMAKE_BUILD_TYPE=Release \
    -DCMAKE_C_COMPILER_LAUNCHER="$launcher" -DLIBRARY_SOURCES="$out/sources" >"$out/build.log" || {
    cat -- "$out/build.log" >&2
    exit 1
}
cmake --build "$out/build" >>"$out/build.log" || {
    tail -n 60 -- "$out/build.log" >&2
    exit 1
}
cp -- "$out/build/fangtian.wasm" "$out/fangtian.wasm"
gzip -9 -n -c -- "$out/fangtian.wasm" >"$out/fangtian.wasm.gz"
"$here/licences.sh" "$out/sources" >"$out/licences.txt"
