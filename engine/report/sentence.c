/*
 * Rules in words. One table has a row an operation: its words in both languages, with {1}, {2}, {3}
 * for the operands and {table} for the rows it goes over, and how tightly they bind.
 */
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
    struct title denied;   /* with "not" before it; empty: "not" and the words */
    enum binding binds;    /* the outcome */
    enum binding wants[3]; /* of each operand */
};

static const struct phrase_row rows[NODE_OP_COUNT] = {
    [NODE_NEGATE] = {{"－{1}", "−{1}"}, {"", ""}, BINDS_SIGN, {BINDS_SIGN}},
    [NODE_NOT] = {{"并非{1}", "not {1}"}, {"", ""}, BINDS_TRUTH, {BINDS_NAME}},
    [NODE_ADD] = {{"{1} ＋ {2}", "{1} + {2}"}, {"", ""}, BINDS_SUM, {BINDS_SUM, BINDS_SUM}},
    [NODE_SUBTRACT] = {{"{1} － {2}", "{1} − {2}"},
                       {"", ""},
                       BINDS_SUM,
                       {BINDS_SUM, BINDS_PRODUCT}},
    [NODE_MULTIPLY] = {{"{1} × {2}", "{1} × {2}"},
                       {"", ""},
                       BINDS_PRODUCT,
                       {BINDS_PRODUCT, BINDS_PRODUCT}},
    [NODE_DIVIDE] = {{"{1} ÷ {2}", "{1} ÷ {2}"},
                     {"", ""},
                     BINDS_PRODUCT,
                     {BINDS_PRODUCT, BINDS_SIGN}},
    [NODE_POWER] = {{"{1} 的 {2} 次方", "{1} to the power of {2}"},
                    {"", ""},
                    BINDS_SIGN,
                    {BINDS_NAME, BINDS_NAME}},
    [NODE_DATE_ADD] = {{"{1}之后 {2}", "{2} after {1}"},
                       {"", ""},
                       BINDS_SUM,
                       {BINDS_NAME, BINDS_NAME}},
    [NODE_DATE_SUBTRACT] = {{"{1}之前 {2}", "{2} before {1}"},
                            {"", ""},
                            BINDS_SUM,
                            {BINDS_NAME, BINDS_NAME}},
    [NODE_DAYS_ADD] = {{"{1}之后 {2}", "{2} after {1}"},
                       {"", ""},
                       BINDS_SUM,
                       {BINDS_NAME, BINDS_NAME}},
    [NODE_DAYS_SUBTRACT] = {{"{1}之前 {2}", "{2} before {1}"},
                            {"", ""},
                            BINDS_SUM,
                            {BINDS_NAME, BINDS_NAME}},
    [NODE_EQUAL] = {{"{1}为{2}", "{1} is {2}"},
                    {"{1}不是{2}", "{1} is not {2}"},
                    BINDS_TRUTH,
                    {BINDS_SUM, BINDS_SUM}},
    [NODE_UNEQUAL] = {{"{1}不是{2}", "{1} is not {2}"},
                      {"", ""},
                      BINDS_TRUTH,
                      {BINDS_SUM, BINDS_SUM}},
    [NODE_LESS] = {{"{1} 小于 {2}", "{1} is below {2}"},
                   {"{1} 不低于 {2}", "{1} is at least {2}"},
                   BINDS_TRUTH,
                   {BINDS_SUM, BINDS_SUM}},
    [NODE_LESS_EQUAL] = {{"{1} 不超过 {2}", "{1} is at most {2}"},
                         {"{1} 大于 {2}", "{1} is above {2}"},
                         BINDS_TRUTH,
                         {BINDS_SUM, BINDS_SUM}},
    [NODE_GREATER] = {{"{1} 大于 {2}", "{1} is above {2}"},
                      {"{1} 不超过 {2}", "{1} is at most {2}"},
                      BINDS_TRUTH,
                      {BINDS_SUM, BINDS_SUM}},
    [NODE_GREATER_EQUAL] = {{"{1} 不低于 {2}", "{1} is at least {2}"},
                            {"{1} 小于 {2}", "{1} is below {2}"},
                            BINDS_TRUTH,
                            {BINDS_SUM, BINDS_SUM}},
    [NODE_AND] = {{"{1}，且{2}", "{1} and {2}"}, {"", ""}, BINDS_LOGIC, {BINDS_TRUTH, BINDS_TRUTH}},
    [NODE_OR] = {{"{1}，或{2}", "{1} or {2}"}, {"", ""}, BINDS_LOGIC, {BINDS_TRUTH, BINDS_TRUTH}},
    [NODE_IF] = {{"如果{1}，则为{2}；否则为{3}", "if {1}, then {2}; otherwise {3}"},
                 {"", ""},
                 BINDS_CHOICE,
                 {BINDS_LOGIC, BINDS_LOGIC, BINDS_CHOICE}},
    [NODE_LOOKUP] = {{"{name}", "{name}"}, {"", ""}, BINDS_NAME, {0}},
    [NODE_BRACKETS] = {{"{1}按{name}计算的数额", "{name} on {1}"},
                       {"", ""},
                       BINDS_NAME,
                       {BINDS_NAME}},
    [NODE_THRESHOLDS] = {{"{1}所在的{name}一级", "the slice of {name} that {1} falls into"},
                         {"", ""},
                         BINDS_NAME,
                         {BINDS_NAME}},
    [NODE_IN_SET] = {{"{1}属于{name}", "{1} is among {name}"},
                     {"{1}不属于{name}", "{1} is not among {name}"},
                     BINDS_TRUTH,
                     {BINDS_SUM}},
    [NODE_IN_FORCE] = {{"{name}已有规定", "{name} is in force"},
                       {"{name}没有规定", "{name} is not in force"},
                       BINDS_TRUTH,
                       {0}},
    [NODE_AT] = {{"{2}有效的{1}", "{1} as of {2}"}, {"", ""}, BINDS_NAME, {BINDS_NAME, BINDS_NAME}},
    [NODE_GIVEN] = {{"填报了{name}", "{name} is given"},
                    {"没有填报{name}", "{name} is not given"},
                    BINDS_TRUTH,
                    {0}},
    [NODE_FILLED] = {{"{name}已填写", "{name} is filled in"},
                     {"{name}没有填写", "{name} is not filled in"},
                     BINDS_TRUTH,
                     {0}},
    [NODE_APPLICABLE] = {{"{name}适用", "{name} applies"},
                         {"{name}不适用", "{name} does not apply"},
                         BINDS_TRUTH,
                         {0}},
    [NODE_FIRST] = {{"是同级的第一个{row}", "it is the first {row}"},
                    {"不是同级的第一个{row}", "it is not the first {row}"},
                    BINDS_TRUTH,
                    {0}},
    [NODE_LAST] = {{"是同级的最后一个{row}", "it is the last {row}"},
                   {"不是同级的最后一个{row}", "it is not the last {row}"},
                   BINDS_TRUTH,
                   {0}},
    [NODE_INDEX] = {{"{row}的序号", "the number of the {row}"}, {"", ""}, BINDS_NAME, {0}},
    [NODE_AS_OF] = {{"适用日期", "the date in force"}, {"", ""}, BINDS_NAME, {0}},
    [NODE_PREVIOUS] = {{"上一{row}的{1}", "{1} of the {row} before"},
                       {"", ""},
                       BINDS_NAME,
                       {BINDS_NAME}},
    [NODE_CUMULATIVE] = {{"截至本{row}累计的{1}", "{1} summed up to the {row}"},
                         {"", ""},
                         BINDS_NAME,
                         {BINDS_NAME}},
    [NODE_SHARE] = {{"{1}按{2}的比例分到的部分（以 {3} 为最小单位）",
                     "the share of {1} pro rata to {2}, in multiples of {3}"},
                    {"", ""},
                    BINDS_NAME,
                    {BINDS_NAME, BINDS_NAME, BINDS_NAME}},
    [NODE_FILL] = {{"从{1}中按{3}由小到大依次满足的{2}{ties}",
                    "what {1} leaves for {2}, lowest {3} first{ties}"},
                   {"", ""},
                   BINDS_NAME,
                   {BINDS_NAME, BINDS_NAME, BINDS_NAME}},
    [NODE_SUM] = {{"各{table}的{1}之和", "the sum of {1} over {table}"},
                  {"", ""},
                  BINDS_NAME,
                  {BINDS_NAME}},
    [NODE_MIN] = {{"各{table}的{1}中的最小者", "the least {1} of {table}"},
                  {"", ""},
                  BINDS_NAME,
                  {BINDS_NAME}},
    [NODE_MAX] = {{"各{table}的{1}中的最大者", "the greatest {1} of {table}"},
                  {"", ""},
                  BINDS_NAME,
                  {BINDS_NAME}},
    [NODE_ANY] = {{"有{table}符合：{1}", "for any {table}: {1}"},
                  {"", ""},
                  BINDS_LOGIC,
                  {BINDS_TRUTH}},
    [NODE_ALL] = {{"各{table}都符合：{1}", "for every {table}: {1}"},
                  {"", ""},
                  BINDS_LOGIC,
                  {BINDS_TRUTH}},
    [NODE_COUNT] = {{"{table}的个数", "the number of {table}"}, {"", ""}, BINDS_NAME, {0}},
};

