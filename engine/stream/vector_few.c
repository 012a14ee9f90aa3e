#include "vector_few.h"

#include <string.h>

/* ---- numbers that are kept ---- */

static bool same_origin(const struct few_origin *x, const struct few_origin *y)
{
    return x->kind == y->kind && x->op == y->op && x->x == y->x && x->y == y->y &&
           number_equal(&x->operand, &y->operand);
}

/* Numbers of this origin, as they were left. NULL: there are too many, or memory is out. */
static struct few *find(struct vector_pool *pool, const struct few_origin *origin)
{
    for (size_t i = 0; i < pool->few_count; i++)
        if (same_origin(&pool->fews[i]->origin, origin))
            return pool->fews[i];
    if (pool->few_count == MOST_FEWS)
        return NULL;
    struct few **fews =
        arena_grow(pool->kept, pool->fews, &pool->few_capacity, sizeof *fews, pool->few_count + 1);
    struct few *made = fews == NULL ? NULL : arena_allocate(pool->kept, sizeof *made);
    if (made == NULL)
        return NULL;
    pool->fews = fews;
    made->origin = *origin;
    if (number_keep(&made->origin.operand, pool->kept, &origin->operand) != FT_OK)
        return NULL;
    if (origin->kind == FEW_PAIRS) {
        made->slots = arena_array(pool->kept, (size_t)2 * FEW_NUMBERS, sizeof *made->slots);
        if (made->slots == NULL)
            return NULL;
    }
    fews[pool->few_count++] = made;
    return made;
}

static enum ft_status operate(struct arith *arith, enum node_op op, struct number *out,
                              const struct number *x, const struct number *y)
{
    switch (op) {
    case NODE_ADD:
        return number_add(out, arith, x, y);
    case NODE_SUBTRACT:
        return number_sub(out, arith, x, y);
    case NODE_MULTIPLY:
        return number_mul(out, arith, x, y);
    default:
        return number_div(out, arith, x, y);
    }
}

static enum ft_status work_out(struct arith *arith, const struct few *few, uint32_t at,
                               struct number *out)
{
    const struct few_origin *origin = &few->origin;
    const uint32_t pair = few->pairs[at];
    switch (origin->kind) {
    case FEW_POWERS:
        return number_pow(out, arith, &origin->operand, at);
    case FEW_LEFT:
        return operate(arith, origin->op, out, &origin->x->numbers[at], &origin->operand);
    case FEW_RIGHT:
        return operate(arith, origin->op, out, &origin->operand, &origin->x->numbers[at]);
    default:
        return operate(arith, origin->op, out, &origin->x->numbers[pair / FEW_NUMBERS],
                       &origin->y->numbers[pair % FEW_NUMBERS]);
    }
}

/* The numbers that lanes with a value ask for. What cannot be worked out is the general
 * evaluator's to tell. */
static enum vector_status need(struct vector_pool *pool, struct few *few, const uint16_t *at,
                               const uint8_t *states)
{
    for (uint32_t i = 0; i < pool->count; i++) {
        struct number number;
        if (few->known[at[i]] || (states != NULL && states[i] != CELL_VALUE))
            continue;
        enum ft_status status = work_out(pool->arith, few, at[i], &number);
        if (status == FT_OK)
            status = number_keep(&few->numbers[at[i]], pool->kept, &number);
        if (status != FT_OK)
            return status == FT_NO_MEMORY ? VECTOR_NO_MEMORY : VECTOR_NO;
        few->known[at[i]] = 1;
    }
    return VECTOR_OK;
}

/* ---- terms ---- */

static struct terms *new_terms(struct vector_pool *pool)
{
    return arena_allocate(pool->arith->arena, sizeof(struct terms));
}

/* A number for each lane, none a multiple. */
static enum vector_status pure(struct vector_pool *pool, struct vector *out, struct few *few,
                               const uint16_t *at, uint8_t *states)
{
    struct terms *terms = few == NULL ? NULL : new_terms(pool);
    if (terms == NULL)
        return VECTOR_NO;
    enum vector_status status = need(pool, few, at, states);
    *terms = (struct terms){.count = 1,
                            .items = {{.den = 1, .low = 1, .high = 1, .few = few, .at = at}}};
    *out = (struct vector){.states = states, .den = 1, .terms = terms};
    return status;
}

