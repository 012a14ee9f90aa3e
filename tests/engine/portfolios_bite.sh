#!/bin/sh
# Whether test_portfolios fails where it must: in a copy of the policies one rule at a time is broken, and the test has to say
# which property no longer holds.
#
#   portfolios_bite.sh TEST      the program; FT_TEST_COUNT portfolios at most for each
set -u
export LC_ALL=C.UTF-8 FT_TEST_COUNT="${FT_TEST_COUNT:-120}"
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd) || exit 1
work=$(mktemp -d) || exit 1
trap 'rm -rf -- "$work"' EXIT
# What a failing test has allocated goes with its process; its folder of the scenario goes here.
export ASAN_OPTIONS="detect_leaks=0${ASAN_OPTIONS:+:$ASAN_OPTIONS}" TMPDIR="$work"
failed=0

# bites PROPERTY FILE SAID SED [SEED]: with the sed script over the policy file, the property fails and says so, in one of the words that SAID
# parts by "|". Where few portfolios show it, they are drawn from SEED on, the first that does.
bites() {
    rm -rf -- "$work/policies"
    cp -R -- "$here/../../policies" "$work/policies"
    sed -i "$4" "$work/policies/$2"
    if cmp -s "$work/policies/$2" "$here/../../policies/$2"; then
        echo "$2: changes nothing: $4"
        failed=1
    elif env ${5:+FT_TEST_SEED=$5} FT_TEST_POLICIES="$work/policies" "$test" --filter "portfolios/$1" >"$work/out" 2>&1; then
        echo "$1 passes with: $4"
        failed=1
    elif ! grep -qE -- "$3" "$work/out"; then
        echo "$1 does not say \"$3\" with: $4"
        grep -F -- '[----]' "$work/out" | head -n 5
        failed=1
    fi
}

if [ $# -ne 1 ]; then
    echo "usage: portfolios_bite.sh TEST" >&2
    exit 2
fi
test=$1

one=money_is_conserved_and_shared_out_whole
bites $one vocabulary.cfg 'rounded half up' 's/mode = "half_up"/mode = "down"/'
bites $one guangdong/cross-subsidy.cfg 'another sum than its result says' 's/cross_subsidy_rate \* max/max/'
bites $one guangdong/cross-subsidy.cfg 'another sum than its result says' 's/max(0, 0 - project_result)/2 * &/'
bites $one guangdong/cross-subsidy.cfg 'is on the wrong side' 's/needs = \[ "may_give",/needs = [ "may_receive",/'
bites $one guangdong/cross-subsidy.cfg 'other sums are given than received' 's/fill(portfolio.subsidy_funded,/fill(portfolio.subsidy_funded \/ 2,/' 20210239
bites $one guangdong/cross-subsidy.cfg 'is not pro rata|gives beyond' 's/share(portfolio.subsidy_funded, subsidy_capacity, 0.01 元)/fill(portfolio.subsidy_funded, 2 * subsidy_capacity, index)/' 20211294
bites $one guangdong/cross-subsidy.cfg 'which comes first, still needs' 's/subsidy_need, priority/subsidy_need, 0 - priority/' 20210381
bites $one guangdong/cross-subsidy.cfg 'is not pro rata' 's/share(portfolio.subsidy_funded, subsidy_need, 0.01 元)/fill(portfolio.subsidy_funded, subsidy_need, priority)/' 20210602
bites $one guangdong/cross-subsidy.cfg 'unfunded and received are not the need' 's/ - subsidy_funded"/"/'
bites $one guangdong/cross-subsidy.cfg 'while a project could give more' 's/"min(sum(subsidy_capacity over projects)/"min(floor(sum(subsidy_capacity over projects) \/ 2, 0.01 元)/'
bites $one guangdong/awards.cfg 'above its cap' 's/value = "award_cap"/value = "award_cap + 0.01 元"/'
bites $one guangdong/awards.cfg 'neither its share nor its cap' 's/value = "share(portfolio.award_fund, upgraded_area or 0 亩, 0.01 元)"/value = "share(portfolio.award_fund, upgraded_area * upgraded_area, 0.01 元)"/'
bites $one guangdong/awards.cfg 'are not the fund' 's/"award_fund - sum/"award_fund + 0.01 元 - sum/'
bites $one guangdong/lat-rebate.cfg 'do not add up to the pool' "s/round(lat_rebate or 0 元, 0.01 元, 'half_up')/(lat_rebate or 0 元)/"
bites $one guangdong/proceeds.cfg 'not rate × net proceeds' 's/min(proceeds_rate \* net_proceeds/min(proceeds_rate * auction_price/g'
bites $one guangdong/proceeds.cfg 'do not add up to the pool' 's/share(project.proceeds_returned, proceeds_weight, 0.01 元)/floor(&, 1 元)/'
bites $one guangdong/mixed-land.cfg 'do not add up to the pool' 's/share(project.package_price,/share(project.package_price \/ 2,/'
bites $one guangdong/talent-subsidy.cfg 'above the cap' 's/value = "talent_subsidy_cap\[city\]"/value = "talent_excess"/'

raised=a_raised_rate_never_pays_less
bites $raised guangdong/lat-rebate.cfg 'lat_rebate at' 's/"lat_rebate_rate \* max/"(1 - lat_rebate_rate) * max/'
bites $raised guangdong/cross-subsidy.cfg 'subsidy_capacity at' 's/cross_subsidy_rate \*/(1 - cross_subsidy_rate) */'
bites $raised guangdong/awards.cfg 'award_fund at' 's/award_rate \*/(1 - award_rate) */'
bites $raised guangdong/proceeds.cfg 'proceeds_returned at' 's/proceeds_rate \*/(1 - proceeds_rate) */g'
bites $raised guangdong/compensation.cfg 'building_value at' 's/floor_area \* standard \* newness/floor_area * 1 元\/m2 * (1000 元\/m2 \/ (standard + 1 元\/m2))/'
bites $raised guangdong/compensation.cfg 'early_signing_reward at' 's/building_value \* early_signing_rate/building_value * (1 - early_signing_rate)/'
bites $raised guangdong/talent-subsidy.cfg 'talent_subsidy at' 's/value = "talent_subsidy_cap\[city\]"/value = "talent_subsidy_cap[city] * 0 + 1 元 \/ (1 + talent_subsidy_cap[city] \/ 1 元)"/' 20210263

bites row_order_does_not_matter guangdong/developer-cost.cfg 'depends on the order' 's/"land_cost + sum(amount over costs)/"index * 1 元 + land_cost + sum(amount over costs)/'
bites row_order_does_not_matter guangdong/awards.cfg 'depends on the order' 's/"share(portfolio.award_fund, upgraded_area or 0 亩,/"share(portfolio.award_fund, index * upgraded_area,/'
bites doubled_money_doubles_every_sum guangdong/compensation.cfg 'does not double' 's/floor_area \* relocation_rate/floor_area * 15 元\/m2/'
exit $failed
