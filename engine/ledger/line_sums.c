/* What posts come to in groups of rows, the last of which is all of them. */
#include "post_lanes.h"

void line_sums_open(struct line_sum *sums, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        sums[i].rows = 0;
        sum_open(&sums[i].amount);
        sum_open(&sums[i].exact);
    }
}

void line_sums_close(struct line_sum *sums, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        sum_close(&sums[i].amount);
        sum_close(&sums[i].exact);
    }
}

void line_sums_add(struct line_sum *sums, struct line_sum *others, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        sums[i].rows += others[i].rows;
        sum_add_sum(&sums[i].amount, &others[i].amount);
        sum_add_sum(&sums[i].exact, &others[i].exact);
    }
}

bool line_sums_add_up(struct line_sum *sums, size_t count)
{
    struct line_sum together;
    struct line_sum *all = &sums[count - 1];
    bool fit = true;
    line_sums_open(&together, 1);
    for (struct line_sum *sum = sums; sum < all; sum++) {
        fit = fit && sum->rows <= UINT64_MAX - together.rows;
        line_sums_add(&together, sum, 1);
    }
    const bool equal = fit && together.rows == all->rows &&
                       sum_equal(&together.amount, &all->amount) &&
                       sum_equal(&together.exact, &all->exact);
    line_sums_close(&together, 1);
    return equal || count == 1;
}

/* A sum of residues of very many unlike fractions is too long to write, and to nobody's use. */
enum { LONGEST_RESIDUE_BITS = 4096 };

enum ft_status line_sum_residue(struct number *residue, bool *known, struct line_sum *sum,
                                struct arith *arith)
{
    sum_settle(&sum->amount);
    sum_settle(&sum->exact);
    mpq_sub(sum->exact.rest, sum->amount.rest, sum->exact.rest);
    *known =
        !sum->exact.lost && mpz_sizeinbase(mpq_denref(sum->exact.rest), 2) <= LONGEST_RESIDUE_BITS;
    *residue = NUMBER_ZERO;
    return *known ? number_from_mpq(residue, arith, sum->exact.rest) : FT_OK;
}
