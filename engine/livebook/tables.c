/* The sheets of the tables: facts that may be changed, and beside them every rule's figure as a
 * formula, with its article above it. */
#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "livebook_internal.h"

enum { LONGEST_FORMULA = 8000, LEAST_WIDTH = 9, MOST_WIDTH = 28, MOST_ON_A_PAGE = 12 };

void livebook_page(struct livebook *book, const struct book_page *page, const char *sheet)
{
    const struct scenario *scenario = book->context->scenario;
    struct book_page made = *page;
    char as_of[DATE_TEXT_SIZE];
    const char *title = book_page_text(book->arena, livebook_title(book, &scenario->title)),
               *name = book_page_text(book->arena, sheet);
    made.header = livebook_kept(book, title == NULL || name == NULL
                                          ? NULL
                                          : arena_format(book->arena, "&L%s&R%s", title, name));
    made.footer = livebook_format(book,
                                  livebook_zh(book) ? "&L基准日 %s&C第 &P 页 共 &N 页&R方田 %s"
                                                    : "&Las of %s&Cpage &P of &N&Rfangtian %s",
                                  date_text(as_of, scenario->dataset->as_of), FT_VERSION);
    book_writer_page(book->writer, &made);
}

/* A figure that doubles may decide otherwise stands as its value. */
void livebook_fixed(struct livebook *book, uint32_t line, uint16_t column, enum book_format format,
                    const struct book_value *value)
{
    const struct book_look fixed = {.format = format, .role = ROLE_FIXED};
    book->fixed++;
    if (value->number != NULL)
        book_writer_number(book->writer, line, column, &fixed, value->number);
    else
        book_writer_words(book->writer, line, column, &fixed, value->text);
}

/* A formula and its value; one that is longer than spreadsheets take stands as its value, and says
 * so. */
/* How many lines a text takes in a column, of so many cells each. */
uint32_t livebook_lines(const char *text, size_t width)
{
    const size_t cells = utf8_width(text, strlen(text));
    return (uint32_t)(cells == 0 ? 1 : (cells + width - 1) / width);
}

void livebook_formula(struct livebook *book, uint32_t line, uint16_t column,
                      const struct book_look *look, const char *formula,
                      const struct book_value *value)
{
    if (strlen(formula) <= LONGEST_FORMULA)
        book_writer_formula(book->writer, line, column, look, formula, value);
    else
        livebook_fixed(book, line, column, look->format, value);
}

/* ---- widths ---- */

/* How many digits a figure takes, with groups and two decimals. */
size_t livebook_digits(struct livebook *book, const struct number *value)
{
    struct number whole;
    int64_t left;
    size_t digits = 1;
    if (number_round(&whole, book->context->arith, value, &NUMBER_ONE, ROUND_DOWN) != FT_OK ||
        !number_to_int64(&whole, &left))
        return MOST_WIDTH;
    for (left = left < 0 ? -left : left; left >= 10; left /= 10)
        digits++;
    return digits + (digits - 1) / 3 + 5;
}

static uint16_t table_sheet_column_width(size_t cells, const char *head)
{
    const size_t title = utf8_width(head, strlen(head));
    size_t width = title <= 12 ? title + 2 : title / 2 + 4;
    width = cells + 1 > width ? cells + 1 : width;
    return (uint16_t)(width < LEAST_WIDTH ? LEAST_WIDTH : width > MOST_WIDTH ? MOST_WIDTH : width);
}

/* ---- columns ---- */

/* A column of a table's sheet: keys of rows above, facts, or formulas of a helper or a rule. */
struct sheet_column {
    const char *title, *id, *source; /* its head */
    enum book_role head;
    struct book_look look;
    const struct entity *above;  /* whose keys it holds; or NULL */
    const struct field *key;     /* theirs */
    const struct field *field;   /* its facts; or NULL */
    const struct helper *helper; /* or NULL */
    const struct rule *rule;     /* or NULL */
    bool unfollowed;             /* its pattern has no formula for a part of it */
    bool is_end;                 /* of spans, worked out: a field */
    const struct type *type;
    const struct unit *unit;
    const struct cell *cells; /* of a helper, by row */
    bool is_path;             /* the rows' paths */
    const char *pattern;      /* of its formula, with OWN_ROW for a row's number; or NULL */
    struct book_run run;      /* of such a one, where the file may have it once */
    size_t width;
};

