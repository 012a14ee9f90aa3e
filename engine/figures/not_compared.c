/* Comparisons of facts that were not made for want of a fact: their `when` is worked out again as if what is blank
 * might be filled in. Where it is then not known, what it lacks kept the comparison from being made. Of one whose
 * facts are all blank nothing is left that could be wrong. */
#include <string.h>

#include "../formula/batch.h"

#include "derivation.h"
#include "facts_behind.h"
#include "not_compared.h"

enum { ROWS_AT_ONCE = 1024 };

/* By field, while facts are gathered. */
struct not_compared_field {
    uint8_t *rows; /* by row: 1 where it is lacking; NULL: nowhere */
    size_t count;
    bool *rules; /* by rule: it asks for the fact */
};

struct not_compared_gathering {
    struct display *display;
    struct arena *kept, scratch;
    struct not_compared_field **fields; /* by entity index, then field index; NULL: none yet */
    size_t fact_count, compared;
    struct facts_behind behind; /* what the rule at hand compares */
};

static struct not_compared_field *not_compared_field_of(struct not_compared_gathering *gathering,
                                                        const struct lack *lack)
{
    const struct figure_context *context = gathering->display->context;
    struct not_compared_field **fields = &gathering->fields[lack->entity->index];
    struct arena *scratch = &gathering->scratch;
    if (*fields == NULL)
        *fields = arena_array(scratch, lack->entity->field_count, sizeof **fields);
    if (*fields == NULL)
        return NULL;
    struct not_compared_field *field = &(*fields)[lack->field->index];
    if (field->rows != NULL)
        return field;
    field->rules = arena_array(scratch, context->policy->rule_count, sizeof *field->rules);
    field->rows = arena_array(scratch, context->ledger->dataset->tables[lack->entity->index].count,
                              sizeof *field->rows);
    gathering->fact_count++;
    return field->rules == NULL || field->rows == NULL ? NULL : field;
}

/* ---- what would be compared ---- */

/* The rows of a table that stand below a row, or at it or above it. */
static struct family rows_about(const struct dataset *dataset, const struct entity *own,
                                uint32_t row, const struct entity *entity)
{
    if (own == entity || entity_is_below(own, entity)) {
        const uint32_t at = row_above(dataset, own, row, entity);
        return (struct family){at, at + 1};
    }
    if (entity->parent == NULL || !entity_is_below(entity, own))
        return (struct family){0, 0};
    const struct family above = rows_about(dataset, own, row, entity->parent);
    const uint32_t *first = dataset->tables[entity->index].first;
    return (struct family){first[above.first], first[above.end]};
}

static const struct entity *entity_of_field(const struct schema *schema, const struct field *field)
{
    for (size_t i = 0; i < schema->entity_count; i++) {
        const struct entity *entity = &schema->entities[i];
        if (field >= entity->fields && field < entity->fields + entity->field_count)
            return entity;
    }
    return NULL;
}

/* Whether an amount or a date that the rule at hand compares was filled in about the row. */
static bool has_partner(const struct not_compared_gathering *gathering, const struct entity *own,
                        uint32_t row)
{
    const struct dataset *dataset = gathering->display->context->ledger->dataset;
    for (size_t i = 0; i < gathering->behind.count; i++) {
        const struct field *field = gathering->behind.fields[i];
        const struct entity *entity = entity_of_field(dataset->schema, field);
        if ((field->type.kind != TYPE_NUMBER && field->type.kind != TYPE_DATE) || entity == NULL)
            continue;
        const struct family rows = rows_about(dataset, own, row, entity);
        const struct table *table = &dataset->tables[entity->index];
        for (uint32_t at = rows.first; table->fields != NULL && at < rows.end; at++)
            if (column_state(&table->fields[field->index], at) == CELL_VALUE &&
                !column_is_default(&table->fields[field->index], field, at))
                return true;
    }
    return false;
}

