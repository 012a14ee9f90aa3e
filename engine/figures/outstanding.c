/* Figures that their rules call outstanding. */
#include "outstanding.h"

static bool is_outstanding(const struct cell *cell, const struct type *type)
{
    if (cell->state != CELL_VALUE)
        return cell->state == CELL_UNDETERMINED;
    return type->kind == TYPE_NUMBER    ? number_sign(&cell->value.number) != 0
           : type->kind == TYPE_BOOLEAN ? cell->value.boolean
                                        : true;
}

/* Money as it is paid: to the step of the first kind of value. False: memory is out. */
static bool round_outstanding(const struct display *display, const struct item *item,
                              struct cell *cell)
{
    const struct value_kind *cash = &display->context->policy->kinds[0];
    if (item->type.kind != TYPE_NUMBER || cell->state != CELL_VALUE ||
        !dimension_equal(item->type.dimension, cash->unit.dimension))
        return true;
    return number_round(&cell->value.number, display->context->arith, &cell->value.number,
                        &cash->step, cash->mode) == FT_OK;
}

bool outstanding_gather(struct display *display, struct pending *pending)
{
    const struct policy *policy = display->context->policy;
    size_t capacity = 0;
    for (size_t i = 0; i < policy->rule_count; i++) {
        const struct rule *rule = policy->rules[i];
        const struct dataset *dataset = display->context->ledger->dataset;
        const struct table *table = &dataset->tables[rule->item.entity->index];
        const struct item_column *column = &table->items[rule->item.index];
        for (uint32_t row = 0; rule->outstanding.zh.count > 0 && row < table->count; row++) {
            struct cell cell = item_cell(column, row);
            if (!round_outstanding(display, &rule->item, &cell))
                return false;
            if (!is_outstanding(&cell, &rule->item.type))
                continue;
            struct outstanding_figure *grown =
                arena_grow(display->arena, pending->outstanding, &capacity, sizeof *grown,
                           pending->outstanding_count + 1);
            if (grown == NULL)
                return false;
            pending->outstanding = grown;
            grown[pending->outstanding_count++] = (struct outstanding_figure){rule, row, cell};
        }
    }
    return true;
}

const char *outstanding_words(struct display *display, const struct outstanding_figure *figure,
                              enum ft_language language)
{
    const struct figure_context *context = display->context;
    const struct bilingual *said = &figure->rule->outstanding;
    return visible(display,
                   template_text(language == FT_ZH ? &said->zh : &said->en,
                                 context->ledger->dataset, context->arith, figure->row, language));
}