static size_t value_width(struct livebook *book, const struct book_value *value,
                          enum book_format format)
{
    if (value->number == NULL)
        return utf8_width(value->text, strlen(value->text));
    return format == SHOW_DATE ? 10 : livebook_digits(book, value->number);
}

/* The keys of the rows above, outermost first. */
static void list_keys(struct livebook *book, const struct table_plan *plan,
                      struct sheet_column *columns)
{
    const struct entity *above = plan->entity->parent;
    for (uint16_t slot = plan->keys; slot > 0; slot--, above = above->parent) {
        assert(above != NULL); /* as many as there are columns of keys */
        const struct field *key = &above->fields[above->key];
        columns[slot - 1] =
            (struct sheet_column){.title = livebook_title(book, &above->title),
                                  .id = above->table,
                                  .source = livebook_title(book, &live_given[GIVEN_ABOVE]),
                                  .head = ROLE_HELPER_HEAD,
                                  .look = {.format = SHOW_TEXT, .role = ROLE_FIGURE},
                                  .above = above,
                                  .key = key,
                                  .type = &key->type,
                                  .unit = &key->unit,
                                  .width = 10};
    }
}

/* The rows' paths as this was written: what references name, and what the sheet of proof looks at
 * for rows that became others. */
static struct sheet_column path_column(struct livebook *book)
{
    return (struct sheet_column){.title = livebook_say(book, "行（写出时）", "row as written"),
                                 .id = "",
                                 .source = livebook_say(book, "辅助列", "helper"),
                                 .head = ROLE_HELPER_HEAD,
                                 .look = {.format = SHOW_TEXT, .role = ROLE_HELPER},
                                 .is_path = true};
}

/* What an input column says of itself, by which it is known when the workbook is read again. */
static const char *field_remark(struct livebook *book, const struct field *field)
{
    const size_t kind = field->has_default ? GIVEN_DEFAULT
                        : field->optional  ? GIVEN_OPTIONAL
                                           : GIVEN_PLAIN;
    return livebook_title(book, &live_given[kind]);
}

/* A row's key is no input: formulas look at each row where it stands. */
static struct sheet_column table_sheet_key_column(struct livebook *book, const struct field *field)
{
    return (struct sheet_column){.title = livebook_title(book, &field->title),
                                 .id = field->id,
                                 .source = livebook_title(book, &live_given[GIVEN_KEY]),
                                 .head = ROLE_HELPER_HEAD,
                                 .look = {.format = SHOW_TEXT, .role = ROLE_FIGURE},
                                 .field = field,
                                 .type = &field->type,
                                 .unit = &field->unit};
}

static struct sheet_column field_column(struct livebook *book, const struct entity *entity,
                                        const struct field *field)
{
    const bool is_end = livebook_is_end(entity, field);
    const bool text = field->type.kind == TYPE_TEXT || field->type.kind == TYPE_REFERENCE;
    return (struct sheet_column){
        .title = livebook_head(book, &field->title, &field->unit, field->integer),
        .id = field->id,
        .source = is_end ? livebook_say(book, "按起止日和划分处", "by ends and cuts")
                         : field_remark(book, field),
        .head = is_end ? ROLE_FIGURE_HEAD : ROLE_INPUT_HEAD,
        .look = {.format = text ? SHOW_TEXT : format_of(&field->type, &field->unit, field->integer),
                 .role = is_end ? ROLE_FIGURE : ROLE_INPUT},
        .field = field,
        .is_end = is_end,
        .type = &field->type,
        .unit = &field->unit};
}

static bool is_doubted(const struct livebook *book, const struct rule *rule, uint32_t row)
{
    return book->doubts[rule->item.entity->index][rule->item.index][row];
}

static const struct type truth_type = {.kind = TYPE_BOOLEAN}, number_type = {.kind = TYPE_NUMBER};