static bool is_pure(const struct vector *x)
{
    return x->terms != NULL && x->terms->count == 1 && x->terms->items[0].lanes == NULL;
}

/* Any number as terms: none for 0 and for what is no value in any lane. */
static enum vector_status to_terms(struct vector_pool *pool, const struct vector *x,
                                   struct vector *out, struct terms *terms)
{
    struct vector plain = *x;
    *terms = (struct terms){0};
    *out = *x;
    if (x->terms != NULL && !x->uniform) {
        *terms = *x->terms;
        return VECTOR_OK;
    }
    if (x->over != NULL && !x->uniform)
        return VECTOR_NO;
    enum vector_status status = vector_spread(pool, &plain, x, TYPE_NUMBER);
    if (status != VECTOR_OK)
        return status;
    *out = plain;
    if (plain.low != 0 || plain.high != 0)
        *terms = (struct terms){
            .count = 1,
            .items = {
                {.lanes = plain.lanes, .den = plain.den, .low = plain.low, .high = plain.high}}};
    return VECTOR_OK;
}

/* A term's lanes, ones where it has none. */
static enum vector_status fill_lanes(struct vector_pool *pool, struct term *term)
{
    if (term->lanes != NULL)
        return VECTOR_OK;
    term->lanes = vector_lanes(pool);
    if (term->lanes == NULL)
        return VECTOR_NO_MEMORY;
    lanes_fill(term->lanes, 1, pool->count);
    return VECTOR_OK;
}

static struct vector lanes_of(const struct term *term)
{
    return (struct vector){
        .lanes = term->lanes, .den = term->den, .low = term->low, .high = term->high};
}

/* The term's lanes after an operation on them as a plain vector; a uniform outcome is spread. */
static enum vector_status take_lanes(struct vector_pool *pool, struct term *term,
                                     const struct vector *plain)
{
    struct vector lanes;
    enum vector_status status = vector_spread(pool, &lanes, plain, TYPE_NUMBER);
    term->lanes = lanes.lanes;
    term->den = lanes.den;
    term->low = lanes.low;
    term->high = lanes.high;
    return status == VECTOR_OK && lanes.states != NULL ? VECTOR_NO : status;
}

static enum vector_status keep_terms(struct vector_pool *pool, struct vector *out,
                                     const struct terms *terms, uint8_t *states)
{
    struct terms *kept = new_terms(pool);
    if (kept == NULL)
        return VECTOR_NO_MEMORY;
    *kept = *terms;
    *out = (struct vector){.states = states, .den = 1, .terms = kept};
    return VECTOR_OK;
}

/* The states of both, without lanes to keep. */
static enum vector_status both_states(struct vector_pool *pool, const struct vector *x,
                                      const struct vector *y, uint8_t **states)
{
    uint8_t *first = x->uniform ? NULL : x->states, *second = y->uniform ? NULL : y->states;
    *states = first == NULL ? second : first;
    if (first == NULL || second == NULL || first == second)
        return VECTOR_OK;
    *states = vector_bytes(pool);
    if (*states == NULL)
        return VECTOR_NO_MEMORY;
    bytes_worse(*states, first, second, pool->count);
    return VECTOR_OK;
}

/* ---- numbers with numbers ---- */

enum vector_status few_power(struct vector_pool *pool, struct vector *out, const struct vector *x,
                             const struct vector *exponent)
{
    const struct few_origin origin = {
        .kind = FEW_POWERS, .op = NODE_POWER, .operand = x->cell.value.number};
    struct vector powers;
    enum vector_status status = vector_spread(pool, &powers, exponent, TYPE_NUMBER);
    if (status != VECTOR_OK)
        return status;
    if (!x->uniform || powers.den != 1 || powers.low < 0 || powers.high >= FEW_NUMBERS)
        return VECTOR_NO;
    uint16_t *at = (uint16_t *)(void *)vector_lanes(pool);
    if (at == NULL)
        return VECTOR_NO_MEMORY;
    for (uint32_t i = 0; i < pool->count; i++)
        at[i] = (uint16_t)powers.lanes[i];
    return pure(pool, out, find(pool, &origin), at, powers.states);
}

