/* The cells of a sheet's part: sparse, in the order of the rows, with what each holds as it stands.
 */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "workbook_internal.h"

enum { LAST_ROW = 1048576, LAST_COLUMN = 16384 };

struct sheet_reading {
    struct package *package;
    const char *part;
    const struct shared_strings *strings;
    struct sheet_cells *cells;
    uint32_t row, column; /* of the cell that is open, or read last */
    const char *type;     /* of it: "s", "b", …; a static string */
    uint32_t style;
    bool in_cell, in_value, in_text, in_formula;
    bool has_value, has_formula, has_text;
    uint32_t phonetic;
    struct run_look look;
    struct growing_text value;   /* of <v>, or of the runs of an inline string */
    struct growing_text formula; /* its beginning: enough to see another workbook named */
    enum ft_status status;
};

static void sheet_damaged(struct sheet_reading *reading)
{
    if (reading->status == FT_OK)
        reading->status = package_fault(reading->package, WORKBOOK_DAMAGED, reading->part);
}

static void *sheet_grow(struct sheet_reading *reading, void *old, size_t *capacity, size_t element,
                        size_t needed)
{
    void *grown = arena_grow(reading->value.arena, old, capacity, element, needed);
    if (grown == NULL)
        reading->status = FT_NO_MEMORY;
    return grown;
}

/* "BC12"; false where it is no cell of a sheet. */
static bool sheet_read_reference(const char **text, uint32_t *row, uint32_t *column)
{
    const char *at = *text;
    *row = *column = 0;
    for (; *at >= 'A' && *at <= 'Z' && *column <= LAST_COLUMN; at++)
        *column = *column * 26 + (uint32_t)(*at - 'A') + 1;
    for (; *at >= '0' && *at <= '9' && *row <= LAST_ROW; at++)
        *row = *row * 10 + (uint32_t)(*at - '0');
    *text = at;
    return *row >= 1 && *row <= LAST_ROW && *column >= 1 && *column <= LAST_COLUMN;
}

/* A height or width of 0, however many of them are written: nothing is seen. */
static bool sheet_is_zero(const char *size)
{
    return size != NULL && *size != '\0' && size[strspn(size, "0.")] == '\0';
}

static void start_row(struct sheet_reading *reading, const char **attributes)
{
    const char *number = xml_attribute(attributes, "r");
    const unsigned long row = number == NULL ? reading->row + 1UL : strtoul(number, NULL, 10);
    if (row <= reading->row || row > LAST_ROW) {
        sheet_damaged(reading);
        return;
    }
    reading->row = (uint32_t)row;
    reading->column = 0;
    if (!xml_is_true(xml_attribute(attributes, "hidden")) &&
        !sheet_is_zero(xml_attribute(attributes, "ht")))
        return;
    struct sheet_cells *cells = reading->cells;
    uint32_t *rows = sheet_grow(reading, cells->hidden_rows, &cells->hidden_row_capacity,
                                sizeof *rows, cells->hidden_row_count + 1);
    if (rows == NULL)
        return;
    cells->hidden_rows = rows;
    assert(cells->hidden_row_count == 0 || rows[cells->hidden_row_count - 1] <= reading->row);
    rows[cells->hidden_row_count++] = reading->row;
}

static const char *known_type(const char *type)
{
    static const char *const types[] = {"n", "s", "str", "inlineStr", "b", "e", "d"};
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        if (type != NULL && strcmp(type, types[i]) == 0)
            return types[i];
    return types[0];
}

/* A cell without its own place stands behind the one before. */
static void start_cell(struct sheet_reading *reading, const char **attributes)
{
    const char *place = xml_attribute(attributes, "r"), *style = xml_attribute(attributes, "s");
    uint32_t row = reading->row, column = reading->column + 1;
    if (place != NULL &&
        (!sheet_read_reference(&place, &row, &column) || *place != '\0' || row != reading->row)) {
        sheet_damaged(reading);
        return;
    }
    if (column <= reading->column || column > LAST_COLUMN) {
        sheet_damaged(reading);
        return;
    }
    reading->column = column;
    reading->type = known_type(xml_attribute(attributes, "t"));
    reading->style = style == NULL ? NO_STYLE : (uint32_t)strtoul(style, NULL, 10);
    reading->in_cell = true;
    reading->has_value = reading->has_formula = reading->has_text = false;
    reading->value.length = reading->formula.length = 0;
    reading->look = (struct run_look){0};
}

static void add_range(struct sheet_reading *reading, struct sheet_range **ranges, size_t *count,
                      size_t *capacity, struct sheet_range range)
{
    struct sheet_range *grown = sheet_grow(reading, *ranges, capacity, sizeof *grown, *count + 1);
    if (grown == NULL)
        return;
    *ranges = grown;
    grown[(*count)++] = range;
}

