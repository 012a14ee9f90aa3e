/* What the formulas of a live workbook cannot follow, asked one by one: rows that became others, rows
 * that a policy would make or no longer make, another set of rules, and what the engine refuses. */
#include <string.h>

#include "livebook_internal.h"

/* ---- rows ---- */

/* A row's key as its cell shows it. */
static const char *shown_key(struct livebook *book, const struct entity *entity, uint32_t row)
{
    const struct field *key = &entity->fields[entity->key];
    const struct cell cell = {
        .value = column_value(&book->tables[entity->index].table->fields[key->index], row),
        .state = CELL_VALUE};
    struct number room;
    const struct book_value value = value_of_cell(book, &cell, &key->type, &key->unit, &room);
    return value.number == NULL
               ? value.text
               : livebook_kept(book, number_text(value.number, book->context->arith, NUMBER_PLAIN));
}

const char *livebook_shown_path(struct livebook *book, const struct entity *entity, uint32_t row)
{
    const struct dataset *dataset = book->context->scenario->dataset;
    if (entity->parent == NULL)
        return "";
    const char *path = shown_key(book, entity, row);
    for (const struct entity *above = entity->parent; above->parent != NULL; above = above->parent)
        path = livebook_scratch(
            book, "%s/%s", shown_key(book, above, row_above(dataset, entity, row, above)), path);
    return path;
}

/* Rows stay what they are: formulas look at each where it stands. */
void livebook_keep_rows(struct livebook *book, const struct table_plan *plan)
{
    struct translator to = {.book = book, .arena = &book->scratch, .host = plan};
    const uint32_t last = plan->first + plan->table->count - 1;
    const char *title = livebook_say(book, "行的编号", "The row's id");
    const char *message =
        livebook_say(book, "各表的公式按行取数，这里不能改。要增减行或改编号，请改情景后重新生成。",
                     "Formulas look at each row where it stands. To add or rename rows, change the "
                     "scenario and write the workbook again.");
    for (uint16_t slot = 0; slot <= plan->keys; slot++) {
        const uint16_t column = slot < plan->keys ? slot : plan->fields[plan->entity->key];
        book_writer_only(book->writer, plan->first, last, column,
                         SAY(&to, "=%s=\"\"", cell_text_of(&to, plan, 0, plan->path)), title,
                         message);
    }
}

/* ---- lines ---- */

/* Something that must stay as it was: its count as written, and now. */
struct structure_line {
    const char *sheet, *title, *row;
    uint32_t written;
    const char *now;
};

static void write_structure_line(struct livebook *book, const struct structure_line *said_line,
                                 uint32_t line)
{
    static const struct book_look count = {.format = SHOW_COUNT, .role = ROLE_FIGURE},
                                  words = {.role = ROLE_FIGURE};
    struct translator to = {.book = book, .arena = &book->scratch};
    const struct number written = number_from_int((int32_t)said_line->written);
    const unsigned at = (unsigned)line + 1;
    const char *agrees = livebook_say(book, "一致", "agrees");
    livebook_list_words(book, line, 0, said_line->sheet);
    livebook_list_words(book, line, 1, said_line->title);
    livebook_list_words(book, line, 2, said_line->row);
    book_writer_number(book->writer, line, 4, &count, &written);
    livebook_formula(book, line, 5, &count, said_line->now,
                     &(struct book_value){.number = &written});
    livebook_formula(book, line, 7, &words,
                     SAY(&to, "IF(F%u=E%u,\"%s\",\"%s\")", at, at, agrees,
                         livebook_say(book, "不能跟随", "cannot follow")),
                     &(struct book_value){.text = agrees});
}

