/* A scenario that is a workbook: its sheet 情景 is the head, a line a setting. */
#include <string.h>
#include <strings.h>

#include "scenario_internal.h"

/* ---- the lines of the head ---- */

const struct title head_names[HEAD_LINES] = {
    [HEAD_ID] = {"编号", "id"},
    [HEAD_TITLE] = {"标题", "title"},
    [HEAD_TITLE_EN] = {"英文标题", "title_en"},
    [HEAD_AS_OF] = {"基准日", "as_of"},
    [HEAD_KNOWN_AT] = {"已知日", "known_at"},
    [HEAD_PACKS] = {"政策包", "packs"},
};

static bool is_needed(size_t line)
{
    return line == HEAD_TITLE || line == HEAD_AS_OF || line == HEAD_PACKS;
}

static enum head_line head_called(const char *name)
{
    size_t line = 0;
    while (line < HEAD_LINES && strcmp(head_names[line].zh, name) != 0 &&
           strcasecmp(head_names[line].en, name) != 0)
        line++;
    return (enum head_line)line;
}

static void opening_fault(struct opening *opening, const struct place *place,
                          const struct message *message, const char *first)
{
    diagnostics_add(opening->diagnostics, place, message, first, NULL);
    if (opening->status == FT_OK)
        opening->status = FT_INVALID;
}

/* What separates names in a cell: punctuation of either language, blanks and line ends. */
static size_t separator(const char *at)
{
    static const char *const marks[] = {"、", "，", "；", "\xE3\x80\x80"};
    if (*at != '\0' && strchr(",; \t\r\n", *at) != NULL)
        return 1;
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if (strncmp(at, marks[i], strlen(marks[i])) == 0)
            return strlen(marks[i]);
    return 0;
}

static size_t next_name(const char *at)
{
    size_t length = 0;
    while (at[length] != '\0' && separator(at + length) == 0)
        length++;
    return length;
}

/* "national、guangdong" as the names that it lists, each at its place. */
static void take_packs(struct opening *opening, const struct text *value)
{
    struct text *packs = NULL;
    size_t count = 0, capacity = 0, length;
    for (const char *at = value->bytes; *at != '\0'; at += length > 0 ? length : separator(at)) {
        length = next_name(at);
        if (length == 0)
            continue;
        const char *name = arena_copy(opening->arena, at, length);
        struct text *grown = arena_grow(opening->arena, packs, &capacity, sizeof *packs, count + 1);
        if (name == NULL || grown == NULL) {
            opening->status = FT_NO_MEMORY;
            return;
        }
        packs = grown;
        packs[count] = text_from(name);
        packs[count++].place =
            text_place(value, (size_t)(at - value->bytes), (uint32_t)utf8_count(name, length));
    }
    opening->scenario->packs = packs;
    opening->scenario->pack_count = count;
}

static void take_head(struct opening *opening, enum head_line line, const struct text *value)
{
    struct scenario *scenario = opening->scenario;
    switch (line) {
    case HEAD_ID:
        scenario->id = value->bytes;
        break;
    case HEAD_TITLE:
        scenario->title.zh = value->bytes;
        break;
    case HEAD_TITLE_EN:
        scenario->title.en = value->bytes;
        break;
    case HEAD_AS_OF:
        scenario->as_of = *value;
        break;
    case HEAD_KNOWN_AT:
        scenario->known_at = *value;
        break;
    case HEAD_PACKS:
        take_packs(opening, value);
        break;
    case HEAD_LINES:
        break;
    }
}

/* ---- the sheet ---- */

/* The sheet while its lines are read. */
struct head_reading {
    struct opening *opening;
    struct csv csv;
    struct place given[HEAD_LINES]; /* source NULL: not yet */
    struct place empty[HEAD_LINES]; /* where a value should stand; source NULL: there is no line */
    struct book_line *lines;
    size_t count, capacity;
};

/* The line above the settings that names the columns. */
static bool names_columns(const struct text *value)
{
    static const char *const words[] = {"填写", "内容", "值", "取值", "数值", "value"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strcasecmp(value->bytes, words[i]) == 0)
            return true;
    return false;
}

