/*
 * The exact format: a number a lane, worked out where it is asked for and then known. Until then a
 * vector remembers what operation it is of; its enclosure answers most questions.
 */
#include <string.h>

#include "vector_internal.h"

/* A number is found by recursion: deeper than this it is worked out at once. */
enum { MOST_DEPTH = 48 };

/* ---- lanes ---- */

static uint32_t exact_place(const struct exact *exact, uint32_t lane)
{
    return exact->places == NULL ? lane : exact->places[lane];
}

/* Room for numbers that become known. */
static bool exact_open_numbers(struct exact *exact)
{
    if (exact->numbers != NULL)
        return true;
    exact->known = arena_allocate(exact->room, exact->count);
    exact->numbers = arena_array(exact->room, exact->count, sizeof *exact->numbers);
    if (exact->known == NULL)
        exact->numbers = NULL;
    return exact->numbers != NULL;
}

static enum ft_status exact_work_out(struct vector_pool *pool, const struct exact *exact,
                                     uint32_t lane, struct number *out)
{
    struct number x, y;
    if (exact->from != NULL)
        return vector_lane_number(pool, &exact->x, exact->from[lane], out);
    if (exact->mask != NULL)
        return vector_lane_number(pool, exact->mask[lane] ? &exact->x : &exact->y, lane, out);
    enum ft_status status = vector_lane_number(pool, &exact->x, lane, &x);
    if (status == FT_OK)
        status = vector_lane_number(pool, &exact->y, lane, &y);
    if (status == FT_OK)
        status = exact->operation->exact(out, pool->arith, &x, &y);
    assert(status == FT_OK || status == FT_NO_MEMORY);
    return status == FT_OK ? FT_OK : FT_NO_MEMORY;
}

enum ft_status vector_lane_number(struct vector_pool *pool, const struct vector *x, uint32_t lane,
                                  struct number *out)
{
    struct exact *exact = x->exact;
    assert(vector_state(x, lane) == CELL_VALUE);
    assert(x->uniform || exact == NULL || lane < exact->count);
    if (x->uniform) {
        *out = x->cell.value.number;
        return FT_OK;
    }
    if (exact == NULL && x->den == 1) {
        *out = (struct number){.num = x->lanes[lane], .den = 1};
        return FT_OK;
    }
    if (exact == NULL)
        return number_from_ratio(out, pool->arith, x->lanes[lane], x->den);
    const uint32_t place = exact_place(exact, lane);
    if (exact->numbers == NULL || (exact->known != NULL && !exact->known[place])) {
        if (!exact_open_numbers(exact))
            return FT_NO_MEMORY;
        enum ft_status status = exact_work_out(pool, exact, lane, &exact->numbers[place]);
        if (status != FT_OK)
            return status;
        exact->known[place] = 1;
    }
    *out = exact->numbers[place];
    return FT_OK;
}

/* ---- making ---- */

struct size exact_size(const struct number *number)
{
    struct size size = {.num = 63, .den = bits_of(number->den)};
    if (number->den == 0) {
        mpq_t value;
        mpq_init(value);
        number_to_mpq(value, number);
        size.num = mpz_sizeinbase(mpq_numref(value), 2);
        size.den = mpz_sizeinbase(mpq_denref(value), 2);
        mpq_clear(value);
    }
    return size;
}

struct size exact_greater_size(struct size x, struct size y)
{
    return (struct size){.num = x.num > y.num ? x.num : y.num,
                         .den = x.den > y.den ? x.den : y.den};
}

static struct size exact_size_of(const struct vector *x)
{
    if (x->uniform)
        return exact_size(&x->cell.value.number);
    return x->exact != NULL ? x->exact->size : (struct size){.num = 63, .den = bits_of(x->den)};
}

static uint32_t exact_depth(const struct vector *x)
{
    return x->uniform || x->exact == NULL ? 0 : x->exact->depth;
}

static uint32_t exact_depth_over(const struct vector *x, const struct vector *y)
{
    const uint32_t first = exact_depth(x), second = exact_depth(y);
    return 1 + (first > second ? first : second);
}

