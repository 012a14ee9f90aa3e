/*
 * decimal.h: integers that are so many decimals as text, for columns of them: short ones eight
 * digits at a time.
 *
 *     char text[DECIMAL_ROOM], *end = decimal_write(text, 1234500, 4, true);    // "123.45"
 */
#ifndef FANGTIAN_NUMBER_DECIMAL_H
#define FANGTIAN_NUMBER_DECIMAL_H

#include "sum.h"

/* The decimals that there may be, and the bytes that a number may take: its text, and what is
 * written behind it on the way. */
enum { DECIMAL_MOST = 18, DECIMAL_ROOM = 40 };

/* num/den as an integer `*factor` over 10^`*decimals`, of the fewest; false where there is none of
 * 64 bits. `den` > 0. */
bool decimal_scale(int128 num, int128 den, int64_t *factor, uint32_t *decimals);
/* Writes value / 10^decimals, without a NUL; `trimmed`: without zeros at its end. Gives back where
 * the text ends. */
char *decimal_write(char *out, int64_t value, uint32_t decimals, bool trimmed);

#endif
