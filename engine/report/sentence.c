/*
 * Formulas in words. One table has a row an operation: its words in both languages, with {1}, {2}, {3}
 * for the operands and {table} for the rows it goes over, and how tightly they bind.
 */
#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "reporting.h"
#include "sentence.h"

/* How tightly words bind, the loosest first: what binds less than its place asks for is bracketed.
 */
enum binding {
    BINDS_CHOICE,
    BINDS_LOGIC,
    BINDS_TRUTH,
    BINDS_SUM,
    BINDS_PRODUCT,
    BINDS_SIGN,
    BINDS_NAME
};

/* Words while they are put together. */
struct phrase {
    const char *text; /* NULL: memory is out */
    enum binding binds;
};

struct phrase_row {
    struct title words;
    enum binding binds;    /* the outcome */
    enum binding wants[3]; /* of each operand */
    struct title denied;   /* with "not" before it; NULL: "not" and the words */
    bool is_figure;        /* taken as it stands, not worked out of what stands beside it */
};

static const struct phrase_row rows[NODE_OP_COUNT] = {
    [NODE_FIELD] = {.is_figure = true},
    [NODE_ITEM] = {.is_figure = true},
    [NODE_PARAMETER] = {.is_figure = true},
    [NODE_NEGATE] = {.words = {"－{1}", "−{1}"}, BINDS_SIGN, {BINDS_SIGN}},
    [NODE_NOT] = {.words = {"并非{1}", "not {1}"}, BINDS_TRUTH, {BINDS_NAME}},
    [NODE_ADD] = {.words = {"{1} ＋ {2}", "{1} + {2}"}, BINDS_SUM, {BINDS_SUM, BINDS_SUM}},
    [NODE_SUBTRACT] = {.words = {"{1} － {2}", "{1} − {2}"}, BINDS_SUM, {BINDS_SUM, BINDS_PRODUCT}},
    [NODE_MULTIPLY] = {.words = {"{1} × {2}", "{1} × {2}"},
                       BINDS_PRODUCT,
                       {BINDS_PRODUCT, BINDS_PRODUCT}},
    [NODE_DIVIDE] = {.words = {"{1} ÷ {2}", "{1} ÷ {2}"},
                     BINDS_PRODUCT,
                     {BINDS_PRODUCT, BINDS_SIGN}},
    [NODE_POWER] = {.words = {"{1} 的 {2} 次方", "{1} to the power of {2}"},
                    BINDS_SIGN,
                    {BINDS_NAME, BINDS_NAME}},
    [NODE_DATE_ADD] = {.words = {"{1}之后 {2}", "{2} after {1}"},
                       BINDS_SUM,
                       {BINDS_NAME, BINDS_NAME}},
    [NODE_DATE_SUBTRACT] = {.words = {"{1}之前 {2}", "{2} before {1}"},
                            BINDS_SUM,
                            {BINDS_NAME, BINDS_NAME}},
    [NODE_DAYS_ADD] = {.words = {"{1}之后 {2}", "{2} after {1}"},
                       BINDS_SUM,
                       {BINDS_NAME, BINDS_NAME}},
    [NODE_DAYS_SUBTRACT] = {.words = {"{1}之前 {2}", "{2} before {1}"},
                            BINDS_SUM,
                            {BINDS_NAME, BINDS_NAME}},
    [NODE_EQUAL] = {.words = {"{1}为{2}", "{1} is {2}"},
                    BINDS_TRUTH,
                    {BINDS_SUM, BINDS_SUM},
                    .denied = {"{1}不是{2}", "{1} is not {2}"}},
    [NODE_UNEQUAL] = {.words = {"{1}不是{2}", "{1} is not {2}"},
                      BINDS_TRUTH,
                      {BINDS_SUM, BINDS_SUM}},
    [NODE_LESS] = {.words = {"{1} 小于 {2}", "{1} is below {2}"},
                   BINDS_TRUTH,
                   {BINDS_SUM, BINDS_SUM},
                   .denied = {"{1} 不低于 {2}", "{1} is at least {2}"}},
    [NODE_LESS_EQUAL] = {.words = {"{1} 不超过 {2}", "{1} is at most {2}"},
                         BINDS_TRUTH,
                         {BINDS_SUM, BINDS_SUM},
                         .denied = {"{1} 大于 {2}", "{1} is above {2}"}},
    [NODE_GREATER] = {.words = {"{1} 大于 {2}", "{1} is above {2}"},
                      BINDS_TRUTH,
                      {BINDS_SUM, BINDS_SUM},
                      .denied = {"{1} 不超过 {2}", "{1} is at most {2}"}},
    [NODE_GREATER_EQUAL] = {.words = {"{1} 不低于 {2}", "{1} is at least {2}"},
                            BINDS_TRUTH,
                            {BINDS_SUM, BINDS_SUM},
                            .denied = {"{1} 小于 {2}", "{1} is below {2}"}},
    [NODE_AND] = {.words = {"{1}，且{2}", "{1} and {2}"}, BINDS_LOGIC, {BINDS_TRUTH, BINDS_TRUTH}},
    [NODE_OR] = {.words = {"{1}，或{2}", "{1} or {2}"}, BINDS_LOGIC, {BINDS_TRUTH, BINDS_TRUTH}},
    [NODE_IF] = {.words = {"如果{1}，则为{2}；否则为{3}", "if {1}, then {2}; otherwise {3}"},
                 BINDS_CHOICE,
                 {BINDS_LOGIC, BINDS_LOGIC, BINDS_CHOICE}},
    [NODE_LOOKUP] = {.words = {"{name}", "{name}"}, BINDS_NAME, .is_figure = true},
    [NODE_BRACKETS] = {.words = {"{1}按{name}计算的数额", "{name} on {1}"},
                       BINDS_NAME,
                       {BINDS_NAME},
                       .is_figure = true},
    [NODE_THRESHOLDS] = {.words = {"{1}所在的{name}一级",
                                   "the slice of {name} that {1} falls into"},
                         BINDS_NAME,
                         {BINDS_NAME},
                         .is_figure = true},
    [NODE_IN_SET] = {.words = {"{1}属于{name}", "{1} is among {name}"},
                     BINDS_TRUTH,
                     {BINDS_SUM},
                     .denied = {"{1}不属于{name}", "{1} is not among {name}"}},
    [NODE_IN_FORCE] = {.words = {"{name}已有规定", "{name} is in force"},
                       BINDS_TRUTH,
                       .denied = {"{name}没有规定", "{name} is not in force"}},
    [NODE_AT] = {.words = {"{2}有效的{1}", "{1} as of {2}"},
                 BINDS_NAME,
                 {BINDS_NAME, BINDS_NAME},
                 .is_figure = true},
    [NODE_GIVEN] = {.words = {"填报了{name}", "{name} is given"},
                    BINDS_TRUTH,
                    .denied = {"没有填报{name}", "{name} is not given"}},
    [NODE_FILLED] = {.words = {"{name}已填写", "{name} is filled in"},
                     BINDS_TRUTH,
                     .denied = {"{name}没有填写", "{name} is not filled in"}},
    [NODE_APPLICABLE] = {.words = {"{name}适用", "{name} applies"},
                         BINDS_TRUTH,
                         .denied = {"{name}不适用", "{name} does not apply"}},
    [NODE_FIRST] = {.words = {"是同级的第一个{row}", "it is the first {row}"},
                    BINDS_TRUTH,
                    .denied = {"不是同级的第一个{row}", "it is not the first {row}"}},
    [NODE_LAST] = {.words = {"是同级的最后一个{row}", "it is the last {row}"},
                   BINDS_TRUTH,
                   .denied = {"不是同级的最后一个{row}", "it is not the last {row}"}},
    [NODE_INDEX] = {.words = {"{row}的序号", "the number of the {row}"},
                    BINDS_NAME,
                    .is_figure = true},
    [NODE_AS_OF] = {.words = {"适用日期", "the date in force"}, BINDS_NAME, .is_figure = true},
    [NODE_PREVIOUS] = {.words = {"上一{row}的{1}", "{1} of the {row} before"},
                       BINDS_NAME,
                       {BINDS_NAME},
                       .is_figure = true},
    [NODE_CUMULATIVE] = {.words = {"截至本{row}累计的{1}", "{1} summed up to the {row}"},
                         BINDS_NAME,
                         {BINDS_NAME},
                         .is_figure = true},
    [NODE_SHARE] = {.words = {"{1}按{2}的比例分到的部分（以 {3} 为最小单位）",
                              "the share of {1} pro rata to {2}, in multiples of {3}"},
                    BINDS_NAME,
                    {BINDS_NAME, BINDS_NAME, BINDS_NAME},
                    .is_figure = true},
    [NODE_FILL] = {.words = {"从{1}中按{3}由小到大依次满足的{2}{ties}",
                             "what {1} leaves for {2}, lowest {3} first{ties}"},
                   BINDS_NAME,
                   {BINDS_NAME, BINDS_NAME, BINDS_NAME},
                   .is_figure = true},
    [NODE_SUM] = {.words = {"各{table}的{1}之和", "the sum of {1} over {table}"},
                  BINDS_NAME,
                  {BINDS_NAME},
                  .is_figure = true},
    [NODE_MIN] = {.words = {"各{table}的{1}中的最小者", "the least {1} of {table}"},
                  BINDS_NAME,
                  {BINDS_NAME},
                  .is_figure = true},
    [NODE_MAX] = {.words = {"各{table}的{1}中的最大者", "the greatest {1} of {table}"},
                  BINDS_NAME,
                  {BINDS_NAME},
                  .is_figure = true},
    [NODE_ANY] = {.words = {"有{table}符合：{1}", "for any {table}: {1}"},
                  BINDS_LOGIC,
                  {BINDS_TRUTH}},
    [NODE_ALL] = {.words = {"各{table}都符合：{1}", "for every {table}: {1}"},
                  BINDS_LOGIC,
                  {BINDS_TRUTH}},
    [NODE_COUNT] = {.words = {"{table}的个数", "the number of {table}"},
                    BINDS_NAME,
                    .is_figure = true},
};