static struct exact *exact_make(struct vector_pool *pool, struct vector *result)
{
    uint8_t *states = result->states;
    struct why *why = result->why;
    struct exact *exact = arena_allocate(vector_room(pool), sizeof *exact);
    *result = (struct vector){.states = states, .den = 1, .exact = exact, .why = why};
    if (exact != NULL) {
        exact->count = pool->count;
        exact->room = vector_room(pool);
    }
    return exact;
}

/* As integers again where the bounds allow. */
static enum vector_status exact_settle(struct vector_pool *pool, struct vector *out,
                                       const struct vector *result)
{
    const struct enclosure *enclosure = &result->exact->enclosure;
    if (enclosure->low != NULL && fits_lane(enclosure->least) && fits_lane(enclosure->most)) {
        enum vector_status status = exact_narrow(pool, out, result);
        if (status != VECTOR_NO)
            return status;
    }
    *out = *result;
    return VECTOR_OK;
}

/* The numbers of all lanes with a value; a lane whose number passes the limits is a fault. */
static enum vector_status exact_work_out_all(struct vector_pool *pool, struct vector *out,
                                             const struct operation *operation,
                                             const struct vector *x, const struct vector *y,
                                             const uint8_t *states)
{
    struct vector result = {.states = vector_bytes(pool)};
    struct exact *exact = exact_make(pool, &result);
    struct number first, second;
    if (result.states == NULL || exact == NULL)
        return VECTOR_NO_MEMORY;
    exact->numbers = vector_array(pool, sizeof *exact->numbers);
    if (exact->numbers == NULL)
        return VECTOR_NO_MEMORY;
    exact->size = (struct size){.num = 1, .den = 1};
    for (uint32_t i = 0; i < pool->count; i++) {
        exact->numbers[i] = NUMBER_ZERO;
        result.states[i] = states == NULL ? CELL_VALUE : states[i];
        if (result.states[i] != CELL_VALUE)
            continue;
        enum ft_status status = vector_lane_number(pool, x, i, &first);
        if (status == FT_OK)
            status = vector_lane_number(pool, y, i, &second);
        if (status == FT_OK)
            status = operation->exact(&exact->numbers[i], pool->arith, &first, &second);
        if (status == FT_NO_MEMORY)
            return VECTOR_NO_MEMORY;
        if (status != FT_OK) {
            result.states[i] = CELL_ERROR;
            continue;
        }
        exact->size = exact_greater_size(exact->size, exact_size(&exact->numbers[i]));
    }
    if (bytes_are_all(result.states, CELL_VALUE, pool->count))
        result.states = NULL;
    *out = result;
    return VECTOR_OK;
}

enum vector_status exact_operate(struct vector_pool *pool, struct vector *out,
                                 const struct operation *operation, const struct vector *x,
                                 const struct vector *y)
{
    const size_t most = limits[LIMIT_VALUE_BITS].value;
    struct vector result = {0};
    struct enclosure first, second;
    struct size size = {0};
    enum vector_status status = vector_join_states(pool, &result, x, y);
    if (status != VECTOR_OK)
        return status;
    if (operation->size != NULL)
        size = operation->size(exact_size_of(x), exact_size_of(y));
    if (operation->size == NULL || size.num > most || size.den > most ||
        exact_depth_over(x, y) > MOST_DEPTH)
        return exact_work_out_all(pool, out, operation, x, y, result.states);
    struct exact *exact = exact_make(pool, &result);
    if (exact == NULL)
        return VECTOR_NO_MEMORY;
    exact->operation = operation;
    exact->x = *x;
    exact->y = *y;
    exact->size = size;
    exact->depth = exact_depth_over(x, y);
    enclosure_of(pool, &first, x);
    enclosure_of(pool, &second, y);
    operation->enclose(pool, &exact->enclosure, &first, &second);
    return exact_settle(pool, out, &result);
}

