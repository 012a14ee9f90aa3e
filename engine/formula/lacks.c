/* What keeps a figure undetermined while formulas are evaluated, and what they take for granted. */
#include <string.h>

#include "evaluate.h"

void lacks_one(struct run *run, const struct lack *lack, struct cell *cell)
{
    const struct lacks *set = NULL;
    if (run->pool->reasons)
        set = lacks_of(lack, run->evaluation->arith->arena);
    *cell = (struct cell){.state = CELL_UNDETERMINED, .reason = {.lacks = set}};
    if (set == NULL && run->pool->reasons)
        run->status = FT_NO_MEMORY;
}

bool takes_state(struct run *run, struct cell *cell, const struct cell *operand)
{
    static const uint8_t ranks[] = {
        [CELL_VALUE] = 0, [CELL_UNDETERMINED] = 1, [CELL_NOT_APPLICABLE] = 2, [CELL_ERROR] = 3};
    if (ranks[operand->state] > ranks[cell->state]) {
        *cell = *operand;
        cell->reason.partial = false;
    } else if (operand->state == CELL_UNDETERMINED && cell->state == CELL_UNDETERMINED &&
               run->pool->reasons) {
        cell->reason.lacks =
            lacks_join(cell->reason.lacks, operand->reason.lacks, run->evaluation->arith->arena);
        if (cell->reason.lacks == NULL)
            run->status = FT_NO_MEMORY;
    }
    return cell->state != CELL_VALUE;
}

/* ---- what is taken though it is not written ---- */

/* Fields of rows that are not made are noted; without memory the run fails. */
void note_assumed(struct run *run, const struct entity *entity, const struct field *field,
                  uint32_t row)
{
    struct dataset *dataset = run->evaluation->dataset;
    const struct table *table = &dataset->tables[entity->index];
    /* Blanks of rows that are not held are counted as they are read. */
    if (run->evaluation->supposing || dataset->assumed == NULL || table->fields == NULL ||
        !column_has_places(&table->fields[field->index]))
        return;
    if (!dataset_assume(dataset, entity, field->index, row))
        run->status = FT_NO_MEMORY;
}
