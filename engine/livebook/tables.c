/* The sheets of the tables: facts that may be changed, and beside them every rule's figure as a
 * formula, with its article above it. */
#include <string.h>

#include "livebook_internal.h"

enum { LONGEST_FORMULA = 8000, LEAST_WIDTH = 9, MOST_WIDTH = 28, MOST_ON_A_PAGE = 12 };

void livebook_page(struct livebook *book, const struct book_page *page, const char *sheet)
{
    const struct scenario *scenario = book->context->scenario;
    struct book_page made = *page;
    char as_of[DATE_TEXT_SIZE];
    made.header = livebook_kept(
        book, arena_format(book->arena, "&L%s&R%s", livebook_title(book, &scenario->title), sheet));
    made.footer = livebook_kept(
        book, arena_format(book->arena,
                           livebook_zh(book) ? "&L基准日 %s&C第 &P 页 共 &N 页&R方田 %s"
                                             : "&Las of %s&Cpage &P of &N&Rfangtian %s",
                           date_text(as_of, scenario->dataset->as_of), FT_VERSION));
    book_writer_page(book->writer, &made);
}

/* Where a slot's cell stands on its sheet. */
static void cell_at(const struct table_plan *plan, uint32_t row, uint16_t slot, uint32_t *line,
                    uint16_t *column)
{
    const bool upright = plan->entity->parent == NULL;
    *line = plan->first + (upright ? slot : row);
    *column = upright ? 1 : slot;
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
    book->computed++;
    if (strlen(formula) <= LONGEST_FORMULA)
        book_writer_formula(book->writer, line, column, look, formula, value);
    else
        livebook_fixed(book, line, column, look->format, value);
}

/* ---- widths ---------------------------------------------------------------------------------- */

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

static uint16_t column_width(size_t cells, const char *head)
{
    const size_t title = utf8_width(head, strlen(head));
    size_t width = title <= 12 ? title + 2 : title / 2 + 4;
    width = cells + 1 > width ? cells + 1 : width;
    return (uint16_t)(width < LEAST_WIDTH ? LEAST_WIDTH : width > MOST_WIDTH ? MOST_WIDTH : width);
}

/* ---- a column -------------------------------------------------------------------------------- */

struct column_head {
    const char *title, *id, *source;
    enum book_role role;
};

static void write_heads(struct livebook *book, const struct table_plan *plan, uint16_t slot,
                        const struct column_head *head)
{
    struct book_writer *writer = book->writer;
    const struct book_look title = {.role = head->role}, remark = {.role = ROLE_REMARK};
    if (plan->entity->parent == NULL) {
        const struct book_look plain = {.role = ROLE_PLAIN};
        book_writer_words(writer, plan->first + slot, 0, &title, head->title);
        book_writer_words(writer, plan->first + slot, 2, &plain, head->id);
        book_writer_words(writer, plan->first + slot, 3, &plain, head->source);
        return;
    }
    book_writer_words(writer, TABLE_IDS, slot, &remark, head->id);
    book_writer_words(writer, TABLE_SOURCES, slot, &remark, head->source);
    book_writer_words(writer, TABLE_HEADS, slot, &title, head->title);
}

static void set_width(struct livebook *book, const struct table_plan *plan, uint16_t slot,
                      size_t cells, const char *head)
{
    if (plan->entity->parent != NULL)
        book_writer_width(book->writer, slot, slot, column_width(cells, head));
}

static size_t value_width(struct livebook *book, const struct book_value *value,
                          enum book_format format)
{
    if (value->number == NULL)
        return utf8_width(value->text, strlen(value->text));
    return format == SHOW_DATE ? 10 : livebook_digits(book, value->number);
}

