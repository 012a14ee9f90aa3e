/*
 * csv_scan.h: where the cells and rows of CSV end (RFC 4180): at commas and line ends outside of
 * quotes. All that reads a table goes through here; what a cell holds is not looked at.
 *
 * The cells of some bytes, one after the other:
 *
 *     struct csv_scan scan;
 *     csv_scan_open(&scan, at, end);
 *     for (const char *close; at < end; at = close + 1)
 *         close = csv_scan_next(&scan);
 */
#ifndef FANGTIAN_BASE_CSV_SCAN_H
#define FANGTIAN_BASE_CSV_SCAN_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#if defined(__SSE2__) && !defined(FANGTIAN_PARANOID)
#include <emmintrin.h>
#endif

#include "../fangtian.h"

enum { CSV_STRETCH = 64 };

/*
 * Goes through bytes from one end of a cell to the next. Quotes open and close whatever stands
 * around them, so that rows end where row_file takes them to end; the first one that does not stand
 * around a whole cell is noted.
 */
struct csv_scan {
    const char *start, *end; /* `start` begins a row; nothing from `end` on is read */
    const char *stretch;     /* of CSV_STRETCH bytes, the last maybe of fewer */
    uint64_t marks;  /* its bytes that may end a cell and were not passed, the first lowest */
    bool quoted;     /* `end` came inside of quotes */
    const char *odd; /* the first quote within a cell without quotes around it, or character
                        behind a closing quote; NULL: none so far */
};

/* Bits of the bytes below '-': every character that a cell can end with is, and few others of a
 * table are. */
static inline uint64_t csv_low_bytes(const char *at)
{
    uint64_t found = 0;
#if defined(__SSE2__) && !defined(FANGTIAN_PARANOID)
    const __m128i most = _mm_set1_epi8(',');
    for (unsigned i = 0; i < CSV_STRETCH; i += 16) {
        const __m128i bytes = _mm_loadu_si128((const __m128i *)(const void *)(at + i));
        const __m128i low = _mm_cmpeq_epi8(_mm_min_epu8(bytes, most), bytes);
        found |= (uint64_t)(uint32_t)_mm_movemask_epi8(low) << i;
    }
#else
    const uint64_t ones = UINT64_C(0x0101010101010101);
    for (unsigned i = 0; i < CSV_STRETCH; i += 8) {
        uint64_t word;
        memcpy(&word, at + i, sizeof word);
        const uint64_t high = ((word & 0x7F * ones) + (0x80 - '-') * ones) | word; /* bit 7 */
        const uint64_t low = (~high & 0x80 * ones) >> 7;
        found |= (low * UINT64_C(0x0102040810204080)) >> 56 << i;
    }
#endif
    return found;
}

/* Bits of the bytes that are `c`. */
static inline uint64_t csv_bytes_equal(const char *at, char c)
{
    uint64_t found = 0;
#if defined(__SSE2__) && !defined(FANGTIAN_PARANOID)
    for (unsigned i = 0; i < CSV_STRETCH; i += 16) {
        const __m128i bytes = _mm_loadu_si128((const __m128i *)(const void *)(at + i));
        const __m128i equal = _mm_cmpeq_epi8(bytes, _mm_set1_epi8(c));
        found |= (uint64_t)(uint32_t)_mm_movemask_epi8(equal) << i;
    }
#else
    const uint64_t ones = UINT64_C(0x0101010101010101);
    for (unsigned i = 0; i < CSV_STRETCH; i += 8) {
        uint64_t word;
        memcpy(&word, at + i, sizeof word);
        word ^= ones * (unsigned char)c;
        const uint64_t others = ((word & 0x7F * ones) + 0x7F * ones) | word; /* bit 7 */
        const uint64_t equal = (~others & 0x80 * ones) >> 7;
        found |= (equal * UINT64_C(0x0102040810204080)) >> 56 << i;
    }
#endif
    return found;
}

static inline uint64_t csv_scan_marks(const char *at, const char *end)
{
    char last[CSV_STRETCH];
    if (end - at >= CSV_STRETCH)
        return csv_low_bytes(at);
    memset(last, '0', sizeof last);
    memcpy(last, at, (size_t)(end - at));
    return csv_low_bytes(last);
}

static inline void csv_scan_open(struct csv_scan *scan, const char *at, const char *end)
{
    *scan =
        (struct csv_scan){.start = at, .end = end, .stretch = at, .marks = csv_scan_marks(at, end)};
}

/* Goes on to a stretch with marks; false: there is none. */
static inline bool csv_scan_more(struct csv_scan *scan)
{
    while (scan->marks == 0 && scan->end - scan->stretch > CSV_STRETCH) {
        scan->stretch += CSV_STRETCH;
        scan->marks = csv_scan_marks(scan->stretch, scan->end);
    }
    return scan->marks != 0;
}

/* The first mark's byte, which is passed. There is one. */
static inline const char *csv_scan_take(struct csv_scan *scan)
{
    const char *at = scan->stretch + (unsigned)__builtin_ctzll(scan->marks);
    scan->marks &= scan->marks - 1;
    return at;
}

static inline bool csv_may_follow_quote(const char *at, const char *end)
{
    return at == end || *at == ',' || *at == '\n' || *at == '"' ||
           (*at == '\r' && (at + 1 == end || at[1] == '\n'));
}

/* Goes on from an opening quote to the closing one. Of two quotes within quotes, which are one
 * character, the first closes and the second opens. */
static inline void csv_scan_quoted(struct csv_scan *scan, const char *at)
{
    if (scan->odd == NULL && at != scan->start && at[-1] != ',' && at[-1] != '\n' && at[-1] != '"')
        scan->odd = at;
    do
        scan->quoted = !csv_scan_more(scan);
    while (!scan->quoted && *(at = csv_scan_take(scan)) != '"');
    if (scan->odd == NULL && !scan->quoted && !csv_may_follow_quote(at + 1, scan->end))
        scan->odd = at + 1;
}

/* The comma or line feed that ends the cell at hand, or `end`. A carriage return before a line feed
 * is part of the line's end. */
static inline const char *csv_scan_next(struct csv_scan *scan)
{
    while (scan->marks != 0 || csv_scan_more(scan)) {
        const char *at = csv_scan_take(scan);
        switch (*at) {
        case ',':
        case '\n':
            return at;
        case '"':
            csv_scan_quoted(scan, at);
            break;
        default: /* another low character */
            break;
        }
    }
    return scan->end;
}

/* One past the line end of the row that begins at `at`, or `end`. */
const char *csv_row_end(const char *at, const char *end);
/* The first end of a row at `from` or behind it, of bytes that begin with a row; 0: none. */
size_t csv_first_row_end(const char *bytes, size_t length, size_t from);
/* The last end of a row in such bytes; 0: none. */
size_t csv_last_row_end(const char *bytes, size_t length);

/* How many line feeds there are, within quotes too. */
uint32_t csv_count_lines(const char *bytes, size_t length);

/* What stands between the quotes around a cell, with one quote for two: writes up to `length` bytes
 * and gives back how many. */
size_t csv_unquote(char *out, const char *text, size_t length);

#endif