static void add_merge(struct sheet_reading *reading, const char **attributes)
{
    const char *text = xml_attribute(attributes, "ref");
    struct sheet_range range;
    if (text == NULL || !sheet_read_reference(&text, &range.row, &range.column) || *text++ != ':' ||
        !sheet_read_reference(&text, &range.last_row, &range.last_column) || *text != '\0')
        sheet_damaged(reading);
    else
        add_range(reading, &reading->cells->merged, &reading->cells->merged_count,
                  &reading->cells->merged_capacity, range);
}

static void sheet_add_columns(struct sheet_reading *reading, const char **attributes)
{
    const char *first = xml_attribute(attributes, "min"), *last = xml_attribute(attributes, "max");
    const char *style = xml_attribute(attributes, "style");
    struct sheet_cells *cells = reading->cells;
    if (first == NULL || last == NULL)
        return;
    struct sheet_range range = {.row = 1,
                                .column = (uint32_t)strtoul(first, NULL, 10),
                                .last_row = LAST_ROW,
                                .last_column = (uint32_t)strtoul(last, NULL, 10)};
    if (xml_is_true(xml_attribute(attributes, "hidden")) ||
        sheet_is_zero(xml_attribute(attributes, "width")))
        add_range(reading, &cells->hidden_columns, &cells->hidden_column_count,
                  &cells->hidden_column_capacity, range);
    if (style == NULL)
        return;
    range.row = (uint32_t)strtoul(style, NULL, 10);
    add_range(reading, &cells->styled_columns, &cells->styled_column_count,
              &cells->styled_column_capacity, range);
}

static void start_in_cell(struct sheet_reading *reading, const char *name, const char **attributes)
{
    run_look_start(&reading->look, name, attributes);
    if (strcmp(name, "v") == 0) {
        reading->in_value = reading->has_value = true;
    } else if (strcmp(name, "f") == 0) {
        reading->in_formula = reading->has_formula = true;
    } else if (strcmp(name, "rPh") == 0 || strcmp(name, "phoneticPr") == 0) {
        reading->phonetic++;
    } else if (strcmp(name, "t") == 0 && reading->phonetic == 0) {
        reading->in_text = reading->has_text = true;
    }
}

static void sheet_start(void *context, const char *name, const char **attributes)
{
    struct sheet_reading *reading = context;
    if (reading->status != FT_OK)
        return;
    if (reading->in_cell)
        start_in_cell(reading, name, attributes);
    else if (strcmp(name, "c") == 0)
        start_cell(reading, attributes);
    else if (strcmp(name, "row") == 0)
        start_row(reading, attributes);
    else if (strcmp(name, "mergeCell") == 0)
        add_merge(reading, attributes);
    else if (strcmp(name, "col") == 0)
        sheet_add_columns(reading, attributes);
}

static void sheet_text(void *context, const char *bytes, size_t length)
{
    enum { FORMULA_KEPT = 256 };
    struct sheet_reading *reading = context;
    if (reading->in_text)
        run_look_text(&reading->look, &reading->value, bytes, length);
    if (reading->in_value || reading->in_text)
        growing_add(&reading->value, bytes, length);
    else if (reading->in_formula && reading->formula.length < FORMULA_KEPT)
        growing_add(&reading->formula, bytes, length);
}

/* ---- what a cell holds ---- */

/* White space around a value that is no text: indented files have it. */
static const char *trimmed_value(struct growing_text *value)
{
    static const char blanks[] = " \t\r\n";
    while (value->length > 0 && strchr(blanks, value->bytes[value->length - 1]) != NULL)
        value->bytes[--value->length] = '\0';
    return value->length == 0 ? "" : value->bytes + strspn(value->bytes, blanks);
}

static const char *shared_string(struct sheet_reading *reading)
{
    const char *text = trimmed_value(&reading->value);
    char *end;
    const unsigned long index = strtoul(text, &end, 10);
    if (*text < '0' || *text > '9' || *end != '\0' || index >= reading->strings->count) {
        sheet_damaged(reading);
        return "";
    }
    reading->look.spoilt = reading->strings->spoilt[index];
    return reading->strings->strings[index];
}

static const char *boolean_text(struct sheet_reading *reading)
{
    const char *text = trimmed_value(&reading->value);
    const bool yes = xml_is_true(text);
    if (!yes && strcmp(text, "0") != 0 && strcmp(text, "false") != 0)
        sheet_damaged(reading);
    return yes ? "TRUE" : "FALSE";
}

