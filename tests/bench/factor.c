#include "factor.h"

static mpq_t new_value;
static mpq_t old_value;
static mpq_t scratch;

void factor_start(void)
{
    mpq_inits(new_value, old_value, scratch, NULL);
}

void factor_stop(void)
{
    mpq_clears(new_value, old_value, scratch, NULL);
}

/* 1 - (25/27)^years */
static void set_discount(mpq_t value, unsigned years)
{
    mpz_ui_pow_ui(mpq_numref(value), 25, years);
    mpz_ui_pow_ui(mpq_denref(value), 27, years);
    mpz_sub(mpq_numref(value), mpq_denref(value), mpq_numref(value));
    mpq_canonicalize(value);
}

void factor_compute(mpq_t factor, unsigned m, unsigned n)
{
    set_discount(factor, m);
    set_discount(scratch, n);
    mpq_div(factor, factor, scratch);
}

int64_t factor_cut(unsigned m, unsigned n, unsigned bits)
{
    factor_compute(new_value, m, n);
    mpq_mul_2exp(new_value, new_value, bits);
    mpz_fdiv_q(mpq_numref(new_value), mpq_numref(new_value), mpq_denref(new_value));
    return mpz_get_si(mpq_numref(new_value));
}

/* price × area × factor; both are in hundredths. */
static void set_value(mpq_t value, int64_t price, int64_t area, unsigned years, unsigned use)
{
    factor_compute(value, years, full_term[use]);
    mpq_set_si(scratch, price, 100);
    mpq_canonicalize(scratch);
    mpq_mul(value, value, scratch);
    mpq_set_si(scratch, area, 100);
    mpq_canonicalize(scratch);
    mpq_mul(value, value, scratch);
}

int64_t factor_top_up(const struct project *project, unsigned years)
{
    set_value(new_value, project->new_use_price, project->area, years, project->after_use);
    set_value(old_value, project->old_use_price, project->area, years, project->before_use);
    mpq_sub(new_value, new_value, old_value);
    if (mpq_sgn(new_value) < 0) {
        return 0;
    }
    return factor_to_fen(new_value);
}

int64_t factor_to_fen(mpq_t yuan)
{
    mpz_mul_ui(mpq_numref(yuan), mpq_numref(yuan), 200);
    mpz_add(mpq_numref(yuan), mpq_numref(yuan), mpq_denref(yuan));
    mpz_mul_2exp(mpq_denref(yuan), mpq_denref(yuan), 1);
    mpz_fdiv_q(mpq_numref(yuan), mpq_numref(yuan), mpq_denref(yuan));
    return mpz_get_si(mpq_numref(yuan));
}
