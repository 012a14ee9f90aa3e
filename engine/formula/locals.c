/* Names that a formula gives itself ("let"), and "x or 0". */
#include <string.h>

#include "checker.h"

/* ---- let ---- */

const struct local *find_local(const struct checker *checker, const char *name)
{
    const struct local *local = checker->locals;
    while (local != NULL && strcmp(local->name, name) != 0)
        local = local->outer;
    return local;
}

static bool is_free_name(struct checker *checker, const struct syntax *syntax)
{
    if (own_spelling(checker, syntax->name) == NULL && find_local(checker, syntax->name) == NULL)
        return true;
    fault_name(checker, syntax, &formula_message[FORMULA_LOCAL_TAKEN], syntax->name, NULL);
    return false;
}

struct node *check_local(struct checker *checker, const struct syntax *syntax,
                         const struct local *local)
{
    if (local->scope != checker->scope) {
        fault_name(checker, syntax, &formula_message[FORMULA_LOCAL_ELSEWHERE], syntax->name,
                   local->entity->table);
        return NULL;
    }
    const struct local *locals = checker->locals;
    checker->locals = local->outer; /* its own name is not known in it: no recursion */
    const bool fits = checker->node_count <= limits[LIMIT_FORMULA_LENGTH].value;
    struct node *node = fits ? check(checker, local->value, NULL) : NULL;
    checker->locals = locals;
    if (fits && (node == NULL || node->depth <= limits[LIMIT_FORMULA_NESTING].value))
        return node;
    if (!checker->locals_grew)
        fault_name(checker, syntax, &formula_message[FORMULA_LOCALS_GROW], syntax->name, NULL);
    checker->locals_grew = true;
    return NULL;
}

/* let: the value is checked once by itself, so that its faults are told once, where it stands. */
struct node *check_let(struct checker *checker, const struct syntax *syntax,
                       const struct type *wanted)
{
    const struct local local = {syntax->name, syntax->operands[0], checker->entity, checker->scope,
                                checker->locals};
    if (!is_free_name(checker, syntax) || check(checker, syntax->operands[0], NULL) == NULL)
        return NULL;
    checker->locals = &local;
    struct node *node = check(checker, syntax->operands[1], wanted);
    checker->locals = local.outer;
    if (node != NULL) { /* its text is all of it, as that of any other formula */
        node->offset = syntax->offset;
        node->length = syntax->length;
    }
    return node;
}

/* ---- definitions ---- */

/* Its text is checked anew where it is used, without a word: what is wrong was told where it is
 * defined. */
struct node *check_definition(struct checker *checker, const struct syntax *syntax,
                              const struct definition *definition)
{
    struct compilation *compilation = checker->compilation;
    const struct text *text = compilation->text;
    const struct local *locals = checker->locals;
    struct own_row *own = checker->own;
    const bool fits = checker->node_count <= limits[LIMIT_FORMULA_LENGTH].value;
    struct node *node = NULL;
    if (!definition->is_compiled)
        fault_name(checker, syntax, &formula_message[FORMULA_DEFINED_LATER], syntax->name, NULL);
    if (definition->syntax == NULL) {
        if (compilation->status == FT_OK)
            compilation->status = FT_INVALID;
        return NULL;
    }
    checker->locals = NULL;
    checker->own = NULL; /* it is of its own row, wherever it is used */
    compilation->text = &definition->text;
    checker->definitions++;
    if (fits)
        node = check(checker, definition->syntax, NULL);
    checker->definitions--;
    compilation->text = text;
    checker->locals = locals;
    checker->own = own;
    const bool grew = !fits || (node != NULL && node->depth > limits[LIMIT_FORMULA_NESTING].value);
    checker->definitions_grew |= grew;
    if (checker->definitions_grew && checker->definitions == 0 && !checker->locals_grew) {
        fault_name(checker, syntax, &formula_message[FORMULA_LOCALS_GROW], syntax->name, NULL);
        checker->locals_grew = true;
    }
    if (grew)
        return NULL;
    if (node != NULL && node->op != NODE_CONSTANT) { /* a constant is read as it is written */
        node->text = text;
        node->offset = syntax->offset;
        node->length = syntax->length;
        node->definition = definition;
    }
    return node;
}

/* ---- or ---- */

/* "x or 0": x, a rule's figure or an optional field, where it has a value, and else the other. */
static struct node *check_value_or(struct checker *checker, const struct syntax *syntax,
                                   struct node *value)
{
    struct node *operands[3] = {check_name(checker, syntax->operands[0]), value,
                                check(checker, syntax->operands[1], &value->type)};
    struct type type;
    if (operands[0] == NULL || operands[2] == NULL || !unify(checker, operands + 1, 2, &type))
        return NULL;
    if (value->op != NODE_ITEM && value->op != NODE_FIELD) {
        check_fault(checker, syntax->operands[0], &formula_message[FORMULA_VALUE_OR], NULL, NULL,
                    NULL);
        return NULL;
    }
    operands[0]->op = value->op == NODE_ITEM ? NODE_APPLICABLE : NODE_GIVEN;
    operands[0]->type = type_boolean;
    if (!node_set_unit(checker, operands[0]))
        return NULL;
    struct node *node = node_make(checker, syntax, NODE_IF, type, operands, 3);
    if (node != NULL)
        node->unit = value->unit;
    return node;
}

struct node *check_name_or(struct checker *checker, const struct syntax *syntax)
{
    struct node *operands[2] = {check_name(checker, syntax->operands[0])};
    if (operands[0] == NULL) {
        /* It is reported; what may stand behind it is not known, but has faults of its own. */
        if (syntax->operands[1]->kind != SYNTAX_SYMBOL)
            (void)check(checker, syntax->operands[1], NULL);
        return NULL;
    }
    if (operands[0]->type.kind != TYPE_BOOLEAN)
        return check_value_or(checker, syntax, operands[0]);
    operands[1] = check_as(checker, syntax->operands[1], &type_boolean);
    return operands[1] == NULL ? NULL
                               : node_make(checker, syntax, NODE_OR, type_boolean, operands, 2);
}
