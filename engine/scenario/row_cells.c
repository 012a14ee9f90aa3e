/* Where the cells of a chunk of rows stand. A row that is not written plainly ends the search; what
 * stands in the cells is not looked at. */
#include <assert.h>
#ifdef FANGTIAN_CLONES
#include <immintrin.h>
#endif

#include "row_lanes.h"

static enum cells_way machine_way(void)
{
    enum cells_way way = CELLS_NARROW;
#ifdef FANGTIAN_CLONES
    if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi") &&
        __builtin_cpu_supports("popcnt"))
        way = CELLS_WIDE;
    if (way == CELLS_WIDE && __builtin_cpu_supports("avx512bw") &&
        __builtin_cpu_supports("avx512vbmi2"))
        way = CELLS_WIDEST;
#endif
    return way;
}

bool cells_open(struct cells *cells, size_t count, struct arena *arena)
{
    *cells = (struct cells){.count = count, .way = machine_way()};
    /* one row more than are kept may have been looked at, and a stretch of cells too many */
    const size_t marks = (LANES + 1) * (count + 1) + 1 + CSV_STRETCH;
    cells->marks = arena_array(arena, marks, sizeof *cells->marks);
    return cells->marks != NULL;
}

/* A search for cells: `mark` is the place for the next, `row` where its row's begin. */
struct cell_search {
    const char *at, *rest;
    size_t width;
    uint32_t *row, *mark;
    uint32_t rows;
};

/* The mark at hand is a line feed's. False: its row has another number of cells. */
static inline bool search_end_row(struct cell_search *search)
{
    const uint32_t line = *search->mark;
    *search->mark -= line > 0 && search->at[line - 1] == '\r';
    if (++search->mark != search->row + search->width)
        return false;
    search->row = search->mark;
    *search->mark++ = line;
    search->rows++;
    search->rest = search->at + line + 1;
    return true;
}

/* Commas and line feeds of a stretch as bits; false where a quote is in it. */
typedef bool stretch_ends(const char *at, uint64_t *commas, uint64_t *lines);

static inline bool narrow_ends(const char *at, uint64_t *commas, uint64_t *lines)
{
    *commas = csv_bytes_equal(at, ',');
    *lines = csv_bytes_equal(at, '\n');
    return csv_bytes_equal(at, '"') == 0;
}

/* Goes through whole stretches up to one with quotes. False: no more rows are wanted, or one has
 * another number of cells. */
static inline __attribute__((always_inline)) bool
search_stretches(struct cell_search *search, struct csv_scan *scan, stretch_ends *ends)
{
    uint64_t commas, lines;
    for (; scan->end - scan->stretch >= CSV_STRETCH && ends(scan->stretch, &commas, &lines);
         scan->stretch += CSV_STRETCH) {
        const uint32_t base = (uint32_t)(scan->stretch - search->at);
        for (uint64_t left = commas | lines; left != 0;) {
            const uint64_t row = lines ^ (lines - 1); /* up to the first line feed */
            uint32_t *mark = search->mark;
            for (uint64_t own = left & row; own != 0; own &= own - 1)
                *mark++ = base + (uint32_t)__builtin_ctzll(own);
            search->mark = lines == 0 ? mark : mark - 1;
            if (mark > search->row + search->width ||
                (lines != 0 && (!search_end_row(search) || search->rows == LANES)))
                return false;
            left &= ~row;
            lines &= lines - 1;
        }
    }
    return true;
}

static bool search_narrow(struct cell_search *search, struct csv_scan *scan)
{
    return search_stretches(search, scan, narrow_ends);
}

#ifdef FANGTIAN_CLONES
#define WIDE __attribute__((target("avx2,bmi,popcnt")))

WIDE static inline uint64_t wide_equal(__m256i low, __m256i high, char c)
{
    const __m256i all = _mm256_set1_epi8(c);
    return (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(low, all)) |
           (uint64_t)(uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(high, all)) << 32;
}

WIDE static inline bool wide_ends(const char *at, uint64_t *commas, uint64_t *lines)
{
    const __m256i low = _mm256_loadu_si256((const __m256i *)(const void *)at),
                  high = _mm256_loadu_si256((const __m256i *)(const void *)(at + 32));
    *commas = wide_equal(low, high, ',');
    *lines = wide_equal(low, high, '\n');
    return wide_equal(low, high, '"') == 0;
}

WIDE static bool search_wide(struct cell_search *search, struct csv_scan *scan)
{
    return search_stretches(search, scan, wide_ends);
}

/* The marks of a stretch, eight at a time; what is written behind the last is of no use. */
typedef void stretch_put(uint32_t *mark, uint64_t ends, uint32_t base);

WIDE static inline void wide_put(uint32_t *mark, uint64_t ends, uint32_t base)
{
    enum { AT_A_TIME = 8 };
    while (ends != 0)
        for (int i = 0; i < AT_A_TIME; i++) {
            *mark++ = base + (uint32_t)_tzcnt_u64(ends); /* of none it is 64 */
            ends &= ends - 1;
        }
}

/*
 * As search_stretches for rows without quotes and carriage returns, up to LANES: a line feed's mark is the end of a row and
 * the place before the next. False where there is a row of another kind.
 */
