/* Where cells and rows of CSV end, against a reader of one character after the other. */
#include "base_test.h"

#include <stdlib.h>
#include <string.h>

enum { MOST_LENGTH = 4 * CSV_STRETCH, MOST_BYTES = MOST_LENGTH + 2, TRIALS = 8 };

struct scanned {
    const char *name, *text;
    const char *cells; /* '|' for the end of each, ';' where that ends a row too */
    int odd;           /* which byte is the first out of place; -1: none */
};

static const struct scanned texts[] = {
    {"nothing", "", "|", -1},
    {"cells of two rows", "a,b\n,c\n", "a|b;|c;|", -1},
    {"a line end of two characters", "a,b\r\nc\r\n", "a|b\r;c\r;|", -1},
    {"no line end behind the last", "a,b", "a|b|", -1},
    {"a comma in quotes", "\"1,234.00\",x\n", "\"1,234.00\"|x;|", -1},
    {"a line end in quotes", "\"a\nb\",c\n", "\"a\nb\"|c;|", -1},
    {"two quotes for one", "\"a\"\"b\",\"\"\"\"\n", "\"a\"\"b\"|\"\"\"\";|", -1},
    {"nothing in quotes", "\"\",\"\"\n", "\"\"|\"\";|", -1},
    {"quotes to the end", "a,\"b\"", "a|\"b\"|", -1},
    {"quotes before CRLF", "\"a\"\r\n\"b\"\r", "\"a\"\r;\"b\"\r|", -1},
    {"a quote within a cell", "5\" pipe,x\ny\"\n", "5\" pipe,x\ny\";|", 1},
    {"a blank before a quote", "a, \"b\"\n", "a| \"b\";|", 3},
    {"more behind a quote", "\"a\"b,c\n", "\"a\"b|c;|", 3},
    {"a carriage return alone behind a quote", "\"a\"\rb\n", "\"a\"\rb;|", 3},
    {"the first of two", "\"a\"b,\"c\"d\n", "\"a\"b|\"c\"d;|", 3},
    {"a quote that stays open", "a,\"b\nc,d\n", "a|\"b\nc,d\n|", -1},
    {"marks that are no ends", "a b,#!$%&'()*+,\n", "a b|#!$%&'()*+|;|", -1},
};

static void cells_of_text(char *out, const char *at, const char *end, const char **odd)
{
    struct csv_scan scan;
    csv_scan_open(&scan, at, end);
    for (bool more = true; more;) {
        const char *close = csv_scan_next(&scan);
        memcpy(out, at, (size_t)(close - at));
        out += close - at;
        more = close < end;
        *out++ = more && *close == '\n' ? ';' : '|';
        at = close + 1;
    }
    *out = '\0';
    *odd = scan.odd;
}

Test(csv_scan, ends_cells_at_commas_and_lines)
{
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        const struct scanned *text = &texts[i];
        char cells[MOST_BYTES];
        const char *odd;
        cells_of_text(cells, text->text, text->text + strlen(text->text), &odd);
        cr_expect_str_eq(cells, text->cells, "%s: %s", text->name, cells);
        cr_expect_eq(odd == NULL ? -1 : odd - text->text, text->odd, "%s: %d", text->name,
                     odd == NULL ? -1 : (int)(odd - text->text));
    }
}

/* A character after the other, quotes counted. */
static void cells_one_by_one(char *out, const char *at, const char *end)
{
    for (bool quoted = false; at < end; at++) {
        quoted ^= *at == '"';
        *out = *at;
        if (!quoted && *at == ',')
            *out = '|';
        else if (!quoted && *at == '\n')
            *out = ';';
        out++;
    }
    *out++ = '|';
    *out = '\0';
}

/* Ends of rows by quotes alone are where the cells say. */
static void expect_row_ends(const char *text, size_t length, const char *cells)
{
    const char *const end = text + length;
    for (const char *row = text, *next; row < end; row = next) {
        const size_t first = csv_first_row_end(text, length, (size_t)(row - text) + 1);
        next = csv_row_end(row, end);
        cr_expect_eq(next, first == 0 ? end : text + first, "%.*s", (int)length, text);
        cr_expect(next == end || cells[next - text - 1] == ';', "%.*s", (int)length, text);
    }
    const size_t last = csv_last_row_end(text, length);
    cr_expect(last == 0 || cells[last - 1] == ';', "%.*s", (int)length, text);
    cr_expect_null(memchr(cells + last, ';', length - last), "%.*s", (int)length, text);
}

/* Texts of all lengths about those of a stretch, in memory of their own, so that nothing behind
 * them may be read. */
Test(csv_scan, finds_what_reading_one_by_one_finds)
{
    static const char characters[] = "aaaaaa01.-\r \",,\n";
    uint64_t seed = 1;
    for (size_t length = 0; length < MOST_LENGTH; length++) {
        for (int trial = 0; trial < TRIALS; trial++) {
            char *text = malloc(length + (length == 0));
            char found[MOST_BYTES], wanted[MOST_BYTES];
            const char *odd, *end = text + length;
            cr_assert_not_null(text);
            for (size_t i = 0; i < length; i++) {
                seed = seed * UINT64_C(6364136223846793005) + 1442695040888963407;
                text[i] = characters[(seed >> 33) % (sizeof characters - 1)];
            }
            cells_of_text(found, text, end, &odd);
            cells_one_by_one(wanted, text, end);
            cr_expect_str_eq(found, wanted, "length %zu: %.*s", length, (int)length, text);
            expect_row_ends(text, length, wanted);
            free(text);
        }
    }
}

/* All bytes, in memory of their own. */
Test(csv_scan, counts_lines_and_marks_bytes_as_one_by_one)
{
    uint64_t seed = 2;
    for (size_t length = 0; length < MOST_BYTES; length++) {
        char *text = malloc(length + (length == 0));
        uint32_t lines = 0;
        cr_assert_not_null(text);
        for (size_t i = 0; i < length; i++) {
            seed = seed * UINT64_C(6364136223846793005) + 1442695040888963407;
            text[i] = (char)((seed >> 33) % 3 == 0 ? '\n' : (int)(seed >> 40));
            lines += text[i] == '\n';
        }
        cr_expect_eq(csv_count_lines(text, length), lines, "length %zu", length);
        for (size_t i = 0; length >= CSV_STRETCH && i < CSV_STRETCH; i++)
            cr_expect_eq((csv_bytes_equal(text, text[0]) >> i & 1) != 0, text[i] == text[0],
                         "length %zu, byte %zu", length, i);
        free(text);
    }
}

Test(csv_scan, unquotes_two_for_one)
{
    char out[16];
    const size_t length = csv_unquote(out, "a\"\"b\"\"\"\"", 8);
    cr_expect_eq(length, 5);
    cr_expect_eq(memcmp(out, "a\"b\"\"", 5), 0);
}