static bool not_compared_add(struct not_compared_gathering *gathering, const struct rule *rule,
                             const struct lacks *lacks)
{
    const struct dataset *dataset = gathering->display->context->ledger->dataset;
    bool lacking = false;
    for (uint32_t i = 0; i < lacks->count; i++) {
        const struct lack *lack = &lacks->lacks[i];
        /* What its absence was taken to mean is listed anyway. */
        if (lack->kind != LACK_FACT ||
            dataset_assumed(dataset, lack->entity, lack->field->index, lack->row))
            continue;
        lacking = true;
        struct not_compared_field *field = not_compared_field_of(gathering, lack);
        if (field == NULL)
            return false;
        field->count += field->rows[lack->row] == 0;
        field->rows[lack->row] = 1;
        field->rules[rule->item.order] = true;
    }
    gathering->compared += lacking;
    return true;
}

/* Whether the rule's `when` was worked out at the row, and was false. */
static bool was_asked_in_vain(const struct item_column *column, uint32_t row)
{
    return column_state(&column->column, row) == CELL_NOT_APPLICABLE &&
           item_reason(column, row).kind == REASON_WHEN;
}

/* Some rows of a rule whose `when` is false. */
static bool not_compared_suppose(struct not_compared_gathering *gathering, const struct rule *rule,
                                 struct evaluation *evaluation, const uint32_t *rows,
                                 uint32_t count, struct cell *cells)
{
    struct arena *arena = evaluation->arith->arena;
    const struct arena_mark mark = arena_mark(arena);
    bool good = formula_evaluate(rule->when, evaluation, rows, count, cells) == FT_OK;
    for (uint32_t i = 0; good && i < count; i++)
        if (cells[i].state == CELL_UNDETERMINED &&
            has_partner(gathering, rule->item.entity, rows[i]))
            good = not_compared_add(gathering, rule, cells[i].reason.lacks);
    arena_rewind(arena, mark);
    return good;
}

static bool not_compared_rows(struct not_compared_gathering *gathering, const struct rule *rule,
                              struct evaluation *evaluation)
{
    const struct table *table = &evaluation->dataset->tables[rule->item.entity->index];
    const struct item_column *column = &table->items[rule->item.index];
    uint32_t rows[ROWS_AT_ONCE], count = 0;
    struct cell cells[ROWS_AT_ONCE];
    bool good = true;
    for (uint32_t row = 0; good && row < table->count; row++) {
        if (was_asked_in_vain(column, row))
            rows[count++] = row;
        if (count < ROWS_AT_ONCE && row + 1 < table->count)
            continue;
        good = count == 0 || not_compared_suppose(gathering, rule, evaluation, rows, count, cells);
        count = 0;
    }
    return good;
}

/* What a rule works with goes with it: of a table of many rows its dates alone take more than all that is kept. */
static bool not_compared_rule(struct not_compared_gathering *gathering, const struct rule *rule)
{
    const struct figure_context *context = gathering->display->context;
    struct diagnostics silent;
    struct arena room;
    arena_open(&room, gathering->display->arena->allocator);
    diagnostics_open(&silent, context->language);
    struct evaluation evaluation = {.dataset = context->ledger->dataset,
                                    .arith = context->arith,
                                    .diagnostics = &silent,
                                    .silent = true,
                                    .supposing = true,
                                    .rule = rule->item.id};
    bool good = facts_behind_open(&gathering->behind, context->policy, &room) &&
                facts_behind_add(&gathering->behind, rule->value);
    if (good && rule->on != NULL && rule->when_is_dated)
        good = (evaluation.on = formula_row_dates(rule->on, &evaluation, &room)) != NULL;
    good = good && not_compared_rows(gathering, rule, &evaluation);
    arena_close(&room);
    return good;
}

/* ---- what tells rows apart ---- */

static bool tells_nothing_apart(const struct dataset *dataset, const struct entity *entity,
                                size_t field, uint32_t row)
{
    return column_state(&dataset->tables[entity->index].fields[field], row) == CELL_ABSENT &&
           !dataset_assumed(dataset, entity, field, row);
}