/* Where a phrase is being made: the row that bare names are of. With `derived`, names have the
 * figures that they had there behind them. */
struct telling {
    struct reporting *reporting;
    const struct entity *row;
    const struct derived *derived;
    const struct formula *formula;
};

static struct phrase tell_out(const struct telling *telling, const struct node *node);
static struct phrase sentence_tell(const struct telling *telling, const struct node *node);

static bool is_chinese(const struct telling *telling)
{
    return telling->reporting->context->language == FT_ZH;
}

static const char *telling_text(const struct telling *telling, const char *first,
                                const char *second, const char *third)
{
    if (first == NULL || second == NULL || third == NULL)
        return NULL;
    return arena_format(telling->reporting->arena, "%s%s%s", first, second, third);
}

/* The words of an operand, in brackets where its place asks for it. */
static const char *sentence_operand(const struct telling *telling, const struct node *node,
                                    enum binding wanted)
{
    const struct phrase phrase = sentence_tell(telling, node);
    if (phrase.text == NULL || phrase.binds >= wanted)
        return phrase.text;
    return is_chinese(telling) ? telling_text(telling, "（", phrase.text, "）")
                               : telling_text(telling, "(", phrase.text, ")");
}

/* "本旅客" among rows that a sum goes over. */
static const char *own_row_words(const struct telling *telling, const struct entity *entity)
{
    const char *title = titled(&telling->reporting->display, &entity->title);
    return is_chinese(telling) ? telling_text(telling, "本", title, "")
                               : telling_text(telling, "the own ", title, "");
}