/* Rows whose keys, or those above, are no longer what they were. */
static uint32_t write_kept_rows(struct livebook *book, uint32_t line)
{
    const struct schema *schema = &book->context->policy->schema;
    struct translator to = {.book = book, .arena = &book->scratch};
    for (size_t i = 1; i < schema->entity_count && !book->no_memory; i++) {
        const struct table_plan *plan = &book->tables[i];
        const uint32_t count = plan->table->count;
        const char *path = "";
        if (count == 0 ||
            (plan->is_named && strcmp(livebook_path(book, plan->entity, 0),
                                      livebook_shown_path(book, plan->entity, 0)) != 0))
            continue;
        for (uint16_t slot = 0; slot < plan->keys; slot++)
            path = SAY(&to, "%s%s&\"/\"&", path, range_text_of(&to, plan, 0, count, slot));
        path = SAY(&to, "%s%s&\"\"", path,
                   range_text_of(&to, plan, 0, count, plan->fields[plan->entity->key]));
        write_structure_line(
            book,
            &(struct structure_line){
                .sheet = plan->sheet,
                .title = livebook_say(book, "编号或上级改了的行", "rows with another id or parent"),
                .now = SAY(&to, "SUMPRODUCT((%s<>%s)+0)", path,
                           range_text_of(&to, plan, 0, count, plan->path))},
            line++);
    }
    return line;
}

/* Rows that a policy makes, below each row of their parent. */
static uint32_t write_made_rows(struct livebook *book, uint32_t line)
{
    const struct schema *schema = &book->context->policy->schema;
    struct translator to = {.book = book, .arena = &book->scratch};
    for (size_t i = 0; i < schema->entity_count && !book->no_memory; i++) {
        const struct entity *entity = &schema->entities[i];
        const struct helper *rows = livebook_rows(book, entity);
        if (entity->rows == NULL || rows == NULL)
            continue;
        const struct table_plan *above = &book->tables[entity->parent->index];
        const uint32_t *first = book->tables[i].table->first;
        const struct lacks *const *unmade = book->tables[i].table->unmade;
        for (uint32_t row = 0; row < above->table->count && !book->no_memory; row++) {
            const struct arena_mark mark = arena_mark(&book->scratch);
            write_structure_line(
                book,
                &(struct structure_line){
                    .sheet = livebook_title(book, &entity->title),
                    .title = entity->spans != NULL
                                 ? livebook_say(book, "时段的划分（0 相符，1 待定，2 行数变了）",
                                                "spans (0 they stand, 1 not known, 2 others)")
                                 : livebook_say(book, "规则所定的行数", "rows that the rules make"),
                    .row = livebook_path(book, entity->parent, row),
                    .written = entity->spans != NULL ? unmade != NULL && unmade[row] != NULL
                               : first == NULL       ? 0
                                                     : first[row + 1] - first[row],
                    .now = cell_text_of(&to, above, row, rows->slot)},
                line++);
            arena_rewind(&book->scratch, mark);
        }
    }
    return line;
}

/* Whether a field's cell shows what holds where nothing is filed; of figures and days, which no choice
 * is called 无 of. */
static bool is_default(const struct field *field)
{
    return field->has_default;
}

static bool is_default_figure(const struct field *field)
{
    return field->has_default && (field->type.kind == TYPE_NUMBER || field->type.kind == TYPE_DATE);
}

/* A count over all fields that are so, those side by side as one block. */
static const char *default_cells_that(struct translator *to, const struct table_plan *plan,
                                      bool (*is_so)(const struct field *field), const char *before,
                                      const char *behind)
{
    const struct entity *entity = plan->entity;
    const char *text = "";
    for (size_t first = 0, end; first < entity->field_count; first = end + 1) {
        for (end = first; end < entity->field_count && is_so(&entity->fields[end]);)
            end++;
        if (end > first)
            text = SAY(to, "%s+%s%s%s", text, before,
                       block_text_of(to, plan, plan->fields[first], plan->fields[end - 1]), behind);
    }
    return text;
}

/* What holds unless another thing is filed stands in its cells as if it had been. Where one of them
 * is emptied, or says that there is none, formulas do not see what is taken then. */
