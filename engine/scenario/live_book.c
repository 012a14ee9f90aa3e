/* A live workbook that comes back as a scenario: of its sheets the facts are read, as they stand in
 * the file now; what was worked out is not looked at, whether it has a value or not. */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "scenario_internal.h"

const struct title live_columns[LIVE_COLUMNS] = {
    [LIVE_NAME] = {"名称", "name"},
    [LIVE_VALUE] = {"数值", "value"},
    [LIVE_ID] = {"编号", "id"},
    [LIVE_SOURCE] = {"依据和说明", "source and remark"}};
const struct title live_given[GIVEN_KINDS] = {
    [GIVEN_PLAIN] = {"填报", "given"},
    [GIVEN_OPTIONAL] = {"填报（可不填）", "given, or left empty"},
    [GIVEN_DEFAULT] = {"填报（未填的按缺省）", "given, or by default"},
    [GIVEN_KEY] = {"编号（不可改）", "id, not to be changed"},
    [GIVEN_ABOVE] = {"填报（所属）", "given (row above)"},
};

static bool is_titled(const struct text *text, const struct title *title)
{
    return strcmp(text->bytes, title->zh) == 0 || strcmp(text->bytes, title->en) == 0;
}

static bool live_book_is_given(const struct text *text)
{
    bool given = false;
    for (size_t i = 0; i < GIVEN_KINDS; i++)
        given |= is_titled(text, &live_given[i]);
    return given;
}

/* ---- facts whose cells show something else ---- */

const struct title live_originals = {"原值", "As given"};

/* Those of one sheet, which stand together. */
struct sheet_originals {
    const char *sheet;
    struct cell_original *cells;
    size_t count, capacity;
};

static struct sheet_filter filter_for(const struct scenario_book *book, const char *sheet)
{
    struct sheet_filter filter = {0};
    for (size_t i = 0; i < book->original_count; i++)
        if (strcmp(book->originals[i].sheet, sheet) == 0) {
            filter.originals = book->originals[i].cells;
            filter.original_count = book->originals[i].count;
        }
    return filter;
}

static bool take_count(uint32_t *count, const struct text *text)
{
    char *end;
    const unsigned long value = strtoul(text->bytes, &end, 10);
    *count = (uint32_t)value;
    return text->bytes[0] >= '0' && text->bytes[0] <= '9' && *end == '\0' && value >= 1 &&
           value <= INT32_MAX;
}

/* The cells of a sheet, which begins where its name is another than that of the line before. NULL:
 * memory is out. */
static struct sheet_originals *originals_of(struct scenario_book *book, size_t *capacity,
                                            struct arena *arena, const char *sheet)
{
    struct sheet_originals *all = (struct sheet_originals *)book->originals;
    if (book->original_count > 0 && strcmp(all[book->original_count - 1].sheet, sheet) == 0)
        return &all[book->original_count - 1];
    all = arena_grow(arena, all, capacity, sizeof *all, book->original_count + 1);
    if (all == NULL)
        return NULL;
    book->originals = all;
    all[book->original_count] = (struct sheet_originals){.sheet = sheet};
    return &all[book->original_count++];
}

/* A line of the sheet; one that is not as it was written, or not in order, is passed over. */
static enum ft_status take_original(struct scenario_book *book, size_t *capacity,
                                    struct arena *arena, const struct csv *csv)
{
    const struct text *fields = csv->fields;
    struct cell_original cell;
    if (csv->count < ORIGINAL_COLUMNS || !take_count(&cell.row, &fields[ORIGINAL_ROW]) ||
        !take_count(&cell.column, &fields[ORIGINAL_COLUMN]))
        return FT_OK;
    cell.shown = fields[ORIGINAL_SHOWN].bytes;
    cell.text = fields[ORIGINAL_TEXT].bytes;
    struct sheet_originals *own = originals_of(book, capacity, arena, fields[ORIGINAL_SHEET].bytes);
    if (own == NULL)
        return FT_NO_MEMORY;
    const struct cell_original *last = own->count == 0 ? NULL : &own->cells[own->count - 1];
    if (last != NULL &&
        (cell.row < last->row || (cell.row == last->row && cell.column <= last->column)))
        return FT_OK;
    struct cell_original *cells =
        arena_grow(arena, own->cells, &own->capacity, sizeof *cells, own->count + 1);
    if (cells == NULL)
        return FT_NO_MEMORY;
    own->cells = cells;
    cells[own->count++] = cell;
    return FT_OK;
}

