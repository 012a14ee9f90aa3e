#!/bin/sh
# The licences of what stands in the module, and where its sources are: licences.sh SOURCES prints them.
set -eu
root=$(CDPATH='' cd -- "$(dirname -- "$0")/../.." && pwd)

part() { # title file
    printf '\n======== %s ========\n\n' "$1"
    cat -- "$2"
}

cat <<'END'
This page holds fangtian (方田) as WebAssembly, with the libraries that it rests on, each under its own licence below.

Sources. fangtian's, with the script that builds this module from them and from the libraries' sources: page/wasm/build.sh of fangtian's
repository of the version that the page names. The libraries' are Debian's, unchanged, of the versions named here; `apt-get source NAME=VERSION` on Debian
fetches them, also https://snapshot.debian.org/package/NAME/VERSION/. GMP, libconfig and nettle are under the LGPL: whoever changes one puts the changed
source in its place in FOLDER/sources, runs page/wasm/build.sh FOLDER, and has a page with it. Whoever gave you this page gives you these sources too, if you ask.
END
for package in "$1"/*/; do
    name=$(dpkg-parsechangelog -l "$package/debian/changelog" -S Source)
    printf '  %s %s\n' "$name" "$(dpkg-parsechangelog -l "$package/debian/changelog" -S Version)"
done
printf '  wasi-libc %s, compiler-rt of llvm-toolchain-14 %s\n' "$(dpkg-query -W -f '${Version}' wasi-libc)" \
    "$(dpkg-query -W -f '${Version}' libclang-rt-14-dev-wasm32)"
part "fangtian: Apache License 2.0" "$root/LICENSE"
for package in "$1"/*/; do
    part "${package%/}" "$package/debian/copyright" | sed "s|^======== .*/\([^/]*\) ========|======== \1 ========|"
done
part "wasi-libc" /usr/share/doc/wasi-libc/copyright
part "compiler-rt: Apache License 2.0 with LLVM exceptions" /dev/null
printf '%s\n' "https://llvm.org/LICENSE.txt: the exceptions allow what a compiler puts into a program to be passed on without the licence's notices."
for licence in LGPL-3 GPL-3 LGPL-2.1; do
    part "GNU $licence" "/usr/share/common-licenses/$licence"
done