/* The keys of the rows above, outermost first. */
static void write_keys(struct livebook *book, const struct table_plan *plan)
{
    static const struct book_look look = {.format = SHOW_TEXT, .role = ROLE_FIGURE};
    const struct dataset *dataset = book->context->scenario->dataset;
    const struct entity *above = plan->entity->parent;
    for (uint16_t slot = plan->keys; slot > 0; slot--, above = above->parent) {
        const struct field *key = &above->fields[above->key];
        const struct column_head head = {.title = livebook_title(book, &above->title),
                                         .id = above->table,
                                         .source = "",
                                         .role = ROLE_HELPER_HEAD};
        write_heads(book, plan, (uint16_t)(slot - 1), &head);
        set_width(book, plan, (uint16_t)(slot - 1), 10, head.title);
        for (uint32_t row = 0; row < plan->table->count; row++) {
            const uint32_t up = row_above(dataset, plan->entity, row, above);
            const struct cell cell = {
                .value = dataset->tables[above->index].fields[above->key].values[up],
                .state = CELL_VALUE};
            struct number room;
            const struct book_value value =
                value_of_cell(book, &cell, &key->type, &key->unit, &room);
            if (value.number != NULL)
                book_writer_number(book->writer, plan->first + row, (uint16_t)(slot - 1), &look,
                                   value.number);
            else
                book_writer_words(book->writer, plan->first + row, (uint16_t)(slot - 1), &look,
                                  value.text);
        }
    }
}

/* What an input column says of itself. */
static const char *field_remark(struct livebook *book, const struct field *field)
{
    return field->has_default ? livebook_say(book, "填报（未填的按缺省）", "given, or by default")
           : field->optional ? livebook_say(book, "填报（可不填）", "given, or left empty")
                             : livebook_say(book, "填报", "given");
}

static void write_field(struct livebook *book, const struct table_plan *plan, size_t index)
{
    const struct field *field = &plan->entity->fields[index];
    const struct column *column = &plan->table->fields[index];
    const uint16_t slot = plan->fields[index];
    const struct column_head head = {
        .title = livebook_head(book, &field->title, &field->unit, field->integer),
        .id = field->id,
        .source = field_remark(book, field),
        .role = ROLE_INPUT_HEAD};
    const bool text = field->type.kind == TYPE_TEXT || field->type.kind == TYPE_REFERENCE;
    const struct book_look look = {
        .format = text ? SHOW_TEXT : format_of(&field->type, &field->unit, field->integer),
        .role = ROLE_INPUT};
    size_t width = 0;
    write_heads(book, plan, slot, &head);
    for (uint32_t row = 0; row < plan->table->count; row++) {
        const struct arena_mark mark = arena_mark(&book->scratch);
        const struct cell cell = {.value = column->values[row], .state = CELL_VALUE};
        struct number room;
        struct book_value value = {.text = ""};
        uint32_t line;
        uint16_t at;
        cell_at(plan, row, slot, &line, &at);
        if (column->states[row] == CELL_NONE)
            value.text = book->none;
        if (column->states[row] == CELL_VALUE)
            value = value_of_cell(book, &cell, &field->type, &field->unit, &room);
        const size_t cells = value_width(book, &value, look.format);
        width = cells > width ? cells : width;
        if (column->states[row] != CELL_VALUE && column->states[row] != CELL_NONE)
            book_writer_blank(book->writer, line, at, &look);
        else if (value.number != NULL)
            book_writer_number(book->writer, line, at, &look, value.number);
        else
            book_writer_words(book->writer, line, at, &look, value.text);
        arena_rewind(&book->scratch, mark);
    }
    set_width(book, plan, slot, width, head.title);
    livebook_offer_choices(book, plan, slot, &field->type);
}

/* A column of formulas: of a rule, or of a helper. */
struct formula_column {
    const struct rule *rule;
    const struct helper *helper; /* or NULL */
    const struct type *type;
    const struct unit *unit;
    uint16_t slot;
    struct book_look look;
};

static struct cell formula_cell(const struct formula_column *column, const struct table_plan *plan,
                                const struct cell *cells, uint32_t row)
{
    if (column->helper != NULL)
        return cells[row];
    const struct column *item = &plan->table->items[column->rule->item.index].column;
    return (struct cell){.value = item->values[row], .state = (enum cell_state)item->states[row]};
}

static bool is_doubted(const struct livebook *book, const struct rule *rule, uint32_t row)
{
    return book->doubts[rule->item.entity->index][rule->item.index][row];
}

