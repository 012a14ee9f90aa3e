/* The rows of a long sheet. The library writes each formula whole and each text where it stands, ten
 * thousand times over; a run of formulas that differ in their row alone has one text here, and each
 * text a number. */
#include "write_rows.h"

#include <assert.h>
#include <string.h>

void row_writer_open(struct row_writer *rows, struct arena *arena, FILE *out)
{
    char *cells = rows->cells;
    const size_t capacity = rows->capacity;
    *rows = (struct row_writer){.arena = arena, .out = out, .cells = cells, .capacity = capacity};
}

static void row_add(struct row_writer *rows, const char *text, size_t length)
{
    char *cells =
        arena_grow(rows->arena, rows->cells, &rows->capacity, 1, rows->length + length + 1);
    if (cells == NULL) {
        rows->no_memory = true;
        return;
    }
    rows->cells = cells;
    memcpy(cells + rows->length, text, length);
    rows->length += length;
}

static void row_add_text(struct row_writer *rows, const char *text)
{
    row_add(rows, text, strlen(text));
}

static void row_add_count(struct row_writer *rows, unsigned number)
{
    char digits[16];
    char *at = digits + sizeof digits;
    do
        *--at = (char)('0' + number % 10);
    while ((number /= 10) > 0);
    row_add(rows, at, (size_t)(digits + sizeof digits - at));
}

/* Text between tags. */
static void row_add_escaped(struct row_writer *rows, const char *text)
{
    while (*text != '\0') {
        const size_t plain = strcspn(text, "&<>");
        row_add(rows, text, plain);
        text += plain;
        if (*text != '\0') {
            row_add_text(rows, *text == '&' ? "&amp;" : *text == '<' ? "&lt;" : "&gt;");
            text++;
        }
    }
}

static bool row_send(struct row_writer *rows, const char *bytes, size_t length)
{
    return fwrite(bytes, 1, length, rows->out) == length;
}

static void row_write(struct row_writer *rows)
{
    static const char end[] = "</row>";
    char start[80];
    if (!rows->has_row || rows->no_memory || rows->unwritten)
        return;
    int length = rows->height == 0
                     ? snprintf(start, sizeof start, "<row r=\"%u\">", (unsigned)rows->row + 1)
                     : snprintf(start, sizeof start, "<row r=\"%u\" ht=\"%u\" customHeight=\"1\">",
                                (unsigned)rows->row + 1, (unsigned)rows->height);
    rows->unwritten = length <= 0 || !row_send(rows, start, (size_t)length) ||
                      !row_send(rows, rows->cells, rows->length) ||
                      !row_send(rows, end, sizeof end - 1);
    rows->has_row = false;
}

void row_writer_go(struct row_writer *rows, uint32_t row)
{
    assert(!rows->has_row || row >= rows->row); /* no row that was left is written to again */
    if (rows->has_row && row == rows->row)
        return;
    row_write(rows);
    rows->row = row;
    rows->has_row = true;
    rows->length = 0;
    rows->next = 0;
    rows->height = 0;
}

void row_writer_height(struct row_writer *rows, uint32_t height)
{
    rows->height = height;
}

/* "<c r="K5" s="7"" */
static void row_begin_cell(struct row_writer *rows, uint16_t column, int style)
{
    char name[GRID_CELL_SIZE];
    assert(rows->has_row && column >= rows->next && style >= 0);
    rows->next = column + 1U;
    rows->columns = rows->next > rows->columns ? rows->next : rows->columns;
    row_add_text(rows, "<c r=\"");
    row_add_text(rows, grid_cell_name(name, rows->row + 1, column + 1U));
    row_add_text(rows, "\" s=\"");
    row_add_count(rows, (unsigned)style);
    row_add_text(rows, "\"");
}

void row_writer_string(struct row_writer *rows, uint16_t column, int style, uint32_t index)
{
    row_begin_cell(rows, column, style);
    row_add_text(rows, " t=\"s\"><v>");
    row_add_count(rows, index);
    row_add_text(rows, "</v></c>");
}

void row_writer_number(struct row_writer *rows, uint16_t column, int style, const char *digits)
{
    row_begin_cell(rows, column, style);
    row_add_text(rows, "><v>");
    row_add_text(rows, digits);
    row_add_text(rows, "</v></c>");
}

void row_writer_blank(struct row_writer *rows, uint16_t column, int style)
{
    row_begin_cell(rows, column, style);
    row_add_text(rows, "/>");
}

static void row_add_formula(struct row_writer *rows, const struct row_formula *formula)
{
    char own[GRID_CELL_SIZE];
    if (formula->array) {
        row_add_text(rows, "<f t=\"array\" ref=\"");
        row_add_text(rows, grid_cell_name(own, rows->row + 1, rows->next));
        row_add_text(rows, "\">");
    } else if (formula->run == 0) {
        row_add_text(rows, "<f>");
    } else {
        row_add_text(rows, "<f t=\"shared\"");
        if (formula->range != NULL) {
            row_add_text(rows, " ref=\"");
            row_add_text(rows, formula->range);
            row_add_text(rows, "\"");
        }
        row_add_text(rows, " si=\"");
        row_add_count(rows, formula->run - 1);
        row_add_text(rows, formula->text == NULL ? "\"/>" : "\">");
    }
    if (formula->text != NULL) {
        row_add_escaped(rows, formula->text);
        row_add_text(rows, "</f>");
    }
}

void row_writer_formula(struct row_writer *rows, uint16_t column, int style,
                        const struct row_formula *formula, const char *digits, const char *text)
{
    row_begin_cell(rows, column, style);
    row_add_text(rows, digits != NULL ? ">" : " t=\"str\">");
    row_add_formula(rows, formula);
    row_add_text(rows, "<v>");
    if (digits != NULL)
        row_add_text(rows, digits);
    else
        row_add_escaped(rows, text);
    row_add_text(rows, "</v></c>");
}

void row_writer_close(struct row_writer *rows)
{
    row_write(rows);
    rows->out = NULL;
}
