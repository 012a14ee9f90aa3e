/* Writing a workbook, by libxlsxwriter: known here and in write_sheet.c alone. Doubles are made of
 * figures here and nowhere else. Its faults are kept out: no lists in a cell (their buffer is short), no text
 * that it would take for an escape, no date of today, no formula without what it comes to. */
#include "write.h"

#include "workbook_internal.h"
#include "write_looks.h"
#include "write_rows.h"
#include "write_sheet.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

void write_fault(struct book_writer *writer, lxw_error fault)
{
    if (writer->fault == LXW_NO_ERROR)
        writer->fault = fault;
}

/* A text as a cell holds it; NULL where memory is out or no cell does, which is noted. */
static const char *write_cell_text(struct book_writer *writer, const char *text)
{
    const char *escaped = write_escaped_text(writer->arena, text);
    if (escaped != NULL && !write_fits_cell(escaped)) {
        escaped = NULL;
        writer->too_long = write_text_start(writer->arena, text);
        write_fault(writer, LXW_ERROR_MAX_STRING_LENGTH_EXCEEDED);
    }
    if (escaped == NULL)
        write_fault(writer, LXW_ERROR_MEMORY_MALLOC_FAILED);
    return escaped;
}

static lxw_format *make_style(lxw_workbook *book, enum book_style style)
{
    static const char *const formats[BOOK_STYLES] = {[BOOK_TEXT] = "@",
                                                     [BOOK_NUMBER] = "#,##0.00##",
                                                     [BOOK_WHOLE] = "0",
                                                     [BOOK_SHARE] = "0.00%",
                                                     [BOOK_DATE] = "yyyy-mm-dd"};
    lxw_format *format = workbook_add_format(book);
    if (format == NULL)
        return NULL;
    format_set_font_name(format, "宋体");
    format_set_align(format, LXW_ALIGN_VERTICAL_CENTER);
    if (formats[style] != NULL)
        format_set_num_format(format, formats[style]);
    if (style == BOOK_TITLE || style == BOOK_HEADER || style == BOOK_REQUIRED)
        format_set_bold(format);
    if (style == BOOK_TITLE)
        format_set_font_size(format, 16);
    if (style == BOOK_HEADER || style == BOOK_REQUIRED) {
        format_set_text_wrap(format);
        format_set_border(format, LXW_BORDER_THIN);
        format_set_align(format, LXW_ALIGN_CENTER);
        format_set_bg_color(format, style == BOOK_REQUIRED ? 0xFFE699 : 0xE7E6E6);
    }
    if (style == BOOK_REMARK) {
        format_set_text_wrap(format);
        format_set_font_color(format, 0x595959);
    }
    return format;
}

/* A day of its own, whatever the clock says: the same workbook has the same bytes. */
static void set_properties(lxw_workbook *book)
{
    lxw_doc_properties properties = {.author = "fangtian", .created = 1577836800 /* 2020-01-01 */};
    (void)workbook_set_properties(book, &properties);
}

enum ft_status book_writer_open(struct book_writer **out, struct arena *arena,
                                struct diagnostics *diagnostics, const char *folder)
{
    char path[64];
    struct book_writer *writer = arena_allocate(arena, sizeof *writer);
    char *copy = arena_copy(arena, folder, strlen(folder));
    if (writer == NULL || copy == NULL)
        return FT_NO_MEMORY;
    *writer = (struct book_writer){.arena = arena, .diagnostics = diagnostics};
    enum ft_status status = scratch_open(&writer->scratch, copy, diagnostics);
    if (status != FT_OK)
        return status;
    (void)snprintf(path, sizeof path, "/proc/self/fd/%d", writer->scratch.fd);
    lxw_workbook_options options = {.tmpdir = copy};
    writer->book = workbook_new_opt(path, &options);
    if (writer->book == NULL) {
        scratch_close(&writer->scratch);
        return FT_NO_MEMORY;
    }
    set_properties(writer->book);
    for (size_t i = 0; i < BOOK_STYLES; i++) {
        writer->styles[i] = make_style(writer->book, (enum book_style)i);
        if (writer->styles[i] == NULL)
            write_fault(writer, LXW_ERROR_MEMORY_MALLOC_FAILED);
    }
    *out = writer;
    return FT_OK;
}