static const struct type *helper_type(const struct helper *helper)
{
    const struct node *node = helper->node;
    switch (helper->use) {
    case HELPER_CASE:
        return &truth_type;
    case HELPER_BODY:
        return node->op == NODE_COUNT ? &truth_type : &node->operands[0]->type;
    case HELPER_OPERAND:
        return &node->operands[helper->index]->type;
    case HELPER_CHOICE:
    case HELPER_LOGIC:
    case HELPER_PART:
    case HELPER_EXTREME:
        return &node->type;
    case HELPER_FROM:
    case HELPER_UNTIL:
        return &helper->formula->root->type;
    case HELPER_PLACE:
    case HELPER_ROWS:
    case HELPER_STEPS:
    case HELPER_WHOLE:
    case HELPER_LEFT:
        break;
    }
    return &number_type;
}

/* What a helper's column is called: its case, or the piece of the formula that it works out. */
static const char *helper_title(struct livebook *book, const struct helper *helper)
{
    static const struct title parts[] = {
        [HELPER_PLACE] = {"所指的行", "row that is named"},
        [HELPER_ROWS] = {"应有行数", "rows to be made"},
        [HELPER_FROM] = {"时段自", "spans begin"},
        [HELPER_UNTIL] = {"时段至", "spans end"},
        [HELPER_STEPS] = {"应分步数", "exact steps"},
        [HELPER_WHOLE] = {"整步数", "whole steps"},
        [HELPER_LEFT] = {"余数", "remainder"},
        [HELPER_EXTREME] = {NULL, NULL},
    };
    if (helper->use == HELPER_CASE)
        return livebook_format(book, livebook_zh(book) ? "情形：%s" : "case: %s",
                               livebook_title(book, &helper->rule->cases[helper->index].title));
    if (helper->use == HELPER_PLACE)
        return livebook_format(book, livebook_zh(book) ? "%s：%s" : "%s: %s",
                               livebook_title(book, &parts[helper->use]),
                               livebook_title(book, &helper->via->title));
    if (helper->use == HELPER_ROWS || helper->use == HELPER_FROM || helper->use == HELPER_UNTIL)
        return livebook_format(book, livebook_zh(book) ? "%s：%s" : "%s: %s",
                               livebook_title(book, &parts[helper->use]),
                               livebook_title(book, &helper->below->title));
    if (parts[helper->use].zh != NULL)
        return livebook_title(book, &parts[helper->use]);
    const struct node *node = helper->node;
    if (helper->use == HELPER_OPERAND)
        node = node->operands[helper->index];
    return livebook_kept(
        book, book->context->words.node(book->context->words.context, helper->entity, node));
}

static struct sheet_column helper_sheet_column(struct livebook *book, const struct helper *helper)
{
    const struct rule_case *one =
        helper->use == HELPER_CASE ? &helper->rule->cases[helper->index] : NULL;
    const struct type *type = helper_type(helper);
    struct cell *cells = helper_column(book, helper);
    book->no_memory |= cells == NULL;
    return (struct sheet_column){
        .title = helper_title(book, helper),
        .id = helper->rule == NULL ? livebook_say(book, "视图", "view") : helper->rule->item.id,
        .source = one == NULL || one->source == NULL ? livebook_say(book, "辅助列", "helper")
                                                     : one->source,
        .head = ROLE_HELPER_HEAD,
        .look = {.format = type->kind == TYPE_NUMBER ? SHOW_QUANTITY
                           : type->kind == TYPE_DATE ? SHOW_DATE
                                                     : SHOW_GENERAL,
                 .role = ROLE_HELPER},
        .helper = helper,
        .type = type,
        .unit = &livebook_base_unit,
        .cells = cells};
}

static struct sheet_column rule_column(struct livebook *book, const struct rule *rule)
{
    return (struct sheet_column){
        .title = livebook_head(book, &rule->item.title, &rule->item.unit,
                               rule->item.type.kind != TYPE_NUMBER),
        .id = rule->item.id,
        .source = rule->source,
        .head = ROLE_FIGURE_HEAD,
        .look = {.format = format_of(&rule->item.type, &rule->item.unit, false),
                 .role = rule->post_count > 0 ? ROLE_TOTAL : ROLE_FIGURE},
        .rule = rule,
        .type = &rule->item.type,
        .unit = &rule->item.unit};
}

static const char *column_formula(struct translator *to, const struct sheet_column *column,
                                  uint32_t row)
{
    if (column->is_end)
        return translate_end(to, to->host->entity, column->field, row);
    return column->helper != NULL ? translate_helper(to, column->helper, row)
                                  : translate_rule(to, column->rule, row);
}