/* "项目的改造方式" for a name of a row above, "权利人的面积" for one that a reference leads to. */
static const char *name_words(const struct telling *telling, const struct node *node)
{
    const struct title *title = node->field != NULL ? &node->field->title : &node->item->title;
    const char *name = titled(&telling->reporting->display, title), *owner = NULL;
    if (node->via != NULL)
        owner = titled(&telling->reporting->display, &node->via->title);
    else if (node->outer)
        owner = own_row_words(telling, node->entity);
    else if (node->entity != telling->row && node->entity->parent != NULL)
        owner = titled(&telling->reporting->display, &node->entity->title);
    if (owner == NULL)
        return name;
    return is_chinese(telling) ? telling_text(telling, owner, "的", name)
                               : telling_text(telling, name, " of the ", owner);
}

static const char *constant_words(const struct telling *telling, const struct node *node)
{
    struct reporting *reporting = telling->reporting;
    return value_text(&node->constant, &node->type, &node->unit, node->unit.ungrouped,
                      reporting->context->arith, reporting->context->language);
}

/* "甲、乙和丙" is plain enough as "甲、乙、丙". */
static const char *list_words(const struct telling *telling, const struct node *node, size_t first)
{
    const char *list = "";
    for (size_t i = first; i < node->operand_count; i++)
        list = telling_text(telling, list,
                            i == first ? "" : word(&telling->reporting->display, WORD_LIST_COMMA),
                            sentence_operand(telling, node->operands[i], BINDS_SUM));
    return list;
}