/* Where a phrase is being made: the row that bare names are of. */
struct telling {
    struct reporting *reporting;
    const struct entity *row;
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
static const char *list_words(const struct telling *telling, const struct node *node, size_t first,
                              enum binding wanted)
{
    const char *list = "";
    for (size_t i = first; i < node->operand_count; i++)
        list = telling_text(telling, list,
                            i == first ? "" : word(&telling->reporting->display, WORD_LIST_COMMA),
                            sentence_operand(telling, node->operands[i], wanted));
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
        return list_words(telling, node, 0, BINDS_SUM); /* {*} */
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
    const char *keys = list_words(telling, node, first, BINDS_SUM);
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
    const char *others = list_words(telling, node, 1, BINDS_SUM);
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

static struct phrase tell_aggregate(const struct telling *telling, const struct node *node)
{
    const struct telling below = {telling->reporting, node->entity};
    const char *form = titled(&telling->reporting->display, &rows[node->op].words);
    const char *text = compose(&below, node, form, rows[node->op].wants);
    return (struct phrase){where_words(&below, node, text), rows[node->op].binds};
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
    const char *form = titled(&telling->reporting->display, &rows[denied->op].denied);
    if (form != NULL && form[0] != '\0')
        return (struct phrase){compose(telling, denied, form, rows[denied->op].wants), BINDS_TRUTH};
    form = titled(&telling->reporting->display, &rows[NODE_NOT].words);
    return (struct phrase){compose(telling, node, form, rows[NODE_NOT].wants), BINDS_TRUTH};
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
        {"{2}（不适用的，按 {3} 计）", "{2} ({3} where it does not apply)"}};
    const struct phrase_row *row = &rows[NODE_IF];
    if (!is_value_or(node))
        return (struct phrase){
            compose(telling, node, titled(&telling->reporting->display, &row->words), row->wants),
            row->binds};
    const struct title *form = &ors[node->operands[0]->op == NODE_APPLICABLE];
    return (struct phrase){
        compose(telling, node, titled(&telling->reporting->display, form), row->wants), BINDS_NAME};
}

/* Recursion is bounded: no formula is deeper than LIMIT_FORMULA_NESTING. What is defined elsewhere
 * is called by its title. */
static struct phrase sentence_tell(const struct telling *telling, const struct node *node)
{
    if (node->definition != NULL && node->definition->title.zh != NULL)
        return (struct phrase){titled(&telling->reporting->display, &node->definition->title),
                               BINDS_NAME};
    return tell_out(telling, node);
}

/* The same, told in full. */
static struct phrase tell_out(const struct telling *telling, const struct node *node)
{
    switch (node->op) {
    case NODE_CONSTANT:
        return (struct phrase){constant_words(telling, node), BINDS_NAME};
    case NODE_FIELD:
    case NODE_ITEM:
        return (struct phrase){name_words(telling, node), BINDS_NAME};
    case NODE_PARAMETER:
        return (struct phrase){titled(&telling->reporting->display, &node->parameter->title),
                               BINDS_NAME};
    case NODE_LOOKUP:
        return (struct phrase){lookup_words(telling, node, 0), BINDS_NAME};
    case NODE_IN:
        return (struct phrase){among_words(telling, node), BINDS_TRUTH};
    case NODE_CALL:
        return tell_call(telling, node);
    case NODE_NOT:
        return tell_denied(telling, node);
    case NODE_AND:
    case NODE_OR:
        return tell_logic(telling, node);
    case NODE_IF:
        return tell_choice(telling, node);
    default:
        break;
    }
    if (node_is_aggregate(node->op))
        return tell_aggregate(telling, node);
    const char *form = titled(&telling->reporting->display, &rows[node->op].words);
    return (struct phrase){compose(telling, node, form, rows[node->op].wants),
                           rows[node->op].binds};
}

const char *node_sentence(struct reporting *reporting, const struct entity *entity,
                          const struct node *node)
{
    const struct telling telling = {reporting, entity};
    return sentence_tell(&telling, node).text;
}

const char *formula_words(struct reporting *reporting, const struct formula *formula)
{
    const struct telling telling = {reporting, formula->entity};
    return sentence_tell(&telling, formula->root).text;
}

/* ---- rules ---- */

/* A sentence while it grows; `text` NULL once memory is out. */
struct sentence {
    struct reporting *reporting;
    const char *text;
};

static void sentence_say(struct sentence *sentence, const char *zh, const char *en,
                         const char *filling)
{
    const char *form = sentence->reporting->context->language == FT_ZH ? zh : en;
    const char *hole = strstr(form, "{}");
    if (sentence->text == NULL || filling == NULL) {
        sentence->text = NULL;
        return;
    }
    const size_t before = hole == NULL ? strlen(form) : (size_t)(hole - form);
    sentence->text =
        arena_format(sentence->reporting->arena, "%s%.*s%s%s", sentence->text, (int)before, form,
                     hole == NULL ? "" : filling, hole == NULL ? "" : hole + 2);
}

static const char *sentence_words_of(struct sentence *sentence, const struct formula *formula)
{
    return formula == NULL ? NULL : formula_words(sentence->reporting, formula);
}

static void say_conditions(struct sentence *sentence, const struct rule *rule)
{
    for (size_t i = 0; i < rule->need_count; i++)
        sentence_say(sentence, i == 0 ? "须先符合：{}" : "、{}", i == 0 ? "Where {}" : " and {}",
                     sentence_words_of(sentence, rule->needs[i]));
    if (rule->need_count > 0)
        sentence_say(sentence, "。", " holds: ", "");
    if (rule->on != NULL)
        sentence_say(sentence, "按{}有效的规定计算。", "By the law of {}. ",
                     sentence_words_of(sentence, rule->on));
    if (rule->when != NULL)
        sentence_say(sentence, "{}的，", "If {}, ", sentence_words_of(sentence, rule->when));
}

static void say_value(struct sentence *sentence, const struct rule *rule)
{
    const char *title = titled(&sentence->reporting->display, &rule->item.title);
    if (rule->value != NULL && rule->require) {
        sentence_say(sentence, "{}须符合：", "{} asks that ", title);
        sentence_say(sentence, "{}。", "{}. ", sentence_words_of(sentence, rule->value));
    } else if (rule->value != NULL && rule->item.type.kind == TYPE_BOOLEAN) {
        sentence_say(sentence, "{}，是指", "{} means that ", title);
        sentence_say(sentence, "{}。", "{}. ", sentence_words_of(sentence, rule->value));
    } else if (rule->value != NULL) {
        sentence_say(sentence, "{} ＝ ", "{} = ", title);
        sentence_say(sentence, "{}。", "{}. ", sentence_words_of(sentence, rule->value));
    } else {
        sentence_say(sentence, "{}按下列情形确定，都不符合的不适用。",
                     "{} is settled by the cases below, and does not apply where none holds. ",
                     title);
    }
}

static void say_cases(struct sentence *sentence, const struct rule *rule)
{
    for (size_t i = 0; i < rule->case_count; i++) {
        const struct rule_case *one = &rule->cases[i];
        sentence_say(sentence, "但“{}”：",
                     "But “{}”: ", titled(&sentence->reporting->display, &one->title));
        sentence_say(sentence, "{}的，", "if {}, ", sentence_words_of(sentence, one->when));
        sentence_say(sentence, "为 {}。", "it is {}. ", sentence_words_of(sentence, one->value));
    }
}

static void say_posting(struct sentence *sentence, const struct post *post)
{
    struct reporting *reporting = sentence->reporting;
    if (post->when != NULL)
        sentence_say(sentence, "{}的，", "If {}, ", sentence_words_of(sentence, post->when));
    if (post->memo) {
        sentence_say(sentence, "在{}的表上备查", "noted on the sheet of {}",
                     titled(&reporting->display, &post->to->title));
    } else {
        sentence_say(sentence, "由{}", "{} pays ", titled(&reporting->display, &post->from->title));
        sentence_say(sentence, "付给{}", "{}", titled(&reporting->display, &post->to->title));
    }
    sentence_say(sentence, "（{}）", " ({})", titled(&reporting->display, &post->kind->title));
    if (post->amount != NULL)
        sentence_say(sentence, "：{}", ": {}", sentence_words_of(sentence, post->amount));
    sentence_say(sentence, "。", ". ", "");
}

/* What a rule's formulas call by a title of its own, each once. */
struct defined {
    struct sentence *sentence;
    const struct definition **seen;
    size_t count, capacity;
};

static bool is_new(struct defined *defined, const struct definition *definition)
{
    for (size_t i = 0; i < defined->count; i++)
        if (defined->seen[i] == definition)
            return false;
    const struct definition **seen =
        arena_grow(defined->sentence->reporting->arena, defined->seen, &defined->capacity,
                   sizeof(const struct definition *), defined->count + 1);
    if (seen == NULL) {
        defined->sentence->text = NULL;
        return false;
    }
    defined->seen = seen;
    seen[defined->count++] = definition;
    return true;
}

/* Bounded by LIMIT_FORMULA_NESTING. */
static void say_defined(struct defined *defined, const struct formula *formula,
                        const struct node *node)
{
    const struct definition *definition = node->definition;
    const struct telling telling = {defined->sentence->reporting,
                                    definition == NULL ? formula->entity : definition->entity};
    if (definition != NULL && definition->title.zh != NULL && is_new(defined, definition)) {
        sentence_say(defined->sentence, "其中，{} ＝ ",
                     "Here, {} = ", titled(&telling.reporting->display, &definition->title));
        sentence_say(defined->sentence, "{}。", "{}. ", tell_out(&telling, node).text);
    }
    for (size_t i = 0; i < node->operand_count; i++)
        say_defined(defined, formula, node->operands[i]);
}

static void walk_defined(void *context, const struct formula *formula)
{
    say_defined(context, formula, formula->root);
}

static void say_definitions(struct sentence *sentence, const struct rule *rule)
{
    struct defined defined = {.sentence = sentence};
    rule_each_formula(rule, walk_defined, &defined);
    for (size_t i = 0; i < rule->post_count; i++) {
        if (rule->posts[i].when != NULL)
            walk_defined(&defined, rule->posts[i].when);
        if (rule->posts[i].amount != NULL)
            walk_defined(&defined, rule->posts[i].amount);
    }
}

const char *rule_sentence(struct reporting *reporting, const struct rule *rule)
{
    struct sentence sentence = {reporting, ""};
    if (rule->item.entity->parent != NULL)
        sentence_say(&sentence, "每个{}：",
                     "For each {}: ", titled(&reporting->display, &rule->item.entity->title));
    say_conditions(&sentence, rule);
    say_value(&sentence, rule);
    say_cases(&sentence, rule);
    for (size_t i = 0; i < rule->post_count; i++)
        say_posting(&sentence, &rule->posts[i]);
    say_definitions(&sentence, rule);
    return sentence.text;
}
