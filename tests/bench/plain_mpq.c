/* The two workloads by hand in GMP's rationals: every figure an mpq, every operation a call. The
 * factors stand in a table, computed once. */
#include "factor.h"

static mpq_t factors[FULL_TERM_MOST + 1][LAND_USES];
static mpq_t amount;
static mpq_t other;
static mpq_t term;
static mpq_t threshold;   /* 15% */
static mpq_t cap;         /* yuan */
static mpq_t price_floor; /* 70% */
static mpq_t deed_tax;    /* 3% */
static mpq_t stamp_duty;  /* 0.05% */

static void set_hundredths(mpq_t value, int64_t hundredths)
{
    mpq_set_si(value, hundredths, 100);
    mpq_canonicalize(value);
}

static void set_fraction(mpq_t value, long numerator, unsigned long denominator)
{
    mpq_init(value);
    mpq_set_si(value, numerator, denominator);
    mpq_canonicalize(value);
}

static void multiply_hundredths(mpq_t value, int64_t hundredths)
{
    set_hundredths(term, hundredths);
    mpq_mul(value, value, term);
}

/* `amount` in fen. */
static int64_t amount_in_fen(void)
{
    if (mpq_sgn(amount) < 0) {
        mpq_set_si(amount, 0, 1);
    }
    return factor_to_fen(amount);
}

static int64_t subsidy(const struct talent *talent)
{
    set_hundredths(amount, talent->tax_paid);
    set_hundredths(other, talent->income);
    mpq_mul(other, other, threshold);
    mpq_sub(amount, amount, other);
    if (talent_is_capped(talent) && mpq_cmp(amount, cap) > 0) {
        mpq_set(amount, cap);
    }
    return amount_in_fen();
}

/* Sets `other` to what is due. */
static void set_price(const struct project *project)
{
    set_hundredths(other, project->fees);
    if (project->benchmark_price != ABSENT) {
        set_hundredths(amount, project->benchmark_price);
        multiply_hundredths(amount, project->area);
        mpq_mul(amount, amount, price_floor);
        if (mpq_cmp(amount, other) > 0) {
            mpq_set(other, amount);
        }
    }
    set_hundredths(amount, project->appraised_price);
    multiply_hundredths(amount, project->area);
    if (mpq_cmp(amount, other) > 0) {
        mpq_set(other, amount);
    }
}

static void price(const struct project *project, int64_t amounts[AMOUNTS])
{
    set_price(project);
    if (mpq_sgn(other) > 0) {
        mpq_mul(amount, other, deed_tax);
        amounts[DEED_TAX] = amount_in_fen();
        mpq_mul(amount, other, stamp_duty);
        amounts[STAMP_DUTY] = amount_in_fen();
    }
    mpq_set(amount, other);
    amounts[PRICE_DUE] = amount_in_fen();
}

static int64_t premium(const struct project *project)
{
    bool same_use = project->before_use == project->after_use;
    set_hundredths(amount, project->floor_price_after);
    multiply_hundredths(amount, project->far_after);
    set_hundredths(other, same_use ? project->floor_price_after : project->floor_price_before);
    multiply_hundredths(other, project->far_before);
    mpq_sub(amount, amount, other);
    multiply_hundredths(amount, project->area);
    return amount_in_fen();
}

static int64_t top_up(const struct project *project, unsigned years)
{
    set_hundredths(amount, project->new_use_price);
    mpq_mul(amount, amount, factors[years][project->after_use]);
    set_hundredths(other, project->old_use_price);
    mpq_mul(other, other, factors[years][project->before_use]);
    mpq_sub(amount, amount, other);
    multiply_hundredths(amount, project->area);
    return amount_in_fen();
}

static void start(void)
{
    factor_start();
    mpq_inits(amount, other, term, NULL);
    set_fraction(threshold, 15, 100);
    set_fraction(cap, 5000000, 1);
    set_fraction(price_floor, 70, 100);
    set_fraction(deed_tax, 3, 100);
    set_fraction(stamp_duty, 5, 10000);
    for (unsigned years = 0; years <= FULL_TERM_MOST; years++) {
        for (unsigned use = 0; use < LAND_USES; use++) {
            mpq_init(factors[years][use]);
            factor_compute(factors[years][use], years, full_term[use]);
        }
    }
}

static void stop(void)
{
    factor_stop();
    mpq_clears(amount, other, term, threshold, cap, price_floor, deed_tax, stamp_duty, NULL);
    for (unsigned years = 0; years <= FULL_TERM_MOST; years++) {
        for (unsigned use = 0; use < LAND_USES; use++) {
            mpq_clear(factors[years][use]);
        }
    }
}

int main(int count, char **words)
{
    static const struct arithmetic arithmetic = {start, stop, subsidy, price, premium, top_up};
    return run_reference(&arithmetic, count, words);
}