static void write_formulas(struct livebook *book, const struct table_plan *plan,
                           const struct formula_column *column, const char *head)
{
    const struct arena_mark all = arena_mark(&book->scratch);
    const struct cell *cells = column->helper == NULL ? NULL : helper_column(book, column->helper);
    struct translator to = {.book = book, .arena = &book->scratch, .host = plan};
    size_t width = 0;
    for (uint32_t row = 0; row < plan->table->count && !book->no_memory; row++) {
        const struct arena_mark mark = arena_mark(&book->scratch);
        const struct cell cell = formula_cell(column, plan, cells, row);
        const char *formula = column->helper != NULL ? translate_helper(&to, column->helper, row)
                                                     : translate_rule(&to, column->rule, row);
        struct number room;
        const struct book_value value =
            value_of_cell(book, &cell, column->type, column->unit, &room);
        const size_t cells_wide = value_width(book, &value, column->look.format);
        uint32_t line;
        uint16_t at;
        cell_at(plan, row, column->slot, &line, &at);
        width = cells_wide > width ? cells_wide : width;
        book->waiting += value.text == book->wait;
        if (column->helper == NULL && is_doubted(book, column->rule, row))
            livebook_fixed(book, line, at, column->look.format, &value);
        else
            livebook_formula(book, line, at, &column->look, formula, &value);
        arena_rewind(&book->scratch, mark);
    }
    set_width(book, plan, column->slot, width, head);
    arena_rewind(&book->scratch, all);
}

static const struct type truth_type = {.kind = TYPE_BOOLEAN}, number_type = {.kind = TYPE_NUMBER};
static const struct unit base_unit = {.factor = {.num = 1, .den = 1}, .text = ""};

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
    default:
        return &number_type;
    }
}

/* What a helper's column is called: its case, or the piece of the formula that it works out. */
static const char *helper_title(struct livebook *book, const struct helper *helper)
{
    static const struct title parts[] = {
        [HELPER_STEPS] = {"应分步数", "exact steps"},
        [HELPER_WHOLE] = {"整步数", "whole steps"},
        [HELPER_LEFT] = {"余数", "remainder"},
    };
    if (helper->use == HELPER_CASE)
        return livebook_kept(
            book, arena_format(book->arena, livebook_zh(book) ? "情形：%s" : "case: %s",
                               livebook_title(book, &helper->rule->cases[helper->index].title)));
    if (helper->use > HELPER_OPERAND)
        return livebook_title(book, &parts[helper->use]);
    const struct node *node = helper->node;
    if (helper->use == HELPER_OPERAND)
        node = node->operands[helper->index];
    return livebook_kept(
        book, arena_copy(book->arena, helper->formula->text.bytes + node->offset, node->length));
}

static void write_helper(struct livebook *book, const struct table_plan *plan,
                         const struct helper *helper)
{
    const struct rule_case *one =
        helper->use == HELPER_CASE ? &helper->rule->cases[helper->index] : NULL;
    const struct column_head head = {
        .title = helper_title(book, helper),
        .id = helper->rule == NULL ? livebook_say(book, "视图", "view") : helper->rule->item.id,
        .source = one == NULL || one->source == NULL ? livebook_say(book, "辅助列", "helper")
                                                     : one->source,
        .role = ROLE_HELPER_HEAD};
    const struct type *type = helper_type(helper);
    const struct formula_column column = {
        .helper = helper,
        .type = type,
        .unit = &base_unit,
        .slot = helper->slot,
        .look = {.format = type->kind == TYPE_NUMBER ? SHOW_QUANTITY : SHOW_GENERAL,
                 .role = ROLE_HELPER}};
    write_heads(book, plan, helper->slot, &head);
    write_formulas(book, plan, &column, head.title);
}

static void write_rule(struct livebook *book, const struct table_plan *plan,
                       const struct rule *rule)
{
    const struct column_head head = {.title =
                                         livebook_head(book, &rule->item.title, &rule->item.unit,
                                                       rule->item.type.kind != TYPE_NUMBER),
                                     .id = rule->item.id,
                                     .source = rule->source,
                                     .role = ROLE_FIGURE_HEAD};
    const struct formula_column column = {
        .rule = rule,
        .type = &rule->item.type,
        .unit = &rule->item.unit,
        .slot = plan->items[rule->item.index],
        .look = {.format = format_of(&rule->item.type, &rule->item.unit, false),
                 .role = rule->post_count > 0 ? ROLE_TOTAL : ROLE_FIGURE}};
    write_heads(book, plan, column.slot, &head);
    write_formulas(book, plan, &column, head.title);
}

