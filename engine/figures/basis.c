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
        post_each_formula(&rule->posts[i], tell, context);
    }
}

/* ---- by what they name ---- */

/* What is noted of a rule. */
struct naming {
    struct basis *basis;
    size_t rule;
    bool good;
};

static void note_name(struct naming *naming, const void *name)
{
    struct basis *basis = naming->basis;
    struct asked_name *names =
        arena_grow(basis->display->arena, basis->names, &basis->name_capacity, sizeof *names,
                   basis->name_count + 1);
    naming->good &= names != NULL;
    if (names == NULL)
        return;
    basis->names = names;
    names[basis->name_count++] = (struct asked_name){name, naming->rule};
}

static void note_step(struct naming *naming, size_t from)
{
    struct basis *basis = naming->basis;
    struct asked_step *steps =
        arena_grow(basis->display->arena, basis->steps, &basis->step_capacity, sizeof *steps,
                   basis->step_count + 1);
    assert(from <= naming->rule); /* rules stand behind all that they use; one may use itself */
    naming->good &= steps != NULL;
    if (steps == NULL)
        return;
    basis->steps = steps;
    steps[basis->step_count++] = (struct asked_step){from, naming->rule};
}

static void note_names(void *context, const struct formula *formula)
{
    struct naming *naming = context;
    if (formula == NULL)
        return;
    for (size_t i = 0; i < formula->item_count; i++)
        note_step(naming, formula->items[i]->order);
    for (size_t i = 0; i < formula->parameter_count; i++)
        note_name(naming, formula->parameters[i]);
    for (size_t i = 0; i < formula->field_count; i++)
        note_name(naming, formula->fields[i]);
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
        struct naming naming = {.basis = basis, .rule = i, .good = true};
        good = note_asked(basis, policy->rules[i]);
        if (good)
            basis_each_asked(basis, policy->rules[i], note_names, &naming);
        good = good && naming.good;
    }
    return good;
}

/* ---- what rests on it ---- */

/* Marks too what rests on the marked rules; `first`: not by way of one that posts. */
static void spread_marks(const struct basis *basis, bool first, bool *marks)
{
    const struct rule *const *rules = basis->display->context->policy->rules;
    for (size_t i = 0; i < basis->step_count; i++) {
        const struct asked_step *step = &basis->steps[i];
        if (marks[step->from] && !(first && rules[step->from]->post_count > 0))
            marks[step->rule] = true;
    }
}

/* Marks the rules to which a way leads from a parameter or a field. */
static void mark_from(const struct basis *basis, const void *name, bool first, bool *marks)
{
    memset(marks, 0, basis->display->context->policy->rule_count * sizeof *marks);
    for (size_t i = 0; i < basis->name_count; i++)
        if (basis->names[i].name == name)
            marks[basis->names[i].rule] = true;
    spread_marks(basis, first, marks);
}

void basis_mark_parameter(const struct basis *basis, const struct parameter *parameter, bool first,
                          bool *marks)
{
    mark_from(basis, parameter, first, marks);
}

void basis_mark_field(const struct basis *basis, const struct field *field, bool *marks)
{
    mark_from(basis, field, true, marks);
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

bool rule_pays(const struct rule *rule)
{
    for (size_t i = 0; i < rule->post_count; i++)
        if (!rule->posts[i].memo)
            return true;
    return false;
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
    spread_marks(basis, false, marks);
}

struct doubting {
    const struct doubts *facts;
    bool found;
};

static void look_for_doubts(void *context, const struct formula *formula)
{
    struct doubting *doubting = context;
    doubting->found = doubting->found || (formula != NULL && doubts_hold(doubting->facts, formula));
}

bool basis_doubt(struct basis *basis, struct pending *pending)
{
    const struct policy *policy = basis->display->context->policy;
    const bool good = doubts_open(basis->display, &basis->facts, pending);
    for (size_t i = 0; good && i < policy->rule_count; i++) {
        struct doubting doubting = {&basis->facts,
                                    doubts_hold_rule(&basis->facts, policy->rules[i])};
        basis_each_asked(basis, policy->rules[i], look_for_doubts, &doubting);
        basis->doubts[i] = doubting.found;
    }
    if (good)
        spread_marks(basis, false, basis->doubts);
    return good;
}