static const char *lookup_words(const struct telling *telling, const struct node *node,
                                size_t first);

/* The rows that an aggregate goes over: "建筑", "航班的旅客", "家庭为本行的人员". */
static const char *table_words(const struct telling *telling, const struct node *node)
{
    struct display *display = &telling->reporting->display;
    const char *title = titled(display, &node->entity->title);
    const bool zh = is_chinese(telling);
    if (node->via != NULL && zh)
        return telling_text(telling, titled(display, &node->via->title), "为本行的", title);
    if (node->via != NULL)
        return telling_text(
            telling, title, " whose ",
            telling_text(telling, titled(display, &node->via->title), " is the own row", ""));
    if (node->above == NULL)
        return title;
    const char *above = titled(display, &node->above->title);
    return zh ? telling_text(telling, above, "的", title)
              : telling_text(telling, title, " of the ", above);
}

/* What a word in braces stands for; NULL where memory is out. */
static const char *piece(const struct telling *telling, const struct node *node,
                         const enum binding *wants, const char *name, size_t length)
{
    struct reporting *reporting = telling->reporting;
    if (length == 1 && name[0] >= '1' && name[0] <= '9') {
        const size_t index = (size_t)(name[0] - '1');
        return index < node->operand_count
                   ? sentence_operand(telling, node->operands[index], wants[index])
                   : "";
    }
    if (length == 1)
        return list_words(telling, node, 0); /* {*} */
    if (strncmp(name, "ties", length) == 0) {
        const char *ties =
            node->operand_count > 3 ? constant_words(telling, node->operands[3]) : "";
        return node->operand_count < 4 ? ties
               : is_chinese(telling)   ? telling_text(telling, "（", ties, "）")
                                       : telling_text(telling, " (", ties, ")");
    }
    if (strncmp(name, "row", length) == 0)
        return titled(&reporting->display, &telling->row->title);
    if (strncmp(name, "table", length) == 0)
        return table_words(telling, node);
    if (node->parameter == NULL)
        return name_words(telling, node);
    return parameter_is_scale(node->parameter) && node->operand_count > 1
               ? lookup_words(telling, node, 1)
               : titled(&reporting->display, &node->parameter->title);
}

/* The words of a row with what stands in braces filled in. */
static const char *compose(const struct telling *telling, const struct node *node, const char *form,
                           const enum binding *wants)
{
    const char *text = "";
    while (form[0] != '\0' && text != NULL) {
        const size_t plain = strcspn(form, "{");
        const char *copy = arena_copy(telling->reporting->arena, form, plain);
        const char *name = form + plain;
        text = telling_text(telling, text, copy, "");
        if (name[0] != '{')
            break;
        const size_t length = strcspn(name + 1, "}");
        text = telling_text(telling, text, piece(telling, node, wants, name + 1, length), "");
        form = name + length + 2;
    }
    return text;
}

/* "补偿标准（按区位、结构）": keys are operands `first` on. */
static const char *lookup_words(const struct telling *telling, const struct node *node,
                                size_t first)
{
    const char *keys = list_words(telling, node, first);
    const char *title = titled(&telling->reporting->display, &node->parameter->title);
    return is_chinese(telling)
               ? telling_text(telling, title, "（按",
                              telling_text(telling, keys == NULL ? "" : keys, "）", ""))
               : telling_text(telling, title, " by ", keys);
}

/* "、" between what a value is compared with. */
static const char *among_words(const struct telling *telling, const struct node *node)
{
    const char *first = sentence_operand(telling, node->operands[0], BINDS_SUM);
    const char *others = list_words(telling, node, 1);
    return is_chinese(telling) ? telling_text(telling, first, "为以下之一：", others)
                               : telling_text(telling, first, " is one of ", others);
}

/* Behind an aggregate: the rows that count. */
static const char *where_words(const struct telling *telling, const struct node *node,
                               const char *text)
{
    const size_t at = node->op == NODE_COUNT ? 0 : 1;
    if (node->operand_count <= at)
        return text;
    const char *where = sentence_operand(telling, node->operands[at], BINDS_CHOICE);
    return is_chinese(telling)
               ? telling_text(telling, text, "（限：",
                              telling_text(telling, where == NULL ? "" : where, "）", ""))
               : telling_text(telling, text, " (where ",
                              telling_text(telling, where == NULL ? "" : where, ")", ""));
}

