/* What is in doubt: facts that a failing comparison names, tables without a row, packs that do not fit. */
#include <string.h>

#include "doubts.h"

/* What a condition among facts rests on, while it is gathered. */
struct doubting {
    struct display *display;
    struct doubts *doubts;
    bool *seen; /* by rule: its formulas were looked at */
    bool good;
};

static bool doubt_field(struct doubting *doubting, const struct field *field)
{
    struct doubts *doubts = doubting->doubts;
    const struct field **grown =
        arena_grow(doubting->display->arena, doubts->fields, &doubts->field_capacity, sizeof *grown,
                   doubts->field_count + 1);
    if (grown == NULL)
        return false;
    doubts->fields = grown;
    grown[doubts->field_count++] = field;
    return true;
}

/* Every field that the condition names, and those behind the figures that it names. Bounded: a rule names
 * none that comes behind it, and each is looked at once. */
static void doubt_formula(void *context, const struct formula *formula)
{
    struct doubting *doubting = context;
    const struct policy *policy = doubting->display->context->policy;
    for (size_t i = 0; formula != NULL && i < formula->field_count && doubting->good; i++)
        doubting->good = doubt_field(doubting, formula->fields[i]);
    for (size_t i = 0; formula != NULL && i < formula->item_count && doubting->good; i++) {
        const size_t order = formula->items[i]->order;
        if (doubting->seen[order])
            continue;
        doubting->seen[order] = true;
        rule_each_formula(policy->rules[order], doubt_formula, doubting);
    }
}

/* Whether several rows stand in a table of the portfolio that has expected ones below it: a file of a
 * single project, or of talents, may do without the portfolio's own expected tables. */
static bool has_several(const struct dataset *dataset)
{
    const struct schema *schema = dataset->schema;
    for (size_t i = 0; i < schema->entity_count; i++) {
        const struct entity *above = schema->entities[i].parent;
        if (schema->entities[i].expected && above != NULL && above->parent != NULL &&
            dataset->tables[above->index].count > 1)
            return true;
    }
    return false;
}

static bool expects_rows(const struct dataset *dataset, const struct entity *entity)
{
    return entity->expected && entity->parent != NULL && entity->rows == NULL &&
           (entity->parent->parent != NULL || has_several(dataset));
}

/* Rows without a row of a table that is expected below each. */
static bool gather_empty(struct display *display, struct doubts *doubts, struct pending *pending)
{
    const struct dataset *dataset = display->context->ledger->dataset;
    const struct schema *schema = dataset->schema;
    struct arena *arena = display->arena;
    pending->empty = arena_array(arena, schema->entity_count, sizeof *pending->empty);
    doubts->tables = arena_array(arena, schema->entity_count, sizeof *doubts->tables);
    if (pending->empty == NULL || doubts->tables == NULL)
        return false;
    for (size_t i = 0; i < schema->entity_count; i++) {
        const struct entity *entity = &schema->entities[i];
        const struct table *table = &dataset->tables[i];
        if (!expects_rows(dataset, entity))
            continue;
        const uint32_t above = dataset->tables[entity->parent->index].count;
        bool *has = arena_array(arena, above, sizeof *has);
        struct empty_table empty = {entity, arena_array(arena, above, sizeof *empty.rows), 0};
        if (has == NULL || empty.rows == NULL)
            return false;
        for (uint32_t row = 0; row < table->count; row++)
            has[table->parents[row]] = true;
        for (uint32_t row = 0; row < above; row++)
            if (!has[row])
                empty.rows[empty.count++] = row;
        if (empty.count == 0)
            continue;
        pending->empty[pending->empty_count++] = empty;
        doubts->tables[doubts->table_count++] = entity;
    }
    return true;
}

bool doubts_lack_rows(const struct doubts *doubts, const struct entity *entity)
{
    for (; entity != NULL; entity = entity->parent)
        for (size_t i = 0; i < doubts->table_count; i++)
            if (doubts->tables[i] == entity)
                return true;
    return false;
}