/* Whether the sheet's rows are ours to write; its cells come in this row next. */
static bool write_goes_by_rows(struct book_writer *writer, uint32_t row)
{
    if (writer->rows.out == NULL)
        return false;
    row_writer_go(&writer->rows, row);
    return true;
}

/* The last row of a sheet of ours, and how far it reaches. */
static void write_close_rows(struct book_writer *writer)
{
    struct row_writer *rows = &writer->rows;
    if (rows->out == NULL)
        return;
    row_writer_close(rows);
    if (rows->columns > 0) {
        writer->sheet->dim_rowmin = 0;
        writer->sheet->dim_rowmax = rows->row;
        writer->sheet->dim_colmin = 0;
        writer->sheet->dim_colmax = (lxw_col_t)(rows->columns - 1);
    }
    if (rows->no_memory)
        write_fault(writer, LXW_ERROR_MEMORY_MALLOC_FAILED);
    if (rows->unwritten)
        write_fault(writer, LXW_ERROR_CREATING_TMPFILE);
}

void book_writer_sheet(struct book_writer *writer, const char *name, bool hidden)
{
    const char *copy = write_sheet_name(writer->arena, name, MOST_UNITS);
    write_close_rows(writer);
    writer->sheet = copy == NULL ? NULL : workbook_add_worksheet(writer->book, copy);
    if (writer->sheet == NULL) {
        write_fault(writer, LXW_ERROR_MEMORY_MALLOC_FAILED);
        return;
    }
    worksheet_set_paper(writer->sheet, 9); /* A4 */
    worksheet_set_landscape(writer->sheet);
    worksheet_fit_to_pages(writer->sheet, 1, 0);
    if (hidden)
        worksheet_hide(writer->sheet);
}

void book_writer_rows(struct book_writer *writer, const char *name, bool hidden)
{
    /* The library knows this as an option of the whole file, which each sheet looks at when it is
     * made. It keeps a file for the sheet's rows, which is all that is wanted of it. */
    writer->book->options.constant_memory = true;
    book_writer_sheet(writer, name, hidden);
    writer->book->options.constant_memory = false;
    if (writer->sheet != NULL)
        row_writer_open(&writer->rows, writer->arena, writer->sheet->optimize_tmpfile);
    writer->runs = 0;
}

void book_writer_text(struct book_writer *writer, uint32_t row, uint16_t column,
                      enum book_style style, const char *text)
{
    const char *escaped = write_cell_text(writer, text);
    if (escaped != NULL && writer->sheet != NULL)
        write_fault(writer, worksheet_write_string(writer->sheet, row, column, escaped,
                                                   writer->styles[style]));
}

void book_writer_decimal(struct book_writer *writer, uint32_t row, uint16_t column,
                         enum book_style style, const char *decimal)
{
    if (writer->sheet != NULL)
        write_fault(writer, worksheet_write_number(writer->sheet, row, column,
                                                   strtod(decimal, NULL), writer->styles[style]));
}

void book_writer_column(struct book_writer *writer, uint16_t column, uint16_t width,
                        enum book_style style)
{
    if (writer->sheet != NULL)
        write_fault(writer, worksheet_set_column(writer->sheet, column, column, width,
                                                 writer->styles[style]));
}

void book_writer_note(struct book_writer *writer, uint32_t row, uint16_t column, const char *text)
{
    enum { WIDTH = 320, LINE = 18, CELLS = 44 };
    lxw_comment_options options = {
        .author = "fangtian",
        .width = WIDTH,
        .height = (uint16_t)(LINE * (write_note_lines(text, CELLS) + 1)),
        .font_name = "宋体",
    };
    if (writer->sheet != NULL)
        write_fault(writer,
                    worksheet_write_comment_opt(writer->sheet, row, column, text, &options));
}

void book_writer_offer(struct book_writer *writer, uint32_t first, uint32_t last, uint16_t column,
                       const char *sheet, uint16_t from_column, uint32_t count)
{
    char top[GRID_CELL_SIZE], letters[GRID_CELL_SIZE];
    (void)grid_cell_name(top, 1, from_column + 1U);
    (void)snprintf(letters, sizeof letters, "%.*s", (int)(strlen(top) - 1), top);
    lxw_data_validation list = {
        .validate = LXW_VALIDATION_TYPE_LIST_FORMULA,
        .value_formula = arena_format(writer->arena, "='%s'!$%s$2:$%s$%u", sheet, letters, letters,
                                      (unsigned)count + 1),
        .error_type = LXW_VALIDATION_ERROR_TYPE_WARNING,
    };
    if (writer->sheet == NULL || list.value_formula == NULL)
        write_fault(writer, LXW_ERROR_MEMORY_MALLOC_FAILED);
    else
        write_fault(writer, worksheet_data_validation_range(writer->sheet, first, column, last,
                                                            column, &list));
}