/* A number or a date: no remark. */
static bool is_a_value(const struct text *cell)
{
    return cell->bytes[0] >= '0' && cell->bytes[0] <= '9' &&
           strspn(cell->bytes, "0123456789.,-/%:") == cell->length;
}

static void open_book_take_line(struct head_reading *reading)
{
    struct opening *opening = reading->opening;
    const struct csv *csv = &reading->csv;
    if (csv->count < 2 || names_columns(&csv->fields[1]))
        return;
    const struct text *name = &csv->fields[0], *value = &csv->fields[1];
    const enum head_line line = head_called(name->bytes);
    if (value->length == 0 && name->length > 0 && csv->count > 2 && is_a_value(&csv->fields[2]))
        opening_fault(opening, &csv->fields[2].place, &tabular_message[TABULAR_HEAD_ASIDE],
                      name->bytes);
    if (line != HEAD_LINES && value->length == 0 && reading->given[line].source == NULL)
        reading->empty[line] = value->place;
    if (name->length == 0 || value->length == 0)
        return; /* a heading, or a value that is not given */
    if (line != HEAD_LINES) {
        if (reading->given[line].source != NULL)
            opening_fault(opening, &name->place, &tabular_message[TABULAR_HEAD_TWICE], name->bytes);
        reading->given[line] = name->place;
        take_head(opening, line, value);
        return;
    }
    struct book_line *lines = arena_grow(opening->arena, reading->lines, &reading->capacity,
                                         sizeof *lines, reading->count + 1);
    if (lines == NULL) {
        opening->status = FT_NO_MEMORY;
        return;
    }
    reading->lines = lines;
    lines[reading->count++] = (struct book_line){*name, *value};
}

static void check_given(struct head_reading *reading, const struct place *whole)
{
    const bool zh = reading->opening->diagnostics->language == FT_ZH;
    for (size_t i = 0; i < HEAD_LINES; i++)
        if (is_needed(i) && reading->given[i].source == NULL) {
            const bool is_there = reading->empty[i].source != NULL;
            opening_fault(reading->opening, is_there ? &reading->empty[i] : whole,
                          is_there ? &tabular_message[TABULAR_HEAD_EMPTY]
                                   : &tabular_message[TABULAR_HEAD_MISSING],
                          zh ? head_names[i].zh : head_names[i].en);
        }
}

/* Merged cells with the second column: what is seen there may stand in another. Headings go over
 * all columns and name nothing. */
static void check_merged_values(struct opening *opening, const struct book_sheet *sheet)
{
    enum { VALUES = 2 };
    for (size_t i = 0; i < sheet->merged_count; i++) {
        const struct sheet_range *range = &sheet->merged[i];
        char last[GRID_CELL_SIZE];
        struct place place;
        const bool heading = range->column == 1 && range->row == range->last_row;
        if (range->column > VALUES || range->last_column < VALUES || heading ||
            !grid_place(&place, &sheet->source, range->row, range->column))
            continue;
        opening_fault(opening, &place, &tabular_message[TABULAR_MERGED],
                      grid_cell_name(last, range->last_row, range->last_column));
    }
}

static void read_head_sheet(struct opening *opening, struct scenario_book *made)
{
    const struct book_sheet *sheet;
    bool done = false;
    struct head_reading reading = {.opening = opening};
    enum ft_status status = live_head(&sheet, &made->live, opening, made);
    opening->status = status;
    if (status != FT_OK && (status != FT_INVALID || sheet->source.grid == NULL))
        return; /* none of it could be read */
    csv_open(&reading.csv, &sheet->source, opening->arena, opening->diagnostics);
    while (!done && !reading.csv.lost && opening->status != FT_NO_MEMORY) {
        status = csv_read(&reading.csv, &done);
        if (status == FT_OK && !done)
            open_book_take_line(&reading);
        else if (status != FT_OK)
            opening->status = status;
    }
    made->head = &sheet->source;
    check_merged_values(opening, sheet);
    const struct place whole = {.source = &sheet->source};
    if (sheet->faulty_count == 0) /* else one of these may be what is missing */
        check_given(&reading, &whole);
    made->lines = reading.lines;
    made->line_count = reading.count;
}

