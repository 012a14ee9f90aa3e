#!/bin/sh
# The ten minutes of policies/README.zh-CN.md, done as it says: the text is registered, the pack written, checked and run.
set -eu
cd "$(dirname "$0")/../.."
command=${FANGTIAN:-$PWD/build/fangtian}
unset FANGTIAN_POLICIES
export LC_ALL=C.UTF-8
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cp -r policies "$work/policies"
mkdir "$work/policies/qingxin"

# block N of the section, without its fences
block() {
    awk -v wanted="$1" '
        /^## / { inside = /^## 十分钟/ }
        inside && /^```/ { if (open) open = 0; else { open = 1; number++ } next }
        inside && open && number == wanted' policies/README.zh-CN.md
}
block 1 >"$work/text"
block 2 >"$work/policies/qingxin/rules.cfg"
[ -s "$work/text" ] && [ -s "$work/policies/qingxin/rules.cfg" ] || { echo "no recipe in the manual"; exit 1; }
awk -v text="$work/text" '{ print } /^texts:/ { getline; print; while ((getline line < text) > 0) print line }' \
    policies/texts.cfg >"$work/policies/texts.cfg"

packs=national,guangdong,illustrative,qingxin
"$command" check --policies "$work/policies" --packs $packs
"$command" run scenarios/borders/direct-gas.cfg --policies "$work/policies" --packs $packs --lang zh --width 200 >"$work/out"
for line in "lat_growth_threshold：土地增值税补助（guangdong/lat-rebate） + 清新区的规定（qingxin/rules）" \
    "compensation_standard：拆迁补偿标准（示例）（illustrative/compensation） + 清新区的规定（qingxin/rules）" \
    "direct_gas：天然气直供（guangdong/direct-gas） → 清新区的规定（qingxin/rules）"; do
    grep -qF -- "$line" "$work/out" || { echo "the run does not say: $line"; exit 1; }
done