/* The words of its row. */
static struct phrase tell_row(const struct telling *telling, const struct node *node)
{
    const struct phrase_row *row = &rows[node->op];
    assert(row->words.zh != NULL);
    return (struct phrase){
        compose(telling, node, titled(&telling->reporting->display, &row->words), row->wants),
        row->binds};
}

static struct phrase tell_aggregate(const struct telling *telling, const struct node *node)
{
    const struct telling below = {.reporting = telling->reporting, .row = node->entity};
    const struct phrase phrase = tell_row(&below, node);
    return (struct phrase){where_words(&below, node, phrase.text), phrase.binds};
}

/* A chain of "and" or of "or" needs no brackets within. */
static struct phrase tell_logic(const struct telling *telling, const struct node *node)
{
    enum binding wants[2] = {BINDS_TRUTH, BINDS_TRUTH};
    for (size_t i = 0; i < 2; i++)
        if (node->operands[i]->op == node->op)
            wants[i] = BINDS_LOGIC;
    return (struct phrase){
        compose(telling, node, titled(&telling->reporting->display, &rows[node->op].words), wants),
        BINDS_LOGIC};
}

static struct phrase tell_call(const struct telling *telling, const struct node *node)
{
    static const enum binding wants[3] = {BINDS_NAME, BINDS_NAME, BINDS_NAME};
    return (struct phrase){
        compose(telling, node, titled(&telling->reporting->display, &node->builtin->words), wants),
        BINDS_NAME};
}

/* "没有填报…" for "not given(…)": the words of what is denied, where it has some. */
static struct phrase tell_denied(const struct telling *telling, const struct node *node)
{
    const struct node *denied = node->operands[0];
    const struct phrase_row *row = &rows[denied->op];
    if (row->denied.zh == NULL)
        return tell_row(telling, node);
    return (struct phrase){
        compose(telling, denied, titled(&telling->reporting->display, &row->denied), row->wants),
        BINDS_TRUTH};
}

/* "x or 0", which is "if applicable(x) then x else 0". */
static bool is_value_or(const struct node *node)
{
    const struct node *asked = node->operands[0], *value = node->operands[1];
    const bool of_rule = asked->op == NODE_APPLICABLE && value->op == NODE_ITEM;
    const bool of_field = asked->op == NODE_GIVEN && value->op == NODE_FIELD;
    return (of_rule || of_field) && asked->item == value->item && asked->field == value->field &&
           asked->entity == value->entity && asked->via == value->via &&
           asked->outer == value->outer;
}

static struct phrase tell_choice(const struct telling *telling, const struct node *node)
{
    static const struct title ors[] = {
        {"{2}（没有填报的，按 {3} 计）", "{2} ({3} where it is not given)"},
        {"{2}（不适用的，按 {3} 计）", "{2} ({3} where it does not apply)"},
        {"{2}（填报为“无”的，按 {3} 计；没有填报的待定）",
         "{2} ({3} where there is none; undetermined where it is not given)"}};
    const struct phrase_row *row = &rows[NODE_IF];
    if (!is_value_or(node))
        return tell_row(telling, node);
    const struct node *asked = node->operands[0];
    const bool unknown = asked->op == NODE_GIVEN && asked->field->absence == ABSENCE_UNKNOWN;
    const struct title *form = &ors[unknown ? 2 : asked->op == NODE_APPLICABLE];
    return (struct phrase){
        compose(telling, node, titled(&telling->reporting->display, form), row->wants), BINDS_NAME};
}

/* ---- with figures ---- */

static const struct step *telling_step(const struct telling *telling, const struct node *node)
{
    return find_step(telling->derived, telling->formula, node, telling->derived->entity,
                     telling->derived->row);
}

/* "增长门槛 8%"; of a truth "缴纳企业所得税（是）"; the words alone where it was not looked at. */
static struct phrase tell_figure(const struct telling *telling, const struct node *node)
{
    const struct telling plain = {.reporting = telling->reporting, .row = telling->row};
    const struct step *step = telling_step(telling, node);
    const struct phrase plainly = sentence_tell(&plain, node);
    if (step == NULL || plainly.text == NULL)
        return plainly;
    const bool integer = node->op == NODE_FIELD && node->field->integer;
    const char *figure =
        cell_text(&telling->reporting->display, &step->cell, &node->type, &node->unit, integer);
    if (figure == NULL)
        return (struct phrase){NULL, BINDS_NAME};
    const bool truth = node->type.kind == TYPE_BOOLEAN;
    const char *shown = truth ? is_chinese(telling) ? telling_text(telling, "（", figure, "）")
                                                    : telling_text(telling, " (", figure, ")")
                              : telling_text(telling, " ", figure, "");
    return (struct phrase){telling_text(telling, plainly.text, shown, ""), BINDS_NAME};
}

