/* What must hold of every vector: a test asks it, and a paranoid build behind every operation. */
#include "vector_internal.h"

static bool is_state(uint8_t state)
{
    return state == CELL_ABSENT || state == CELL_VALUE || state == CELL_NOT_APPLICABLE ||
           state == CELL_ERROR || state == CELL_UNDETERMINED;
}

static const char *truths_fault(const struct vector *x, uint32_t count)
{
    if (x->truths == NULL)
        return "no truths";
    for (uint32_t i = 0; i < count; i++) {
        if (x->truths[i] > 1)
            return "a truth that is neither 0 nor 1";
        if (vector_state(x, i) != CELL_VALUE && x->truths[i] != 0)
            return "a truth that is no value and not 0";
    }
    return NULL;
}

static const char *lanes_fault(const struct vector *x, uint32_t count)
{
    if (x->lanes == NULL)
        return "no lanes";
    if (x->den <= 0)
        return "a denominator that is not positive";
    if (x->low < -INT64_MAX)
        return "a bound that has no opposite";
    for (uint32_t i = 0; i < count; i++) {
        if (x->lanes[i] < x->low || x->lanes[i] > x->high)
            return "a lane beyond the bounds";
        if (vector_state(x, i) != CELL_VALUE && x->lanes[i] != 0)
            return "a lane that is no value and not 0";
    }
    return NULL;
}

static void vector_check_set_int128(mpz_ptr out, int128 value)
{
    mpz_set_si(out, (long)(value >> 64));
    mpz_mul_2exp(out, out, 64);
    mpz_add_ui(out, out, (unsigned long)(uint64_t)value);
}

/* -1, 0, 1: an end of an enclosure against a number. */
static int compare_end(const struct enclosure *enclosure, int128 end, const struct number *number)
{
    mpq_t value, bound;
    mpq_inits(value, bound, NULL);
    vector_check_set_int128(mpq_numref(bound), end);
    mpz_set_si(mpq_denref(bound), enclosure->den);
    mpz_mul_2exp(mpq_denref(bound), mpq_denref(bound), enclosure->shift);
    mpq_canonicalize(bound);
    number_to_mpq(value, number);
    const int order = mpq_cmp(bound, value);
    mpq_clears(value, bound, NULL);
    return order;
}

static const char *exact_fault(struct vector_pool *pool, const struct vector *x)
{
    const struct exact *exact = x->exact;
    const struct enclosure *enclosure = &exact->enclosure;
    for (uint32_t i = 0; i < pool->count; i++) {
        struct number number;
        const uint32_t at = enclosure->flat ? 0 : i;
        if (enclosure->low != NULL &&
            (enclosure->low[at] < enclosure->least || enclosure->high[at] > enclosure->most))
            return "an enclosure beyond its bounds";
        if (vector_state(x, i) != CELL_VALUE)
            continue;
        if (vector_lane_number(pool, x, i, &number) != FT_OK)
            return NULL; /* memory is out: told elsewhere */
        const struct size size = exact_size(&number);
        if (!number_is_canonical(&number))
            return "a number that is not canonical";
        if (number.den == 0 && (size.num > exact->size.num || size.den > exact->size.den))
            return "a number longer than its size says";
        if (enclosure->low == NULL)
            continue;
        if (compare_end(enclosure, enclosure->low[at], &number) > 0 ||
            compare_end(enclosure, enclosure->high[at], &number) < 0)
            return "a number outside its enclosure";
    }
    return NULL;
}

const char *vector_fault(struct vector_pool *pool, const struct vector *x, enum type_kind kind)
{
    if (x->uniform)
        return x->cell.state == CELL_VALUE && kind == TYPE_NUMBER &&
                       !number_is_canonical(&x->cell.value.number)
                   ? "a number that is not canonical"
                   : NULL;
    for (uint32_t i = 0; x->states != NULL && i < pool->count; i++)
        if (!is_state(x->states[i]))
            return "a state that there is not";
    if (kind == TYPE_BOOLEAN)
        return truths_fault(x, pool->count);
    return x->exact != NULL ? exact_fault(pool, x) : lanes_fault(x, pool->count);
}