static enum vector_status with_number(struct vector_pool *pool, struct vector *out, enum node_op op,
                                      const struct vector *x, const struct number *number,
                                      bool number_first)
{
    const struct few_origin origin = {.kind = number_first ? FEW_RIGHT : FEW_LEFT,
                                      .op = op,
                                      .x = x->terms->items[0].few,
                                      .operand = *number};
    return pure(pool, out, find(pool, &origin), x->terms->items[0].at, x->states);
}

/* The place of a pair of numbers; FEW_NUMBERS where there are too many. */
static uint32_t place_of(struct few *few, uint32_t pair)
{
    const uint32_t mask = 2 * FEW_NUMBERS - 1;
    uint32_t slot = (pair * UINT32_C(2654435769)) >> 16 & mask;
    for (; few->slots[slot] != 0; slot = (slot + 1) & mask)
        if (few->pairs[few->slots[slot] - 1] == pair)
            return few->slots[slot] - 1u;
    if (few->pair_count == FEW_NUMBERS)
        return FEW_NUMBERS;
    few->pairs[few->pair_count] = pair;
    few->slots[slot] = (uint16_t)++few->pair_count;
    return few->pair_count - 1;
}

static enum vector_status with_few(struct vector_pool *pool, struct vector *out, enum node_op op,
                                   const struct vector *x, const struct vector *y)
{
    const struct term *first = &x->terms->items[0], *second = &y->terms->items[0];
    const struct few_origin origin = {
        .kind = FEW_PAIRS, .op = op, .x = first->few, .y = second->few, .operand = NUMBER_ZERO};
    struct few *few = find(pool, &origin);
    uint16_t *at = (uint16_t *)(void *)vector_lanes(pool);
    uint8_t *states;
    if (few == NULL || at == NULL)
        return VECTOR_NO;
    enum vector_status status = both_states(pool, x, y, &states);
    if (status != VECTOR_OK)
        return status;
    for (uint32_t i = 0; i < pool->count; i++) {
        const bool value = states == NULL || states[i] == CELL_VALUE;
        const uint32_t place =
            value ? place_of(few, (uint32_t)first->at[i] * FEW_NUMBERS + second->at[i]) : 0;
        if (place == FEW_NUMBERS)
            return VECTOR_NO;
        at[i] = (uint16_t)place;
    }
    return pure(pool, out, few, at, states);
}

/* ---- arithmetic ---- */

enum vector_status few_add(struct vector_pool *pool, struct vector *out, const struct vector *x,
                           const struct vector *y, int sign)
{
    const enum node_op op = sign > 0 ? NODE_ADD : NODE_SUBTRACT;
    struct terms terms, other;
    struct vector first, second;
    uint8_t *states;
    if (is_pure(x) && y->uniform)
        return with_number(pool, out, op, x, &y->cell.value.number, false);
    if (is_pure(y) && x->uniform)
        return with_number(pool, out, op, y, &x->cell.value.number, true);
    enum vector_status status = to_terms(pool, x, &first, &terms);
    if (status == VECTOR_OK)
        status = to_terms(pool, y, &second, &other);
    if (status == VECTOR_OK)
        status = both_states(pool, &first, &second, &states);
    if (status != VECTOR_OK || terms.count + other.count > MOST_TERMS)
        return status == VECTOR_OK ? VECTOR_NO : status;
    for (size_t i = 0; i < other.count && status == VECTOR_OK; i++) {
        struct term *term = &terms.items[terms.count++];
        *term = other.items[i];
        status = fill_lanes(pool, term);
        struct vector lanes = lanes_of(term);
        if (status == VECTOR_OK && sign < 0)
            status = vector_negate(pool, &lanes, &lanes);
        if (status == VECTOR_OK)
            status = take_lanes(pool, term, &lanes);
    }
    return status == VECTOR_OK ? keep_terms(pool, out, &terms, states) : status;
}

