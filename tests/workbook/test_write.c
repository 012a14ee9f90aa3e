/*
 * The library that writes workbooks, refusing at each of its calls in turn: the linker puts what stands here before it. A call
 * that gives nothing is memory that is out; one that gives a fault is told, whatever was written before and is written behind it.
 */
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <xlsxwriter.h>

#include "workbook/workbook_internal.h"
#include "workbook/write.h"

/* ---- memory with an end that is looked at ---- */

enum { FENCE = 16, FILL = 0xAA }; /* also of what nobody has written yet */

static void *fenced_allocate(void *context, size_t size)
{
    char *bytes = malloc(FENCE + size + FENCE);
    (void)context;
    if (bytes == NULL)
        return NULL;
    memset(bytes, FILL, FENCE + size + FENCE);
    memcpy(bytes, &size, sizeof size);
    return bytes + FENCE;
}

static void fenced_release(void *context, void *memory)
{
    size_t size;
    (void)context;
    if (memory == NULL)
        return;
    char *bytes = (char *)memory - FENCE;
    memcpy(&size, bytes, sizeof size);
    for (size_t i = 0; i < FENCE; i++)
        cr_assert_eq((unsigned char)bytes[FENCE + size + i], FILL, "written behind %zu bytes",
                     size);
    free(bytes);
}

static const struct ft_allocator fenced = {fenced_allocate, fenced_release, NULL};

/* ---- the library ---- */

/* Which of its calls is refused, from 1 (0: none), and how many there were; whether the one that was gives an object. */
static size_t refused_call, calls;
static bool object_refused;

static bool is_refused(bool object)
{
    const bool refused = ++calls == refused_call;
    object_refused = object_refused || (refused && object);
    return refused;
}

#define REFUSE_CALL(result, none, name, declared, passed)                                          \
    result __real_##name declared;                                                                 \
    result __wrap_##name declared;                                                                 \
    result __wrap_##name declared                                                                  \
    {                                                                                              \
        return is_refused(false) ? (none) : __real_##name passed;                                  \
    }
#define REFUSE_FAULT(name, declared, passed)                                                       \
    REFUSE_CALL(lxw_error, LXW_ERROR_FEATURE_NOT_SUPPORTED, name, declared, passed)
#define REFUSE_OBJECT(result, name, declared, passed)                                              \
    result __real_##name declared;                                                                 \
    result __wrap_##name declared;                                                                 \
    result __wrap_##name declared                                                                  \
    {                                                                                              \
        return is_refused(true) ? NULL : __real_##name passed;                                     \
    }

REFUSE_OBJECT(lxw_workbook *, workbook_new_opt, (const char *name, lxw_workbook_options *options),
              (name, options))
REFUSE_OBJECT(lxw_worksheet *, workbook_add_worksheet, (lxw_workbook * book, const char *name),
              (book, name))
REFUSE_OBJECT(lxw_format *, workbook_add_format, (lxw_workbook * book), (book))
REFUSE_OBJECT(lxw_chart *, workbook_add_chart, (lxw_workbook * book, uint8_t kind), (book, kind))
REFUSE_OBJECT(lxw_chart_series *, chart_add_series,
              (lxw_chart * chart, const char *categories, const char *values),
              (chart, categories, values))
REFUSE_OBJECT(struct sst_element *, lxw_get_sst_index,
              (lxw_sst * sst, const char *text, uint8_t rich), (sst, text, rich))
REFUSE_FAULT(worksheet_write_string,
             (lxw_worksheet * sheet, lxw_row_t row, lxw_col_t column, const char *text,
              lxw_format *format),
             (sheet, row, column, text, format))
REFUSE_FAULT(worksheet_write_number,
             (lxw_worksheet * sheet, lxw_row_t row, lxw_col_t column, double value,
              lxw_format *format),
             (sheet, row, column, value, format))
REFUSE_FAULT(worksheet_write_blank,
             (lxw_worksheet * sheet, lxw_row_t row, lxw_col_t column, lxw_format *format),
             (sheet, row, column, format))
REFUSE_FAULT(worksheet_write_formula_num,
             (lxw_worksheet * sheet, lxw_row_t row, lxw_col_t column, const char *formula,
              lxw_format *format, double value),
             (sheet, row, column, formula, format, value))