/* A formula that looks at its own row alone is the same in all rows but for the row's number: it is
 * translated once. */
static void find_pattern(struct livebook *book, const struct table_plan *plan,
                         struct sheet_column *column)
{
    struct translator to = {.book = book, .arena = &book->scratch, .host = plan, .own_row = true};
    if ((column->helper == NULL && column->rule == NULL) || plan->table->count < 2)
        return;
    const char *text = column_formula(&to, column, 0);
    column->pattern = to.other_rows ? NULL : text;
    column->unfollowed = column->pattern != NULL && to.unfollowed;
    column->run.last = plan->first + plan->table->count - 1;
}

/* Whether the file may have a column's formula once, for all its rows. */
static bool column_is_run(const struct table_plan *plan, const struct sheet_column *column)
{
    return column->pattern != NULL && plan->entity->parent != NULL &&
           strchr(column->pattern, '!') == NULL && strlen(column->pattern) < LONGEST_FORMULA / 2;
}

/* All columns of a table's sheet, by slot; in scratch. NULL: memory is out. */
static struct sheet_column *list_columns(struct livebook *book, const struct table_plan *plan)
{
    const struct policy *policy = book->context->policy;
    const bool root = plan->entity->parent == NULL;
    struct sheet_column *columns = arena_array(&book->scratch, plan->slots, sizeof *columns);
    if (columns == NULL) {
        book->no_memory = true;
        return NULL;
    }
    list_keys(book, plan, columns);
    for (size_t i = 0; i < plan->entity->field_count; i++)
        columns[plan->fields[i]] = !root && i == plan->entity->key
                                       ? table_sheet_key_column(book, &plan->entity->fields[i])
                                       : field_column(book, plan->entity, &plan->entity->fields[i]);
    if (!root)
        columns[plan->path] = path_column(book);
    for (size_t i = 0; i < book->helper_count && !book->no_memory; i++)
        if (book->helpers[i].entity == plan->entity)
            columns[book->helpers[i].slot] = helper_sheet_column(book, &book->helpers[i]);
    for (size_t i = 0; i < policy->rule_count; i++)
        if (policy->rules[i]->item.entity == plan->entity)
            columns[plan->items[policy->rules[i]->item.index]] =
                rule_column(book, policy->rules[i]);
    for (uint16_t slot = 0; slot < plan->slots && !book->no_memory; slot++)
        find_pattern(book, plan, &columns[slot]);
    return book->no_memory ? NULL : columns;
}

/* ---- cells ---- */

/* What a row has in a column. An absent fact, or one that the row says there is none of, is told by
 * its state. */
static struct cell sheet_column_cell(const struct livebook *book, const struct table_plan *plan,
                                     const struct sheet_column *column, uint32_t row)
{
    const struct dataset *dataset = book->context->scenario->dataset;
    if (column->helper != NULL)
        return column->cells[row];
    if (column->above != NULL) {
        const uint32_t up = row_above(dataset, plan->entity, row, column->above);
        const struct table *table = &dataset->tables[column->above->index];
        return (struct cell){.value = column_value(&table->fields[column->above->key], up),
                             .state = CELL_VALUE};
    }
    const struct column *values = column->field != NULL
                                      ? &plan->table->fields[column->field - plan->entity->fields]
                                      : &plan->table->items[column->rule->item.index].column;
    return column_cell(values, row);
}

/* A fact, or a key of a row above; `look`: whether it was filed. */
static void write_fact(struct livebook *book, const struct book_look *look, const struct cell *cell,
                       const struct book_value *value, uint32_t line, uint16_t at)
{
    if (cell->state == CELL_NONE)
        book_writer_words(book->writer, line, at, look, book->none);
    else if (cell->state != CELL_VALUE)
        book_writer_blank(book->writer, line, at, look);
    else if (value->number != NULL)
        book_writer_number(book->writer, line, at, look, value->number);
    else
        book_writer_words(book->writer, line, at, look, value->text);
}

static struct book_look fact_look(const struct table_plan *plan, const struct sheet_column *column,
                                  const struct cell *cell, uint32_t row)
{
    struct book_look look = column->look;
    if (look.role == ROLE_INPUT && cell->state == CELL_VALUE &&
        !livebook_is_given(plan, column->field, row))
        look.role = ROLE_ASSUMED;
    return look;
}