enum vector_status exact_select(struct vector_pool *pool, struct vector *out, const uint8_t *mask,
                                const struct vector *x, const struct vector *y)
{
    const struct vector *operands[] = {x, y};
    struct vector taken[2], result = {0};
    struct enclosure first, second;
    uint8_t *own = vector_bytes(pool);
    for (size_t i = 0; i < 2; i++) {
        const bool value = !operands[i]->uniform || operands[i]->cell.state == CELL_VALUE;
        taken[i] = *operands[i];
        enum vector_status status =
            value ? VECTOR_OK : vector_spread(pool, &taken[i], operands[i], TYPE_NUMBER);
        if (status != VECTOR_OK)
            return status;
        if (taken[i].uniform)
            taken[i].states = NULL;
    }
    if (!vector_select_states(pool, &result, mask, &taken[0], &taken[1]))
        return VECTOR_NO_MEMORY;
    struct exact *exact = exact_make(pool, &result);
    if (exact == NULL || own == NULL)
        return VECTOR_NO_MEMORY;
    exact->mask = memcpy(own, mask, pool->count);
    exact->x = taken[0];
    exact->y = taken[1];
    exact->size = exact_greater_size(exact_size_of(&taken[0]), exact_size_of(&taken[1]));
    exact->depth = exact_depth_over(&taken[0], &taken[1]);
    enclosure_of(pool, &first, &taken[0]);
    enclosure_of(pool, &second, &taken[1]);
    enclosure_select(pool, &exact->enclosure, mask, &first, &second);
    for (uint32_t i = 0; exact->depth > MOST_DEPTH && i < pool->count; i++) {
        struct number number;
        if (vector_state(&result, i) == CELL_VALUE &&
            vector_lane_number(pool, &result, i, &number) != FT_OK)
            return VECTOR_NO_MEMORY;
    }
    if (exact->depth > MOST_DEPTH)
        exact->depth = 0; /* all are known */
    return exact_settle(pool, out, &result);
}

enum vector_status exact_gather(struct vector_pool *pool, struct vector *out,
                                const struct vector *x, const uint32_t *from)
{
    struct vector result = {0};
    if (!vector_gather_states(pool, &result, x, from))
        return VECTOR_NO_MEMORY;
    struct exact *exact = exact_make(pool, &result);
    if (exact == NULL)
        return VECTOR_NO_MEMORY;
    exact->from = from;
    exact->x = *x;
    exact->size = x->exact->size;
    exact->depth = x->exact->depth + 1;
    enclosure_gather(pool, &exact->enclosure, &x->exact->enclosure, from);
    *out = result;
    vector_check(pool, out, TYPE_NUMBER);
    return VECTOR_OK;
}

enum vector_status exact_known(struct vector_pool *pool, struct vector *out, struct number *numbers,
                               struct size size, const uint16_t *places, uint8_t *states,
                               const struct enclosure *enclosure)
{
    struct vector result = {.states = states};
    struct exact *exact = exact_make(pool, &result);
    if (exact == NULL)
        return VECTOR_NO_MEMORY;
    exact->numbers = numbers;
    exact->places = places;
    exact->size = size;
    if (enclosure != NULL)
        exact->enclosure = *enclosure;
    *out = result;
    return VECTOR_OK;
}

enum vector_status exact_narrow(struct vector_pool *pool, struct vector *out,
                                const struct vector *x)
{
    const struct enclosure *enclosure = &x->exact->enclosure;
    uint8_t *states = x->states;
    struct why *why = x->why;
    int64_t *lanes;
    if (enclosure->low == NULL || enclosure->low != enclosure->high)
        return VECTOR_NO;
    assert(enclosure->shift == 0 &&
           !enclosure->flat); /* points, of which one at least is by lane */
    lanes = vector_lanes(pool);
    if (lanes == NULL)
        return VECTOR_NO_MEMORY;
    for (uint32_t i = 0; i < pool->count; i++) {
        const int128 lane = states == NULL || states[i] == CELL_VALUE ? enclosure->low[i] : 0;
        if (!fits_lane(lane))
            return VECTOR_NO;
        lanes[i] = (int64_t)lane;
    }
    *out = vector_over(pool, lanes, states, enclosure->den);
    out->why = why;
    return VECTOR_OK;
}
