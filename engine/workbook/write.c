/* Writing a workbook, by libxlsxwriter: the only file that knows it. Its faults are kept out: no
 * lists in a cell (their buffer is short), no text that it would take for an escape, no date of
 * today. */
#include "write.h"

#include "workbook_internal.h"

#include <stdio.h>
#include <string.h>
#include <xlsxwriter.h>

struct book_writer {
    struct arena *arena;
    struct diagnostics *diagnostics;
    struct scratch scratch;
    lxw_workbook *book;
    lxw_worksheet *sheet;
    lxw_format *styles[BOOK_STYLES];
    lxw_error fault; /* the first */
};

static void note_fault(struct book_writer *writer, lxw_error fault)
{
    if (writer->fault == LXW_NO_ERROR)
        writer->fault = fault;
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
            note_fault(writer, LXW_ERROR_MEMORY_MALLOC_FAILED);
    }
    *out = writer;
    return FT_OK;
}

/* A name that every spreadsheet takes. */
static const char *sheet_name(struct arena *arena, const char *name)
{
    enum { MOST_UNITS = 31 };
    char *copy = arena_copy(arena, name, strlen(name));
    size_t units = 0, at = 0;
    while (copy != NULL && copy[at] != '\0') {
        uint32_t code;
        const size_t used = utf8_next(copy + at, strlen(copy + at), &code);
        units += code > 0xFFFF ? 2 : 1;
        if (units > MOST_UNITS)
            copy[at] = '\0';
        else if (strchr(":\\/?*[]'", copy[at]) != NULL)
            copy[at++] = '_';
        else
            at += used > 0 ? used : 1;
    }
    return copy;
}

void book_writer_sheet(struct book_writer *writer, const char *name, bool hidden)
{
    const char *copy = sheet_name(writer->arena, name);
    writer->sheet = copy == NULL ? NULL : workbook_add_worksheet(writer->book, copy);
    if (writer->sheet == NULL) {
        note_fault(writer, LXW_ERROR_MEMORY_MALLOC_FAILED);
        return;
    }
    worksheet_set_paper(writer->sheet, 9); /* A4 */
    worksheet_set_landscape(writer->sheet);
    worksheet_fit_to_pages(writer->sheet, 1, 0);
    if (hidden)
        worksheet_hide(writer->sheet);
}

/* "_x0041_" would come back as "A": its first character is escaped, as spreadsheets do. */
static const char *escaped_text(struct arena *arena, const char *text)
{
    const char *look = strstr(text, "_x");
    if (look == NULL)
        return text;
    char *made = arena_allocate(arena, strlen(text) * 4 + 1);
    for (char *at = made; made != NULL && *text != '\0'; text++) {
        if (text[0] == '_' && text[1] == 'x' && strspn(text + 2, "0123456789ABCDEFabcdef") >= 4 &&
            text[6] == '_') {
            strcpy(at, "_x005F_");
            at += strlen(at);
        } else {
            *at++ = *text;
        }
    }
    return made;
}

void book_writer_text(struct book_writer *writer, uint32_t row, uint16_t column,
                      enum book_style style, const char *text)
{
    const char *escaped = escaped_text(writer->arena, text);
    if (writer->sheet == NULL || escaped == NULL)
        note_fault(writer, LXW_ERROR_MEMORY_MALLOC_FAILED);
    else
        note_fault(writer, worksheet_write_string(writer->sheet, row, column, escaped,
                                                  writer->styles[style]));
}

void book_writer_column(struct book_writer *writer, uint16_t column, uint16_t width,
                        enum book_style style)
{
    if (writer->sheet != NULL)
        note_fault(writer, worksheet_set_column(writer->sheet, column, column, width,
                                                writer->styles[style]));
}

/* How many lines a note takes, of so many cells each. */
static uint16_t note_lines(const char *text, size_t cells)
{
    size_t lines = 0;
    while (*text != '\0') {
        const size_t length = strcspn(text, "\n");
        lines += 1 + utf8_width(text, length) / cells;
        text += length + (text[length] == '\n');
    }
    return (uint16_t)(lines < 40 ? lines : 40);
}

void book_writer_note(struct book_writer *writer, uint32_t row, uint16_t column, const char *text)
{
    enum { WIDTH = 320, LINE = 18, CELLS = 44 };
    lxw_comment_options options = {
        .author = "fangtian",
        .width = WIDTH,
        .height = (uint16_t)(LINE * (note_lines(text, CELLS) + 1)),
        .font_name = "宋体",
    };
    if (writer->sheet != NULL)
        note_fault(writer, worksheet_write_comment_opt(writer->sheet, row, column, text, &options));
}

void book_writer_choices(struct book_writer *writer, uint32_t first, uint16_t column,
                         const char *sheet, uint16_t from_column, uint32_t count)
{
    enum { ROWS = 10000 };
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
        note_fault(writer, LXW_ERROR_MEMORY_MALLOC_FAILED);
    else
        note_fault(writer, worksheet_data_validation_range(writer->sheet, first, column,
                                                           first + ROWS, column, &list));
}

void book_writer_height(struct book_writer *writer, uint32_t row, uint32_t lines)
{
    enum { LINE = 16 };
    if (writer->sheet != NULL)
        note_fault(writer, worksheet_set_row(writer->sheet, row, LINE * lines, NULL));
}

void book_writer_freeze(struct book_writer *writer, uint32_t row)
{
    if (writer->sheet == NULL || row == 0)
        return;
    worksheet_freeze_panes(writer->sheet, row, 0);
    note_fault(writer, worksheet_repeat_rows(writer->sheet, 0, row - 1));
}

static enum ft_status fault_written(struct book_writer *writer)
{
    diagnostics_add(writer->diagnostics, NULL, &workbook_message[WORKBOOK_NOT_WRITTEN],
                    lxw_strerror(writer->fault), NULL);
    return FT_IO;
}

static enum ft_status send(struct book_writer *writer, const struct ft_sink *sink)
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
    const lxw_error closed = workbook_close(writer->book);
    note_fault(writer, closed);
    enum ft_status status = FT_OK;
    if (writer->fault == LXW_ERROR_MEMORY_MALLOC_FAILED)
        status = FT_NO_MEMORY;
    else if (writer->fault != LXW_NO_ERROR)
        status = fault_written(writer);
    if (status == FT_OK)
        status = scratch_measure(&writer->scratch, writer->diagnostics);
    if (status == FT_OK)
        status = send(writer, sink);
    scratch_close(&writer->scratch);
    return status;
}
