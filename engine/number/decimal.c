/* decimal.c: see decimal.h. */
#include <string.h>

#include "decimal.h"

#define EACH_BYTE(c) (UINT64_C(0x0101010101010101) * (uint8_t)(c))

bool decimal_scale(int128 num, int128 den, int64_t *factor, uint32_t *decimals)
{
    int128 power = 1;
    for (*decimals = 0; *decimals <= DECIMAL_MOST; ++*decimals, power *= 10) {
        if (num * power % den != 0)
            continue;
        int128 quotient = num * power / den;
        if (quotient > INT64_MAX || quotient < -INT64_MAX)
            return false;
        *factor = (int64_t)quotient;
        return true;
    }
    return false;
}

/* Digits from the end of `buffer` backwards; gives back where they begin. */
static inline char *decimal_digits(char *end, uint64_t value)
{
    static const char pairs[] =
        "00010203040506070809101112131415161718192021222324252627282930313233"
        "34353637383940414243444546474849505152535455565758596061626364656667"
        "6869707172737475767778798081828384858687888990919293949596979899";
    while (value >= 100) {
        const uint64_t rest = value % 100;
        value /= 100;
        end -= 2;
        memcpy(end, pairs + 2 * rest, 2);
    }
    if (value >= 10) {
        end -= 2;
        memcpy(end, pairs + 2 * value, 2);
        return end;
    }
    *--end = (char)('0' + value);
    return end;
}

enum { WORD_DIGITS = 8, WORD_END = 100000000 };

/* A number below WORD_END as eight digits, zeros in front, one a byte, the first in the lowest. */
static inline uint64_t eight_digits(uint32_t number)
{
    uint64_t digits = number / 10000 | (uint64_t)(number % 10000) << 32;
    uint64_t tens = (digits * 5243 >> 19) & UINT64_C(0x0000007F0000007F);
    digits = tens | (digits - tens * 100) << 16;
    tens = (digits * 103 >> 10) & UINT64_C(0x000F000F000F000F);
    return tens | (digits - tens * 10) << 8;
}

/* Eight digits, those from `from` on, with a point before the last `decimals` of them. */
static inline char *write_word(char *out, uint64_t digits, unsigned from, unsigned decimals)
{
    const unsigned whole = WORD_DIGITS - decimals - from;
    digits = (digits | EACH_BYTE('0')) >> 8 * from;
    memcpy(out, &digits, sizeof digits);
    if (decimals == 0)
        return out + whole;
    digits >>= 8 * whole;
    out[whole] = '.';
    memcpy(out + whole + 1, &digits, sizeof digits);
    return out + whole + 1 + decimals;
}

/* A number that has eight digits or fewer, or twice as many, with `decimals` below eight. */
static inline char *write_short(char *out, uint64_t number, unsigned decimals)
{
    const unsigned most = WORD_DIGITS - 1 - decimals; /* a digit stands before the point */
    uint64_t digits;
    unsigned zeros;
    if (number < WORD_END) {
        digits = eight_digits((uint32_t)number);
        zeros = digits == 0 ? most : (unsigned)__builtin_ctzll(digits) / 8;
        return write_word(out, digits, zeros < most ? zeros : most, decimals);
    }
    digits = eight_digits((uint32_t)(number / WORD_END));
    out = write_word(out, digits, (unsigned)__builtin_ctzll(digits) / 8, 0);
    return write_word(out, eight_digits((uint32_t)(number % WORD_END)), 0, decimals);
}

char *decimal_write(char *out, int64_t value, uint32_t decimals, bool trimmed)
{
    char buffer[DECIMAL_ROOM], *end = buffer + sizeof buffer;
    uint64_t size = value < 0 ? -(uint64_t)value : (uint64_t)value;
    for (; trimmed && decimals > 0 && size % 10 == 0; decimals--)
        size /= 10;
    if (value < 0)
        *out++ = '-';
    if (size < (uint64_t)WORD_END * WORD_END && decimals < WORD_DIGITS)
        return write_short(out, size, decimals);
    char *start = decimal_digits(end, size);
    while ((uint32_t)(end - start) < decimals + 1)
        *--start = '0';
    const size_t whole = (size_t)(end - start) - decimals;
    memcpy(out, start, whole);
    out += whole;
    if (decimals == 0)
        return out;
    *out++ = '.';
    memcpy(out, end - decimals, decimals);
    return out + decimals;
}
