/* What keeps a figure undetermined: sets of lacks, bounded, in an order of their own; and what was
 * taken though it is not written. */
#include <assert.h>
#include <string.h>

#include "model.h"

static int lack_order(size_t x, size_t y)
{
    return (x > y) - (x < y);
}

int lack_compare(const struct lack *x, const struct lack *y)
{
    int order = lack_order(x->entity->index, y->entity->index);
    if (order == 0)
        order = lack_order(x->row, y->row);
    if (order == 0)
        order = lack_order(x->kind, y->kind);
    if (order != 0)
        return order;
    return x->kind == LACK_FACT  ? lack_order(x->field->index, y->field->index)
           : x->kind == LACK_WAY ? lack_order(x->item->index, y->item->index)
                                 : strcmp(x->text, y->text);
}

/* A set of these. NULL when memory is out. */
static struct lacks *lacks_make(const struct lack *lacks, uint32_t count, bool more,
                                struct arena *arena)
{
    struct lacks *set = arena_allocate(arena, sizeof *set + count * sizeof *lacks);
    if (set == NULL)
        return NULL;
    set->count = count;
    set->more = more;
    memcpy(set->lacks, lacks, count * sizeof *lacks);
    assert(lacks_fault(set) == NULL);
    return set;
}

const struct lacks *lacks_of(const struct lack *lack, struct arena *arena)
{
    return lacks_make(lack, 1, false, arena);
}

/* Whether all of `part` stand in `whole`. */
static bool lacks_hold(const struct lacks *whole, const struct lacks *part)
{
    uint32_t at = 0;
    for (uint32_t i = 0; i < part->count; i++) {
        while (at < whole->count && lack_compare(&whole->lacks[at], &part->lacks[i]) < 0)
            at++;
        if (at == whole->count || lack_compare(&whole->lacks[at], &part->lacks[i]) != 0)
            return false;
    }
    return whole->more || !part->more;
}

const struct lacks *lacks_join(const struct lacks *x, const struct lacks *y, struct arena *arena)
{
    if (x == NULL || y == NULL || lacks_hold(x, y))
        return x == NULL ? y : x;
    if (lacks_hold(y, x))
        return y;
    struct lack merged[MOST_LACKS];
    uint32_t i = 0, j = 0, count = 0;
    bool same = true; /* as `x`: what `y` adds lies behind the last that is kept */
    while (count < MOST_LACKS && (i < x->count || j < y->count)) {
        int order = i == x->count   ? 1
                    : j == y->count ? -1
                                    : lack_compare(&x->lacks[i], &y->lacks[j]);
        same = same && order <= 0;
        merged[count++] = order <= 0 ? x->lacks[i] : y->lacks[j];
        i += order <= 0;
        j += order >= 0;
    }
    if (same && x->more && count == x->count)
        return x;
    return lacks_make(merged, count, x->more || y->more || i < x->count || j < y->count, arena);
}

const struct lacks *lacks_keep(const struct lacks *lacks, struct arena *arena)
{
    struct lacks *set = lacks_make(lacks->lacks, lacks->count, lacks->more, arena);
    for (uint32_t i = 0; set != NULL && i < set->count; i++) {
        struct lack *lack = &set->lacks[i];
        if (lack->kind == LACK_FAULT &&
            (lack->text = arena_copy(arena, lack->text, strlen(lack->text))) == NULL)
            return NULL;
    }
    return set;
}

bool column_is_default(const struct column *column, const struct field *field, uint32_t row)
{
    return field->has_default && column_is_unwritten(column, row);
}

bool dataset_assumed(const struct dataset *dataset, const struct entity *entity, size_t index,
                     uint32_t row)
{
    const uint8_t *assumed = dataset->assumed == NULL ? NULL : dataset->assumed[entity->index];
    const size_t bit = index * (size_t)dataset->tables[entity->index].count + row;
    return assumed != NULL && (assumed[bit / 8] >> bit % 8 & 1) != 0;
}

static size_t assumed_bytes(const struct dataset *dataset, size_t entity)
{
    const size_t fields = dataset->schema->entities[entity].field_count;
    return (fields * dataset->tables[entity].count + 7) / 8;
}

bool dataset_assume(struct dataset *dataset, const struct entity *entity, size_t index,
                    uint32_t row)
{
    if (dataset->assumed == NULL)
        return true;
    uint8_t **assumed = &dataset->assumed[entity->index];
    if (*assumed == NULL)
        *assumed = arena_array(dataset->arena, assumed_bytes(dataset, entity->index), 1);
    if (*assumed == NULL)
        return false;
    const size_t bit = index * (size_t)dataset->tables[entity->index].count + row;
    (*assumed)[bit / 8] |= (uint8_t)(1U << bit % 8);
    return true;
}

bool dataset_keep_assumed(struct dataset *dataset)
{
    const size_t count = dataset->schema->entity_count;
    dataset->kept = arena_array(dataset->arena, count, sizeof *dataset->kept);
    if (dataset->kept == NULL || dataset->assumed == NULL)
        return dataset->kept != NULL;
    for (size_t i = 0; i < count; i++) {
        if (dataset->assumed[i] == NULL)
            continue;
        dataset->kept[i] = arena_array(dataset->arena, assumed_bytes(dataset, i), 1);
        if (dataset->kept[i] == NULL)
            return false;
        memcpy(dataset->kept[i], dataset->assumed[i], assumed_bytes(dataset, i));
    }
    return true;
}

void dataset_recall_assumed(struct dataset *dataset)
{
    if (dataset->kept == NULL || dataset->assumed == NULL)
        return;
    for (size_t i = 0; i < dataset->schema->entity_count; i++) {
        if (dataset->assumed[i] == NULL)
            continue;
        if (dataset->kept[i] == NULL)
            memset(dataset->assumed[i], 0, assumed_bytes(dataset, i));
        else
            memcpy(dataset->assumed[i], dataset->kept[i], assumed_bytes(dataset, i));
    }
}
