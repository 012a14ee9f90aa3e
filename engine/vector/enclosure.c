/* Low ends are rounded down, high ends up. */
#include <string.h>

#include "vector_internal.h"

/* A shift is below 128, also by how much two differ. */
enum { MOST_SHIFT = 110 };

static uint32_t bits_of_all(const struct enclosure *x)
{
    const uint32_t least = bits_of(x->least), most = bits_of(x->most);
    return least > most ? least : most;
}

static inline int128 ceiling_shift(int128 value, uint32_t bits)
{
    return -(-value >> bits);
}

static bool ends_is_point(const struct enclosure *x)
{
    return x->low == x->high;
}

/* ---- making ---- */

/* Ends to write; `point`: both are one. False, and no enclosure, when memory is out: the exact
 * numbers say the same. */
static bool ends_make(struct vector_pool *pool, struct enclosure *out, struct enclosure like,
                      bool point, int128 **low, int128 **high)
{
    like.low = *low = vector_ends(pool);
    like.high = *high = point ? *low : vector_ends(pool);
    *out = *low == NULL || *high == NULL ? (struct enclosure){0} : like;
    return out->low != NULL;
}

static inline uint32_t ends_at(const struct enclosure *x, uint32_t lane)
{
    return x->flat ? 0 : lane;
}

static uint32_t ends_count(const struct vector_pool *pool, const struct enclosure *x)
{
    return x->flat ? 1 : pool->count;
}

bool enclosure_of_number(const struct number *number, uint32_t shift, int128 *low, int128 *high)
{
    uint64_t words[2] = {0, 0};
    mpq_t value;
    mpz_t rest;
    mpq_init(value);
    mpz_init(rest);
    number_to_mpq(value, number);
    mpz_ptr num = mpq_numref(value);
    mpz_mul_2exp(num, num, shift);
    mpz_fdiv_qr(num, rest, num, mpq_denref(value));
    const bool fits = mpz_sizeinbase(num, 2) < ENCLOSURE_BITS;
    if (fits)
        (void)mpz_export(words, NULL, -1, sizeof words[0], 0, 0, num);
    *low = (int128)((unsigned __int128)words[1] << 64 | words[0]) * (mpz_sgn(num) < 0 ? -1 : 1);
    *high = *low + (mpz_size(rest) != 0);
    mpz_clear(rest);
    mpq_clear(value);
    return fits;
}

/* One number for all lanes, with as many bits as there is room for. */
static void ends_uniform(struct vector_pool *pool, struct enclosure *out,
                         const struct number *number)
{
    const bool small = number->den != 0;
    const struct size size = exact_size(number);
    const int64_t bits = small ? 0 : 100 - (int64_t)size.num + (int64_t)size.den;
    const uint32_t shift = (uint32_t)(bits < 0 ? 0 : bits > MOST_SHIFT ? MOST_SHIFT : bits);
    const struct enclosure like = {.flat = true, .den = small ? number->den : 1, .shift = shift};
    int128 *low, *high;
    if (!ends_make(pool, out, like, small, &low, &high))
        return;
    *low = small ? number->num : 0;
    if (!small && !enclosure_of_number(number, out->shift, low, high))
        *out = (struct enclosure){0};
    out->least = *low;
    out->most = *high;
}

void enclosure_of(struct vector_pool *pool, struct enclosure *out, const struct vector *x)
{
    const struct enclosure like = {.den = x->den, .least = x->low, .most = x->high};
    int128 *low, *high;
    if (x->uniform)
        ends_uniform(pool, out, &x->cell.value.number);
    else if (x->exact != NULL)
        *out = x->exact->enclosure;
    else if (ends_make(pool, out, like, true, &low, &high))
        for (uint32_t i = 0; i < pool->count; i++)
            low[i] = x->lanes[i];
}

/* ---- one level ---- */

/* Times a factor, at another shift; there is room for it. */
static bool ends_rescale(struct vector_pool *pool, struct enclosure *x, int64_t factor,
                         uint32_t shift)
{
    const struct enclosure from = *x;
    const uint32_t down = shift < from.shift ? from.shift - shift : 0;
    const int128 by = (int128)factor << (shift > from.shift ? shift - from.shift : 0);
    struct enclosure like = from;
    int128 *low, *high;
    like.shift = shift;
    like.least = (from.least * by) >> down;
    like.most = ceiling_shift(from.most * by, down);
    if (by == 1 && down == 0)
        return true;
    if (!ends_make(pool, x, like, ends_is_point(&from) && down == 0, &low, &high))
        return false;
    for (uint32_t i = 0; i < ends_count(pool, &from); i++) {
        low[i] = (from.low[i] * by) >> down;
        high[i] = low == high ? low[i] : ceiling_shift(from.high[i] * by, down);
    }
    return true;
}

/* The most shift at which x times the factor fits with some bits left; negative: none. */
static int64_t ends_shift_room(const struct enclosure *x, int64_t factor)
{
    const uint32_t all = bits_of_all(x) + bits_of(factor);
    return all > ENCLOSURE_BITS ? -1 : (int64_t)ENCLOSURE_BITS - 2 - all + x->shift;
}

