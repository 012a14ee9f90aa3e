/* Loops over lanes. */
#include "lanes.h"

#include "vector.h"

/* A loop is compiled for the machine's wider vectors too where the build says that it can be. */
#ifdef FANGTIAN_CLONES
#define LOOP __attribute__((target_clones("arch=x86-64-v4", "avx2", "default")))
#else
#define LOOP
#endif

__extension__ typedef unsigned __int128 uint128;

/* ---- integers ---- */

LOOP void lanes_bounds(const int64_t *lanes, uint32_t count, int64_t *low, int64_t *high)
{
    int64_t least = count == 0 ? 0 : lanes[0], most = least;
    for (uint32_t i = 0; i < count; i++) {
        least = lanes[i] < least ? lanes[i] : least;
        most = lanes[i] > most ? lanes[i] : most;
    }
    *low = least;
    *high = most;
}

LOOP void lanes_fill(int64_t *lanes, int64_t value, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++)
        lanes[i] = value;
}

LOOP void lanes_scale(int64_t *restrict out, const int64_t *restrict x, int64_t factor,
                      uint32_t count)
{
    for (uint32_t i = 0; i < count; i++)
        out[i] = x[i] * factor;
}

LOOP void lanes_multiply(int64_t *restrict out, const int64_t *restrict x,
                         const int64_t *restrict y, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++)
        out[i] = x[i] * y[i];
}

LOOP void lanes_add(int64_t *restrict out, const int64_t *restrict x, const int64_t *restrict y,
                    uint32_t count)
{
    for (uint32_t i = 0; i < count; i++)
        out[i] = x[i] + y[i];
}

LOOP void lanes_subtract(int64_t *restrict out, const int64_t *restrict x,
                         const int64_t *restrict y, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++)
        out[i] = x[i] - y[i];
}

LOOP void lanes_least(int64_t *restrict out, const int64_t *restrict x, const int64_t *restrict y,
                      uint32_t count)
{
    for (uint32_t i = 0; i < count; i++)
        out[i] = x[i] < y[i] ? x[i] : y[i];
}

LOOP void lanes_most(int64_t *restrict out, const int64_t *restrict x, const int64_t *restrict y,
                     uint32_t count)
{
    for (uint32_t i = 0; i < count; i++)
        out[i] = x[i] > y[i] ? x[i] : y[i];
}

/*
 * A division by the same number in every lane is a multiplication: with 2^bits the first power of
 * two that is not below the divisor, n / divisor = n * m / 2^(63 + bits) for n below 2^63, where m
 * is 2^(63 + bits) / divisor, rounded up (Granlund and Montgomery, 1994).
 */
void lanes_half_up(int64_t *restrict out, const int64_t *restrict x, int64_t factor, int64_t den,
                   uint32_t count)
{
    const uint64_t divisor = (uint64_t)den, half = divisor / 2;
    const unsigned bits = divisor == 1 ? 0 : 64 - (unsigned)__builtin_clzll(divisor - 1);
    const uint128 power = (uint128)1 << (63 + bits);
    const uint64_t multiplier = (uint64_t)((power + divisor - 1) / divisor);
    for (uint32_t i = 0; i < count; i++)
        out[i] = (int64_t)((uint128)((uint64_t)x[i] * (uint64_t)factor + half) * multiplier >>
                           (63 + bits));
}

/* Without branches, for the machine's vectors. */
LOOP void lanes_select(int64_t *restrict out, const uint8_t *restrict mask,
                       const int64_t *restrict x, const int64_t *restrict y, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        const int64_t taken = -(int64_t)mask[i];
        out[i] = (x[i] & taken) | (y[i] & ~taken);
    }
}

LOOP void lanes_keep(int64_t *restrict lanes, const uint8_t *restrict bytes, uint8_t kept,
                     uint32_t count)
{
    for (uint32_t i = 0; i < count; i++)
        lanes[i] &= -(int64_t)(bytes[i] == kept);
}

LOOP int64_t lanes_sum(const int64_t *lanes, uint32_t count)
{
    int64_t sum = 0;
    for (uint32_t i = 0; i < count; i++)
        sum += lanes[i];
    return sum;
}

/* ---- integers to bytes ---- */

LOOP void lanes_equal(uint8_t *restrict out, const int64_t *restrict x, const int64_t *restrict y,
                      uint8_t flip, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++)
        out[i] = (uint8_t)(x[i] == y[i]) ^ flip;
}

LOOP void lanes_less(uint8_t *restrict out, const int64_t *restrict x, const int64_t *restrict y,
                     uint8_t flip, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++)
        out[i] = (uint8_t)(x[i] < y[i]) ^ flip;
}

LOOP void lanes_are_set(uint8_t *restrict out, const int64_t *restrict x, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++)
        out[i] = x[i] != 0;
}

/* ---- tables ---- */