static enum ft_status read_originals(struct scenario_book *book, struct opening *opening)
{
    struct diagnostics silent = {.language = opening->diagnostics->language};
    const struct sheet_name *name = workbook_find(book->book, live_originals.zh);
    const struct book_sheet *sheet;
    struct csv csv;
    bool done = false;
    size_t capacity = 0;
    if (name == NULL)
        name = workbook_find(book->book, live_originals.en);
    if (name == NULL)
        return FT_OK;
    enum ft_status status = workbook_sheet(&sheet, book->book, name, opening->arena, &silent);
    if (status != FT_OK)
        return status == FT_NO_MEMORY ? status : FT_OK;
    csv_open(&csv, &sheet->source, opening->arena, &silent);
    while (!done && !csv.lost && status != FT_NO_MEMORY) {
        status = csv_read(&csv, &done);
        if (status == FT_OK && !done)
            status = take_original(book, &capacity, opening->arena, &csv);
    }
    return status == FT_NO_MEMORY ? status : FT_OK;
}

/* ---- 情景 ---- */

/* Lines that are read, by number; `count`: the last of them, or 0. */
struct live_lines {
    bool *given;
    uint32_t count;
};

static bool keeps_line(const void *context, uint32_t row, uint32_t column)
{
    const struct live_lines *lines = context;
    return column <= LIVE_VALUE + 1U && row <= lines->count && lines->given[row - 1];
}

static bool names_live_columns(const struct csv *csv)
{
    bool named = csv->count >= LIVE_COLUMNS;
    for (size_t i = 0; named && i < LIVE_COLUMNS; i++)
        named = is_titled(&csv->fields[i], &live_columns[i]);
    return named;
}

/* Whether a line of 情景 says a fact: one of the head's own, or one that says so of itself. */
static bool is_given_line(const struct csv *csv)
{
    bool given = csv->count > LIVE_SOURCE && live_book_is_given(&csv->fields[LIVE_SOURCE]);
    for (size_t i = 0; i < HEAD_LINES; i++)
        given |= is_titled(&csv->fields[LIVE_NAME], &head_names[i]);
    return given;
}

static enum ft_status live_book_find_lines(struct live_lines *lines, bool *live,
                                           struct arena *arena, const struct source *source,
                                           struct diagnostics *silent)
{
    struct csv csv;
    bool done = false;
    const struct grid *grid = source->grid;
    const uint32_t rows =
        grid == NULL || grid->line_count == 0 ? 0 : grid->lines[grid->line_count - 1].row;
    lines->given = arena_array(arena, (size_t)rows + 1, sizeof *lines->given);
    lines->count = rows;
    if (lines->given == NULL)
        return FT_NO_MEMORY;
    csv_open(&csv, source, arena, silent);
    while (!done && !csv.lost) {
        const enum ft_status status = csv_read(&csv, &done);
        if (status == FT_NO_MEMORY)
            return status;
        if (status != FT_OK || done || csv.row_line == 0 || csv.row_line > grid->line_count)
            continue;
        *live |= names_live_columns(&csv);
        lines->given[grid->lines[csv.row_line - 1].row - 1] = is_given_line(&csv);
    }
    return FT_OK;
}

enum ft_status live_head(const struct book_sheet **sheet, bool *live, struct opening *opening,
                         struct scenario_book *book)
{
    struct diagnostics silent = {.language = opening->diagnostics->language};
    struct live_lines lines = {0};
    enum ft_status status =
        workbook_sheet(sheet, book->book, book->head_sheet, opening->arena, &silent);
    if (status == FT_NO_MEMORY)
        return status;
    if ((*sheet)->source.grid != NULL)
        status = live_book_find_lines(&lines, live, opening->arena, &(*sheet)->source, &silent);
    if (status != FT_NO_MEMORY && *live)
        status = read_originals(book, opening);
    if (status != FT_NO_MEMORY && *live)
        status = live_read_written(book, opening);
    if (status == FT_NO_MEMORY)
        return status;
    struct sheet_filter filter = filter_for(book, book->head_sheet->name);
    filter.keeps = keeps_line;
    filter.context = &lines;
    return workbook_cells(sheet, book->book, book->head_sheet, *live ? &filter : NULL,
                          opening->arena, opening->diagnostics);
}

/* ---- parameters ---- */

