/* What a parameter is of its keys, in the version in force. */
#include <assert.h>

#include "formula.h"

static bool has_keys(const uint32_t *keys, const union value *values, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (keys[i] != values[i].symbol)
            return false;
    return true;
}

/* The first of two entries stands. */
static enum ft_status look_up(union value *out, const struct version *version,
                              const union value *keys, size_t count)
{
    for (size_t i = 0; i < version->entry_count; i++)
        if (has_keys(version->entries[i].keys, keys, count)) {
            *out = version->entries[i].value;
            return FT_OK;
        }
    return FT_INVALID;
}

/* Each slice of `amount` at its rate. */
static enum ft_status progressive(struct arith *arith, const struct scale *scale,
                                  const struct number *amount, struct number *out)
{
    struct number sum = NUMBER_ZERO;
    enum ft_status status = FT_OK;
    for (size_t i = 0; i < scale->count && status == FT_OK; i++) {
        const struct bracket *bracket = &scale->brackets[i];
        const struct number *end = amount;
        struct number slice;
        if (number_compare(arith, amount, &bracket->above) <= 0)
            break;
        if (i + 1 < scale->count && number_compare(arith, amount, &bracket[1].above) > 0)
            end = &bracket[1].above;
        status = number_sub(&slice, arith, end, &bracket->above);
        if (status == FT_OK)
            status = number_mul(&slice, arith, &slice, &bracket->rate);
        if (status == FT_OK)
            status = number_add(&sum, arith, &sum, &slice);
    }
    if (status == FT_OK)
        *out = sum;
    return status;
}

/* The amount of the slice that `amount` falls into; 0 below the first. */
static struct number by_threshold(struct arith *arith, const struct scale *scale,
                                  const struct number *amount)
{
    struct number found = NUMBER_ZERO;
    for (size_t i = 0; i < scale->count; i++) {
        const int order = number_compare(arith, amount, &scale->brackets[i].above);
        if (order < 0 || (order == 0 && !scale->brackets[i].included))
            break;
        found = scale->brackets[i].rate;
    }
    return found;
}

static enum ft_status look_up_scale(union value *out, struct arith *arith, const struct node *node,
                                    const struct version *version, const union value *operands)
{
    const struct number *amount = &operands[0].number;
    const struct scale *scale = NULL;
    for (size_t i = 0; i < version->scale_count && scale == NULL; i++)
        if (has_keys(version->scales[i].keys, &operands[1], node->operand_count - 1))
            scale = &version->scales[i];
    if (scale == NULL)
        return FT_INVALID;
    if (node->op == NODE_BRACKETS)
        return progressive(arith, scale, amount, &out->number);
    out->number = by_threshold(arith, scale, amount);
    return FT_OK;
}

enum ft_status formula_parameter(union value *out, struct arith *arith, const struct node *node,
                                 const struct version *version, const union value *operands)
{
    assert(node_class(node->op) == CLASS_PARAMETER);
    assert(version != NULL || node->op == NODE_IN_FORCE);
    if (node->op == NODE_LOOKUP)
        return look_up(out, version, operands, node->operand_count);
    if (node->op == NODE_BRACKETS || node->op == NODE_THRESHOLDS)
        return look_up_scale(out, arith, node, version, operands);
    if (node->op == NODE_IN_FORCE)
        out->boolean = version != NULL;
    else if (node->op == NODE_IN_SET)
        out->boolean = version->members[operands[0].symbol];
    else
        *out = version->scalar;
    return FT_OK;
}