void book_writer_only(struct book_writer *writer, uint32_t first, uint32_t last, uint16_t column,
                      const char *formula, const char *title, const char *message)
{
    lxw_data_validation only = {
        .validate = LXW_VALIDATION_TYPE_CUSTOM_FORMULA,
        .value_formula = arena_copy(writer->arena, formula, strlen(formula)),
        .error_title = arena_copy(writer->arena, title, strlen(title)),
        .error_message = arena_copy(writer->arena, message, strlen(message)),
        .error_type = LXW_VALIDATION_ERROR_TYPE_STOP};
    if (only.value_formula == NULL || only.error_title == NULL || only.error_message == NULL)
        write_fault(writer, LXW_ERROR_MEMORY_MALLOC_FAILED);
    else if (writer->sheet != NULL)
        write_fault(writer, worksheet_data_validation_range(writer->sheet, first, column, last,
                                                            column, &only));
}

void book_writer_height(struct book_writer *writer, uint32_t row, uint32_t lines)
{
    enum { LINE = 16 };
    if (write_goes_by_rows(writer, row))
        row_writer_height(&writer->rows, LINE * lines);
    else if (writer->sheet != NULL)
        write_fault(writer, worksheet_set_row(writer->sheet, row, LINE * lines, NULL));
}

void book_writer_freeze(struct book_writer *writer, uint32_t row)
{
    if (writer->sheet == NULL || row == 0)
        return;
    worksheet_freeze_panes(writer->sheet, row, 0);
    write_fault(writer, worksheet_repeat_rows(writer->sheet, 0, row - 1));
}

/* ---- live workbooks ---- */

static lxw_format *make_look(struct book_writer *writer, const struct book_look *look)
{
    const struct role_row *role = &write_roles[look->role];
    lxw_format *format = workbook_add_format(writer->book);
    if (format == NULL)
        return NULL;
    format_set_font_name(format, "宋体");
    format_set_font_size(format, role->size > 0 ? role->size : 11);
    format_set_font_color(format, role->ink);
    format_set_align(format, role->wrap ? LXW_ALIGN_VERTICAL_TOP : LXW_ALIGN_VERTICAL_CENTER);
    if (write_formats[look->format] != NULL)
        format_set_num_format(format, write_formats[look->format]);
    if (role->bold)
        format_set_bold(format);
    if (role->italic)
        format_set_italic(format);
    if (role->wrap)
        format_set_text_wrap(format);
    if (role->centre)
        format_set_align(format, LXW_ALIGN_CENTER);
    if (role->border) {
        format_set_border(format, LXW_BORDER_THIN);
        format_set_border_color(format, 0xBFBFBF);
    }
    if (role->paper != NO_PAPER)
        format_set_bg_color(format, role->paper);
    if (look->indent > 0)
        format_set_indent(format, look->indent);
    return format;
}

static lxw_format *look_of(struct book_writer *writer, const struct book_look *look)
{
    lxw_format **format =
        &writer->looks[look->format][look->role][look->indent % (MOST_INDENT + 1)];
    if (*format == NULL)
        *format = make_look(writer, look);
    if (*format == NULL)
        write_fault(writer, LXW_ERROR_MEMORY_MALLOC_FAILED);
    return *format;
}

/* The double nearest to a number, or of one with many digits a neighbour of it: the file keeps 16
 * digits. */
static double as_double(const struct number *value)
{
    static const int64_t exact = (int64_t)1 << 53;
    if (value->den > 0 && value->den <= exact && value->num <= exact && value->num >= -exact)
        return (double)value->num / (double)value->den;
    mpq_t whole;
    mpq_init(whole);
    number_to_mpq(whole, value);
    const double found = mpq_get_d(whole);
    mpq_clear(whole);
    return found;
}

enum { DIGITS_SIZE = 32 };

/* A figure as the file has it. */
static const char *figure_digits(char out[DIGITS_SIZE], const struct number *value)
{
    static const int64_t short_whole = 1000000000000000;
    if (value->den == 1 && value->num < short_whole && value->num > -short_whole)
        (void)snprintf(out, DIGITS_SIZE, "%lld", (long long)value->num);
    else
        (void)snprintf(out, DIGITS_SIZE, "%.16G", as_double(value)); /* as the library does */
    return out;
}

