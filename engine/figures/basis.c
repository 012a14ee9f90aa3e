/* What the figures of rules rest on. */
#include <assert.h>
#include <string.h>

#include "basis.h"

/* ---- what was asked ---- */

static void note_asked_row(struct asked_rule *asked, const struct rule *rule,
                           const struct item_column *column, uint32_t row)
{
    const enum cell_state state = column_state(&column->column, row);
    const enum reason_kind reason = item_reason(column, row).kind;
    const int16_t taken = item_case(column, row);
    if (state == CELL_NOT_APPLICABLE && reason == REASON_NEEDS)
        return;
    asked->when = true;
    if (state == CELL_NOT_APPLICABLE && reason == REASON_WHEN)
        return;
    asked->beyond = true;
    asked->cases[taken >= 0 ? (size_t)taken : rule->case_count] = true;
    asked->posts |= state == CELL_VALUE || state == CELL_UNDETERMINED;
}

static bool note_asked(struct basis *basis, const struct rule *rule)
{
    const struct dataset *dataset = basis->display->context->ledger->dataset;
    const struct table *table = &dataset->tables[rule->item.entity->index];
    struct asked_rule *asked = &basis->asked[rule->item.order];
    asked->cases = arena_array(basis->display->arena, rule->case_count + 1, sizeof *asked->cases);
    if (asked->cases == NULL)
        return false;
    for (uint32_t row = 0; row < table->count; row++)
        note_asked_row(asked, rule, &table->items[rule->item.index], row);
    return true;
}

bool basis_open(struct display *display, struct basis *basis)
{
    const struct policy *policy = display->context->policy;
    struct arena *arena = display->arena;
    *basis = (struct basis){
        .display = display,
        .asked = arena_array(arena, policy->rule_count, sizeof *basis->asked),
        .rests = arena_array(arena, policy->rule_count, sizeof *basis->rests),
        .doubts = arena_array(arena, policy->rule_count, sizeof *basis->doubts),
        .pays = arena_array(arena, policy->rule_count, sizeof *basis->pays),
    };
    bool good = basis->asked != NULL && basis->rests != NULL && basis->doubts != NULL &&
                basis->pays != NULL;
    for (size_t i = 0; good && i < policy->rule_count; i++) {
        assert(policy->rules[i]->item.order == i);
        good = note_asked(basis, policy->rules[i]);
    }
    return good;
}

void basis_each_asked(const struct basis *basis, const struct rule *rule, tell_asked *tell,
                      void *context)
{
    const struct asked_rule *asked = &basis->asked[rule->item.order];
    for (size_t i = 0; i < rule->need_count; i++)
        tell(context, rule->needs[i]);
    if (asked->when) {
        tell(context, rule->when);
        tell(context, rule->on);
    }
    for (size_t i = 0; asked->beyond && i < rule->way_count; i++)
        tell(context, rule->ways[i]);
    for (size_t i = 0; asked->beyond && i < rule->case_count; i++) {
        tell(context, rule->cases[i].when);
        if (asked->cases[i])
            tell(context, rule->cases[i].value);
    }
    if (asked->cases[rule->case_count])
        tell(context, rule->value);
    for (size_t i = 0; asked->posts && i < rule->post_count; i++) {
        if (rule->posts[i].memo) /* no figure stands on it */
            continue;
        tell(context, rule->posts[i].when);
        tell(context, rule->posts[i].amount);
    }
}

/* ---- what rests on it ---- */

/* A way from a parameter, a field, or from rules that are marked, to a rule; `first`: past none that posts. */
struct closure {
    const struct basis *basis;
    const struct parameter *parameter;
    const struct field *field;
    const bool *marks;
    bool first, doubts, found;
};

static void closure_look(void *context, const struct formula *formula)
{
    struct closure *closure = context;
    const struct rule *const *rules = closure->basis->display->context->policy->rules;
    for (size_t i = 0; formula != NULL && i < formula->item_count && !closure->found; i++) {
        const size_t order = formula->items[i]->order;
        closure->found = closure->marks[order] && !(closure->first && rules[order]->post_count > 0);
    }
    for (size_t i = 0; formula != NULL && i < formula->parameter_count && !closure->found; i++)
        closure->found = formula->parameters[i] == closure->parameter;
    for (size_t i = 0; formula != NULL && i < formula->field_count && !closure->found; i++)
        closure->found = formula->fields[i] == closure->field;
    if (formula != NULL && closure->doubts && !closure->found)
        closure->found = doubts_hold(&closure->basis->facts, formula);
}

/* Marks the rules to which a way leads from what `from` says. */
static void mark_from(const struct closure *from, bool *marks)
{
    const struct policy *policy = from->basis->display->context->policy;
    memset(marks, 0, policy->rule_count * sizeof *marks);
    for (size_t i = 0; i < policy->rule_count; i++) {
        struct closure closure = *from;
        closure.marks = marks;
        basis_each_asked(from->basis, policy->rules[i], closure_look, &closure);
        marks[i] = closure.found;
    }
}

void basis_mark_parameter(const struct basis *basis, const struct parameter *parameter, bool first,
                          bool *marks)
{
    const struct closure from = {.basis = basis, .parameter = parameter, .first = first};
    mark_from(&from, marks);
}

void basis_mark_field(const struct basis *basis, const struct field *field, bool *marks)
{
    const struct closure from = {.basis = basis, .field = field, .first = true};
    mark_from(&from, marks);
}

const struct version *basis_used_version(const struct display *display,
                                         const struct parameter *parameter,
                                         enum value_telling telling)
{
    for (size_t i = 0; i < parameter->version_count; i++) {
        const struct version *version = &parameter->versions[i];
        if (is_value_told(display, version, telling))
            return version;
    }
    return NULL;
}

bool rule_pays_party(const struct rule *rule, const struct party *party,
                     const struct value_kind *kind)
{
    for (size_t i = 0; i < rule->post_count; i++)
        if (!rule->posts[i].memo && rule->posts[i].kind == kind &&
            (rule->posts[i].from == party || rule->posts[i].to == party))
            return true;
    return false;
}

void basis_spread(const struct basis *basis, bool *marks)
{
    const struct policy *policy = basis->display->context->policy;
    for (size_t i = 0; i < policy->rule_count; i++) {
        struct closure closure = {.basis = basis, .marks = marks};
        basis_each_asked(basis, policy->rules[i], closure_look, &closure);
        marks[i] |= closure.found;
    }
}

bool basis_doubt(struct basis *basis, struct pending *pending)
{
    const struct policy *policy = basis->display->context->policy;
    const bool good = doubts_open(basis->display, &basis->facts, pending);
    for (size_t i = 0; good && i < policy->rule_count; i++) {
        struct closure closure = {.basis = basis,
                                  .marks = basis->doubts,
                                  .doubts = true,
                                  .found = doubts_hold_rule(&basis->facts, policy->rules[i])};
        basis_each_asked(basis, policy->rules[i], closure_look, &closure);
        basis->doubts[i] = closure.found;
    }
    return good;
}
