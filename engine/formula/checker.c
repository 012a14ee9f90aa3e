/* Types and dimensions. Names are in names.c. */
#include <assert.h>
#include <string.h>

#include "checker.h"

const struct type type_boolean = {.kind = TYPE_BOOLEAN};
const struct type type_plain = {.kind = TYPE_NUMBER};
const struct type type_date = {.kind = TYPE_DATE};
static const struct type type_time = {.kind = TYPE_NUMBER,
                                      .dimension = {.power = {[DIM_TIME] = 1}}};
static const struct type type_days = {.kind = TYPE_NUMBER,
                                      .dimension = {.power = {[DIM_DAYS] = 1}}};

void check_fault(struct checker *checker, const struct syntax *syntax,
                 const struct message *message, const char *first, const char *second,
                 const char *third)
{
    compilation_fault(checker->compilation, syntax->offset, syntax->length, message, first, second,
                      third);
}

/* Two types in the user's language. */
static void fault_types(struct checker *checker, const struct syntax *syntax,
                        const struct message *message, const struct type *first,
                        const struct type *second)
{
    char x[512], y[512];
    const struct units *units = checker->compilation->arith.units;
    enum ft_language language = checker->compilation->diagnostics->language;
    type_name(x, sizeof x, units, first, language);
    type_name(y, sizeof y, units, second, language);
    check_fault(checker, syntax, message, x, y, NULL);
}

/* ---- nodes ---- */

/* Whether operands of a node, from one on, are years or plain numbers, one of them a year. */
static bool are_years(const struct node *node, size_t first)
{
    bool year = false;
    for (size_t i = first; i < node->operand_count; i++) {
        const struct node *operand = node->operands[i];
        if (!operand->unit.ungrouped && operand->op != NODE_CONSTANT)
            return false;
        year |= operand->unit.ungrouped;
    }
    return year;
}

/* A year some years before or after one, or one of two, is shown as a year too. */
static bool stays_year(const struct node *node)
{
    return node->op == NODE_IF
               ? are_years(node, 1)
               : (node->op == NODE_ADD || node->op == NODE_SUBTRACT) && are_years(node, 0);
}

struct node *node_make(struct checker *checker, const struct syntax *syntax, enum node_op op,
                       struct type type, struct node *const *operands, size_t count)
{
    struct arena *arena = checker->compilation->arena;
    struct node *node = arena_allocate(arena, sizeof *node);
    const struct node **copy = arena_array(arena, count, sizeof(const struct node *));
    if (node == NULL || copy == NULL) {
        checker->compilation->status = FT_NO_MEMORY;
        return NULL;
    }
    node->has_power = op == NODE_POWER;
    node->depth = 1;
    for (size_t i = 0; i < count; i++) {
        copy[i] = operands[i];
        if (operands[i]->depth >= node->depth)
            node->depth = operands[i]->depth + 1;
        node->has_power |= operands[i]->has_power;
    }
    node->op = op;
    node->id = checker->node_count++;
    node->type = type;
    node->text = checker->compilation->text;
    node->offset = syntax->offset;
    node->length = syntax->length;
    node->operands = copy;
    node->operand_count = count;
    if (op == NODE_FIELD || op == NODE_ITEM) /* which have units of their own */
        return node;
    if (!node_set_unit(checker, node))
        return NULL;
    node->unit.ungrouped = stays_year(node);
    return node;
}

bool node_set_unit(struct checker *checker, struct node *node)
{
    node->unit = (struct unit){.factor = NUMBER_ONE, .text = ""};
    if (node->type.kind != TYPE_NUMBER)
        return true;
    if (unit_of_dimension(&node->unit, &checker->compilation->arith, node->type.dimension) == FT_OK)
        return true;
    checker->compilation->status = FT_NO_MEMORY;
    return false;
}

/* A literal 0 without unit fits any dimension. */
static bool is_bare_zero(const struct node *node)
{
    return node->op == NODE_CONSTANT && node->type.kind == TYPE_NUMBER &&
           node->unit.text[0] == '\0' && number_sign(&node->constant.number) == 0;
}

/* Where a node stands in the formula; of a constant that a definition stands for, all of it. */
static struct syntax span_of(const struct checker *checker, const struct node *node)
{
    const struct text *text = checker->compilation->text;
    if (node->text != text)
        return (struct syntax){.length = (uint32_t)text->length};
    return (struct syntax){.offset = node->offset, .length = node->length};
}

