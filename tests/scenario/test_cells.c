/* Where the cells of a chunk stand, against a reader of one character after the other. */
#include "fixture.h"

#include <stdlib.h>
#include <string.h>

#include "scenario/row_lanes.h"

enum { MOST_CELLS = 40, MOST_TEXT = 1 << 18, FILES = 120 };

static uint64_t seed = 1;

static uint32_t draw(uint32_t below)
{
    seed = seed * UINT64_C(6364136223846793005) + 1442695040888963407;
    return (uint32_t)(seed >> 33) % below;
}

/* Rows of so many cells, but in a plain file some in quotes, some line ends of two characters; one in `odd` has a cell
 * more or less, or a quote out of place. How many bytes. */
static size_t write_rows(char *out, uint32_t rows, uint32_t cells, uint32_t odd, bool plain)
{
    static const char *const texts[] = {
        "", "7", "1234.56", "a name", "\"x,y\"", "\"a\"\"\nb\"", "plain_text", "\"1,234.00\""};
    char *at = out;
    for (uint32_t row = 0; row < rows; row++) {
        const bool bad = odd > 0 && draw(odd) == 0;
        const uint32_t own = bad && draw(2) == 0 ? cells + 1 - 2 * draw(2) : cells;
        const uint32_t quoted = !plain && draw(3) == 0 ? 8 : 5;
        for (uint32_t i = 0; i < own; i++) {
            const char *text = bad && own == cells && i == 0 ? "5\" pipe" : texts[draw(quoted)];
            at = stpcpy(at, text == texts[4] && quoted == 5 ? "z" : text);
            *at++ = ',';
        }
        at -= own > 0;
        at = stpcpy(at, !plain && draw(4) == 0 ? "\r\n" : "\n");
    }
    return (size_t)(at - out);
}

/* The marks of rows that are plainly written, one character after the other. */
static uint32_t read_rows(uint32_t *marks, const char *text, size_t length, uint32_t cells)
{
    uint32_t rows = 0, cell = 0, *row = marks;
    bool quoted = false;
    row[0] = UINT32_MAX;
    for (uint32_t i = 0; i < length && rows < LANES; i++) {
        const bool starts = i == 0 || text[i - 1] == ',' || text[i - 1] == '\n';
        const char *next = i + 1 < length ? text + i + 1 : "\n";
        if (text[i] == '"' && !quoted && !starts && text[i - 1] != '"')
            return rows;
        if (text[i] == '"' && quoted && strchr(",\n\"\r", *next) == NULL)
            return rows;
        quoted ^= text[i] == '"';
        if (quoted || (text[i] != ',' && text[i] != '\n'))
            continue;
        if (++cell > cells || (text[i] == '\n' && cell != cells))
            return rows;
        row[cell] = i - (text[i] == '\n' && i > 0 && text[i - 1] == '\r');
        if (text[i] == ',')
            continue;
        row += cells + 1;
        row[0] = i;
        cell = 0;
        rows++;
    }
    return rows;
}

/* Whether they are found where reading one by one finds them, in each way that the machine has. */
static void check_cells(const char *text, size_t length, uint32_t count, uint32_t *wanted,
                        struct arena *arena, uint32_t file)
{
    const size_t width = count + 1;
    const uint32_t found = read_rows(wanted, text, length, count);
    const char *rest;
    struct cells cells;
    cr_assert(cells_open(&cells, count, arena));
    for (;; cells.way--) {
        const bool all = cells_find(&cells, text, text + length, &rest);
        cr_assert_eq(cells.rows, found, "file %u: %u rows of %u", file, cells.rows, found);
        cr_assert(cells.width == width || cells.width == count);
        for (uint32_t row = 0; row < found; row++)
            cr_assert_arr_eq(cells.marks + row * cells.width, wanted + row * width,
                             width * sizeof *wanted, "file %u, row %u", file, row);
        cr_assert_eq(rest, text + (uint32_t)(wanted[found * width] + 1), "file %u", file);
        cr_assert_eq(all, found == LANES || rest == text + length, "file %u", file);
        if (cells.way == CELLS_NARROW)
            break;
    }
}

Test(cells, stand_where_reading_one_by_one_finds_them)
{
    char *text = malloc(MOST_TEXT + ROW_PADDING);
    uint32_t *wanted = calloc((LANES + 2), (MOST_CELLS + 1) * sizeof *wanted);
    struct arena arena;
    cr_assert(text != NULL && wanted != NULL);
    arena_open(&arena, NULL);
    for (uint32_t file = 0; file < FILES; file++) {
        const uint32_t count = 1 + draw(MOST_CELLS - 1);
        const uint32_t rows = file % 8 == 0 && count < 8 ? LANES + 3 : draw(60);
        const size_t length = write_rows(text, rows, count, file % 3 == 0 ? 20 : 0, file % 16 >= 8);
        cr_assert(length < MOST_TEXT);
        memset(text + length, 0, ROW_PADDING);
        check_cells(text, length, count, wanted, &arena, file);
    }
    arena_close(&arena);
    free(wanted);
    free(text);
}