/* The branch that was taken, or the whole where none was. */
static struct phrase tell_branch(const struct telling *telling, const struct node *node)
{
    const struct step *condition = telling_step(telling, node->operands[0]);
    if (condition == NULL || condition->cell.state != CELL_VALUE)
        return tell_choice(telling, node);
    return sentence_tell(telling, node->operands[condition->cell.value.boolean ? 1 : 2]);
}

/* Recursion is bounded: no formula is deeper than LIMIT_FORMULA_NESTING. What is defined elsewhere
 * is called by its title. */
static struct phrase sentence_tell(const struct telling *telling, const struct node *node)
{
    if (telling->derived != NULL && rows[node->op].is_figure)
        return tell_figure(telling, node);
    if (telling->derived != NULL && node->op == NODE_IF)
        return tell_branch(telling, node);
    if (telling->derived == NULL && node->definition != NULL && node->definition->title.zh != NULL)
        return (struct phrase){titled(&telling->reporting->display, &node->definition->title),
                               BINDS_NAME};
    return tell_out(telling, node);
}

static struct phrase tell_constant(const struct telling *telling, const struct node *node)
{
    return (struct phrase){constant_words(telling, node), BINDS_NAME};
}

static struct phrase tell_name(const struct telling *telling, const struct node *node)
{
    return (struct phrase){name_words(telling, node), BINDS_NAME};
}

static struct phrase tell_parameter(const struct telling *telling, const struct node *node)
{
    return (struct phrase){titled(&telling->reporting->display, &node->parameter->title),
                           BINDS_NAME};
}

static struct phrase tell_lookup(const struct telling *telling, const struct node *node)
{
    return (struct phrase){lookup_words(telling, node, 0), BINDS_NAME};
}

static struct phrase tell_among(const struct telling *telling, const struct node *node)
{
    return (struct phrase){among_words(telling, node), BINDS_TRUTH};
}

/* What is said otherwise than by the words of a row. */
static struct phrase (*const tellers[NODE_OP_COUNT])(const struct telling *,
                                                     const struct node *) = {
    [NODE_CONSTANT] = tell_constant, [NODE_FIELD] = tell_name,
    [NODE_ITEM] = tell_name,         [NODE_PARAMETER] = tell_parameter,
    [NODE_LOOKUP] = tell_lookup,     [NODE_IN] = tell_among,
    [NODE_CALL] = tell_call,         [NODE_NOT] = tell_denied,
    [NODE_AND] = tell_logic,         [NODE_OR] = tell_logic,
    [NODE_IF] = tell_choice,         [NODE_SUM] = tell_aggregate,
    [NODE_MIN] = tell_aggregate,     [NODE_MAX] = tell_aggregate,
    [NODE_ANY] = tell_aggregate,     [NODE_ALL] = tell_aggregate,
    [NODE_COUNT] = tell_aggregate,
};

/* The same, told in full. */
static struct phrase tell_out(const struct telling *telling, const struct node *node)
{
    return (tellers[node->op] != NULL ? tellers[node->op] : tell_row)(telling, node);
}

const char *node_sentence(struct reporting *reporting, const struct entity *entity,
                          const struct node *node)
{
    const struct telling telling = {.reporting = reporting, .row = entity};
    return sentence_tell(&telling, node).text;
}

const char *formula_words(struct reporting *reporting, const struct formula *formula)
{
    const struct telling telling = {.reporting = reporting, .row = formula->entity};
    return sentence_tell(&telling, formula->root).text;
}

const char *formula_figures(struct reporting *reporting, const struct derived *derived,
                            const struct formula *formula)
{
    const struct telling telling = {reporting, formula->entity, derived, formula};
    return sentence_tell(&telling, formula->root).text;
}

const char *definition_words(struct reporting *reporting, const struct definition *definition,
                             const struct node *node)
{
    const struct telling telling = {.reporting = reporting, .row = definition->entity};
    return tell_out(&telling, node).text;
}