static void fault_wrong_type(struct checker *checker, const struct syntax *syntax,
                             const struct type *wanted, const struct type *found)
{
    bool numbers = wanted->kind == TYPE_NUMBER && found->kind == TYPE_NUMBER;
    fault_types(checker, syntax,
                &formula_message[numbers ? FORMULA_WRONG_DIMENSION : FORMULA_WRONG_TYPE], wanted,
                found);
}

bool coerce(struct checker *checker, struct node *node, const struct type *wanted)
{
    if (type_equal(&node->type, wanted))
        return true;
    if (wanted->kind == TYPE_NUMBER && is_bare_zero(node)) {
        node->type = *wanted;
        return node_set_unit(checker, node);
    }
    struct syntax span = span_of(checker, node);
    fault_wrong_type(checker, &span, wanted, &node->type);
    return false;
}

struct node *check_as(struct checker *checker, const struct syntax *syntax,
                      const struct type *wanted)
{
    struct node *node = check(checker, syntax, wanted);
    return node != NULL && coerce(checker, node, wanted) ? node : NULL;
}

/* As check, and the outcome must be a number of any dimension. */
static struct node *check_number(struct checker *checker, const struct syntax *syntax)
{
    struct node *node = check(checker, syntax, NULL);
    if (node == NULL || node->type.kind == TYPE_NUMBER)
        return node;
    fault_wrong_type(checker, syntax, &type_plain, &node->type);
    return NULL;
}

bool unify(struct checker *checker, struct node *const *nodes, size_t count, struct type *type)
{
    const struct node *model = nodes[0];
    for (size_t i = 0; i < count; i++) {
        assert(nodes[i] != NULL); /* what is at fault is told before */
        if (!is_bare_zero(nodes[i])) {
            model = nodes[i];
            break;
        }
    }
    *type = model->type;
    for (size_t i = 0; i < count; i++) {
        if (type_equal(&nodes[i]->type, type))
            continue;
        if (type->kind == TYPE_NUMBER && is_bare_zero(nodes[i])) {
            if (!coerce(checker, nodes[i], type))
                return false;
            continue;
        }
        struct syntax span = span_of(checker, nodes[i]);
        bool numbers = type->kind == TYPE_NUMBER && nodes[i]->type.kind == TYPE_NUMBER;
        fault_types(checker, &span,
                    &formula_message[numbers ? FORMULA_MIXED_DIMENSIONS : FORMULA_MIXED_TYPES],
                    type, &nodes[i]->type);
        return false;
    }
    return true;
}

/* Does a tree wait for its place to say which enumeration it is of? */
static bool waits(const struct syntax *syntax)
{
    return syntax->kind == SYNTAX_SYMBOL ||
           (syntax->kind == SYNTAX_IF && waits(syntax->operands[1]) && waits(syntax->operands[2]));
}

/*
 * Checks several operands that must be of one type. 'symbols' wait until another operand or
 * `wanted` has told the enumeration; all operands are checked before a fault ends it.
 */
static bool check_alike(struct checker *checker, const struct syntax *syntax, size_t from,
                        const struct type *wanted, struct node **nodes)
{
    const struct type *model = wanted;
    size_t count = syntax->operand_count;
    bool good = true;
    for (int pass = 0; pass < 2; pass++) {
        for (size_t i = from; i < count; i++) {
            if (waits(syntax->operands[i]) != (pass == 1))
                continue;
            nodes[i] = check(checker, syntax->operands[i], model);
            good = good && nodes[i] != NULL;
            if (nodes[i] != NULL && (model == NULL || model->kind != TYPE_SYMBOL))
                model = &nodes[i]->type;
        }
        if (!good && model == NULL)
            return false; /* what would have told the enumeration is at fault */
    }
    return good;
}

/* ---- constants ---- */

static struct node *check_constant(struct checker *checker, const struct syntax *syntax)
{
    struct type type = {.kind = TYPE_NUMBER, .dimension = syntax->token.unit.dimension};
    union value value = {.number = syntax->token.number};
    if (syntax->kind == SYNTAX_BOOLEAN) {
        type = type_boolean;
        value = (union value){.boolean = syntax->token.word == WORD_TRUE};
    } else if (syntax->kind == SYNTAX_DATE) {
        type = type_date;
        value = (union value){.date = syntax->date};
    }
    struct node *node = node_make(checker, syntax, NODE_CONSTANT, type, NULL, 0);
    if (node == NULL)
        return NULL;
    node->constant = value;
    if (syntax->kind == SYNTAX_NUMBER && syntax->token.has_unit)
        node->unit = syntax->token.unit;
    return node;
}

