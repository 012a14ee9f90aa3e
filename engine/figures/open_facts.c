/* What undetermined figures lack, each thing once with the number of figures that rest on it. */
#include <assert.h>
#include <stdlib.h>

#include "open_facts.h"

enum { MOST_UNFOLDED = 1024 };

/* Lacks while they are gathered. Most rows of a table lack the same few facts: of these a count by
 * table, field and row; of faults and ways a list. */
struct open_gathering {
    struct verdict *verdict;
    const struct dataset *dataset;
    struct arena scratch;
    uint32_t ***figures; /* by entity index, then field index, then row; NULL: none yet */
    size_t fact_count;
    struct open_fact *others;
    size_t other_count, capacity;
    size_t folded; /* others when they were last folded */
};

static int by_lack(const void *x, const void *y)
{
    return lack_compare(&((const struct open_fact *)x)->lack, &((const struct open_fact *)y)->lack);
}

/* Equal lacks become one, with the number of figures that each keeps open. */
static size_t fold_others(struct open_fact *facts, size_t count)
{
    size_t kept = 0;
    if (count > 0)
        qsort(facts, count, sizeof *facts, by_lack);
    for (size_t i = 0; i < count; i++) {
        if (kept > 0 && by_lack(&facts[kept - 1], &facts[i]) == 0)
            facts[kept - 1].figures += facts[i].figures;
        else
            facts[kept++] = facts[i];
    }
    return kept;
}

static bool open_facts_add_other(struct open_gathering *gathering, const struct lack *lack)
{
    struct open_fact *grown =
        arena_grow(&gathering->scratch, gathering->others, &gathering->capacity, sizeof *grown,
                   gathering->other_count + 1);
    if (grown == NULL)
        return false;
    gathering->others = grown;
    grown[gathering->other_count++] = (struct open_fact){*lack, 1};
    if (gathering->other_count > 2 * gathering->folded + MOST_UNFOLDED)
        gathering->folded = gathering->other_count = fold_others(grown, gathering->other_count);
    return true;
}

/* Room for a field's counts. NULL: memory is out. */
static uint32_t *open_facts_counts(struct open_gathering *gathering, const struct lack *lack)
{
    uint32_t ***fields = &gathering->figures[lack->entity->index];
    if (*fields == NULL)
        *fields = arena_array(&gathering->scratch, lack->entity->field_count, sizeof **fields);
    if (*fields == NULL)
        return NULL;
    uint32_t **counts = &(*fields)[lack->field->index];
    if (*counts == NULL)
        *counts =
            arena_array(&gathering->scratch, gathering->dataset->tables[lack->entity->index].count,
                        sizeof **counts);
    return *counts;
}

static bool open_facts_add_lack(struct open_gathering *gathering, const struct lack *lack)
{
    if (lack->kind != LACK_FACT)
        return open_facts_add_other(gathering, lack);
    uint32_t *counts = open_facts_counts(gathering, lack);
    if (counts == NULL)
        return false;
    assert(lack->row < gathering->dataset->tables[lack->entity->index].count);
    gathering->fact_count += counts[lack->row]++ == 0;
    return true;
}

/* Adds a figure that is undetermined, and what it lacks. */
static bool open_facts_add(void *context, const struct lacks *lacks)
{
    struct open_gathering *gathering = context;
    struct verdict *verdict = gathering->verdict;
    bool good = true;
    verdict->undetermined++;
    verdict->more |= lacks->more;
    for (uint32_t i = 0; good && i < lacks->count; i++)
        good = open_facts_add_lack(gathering, &lacks->lacks[i]);
    return good;
}

/* ---- in their order ---- */

typedef void tell_open_fact(void *context, const struct open_fact *fact);

static void open_facts_at_row(const struct open_gathering *gathering, const struct entity *entity,
                              uint32_t row, tell_open_fact *tell, void *context)
{
    uint32_t *const *fields = gathering->figures[entity->index];
    for (size_t i = 0; fields != NULL && i < entity->field_count; i++) {
        if (fields[i] == NULL || fields[i][row] == 0)
            continue;
        const struct lack lack = {
            .entity = entity, .field = &entity->fields[i], .kind = LACK_FACT, .row = row};
        tell(context, &(struct open_fact){lack, fields[i][row]});
    }
}

/* Tells of each in the order of lack_compare: in a row facts stand before faults and ways. */
static void open_facts_each(const struct open_gathering *gathering, tell_open_fact *tell,
                            void *context)
{
    const struct schema *schema = gathering->dataset->schema;
    const struct open_fact *others = gathering->others;
    const size_t end = gathering->other_count;
    size_t next = 0;
    for (size_t i = 0; i < schema->entity_count; i++) {
        const struct entity *entity = &schema->entities[i];
        const uint32_t rows =
            gathering->figures[i] == NULL ? 0 : gathering->dataset->tables[i].count;
        for (uint32_t row = 0; row < rows; row++) {
            for (; next < end && others[next].lack.entity == entity && others[next].lack.row < row;
                 next++)
                tell(context, &others[next]);
            open_facts_at_row(gathering, entity, row, tell, context);
        }
        for (; next < end && others[next].lack.entity == entity; next++)
            tell(context, &others[next]);
    }
    assert(next == end);
}

/* The most figures first; equal ones in the order of the tables: where the next one of each number
 * of figures goes. */
struct open_order {
    size_t *places; /* by number of figures */
    size_t most;
    struct open_fact *facts;
};

static void open_facts_measure(void *context, const struct open_fact *fact)
{
    size_t *most = context;
    *most = fact->figures > *most ? fact->figures : *most;
}

static void open_facts_count(void *context, const struct open_fact *fact)
{
    struct open_order *order = context;
    if (fact->figures > 0)
        order->places[fact->figures - 1]++;
}

static void open_facts_place(void *context, const struct open_fact *fact)
{
    struct open_order *order = context;
    order->facts[order->places[fact->figures]++] = *fact;
}

static bool open_facts_order(struct open_gathering *gathering, struct arena *arena)
{
    struct open_order order = {.most = 0};
    const size_t count = gathering->fact_count + gathering->other_count;
    open_facts_each(gathering, open_facts_measure, &order.most);
    order.places = arena_array(&gathering->scratch, order.most + 1, sizeof *order.places);
    order.facts = arena_array(arena, count, sizeof *order.facts);
    if (order.places == NULL || order.facts == NULL)
        return false;
    open_facts_each(gathering, open_facts_count, &order);
    for (size_t i = order.most; i > 0; i--)
        order.places[i - 1] += order.places[i];
    open_facts_each(gathering, open_facts_place, &order);
    gathering->verdict->facts = order.facts;
    gathering->verdict->fact_count = count;
    return true;
}

bool open_facts_gather(struct display *display, struct verdict *verdict)
{
    const struct dataset *dataset = display->context->ledger->dataset;
    struct open_gathering gathering = {.verdict = verdict, .dataset = dataset};
    arena_open(&gathering.scratch, display->arena->allocator);
    gathering.figures =
        arena_array(&gathering.scratch, dataset->schema->entity_count, sizeof *gathering.figures);
    bool good = gathering.figures != NULL && verdict_each_open(display, open_facts_add, &gathering);
    gathering.other_count = fold_others(gathering.others, gathering.other_count);
    good = good && open_facts_order(&gathering, display->arena);
    arena_close(&gathering.scratch);
    return good;
}
