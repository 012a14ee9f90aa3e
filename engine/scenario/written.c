/*
 * What a workbook of results was written with: its facts, and the figures of its first page, on a hidden sheet. Where it
 * was edited and is read again, this says what is other than it was.
 */
#include <string.h>

#include "scenario_internal.h"

const struct title live_written = {"写出时", "As written"};

/* Rows past which facts are not written a second time, and bytes of one row that a cell holds. */
enum { WRITTEN_ROWS = 10000, WRITTEN_BYTES = 30000 };

static const char *const written_kinds[] = {[WRITTEN_DIGEST] = "digest",
                                            [WRITTEN_POLICY] = "policy",
                                            [WRITTEN_ROW] = "row",
                                            [WRITTEN_FIGURE] = "figure"};

const char *written_kind_name(enum written_kind kind)
{
    return written_kinds[kind];
}

enum ft_status written_add(struct written_lines *lines, struct arena *arena,
                           const struct written_line *line)
{
    struct written_line *grown =
        arena_grow(arena, lines->lines, &lines->capacity, sizeof *grown, lines->count + 1);
    if (grown == NULL || line->name == NULL || line->text == NULL)
        return FT_NO_MEMORY;
    lines->lines = grown;
    grown[lines->count++] = *line;
    return FT_OK;
}

const char *written_text(const struct written_lines *lines, enum written_kind kind)
{
    for (size_t i = 0; i < lines->count; i++)
        if (lines->lines[i].kind == kind)
            return lines->lines[i].text;
    return NULL;
}

/* ---- facts as lines ---- */

/* A fact as people read it, on one line. NULL: memory is out. */
static const char *written_value(const struct scenario *scenario, const struct field *field,
                                 const struct raw *raw, const struct column *column, uint32_t row,
                                 struct arith *arith, enum ft_language language)
{
    const struct cell cell = column_cell(column, row);
    const bool as_read = cell.state == CELL_VALUE && field->type.kind != TYPE_TEXT &&
                         field->type.kind != TYPE_REFERENCE;
    if (cell.state == CELL_NONE)
        return language == FT_ZH ? "无" : "none";
    if (field->type.kind == TYPE_REFERENCE && cell.state == CELL_VALUE &&
        cell.value.reference < scenario->piles[field->type.entity->index].count)
        return record_key(scenario->piles[field->type.entity->index].records[cell.value.reference])
            .bytes;
    const char *text = as_read ? value_text(&cell.value, &field->type, &field->unit, field->integer,
                                            arith, language)
                               : raw->text.bytes;
    char *line = text == NULL ? NULL : arena_copy(arith->arena, text, strlen(text));
    for (char *at = line; at != NULL && (at = strpbrk(at, "\r\n")) != NULL;)
        *at = ' ';
    return line;
}

/* "area=26.4 亩\nname=…": the given facts of a row, in the order of the vocabulary. */
static enum ft_status written_add_record(struct written_lines *lines,
                                         const struct scenario *scenario,
                                         const struct record *record, struct arith *arith,
                                         enum ft_language language)
{
    const struct entity *entity = record->entity;
    const struct table *table = &scenario->dataset->tables[entity->index];
    struct growing_text text = {.arena = arith->arena};
    for (size_t i = 0; i < entity->field_count; i++) {
        const struct field *field = &entity->fields[i];
        const struct raw raw = row_cell(&record->cells, field->index);
        if (raw.text.bytes == NULL)
            continue;
        const char *value = written_value(scenario, field, &raw, &table->fields[field->index],
                                          record->row, arith, language);
        if (value == NULL)
            return FT_NO_MEMORY;
        growing_list(&text, "\n", arena_format(arith->arena, "%s=%s", field->id, value));
    }
    const char *facts = growing_whole(&text);
    if (facts != NULL && strlen(facts) > WRITTEN_BYTES)
        facts = "";
    return written_add(lines, arith->arena,
                       &(struct written_line){
                           .kind = WRITTEN_ROW,
                           .name = arena_format(arith->arena, "%s/%s", entity->table, record->path),
                           .text = facts,
                           .record = record});
}

