/* Aggregates: sum, count, min, max, any, all over rows below the own one, below a row above it, or that
 * refer to it. */
#include <assert.h>
#include <string.h>

#include "checker.h"

/* ---- which rows ---- */

/* A table's name that is none of those that can stand here. */
static void fault_table(struct checker *checker, const struct syntax *syntax,
                        const struct entity *entity, const struct entity *above)
{
    struct suggestion suggestion = {.word = syntax->name};
    suggest_keys(&suggestion, &checker->compilation->schema->table_names);
    if (entity != NULL) {
        const struct entity *common = checker->entity;
        while (common->parent != NULL && !entity_is_below(entity->parent, common))
            common = common->parent;
        compilation_fault(checker->compilation, syntax->name_offset, (uint32_t)strlen(syntax->name),
                          &formula_message[FORMULA_TABLE_ELSEWHERE], syntax->name, above->table,
                          common->id);
    } else {
        fault_name(checker, syntax,
                   &formula_message[suggestion.best != NULL ? FORMULA_UNKNOWN_TABLE_NEAR
                                                            : FORMULA_UNKNOWN_TABLE],
                   syntax->name, suggestion.best);
    }
}

/* "above.table": the row above, or the own one; NULL after a fault. */
static const struct entity *over_find_above(struct checker *checker, const struct syntax *syntax)
{
    assert(checker->entity != NULL); /* formulas of parameters stand on the portfolio */
    const struct entity *above = names_ancestor(checker->entity, syntax->above);
    if (above != NULL)
        return above;
    struct suggestion suggestion = {.word = syntax->above};
    for (above = checker->entity; above != NULL; above = above->parent)
        suggest(&suggestion, above->id);
    compilation_fault(checker->compilation, syntax->above_offset, (uint32_t)strlen(syntax->above),
                      &formula_message[FORMULA_UNKNOWN_OWNER], syntax->above,
                      suggestion.best != NULL ? suggestion.best : checker->entity->id, NULL);
    return NULL;
}

/* The reference of `rows` that leads to the own row; NULL after a fault. */
static const struct field *over_find_via(struct checker *checker, const struct syntax *syntax,
                                         const struct entity *rows)
{
    const struct field *via = map_get(&rows->names, syntax->via);
    if (via != NULL && via->type.kind == TYPE_REFERENCE && via->type.entity == checker->entity)
        return via;
    const char *list = "";
    for (size_t i = 0; i < rows->field_count && list != NULL; i++)
        if (rows->fields[i].type.kind == TYPE_REFERENCE &&
            rows->fields[i].type.entity == checker->entity)
            list = arena_format(checker->compilation->arena, "%s%s%s", list,
                                list[0] == '\0' ? "" : ", ", rows->fields[i].id);
    const bool some = list != NULL && list[0] != '\0';
    compilation_fault(checker->compilation, syntax->via_offset, (uint32_t)strlen(syntax->via),
                      &formula_message[some ? FORMULA_VIA : FORMULA_VIA_NONE], syntax->via,
                      checker->entity->table, some ? list : rows->table);
    return NULL;
}

/* Which rows an aggregate goes over. `rows` NULL after a fault. */
struct over {
    const struct entity *rows, *above;
    const struct field *via;
};

static struct over over_find(struct checker *checker, const struct syntax *syntax)
{
    const struct entity *rows = map_get(&checker->compilation->schema->table_names, syntax->name);
    const struct entity *above =
        syntax->above == NULL ? checker->entity : over_find_above(checker, syntax);
    const struct over fault = {NULL, NULL, NULL};
    if (above == NULL)
        return fault;
    if (rows == NULL || (syntax->via == NULL && !entity_is_below(rows->parent, above))) {
        fault_table(checker, syntax, rows, above);
        return fault;
    }
    if (syntax->via == NULL)
        return (struct over){rows, above == checker->entity ? NULL : above, NULL};
    if (syntax->above != NULL) {
        compilation_fault(checker->compilation, syntax->above_offset,
                          (uint32_t)strlen(syntax->above), &formula_message[FORMULA_VIA_ABOVE],
                          syntax->above, syntax->name, syntax->via);
        return fault;
    }
    const struct field *via = over_find_via(checker, syntax, rows);
    return via == NULL ? fault : (struct over){rows, NULL, via};
}

/* ---- what of them ---- */

struct node *check_beside(struct checker *checker, const struct syntax *syntax)
{
    const bool hidden = checker->own != NULL && checker->own->is_hidden;
    if (checker->own != NULL)
        checker->own->is_hidden = true;
    struct node *node = check(checker, syntax, NULL);
    if (checker->own != NULL)
        checker->own->is_hidden = hidden;
    return node;
}

static struct node *aggregate_node(struct checker *checker, const struct syntax *syntax,
                                   struct over over, struct node **operands, size_t count)
{
    assert(operands[0] != NULL || syntax->op == NODE_COUNT);
    struct type type = syntax->op == NODE_COUNT ? type_plain : operands[0]->type;
    const bool logic = syntax->op == NODE_ANY || syntax->op == NODE_ALL;
    const bool extreme = syntax->op == NODE_MIN || syntax->op == NODE_MAX;
    if (logic && !coerce(checker, operands[0], &type_boolean))
        return NULL;
    if (!logic && syntax->op != NODE_COUNT && type.kind != TYPE_NUMBER &&
        !(extreme && type.kind == TYPE_DATE) && !coerce(checker, operands[0], &type_plain))
        return NULL;
    struct node *node = node_make(checker, syntax, syntax->op, type, operands, count);
    if (node == NULL)
        return NULL;
    node->entity = over.rows;
    node->above = over.above;
    node->via = over.via;
    if (!logic && syntax->op != NODE_COUNT)
        node->unit = operands[0]->unit;
    return node;
}

static struct node *check_over(struct checker *checker, const struct syntax *syntax,
                               struct over over)
{
    struct node *operands[2] = {NULL};
    bool good = true;
    for (size_t i = 0; i < syntax->operand_count; i++) {
        const bool where = syntax->op == NODE_COUNT || i == 1;
        operands[i] = where ? check_as(checker, syntax->operands[i], &type_boolean)
                            : check(checker, syntax->operands[i], NULL);
        good = good && operands[i] != NULL;
    }
    return good ? aggregate_node(checker, syntax, over, operands, syntax->operand_count) : NULL;
}

struct node *check_aggregate(struct checker *checker, const struct syntax *syntax)
{
    const struct checker outside = *checker;
    const struct over over = over_find(checker, syntax);
    struct own_row own = {.entity = checker->entity, .above = over.above, .rows = over.rows};
    const bool hidden = outside.own != NULL && outside.own->is_hidden;
    if (over.rows == NULL)
        return NULL;
    if (over.via != NULL && !names_note_field(checker, over.via))
        checker->compilation->status = FT_NO_MEMORY;
    if (outside.own != NULL && over.above != NULL) {
        check_fault(checker, syntax, &formula_message[FORMULA_OVER_WITHIN], syntax->above, NULL,
                    NULL);
        return NULL;
    }
    if (outside.own != NULL)
        outside.own->is_hidden = true;
    else if (over.above != NULL)
        checker->own = &own;
    checker->entity = over.rows;
    checker->scope = ++checker->scopes;
    struct node *node = check_over(checker, syntax, over);
    if (node != NULL)
        node->names_own = own.is_named;
    if (outside.own != NULL)
        outside.own->is_hidden = hidden;
    checker->own = outside.own;
    checker->entity = outside.entity;
    checker->scope = outside.scope;
    return node;
}