/* A pattern's formula in a line, from 0. */
static const char *formula_in_line(struct livebook *book, const char *pattern, uint32_t line)
{
    char number[GRID_CELL_SIZE];
    size_t marks = 0;
    for (const char *at = strchr(pattern, OWN_ROW); at != NULL; at = strchr(at + 1, OWN_ROW))
        marks++;
    (void)snprintf(number, sizeof number, "%u", (unsigned)line + 1);
    const size_t digits = strlen(number);
    char *made = arena_allocate(&book->scratch, strlen(pattern) + marks * digits + 1);
    if (made == NULL)
        return livebook_kept(book, NULL);
    char *out = made;
    for (size_t length; *pattern != '\0'; pattern += length) {
        length = strcspn(pattern, (const char[]){OWN_ROW, '\0'});
        memcpy(out, pattern, length);
        out += length;
        if (pattern[length] == '\0')
            break;
        memcpy(out, number, digits);
        out += digits;
        length++;
    }
    *out = '\0';
    return made;
}

static void table_sheet_write_formula(struct livebook *book, const struct table_plan *plan,
                                      struct sheet_column *column, const struct book_value *value,
                                      uint32_t row, uint32_t line, uint16_t at)
{
    struct translator to = {.book = book, .arena = &book->scratch, .host = plan};
    if (column->rule != NULL && is_doubted(book, column->rule, row)) {
        livebook_fixed(book, line, at, column->look.format, value);
        return;
    }
    if (column_is_run(plan, column) && !column->unfollowed) {
        if (column->run.index == 0)
            column->run.formula = formula_in_line(book, column->pattern, line);
        book_writer_run(book->writer, line, at, &column->look, &column->run, value);
        return;
    }
    const char *formula = column->pattern != NULL ? formula_in_line(book, column->pattern, line)
                                                  : column_formula(&to, column, row);
    if (to.unfollowed || column->unfollowed) { /* a piece of a figure that stands as a value */
        livebook_fixed(book, line, at, column->look.format, value);
        return;
    }
    if (column->helper != NULL && column->helper->use == HELPER_EXTREME) {
        book_writer_array(book->writer, line, at, &column->look, formula, value);
        return;
    }
    livebook_formula(book, line, at, &column->look, formula, value);
}

static void write_path(struct livebook *book, const struct table_plan *plan,
                       struct sheet_column *column, uint32_t row, uint32_t line, uint16_t at)
{
    const char *path = plan->is_named ? livebook_path(book, plan->entity, row)
                                      : livebook_shown_path(book, plan->entity, row);
    const size_t width = utf8_width(path, strlen(path));
    column->width = width > column->width ? width : column->width;
    book_writer_words(book->writer, line, at, &column->look, path);
}

/* A row's cell of a column, in the sheet's line and column `at`. */
static void write_cell(struct livebook *book, const struct table_plan *plan,
                       struct sheet_column *column, uint32_t row, uint32_t line, uint16_t at)
{
    const struct arena_mark mark = arena_mark(&book->scratch);
    if (column->is_path) {
        write_path(book, plan, column, row, line, at);
        arena_rewind(&book->scratch, mark);
        return;
    }
    const struct cell cell = sheet_column_cell(book, plan, column, row);
    const bool fact = column->helper == NULL && column->rule == NULL && !column->is_end;
    struct number room;
    struct book_value value = {.text = ""};
    if (!fact || cell.state == CELL_VALUE)
        value = value_of_cell(book, &cell, column->type, column->unit, &room);
    const size_t width = value_width(book, &value, column->look.format);
    column->width = width > column->width ? width : column->width;
    if (column->field != NULL && cell.state == CELL_VALUE)
        livebook_note_original(book, plan, column->field, row,
                               &(struct original_plan){plan->sheet, {line + 1, at + 1U, "", ""}},
                               &value);
    const struct book_look look = fact_look(plan, column, &cell, row);
    if (fact)
        write_fact(book, &look, &cell, &value, line, at);
    else
        table_sheet_write_formula(book, plan, column, &value, row, line, at);
    arena_rewind(&book->scratch, mark);
}