static uint32_t write_kept_defaults(struct livebook *book, uint32_t line)
{
    const struct schema *schema = &book->context->policy->schema;
    struct translator to = {.book = book, .arena = &book->scratch};
    const char *none = SAY(&to, ",\"%s\")", book->none);
    for (size_t i = 0; i < schema->entity_count && !book->no_memory; i++) {
        const struct table_plan *plan = &book->tables[i];
        if (plan->table->count == 0)
            continue;
        const char *empty =
            SAY(&to, "%s%s", default_cells_that(&to, plan, is_default, "COUNTBLANK(", ")"),
                default_cells_that(&to, plan, is_default_figure, "COUNTIF(", none));
        const struct structure_line said_line = {
            .sheet = plan->sheet,
            .title = livebook_say(book, "清空了的、填“无”的缺省格：请填上缺省的数",
                                  "emptied cells of what holds by default: fill it in"),
            .now = empty + 1};
        if (empty[0] != '\0')
            write_structure_line(book, &said_line, line++);
    }
    return line;
}

/* The last of the days on which the only value of a parameter begins that formulas call without asking
 * for the day; 0: there is none. */
static int32_t last_beginning(const struct livebook *book)
{
    const struct date as_of = book->context->scenario->dataset->as_of;
    int32_t last = 0;
    for (size_t i = 0; i < book->context->policy->parameter_count; i++) {
        const struct parameter_plan *plan = &book->parameters[i];
        bool called = false;
        for (size_t use = 0; use < NAME_USES; use++)
            called = called || plan->named[use];
        if (called && plan->segment_count == 1 && plan->segments[0].from.days <= as_of.days &&
            plan->segments[0].from.days > last)
            last = plan->segments[0].from.days;
    }
    return last;
}

/* Before that day there is no law for a figure. */
static uint32_t write_kept_day(struct livebook *book, uint32_t line)
{
    struct translator to = {.book = book, .arena = &book->scratch};
    const int32_t last = last_beginning(book);
    const struct structure_line said_line = {
        .sheet = book->sheets[SHEET_HEAD],
        .title = livebook_say(book, "基准日改到所用取值的起始日以前",
                              "the date in force lies before a value that is used begins"),
        .now = SAY(&to, "IF(%s<%d,1,0)", livebook_day_name, (int)(last + DAYS_TO_1970))};
    if (last == 0)
        return line;
    write_structure_line(book, &said_line, line);
    return line + 1;
}

/* Cells of the scenario's sheet that say which rules these are. */
static uint32_t write_kept_rules(struct livebook *book, uint32_t line)
{
    static const uint32_t lines[] = {HEAD_KNOWN_AT, HEAD_PACKS};
    struct translator to = {.book = book, .arena = &book->scratch};
    const char *titles[] = {livebook_say(book, "已知日改了", "the day known at is another"),
                            livebook_say(book, "政策包改了", "packs are others")};
    for (size_t i = 0; i < 2; i++) {
        write_structure_line(
            book,
            &(struct structure_line){
                .sheet = book->sheets[SHEET_HEAD],
                .title = titles[i],
                .now = SAY(&to, "IF(EXACT(%s,%s),0,1)",
                           fixed_cell(&to, SHEET_HEAD, FACTS_HEAD + lines[i], 1, 0),
                           quoted_text(&to, livebook_head_text(book, lines[i])))},
            line++);
    }
    return line;
}

/* What the engine refuses: an amount below zero is none to be paid the other way. */
static uint32_t write_refused(struct livebook *book, uint32_t line)
{
    struct translator to = {.book = book, .arena = &book->scratch};
    if (book->posting_count == 0)
        return line;
    write_structure_line(
        book,
        &(struct structure_line){
            .sheet = book->sheets[SHEET_POSTINGS],
            .title = livebook_say(book, "负的入账额（方田不接受）", "amounts below zero"),
            .now = SAY(&to, "COUNTIF(%s,\"<0\")", posting_column(&to, POSTINGS_AMOUNT))},
        line++);
    return line;
}

/* "(K$6:K$9="是")*(L$6:L$9<>"是")": 1 where a case stands, as none that overrides it holds. */
static const char *case_standing(struct translator *to, const struct rule *rule, size_t index)
{
    const struct table_plan *plan = &to->book->tables[rule->item.entity->index];
    const char *yes = to->book->yes;
    const char *text = SAY(
        to, "(%s=\"%s\")",
        range_text_of(to, plan, 0, plan->table->count, livebook_case(to->book, rule, index)->slot),
        yes);
    for (size_t i = 0; i < rule->case_count; i++)
        if (case_overrides(&rule->cases[i], index))
            text = SAY(to, "%s*(%s<>\"%s\")", text,
                       range_text_of(to, plan, 0, plan->table->count,
                                     livebook_case(to->book, rule, i)->slot),
                       yes);
    return text;
}