static inline __attribute__((always_inline)) bool search_plain(struct cells *cells, const char *at,
                                                               const char *end, const char **rest,
                                                               stretch_ends *ends, stretch_put *put)
{
    const size_t count = cells->count;
    size_t found = 0, next = count; /* marks; those up to the end of the row at hand */
    uint64_t commas, lines;
    *rest = at;
    cells->rows = 0;
    for (const char *stretch = at; stretch < end; stretch += CSV_STRETCH) {
        char last[CSV_STRETCH];
        const char *bytes = stretch;
        if (end - stretch < CSV_STRETCH) {
            memset(last, '0', sizeof last);
            bytes = memcpy(last, stretch, (size_t)(end - stretch));
        }
        if (!ends(bytes, &commas, &lines))
            return false;
        put(cells->marks + 1 + found, commas | lines, (uint32_t)(stretch - at));
        for (uint64_t left = lines; left != 0; left &= left - 1) {
            const uint64_t row = (commas | lines) & (left ^ (left - 1));
            *rest = stretch + (unsigned)__builtin_ctzll(left) + 1;
            if (found + (size_t)__builtin_popcountll(row) != next ||
                (*rest - at > 1 && (*rest)[-2] == '\r'))
                return false;
            next += count;
            if (++cells->rows == LANES)
                return true;
        }
        found += (size_t)__builtin_popcountll(commas | lines);
        if (found >= next)
            return false;
        if (end - stretch < CSV_STRETCH)
            break;
    }
    return true;
}

WIDE static bool search_plain_wide(struct cells *cells, const char *at, const char *end,
                                   const char **rest)
{
    return search_plain(cells, at, end, rest, wide_ends, wide_put);
}

#define WIDEST __attribute__((target("avx512f,avx512bw,avx512vbmi2,bmi,popcnt")))

WIDEST static inline bool widest_ends(const char *at, uint64_t *commas, uint64_t *lines)
{
    const __m512i bytes = _mm512_loadu_si512(at);
    *commas = _mm512_cmpeq_epi8_mask(bytes, _mm512_set1_epi8(','));
    *lines = _mm512_cmpeq_epi8_mask(bytes, _mm512_set1_epi8('\n'));
    return _mm512_cmpeq_epi8_mask(bytes, _mm512_set1_epi8('"')) == 0;
}

/* The places of the bits, put side by side as bytes, and sixteen of them at a time as marks. */
WIDEST static inline void widest_put(uint32_t *mark, uint64_t ends, uint32_t base)
{
    enum { AT_A_TIME = 16 };
    uint8_t places[CSV_STRETCH];
    for (int i = 0; i < CSV_STRETCH; i++)
        places[i] = (uint8_t)i;
    const __m512i found = _mm512_maskz_compress_epi8(ends, _mm512_loadu_si512(places));
    const int count = __builtin_popcountll(ends);
    _mm512_storeu_si512(places, found);
    for (int i = 0; i < count; i += AT_A_TIME, mark += AT_A_TIME) {
        const __m128i some = _mm_loadu_si128((const __m128i *)(const void *)(places + i));
        _mm512_storeu_si512(
            mark, _mm512_add_epi32(_mm512_cvtepu8_epi32(some), _mm512_set1_epi32((int)base)));
    }
}

WIDEST static bool search_plain_widest(struct cells *cells, const char *at, const char *end,
                                       const char **rest)
{
    return search_plain(cells, at, end, rest, widest_ends, widest_put);
}
#endif

/* A stretch with quotes, or the last: as csv_scan_next, whose steps are taken one by one. False as
 * search_stretches. */
static bool search_marks(struct cell_search *search, struct csv_scan *scan)
{
    scan->marks = csv_scan_marks(scan->stretch, scan->end);
    while (scan->marks != 0) {
        const char *close = csv_scan_take(scan);
        *search->mark = (uint32_t)(close - search->at);
        if (*close == ',')
            search->mark++;
        else if (*close == '\n' && !search_end_row(search))
            return false;
        else if (*close == '"')
            csv_scan_quoted(scan, close);
        if (search->rows == LANES || scan->odd != NULL ||
            search->mark > search->row + search->width)
            return false;
    }
    return true;
}

bool cells_find(struct cells *cells, const char *at, const char *end, const char **rest)
{
    bool (*stretches)(struct cell_search *, struct csv_scan *) = search_narrow;
    struct csv_scan scan = {.start = at, .end = end, .stretch = at};
    assert(cells->count > 0);
    cells->at = at;
    cells->marks[0] = UINT32_MAX; /* one before the chunk */
#ifdef FANGTIAN_CLONES
    if (cells->way != CELLS_NARROW) {
        cells->width = cells->count;
        if ((cells->way == CELLS_WIDEST ? search_plain_widest : search_plain_wide)(cells, at, end,
                                                                                   rest))
            return cells->rows == LANES || *rest == end;
        stretches = search_wide;
    }
#endif
    cells->width = cells->count + 1;
    struct cell_search search = {
        .at = at, .rest = at, .width = cells->width, .row = cells->marks, .mark = cells->marks + 1};
    while (stretches(&search, &scan) && scan.stretch < end && search_marks(&search, &scan))
        scan.stretch += end - scan.stretch < CSV_STRETCH ? end - scan.stretch : CSV_STRETCH;
    cells->rows = search.rows;
    *rest = search.rest;
    return search.rows == LANES || search.rest == end;
}

struct slice row_cell_at(const char *row, const char *end, size_t place)
{
    struct csv_scan scan;
    const char *close;
    csv_scan_open(&scan, row, end);
    for (; (close = csv_scan_next(&scan)) < end && *close == ',' && place > 0; place--)
        row = close + 1;
    struct slice cell = {.at = row, .length = (uint32_t)(close - row)};
    if (place > 0)
        return (struct slice){.at = close};
    cell = slice_trimmed(cell);
    if (cell.length < 2 || *cell.at != '"' || cell.at[cell.length - 1] != '"')
        return cell;
    return slice_trimmed((struct slice){.at = cell.at + 1, .length = cell.length - 2});
}