/* Each term by a plain number. */
static enum vector_status scale(struct vector_pool *pool, struct vector *out,
                                const struct vector *x, const struct vector *plain)
{
    struct terms terms = *x->terms;
    struct vector by = *plain;
    uint8_t *states;
    enum vector_status status = both_states(pool, x, plain, &states);
    if (status == VECTOR_OK && !plain->uniform)
        status = vector_spread(pool, &by, plain, TYPE_NUMBER);
    by.states = NULL; /* lanes without a value hold 0 */
    for (size_t i = 0; i < terms.count && status == VECTOR_OK; i++) {
        struct term *term = &terms.items[i];
        struct vector lanes = term->lanes == NULL ? by : lanes_of(term);
        if (term->lanes != NULL)
            status = vector_multiply(pool, &lanes, &lanes, &by);
        if (status == VECTOR_OK)
            status = take_lanes(pool, term, &lanes);
    }
    return status == VECTOR_OK ? keep_terms(pool, out, &terms, states) : status;
}

enum vector_status few_multiply(struct vector_pool *pool, struct vector *out,
                                const struct vector *x, const struct vector *y)
{
    if (is_pure(x) && y->uniform)
        return with_number(pool, out, NODE_MULTIPLY, x, &y->cell.value.number, false);
    if (is_pure(y) && x->uniform)
        return with_number(pool, out, NODE_MULTIPLY, y, &x->cell.value.number, false);
    if (is_pure(x) && is_pure(y))
        return with_few(pool, out, NODE_MULTIPLY, x, y);
    if (x->terms != NULL && y->terms != NULL)
        return VECTOR_NO;
    return x->terms != NULL ? scale(pool, out, x, y) : scale(pool, out, y, x);
}

enum vector_status few_divide(struct vector_pool *pool, struct vector *out, const struct vector *x,
                              const struct vector *y)
{
    const struct number one = NUMBER_ONE;
    struct vector inverse;
    if (y->uniform) {
        struct number number;
        if (number_div(&number, pool->arith, &one, &y->cell.value.number) != FT_OK)
            return VECTOR_NO;
        inverse = vector_uniform((struct cell){.value = {.number = number}, .state = CELL_VALUE});
        return few_multiply(pool, out, x, &inverse);
    }
    if (!is_pure(y))
        return VECTOR_NO;
    if (is_pure(x))
        return with_few(pool, out, NODE_DIVIDE, x, y);
    if (x->uniform)
        return with_number(pool, out, NODE_DIVIDE, y, &x->cell.value.number, true);
    enum vector_status status = with_number(pool, &inverse, NODE_DIVIDE, y, &one, true);
    return status == VECTOR_OK ? few_multiply(pool, out, x, &inverse) : status;
}

enum vector_status few_gather(struct vector_pool *pool, struct vector *out, const struct vector *x,
                              const uint32_t *from)
{
    struct terms terms = *x->terms;
    uint8_t *states = x->states == NULL ? NULL : vector_bytes(pool);
    if (x->states != NULL && states == NULL)
        return VECTOR_NO_MEMORY;
    for (uint32_t i = 0; i < pool->count && states != NULL; i++)
        states[i] = x->states[from[i]];
    for (size_t t = 0; t < terms.count; t++) {
        struct term *term = &terms.items[t];
        int64_t *lanes = term->lanes == NULL ? NULL : vector_lanes(pool);
        uint16_t *at = term->at == NULL ? NULL : (uint16_t *)(void *)vector_lanes(pool);
        if ((term->lanes != NULL && lanes == NULL) || (term->at != NULL && at == NULL))
            return VECTOR_NO_MEMORY;
        for (uint32_t i = 0; i < pool->count && lanes != NULL; i++)
            lanes[i] = term->lanes[from[i]];
        for (uint32_t i = 0; i < pool->count && at != NULL; i++)
            at[i] = term->at[from[i]];
        term->lanes = lanes;
        term->at = at;
    }
    return keep_terms(pool, out, &terms, states);
}

/* ---- fixed point: between which integers a lane lies ---- */