static bool ends_level(struct vector_pool *pool, struct enclosure *x, struct enclosure *y)
{
    int64_t den;
    if (x->low == NULL || y->low == NULL)
        return false;
    const bool zero = x->least == 0 && x->most == 0;
    if (zero || (y->least == 0 && y->most == 0)) { /* 0 is at home on every level */
        const struct enclosure *other = zero ? y : x;
        x->den = y->den = other->den;
        x->shift = y->shift = other->shift;
        return true;
    }
    const int64_t divisor = greatest_divisor(x->den, y->den);
    const int64_t x_factor = y->den / divisor, y_factor = x->den / divisor;
    const int64_t x_room = ends_shift_room(x, x_factor), y_room = ends_shift_room(y, y_factor);
    const int64_t room = x_room < y_room ? x_room : y_room;
    const uint32_t longer = x->shift > y->shift ? x->shift : y->shift,
                   shift = longer < room ? longer : (uint32_t)room;
    if (room < 0 || __builtin_mul_overflow(x->den, x_factor, &den) ||
        !ends_rescale(pool, x, x_factor, shift) || !ends_rescale(pool, y, y_factor, shift))
        return false;
    x->den = y->den = den;
    return true;
}

/* ---- arithmetic ---- */

static void ends_sum(struct vector_pool *pool, struct enclosure *out, const struct enclosure *x,
                     const struct enclosure *y, bool minus)
{
    struct enclosure a = *x, b = *y, like;
    int128 *low, *high;
    *out = (struct enclosure){0};
    if (!ends_level(pool, &a, &b))
        return;
    like = a;
    like.flat = a.flat && b.flat;
    like.least = a.least + (minus ? -b.most : b.least);
    like.most = a.most + (minus ? -b.least : b.most);
    if (!ends_make(pool, out, like, ends_is_point(&a) && ends_is_point(&b), &low, &high))
        return;
    for (uint32_t i = 0; i < ends_count(pool, out); i++) {
        const uint32_t at = ends_at(&a, i), other = ends_at(&b, i);
        low[i] = a.low[at] + (minus ? -b.high[other] : b.low[other]);
        high[i] = a.high[at] + (minus ? -b.low[other] : b.high[other]);
    }
}

void enclosure_add(struct vector_pool *pool, struct enclosure *out, const struct enclosure *x,
                   const struct enclosure *y)
{
    ends_sum(pool, out, x, y, false);
}

void enclosure_subtract(struct vector_pool *pool, struct enclosure *out, const struct enclosure *x,
                        const struct enclosure *y)
{
    ends_sum(pool, out, x, y, true);
}

/* Takes bits off the longer of two until their product fits. */
static bool ends_make_room(struct vector_pool *pool, struct enclosure *x, struct enclosure *y)
{
    for (;;) { /* bounded: shifts become less */
        const uint32_t bits = bits_of_all(x) + bits_of_all(y), shift = x->shift + y->shift;
        /* one bit more: ends that are cut lie farther from each other */
        const uint32_t bits_over = bits > ENCLOSURE_BITS ? bits - ENCLOSURE_BITS + 1 : 0;
        const uint32_t shift_over = shift > MOST_SHIFT ? shift - MOST_SHIFT : 0;
        const uint32_t over = bits_over > shift_over ? bits_over : shift_over;
        struct enclosure *longer = x->shift >= y->shift ? x : y;
        const uint32_t taken = over < longer->shift ? over : longer->shift;
        if (over == 0)
            return true;
        if (taken == 0 || !ends_rescale(pool, longer, 1, longer->shift - taken))
            return false;
    }
}

void enclosure_multiply(struct vector_pool *pool, struct enclosure *out, const struct enclosure *x,
                        const struct enclosure *y)
{
    struct enclosure a = *x, b = *y, like = {0};
    int128 *low, *high;
    *out = (struct enclosure){0};
    if (x->low == NULL || y->low == NULL || __builtin_mul_overflow(x->den, y->den, &like.den) ||
        !ends_make_room(pool, &a, &b))
        return;
    like.flat = a.flat && b.flat;
    like.shift = a.shift + b.shift;
    products(a.least, a.most, b.least, b.most, &like.least, &like.most);
    if (!ends_make(pool, out, like, ends_is_point(&a) && ends_is_point(&b), &low, &high))
        return;
    const bool positive = (a.least >= 0 && b.least >= 0) || low == high;
    for (uint32_t i = 0; i < ends_count(pool, out); i++) {
        const uint32_t at = ends_at(&a, i), other = ends_at(&b, i);
        if (positive) {
            low[i] = a.low[at] * b.low[other];
            high[i] = low == high ? low[i] : a.high[at] * b.high[other];
        } else {
            products(a.low[at], a.high[at], b.low[other], b.high[other], &low[i], &high[i]);
        }
    }
}

static inline int128 floor_quotient(int128 num, int64_t den)
{
    const int128 quotient = num / den;
    return quotient - (quotient * den > num);
}

