/* What is in doubt: facts that a failing comparison names, tables without a row, packs that do not fit. */
#include <string.h>

#include "doubts.h"

/* What a condition among facts rests on, while it is gathered. */
struct doubting {
    struct display *display;
    struct doubts *doubts;
    bool good;
};

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

/* Whether the table has tables below it that are expected: without a row of it none of these is missed. */
static bool expects_below(const struct schema *schema, const struct entity *entity)
{
    for (size_t i = 0; i < schema->entity_count; i++)
        if (schema->entities[i].parent == entity && schema->entities[i].expected)
            return true;
    return false;
}

/* Whether a table of the portfolio's that is expected, or (`any`) any table, has a row. */
static bool has_rows(const struct dataset *dataset, bool any)
{
    const struct schema *schema = dataset->schema;
    for (size_t i = 0; i < schema->entity_count; i++) {
        const struct entity *entity = &schema->entities[i];
        if (entity->parent != NULL && dataset->tables[i].count > 0 &&
            (any || (entity->expected && entity->parent->parent == NULL)))
            return true;
    }
    return false;
}

/* Whether the portfolio's own amounts are filled in: who gives its income is about to give all of it. */
static bool has_own_amounts(const struct dataset *dataset)
{
    const struct entity *root = &dataset->schema->entities[0];
    const struct table *table = &dataset->tables[0];
    for (size_t i = 0; i < root->field_count && table->fields != NULL; i++)
        if (root->fields[i].type.kind == TYPE_NUMBER &&
            column_state(&table->fields[i], 0) == CELL_VALUE &&
            !column_is_default(&table->fields[i], &root->fields[i], 0))
            return true;
    return false;
}

/* Whether rows of the table are missed where there are none. A file of one topic, as of years of revenue, may do
 * without the others; one of the whole county lacks its projects, and one without any row was meant to have some. */
static bool expects_rows(const struct dataset *dataset, const struct entity *entity)
{
    const struct entity *above = entity->parent;
    if (above == NULL || entity->rows != NULL)
        return false;
    if (above->parent != NULL)
        return entity->expected;
    return (entity->expected && has_several(dataset)) ||
           (expects_below(dataset->schema, entity) &&
            ((has_rows(dataset, false) && has_own_amounts(dataset)) || !has_rows(dataset, true)));
}

/* Rows without a row of a table that is expected below each. */
static bool gather_empty(struct display *display, struct doubts *doubts, struct pending *pending)
{
    const struct dataset *dataset = display->context->ledger->dataset;
    const struct schema *schema = dataset->schema;
    struct arena *arena = display->arena;
    pending->empty = arena_array(arena, schema->entity_count, sizeof *pending->empty);
    doubts->tables = arena_array(arena, 2 * schema->entity_count, sizeof *doubts->tables);
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

/* Tables with rows that stand twice. */
static bool gather_alike(struct display *display, struct doubts *doubts, struct pending *pending)
{
    const struct schema *schema = display->context->ledger->dataset->schema;
    pending->alike = arena_array(display->arena, schema->entity_count, sizeof *pending->alike);
    for (size_t i = 0; pending->alike != NULL && i < schema->entity_count; i++) {
        struct alike *alike = &pending->alike[pending->alike_count];
        if (!alike_find(display, &schema->entities[i], alike))
            return false;
        if (alike->count == 0)
            continue;
        pending->alike_count++;
        doubts->tables[doubts->table_count++] = alike->entity;
    }
    return pending->alike != NULL;
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

/* Whether it goes over rows that may be lacking or stand twice; bounded by LIMIT_FORMULA_NESTING. */
static bool node_goes_over_doubts(const struct doubts *doubts, const struct node *node)
{
    if (node_is_aggregate(node->op) && doubts_lack_rows(doubts, node->entity))
        return true;
    for (size_t i = 0; i < node->operand_count; i++)
        if (node_goes_over_doubts(doubts, node->operands[i]))
            return true;
    return false;
}

bool doubts_hold(const struct doubts *doubts, const struct formula *formula)
{
    if (doubts->table_count > 0 && node_goes_over_doubts(doubts, formula->root))
        return true;
    for (size_t i = 0; i < formula->parameter_count; i++)
        if (doubts_hold_value(doubts, formula->parameters[i]))
            return true;
    for (size_t i = 0; i < formula->field_count; i++) {
        const struct field *field = formula->fields[i];
        for (size_t j = 0; j < doubts->facts.count; j++)
            if (doubts->facts.fields[j] == field)
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
    doubting->good = facts_behind_add(&doubting->doubts->facts, rule->value);
    if (rule->of_pack && doubting->good)
        doubting->good = doubt_pack(doubting, rule->file->pack);
}

bool doubts_open(struct display *display, struct doubts *doubts, struct pending *pending)
{
    const struct ledger *ledger = display->context->ledger;
    struct doubting doubting = {.display = display, .doubts = doubts};
    doubting.good = facts_behind_open(&doubts->facts, display->context->policy, display->arena) &&
                    gather_empty(display, doubts, pending) &&
                    gather_alike(display, doubts, pending);
    struct finding_walk walk = {.ledger = ledger, .kind = FINDING_CHECK};
    for (struct finding finding; doubting.good && finding_next(&walk, &finding);)
        if (!finding.holds && finding.rule->of_facts)
            doubt_finding(&doubting, finding.rule);
    return doubting.good && (doubts->pack_count == 0 || doubt_versions(&doubting));
}