static struct node *check_symbol(struct checker *checker, const struct syntax *syntax,
                                 const struct type *wanted)
{
    if (wanted == NULL || wanted->kind != TYPE_SYMBOL) {
        check_fault(checker, syntax, &formula_message[FORMULA_LONE_SYMBOL], syntax->token.name,
                    NULL, NULL);
        return NULL;
    }
    const struct enumeration *enumeration = wanted->enumeration;
    for (size_t i = 0; i < enumeration->count; i++) {
        if (strcmp(enumeration->members[i].id, syntax->token.name) == 0) {
            struct node *node = node_make(checker, syntax, NODE_CONSTANT, *wanted, NULL, 0);
            if (node != NULL)
                node->constant.symbol = (uint32_t)i;
            return node;
        }
    }
    struct suggestion suggestion = {.word = syntax->token.name};
    for (size_t i = 0; i < enumeration->count; i++)
        suggest(&suggestion, enumeration->members[i].id);
    const int64_t titled = enumeration_find(enumeration, syntax->token.name);
    const char *near = titled >= 0               ? enumeration->members[titled].id
                       : suggestion.best != NULL ? suggestion.best
                                                 : enumeration->members[0].id;
    check_fault(checker, syntax, &formula_message[FORMULA_UNKNOWN_MEMBER], syntax->token.name,
                enumeration->id, near);
    return NULL;
}

/* ---- operators ---- */

static struct node *check_logic(struct checker *checker, const struct syntax *syntax)
{
    struct node *operands[2] = {NULL};
    bool good = true;
    if (syntax->op == NODE_OR && syntax->operands[0]->kind == SYNTAX_NAME)
        return check_name_or(checker, syntax);
    for (size_t i = 0; i < syntax->operand_count; i++) {
        operands[i] = check_as(checker, syntax->operands[i], &type_boolean);
        good = good && operands[i] != NULL;
    }
    return good ? node_make(checker, syntax, syntax->op, type_boolean, operands,
                            syntax->operand_count)
                : NULL;
}

static bool is_ordered(enum type_kind kind)
{
    return kind == TYPE_NUMBER || kind == TYPE_DATE;
}

static struct node *check_comparison(struct checker *checker, const struct syntax *syntax)
{
    struct node *operands[2] = {NULL};
    struct type type;
    if (!check_alike(checker, syntax, 0, NULL, operands) || !unify(checker, operands, 2, &type))
        return NULL;
    bool equality = syntax->op == NODE_EQUAL || syntax->op == NODE_UNEQUAL;
    if (!equality && !is_ordered(type.kind)) {
        fault_types(checker, syntax, &formula_message[FORMULA_UNORDERED], &type, &type);
        return NULL;
    }
    return node_make(checker, syntax, syntax->op, type_boolean, operands, 2);
}

/* date + time, date - time: months, or days */
static struct node *check_date_shift(struct checker *checker, const struct syntax *syntax,
                                     struct node *operands[2])
{
    if (operands[1]->type.kind == TYPE_DATE) {
        check_fault(checker, syntax, &formula_message[FORMULA_DATE_DIFFERENCE], NULL, NULL, NULL);
        return NULL;
    }
    enum node_op op = syntax->op == NODE_ADD ? NODE_DATE_ADD : NODE_DATE_SUBTRACT;
    if (type_equal(&operands[1]->type, &type_days))
        op = syntax->op == NODE_ADD ? NODE_DAYS_ADD : NODE_DAYS_SUBTRACT;
    else if (!coerce(checker, operands[1], &type_time))
        return NULL;
    return node_make(checker, syntax, op, type_date, operands, 2);
}

static struct node *check_sum(struct checker *checker, const struct syntax *syntax)
{
    struct node *operands[2] = {NULL};
    struct type type;
    if (!check_alike(checker, syntax, 0, NULL, operands))
        return NULL;
    assert(operands[0] != NULL && operands[1] != NULL);
    if (operands[0]->type.kind == TYPE_DATE)
        return check_date_shift(checker, syntax, operands);
    if (!unify(checker, operands, 2, &type))
        return NULL;
    if (type.kind != TYPE_NUMBER) {
        fault_wrong_type(checker, syntax->operands[0], &type_plain, &type);
        return NULL;
    }
    return node_make(checker, syntax, syntax->op, type, operands, 2);
}