LOOP void lanes_look_up(int64_t *restrict out, const int64_t *restrict at,
                        const int64_t *restrict table, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++)
        out[i] = table[at[i]];
}

LOOP void lanes_at(int64_t *restrict out, const uint8_t *restrict row, int64_t width,
                   const int64_t *restrict column, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++)
        out[i] = row[i] * width + column[i];
}

LOOP void lanes_widen(int64_t *restrict out, const uint8_t *restrict x, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++)
        out[i] = x[i];
}

/* ---- bytes ---- */

LOOP bool bytes_all(const uint8_t *bytes, uint32_t count)
{
    uint8_t all = 1;
    for (uint32_t i = 0; i < count; i++)
        all &= bytes[i];
    return all != 0;
}

LOOP bool bytes_any(const uint8_t *bytes, uint32_t count)
{
    uint8_t any = 0;
    for (uint32_t i = 0; i < count; i++)
        any |= bytes[i];
    return any != 0;
}

LOOP bool bytes_are_all(const uint8_t *bytes, uint8_t value, uint32_t count)
{
    uint8_t others = 0;
    for (uint32_t i = 0; i < count; i++)
        others |= bytes[i] ^ value;
    return others == 0;
}

LOOP uint32_t bytes_sum(const uint8_t *bytes, uint32_t count)
{
    uint32_t sum = 0;
    for (uint32_t i = 0; i < count; i++)
        sum += bytes[i];
    return sum;
}

LOOP bool bytes_marked(const uint8_t *bytes, const uint8_t *marks, uint8_t value, uint32_t count)
{
    uint8_t found = 0;
    for (uint32_t i = 0; i < count; i++)
        found |= (uint8_t)((bytes[i] == value) & marks[i]);
    return found != 0;
}

LOOP void bytes_and(uint8_t *restrict out, const uint8_t *restrict x, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++)
        out[i] &= x[i];
}

LOOP void bytes_or(uint8_t *restrict out, const uint8_t *restrict x, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++)
        out[i] |= x[i];
}

LOOP void bytes_and_not(uint8_t *restrict out, const uint8_t *restrict x, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++)
        out[i] &= x[i] ^ 1;
}

LOOP void bytes_keep(uint8_t *restrict out, const uint8_t *restrict bytes, uint8_t kept,
                     uint32_t count)
{
    for (uint32_t i = 0; i < count; i++)
        out[i] = bytes[i] == kept ? out[i] : 0;
}

LOOP void bytes_replace(uint8_t *restrict out, const uint8_t *restrict x, uint8_t from, uint8_t to,
                        uint32_t count)
{
    for (uint32_t i = 0; i < count; i++)
        out[i] = x[i] == from ? to : x[i];
}

LOOP void bytes_worse(uint8_t *restrict out, const uint8_t *restrict x, const uint8_t *restrict y,
                      uint32_t count)
{
    for (uint32_t i = 0; i < count; i++)
        out[i] = vector_worse(x[i], y[i]);
}

LOOP void bytes_equal(uint8_t *restrict out, const uint8_t *restrict x, const uint8_t *restrict y,
                      uint8_t flip, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++)
        out[i] = (uint8_t)(x[i] == y[i]) ^ flip;
}

LOOP void bytes_are(uint8_t *restrict out, const uint8_t *restrict x, uint8_t value, uint8_t flip,
                    uint32_t count)
{
    for (uint32_t i = 0; i < count; i++)
        out[i] = (uint8_t)(x[i] == value) ^ flip;
}

LOOP void bytes_are_either(uint8_t *restrict out, const uint8_t *restrict within,
                           const uint8_t *restrict x, uint8_t value, uint8_t other, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++)
        out[i] = within[i] & ((uint8_t)(x[i] == value) | (uint8_t)(x[i] == other));
}

LOOP void bytes_select(uint8_t *restrict out, const uint8_t *restrict mask,
                       const uint8_t *restrict x, const uint8_t *restrict y, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        const uint8_t taken = (uint8_t)-mask[i];
        out[i] = (uint8_t)((x[i] & taken) | (y[i] & ~taken));
    }
}

/* Compared with each entry's place: a look into memory a lane would be no work for vectors. */
LOOP void bytes_look_up(uint8_t *restrict out, const uint8_t *restrict at, const uint8_t *table,
                        uint32_t count)
{
    const uint8_t entries[FEW_ENTRIES] = {table[0], table[1], table[2], table[3],
                                          table[4], table[5], table[6], table[7]};
    for (uint32_t i = 0; i < count; i++) {
        uint8_t found = 0;
        for (unsigned entry = 0; entry < FEW_ENTRIES; entry++)
            found |= (uint8_t)(entries[entry] & -(at[i] == entry));
        out[i] = found;
    }
}

void bytes_look_up_at(uint8_t *restrict out, const int64_t *restrict at,
                      const uint8_t *restrict table, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++)
        out[i] = table[at[i]];
}