const struct title live_parameters = {"参数", "Parameters"};
const struct title live_parameter_heads[PARAMETER_COLUMNS] = {
    [PARAMETER_TITLE] = {"参数", "parameter"},
    [PARAMETER_ID] = {"编号", "id"},
    [PARAMETER_KEY] = {"适用于／超过", "for / above"},
    [PARAMETER_VALUE] = {"取值", "value"},
    [PARAMETER_UNIT] = {"单位", "unit"},
    [PARAMETER_FROM] = {"起始日", "from"},
    [PARAMETER_RISE] = {"税率级差", "rise of the rate"},
    [PARAMETER_TO] = {"截止日（不含）", "to (not included)"},
    [PARAMETER_SOURCE] = {"依据", "source"},
    [PARAMETER_STATUS] = {"性质和说明", "status and note"},
    [PARAMETER_CLASS] = {"分类", "class"},
    [PARAMETER_INCLUDED] = {"含起点", "border included"},
    [PARAMETER_PATH] = {"试算名（--set）", "name for a trial (--set)"},
    [PARAMETER_WAS_KEY] = {"写出时适用于／超过", "for / above, as written"},
    [PARAMETER_WAS_VALUE] = {"写出时取值", "value as written"},
    [PARAMETER_WAS_FROM] = {"写出时起始日", "from, as written"},
};

/* Reading the sheet: the settings that it makes. */
struct live_trials {
    struct loading *loading;
    struct scenario_book *book;
    size_t capacity;
};

static void live_trial_add(struct live_trials *trials, const char *path, const char *value)
{
    struct scenario_book *book = trials->book;
    for (size_t i = 0; i < book->setting_count; i++)
        if (strcmp(book->settings[i].path, path) == 0)
            return; /* of a value that holds at several times, each line says so */
    struct ft_setting *settings =
        arena_grow(trials->loading->arena, (void *)book->settings, &trials->capacity,
                   sizeof *settings, book->setting_count + 1);
    if (settings == NULL || path == NULL || value == NULL) {
        trials->loading->status = FT_NO_MEMORY;
        return;
    }
    book->settings = settings;
    settings[book->setting_count++] = (struct ft_setting){path, value};
}

/* "--set levy_rate=3%", a line's source where a trial made its value. */
static void live_trial_again(struct live_trials *trials, const char *source)
{
    struct arena *arena = trials->loading->arena;
    const char *path = source + strlen("--set "), *value = strchr(path, '=');
    if (value != NULL)
        live_trial_add(trials, arena_copy(arena, path, (size_t)(value - path)),
                       arena_copy(arena, value + 1, strlen(value + 1)));
}

static void live_trial_refuse(struct live_trials *trials, const struct text *now,
                              const struct text *was)
{
    scenario_fault(trials->loading, &now->place, &tabular_message[TABULAR_LIVE_PARAMETER],
                   now->length == 0 ? "—" : now->bytes, was->length == 0 ? "—" : was->bytes, NULL);
}

static bool live_text_stands(const struct text *one, const struct text *other)
{
    return one->length == other->length && memcmp(one->bytes, other->bytes, one->length) == 0;
}

/* A value that was changed, in the unit of its line. */
static void live_trial_take(struct live_trials *trials, const struct text *fields)
{
    const struct text *value = &fields[PARAMETER_VALUE], *unit = &fields[PARAMETER_UNIT];
    const bool shares = value->length > 0 && value->bytes[value->length - 1] == '%';
    const char *text =
        shares || unit->length == 0 || strcmp(unit->bytes, "%") == 0
            ? value->bytes
            : arena_format(trials->loading->arena, "%s %s", value->bytes, unit->bytes);
    if (value->length == 0 || fields[PARAMETER_PATH].length == 0)
        live_trial_refuse(trials, value, &fields[PARAMETER_WAS_VALUE]);
    else
        live_trial_add(trials, fields[PARAMETER_PATH].bytes, text);
}

static void live_trial_look(struct live_trials *trials, const struct text *fields)
{
    static const struct {
        enum parameter_column now, was;
    } kept[] = {{PARAMETER_KEY, PARAMETER_WAS_KEY}, {PARAMETER_FROM, PARAMETER_WAS_FROM}};
    for (size_t i = 0; i < sizeof kept / sizeof *kept; i++)
        if (!live_text_stands(&fields[kept[i].now], &fields[kept[i].was]))
            live_trial_refuse(trials, &fields[kept[i].now], &fields[kept[i].was]);
    if (!live_text_stands(&fields[PARAMETER_VALUE], &fields[PARAMETER_WAS_VALUE]))
        live_trial_take(trials, fields);
    else if (strncmp(fields[PARAMETER_SOURCE].bytes, "--set ", strlen("--set ")) == 0)
        live_trial_again(trials, fields[PARAMETER_SOURCE].bytes);
}

bool is_live_parameters(const char *sheet)
{
    return strcmp(sheet, live_parameters.zh) == 0 || strcmp(sheet, live_parameters.en) == 0;
}