static void write_columns(struct livebook *book, const struct table_plan *plan)
{
    const struct policy *policy = book->context->policy;
    for (size_t i = 0; i < plan->entity->field_count; i++)
        write_field(book, plan, i);
    for (size_t i = 0; i < book->helper_count && !book->no_memory; i++)
        if (book->helpers[i].entity == plan->entity)
            write_helper(book, plan, &book->helpers[i]);
    for (size_t i = 0; i < policy->rule_count && !book->no_memory; i++)
        if (policy->rules[i]->item.entity == plan->entity)
            write_rule(book, plan, policy->rules[i]);
}

void livebook_write_table(struct livebook *book, const struct table_plan *plan)
{
    struct book_writer *writer = book->writer;
    const struct book_look title = {.role = ROLE_TITLE}, remark = {.role = ROLE_PLAIN};
    const char *words[] = {book->wait, livebook_say(book, "不符合", "fails")};
    livebook_open_sheet(book, plan->sheet, false);
    book_writer_words(writer, TABLE_TITLE, 0, &title,
                      livebook_kept(book, arena_format(book->arena, "%s %s",
                                                       livebook_title(book, &plan->entity->title),
                                                       plan->entity->table)));
    book_writer_words(
        writer, TABLE_REMARK, 0, &remark,
        livebook_say(book,
                     "黄色列是填报的数，可以改动；蓝色列是按规则计算的公式，灰色列是辅助列。"
                     "第三行是规则编号，第四行是依据",
                     "yellow columns are given and may be changed; blue ones are formulas of "
                     "rules, grey ones helpers; above each: the rule's id and its article"));
    write_keys(book, plan);
    write_columns(book, plan);
    book_writer_height(writer, TABLE_TITLE, 2);
    book_writer_height(writer, TABLE_SOURCES, 5);
    book_writer_height(writer, TABLE_HEADS, 4);
    if (plan->table->count > 0)
        book_writer_watch(writer, plan->first, 0, plan->first + plan->table->count - 1,
                          plan->slots - 1, words, 1);
    const uint16_t shown =
        (uint16_t)(plan->fields[plan->entity->key] < 4 ? plan->fields[plan->entity->key] + 1 : 1);
    book_writer_panes(writer, TABLE_FIRST_LINE, shown);
    livebook_page(book,
                  &(struct book_page){.broad = plan->slots > MOST_ON_A_PAGE,
                                      .repeat_first = TABLE_HEADS,
                                      .repeat_last = TABLE_HEADS,
                                      .repeat_columns = shown},
                  plan->sheet);
}

/* ---- the scenario's own sheet ---------------------------------------------------------------- */

static void write_head_line(struct livebook *book, uint32_t line, const char *name,
                            const char *value, const char *remark)
{
    const struct book_look head = {.role = ROLE_INPUT_HEAD}, plain = {.role = ROLE_FIGURE},
                           note = {.role = ROLE_PLAIN};
    book_writer_words(book->writer, line, 0, &head, name);
    if (value != NULL)
        book_writer_words(book->writer, line, 1, &plain, value);
    book_writer_words(book->writer, line, 3, &note, remark);
}

static const char *pack_list(struct livebook *book)
{
    const struct scenario *scenario = book->context->scenario;
    const char *text = "";
    for (size_t i = 0; i < scenario->pack_count; i++)
        text = livebook_kept(book, arena_format(book->arena, "%s%s%s", text, i == 0 ? "" : "、",
                                                scenario->packs[i].bytes));
    return text;
}