static bool case_holds(struct cell *const *columns, size_t index, uint32_t row)
{
    return columns[index][row].state == CELL_VALUE && columns[index][row].value.boolean;
}

static bool case_stands_at(const struct rule *rule, struct cell *const *columns, size_t index,
                           uint32_t row)
{
    bool stands = case_holds(columns, index, row);
    for (size_t i = 0; i < rule->case_count; i++)
        stands = stands && !(case_overrides(&rule->cases[i], index) && case_holds(columns, i, row));
    return stands;
}

/* At how many rows two cases stand now. */
static uint32_t pair_count(const struct rule *rule, struct cell *const *columns, size_t one,
                           size_t other, uint32_t rows)
{
    uint32_t count = 0;
    for (uint32_t row = 0; row < rows; row++)
        count +=
            case_stands_at(rule, columns, one, row) && case_stands_at(rule, columns, other, row);
    return count;
}

/* Pairs of cases of which neither overrides the other: at how many rows both stand. The engine
 * refuses them where they differ, and the sheet takes the first: there must be no more of them. */
static const char *case_conflicts(struct translator *to, const struct rule *rule,
                                  struct cell *const *columns, uint32_t *now)
{
    const uint32_t rows = to->book->tables[rule->item.entity->index].table->count;
    const char *text = "";
    *now = 0;
    for (size_t i = 0; i < rule->case_count; i++)
        for (size_t j = i + 1; j < rule->case_count; j++)
            if (!case_overrides(&rule->cases[i], j) && !case_overrides(&rule->cases[j], i)) {
                text = SAY(to, "%s%sSUMPRODUCT(%s*%s)", text, text[0] == '\0' ? "" : "+",
                           case_standing(to, rule, i), case_standing(to, rule, j));
                *now += pair_count(rule, columns, i, j, rows);
            }
    return text;
}

/* What each case's condition comes to, by row; in scratch. */
static struct cell **case_columns(struct livebook *book, const struct rule *rule)
{
    struct cell **columns = arena_array(&book->scratch, rule->case_count, sizeof *columns);
    for (size_t i = 0; columns != NULL && i < rule->case_count; i++) {
        columns[i] = helper_column(book, livebook_case(book, rule, i));
        if (columns[i] == NULL)
            columns = NULL;
    }
    if (columns == NULL)
        book->no_memory = true;
    return columns;
}

static uint32_t write_conflicts(struct livebook *book, uint32_t line)
{
    const struct policy *policy = book->context->policy;
    struct translator to = {.book = book, .arena = &book->scratch};
    for (size_t i = 0; i < policy->rule_count && !book->no_memory; i++) {
        const struct rule *rule = policy->rules[i];
        const struct table_plan *plan = &book->tables[rule->item.entity->index];
        const struct arena_mark mark = arena_mark(&book->scratch);
        uint32_t now = 0;
        struct cell **columns =
            plan->table->count == 0 || rule->case_count < 2 ? NULL : case_columns(book, rule);
        const char *conflicts = columns == NULL ? "" : case_conflicts(&to, rule, columns, &now);
        const char *title =
            SAY(&to,
                livebook_zh(book) ? "%s：两种情形同时成立的行" : "%s: rows of which two cases hold",
                livebook_title(book, &rule->item.title));
        const struct structure_line said_line = {
            .sheet = plan->sheet, .title = title, .written = now, .now = conflicts};
        if (conflicts[0] != '\0')
            write_structure_line(book, &said_line, line++);
        arena_rewind(&book->scratch, mark);
    }
    return line;
}

uint32_t livebook_write_structure(struct livebook *book, uint32_t line)
{
    line = write_kept_rows(book, line);
    line = write_made_rows(book, line);
    line = write_kept_defaults(book, line);
    line = write_kept_rules(book, line);
    line = write_kept_day(book, line);
    line = write_conflicts(book, line);
    return write_refused(book, line);
}