const char *book_shown_number(struct arena *arena, const struct number *value)
{
    char written[DIGITS_SIZE], shown[DECIMAL_SIZE];
    if (decimal_read(shown, figure_digits(written, value), 0) != DECIMAL_OK)
        return arena_copy(arena, "", 0); /* no cell shows this */
    return arena_copy(arena, shown, strlen(shown));
}

/* The number by which the file knows a look. */
static int write_style(struct book_writer *writer, const struct book_look *look)
{
    lxw_format *format = look_of(writer, look);
    return format == NULL ? 0 : lxw_format_get_xf_index(format);
}

void book_writer_number(struct book_writer *writer, uint32_t row, uint16_t column,
                        const struct book_look *look, const struct number *value)
{
    char digits[DIGITS_SIZE];
    if (write_goes_by_rows(writer, row))
        row_writer_number(&writer->rows, column, write_style(writer, look),
                          figure_digits(digits, value));
    else if (writer->sheet != NULL)
        write_fault(writer, worksheet_write_number(writer->sheet, row, column, as_double(value),
                                                   look_of(writer, look)));
}

static void write_row_words(struct book_writer *writer, uint16_t column,
                            const struct book_look *look, const char *text)
{
    const struct sst_element *known =
        text[0] == '\0' ? NULL : lxw_get_sst_index(writer->book->sst, text, false);
    if (text[0] == '\0')
        row_writer_blank(&writer->rows, column, write_style(writer, look));
    else if (known == NULL)
        write_fault(writer, LXW_ERROR_MEMORY_MALLOC_FAILED);
    else
        row_writer_string(&writer->rows, column, write_style(writer, look), known->index);
}

void book_writer_words(struct book_writer *writer, uint32_t row, uint16_t column,
                       const struct book_look *look, const char *text)
{
    const char *escaped = write_cell_text(writer, text);
    if (escaped == NULL || writer->sheet == NULL)
        return;
    if (write_goes_by_rows(writer, row))
        write_row_words(writer, column, look, escaped);
    else
        write_fault(writer, worksheet_write_string(writer->sheet, row, column, escaped,
                                                   look_of(writer, look)));
}

static void write_row_formula(struct book_writer *writer, uint16_t column,
                              const struct book_look *look, const struct row_formula *formula,
                              const struct book_value *value)
{
    char digits[DIGITS_SIZE];
    row_writer_formula(&writer->rows, column, write_style(writer, look), formula,
                       value->number == NULL ? NULL : figure_digits(digits, value->number),
                       value->text);
}

/* What a formula comes to, as the file holds it. */
static bool write_escaped_value(struct book_writer *writer, struct book_value *held,
                                const struct book_value *value)
{
    *held = *value;
    if (value->number == NULL)
        held->text = write_cell_text(writer, value->text);
    return value->number != NULL || held->text != NULL;
}

void book_writer_formula(struct book_writer *writer, uint32_t row, uint16_t column,
                         const struct book_look *look, const char *formula,
                         const struct book_value *value)
{
    struct book_value held;
    if (writer->sheet == NULL || !write_escaped_value(writer, &held, value))
        return;
    if (write_goes_by_rows(writer, row))
        write_row_formula(writer, column, look, &(struct row_formula){.text = formula}, &held);
    else if (held.number != NULL)
        write_fault(writer,
                    worksheet_write_formula_num(writer->sheet, row, column, formula,
                                                look_of(writer, look), as_double(held.number)));
    else
        write_fault(writer, worksheet_write_formula_str(writer->sheet, row, column, formula,
                                                        look_of(writer, look), held.text));
}

void book_writer_array(struct book_writer *writer, uint32_t row, uint16_t column,
                       const struct book_look *look, const char *formula,
                       const struct book_value *value)
{
    struct book_value held;
    if (writer->sheet == NULL || !write_escaped_value(writer, &held, value))
        return;
    const bool by_rows = write_goes_by_rows(writer, row);
    assert(by_rows);
    (void)by_rows;
    write_row_formula(writer, column, look, &(struct row_formula){.text = formula, .array = true},
                      &held);
}