static struct node *check_product(struct checker *checker, const struct syntax *syntax)
{
    struct node *operands[2] = {NULL};
    struct type type = type_plain;
    for (size_t i = 0; i < 2; i++)
        operands[i] = check_number(checker, syntax->operands[i]);
    if (operands[0] == NULL || operands[1] == NULL)
        return NULL;
    struct dimension x = operands[0]->type.dimension, y = operands[1]->type.dimension;
    bool fits = syntax->op == NODE_MULTIPLY ? dimension_mul(&type.dimension, x, y)
                                            : dimension_div(&type.dimension, x, y);
    if (!fits) {
        check_fault(checker, syntax, &formula_message[FORMULA_DIMENSION_RANGE], NULL, NULL, NULL);
        return NULL;
    }
    return node_make(checker, syntax, syntax->op, type, operands, 2);
}

/* The whole number that an exponent is as written; false where it is computed. */
static bool literal_exponent(const struct node *node, int64_t *exponent)
{
    if (node->op == NODE_NEGATE && literal_exponent(node->operands[0], exponent)) {
        *exponent = -*exponent;
        return true;
    }
    return node->op == NODE_CONSTANT && node->type.kind == TYPE_NUMBER &&
           number_to_int64(&node->constant.number, exponent);
}

static struct node *check_power(struct checker *checker, const struct syntax *syntax)
{
    struct node *operands[2] = {NULL};
    operands[0] = check_number(checker, syntax->operands[0]);
    operands[1] = check_as(checker, syntax->operands[1], &type_plain);
    if (operands[0] == NULL || operands[1] == NULL)
        return NULL;
    struct type type = type_plain;
    int64_t exponent;
    if (!dimension_equal(operands[0]->type.dimension, DIMENSION_NONE)) {
        if (!literal_exponent(operands[1], &exponent)) {
            check_fault(checker, syntax->operands[1], &formula_message[FORMULA_POWER_DIMENSION],
                        NULL, NULL, NULL);
            return NULL;
        }
        if (!dimension_pow(&type.dimension, operands[0]->type.dimension, exponent)) {
            check_fault(checker, syntax, &formula_message[FORMULA_DIMENSION_RANGE], NULL, NULL,
                        NULL);
            return NULL;
        }
    }
    return node_make(checker, syntax, NODE_POWER, type, operands, 2);
}

static struct node *check_binary(struct checker *checker, const struct syntax *syntax)
{
    static struct node *(*const checks[NODE_OP_COUNT])(struct checker *, const struct syntax *) = {
        [NODE_ADD] = check_sum,
        [NODE_SUBTRACT] = check_sum,
        [NODE_MULTIPLY] = check_product,
        [NODE_DIVIDE] = check_product,
        [NODE_POWER] = check_power,
        [NODE_AND] = check_logic,
        [NODE_OR] = check_logic,
        [NODE_EQUAL] = check_comparison,
        [NODE_UNEQUAL] = check_comparison,
        [NODE_LESS] = check_comparison,
        [NODE_LESS_EQUAL] = check_comparison,
        [NODE_GREATER] = check_comparison,
        [NODE_GREATER_EQUAL] = check_comparison};
    assert(checks[syntax->op] != NULL);
    return checks[syntax->op](checker, syntax);
}

static struct node *check_unary(struct checker *checker, const struct syntax *syntax)
{
    if (syntax->op == NODE_NOT)
        return check_logic(checker, syntax);
    struct node *operand = check_number(checker, syntax->operands[0]);
    if (operand == NULL)
        return NULL;
    struct node *node = node_make(checker, syntax, NODE_NEGATE, operand->type, &operand, 1);
    if (node != NULL)
        node->unit = operand->unit;
    return node;
}

static struct node *negate(struct checker *checker, const struct syntax *syntax, struct node *node)
{
    if (node == NULL || !syntax->negated)
        return node;
    return node_make(checker, syntax, NODE_NOT, type_boolean, &node, 1);
}

/* A parameter's node, as of the date of `syntax`. */
static struct node *check_dated(struct checker *checker, const struct syntax *whole,
                                const struct syntax *what, const struct syntax *date,
                                struct node *parameter)
{
    struct node *operands[2] = {parameter, check_as(checker, date, &type_date)};
    if (operands[0] == NULL || operands[1] == NULL)
        return NULL;
    if (node_class(parameter->op) != CLASS_PARAMETER) {
        check_fault(checker, what, &formula_message[FORMULA_AT], NULL, NULL, NULL);
        return NULL;
    }
    struct node *node = node_make(checker, whole, NODE_AT, parameter->type, operands, 2);
    if (node != NULL)
        node->unit = parameter->unit;
    return node;
}