/* ---- packs ---- */

static bool doubt_pack(struct doubting *doubting, const char *pack)
{
    struct doubts *doubts = doubting->doubts;
    const char **grown = arena_grow(doubting->display->arena, doubts->packs, &doubts->pack_capacity,
                                    sizeof *grown, doubts->pack_count + 1);
    if (grown == NULL)
        return false;
    doubts->packs = grown;
    grown[doubts->pack_count++] = pack;
    return true;
}

static bool doubts_hold_pack(const struct doubts *doubts, const char *pack)
{
    for (size_t i = 0; i < doubts->pack_count; i++)
        if (strcmp(doubts->packs[i], pack) == 0)
            return true;
    return false;
}

bool doubts_hold_rule(const struct doubts *doubts, const struct rule *rule)
{
    return doubts_hold_pack(doubts, rule->file->pack);
}

static bool version_is_doubted(const struct doubting *doubting, const struct version *version)
{
    const struct figure_context *context = doubting->display->context;
    const struct policy *policy = context->policy;
    for (size_t i = 0; i < policy->file_count; i++)
        if (policy->files[i].place.source == version->place.source)
            return context->application->versions_used[version->index] &&
                   doubts_hold_pack(doubting->doubts, policy->files[i].pack);
    return false;
}

static bool doubt_versions(struct doubting *doubting)
{
    const struct policy *policy = doubting->display->context->policy;
    bool *versions =
        arena_array(doubting->display->arena, policy->schema.version_count, sizeof *versions);
    if (versions == NULL)
        return false;
    for (size_t i = 0; i < policy->parameter_count; i++)
        for (size_t j = 0; j < policy->parameters[i]->version_count; j++) {
            const struct version *version = &policy->parameters[i]->versions[j];
            versions[version->index] = version_is_doubted(doubting, version);
        }
    doubting->doubts->versions = versions;
    return true;
}

static bool doubts_hold_value(const struct doubts *doubts, const struct parameter *parameter)
{
    for (size_t i = 0; doubts->versions != NULL && i < parameter->version_count; i++)
        if (doubts->versions[parameter->versions[i].index])
            return true;
    return false;
}

/* ---- all of them ---- */

bool doubts_hold(const struct doubts *doubts, const struct formula *formula)
{
    for (size_t i = 0; i < formula->parameter_count; i++)
        if (doubts_hold_value(doubts, formula->parameters[i]))
            return true;
    for (size_t i = 0; i < formula->field_count; i++) {
        const struct field *field = formula->fields[i];
        for (size_t j = 0; j < doubts->field_count; j++)
            if (doubts->fields[j] == field)
                return true;
        for (size_t j = 0; j < doubts->table_count; j++)
            if (field >= doubts->tables[j]->fields &&
                field < doubts->tables[j]->fields + doubts->tables[j]->field_count)
                return true;
    }
    for (size_t i = 0; i < formula->item_count; i++)
        if (doubts_lack_rows(doubts, formula->items[i]->entity))
            return true;
    return false;
}

static void doubt_finding(struct doubting *doubting, const struct rule *rule)
{
    doubt_formula(doubting, rule->value);
    if (rule->of_pack && doubting->good)
        doubting->good = doubt_pack(doubting, rule->file->pack);
}

bool doubts_open(struct display *display, struct doubts *doubts, struct pending *pending)
{
    const struct ledger *ledger = display->context->ledger;
    struct doubting doubting = {.display = display, .doubts = doubts};
    doubting.seen =
        arena_array(display->arena, display->context->policy->rule_count, sizeof *doubting.seen);
    doubting.good = doubting.seen != NULL && gather_empty(display, doubts, pending);
    struct finding_walk walk = {.ledger = ledger, .kind = FINDING_CHECK};
    for (struct finding finding; doubting.good && finding_next(&walk, &finding);)
        if (!finding.holds && finding.rule->of_facts)
            doubt_finding(&doubting, finding.rule);
    return doubting.good && (doubts->pack_count == 0 || doubt_versions(&doubting));
}
