/*
 * Where the cells of a chunk of rows stand: their commas and line ends, looked for in stretches of
 * bytes. A row that is not written plainly ends the search; what stands in the cells is not looked
 * at.
 */
#include <string.h>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

#include "columns.h"

enum { STRETCH = 64 };
_Static_assert((int)STRETCH <= (int)ROW_PADDING, "a stretch may begin at a block's last byte");

/* Which bytes of a stretch are below '-', as bits, the first lowest: every character that a cell
 * can end with is, and few others of a table are. */
#if defined(__SSE2__) && !defined(FANGTIAN_PARANOID)
static inline uint64_t low_bytes(const char *at)
{
    const __m128i most = _mm_set1_epi8(',');
    uint64_t found = 0;
    for (unsigned i = 0; i < STRETCH; i += 16) {
        const __m128i bytes = _mm_loadu_si128((const __m128i *)(const void *)(at + i));
        const __m128i low = _mm_cmpeq_epi8(_mm_min_epu8(bytes, most), bytes);
        found |= (uint64_t)(uint32_t)_mm_movemask_epi8(low) << i;
    }
    return found;
}
#else
static inline uint64_t low_bytes(const char *at)
{
    uint64_t found = 0;
    for (unsigned i = 0; i < STRETCH; i += 8) {
        uint64_t word;
        memcpy(&word, at + i, sizeof word);
        const uint64_t high =
            ((word & EVERY_BYTE(0x7F)) + EVERY_BYTE(0x80 - '-')) | word; /* bit 7: not below */
        const uint64_t low = (~high & EVERY_BYTE(0x80)) >> 7;
        found |= (low * UINT64_C(0x0102040810204080)) >> 56 << i;
    }
    return found;
}
#endif

/* The first quote or NUL at `at` or behind it. */
static inline const char *next_quote(const char *at)
{
    for (;; at += sizeof(uint64_t)) {
        uint64_t word;
        memcpy(&word, at, sizeof word);
        const uint64_t quote = word ^ EVERY_BYTE('"');
        /* bit 7 of a byte that is 0, and perhaps of some above it */
        const uint64_t found =
            (((quote - EVERY_BYTE(1)) & ~quote) | ((word - EVERY_BYTE(1)) & ~word)) &
            EVERY_BYTE(0x80);
        if (found != 0)
            return at + __builtin_ctzll(found) / 8;
    }
}

/* Behind the cell whose quote opens at `at`; quotes within are doubled. NULL: it does not end with
 * one. */
static inline const char *pass_quoted(const char *at)
{
    const char *close = next_quote(at + 1);
    while (*close == '"' && close[1] == '"')
        close = next_quote(close + 2);
    return *close == '"' && (close[1] == ',' || close[1] == '\n' || close[1] == '\r') ? close + 1
                                                                                      : NULL;
}

/*
 * A low character that is neither comma nor line end: where the search goes on, NULL where the row
 * is not plain, `at` itself where it is like any other. Quotes stand around a whole cell or not at
 * all.
 */
static inline const char *pass_other(const char *at, const char *cell)
{
    switch (*at) {
    case '"':
        return at == cell ? pass_quoted(at) : NULL;
    case '\r':
        return at[1] == '\n' ? at : NULL;
    case '\0':
        return NULL;
    default:
        return at;
    }
}

bool cells_open(struct cells *cells, size_t count, struct arena *arena)
{
    *cells = (struct cells){.width = count + 1};
    /* one row more than are kept may have been looked at, and a stretch of commas behind it */
    cells->marks = arena_array(arena, (LANES + 1) * cells->width + STRETCH + 1, sizeof(uint32_t));
    return cells->marks != NULL;
}

bool cells_find(struct cells *cells, const char *at, const char *end, const char **rest)
{
    const ptrdiff_t width = (ptrdiff_t)cells->width;
    const char *next = at;
    uint32_t *mark = cells->marks, *row = mark;
    cells->at = at;
    cells->rows = 0;
    *rest = at;
    *mark++ = UINT32_MAX; /* one before the chunk */
    while (next < end && mark - row <= width) {
        const char *stretch = next;
        next += STRETCH;
        for (uint64_t low = low_bytes(stretch); low != 0; low &= low - 1) {
            const char *found = stretch + __builtin_ctzll(low), *on;
            *mark = (uint32_t)(found - at);
            if (*found == ',') {
                mark++;
            } else if (*found == '\n') {
                if (found > at && found[-1] == '\r')
                    --*mark;
                mark++;
                if (mark - row != width)
                    return false;
                row = mark;
                *mark++ = (uint32_t)(found - at);
                *rest = found + 1;
                if (++cells->rows == LANES)
                    return true;
            } else if ((on = pass_other(found, at + (uint32_t)(mark[-1] + 1))) == NULL) {
                return *rest == end;
            } else if (on >= next) {
                next = on;
                break;
            } else if (on != found) {
                low &= ~UINT64_C(0)
                       << (on - stretch); /* with the bit before, which the loop takes off */
                low |= UINT64_C(1) << (on - stretch - 1);
            }
        }
    }
    return *rest == end;
}
