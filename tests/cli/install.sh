#!/bin/sh
# An installation under a folder of its own: the command finds the policies it came with, from any
# folder; the program at the head of fangtian.h compiles, links and says what the command says.
#
#   BUILD=build cli/install.sh
. "$(dirname -- "$0")/common.sh"
build=${BUILD:-build}
prefix=$work/prefix

cmake --install "$build" --prefix "$prefix" >"$work/log" 2>&1 || {
    cat -- "$work/log" >&2
    exit 1
}
for file in bin/fangtian include/fangtian.h include/fangtian/engine.h share/man/man1/fangtian.1 share/fangtian/policies/vocabulary.cfg \
    share/fangtian/slurm-array.sh \
    share/fangtian/$scenario share/bash-completion/completions/fangtian share/zsh/site-functions/_fangtian \
    share/fish/vendor_completions.d/fangtian.fish; do
    [ -f "$prefix/$file" ] || fault "not installed: $file"
done

expect 0 run $scenario
cp -- "$work/out" "$work/sheets"
command=$prefix/bin/fangtian
cd -- "$prefix/share/fangtian" || exit 1
expect 0 run $scenario
cmp -s -- "$work/sheets" "$work/out" || fault "the installed command says something else"
cd -- / || exit 1
expect 0 run "$prefix/share/fangtian/$scenario"
expect 0 policies lat_growth_threshold
cd -- "$prefix/share/fangtian" || exit 1

# The page, where it was built.
if [ -f "$root/page/dist/shell.html" ] && [ -f "$root/page/dist/fangtian.wasm.gz" ]; then
    for file in shell.html fangtian.wasm.gz licences.txt; do
        [ -f "$prefix/share/fangtian/page/$file" ] || fault "not installed: page/$file"
    done
    expect 0 page "$scenario" -o "$work/page.html"
fi
export FANGTIAN_PAGE=/nowhere
expect 2 page "$scenario" -o "$work/none.html"
says err "bootstrap.sh page"
unset FANGTIAN_PAGE

# The library: its program, and no name in it that could meet another's.
pkgconfig=$(find "$prefix" -name fangtian.pc)
[ -n "$pkgconfig" ] || fault "not installed: fangtian.pc"
export PKG_CONFIG_PATH="${pkgconfig%/*}"
sed -n '/^ \*     #include <fangtian.h>/,/^ \* Ownership/s/^ \*\( \{5\}\|$\)//p' "$prefix/include/fangtian.h" >"$work/program.c"
# shellcheck disable=SC2046 # flags are words
"${CC:-cc}" -std=c17 -Wall -Wextra -Werror "$work/program.c" -o "$work/program" $(pkg-config --cflags --libs fangtian) ||
    fault "the program of fangtian.h does not build"
library=$(pkg-config --variable=libdir fangtian)
LD_LIBRARY_PATH=$library "$work/program" >"$work/said" 2>&1 || fault "the program of fangtian.h fails: $(cat "$work/said")"
cmp -s -- "$work/sheets" "$work/said" || fault "the program of fangtian.h says something else than the command"
# Each header of it can be included by itself, from C and from C++.
for header in "$prefix"/include/fangtian/*.h; do
    name=fangtian/${header##*/}
    for language in "${CC:-cc} -std=c17 -x c" "${CXX:-c++} -std=c++17 -x c++"; do
        # shellcheck disable=SC2046,SC2086 # flags are words
        printf '#include <%s>\n' "$name" | $language -Wall -Wextra -Werror -fsyntax-only $(pkg-config --cflags fangtian) - ||
            fault "$name cannot be included by itself"
    done
done
foreign=$(nm -D --defined-only "$library/libfangtian.so" | awk '{ print $3 }' |
    grep -v -e '^ft_' -e '^__bss_start$' -e '^_edata$' -e '^_end$') # the linker's own
[ -z "$foreign" ] || fault "libfangtian shows names that are not its own: $foreign"
exit $failed