/* "2001-06-01T00:00:00Z" as a table has it: "2001-06-01", with the time only where there is one. */
static const char *iso_text(struct sheet_reading *reading)
{
    const char *text = trimmed_value(&reading->value);
    char *copy = arena_copy(reading->value.arena, text, strlen(text));
    char *time = copy == NULL ? NULL : strchr(copy, 'T');
    if (copy == NULL)
        reading->status = FT_NO_MEMORY;
    if (time != NULL && strncmp(time, "T00:00:00", 9) == 0)
        *time = '\0';
    else if (time != NULL)
        *time = ' ';
    return copy == NULL ? "" : copy;
}

/* What stands in another workbook: "[1]Sheet1!A1", "'[budget.xlsx]Sheet 1'!A1". */
static bool is_linked(const struct growing_text *formula)
{
    const char *open = formula->length == 0 ? NULL : strchr(formula->bytes, '[');
    const char *close = open == NULL ? NULL : strchr(open, ']');
    /* "Table1[sum]" names a column of this one. */
    return close != NULL && strchr(close, '!') != NULL;
}

/* A picture that WPS keeps in a cell: its formula, whose value is no data. */
static bool is_picture(const struct growing_text *formula)
{
    return formula->length > 0 && strstr(formula->bytes, "DISPIMG(") != NULL;
}

static const char *sheet_cell_text(struct sheet_reading *reading)
{
    if (strcmp(reading->type, "s") == 0 && reading->has_value)
        return shared_string(reading);
    if (strcmp(reading->type, "b") == 0 && reading->has_value)
        return boolean_text(reading);
    if (strcmp(reading->type, "d") == 0)
        return iso_text(reading);
    if (strcmp(reading->type, "n") == 0 || strcmp(reading->type, "e") == 0)
        return trimmed_value(&reading->value);
    growing_unescape(&reading->value);
    return reading->value.length == 0 ? "" : reading->value.bytes;
}

static void sheet_add_cell(struct sheet_reading *reading)
{
    struct sheet_cells *cells = reading->cells;
    struct sheet_cell cell = {reading->row, reading->column, SHEET_TEXT, reading->style, ""};
    const bool says = reading->has_value || reading->has_text;
    if (reading->has_formula && is_picture(&reading->formula))
        return;
    if (reading->has_formula && is_linked(&reading->formula))
        cell.kind = SHEET_LINKED;
    else if (reading->has_formula &&
             (!says || (strcmp(reading->type, "n") == 0 && reading->value.length == 0)))
        cell.kind = SHEET_NOT_CALCULATED;
    else if (!says)
        return; /* a style alone */
    else if (strcmp(reading->type, "n") == 0)
        cell.kind = SHEET_NUMBER;
    const char *text = sheet_cell_text(reading);
    if (cell.kind == SHEET_TEXT && reading->look.spoilt)
        cell.kind = SHEET_SPOILT;
    if (*text == '\0' && (cell.kind == SHEET_TEXT || cell.kind == SHEET_NUMBER))
        return;
    if (cells->count == limits[LIMIT_SHEET_CELLS].value) {
        reading->status =
            package_fault(reading->package, WORKBOOK_TOO_LARGE, limits[LIMIT_SHEET_CELLS].name);
        return;
    }
    const bool shared = strcmp(reading->type, "s") == 0 && reading->has_value;
    cell.text = shared ? text : arena_copy(reading->value.arena, text, strlen(text));
    struct sheet_cell *grown =
        sheet_grow(reading, cells->cells, &cells->capacity, sizeof *grown, cells->count + 1);
    if (grown == NULL || cell.text == NULL) {
        reading->status = FT_NO_MEMORY;
        return;
    }
    cells->cells = grown;
    grown[cells->count++] = cell;
}

static void sheet_end(void *context, const char *name)
{
    struct sheet_reading *reading = context;
    reading->in_value = reading->in_text = reading->in_formula = false;
    if (reading->status != FT_OK || !reading->in_cell)
        return;
    if (strcmp(name, "rPh") == 0 || strcmp(name, "phoneticPr") == 0)
        reading->phonetic -= reading->phonetic > 0;
    if (strcmp(name, "c") != 0)
        return;
    reading->in_cell = false;
    if (reading->value.failed || reading->formula.failed)
        reading->status = FT_NO_MEMORY;
    else
        sheet_add_cell(reading);
}

enum ft_status sheet_read(struct sheet_cells *cells, struct package *package, struct arena *arena,
                          const char *part, const struct shared_strings *strings)
{
    static const struct xml_handler handler = {sheet_start, sheet_end, sheet_text};
    struct sheet_reading reading = {.package = package,
                                    .part = part,
                                    .strings = strings,
                                    .cells = cells,
                                    .value = {.arena = arena},
                                    .formula = {.arena = arena}};
    *cells = (struct sheet_cells){0};
    enum ft_status status = xml_read(package, part, &handler, &reading);
    return status != FT_OK ? status : reading.status;
}