/* ---- choices ---- */

static uint16_t table_sheet_list_of(struct livebook *book, const struct enumeration *enumeration)
{
    for (size_t i = 0; i < book->list_count; i++)
        if (book->lists[i] == enumeration)
            return (uint16_t)i;
    const struct enumeration **lists = arena_grow(book->arena, book->lists, &book->list_capacity,
                                                  sizeof *lists, book->list_count + 1);
    if (lists == NULL) {
        book->no_memory = true;
        return 0;
    }
    book->lists = lists;
    lists[book->list_count] = enumeration;
    return (uint16_t)book->list_count++;
}

/* Offers the choices of an input in its cells. */
static void table_sheet_offer_choices(struct livebook *book, uint32_t first, uint32_t last,
                                      uint16_t column, const struct type *type)
{
    const struct enumeration *list = type->kind == TYPE_SYMBOL ? type->enumeration : NULL;
    if (type->kind == TYPE_SYMBOL || type->kind == TYPE_BOOLEAN)
        book_writer_offer(book->writer, first, last, column, book->sheets[SHEET_CHOICES],
                          table_sheet_list_of(book, list),
                          list == NULL ? 2 : (uint32_t)list->count);
}

/* ---- a table's sheet ---- */

/* Lines of a sheet are written from the first to the last. */
static void table_sheet_write_heads(struct livebook *book, const struct table_plan *plan,
                                    const struct sheet_column *columns)
{
    struct book_writer *writer = book->writer;
    const struct book_look title = {.role = ROLE_TITLE};
    book_writer_height(writer, TABLE_TITLE, 2);
    book_writer_words(writer, TABLE_TITLE, 0, &title,
                      livebook_format(book, "%s %s", livebook_title(book, &plan->entity->title),
                                      plan->entity->table));
    livebook_words(
        book, TABLE_REMARK, 0, ROLE_PLAIN,
        livebook_say(book,
                     "黄色列是填报的数，可以改动，其中斜体灰字是写出时没有填报、按缺省的；"
                     "蓝色列是按规则计算的公式，灰色列是辅助列。第三行是规则编号，第四行是依据",
                     "yellow columns are given and may be changed; in grey italics what was not "
                     "filed and holds by default; blue ones are formulas of rules, grey ones "
                     "helpers; above each: the rule's id and its article"));
    for (uint16_t slot = 0; slot < plan->slots; slot++)
        livebook_words(book, TABLE_IDS, slot, ROLE_REMARK, columns[slot].id);
    book_writer_height(writer, TABLE_SOURCES, 5);
    for (uint16_t slot = 0; slot < plan->slots; slot++)
        livebook_words(book, TABLE_SOURCES, slot, ROLE_REMARK, columns[slot].source);
    book_writer_height(writer, TABLE_HEADS, 4);
    for (uint16_t slot = 0; slot < plan->slots; slot++)
        book_writer_words(writer, TABLE_HEADS, slot,
                          &(struct book_look){.role = columns[slot].head}, columns[slot].title);
}

static void table_sheet_write_rows(struct livebook *book, const struct table_plan *plan,
                                   struct sheet_column *columns)
{
    for (uint32_t row = 0; row < plan->table->count && !book->no_memory; row++)
        for (uint16_t slot = 0; slot < plan->slots; slot++)
            write_cell(book, plan, &columns[slot], row, plan->first + row, slot);
    for (uint16_t slot = 0; slot < plan->slots; slot++) {
        book_writer_width(book->writer, slot, slot,
                          table_sheet_column_width(columns[slot].width, columns[slot].title));
        if (columns[slot].field != NULL && slot != plan->fields[plan->entity->key])
            table_sheet_offer_choices(book, plan->first, plan->first + plan->table->count - 1, slot,
                                      columns[slot].type);
    }
    if (plan->table->count > 0)
        livebook_keep_rows(book, plan);
}