/* Rows without a name among others that have one: they are not found where they are given twice. */
static bool not_told_apart(struct not_compared_gathering *gathering, const struct entity *entity,
                           const struct field *field)
{
    const struct dataset *dataset = gathering->display->context->ledger->dataset;
    const struct table *table = &dataset->tables[entity->index];
    uint32_t blank = 0;
    if (!field->tells_apart || field->absence != ABSENCE_NONE || table->fields == NULL)
        return true;
    for (uint32_t row = 0; row < table->count; row++)
        blank += tells_nothing_apart(dataset, entity, field->index, row);
    if (blank == 0 || blank == table->count)
        return true;
    const struct lack lack = {.kind = LACK_FACT, .entity = entity, .field = field};
    struct not_compared_field *own = not_compared_field_of(gathering, &lack);
    for (uint32_t row = 0; own != NULL && row < table->count; row++)
        if (tells_nothing_apart(dataset, entity, field->index, row)) {
            own->count += own->rows[row] == 0;
            own->rows[row] = 1;
        }
    gathering->compared += blank;
    return own != NULL;
}

static bool not_compared_apart(struct not_compared_gathering *gathering)
{
    const struct schema *schema = &gathering->display->context->policy->schema;
    bool good = true;
    for (size_t i = 0; i < schema->entity_count; i++)
        for (size_t j = 0; good && j < schema->entities[i].field_count; j++)
            good = not_told_apart(gathering, &schema->entities[i], &schema->entities[i].fields[j]);
    return good;
}

/* ---- in their order ---- */

static bool not_compared_keep(struct not_compared_gathering *gathering, const struct entity *entity,
                              const struct not_compared_field *field,
                              struct not_compared_fact *fact)
{
    struct display *display = gathering->display;
    const struct policy *policy = display->context->policy;
    const uint32_t rows = display->context->ledger->dataset->tables[entity->index].count;
    fact->entity = entity;
    fact->field = &entity->fields[field - gathering->fields[entity->index]];
    fact->rows = arena_array(gathering->kept, field->count, sizeof *fact->rows);
    fact->checks = arena_array(gathering->kept, policy->rule_count, sizeof(const struct rule *));
    if (fact->rows == NULL || fact->checks == NULL)
        return false;
    for (uint32_t row = 0; row < rows; row++)
        if (field->rows[row] != 0)
            fact->rows[fact->count++] = row;
    for (size_t i = 0; i < policy->rule_count; i++)
        if (field->rules[i])
            fact->checks[fact->check_count++] = policy->rules[i];
    return true;
}

static bool not_compared_order(struct not_compared_gathering *gathering,
                               struct not_compared *not_compared)
{
    struct display *display = gathering->display;
    const struct schema *schema = &display->context->policy->schema;
    not_compared->facts =
        arena_array(gathering->kept, gathering->fact_count, sizeof *not_compared->facts);
    bool good = not_compared->facts != NULL;
    for (size_t i = 0; i < schema->entity_count; i++) {
        const struct not_compared_field *fields = gathering->fields[i];
        for (size_t f = 0; good && fields != NULL && f < schema->entities[i].field_count; f++)
            if (fields[f].count > 0)
                good = not_compared_keep(gathering, &schema->entities[i], &fields[f],
                                         &not_compared->facts[not_compared->count++]);
    }
    not_compared->compared = gathering->compared;
    return good;
}

bool not_compared_open(struct display *display, struct not_compared *not_compared,
                       struct arena *kept)
{
    const struct policy *policy = display->context->policy;
    struct not_compared_gathering gathering = {.display = display, .kept = kept};
    *not_compared = (struct not_compared){0};
    arena_open(&gathering.scratch, display->arena->allocator);
    gathering.fields =
        arena_array(&gathering.scratch, policy->schema.entity_count, sizeof *gathering.fields);
    bool good = gathering.fields != NULL;
    for (size_t i = 0; good && i < policy->rule_count; i++)
        if (policy->rules[i]->of_facts && policy->rules[i]->when != NULL)
            good = not_compared_rule(&gathering, policy->rules[i]);
    good = good && not_compared_apart(&gathering) && not_compared_order(&gathering, not_compared);
    arena_close(&gathering.scratch);
    if (!good)
        (void)display_lack_memory(display);
    return good;
}