/* The head's own, as a row of no table. */
static enum ft_status written_add_head(struct written_lines *lines, const struct scenario *scenario,
                                       struct arith *arith, enum ft_language language)
{
    const struct dataset *dataset = scenario->dataset;
    char as_of[DATE_TEXT_SIZE], known_at[DATE_TEXT_SIZE];
    struct growing_text packs = {.arena = arith->arena};
    for (size_t i = 0; i < scenario->pack_count; i++)
        growing_list(&packs, language == FT_ZH ? "、" : ", ", scenario->packs[i].bytes);
    return written_add(
        lines, arith->arena,
        &(struct written_line){
            .kind = WRITTEN_ROW,
            .name = "scenario/",
            .text = arena_format(arith->arena, "as_of=%s\nknown_at=%s\npacks=%s\ntitle=%s",
                                 date_text(as_of, dataset->as_of),
                                 dataset->known_at.days == DATE_FOREVER.days
                                     ? ""
                                     : date_text(known_at, dataset->known_at),
                                 growing_whole(&packs), title_in(&scenario->title, language))});
}

enum ft_status written_facts(struct written_lines *lines, const struct scenario *scenario,
                             struct arith *arith, enum ft_language language)
{
    const struct schema *schema = scenario->dataset->schema;
    size_t rows = 0;
    for (size_t i = 0; i < schema->entity_count; i++)
        rows += scenario->piles[i].count;
    if (rows > WRITTEN_ROWS)
        return FT_OK;
    enum ft_status status = written_add_head(lines, scenario, arith, language);
    for (size_t i = 0; i < schema->entity_count; i++)
        for (size_t row = 0; row < scenario->piles[i].count && status == FT_OK; row++)
            status = written_add_record(lines, scenario, scenario->piles[i].records[row], arith,
                                        language);
    return status;
}

/* ---- reading the sheet ---- */

static enum ft_status written_take(struct written_lines *lines, struct arena *arena,
                                   const struct csv *csv)
{
    const struct text *fields = csv->fields;
    for (size_t kind = 0; kind < WRITTEN_KINDS && csv->count >= WRITTEN_COLUMNS; kind++)
        if (strcmp(fields[WRITTEN_OF].bytes, written_kinds[kind]) == 0)
            return written_add(lines, arena,
                               &(struct written_line){.kind = (enum written_kind)kind,
                                                      .name = fields[WRITTEN_NAME].bytes,
                                                      .text = fields[WRITTEN_TEXT].bytes});
    return FT_OK;
}

enum ft_status live_read_written(struct scenario_book *book, struct opening *opening)
{
    struct diagnostics silent = {.language = opening->diagnostics->language};
    const struct sheet_name *name = workbook_find(book->book, live_written.zh);
    const struct book_sheet *sheet;
    struct csv csv;
    bool done = false;
    book->written_in = name == NULL ? FT_EN : FT_ZH;
    if (name == NULL)
        name = workbook_find(book->book, live_written.en);
    struct written_lines *lines =
        name == NULL ? NULL : arena_allocate(opening->arena, sizeof *lines);
    if (name == NULL)
        return FT_OK;
    if (lines == NULL)
        return FT_NO_MEMORY;
    enum ft_status status = workbook_sheet(&sheet, book->book, name, opening->arena, &silent);
    if (status != FT_OK)
        return status == FT_NO_MEMORY ? status : FT_OK;
    csv_open(&csv, &sheet->source, opening->arena, &silent);
    while (!done && !csv.lost && status != FT_NO_MEMORY) {
        status = csv_read(&csv, &done);
        if (status == FT_OK && !done)
            status = written_take(lines, opening->arena, &csv);
    }
    book->written = lines;
    return status == FT_NO_MEMORY ? status : FT_OK;
}

/* ---- what is other than it was ---- */

struct comparing {
    struct scenario_edits *edits;
    struct arena *arena;
    const struct entity *entity; /* NULL: the head */
    const char *path;
    const struct record *record; /* NULL: the row is gone */
    bool failed;
};

static void edits_add(struct comparing *comparing, const char *field, size_t length,
                      const char *was, const char *now)
{
    struct scenario_edits *edits = comparing->edits;
    struct scenario_edit *grown = arena_grow(comparing->arena, edits->list, &edits->capacity,
                                             sizeof *grown, edits->count + 1);
    struct scenario_edit edit = {.entity = comparing->entity,
                                 .path = comparing->path,
                                 .id = arena_copy(comparing->arena, field, length),
                                 .was = was,
                                 .now = now};
    comparing->failed |= grown == NULL || edit.id == NULL;
    if (comparing->failed)
        return;
    for (size_t i = 0; comparing->entity != NULL && i < comparing->entity->field_count; i++)
        if (strcmp(comparing->entity->fields[i].id, edit.id) == 0)
            edit.field = &comparing->entity->fields[i];
    if (edit.field != NULL && comparing->record != NULL)
        edit.place = row_cell(&comparing->record->cells, edit.field->index).text.place;
    edits->list = grown;
    grown[edits->count++] = edit;
}