static const struct sheet_name *find_head(const struct workbook *book)
{
    const struct sheet_name *sheet = workbook_find(book, "情景");
    return sheet != NULL ? sheet : workbook_find(book, "scenario");
}

/* "county" of "facts/county.xlsx": what a workbook without an id of its own is called. NULL: memory
 * is out. */
static const char *name_of_book(struct arena *arena, const char *path)
{
    const char *slash = strrchr(path, '/'), *name = slash == NULL ? path : slash + 1;
    const char *dot = strrchr(name, '.');
    return arena_copy(arena, name, dot == NULL ? strlen(name) : (size_t)(dot - name));
}

void open_book(struct opening *opening, const char *path)
{
    struct scenario *scenario = opening->scenario;
    struct arena *arena = opening->arena;
    struct scenario_book *made = arena_allocate(arena, sizeof *made);
    struct source *source = arena_allocate(arena, sizeof *source);
    const struct workbook *book = NULL;
    opening->status = made == NULL || source == NULL
                          ? FT_NO_MEMORY
                          : workbook_open(&book, arena, opening->diagnostics, path, NULL);
    if (opening->status != FT_OK)
        return;
    *source = (struct source){.path = book->path, .bytes = book->bytes, .length = book->length};
    *made = (struct scenario_book){.book = book, .head_sheet = find_head(book)};
    scenario->source = source;
    scenario->book = made;
    scenario->id = name_of_book(arena, book->path);
    if (scenario->id == NULL) {
        opening->status = FT_NO_MEMORY;
        return;
    }
    if (made->head_sheet == NULL) {
        const struct place whole = {.source = source};
        opening_fault(opening, &whole, &tabular_message[TABULAR_NO_HEAD], book->path);
    } else {
        read_head_sheet(opening, made);
    }
    for (size_t i = 0; i < book->sheet_count && opening->status != FT_NO_MEMORY; i++)
        if (is_expect_sheet(book->sheets[i].name))
            read_expect_sheet(opening, book, &book->sheets[i]);
    if (scenario->title.en[0] == '\0')
        scenario->title.en = scenario->title.zh;
}

/* ---- the rows ---- */

/* A table of a live workbook; its other sheets hold what was worked out. */
static void read_live_sheet(struct loading *loading, struct record *root,
                            const struct sheet_name *name)
{
    const struct schema *schema = loading->schema;
    for (size_t i = 1; i < schema->entity_count; i++)
        if (schema->entities[i].rows == NULL && is_live_table(&schema->entities[i], name->name))
            read_sheet_rows(loading, &schema->entities[i], root, loading->scenario->book->book,
                            name);
}

/* The table that a sheet is called after. */
static const struct entity *entity_of_sheet(const struct schema *schema, const char *name)
{
    for (size_t i = 1; i < schema->entity_count; i++) {
        const struct entity *entity = &schema->entities[i];
        if (strcasecmp(entity->table, name) == 0 || strcasecmp(entity->title.zh, name) == 0 ||
            strcasecmp(entity->title.en, name) == 0)
            return entity;
    }
    return NULL;
}

/* A sheet that is no table may hold what it will, but its name must say so. */
static void read_other_sheet(struct loading *loading, const struct sheet_name *name)
{
    static const char *const remarks[] = {"说明",  "备注",   "附注",
                                          "notes", "readme", "instructions"};
    const struct workbook *book = loading->scenario->book->book;
    const struct book_sheet *sheet;
    bool told = name->name[0] == '#';
    for (size_t i = 0; i < sizeof remarks / sizeof *remarks; i++)
        told |= strcasecmp(name->name, remarks[i]) == 0;
    if (told)
        return;
    struct diagnostics silent = {.language = loading->diagnostics->language};
    enum ft_status status = workbook_sheet(&sheet, book, name, loading->arena, &silent);
    if (status == FT_NO_MEMORY)
        loading->status = status;
    if (status == FT_NO_MEMORY || (status == FT_OK && sheet->source.length == 0))
        return;
    struct choices choices = choices_for(loading->arena, loading->diagnostics, name->name);
    for (size_t i = 1; i < loading->schema->entity_count; i++) {
        const struct entity *entity = &loading->schema->entities[i];
        if (entity->rows == NULL)
            choices_offer(&choices, title_in(&entity->title, loading->diagnostics->language));
    }
    const struct place whole = {.source = &sheet->source};
    scenario_fault(loading, &whole, &tabular_message[TABULAR_UNKNOWN_SHEET], name->name,
                   choices_text(&choices), NULL);
}