/* What a term's lanes count in: floors of its numbers, scaled. */
struct fixed_term {
    const struct term *term;
    const struct few_scale *scale;
    int64_t only; /* where it has no numbers */
    uint32_t bits, shift;
};
struct fixed {
    struct fixed_term terms[MOST_TERMS];
    size_t count;
    uint32_t bits; /* a lane times 2^bits, in steps */
};
enum { MOST_BITS = 100, FLOOR_BITS = 61 };

/* floor(number * 2^bits / (den * step)). False where it has more than FLOOR_BITS: `bits` is then
 * how many it may have, 0 where none. */
static bool floor_of(const struct number *number, int64_t den, const struct number *step,
                     uint32_t *bits, int64_t *out)
{
    mpq_t value, by;
    mpz_t quotient;
    mpq_inits(value, by, NULL);
    mpz_init(quotient);
    number_to_mpq(value, number);
    number_to_mpq(by, step);
    mpz_mul_si(mpq_numref(by), mpq_numref(by), den);
    mpz_mul(mpq_numref(value), mpq_numref(value), mpq_denref(by));
    mpz_mul(mpq_denref(value), mpq_denref(value), mpq_numref(by));
    mpz_mul_2exp(mpq_numref(value), mpq_numref(value), *bits);
    mpz_fdiv_q(quotient, mpq_numref(value), mpq_denref(value));
    const size_t size = mpz_sizeinbase(quotient, 2);
    const bool fits = size <= FLOOR_BITS;
    *out = fits ? mpz_get_si(quotient) : 0;
    if (!fits)
        *bits = size - FLOOR_BITS < *bits ? *bits - (uint32_t)(size - FLOOR_BITS) : 0;
    mpz_clear(quotient);
    mpq_clears(value, by, NULL);
    return fits;
}

static struct few_scale *find_scale(struct vector_pool *pool, struct few *few, int64_t den,
                                    const struct number *step)
{
    for (size_t i = 0; i < few->scale_count; i++)
        if (few->scales[i]->den == den && number_equal(&few->scales[i]->step, step))
            return few->scales[i];
    if (few->scale_count == MOST_SCALES)
        return NULL;
    struct few_scale *made = arena_allocate(pool->kept, sizeof *made);
    if (made == NULL)
        return NULL;
    made->den = den;
    made->step = *step; /* small */
    made->bits = MOST_BITS;
    few->scales[few->scale_count++] = made;
    return made;
}

/* The floors of the numbers that lanes ask for, with as many bits as fit. */
static bool scale_term(struct vector_pool *pool, const struct term *term, const uint8_t *states,
                       const struct number *step, struct fixed_term *fixed)
{
    *fixed = (struct fixed_term){.term = term, .bits = MOST_BITS};
    if (term->few == NULL) {
        const struct number one = NUMBER_ONE;
        while (fixed->bits > 0 && !floor_of(&one, term->den, step, &fixed->bits, &fixed->only)) {
        }
        return fixed->bits > 0;
    }
    struct few_scale *scale = find_scale(pool, term->few, term->den, step);
    if (scale == NULL)
        return false;
    for (uint32_t i = 0; i < pool->count; i++) {
        const uint32_t at = term->at[i];
        if (term->lanes != NULL && term->lanes[i] == 0)
            continue; /* its number may be none: another branch was taken there */
        if (scale->known[at] || (states != NULL && states[i] != CELL_VALUE))
            continue;
        if (scale->bits > 0 &&
            floor_of(&term->few->numbers[at], term->den, step, &scale->bits, &scale->floors[at])) {
            scale->known[at] = 1;
            continue;
        }
        if (scale->bits == 0)
            return false;
        memset(scale->known, 0, sizeof scale->known);
        i = UINT32_MAX; /* from the first lane again */
    }
    fixed->scale = scale;
    fixed->bits = scale->bits;
    return true;
}

/* A later term of the same numbers took bits away, and the floors that go with them. */
static bool is_outdated(const struct fixed *fixed)
{
    for (size_t i = 0; i < fixed->count; i++) {
        const struct fixed_term *term = &fixed->terms[i];
        if (term->scale != NULL && term->scale->bits != term->bits)
            return true;
    }
    return false;
}