static void write_facts(struct livebook *book)
{
    const struct scenario *scenario = book->context->scenario;
    const struct book_look date = {.format = SHOW_DATE, .role = ROLE_INPUT};
    const struct number day = number_from_int(scenario->dataset->as_of.days + DAYS_TO_1970);
    write_head_line(book, HEAD_NAME, livebook_say(book, "标题", "title"),
                    livebook_title(book, &scenario->title), "");
    write_head_line(book, HEAD_AS_OF, livebook_say(book, "基准日", "as of"), NULL,
                    livebook_say(book, "按这一天有效的规定计算；可以改动",
                                 "the law of this day "
                                 "holds; may be changed"));
    book_writer_number(book->writer, HEAD_AS_OF, 1, &date, &day);
    write_head_line(book, HEAD_KNOWN_AT, livebook_say(book, "已知日", "known at"),
                    scenario->known_at.length > 0 ? scenario->known_at.bytes : "",
                    livebook_say(book, "此后公布的规定不在本表（不随改动变化）",
                                 "law published later is not here (does not follow changes)"));
    write_head_line(book, HEAD_PACKS, livebook_say(book, "政策包", "packs"), pack_list(book),
                    livebook_say(book, "规则已译成公式（不随改动变化）",
                                 "their rules are the formulas (does not follow changes)"));
}

void livebook_write_head(struct livebook *book)
{
    struct book_writer *writer = book->writer;
    const struct table_plan *plan = &book->tables[0];
    static const uint8_t widths[] = {44, 26, 26, 80};
    const struct title heads[] = {
        {"名称", "name"}, {"数值", "value"}, {"编号", "id"}, {"依据和说明", "source and remark"}};
    const struct book_look title = {.role = ROLE_TITLE}, head = {.role = ROLE_FIGURE_HEAD};
    livebook_open_sheet(book, plan->sheet, false);
    book_writer_words(writer, HEAD_TITLE, 0, &title,
                      livebook_title(book, &book->context->scenario->title));
    for (uint16_t column = 0; column < 4; column++) {
        book_writer_width(writer, column, column, widths[column]);
        book_writer_words(writer, HEAD_COLUMNS, column, &head,
                          livebook_title(book, &heads[column]));
    }
    book_writer_height(writer, HEAD_TITLE, 2);
    write_facts(book);
    write_columns(book, plan);
    const char *words[] = {book->wait};
    book_writer_watch(writer, HEAD_LINES, 1, HEAD_LINES + plan->slots, 1, words, 1);
    book_writer_panes(writer, HEAD_COLUMNS + 1, 1);
    livebook_page(book, &(struct book_page){.portrait = true, .repeat_last = HEAD_COLUMNS},
                  plan->sheet);
}

/* ---- choices --------------------------------------------------------------------------------- */

static uint16_t list_of(struct livebook *book, const struct enumeration *enumeration)
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

void livebook_offer_choices(struct livebook *book, const struct table_plan *plan, uint16_t slot,
                            const struct type *type)
{
    const struct enumeration *list = type->kind == TYPE_SYMBOL ? type->enumeration : NULL;
    uint32_t line;
    uint16_t column;
    if ((type->kind != TYPE_SYMBOL && type->kind != TYPE_BOOLEAN) || plan->table->count == 0)
        return;
    cell_at(plan, 0, slot, &line, &column);
    book_writer_offer(book->writer, line, line + plan->table->count - 1, column,
                      book->sheets[SHEET_CHOICES], list_of(book, list),
                      list == NULL ? 2 : (uint32_t)list->count);
}

void livebook_write_choices(struct livebook *book)
{
    const struct book_look head = {.role = ROLE_FIGURE_HEAD}, plain = {.role = ROLE_PLAIN};
    livebook_open_sheet(book, book->sheets[SHEET_CHOICES], true);
    for (size_t i = 0; i < book->list_count; i++) {
        const struct enumeration *list = book->lists[i];
        const size_t count = list == NULL ? 2 : list->count;
        book_writer_words(book->writer, 0, (uint16_t)i, &head,
                          list == NULL ? livebook_say(book, "是否", "yes or no")
                                       : livebook_title(book, &list->title));
        for (size_t j = 0; j < count; j++)
            book_writer_words(book->writer, (uint32_t)j + 1, (uint16_t)i, &plain,
                              list == NULL ? (j == 0 ? book->yes : book->no)
                                           : livebook_title(book, &list->members[j].title));
    }
}
