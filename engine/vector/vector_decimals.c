/* Lanes of integers as decimals in a unit. */
#include "../number/decimal.h"

#include "vector.h"

/* Whether every lane times the factor fits. */
static bool decimals_fit(const struct vector *x, int64_t factor)
{
    int64_t ignored;
    return !__builtin_mul_overflow(x->low, factor, &ignored) &&
           !__builtin_mul_overflow(x->high, factor, &ignored) && x->low > -INT64_MAX;
}

bool vector_decimals(struct vector_decimals *out, const struct vector *x, const struct number *step,
                     const struct number *unit, const uint32_t *decimals)
{
    int64_t den;
    if (unit->den == 0 || step->den == 0 || __builtin_mul_overflow(x->den, step->den, &den) ||
        !decimal_scale((int128)step->num * unit->den, (int128)den * unit->num, &out->factor,
                       &out->decimals))
        return false;
    out->trimmed = decimals == NULL;
    if (decimals != NULL && (out->decimals > *decimals || *decimals > DECIMAL_MOST))
        return false;
    for (; decimals != NULL && out->decimals < *decimals; out->decimals++)
        if (__builtin_mul_overflow(out->factor, 10, &out->factor))
            return false;
    return decimals_fit(x, out->factor);
}