static void read_table_sheet(struct loading *loading, const struct entity *entity,
                             struct record *root, const struct sheet_name *name)
{
    const struct scenario_book *book = loading->scenario->book;
    struct grid *grid = arena_allocate(loading->arena, sizeof *grid);
    struct source *source = arena_allocate(loading->arena, sizeof *source);
    if (grid == NULL || source == NULL) {
        loading->status = FT_NO_MEMORY;
        return;
    }
    *grid = (struct grid){.sheet = name->name};
    *source = (struct source){.path = book->book->path, .bytes = "", .grid = grid};
    const struct place whole = {.source = source};
    if (entity->rows != NULL)
        scenario_fault(loading, &whole, &scenario_message[SCENARIO_MADE_TABLE],
                       table_named(loading, entity), NULL, NULL);
    else if (loading->long_table != NULL)
        scenario_fault(loading, &whole, &tabular_message[TABULAR_LONG_SHEET], entity->table, NULL,
                       NULL);
    else
        read_sheet_rows(loading, entity, root, book->book, name);
}

static void fault_line(struct loading *loading, const struct text *name, const struct entity *root)
{
    struct choices choices = choices_for(loading->arena, loading->diagnostics, name->bytes);
    for (size_t i = 0; i < HEAD_LINES; i++)
        choices_offer(&choices, loading->diagnostics->language == FT_ZH ? head_names[i].zh
                                                                        : head_names[i].en);
    choices_offer_titles(&choices, root);
    scenario_fault(loading, &name->place, &tabular_message[TABULAR_UNKNOWN_LINE], name->bytes,
                   choices_text(&choices), NULL);
}

/* The portfolio's own fields, a line each: named as a column is, with the unit. */
static void read_fields(struct loading *loading, struct record *root)
{
    const struct scenario_book *book = loading->scenario->book;
    struct csv_table table = {.loading = loading, .entity = root->entity, .parent = root};
    for (size_t i = 0; i < book->line_count && loading_goes_on(loading); i++) {
        const struct book_line *line = &book->lines[i];
        const struct field *field = NULL;
        struct raw raw = {.text = line->value};
        if (!csv_table_field(&table, &line->name, &raw, &field))
            fault_line(loading, &line->name, root->entity);
        else if (field != NULL && row_cell(&root->cells, field->index).text.bytes != NULL)
            scenario_fault(loading, &line->name.place, &tabular_message[TABULAR_HEAD_TWICE],
                           line->name.bytes, NULL, NULL);
        else if (field != NULL && !raw.told)
            *record_cell(root, field->index) = raw;
    }
}

void read_book(struct loading *loading)
{
    const struct scenario_book *book = loading->scenario->book;
    /* Fields that are not given are missing from the sheet. */
    const struct place place = book->head != NULL
                                   ? (struct place){book->head, 1, 1, 1}
                                   : (struct place){.source = loading->scenario->source};
    struct record *root = record_add_empty(loading, &loading->schema->entities[0], NULL, place);
    if (root == NULL)
        return;
    read_fields(loading, root);
    for (size_t i = 0; i < book->book->sheet_count && loading_goes_on(loading); i++) {
        const struct sheet_name *name = &book->book->sheets[i];
        const struct entity *entity = entity_of_sheet(loading->schema, name->name);
        if (name == book->head_sheet || is_expect_sheet(name->name))
            continue;
        if (book->live && is_live_parameters(name->name))
            read_live_parameters(loading, name);
        else if (book->live)
            read_live_sheet(loading, root, name);
        else if (entity != NULL)
            read_table_sheet(loading, entity, root, name);
        else
            read_other_sheet(loading, name);
    }
}
