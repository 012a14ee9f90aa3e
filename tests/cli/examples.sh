#!/bin/sh
# The programs of examples/ against an installed library: built by pkg-config and by CMake's package, they say the same; the
# C++ one says what the C one does; Python by ctypes derives what the command derives.
#
#   BUILD=build cli/examples.sh
. "$(dirname -- "$0")/common.sh"
build=${BUILD:-build}
prefix=$work/prefix
policies=$root/policies
demo=$root/scenarios/qingyuan/cluster.cfg

cmake --install "$build" --prefix "$prefix" >"$work/log" 2>&1 || {
    cat -- "$work/log" >&2
    exit 1
}
pkgconfig=$(find "$prefix" -name fangtian.pc)
export PKG_CONFIG_PATH="${pkgconfig%/*}"
library=$(pkg-config --variable=libdir fangtian)
export LD_LIBRARY_PATH="$library"

# shellcheck disable=SC2046 # flags are words
build_by_pkgconfig() { # compiler standard source program
    "$1" "-std=$2" -Wall -Wextra -Werror "$root/examples/$3" -o "$work/$4" $(pkg-config --cflags --libs fangtian) ||
        fault "$3 does not build by pkg-config"
}
build_by_pkgconfig "${CC:-cc}" c17 change.c change_c
build_by_pkgconfig "${CC:-cc}" c17 parties.c parties_c
build_by_pkgconfig "${CXX:-c++}" c++17 change.cpp change_cpp

cmake -S "$root/examples" -B "$work/cmake" -DCMAKE_PREFIX_PATH="$prefix" >"$work/log" 2>&1 &&
    cmake --build "$work/cmake" >>"$work/log" 2>&1 || fault "the examples do not build by CMake: $(cat "$work/log")"

for example in change_c parties_c change_cpp; do
    "$work/$example" "$policies" "$demo" >"$work/$example.txt" || fault "$example fails"
    "$work/cmake/$example" "$policies" "$demo" >"$work/$example.cmake.txt" || fault "$example by CMake fails"
    cmp -s -- "$work/$example.txt" "$work/$example.cmake.txt" || fault "$example says something else by CMake"
done
[ "$(wc -l <"$work/change_c.txt")" -eq 2 ] || fault "change.c prints not two lines"
[ "$(uniq "$work/change_c.txt" | wc -l)" -eq 2 ] || fault "the change changed nothing: $(cat "$work/change_c.txt")"
cmp -s -- "$work/change_c.txt" "$work/change_cpp.txt" || fault "C++ says something else than C"
[ "$(grep -c 'province' "$work/parties_c.txt")" -gt 1 ] || fault "parties.c lists no province"

python3 "$root/examples/derive.py" "$library/libfangtian.so" "$policies" "$demo" \
    tax_years.2022.lat_revenue +10% lat_rebate@2022 >"$work/derived" || fault "derive.py fails: $(cat "$work/derived")"
"$command" explain "$demo" lat_rebate@2022 --policies "$policies" --set tax_years.2022.lat_revenue=+10% --lang zh >"$work/explained"
cmp -s -- "$work/derived" "$work/explained" || fault "derive.py says something else than the command"
exit $failed