void enclosure_divide(struct vector_pool *pool, struct enclosure *out, const struct enclosure *x,
                      const struct enclosure *y)
{
    struct enclosure a = *x, like;
    int128 *low, *high;
    *out = (struct enclosure){0};
    if (x->low == NULL || y->low == NULL || !ends_is_point(y) || y->shift != 0 ||
        !fits_lane(y->least) || !fits_lane(y->most))
        return;
    /* (x / x.den) / (y / y.den) = x * y.den / x.den / y */
    const int64_t room = ends_shift_room(&a, y->den), shift = room < MOST_SHIFT ? room : MOST_SHIFT;
    if (room < 0 || !ends_rescale(pool, &a, y->den, (uint32_t)shift))
        return;
    like = a;
    like.flat = a.flat && y->flat;
    like.most = 1 + (a.most > -a.least ? a.most : -a.least);
    like.least = -like.most;
    if (!ends_make(pool, out, like, false, &low, &high))
        return;
    for (uint32_t i = 0; i < ends_count(pool, out); i++) {
        const uint32_t at = ends_at(&a, i);
        const int64_t by = (int64_t)y->low[ends_at(y, i)], size = by < 0 ? -by : by + (by == 0);
        const int128 from = by < 0 ? -a.high[at] : a.low[at], to = by < 0 ? -a.low[at] : a.high[at];
        low[i] = floor_quotient(from, size);
        high[i] = from == to ? low[i] + (low[i] * size != from) : -floor_quotient(-to, size);
    }
}

/* ---- choice ---- */

void enclosure_select(struct vector_pool *pool, struct enclosure *out, const uint8_t *mask,
                      const struct enclosure *x, const struct enclosure *y)
{
    struct enclosure a = *x, b = *y, like;
    int128 *low, *high;
    *out = (struct enclosure){0};
    if (!ends_level(pool, &a, &b))
        return;
    like = a;
    like.flat = false;
    like.least = a.least < b.least ? a.least : b.least;
    like.most = a.most > b.most ? a.most : b.most;
    if (!ends_make(pool, out, like, ends_is_point(&a) && ends_is_point(&b), &low, &high))
        return;
    for (uint32_t i = 0; i < pool->count; i++) {
        const struct enclosure *taken = mask[i] ? &a : &b;
        low[i] = taken->low[ends_at(taken, i)];
        high[i] = taken->high[ends_at(taken, i)];
    }
}

void enclosure_gather(struct vector_pool *pool, struct enclosure *out, const struct enclosure *x,
                      const uint32_t *from)
{
    int128 *low, *high;
    *out = *x;
    if (x->low == NULL || x->flat || !ends_make(pool, out, *x, ends_is_point(x), &low, &high))
        return;
    for (uint32_t i = 0; i < pool->count; i++) {
        low[i] = x->low[from[i]];
        high[i] = x->high[from[i]];
    }
}

/* ---- deciding ---- */

void enclosure_compare(struct vector_pool *pool, const struct enclosure *x,
                       const struct enclosure *y, int8_t *orders)
{
    struct enclosure a = *x, b = *y;
    const bool known = ends_level(pool, &a, &b);
    for (uint32_t i = 0; i < pool->count; i++) {
        const uint32_t at = ends_at(&a, i), other = ends_at(&b, i);
        if (!known)
            orders[i] = 2;
        else if (a.high[at] < b.low[other] || a.low[at] > b.high[other])
            orders[i] = a.high[at] < b.low[other] ? -1 : 1;
        else
            orders[i] = a.low[at] == a.high[at] && b.low[other] == b.high[other] ? 0 : 2;
    }
}

/* An end is end / (den * 2^shift), and so many steps: end * step.den / (den * step.num * 2^shift),
 * without the bits behind the point that there is no room for. */
void enclosure_round(const struct vector_pool *pool, const struct enclosure *x,
                     const struct number *step, enum rounding mode, int64_t *out, uint8_t *decided)
{
    const bool small = x->low != NULL && step->den != 0;
    const int64_t divisor = small ? greatest_divisor(x->den, step->den) : 1;
    const int64_t factor = step->den / divisor;
    const int128 by = small ? (int128)(x->den / divisor) * step->num : 0;
    const uint32_t all = bits_of_all(x) + bits_of(factor), own = bits_of(by) + x->shift;
    const uint32_t over = all > ENCLOSURE_BITS ? all - ENCLOSURE_BITS : 0,
                   own_over = own > 63 ? own - 63 : 0, drop = over > own_over ? over : own_over;
    memset(decided, 0, pool->count);
    if (!small || !fits_lane(by) || drop > x->shift)
        return;
    const int64_t den = (int64_t)(by << (x->shift - drop));
    for (uint32_t i = 0; i < pool->count; i++) {
        const uint32_t at = ends_at(x, i);
        const int128 low = (x->low[at] >> drop) * factor,
                     high = ceiling_shift(x->high[at], drop) * factor;
        const int128 steps = rounded_quotient(low, den, mode);
        /* Rounding keeps the order: what both ends come to is what all between them come to. */
        decided[i] =
            fits_lane(steps) && (low == high || rounded_quotient(high, den, mode) == steps);
        out[i] = (int64_t)steps;
    }
}