REFUSE_FAULT(worksheet_write_formula_str,
             (lxw_worksheet * sheet, lxw_row_t row, lxw_col_t column, const char *formula,
              lxw_format *format, const char *value),
             (sheet, row, column, formula, format, value))
REFUSE_FAULT(worksheet_write_url_opt,
             (lxw_worksheet * sheet, lxw_row_t row, lxw_col_t column, const char *url,
              lxw_format *format, const char *text, const char *tip),
             (sheet, row, column, url, format, text, tip))
REFUSE_FAULT(worksheet_write_comment_opt,
             (lxw_worksheet * sheet, lxw_row_t row, lxw_col_t column, const char *text,
              lxw_comment_options *options),
             (sheet, row, column, text, options))
REFUSE_FAULT(worksheet_set_column,
             (lxw_worksheet * sheet, lxw_col_t first, lxw_col_t last, double width,
              lxw_format *format),
             (sheet, first, last, width, format))
REFUSE_FAULT(worksheet_set_row,
             (lxw_worksheet * sheet, lxw_row_t row, double height, lxw_format *format),
             (sheet, row, height, format))
REFUSE_FAULT(worksheet_data_validation_range,
             (lxw_worksheet * sheet, lxw_row_t row, lxw_col_t column, lxw_row_t last_row,
              lxw_col_t last_column, lxw_data_validation *rule),
             (sheet, row, column, last_row, last_column, rule))
REFUSE_FAULT(worksheet_conditional_format_range,
             (lxw_worksheet * sheet, lxw_row_t row, lxw_col_t column, lxw_row_t last_row,
              lxw_col_t last_column, lxw_conditional_format *rule),
             (sheet, row, column, last_row, last_column, rule))
REFUSE_FAULT(worksheet_autofilter,
             (lxw_worksheet * sheet, lxw_row_t row, lxw_col_t column, lxw_row_t last_row,
              lxw_col_t last_column),
             (sheet, row, column, last_row, last_column))
REFUSE_FAULT(worksheet_insert_chart_opt,
             (lxw_worksheet * sheet, lxw_row_t row, lxw_col_t column, lxw_chart *chart,
              lxw_chart_options *options),
             (sheet, row, column, chart, options))
REFUSE_FAULT(worksheet_repeat_rows, (lxw_worksheet * sheet, lxw_row_t first, lxw_row_t last),
             (sheet, first, last))
REFUSE_FAULT(worksheet_repeat_columns, (lxw_worksheet * sheet, lxw_col_t first, lxw_col_t last),
             (sheet, first, last))
REFUSE_FAULT(worksheet_print_area,
             (lxw_worksheet * sheet, lxw_row_t row, lxw_col_t column, lxw_row_t last_row,
              lxw_col_t last_column),
             (sheet, row, column, last_row, last_column))
REFUSE_FAULT(worksheet_set_header, (lxw_worksheet * sheet, const char *text), (sheet, text))
REFUSE_FAULT(worksheet_set_footer, (lxw_worksheet * sheet, const char *text), (sheet, text))
REFUSE_FAULT(worksheet_set_h_pagebreaks, (lxw_worksheet * sheet, lxw_row_t *rows), (sheet, rows))
REFUSE_FAULT(workbook_define_name, (lxw_workbook * book, const char *name, const char *formula),
             (book, name, formula))
REFUSE_CALL(size_t, 0, fwrite, (const void *bytes, size_t size, size_t count, FILE *file),
            (bytes, size, count, file))

/* It frees the workbook whether it writes it or not. */
lxw_error __real_workbook_close(lxw_workbook *book);
lxw_error __wrap_workbook_close(lxw_workbook *book);
lxw_error __wrap_workbook_close(lxw_workbook *book)
{
    const lxw_error fault = __real_workbook_close(book);
    return is_refused(false) ? LXW_ERROR_FEATURE_NOT_SUPPORTED : fault;
}

/* ---- a workbook with something of all that can be written ---- */

static const struct book_look money = {.format = SHOW_MONEY, .role = ROLE_FIGURE};

