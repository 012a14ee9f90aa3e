#!/bin/sh
# The completion scripts: each shell that is here can read its own, and bash completes by it.
. "$(dirname -- "$0")/common.sh"

for shell in bash zsh fish; do
    expect 0 completion $shell
    cp -- "$work/out" "$work/completion.$shell"
    if command -v $shell >"$work/where"; then
        $shell -n "$work/completion.$shell" || fault "$shell cannot read its completion"
    fi
done

# What bash offers for the words, of which the last is being typed.
type_words() { # word...
    bash -c '
        . "$1"
        shift
        COMP_WORDS=("$@")
        COMP_CWORD=$(($# - 1))
        _fangtian
        printf "%s\n" "${COMPREPLY[@]}"' bash "$work/completion.bash" "$@" >"$work/offers"
}

offers() { # text
    grep -qx -- "$1" "$work/offers" || fault "bash does not offer $1"
}

type_words fangtian ex
offers explain
type_words fangtian ""
offers run
offers completion
offers help
type_words fangtian help ex
offers explain
type_words fangtian completion ""
offers zsh
type_words fangtian run --format ""
offers json
type_words fangtian run -u 万
offers 万元
type_words fangtian run --lang = ""
offers zh
type_words fangtian run --color =
offers never
type_words fangtian run --by ""
offers party
! grep -q "…" "$work/offers" || fault "bash offers … as a value"
type_words fangtian run --se
offers --set
type_words fangtian test --
offers --lang
! grep -qx -- --format "$work/offers" || fault "bash offers test an option that it does not take"
type_words fangtian run READ
offers README.md
exit $failed