static bool scale_terms(struct vector_pool *pool, const struct vector *x, const struct number *step,
                        struct fixed *fixed)
{
    if (step->den == 0)
        return false;
    do {
        *fixed = (struct fixed){.bits = MOST_BITS};
        for (size_t i = 0; i < x->terms->count; i++) {
            const struct term *term = &x->terms->items[i];
            struct fixed_term *made = &fixed->terms[fixed->count++];
            if (term->high > INT64_MAX / 8 || term->low < -INT64_MAX / 8 ||
                !scale_term(pool, term, x->states, step, made))
                return false;
            fixed->bits = made->bits < fixed->bits ? made->bits : fixed->bits;
        }
    } while (is_outdated(fixed)); /* bits only go down, so this ends */
    for (size_t i = 0; i < fixed->count; i++)
        fixed->terms[i].shift = fixed->terms[i].bits - fixed->bits;
    return true;
}

/* low <= lane * 2^bits / step <= high. */
static void enclose(const struct fixed *fixed, uint32_t lane, int128 *low, int128 *high)
{
    *low = *high = 0;
    for (size_t i = 0; i < fixed->count; i++) {
        const struct fixed_term *term = &fixed->terms[i];
        const int64_t times = term->term->lanes == NULL ? 1 : term->term->lanes[lane];
        const int64_t floor =
            term->scale == NULL ? term->only : term->scale->floors[term->term->at[lane]];
        const int128 one = (int128)times * floor, other = one + times;
        if (times == 0)
            continue;
        *low += (times > 0 ? one : other) >> term->shift;
        *high += ((times > 0 ? other : one) >> term->shift) + (term->shift > 0);
    }
}

/* ---- exactly, a lane at a time ---- */

static enum ft_status exact_lane(struct arith *arith, const struct vector *x, uint32_t lane,
                                 struct number *out)
{
    enum ft_status status = FT_OK;
    *out = NUMBER_ZERO;
    for (size_t i = 0; i < x->terms->count && status == FT_OK; i++) {
        const struct term *term = &x->terms->items[i];
        struct number part;
        if (term->lanes != NULL && term->lanes[lane] == 0)
            continue;
        status =
            number_from_ratio(&part, arith, term->lanes == NULL ? 1 : term->lanes[lane], term->den);
        if (status == FT_OK && term->few != NULL)
            status = number_mul(&part, arith, &part, &term->few->numbers[term->at[lane]]);
        if (status == FT_OK)
            status = number_add(out, arith, out, &part);
    }
    return status;
}

static bool has_value(const struct vector *x, uint32_t lane)
{
    return x->states == NULL || x->states[lane] == CELL_VALUE;
}

/* ---- rounding ---- */

/* To whole steps; half even is for exact figures alone. */
static int128 round_fixed(int128 value, uint32_t bits, enum rounding mode)
{
    const int128 half = (int128)1 << (bits - 1);
    if (mode == ROUND_HALF_UP)
        return value >= 0 ? (value + half) >> bits : -((-value + half) >> bits);
    if (mode == ROUND_CEILING || (mode == ROUND_UP && value > 0) ||
        (mode == ROUND_DOWN && value < 0))
        return -(-value >> bits);
    return value >> bits;
}

static bool exact_steps(struct vector_pool *pool, const struct vector *x, uint32_t lane,
                        const struct number *step, enum rounding mode, int64_t *out)
{
    struct number number;
    return exact_lane(pool->arith, x, lane, &number) == FT_OK &&
           number_round(&number, pool->arith, &number, step, mode) == FT_OK &&
           number_div(&number, pool->arith, &number, step) == FT_OK &&
           number_to_int64(&number, out);
}