static void write_typed_sheet(struct book_writer *writer)
{
    book_writer_sheet(writer, "typed", false);
    book_writer_text(writer, 0, 0, BOOK_HEADER, "id");
    book_writer_decimal(writer, 1, 0, BOOK_NUMBER, "1.5");
    book_writer_column(writer, 0, 12, BOOK_TEXT);
    book_writer_note(writer, 0, 0, "a note");
    book_writer_offer(writer, 1, 10001, 0, "typed", 0, 3);
    book_writer_only(writer, 1, 9, 0, "A2>0", "title", "message");
    book_writer_height(writer, 0, 2);
    book_writer_freeze(writer, 1);
}

static void write_shown_sheet(struct book_writer *writer, const struct number *figure)
{
    static const struct book_series series[] = {
        {"one", "=shown!$A$1:$A$2", "=shown!$B$1:$B$2", 0x112233}};
    static const struct book_chart charts[] = {{CHART_COLUMNS, "c", "v", series, 1, 480, 288},
                                               {CHART_LINES, "l", "v", series, 1, 480, 288}};
    static const char *const words[] = {"open", "wrong"};
    static const uint32_t breaks[] = {2, 4};
    book_writer_sheet(writer, "shown", true);
    book_writer_number(writer, 0, 0, &money, figure);
    book_writer_words(writer, 0, 1, &money, "words");
    book_writer_formula(writer, 0, 2, &money, "A1+1", &(struct book_value){.number = figure});
    book_writer_formula(writer, 0, 3, &money, "B1", &(struct book_value){.text = "words"});
    book_writer_blank(writer, 0, 4, &money);
    book_writer_link(writer, 0, 5, "'typed'!A1", "link");
    book_writer_page(writer, &(struct book_page){.repeat_last = 1,
                                                 .repeat_columns = 1,
                                                 .printed_rows = 3,
                                                 .printed_columns = 3,
                                                 .header = "&Lhead",
                                                 .footer = "&Lfoot"});
    book_writer_breaks(writer, breaks, 2);
    book_writer_panes(writer, 1, 1);
    book_writer_width(writer, 0, 1, 9);
    book_writer_watch(writer, 0, 0, 3, 3, words, 2);
    book_writer_while(writer, 0, 0, 3, 3, "A1>0", STATE_VOID);
    book_writer_filter(writer, 0, 0, 3, 3);
    for (size_t i = 0; i < 2; i++)
        book_writer_chart(writer, 8, 0, &charts[i]);
}

static void write_long_sheet(struct book_writer *writer, const struct number *figure)
{
    struct book_run run = {.formula = "A1*2", .last = 1};
    book_writer_rows(writer, "long", false);
    for (uint32_t row = 0; row < 2; row++) {
        book_writer_height(writer, row, 2);
        book_writer_number(writer, row, 0, &money, figure);
        book_writer_words(writer, row, 1, &money, row == 0 ? "words" : "");
        book_writer_run(writer, row, 2, &money, &run, &(struct book_value){.number = figure});
        book_writer_array(writer, row, 3, &money, "SUM(A1:A2)",
                          &(struct book_value){.number = figure});
        book_writer_blank(writer, row, 4, &money);
    }
}

static bool gather_bytes(void *context, const char *bytes, size_t length)
{
    return growing_add(context, bytes, length);
}

static enum ft_status write_all(struct arena *arena, struct diagnostics *diagnostics,
                                struct growing_text *written)
{
    const struct number figure = number_from_int(42);
    const struct ft_sink sink = {.write = gather_bytes, .context = written};
    struct book_writer *writer = NULL;
    const enum ft_status status = book_writer_open(&writer, arena, diagnostics, "/tmp");
    if (status != FT_OK)
        return status;
    write_typed_sheet(writer);
    write_shown_sheet(writer, &figure);
    write_long_sheet(writer, &figure);
    book_writer_return(writer, 0);
    book_writer_text(writer, 3, 0, BOOK_PLAIN, "later");
    book_writer_define(writer, "levy_rate", "='typed'!$A$2");
    return book_writer_finish(writer, &sink);
}