static bool keeps_no_rise(const void *context, uint32_t row, uint32_t column)
{
    (void)context;
    (void)row;
    return column != PARAMETER_RISE + 1U; /* formulas, which may have no value */
}

void read_live_parameters(struct loading *loading, const struct sheet_name *name)
{
    struct live_trials trials = {.loading = loading,
                                 .book = (struct scenario_book *)loading->scenario->book};
    const struct sheet_filter filter = {.keeps = keeps_no_rise};
    const struct book_sheet *sheet;
    struct csv csv;
    bool done = false, begun = false;
    const enum ft_status status = workbook_cells(&sheet, trials.book->book, name, &filter,
                                                 loading->arena, loading->diagnostics);
    if (!loading_take(loading, status))
        return;
    csv_open(&csv, &sheet->source, loading->arena, loading->diagnostics);
    while (!done && !csv.lost && loading_goes_on(loading)) {
        if (!loading_take(loading, csv_read(&csv, &done)) || done)
            continue;
        if (begun && csv.count >= PARAMETER_COLUMNS)
            live_trial_look(&trials, csv.fields);
        begun = begun || (csv.count >= PARAMETER_COLUMNS &&
                          is_titled(&csv.fields[PARAMETER_WAS_VALUE],
                                    &live_parameter_heads[PARAMETER_WAS_VALUE]));
    }
}

/* ---- tables ---- */

/* Columns that are read. */
struct live_facts {
    bool *given;
    size_t count;
};

static bool keeps_heads(const void *context, uint32_t row, uint32_t column)
{
    (void)context;
    (void)column;
    return row == LIVE_SOURCES;
}

static bool keeps_facts(const void *context, uint32_t row, uint32_t column)
{
    const struct live_facts *facts = context;
    return row >= LIVE_HEADS && column <= facts->count && facts->given[column - 1];
}

bool is_live_table(const struct entity *entity, const char *sheet)
{
    const char *titles[] = {entity->title.zh, entity->title.en};
    for (size_t i = 0; i < sizeof titles / sizeof *titles; i++) {
        const size_t length = strlen(titles[i]);
        /* "往来 (2)", where another sheet is called so. */
        if (strncasecmp(sheet, titles[i], length) == 0 &&
            (sheet[length] == '\0' || strncmp(sheet + length, " (", 2) == 0))
            return true;
    }
    return false;
}

static enum ft_status find_facts(struct live_facts *facts, struct loading *loading,
                                 const struct book_sheet *sheet)
{
    struct csv csv;
    bool done;
    csv_open(&csv, &sheet->source, loading->arena, loading->diagnostics);
    const enum ft_status status = csv_read(&csv, &done);
    if (status != FT_OK)
        return status;
    facts->given = arena_array(loading->arena, csv.count + 1, sizeof *facts->given);
    if (facts->given == NULL)
        return FT_NO_MEMORY;
    facts->count = done ? 0 : csv.count;
    for (size_t i = 0; i < facts->count; i++)
        facts->given[i] = live_book_is_given(&csv.fields[i]);
    return FT_OK;
}

bool is_live_sheet(struct loading *loading, const struct workbook *book,
                   const struct sheet_name *name)
{
    struct diagnostics silent = {.language = loading->diagnostics->language};
    const struct sheet_filter heads = {.keeps = keeps_heads};
    const struct book_sheet *sheet;
    struct csv csv;
    bool done = true, live = false;
    if (workbook_cells(&sheet, book, name, &heads, loading->arena, &silent) != FT_OK)
        return false; /* what is wrong with it is told when it is read */
    csv_open(&csv, &sheet->source, loading->arena, &silent);
    if (csv_read(&csv, &done) != FT_OK || done)
        return false;
    for (size_t i = 0; i < csv.count; i++)
        live |= is_titled(&csv.fields[i], &live_given[GIVEN_KEY]);
    return live;
}

enum ft_status live_table(const struct book_sheet **sheet, struct loading *loading,
                          const struct workbook *book, const struct sheet_name *name)
{
    struct live_facts facts = {0};
    const struct sheet_filter heads = {.keeps = keeps_heads};
    struct sheet_filter rows = filter_for(loading->scenario->book, name->name);
    rows.keeps = keeps_facts;
    rows.context = &facts;
    enum ft_status status =
        workbook_cells(sheet, book, name, &heads, loading->arena, loading->diagnostics);
    if (status == FT_OK)
        status = find_facts(&facts, loading, *sheet);
    if (status != FT_OK)
        return status;
    return workbook_cells(sheet, book, name, &rows, loading->arena, loading->diagnostics);
}