static struct node *check_at(struct checker *checker, const struct syntax *syntax)
{
    const struct syntax *what = syntax->operands[0];
    return check_dated(checker, syntax, what, syntax->operands[1], check(checker, what, NULL));
}

static struct node *check_in(struct checker *checker, const struct syntax *syntax)
{
    if (syntax->name != NULL) {
        struct node *set = check_set(checker, syntax);
        if (syntax->operand_count > 1)
            set = check_dated(checker, syntax, syntax, syntax->operands[1], set);
        return negate(checker, syntax, set);
    }
    struct node **operands =
        arena_array(checker->compilation->arena, syntax->operand_count, sizeof(struct node *));
    struct type type;
    if (operands == NULL) {
        checker->compilation->status = FT_NO_MEMORY;
        return NULL;
    }
    if (!check_alike(checker, syntax, 0, NULL, operands) ||
        !unify(checker, operands, syntax->operand_count, &type))
        return NULL;
    return negate(
        checker, syntax,
        node_make(checker, syntax, NODE_IN, type_boolean, operands, syntax->operand_count));
}

static struct node *check_if(struct checker *checker, const struct syntax *syntax,
                             const struct type *wanted)
{
    struct node *operands[3] = {NULL};
    struct type type;
    operands[0] = check_as(checker, syntax->operands[0], &type_boolean);
    bool good = check_alike(checker, syntax, 1, wanted, operands);
    if (!good || operands[0] == NULL || !unify(checker, operands + 1, 2, &type))
        return NULL;
    return node_make(checker, syntax, NODE_IF, type, operands, 3);
}

/* ---- built-ins that look at their operands alone ---- */

static bool check_operands_alike(struct checker *checker, const struct syntax *syntax, size_t count,
                                 struct node **nodes, struct type *type)
{
    bool good = true;
    for (size_t i = 0; i < count; i++) {
        nodes[i] = check_number(checker, syntax->operands[i]);
        good = good && nodes[i] != NULL;
    }
    return good && unify(checker, nodes, count, type);
}

/* min, max: numbers of one dimension, or dates. */
static bool check_ordered(struct checker *checker, const struct syntax *syntax, struct node **nodes,
                          struct type *type)
{
    if (!check_alike(checker, syntax, 0, NULL, nodes) ||
        !unify(checker, nodes, syntax->operand_count, type))
        return false;
    if (!is_ordered(type->kind))
        fault_types(checker, syntax, &formula_message[FORMULA_UNORDERED], type, type);
    return is_ordered(type->kind);
}

/* "'up', 'down', 'refuse'" */
static const char *members_text(struct checker *checker, const struct enumeration *enumeration)
{
    const char *text = "";
    for (size_t i = 0; i < enumeration->count && text != NULL; i++)
        text = arena_format(checker->compilation->arena, "%s%s'%s'", text, i == 0 ? "" : ", ",
                            enumeration->members[i].id);
    return text == NULL ? "" : text;
}

/* A mode is a word of the formula or a number of the law, never worked out: what it says is then
 * plain to whoever reads it. */
static bool is_set_down(struct checker *checker, const struct syntax *syntax,
                        const struct node *node)
{
    const bool law =
        node != NULL && (node_class(node->op) == CLASS_PARAMETER || node->op == NODE_AT);
    if (node != NULL && node->op != NODE_CONSTANT && !law)
        check_fault(checker, syntax, &formula_message[FORMULA_MODE],
                    members_text(checker, node->type.enumeration), node->type.enumeration->id,
                    NULL);
    return node != NULL && (node->op == NODE_CONSTANT || law);
}

struct node *check_written(struct checker *checker, const struct syntax *syntax,
                           const struct enumeration *enumeration)
{
    const struct type type = {.kind = TYPE_SYMBOL, .enumeration = enumeration};
    struct node *node = check_as(checker, syntax, &type);
    if (node != NULL && node->op != NODE_CONSTANT)
        check_fault(checker, syntax, &formula_message[FORMULA_WORD],
                    members_text(checker, enumeration), NULL, NULL);
    return node != NULL && node->op == NODE_CONSTANT ? node : NULL;
}