void livebook_write_table(struct livebook *book, const struct table_plan *plan)
{
    struct book_writer *writer = book->writer;
    const char *words[] = {book->wait, livebook_say(book, "不符合", "fails")};
    const struct arena_mark all = arena_mark(&book->scratch);
    assert(plan->entity->parent != NULL && plan->table->count > 0);
    livebook_open_rows(book, plan->sheet, false);
    struct sheet_column *columns = list_columns(book, plan);
    if (columns == NULL)
        return;
    table_sheet_write_heads(book, plan, columns);
    table_sheet_write_rows(book, plan, columns);
    arena_rewind(&book->scratch, all);
    book_writer_watch(writer, plan->first, 0, plan->first + plan->table->count - 1, plan->slots - 1,
                      words, 1);
    const uint16_t shown =
        (uint16_t)(plan->fields[plan->entity->key] < 4 ? plan->fields[plan->entity->key] + 1 : 1);
    /* On paper the facts: hundreds of columns of formulas are for the screen. */
    const uint16_t given = (uint16_t)(plan->keys + plan->entity->field_count);
    book_writer_panes(writer, TABLE_FIRST_LINE, shown);
    livebook_page(book,
                  &(struct book_page){.broad = given > MOST_ON_A_PAGE,
                                      .printed_from = TABLE_IDS, /* the page has the title */
                                      .printed_rows = plan->first + plan->table->count,
                                      .printed_columns = given,
                                      .repeat_first = TABLE_HEADS,
                                      .repeat_last = TABLE_HEADS,
                                      .repeat_columns = shown},
                  plan->sheet);
}

/* ---- the scenario's own sheet ---- */

/* The portfolio's facts and figures: a slot a line. */
static void write_slots(struct livebook *book, const struct table_plan *plan)
{
    const struct arena_mark all = arena_mark(&book->scratch);
    struct sheet_column *columns = list_columns(book, plan);
    for (uint16_t slot = 0; columns != NULL && slot < plan->slots; slot++) {
        struct sheet_column *column = &columns[slot];
        const uint32_t line = plan->first + slot;
        book_writer_words(book->writer, line, 0, &(struct book_look){.role = column->head},
                          column->title);
        write_cell(book, plan, column, 0, line, 1);
        livebook_words(book, line, 2, ROLE_PLAIN, column->id);
        livebook_words(book, line, 3, ROLE_PLAIN, column->source);
        if (column->field != NULL)
            table_sheet_offer_choices(book, line, line, 1, column->type);
    }
    arena_rewind(&book->scratch, all);
}

void livebook_write_head(struct livebook *book)
{
    struct book_writer *writer = book->writer;
    const struct table_plan *plan = &book->tables[0];
    static const uint8_t widths[] = {44, 26, 26, 80};
    const struct book_look title = {.role = ROLE_TITLE};
    livebook_open_sheet(book, plan->sheet, false);
    book_writer_words(writer, FACTS_TITLE, 0, &title,
                      livebook_title(book, &book->context->scenario->title));
    for (uint16_t column = 0; column < (uint16_t)LIVE_COLUMNS; column++) {
        book_writer_width(writer, column, column, widths[column]);
        livebook_words(book, FACTS_COLUMNS, column, ROLE_FIGURE_HEAD,
                       livebook_title(book, &live_columns[column]));
    }
    book_writer_height(writer, FACTS_TITLE, 2);
    livebook_write_facts(book);
    write_slots(book, plan);
    const char *words[] = {book->wait};
    book_writer_watch(writer, FACTS_SLOTS, 1, FACTS_SLOTS + plan->slots, 1, words, 1);
    book_writer_panes(writer, FACTS_COLUMNS + 1, 1);
    livebook_page(book, &(struct book_page){.portrait = true, .repeat_last = FACTS_COLUMNS},
                  plan->sheet);
}

void livebook_write_choices(struct livebook *book)
{
    livebook_open_sheet(book, book->sheets[SHEET_CHOICES], true);
    for (size_t i = 0; i < book->list_count; i++) {
        const struct enumeration *list = book->lists[i];
        const size_t count = list == NULL ? 2 : list->count;
        livebook_words(book, 0, (uint16_t)i, ROLE_FIGURE_HEAD,
                       list == NULL ? livebook_say(book, "是否", "yes or no")
                                    : livebook_title(book, &list->title));
        for (size_t j = 0; j < count; j++)
            livebook_words(book, (uint32_t)j + 1, (uint16_t)i, ROLE_PLAIN,
                           list == NULL ? (j == 0 ? book->yes : book->no)
                                        : livebook_title(book, &list->members[j].title));
    }
}