void book_writer_run(struct book_writer *writer, uint32_t row, uint16_t column,
                     const struct book_look *look, struct book_run *run,
                     const struct book_value *value)
{
    const bool first = run->index == 0;
    char range[2 * GRID_CELL_SIZE], end[GRID_CELL_SIZE];
    struct book_value held;
    if (writer->sheet == NULL || !write_escaped_value(writer, &held, value))
        return;
    const bool by_rows = write_goes_by_rows(writer, row);
    assert(by_rows && (!first || strchr(run->formula, '!') == NULL));
    (void)by_rows;
    if (first)
        run->index = ++writer->runs;
    (void)grid_cell_name(range, row + 1, column + 1U);
    (void)snprintf(range + strlen(range), GRID_CELL_SIZE, ":%s",
                   grid_cell_name(end, run->last + 1, column + 1U));
    write_row_formula(writer, column, look,
                      &(struct row_formula){.text = first ? run->formula : NULL,
                                            .range = first ? range : NULL,
                                            .run = run->index},
                      &held);
}

void book_writer_blank(struct book_writer *writer, uint32_t row, uint16_t column,
                       const struct book_look *look)
{
    if (write_goes_by_rows(writer, row))
        row_writer_blank(&writer->rows, column, write_style(writer, look));
    else if (writer->sheet != NULL)
        write_fault(writer,
                    worksheet_write_blank(writer->sheet, row, column, look_of(writer, look)));
}

void book_writer_link(struct book_writer *writer, uint32_t row, uint16_t column, const char *target,
                      const char *text)
{
    const struct book_look look = {.role = ROLE_LINK};
    const char *url = arena_format(writer->arena, "internal:%s", target);
    if (writer->sheet == NULL || url == NULL)
        write_fault(writer, LXW_ERROR_MEMORY_MALLOC_FAILED);
    else
        write_fault(writer, worksheet_write_url_opt(writer->sheet, row, column, url,
                                                    look_of(writer, &look), text, NULL));
}

void book_writer_return(struct book_writer *writer, size_t index)
{
    write_close_rows(writer);
    lxw_worksheet *sheet = STAILQ_FIRST(writer->book->worksheets);
    for (; sheet != NULL && index > 0; index--)
        sheet = STAILQ_NEXT(sheet, list_pointers);
    writer->sheet = sheet;
}

void book_writer_drop(struct book_writer *writer)
{
    lxw_workbook_free(writer->book);
    scratch_close(&writer->scratch);
}

void book_writer_define(struct book_writer *writer, const char *name, const char *formula)
{
    write_fault(writer, workbook_define_name(writer->book, name, formula));
}

/* ---- the file ---- */

static enum ft_status fault_written(struct book_writer *writer)
{
    const bool is_long = writer->too_long != NULL;
    diagnostics_add(writer->diagnostics, NULL,
                    &workbook_message[is_long ? WORKBOOK_TEXT_LONG : WORKBOOK_NOT_WRITTEN],
                    is_long ? writer->too_long : lxw_strerror(writer->fault), NULL);
    return is_long ? FT_INVALID : FT_IO;
}

static enum ft_status write_send(struct book_writer *writer, const struct ft_sink *sink)
{
    enum { PIECE = 1 << 16 };
    char *piece = arena_allocate(writer->arena, PIECE);
    if (piece == NULL)
        return FT_NO_MEMORY;
    for (uint64_t at = 0; at < writer->scratch.size;) {
        const uint64_t left = writer->scratch.size - at;
        const size_t length = left < PIECE ? (size_t)left : PIECE;
        enum ft_status status =
            scratch_read(&writer->scratch, piece, length, at, writer->diagnostics);
        if (status != FT_OK)
            return status;
        if (!sink->write(sink->context, piece, length))
            return FT_IO;
        at += length;
    }
    return FT_OK;
}

enum ft_status book_writer_finish(struct book_writer *writer, const struct ft_sink *sink)
{
    write_close_rows(writer);
    write_fault(writer, workbook_close(writer->book));
    enum ft_status status = FT_OK;
    if (writer->fault == LXW_ERROR_MEMORY_MALLOC_FAILED)
        status = FT_NO_MEMORY;
    else if (writer->fault != LXW_NO_ERROR)
        status = fault_written(writer);
    if (status == FT_OK)
        status = scratch_measure(&writer->scratch, writer->diagnostics);
    if (status == FT_OK)
        status = write_send(writer, sink);
    scratch_close(&writer->scratch);
    return status;
}
