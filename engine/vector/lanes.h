/*
 * lanes.h: plain loops over the lanes of a chunk, which a compiler makes the machine's vectors of.
 *
 * Nothing is checked here: the caller has proven by the bounds of the lanes that no operation
 * overflows. A byte that says yes or no is 1 or 0. Arrays named `restrict` do not overlap.
 */
#ifndef FANGTIAN_VECTOR_LANES_H
#define FANGTIAN_VECTOR_LANES_H

#include <stdbool.h>
#include <stdint.h>

/* ---- integers ---- */

void lanes_bounds(const int64_t *lanes, uint32_t count, int64_t *low, int64_t *high);
void lanes_fill(int64_t *lanes, int64_t value, uint32_t count);
void lanes_scale(int64_t *restrict out, const int64_t *restrict x, int64_t factor, uint32_t count);
void lanes_multiply(int64_t *restrict out, const int64_t *restrict x, const int64_t *restrict y,
                    uint32_t count);
/* x + y, x - y, the lesser, the greater. */
void lanes_add(int64_t *restrict out, const int64_t *restrict x, const int64_t *restrict y,
               uint32_t count);
void lanes_subtract(int64_t *restrict out, const int64_t *restrict x, const int64_t *restrict y,
                    uint32_t count);
void lanes_least(int64_t *restrict out, const int64_t *restrict x, const int64_t *restrict y,
                 uint32_t count);
void lanes_most(int64_t *restrict out, const int64_t *restrict x, const int64_t *restrict y,
                uint32_t count);
/* (x * factor + den / 2) / den for non-negative x: half up. */
void lanes_half_up(int64_t *restrict out, const int64_t *restrict x, int64_t factor, int64_t den,
                   uint32_t count);
/* x where the mask says yes, else y. */
void lanes_select(int64_t *restrict out, const uint8_t *restrict mask, const int64_t *restrict x,
                  const int64_t *restrict y, uint32_t count);
/* 0 where the byte is another than `kept`. */
void lanes_keep(int64_t *restrict lanes, const uint8_t *restrict bytes, uint8_t kept,
                uint32_t count);
int64_t lanes_sum(const int64_t *lanes, uint32_t count);

/* ---- tables ---- */

/* The entries of a table, at places in it: of rows of so many entries, a column each; of one row.
 */
void lanes_look_up(int64_t *restrict out, const int64_t *restrict at, const int64_t *restrict table,
                   uint32_t count);
void bytes_look_up_at(uint8_t *restrict out, const int64_t *restrict at,
                      const uint8_t *restrict table, uint32_t count);
void lanes_at(int64_t *restrict out, const uint8_t *restrict row, int64_t width,
              const int64_t *restrict column, uint32_t count);
/* Whether a lane is not 0. */
void lanes_are_set(uint8_t *restrict out, const int64_t *restrict x, uint32_t count);
void lanes_widen(int64_t *restrict out, const uint8_t *restrict x, uint32_t count);

/* ---- integers to bytes ---- */

/* Whether x == y, x < y; the opposite where `flip` is 1. */
void lanes_equal(uint8_t *restrict out, const int64_t *restrict x, const int64_t *restrict y,
                 uint8_t flip, uint32_t count);
void lanes_less(uint8_t *restrict out, const int64_t *restrict x, const int64_t *restrict y,
                uint8_t flip, uint32_t count);

/* ---- bytes ---- */

/* Whether all, or any, are 1; all are `value`. */
bool bytes_all(const uint8_t *bytes, uint32_t count);
bool bytes_any(const uint8_t *bytes, uint32_t count);
bool bytes_are_all(const uint8_t *bytes, uint8_t value, uint32_t count);
uint32_t bytes_sum(const uint8_t *bytes, uint32_t count);
/* Whether any byte with a mark is `value`. */
bool bytes_marked(const uint8_t *bytes, const uint8_t *marks, uint8_t value, uint32_t count);
/* out & x, out | x, out & not x. */
void bytes_or(uint8_t *restrict out, const uint8_t *restrict x, uint32_t count);
void bytes_and(uint8_t *restrict out, const uint8_t *restrict x, uint32_t count);
void bytes_and_not(uint8_t *restrict out, const uint8_t *restrict x, uint32_t count);
/* 0 where the other byte is another than `kept`. */
void bytes_keep(uint8_t *restrict out, const uint8_t *restrict bytes, uint8_t kept, uint32_t count);
/* x, but `to` where it is `from`. */
void bytes_replace(uint8_t *restrict out, const uint8_t *restrict x, uint8_t from, uint8_t to,
                   uint32_t count);
/* The worse of two states: vector_worse. */
void bytes_worse(uint8_t *restrict out, const uint8_t *restrict x, const uint8_t *restrict y,
                 uint32_t count);
/* Whether x is equal to y, to `value`; the opposite where `flip` is 1. */
void bytes_equal(uint8_t *restrict out, const uint8_t *restrict x, const uint8_t *restrict y,
                 uint8_t flip, uint32_t count);
void bytes_are(uint8_t *restrict out, const uint8_t *restrict x, uint8_t value, uint8_t flip,
               uint32_t count);
/* Marks of `within` where x is one of both. */
void bytes_are_either(uint8_t *restrict out, const uint8_t *restrict within,
                      const uint8_t *restrict x, uint8_t value, uint8_t other, uint32_t count);
void bytes_select(uint8_t *restrict out, const uint8_t *restrict mask, const uint8_t *restrict x,
                  const uint8_t *restrict y, uint32_t count);
/* By lane the entry of a table that has few. */
enum { FEW_ENTRIES = 8 };
void bytes_look_up(uint8_t *restrict out, const uint8_t *restrict at, const uint8_t *table,
                   uint32_t count);

#endif