/* The value of a fact among those of a row, and its end; NULL: it is not among them. */
static const char *written_find(struct comparing *comparing, const char *facts, const char *field,
                                size_t length)
{
    for (const char *at = facts; at != NULL && *at != '\0';) {
        const size_t line = strcspn(at, "\n");
        if (line > length && at[length] == '=' && strncmp(at, field, length) == 0) {
            const char *value = arena_copy(comparing->arena, at + length + 1, line - length - 1);
            comparing->failed |= value == NULL;
            return value;
        }
        at += line + (at[line] == '\n');
    }
    return NULL;
}

/* Facts of `facts` that the other row says otherwise, or (`all` false) has not. */
static void compare_facts(struct comparing *comparing, const char *was, const char *now)
{
    for (const char *at = was; *at != '\0' && !comparing->failed;) {
        const size_t line = strcspn(at, "\n"), length = strcspn(at, "=");
        const char *before = written_find(comparing, at, at, length);
        const char *after = written_find(comparing, now, at, length);
        if (before != NULL && (after == NULL || strcmp(before, after) != 0))
            edits_add(comparing, at, length, before, after);
        at += line + (at[line] == '\n');
    }
    for (const char *at = now; *at != '\0' && !comparing->failed;) {
        const size_t line = strcspn(at, "\n"), length = strcspn(at, "=");
        if (written_find(comparing, was, at, length) == NULL)
            edits_add(comparing, at, length, NULL, written_find(comparing, at, at, length));
        at += line + (at[line] == '\n');
    }
}

static const struct entity *written_entity(const struct schema *schema, const char *name)
{
    const size_t length = strcspn(name, "/");
    for (size_t i = 0; i < schema->entity_count; i++)
        if (strlen(schema->entities[i].table) == length &&
            strncmp(schema->entities[i].table, name, length) == 0)
            return &schema->entities[i];
    return NULL;
}

/* One of the lines is NULL where the row is there but once. */
static void compare_lines(struct comparing *comparing, const struct schema *schema,
                          const struct written_line *was, const struct written_line *now)
{
    const char *name = (was == NULL ? now : was)->name;
    comparing->entity = written_entity(schema, name);
    comparing->path = name + strcspn(name, "/") + (strchr(name, '/') != NULL);
    comparing->record = now == NULL ? NULL : now->record;
    if (was == NULL || now == NULL)
        edits_add(comparing, "", 0, was == NULL ? NULL : was->text, now == NULL ? NULL : now->text);
    else if (strcmp(was->text, now->text) != 0)
        compare_facts(comparing, was->text, now->text);
}

static bool written_index(struct map *map, const struct written_lines *lines, struct arena *arena)
{
    bool good = true;
    for (size_t i = 0; i < lines->count && good; i++)
        if (lines->lines[i].kind == WRITTEN_ROW)
            good = map_put(map, arena, lines->lines[i].name, &lines->lines[i]);
    return good;
}

enum ft_status scenario_edits(struct scenario_edits *edits, const struct scenario *scenario,
                              struct arith *arith)
{
    const struct schema *schema = scenario->dataset->schema;
    const struct written_lines *was = scenario->book->written;
    struct written_lines now = {0};
    struct map before = {0}, after = {0};
    struct comparing comparing = {.edits = edits, .arena = arith->arena};
    *edits = (struct scenario_edits){0};
    enum ft_status status = written_facts(&now, scenario, arith, scenario->book->written_in);
    if (status != FT_OK)
        return status;
    if (!written_index(&before, was, arith->arena) || !written_index(&after, &now, arith->arena))
        return FT_NO_MEMORY;
    edits->unknown = before.count == 0 || after.count == 0;
    for (size_t i = 0; i < now.count && !edits->unknown && !comparing.failed; i++)
        compare_lines(&comparing, schema, map_get(&before, now.lines[i].name), &now.lines[i]);
    for (size_t i = 0; i < was->count && !edits->unknown && !comparing.failed; i++)
        if (was->lines[i].kind == WRITTEN_ROW && map_get(&after, was->lines[i].name) == NULL)
            compare_lines(&comparing, schema, &was->lines[i], NULL);
    return comparing.failed ? FT_NO_MEMORY : FT_OK;
}