static bool check_dates(struct checker *checker, const struct syntax *syntax,
                        const struct date_builtin *dates, struct node **nodes, struct type *type)
{
    static const struct type kinds[DATE_KIND_COUNT] = {
        [DATE_KIND_DATE] = {.kind = TYPE_DATE},
        [DATE_KIND_WHOLE] = {.kind = TYPE_NUMBER},
        [DATE_KIND_YEAR] = {.kind = TYPE_NUMBER},
        [DATE_KIND_TERM] = {.kind = TYPE_NUMBER, .dimension = {{[DIM_TIME] = 1}}},
        [DATE_KIND_DAYS] = {.kind = TYPE_NUMBER, .dimension = {{[DIM_DAYS] = 1}}},
        [DATE_KIND_MONTH_END] = {.kind = TYPE_SYMBOL, .enumeration = &month_ends},
    };
    bool good = true;
    for (size_t i = 0; i < syntax->operand_count; i++) {
        const enum date_kind kind = dates->operands[i];
        nodes[i] = check_as(checker, syntax->operands[i], &kinds[kind]);
        if (kind == DATE_KIND_MONTH_END)
            good = is_set_down(checker, syntax->operands[i], nodes[i]) && good;
        good = nodes[i] != NULL && good;
    }
    *type = kinds[dates->result];
    return good;
}

/* A figure, a step and a mode. */
static bool check_round(struct checker *checker, const struct syntax *syntax, struct node **nodes,
                        struct type *type)
{
    static const struct type mode = {.kind = TYPE_SYMBOL, .enumeration = &rounding_modes};
    bool good = check_operands_alike(checker, syntax, 2, nodes, type);
    nodes[2] = check_as(checker, syntax->operands[2], &mode);
    return is_set_down(checker, syntax->operands[2], nodes[2]) && good;
}

static bool check_operands(struct checker *checker, const struct syntax *syntax,
                           const struct builtin *builtin, struct node **nodes, struct type *type)
{
    if (builtin->dates.apply != NULL)
        return check_dates(checker, syntax, &builtin->dates, nodes, type);
    if (builtin->id == BUILTIN_ROUND)
        return check_round(checker, syntax, nodes, type);
    if (builtin->id == BUILTIN_MIN || builtin->id == BUILTIN_MAX)
        return check_ordered(checker, syntax, nodes, type);
    return check_operands_alike(checker, syntax, syntax->operand_count, nodes, type);
}

struct node *check_builtin(struct checker *checker, const struct syntax *syntax,
                           const struct builtin *builtin)
{
    struct node **nodes =
        arena_array(checker->compilation->arena, syntax->operand_count, sizeof(struct node *));
    struct type type = type_plain;
    if (nodes == NULL) {
        checker->compilation->status = FT_NO_MEMORY;
        return NULL;
    }
    if (!check_operands(checker, syntax, builtin, nodes, &type))
        return NULL;
    struct node *node = node_make(checker, syntax, NODE_CALL, type, nodes, syntax->operand_count);
    if (node != NULL) {
        node->builtin = builtin;
        node->unit.ungrouped =
            builtin->dates.result == DATE_KIND_YEAR ||
            ((builtin->id == BUILTIN_MIN || builtin->id == BUILTIN_MAX) && are_years(node, 0));
    }
    return node;
}

/* ---- all of it ---- */

/* Recursion is bounded: the parser let no tree deeper than LIMIT_FORMULA_NESTING through. */
struct node *check(struct checker *checker, const struct syntax *syntax, const struct type *wanted)
{
    switch (syntax->kind) {
    case SYNTAX_NUMBER:
    case SYNTAX_BOOLEAN:
    case SYNTAX_DATE:
        return check_constant(checker, syntax);
    case SYNTAX_SYMBOL:
        return check_symbol(checker, syntax, wanted);
    case SYNTAX_NAME:
        return check_name(checker, syntax);
    case SYNTAX_CALL:
        return check_call(checker, syntax);
    case SYNTAX_LOOKUP:
        return check_lookup(checker, syntax);
    case SYNTAX_UNARY:
        return check_unary(checker, syntax);
    case SYNTAX_BINARY:
        return check_binary(checker, syntax);
    case SYNTAX_IN:
        return check_in(checker, syntax);
    case SYNTAX_AT:
        return check_at(checker, syntax);
    case SYNTAX_IF:
        return check_if(checker, syntax, wanted);
    case SYNTAX_LET:
        return check_let(checker, syntax, wanted);
    case SYNTAX_AGGREGATE:
        return check_aggregate(checker, syntax);
    case SYNTAX_BROKEN:
        break;
    }
    checker->compilation->status =
        checker->compilation->status == FT_OK ? FT_INVALID : checker->compilation->status;
    return NULL;
}
