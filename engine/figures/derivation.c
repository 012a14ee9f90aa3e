/* A rule run again at one row: every step that led to its figure. */
#include <string.h>

#include "../formula/batch.h"

#include "derivation.h"
#include "lookup.h"

/* ---- running a rule again ---- */

static void keep_step(void *context, const struct formula *formula, const struct node *node,
                      const struct entity *entity, uint32_t row, const struct cell *cell,
                      const struct version *version)
{
    struct derived *derived = context;
    struct step *steps = arena_grow(derived->arena, derived->steps, &derived->step_capacity,
                                    sizeof *steps, derived->step_count + 1);
    if (steps == NULL) {
        derived->out_of_memory = true;
        return;
    }
    derived->steps = steps;
    steps[derived->step_count++] = (struct step){formula, node, row, entity, *cell, version};
}

/* What the rule's postings say of their own: when they take place, and their amount. */
static enum ft_status derive_postings(struct display *display, struct derived *derived,
                                      const struct trace *trace)
{
    struct figure_context *context = display->context;
    const struct rule *rule = derived->rule;
    struct evaluation evaluation = {.dataset = context->ledger->dataset,
                                    .arith = context->arith,
                                    .diagnostics = context->diagnostics,
                                    .trace = trace,
                                    .rule = rule->item.id};
    if (rule->on != NULL && rule->post_count > 0 &&
        (evaluation.on = formula_row_dates(rule->on, &evaluation, display->arena)) == NULL)
        return FT_NO_MEMORY;
    for (size_t i = 0; i < rule->post_count; i++) {
        const struct post *post = &rule->posts[i];
        struct cell cell = {.value = {.boolean = true}, .state = CELL_VALUE};
        if (post->when != NULL &&
            formula_evaluate(post->when, &evaluation, &derived->row, 1, &cell) != FT_OK)
            return FT_NO_MEMORY;
        if (cell.state == CELL_VALUE && cell.value.boolean && post->amount != NULL &&
            formula_evaluate(post->amount, &evaluation, &derived->row, 1, &cell) != FT_OK)
            return FT_NO_MEMORY;
    }
    return FT_OK;
}

enum ft_status derive(struct display *display, const struct rule *rule, uint32_t row,
                      struct derived *derived)
{
    struct figure_context *context = display->context;
    *derived = (struct derived){
        .rule = rule, .entity = rule->item.entity, .row = row, .arena = display->arena};
    const struct trace trace = {keep_step, derived};
    enum ft_status status = rule_derive(rule, context->ledger->dataset, context->arith,
                                        context->diagnostics, row, &trace, &derived->derivation);
    if (status == FT_OK && derived->derivation.outcome.state == CELL_VALUE)
        status = derive_postings(display, derived, &trace);
    return derived->out_of_memory ? FT_NO_MEMORY : status;
}

enum ft_status derive_silently(struct display *display, const struct rule *rule, uint32_t row,
                               struct derived *derived)
{
    struct figure_context *context = display->context;
    struct diagnostics *const told = context->diagnostics;
    struct diagnostics silent;
    diagnostics_open(&silent, context->language);
    context->diagnostics = &silent;
    const enum ft_status status = derive(display, rule, row, derived);
    context->diagnostics = told;
    return status;
}

enum ft_status derive_line(struct display *display, const struct subject *subject,
                           struct derived *derived)
{
    struct figure_context *context = display->context;
    const struct trace trace = {keep_step, derived};
    struct evaluation evaluation = {.dataset = context->ledger->dataset,
                                    .arith = context->arith,
                                    .diagnostics = context->diagnostics,
                                    .trace = &trace,
                                    .rule = subject->view->id};
    *derived =
        (struct derived){.entity = subject->entity, .row = subject->row, .arena = display->arena};
    derived->derivation.on = context->ledger->dataset->as_of;
    enum ft_status status = formula_evaluate(subject->line->value, &evaluation, &subject->row, 1,
                                             &derived->derivation.outcome);
    return derived->out_of_memory ? FT_NO_MEMORY : status;
}

const struct step *find_step(const struct derived *derived, const struct formula *formula,
                             const struct node *node, const struct entity *entity, uint32_t row)
{
    if (node->outer) { /* wherever it stands, it is of the rule's own row */
        entity = derived->entity;
        row = derived->row;
    }
    for (size_t i = 0; i < derived->step_count; i++) {
        const struct step *step = &derived->steps[i];
        if (step->formula == formula && step->node == node && step->entity == entity &&
            step->row == row)
            return step;
    }
    return NULL;
}

bool looked_at(const struct dataset *dataset, const struct step *step, uint32_t *row)
{
    const struct node *node = step->node;
    if (node->via == NULL) {
        *row = row_above(dataset, step->entity, step->row, node->entity);
        return true;
    }
    const struct column *column = dataset_field(dataset, step->entity, node->via);
    *row = column_value(column, step->row).reference;
    return column_state(column, step->row) == CELL_VALUE;
}

struct family family_at(const struct dataset *dataset, const struct entity *entity, uint32_t row)
{
    const struct table *table = &dataset->tables[entity->index];
    if (entity->parent == NULL)
        return (struct family){0, 1};
    const uint32_t *first = &table->first[table->parents[row]];
    return (struct family){first[0], first[1]};
}

const char *node_words(struct display *display, const struct node *node)
{
    return arena_copy(display->arena, node->text->bytes + node->offset, node->length);
}
