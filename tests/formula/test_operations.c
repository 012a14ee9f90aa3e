/* The table of operations: each operator and built-in of its class has a row, and no other has. */
#include <string.h>

#include "fixture.h"

static struct fixture fixture;

Test(operations, stand_in_the_table_where_operands_alone_are_looked_at)
{
    for (size_t op = 0; op < NODE_OP_COUNT; op++) {
        const struct operation_row *row = &operator_operations[op];
        const bool wanted = node_class((enum node_op)op) == CLASS_OPERATION && op != NODE_CALL;
        cr_expect_eq(row->exact != NULL, wanted, "operator %zu", op);
        cr_expect_eq(row->name != NULL, wanted, "operator %zu", op);
    }
}

Test(operations, have_names_of_their_own)
{
    for (size_t i = 0; i < NODE_OP_COUNT; i++)
        for (size_t j = 0; j < i; j++)
            if (operator_operations[i].name != NULL && operator_operations[j].name != NULL)
                cr_expect_str_neq(operator_operations[i].name, operator_operations[j].name);
}

/* Whether a call in the tree has no row. */
static const struct node *call_without_row(const struct node *node)
{
    if (node->op == NODE_CALL && (operation_of(node) == NULL || operation_of(node)->exact == NULL))
        return node;
    for (size_t i = 0; i < node->operand_count; i++) {
        const struct node *found = call_without_row(node->operands[i]);
        if (found != NULL)
            return found;
    }
    return NULL;
}

Test(operations, include_every_built_in_that_is_a_call)
{
    fixture_open(&fixture, FT_EN);
    for (size_t i = 0; i < builtin_count; i++) {
        const struct formula *formula = fixture_compile(&fixture, "portfolio", builtins[i].example);
        cr_expect(call_without_row(formula->root) == NULL, "%s", builtins[i].name);
    }
    fixture_close(&fixture);
}

Test(operations, of_calls_bear_the_name_of_their_built_in)
{
    for (size_t i = 0; i < builtin_count; i++) {
        const struct operation_row *row = &call_operations[builtins[i].id];
        if (row->exact != NULL)
            cr_expect_str_eq(row->name, builtins[i].name);
    }
}