static enum ft_status write_refused(size_t call, struct diagnostics *diagnostics, size_t *written)
{
    struct arena arena;
    diagnostics_open(diagnostics, FT_EN);
    arena_open(&arena, &fenced);
    struct growing_text bytes = {.arena = &arena};
    refused_call = call;
    calls = 0;
    object_refused = false;
    const enum ft_status status = write_all(&arena, diagnostics, &bytes);
    *written = bytes.length;
    refused_call = 0;
    arena_close(&arena);
    return status;
}

Test(write, each_call_of_the_library_that_fails_is_told)
{
    static struct diagnostics diagnostics;
    size_t written;
    cr_assert_eq(write_refused(0, &diagnostics, &written), FT_OK);
    cr_assert(written > 0 && diagnostics.total == 0);
    const size_t all = calls;
    for (size_t i = 1; i <= all; i++) {
        const enum ft_status status = write_refused(i, &diagnostics, &written);
        cr_expect_eq(written, 0, "call %zu: %zu bytes were written", i, written);
        if (object_refused)
            cr_expect_eq(status, FT_NO_MEMORY, "call %zu: status %d", i, (int)status);
        else
            cr_expect(status == FT_IO && diagnostics.total == 1 &&
                          strcmp(diagnostics.items[0].id, "workbook-not-written") == 0,
                      "call %zu: status %d, %s", i, (int)status,
                      diagnostics.total == 0 ? "nothing told" : diagnostics.items[0].message);
    }
}

/* Where it is put together first, before any of it is given out. */
Test(write, a_folder_that_takes_no_file_is_told)
{
    static struct diagnostics diagnostics;
    static char long_folder[8192];
    memset(long_folder, 'a', sizeof long_folder - 1);
    const char *const folders[] = {"/no/such/folder", "/dev/null", long_folder};
    for (size_t i = 0; i < sizeof folders / sizeof *folders; i++) {
        struct book_writer *writer = NULL;
        struct arena arena;
        arena_open(&arena, NULL);
        diagnostics_open(&diagnostics, FT_EN);
        cr_expect_eq(book_writer_open(&writer, &arena, &diagnostics, folders[i]), FT_IO);
        cr_expect_null(writer);
        cr_expect(diagnostics.total == 1 && strcmp(diagnostics.items[0].id, "scratch-file") == 0);
        arena_close(&arena);
    }
}

/* ---- what stands in the file ---- */

/* A part of the workbook with something of all, in `arena`. */
static const char *part_of_all(struct arena *arena, const char *part)
{
    static struct diagnostics diagnostics;
    struct growing_text bytes = {.arena = arena};
    const char *found;
    size_t length;
    diagnostics_open(&diagnostics, FT_EN);
    refused_call = 0;
    cr_assert_eq(write_all(arena, &diagnostics, &bytes), FT_OK);
    struct package package = {.arena = arena, .diagnostics = &diagnostics};
    cr_assert_eq(package_open(&package, bytes.bytes, bytes.length), FT_OK);
    cr_assert_eq(package_read(&package, part, arena, &found, &length), FT_OK, "%s", part);
    package_close(&package);
    return arena_format(arena, "%.*s", (int)length, found);
}

struct held_row {
    const char *part, *text;
};

static const struct held_row held_rows[] = {
    {"docProps/core.xml", "<dc:creator>fangtian</dc:creator>"},
    {"docProps/core.xml", ">2020-01-01T00:00:00Z</dcterms:created>"}, /* whatever the clock says */
    {"xl/worksheets/sheet2.xml",
     "<rowBreaks count=\"2\" manualBreakCount=\"2\"><brk id=\"2\" max=\"16383\" man=\"1\"/>"
     "<brk id=\"4\" max=\"16383\" man=\"1\"/></rowBreaks>"},
};

Test(write, what_no_cell_holds_stands_in_the_file)
{
    for (size_t i = 0; i < sizeof held_rows / sizeof *held_rows; i++) {
        struct arena arena;
        arena_open(&arena, &fenced);
        const char *part = part_of_all(&arena, held_rows[i].part);
        cr_expect_not_null(strstr(part, held_rows[i].text), "%s lacks %s:\n%s", held_rows[i].part,
                           held_rows[i].text, part);
        arena_close(&arena);
    }
}
