/* The limit: the two workloads by hand in fixed-point integers. Amounts are whole numbers of a
 * fraction of a fen that holds them exactly; law.c has checked that no step exceeds 64 bits. The
 * remaining-term factor is no finite fraction: it is cut at 62 bits, and where that could change
 * the rounded fen the row is computed with mpq. */
#include "law.h"

#include "factor.h"

enum { FACTOR_BITS = 62 };
__extension__ typedef __int128 wide;

static int64_t factors[FULL_TERM_MOST + 1][LAND_USES];

static int64_t half_up(int64_t amount, int64_t parts)
{
    return (amount + parts / 2) / parts;
}

static int64_t least(int64_t a, int64_t b)
{
    return a < b ? a : b;
}

static int64_t most(int64_t a, int64_t b)
{
    return a > b ? a : b;
}

static int64_t subsidy(const struct talent *talent)
{
    const int64_t cap = INT64_C(500000000) * 100;
    int64_t excess = most(0, talent->tax_paid * 100 - talent->income * 15); /* in 1/100 fen */
    return half_up(talent_is_capped(talent) ? least(excess, cap) : excess, 100);
}

static void price(const struct project *project, int64_t amounts[AMOUNTS])
{
    int64_t lowest = project->fees * 10000; /* in 1/10,000 fen */
    if (project->benchmark_price != ABSENT) {
        lowest = most(lowest, project->benchmark_price * project->area * 70);
    }
    int64_t due = most(project->appraised_price * project->area * 100, lowest);
    amounts[PRICE_DUE] = half_up(due, 10000);
    amounts[DEED_TAX] = due > 0 ? half_up(due * 3, 1000000) : ABSENT;
    amounts[STAMP_DUTY] = due > 0 ? half_up(due * 5, 100000000) : ABSENT;
}

static int64_t premium(const struct project *project)
{
    bool same_use = project->before_use == project->after_use;
    int64_t before = same_use ? project->floor_price_after : project->floor_price_before;
    int64_t per_area =
        project->floor_price_after * project->far_after - before * project->far_before;
    return half_up(project->area * most(0, per_area), 10000);
}

/* `amount` is in 1/100 fen, cut at FACTOR_BITS. */
static int64_t to_fen(wide amount)
{
    const wide half = (wide)50 << FACTOR_BITS;
    return amount > 0 ? (int64_t)((amount + half) >> FACTOR_BITS) / 100 : 0;
}

static int64_t top_up(const struct project *project, unsigned years)
{
    int64_t new_price = project->new_use_price * project->area;
    int64_t old_price = project->old_use_price * project->area;
    wide difference = (wide)new_price * factors[years][project->after_use] -
                      (wide)old_price * factors[years][project->before_use];
    int64_t low = to_fen(difference - old_price);
    return low == to_fen(difference + new_price) ? low : factor_top_up(project, years);
}

static void start(void)
{
    factor_start();
    for (unsigned years = 0; years <= FULL_TERM_MOST; years++) {
        for (unsigned use = 0; use < LAND_USES; use++) {
            factors[years][use] = factor_cut(years, full_term[use], FACTOR_BITS);
        }
    }
}

int main(int count, char **words)
{
    static const struct arithmetic arithmetic = {start, factor_stop, subsidy,
                                                 price, premium,     top_up};
    return run_reference(&arithmetic, count, words);
}