enum vector_status few_steps(struct vector_pool *pool, struct vector *out, const struct vector *x,
                             const struct number *step, enum rounding mode)
{
    struct fixed fixed;
    int64_t *lanes = vector_lanes(pool);
    if (lanes == NULL)
        return VECTOR_NO_MEMORY;
    if (!scale_terms(pool, x, step, &fixed) || fixed.bits < 2)
        return VECTOR_NO;
    for (uint32_t i = 0; i < pool->count; i++) {
        int128 low, high;
        lanes[i] = 0;
        if (!has_value(x, i))
            continue;
        enclose(&fixed, i, &low, &high);
        /* Rounding keeps the order, so what both ends come to is what lies between them comes to.
         */
        const int128 steps = round_fixed(low, fixed.bits, mode);
        if (mode != ROUND_HALF_EVEN && steps == round_fixed(high, fixed.bits, mode) &&
            fits_lane(steps))
            lanes[i] = (int64_t)steps;
        else if (!exact_steps(pool, x, i, step, mode, &lanes[i]))
            return VECTOR_NO;
    }
    *out = vector_over(pool, lanes, x->states, 1);
    return VECTOR_OK;
}

/* ---- comparison and choice ---- */

static bool sign_of(struct vector_pool *pool, const struct vector *x, const struct fixed *fixed,
                    uint32_t lane, int *sign)
{
    int128 low, high;
    struct number number;
    enclose(fixed, lane, &low, &high);
    *sign = low > 0 ? 1 : high < 0 ? -1 : 0;
    if (low > 0 || high < 0 || (low == 0 && high == 0))
        return true;
    if (exact_lane(pool->arith, x, lane, &number) != FT_OK)
        return false;
    *sign = number_sign(&number);
    return true;
}

enum vector_status few_compare(struct vector_pool *pool, struct vector *out, enum node_op op,
                               const struct vector *x, const struct vector *y)
{
    const struct number one = NUMBER_ONE;
    struct vector difference;
    struct fixed fixed;
    enum vector_status status = few_add(pool, &difference, x, y, -1);
    if (status != VECTOR_OK)
        return status;
    uint8_t *truths = vector_bytes(pool);
    if (truths == NULL)
        return VECTOR_NO_MEMORY;
    if (!scale_terms(pool, &difference, &one, &fixed))
        return VECTOR_NO;
    for (uint32_t i = 0; i < pool->count; i++) {
        int sign = 0;
        if (has_value(&difference, i) && !sign_of(pool, &difference, &fixed, i, &sign))
            return VECTOR_NO;
        truths[i] = has_value(&difference, i) && order_holds(op, sign);
    }
    *out = vector_of_truths(pool, truths, difference.states);
    return VECTOR_OK;
}

/* A term's lanes where the mask says `kept`, else 0. */
static enum vector_status mask_term(struct vector_pool *pool, struct term *term,
                                    const uint8_t *mask, uint8_t kept)
{
    enum vector_status status = fill_lanes(pool, term);
    int64_t *lanes = vector_lanes(pool);
    if (status != VECTOR_OK || lanes == NULL)
        return VECTOR_NO_MEMORY;
    memcpy(lanes, term->lanes, pool->count * sizeof *lanes);
    lanes_keep(lanes, mask, kept, pool->count);
    term->lanes = lanes;
    term->low = term->low > 0 ? 0 : term->low;
    term->high = term->high < 0 ? 0 : term->high;
    return VECTOR_OK;
}

enum vector_status few_blend(struct vector_pool *pool, struct vector *out, const uint8_t *mask,
                             const struct vector *x)
{
    struct terms terms, other;
    struct vector first, second, result = {0};
    enum vector_status status = to_terms(pool, x, &first, &terms);
    if (status == VECTOR_OK)
        status = to_terms(pool, out, &second, &other);
    if (status != VECTOR_OK || terms.count + other.count > MOST_TERMS)
        return status == VECTOR_OK ? VECTOR_NO : status;
    if (!vector_select_states(pool, &result, mask, &first, &second))
        return VECTOR_NO_MEMORY;
    for (size_t i = 0; i < terms.count && status == VECTOR_OK; i++)
        status = mask_term(pool, &terms.items[i], mask, 1);
    for (size_t i = 0; i < other.count && status == VECTOR_OK; i++) {
        terms.items[terms.count] = other.items[i];
        status = mask_term(pool, &terms.items[terms.count++], mask, 0);
    }
    return status == VECTOR_OK ? keep_terms(pool, out, &terms, result.states) : status;
}
