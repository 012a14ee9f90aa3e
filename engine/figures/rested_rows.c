/* Rows whose figures rest on a value that no text gives, by deriving them: explain goes the same way. */
#include "derivation.h"
#include "rested_rows.h"

enum { MOST_DERIVED = 1 << 14 };

/* ---- whether rows differ ---- */

struct row_dates {
    const struct basis *basis;
    const struct parameter *parameter;
    enum value_telling telling;
    const struct rule *rule;
    bool told, other; /* rows that use such a value, and rows that do not */
    bool good;
};

enum { MOST_DATES = 1024 }; /* at once */

/* The dates in force of some of a rule's rows, from one on; NULL: the scenario's. */
static bool rested_dates(const struct basis *basis, const struct rule *rule, uint32_t first,
                         uint32_t count, struct cell **dates)
{
    struct display *display = basis->display;
    struct dataset *dataset = display->context->ledger->dataset;
    struct diagnostics silent;
    struct evaluation evaluation = {.dataset = dataset,
                                    .arith = display->context->arith,
                                    .diagnostics = &silent,
                                    .rule = rule->item.id};
    *dates = NULL;
    if (rule->on == NULL)
        return true;
    diagnostics_open(&silent, display->context->language);
    uint32_t *rows = arena_array(display->arena, count, sizeof *rows);
    *dates = arena_array(display->arena, count, sizeof **dates);
    for (uint32_t i = 0; rows != NULL && i < count; i++)
        rows[i] = first + i;
    return rows != NULL && *dates != NULL &&
           formula_evaluate(rule->on, &evaluation, rows, count, *dates) == FT_OK;
}

/* Looks at the value in force at each of some rows. */
static void look_at_rows(struct row_dates *looking, uint32_t first, uint32_t count)
{
    struct display *display = looking->basis->display;
    const struct dataset *dataset = display->context->ledger->dataset;
    const struct arena_mark mark = arena_mark(display->arena);
    struct cell *dates;
    looking->good = rested_dates(looking->basis, looking->rule, first, count, &dates);
    for (uint32_t row = 0; looking->good && row < count; row++) {
        if (dates != NULL && dates[row].state != CELL_VALUE)
            continue;
        const struct version *version = parameter_version(
            looking->parameter, dates == NULL ? dataset->as_of : dates[row].value.date,
            dataset->known_at);
        const bool told = version != NULL && is_value_told(display, version, looking->telling);
        looking->told |= told;
        looking->other |= !told;
    }
    arena_rewind(display->arena, mark);
}

static void look_at_dates(void *context, const struct formula *formula)
{
    struct row_dates *looking = context;
    const struct dataset *dataset = looking->basis->display->context->ledger->dataset;
    const uint32_t count = dataset->tables[looking->rule->item.entity->index].count;
    bool named = false;
    for (size_t i = 0; formula != NULL && i < formula->parameter_count; i++)
        named |= formula->parameters[i] == looking->parameter;
    for (uint32_t first = 0; named && looking->good && first < count; first += MOST_DATES)
        look_at_rows(looking, first, count - first < MOST_DATES ? count - first : MOST_DATES);
}

static bool rows_differ(const struct basis *basis, const struct parameter *parameter,
                        enum value_telling telling, bool *differ)
{
    const struct policy *policy = basis->display->context->policy;
    struct row_dates looking = {
        .basis = basis, .parameter = parameter, .telling = telling, .good = true};
    for (size_t i = 0; i < basis->name_count && looking.good; i++) {
        const struct rule *rule = policy->rules[basis->names[i].rule];
        if (basis->names[i].name != parameter || rule == looking.rule)
            continue;
        looking.rule = rule;
        basis_each_asked(basis, rule, look_at_dates, &looking);
    }
    *differ = looking.told && looking.other;
    return looking.good;
}

/* ---- which rest on it ---- */

struct resting {
    const struct basis *basis;
    const struct parameter *parameter;
    enum value_telling telling;
    bool **rows;
};

static bool derived_rests(const struct resting *resting, const struct derived *derived)
{
    struct display *display = resting->basis->display;
    const struct dataset *dataset = display->context->ledger->dataset;
    for (size_t i = 0; i < derived->step_count; i++) {
        const struct step *step = &derived->steps[i];
        uint32_t row;
        if (step->node->parameter == resting->parameter && step->version != NULL &&
            is_value_told(display, step->version, resting->telling))
            return true;
        if (step->node->item == NULL || !looked_at(dataset, step, &row))
            continue;
        const bool *own =
            resting->rows[policy_rule_of(display->context->policy, step->node->item)->item.order];
        if (own != NULL && own[row])
            return true;
    }
    return false;
}

/* A figure that is not known may rest on the value by what is not known of it: its derivation ends before. */
static bool rest_of_rule(const struct resting *resting, const struct rule *rule)
{
    struct display *display = resting->basis->display;
    const struct dataset *dataset = display->context->ledger->dataset;
    const struct table *table = &dataset->tables[rule->item.entity->index];
    bool *rows = arena_array(display->arena, table->count, sizeof *rows);
    bool good = rows != NULL;
    for (uint32_t row = 0; good && row < table->count; row++) {
        rows[row] = column_state(&table->items[rule->item.index].column, row) == CELL_UNDETERMINED;
        if (rows[row])
            continue;
        const struct arena_mark mark = arena_mark(display->arena);
        struct derived derived;
        good = derive_silently(display, rule, row, &derived) == FT_OK;
        rows[row] = good && derived_rests(resting, &derived);
        arena_rewind(display->arena, mark);
    }
    resting->rows[rule->item.order] = rows;
    return good;
}

bool rested_rows_find(const struct basis *basis, const struct parameter *parameter,
                      enum value_telling telling, const bool *marks, bool ***rows, bool *at_most)
{
    struct display *display = basis->display;
    const struct policy *policy = display->context->policy;
    const struct dataset *dataset = display->context->ledger->dataset;
    struct resting resting = {basis, parameter, telling, NULL};
    bool differ;
    size_t count = 0;
    *rows = NULL;
    *at_most = false;
    if (!rows_differ(basis, parameter, telling, &differ))
        return false;
    for (size_t i = 0; i < policy->rule_count; i++)
        count += marks[i] ? dataset->tables[policy->rules[i]->item.entity->index].count : 0;
    *at_most = differ && count > MOST_DERIVED;
    if (!differ || *at_most)
        return true;
    resting.rows = arena_array(display->arena, policy->rule_count, sizeof(bool *));
    bool good = resting.rows != NULL;
    for (size_t i = 0; good && i < policy->rule_count; i++)
        if (marks[i])
            good = rest_of_rule(&resting, policy->rules[i]);
    *rows = resting.rows;
    return good;
}
