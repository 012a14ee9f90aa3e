#!/bin/sh
# Whether every source is formatted as .clang-format says. `clang-format -i FILE` mends one.
set -u
cd -- "$(dirname -- "$0")/../.." || exit 1
find engine cli tests examples page/wasm \( -name '*.[ch]' -o -name '*.cpp' \) -print0 | xargs -0 clang-format --dry-run -Werror
