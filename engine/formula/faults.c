/* Faults of the data, as a formula meets them at a row: told once a rule and row. */
#include <string.h>

#include "evaluate.h"

/* What a rule told of rows already: formulas of one rule may meet the same fault of a row. */
struct told {
    const struct message *message;
    const char *about;
    const struct entity *entity;
    uint8_t *rows; /* a bit a row */
    struct told *next;
};

static struct told *find_told(struct evaluation *evaluation, const struct message *message,
                              const char *about, const struct entity *entity)
{
    struct told *told = evaluation->told;
    while (told != NULL &&
           (told->message != message || told->entity != entity || strcmp(told->about, about) != 0))
        told = told->next;
    return told;
}

/* Whether this was told of the row, which it is then. Without memory it may be told again. */
static bool is_told(struct evaluation *evaluation, const struct message *message, const char *about,
                    const struct entity *entity, uint32_t row)
{
    struct arena *arena = evaluation->arith->arena;
    struct told *told = find_told(evaluation, message, about, entity);
    if (told == NULL) {
        const size_t rows = evaluation->dataset->tables[entity->index].count;
        told = arena_allocate(arena, sizeof *told);
        if (told == NULL)
            return false;
        *told = (struct told){message, arena_copy(arena, about, strlen(about)), entity,
                              arena_array(arena, rows / 8 + 1, 1), evaluation->told};
        if (told->about == NULL || told->rows == NULL)
            return false;
        evaluation->told = told;
    }
    const uint8_t bit = (uint8_t)(1 << row % 8);
    bool before = (told->rows[row / 8] & bit) != 0;
    told->rows[row / 8] |= bit;
    return before;
}

/* What a fault is about: a parameter by its name, any other node as it is written. */
static const char *subject(struct run *run, const struct node *node)
{
    const char *text =
        node->parameter != NULL
            ? node->parameter->id
            : arena_copy(&run->scratch, run->formula->text.bytes + node->offset, node->length);
    return text == NULL ? "" : text;
}

/* "buildings[A1/B3]", or the table's name for the root. */
static const char *row_name(struct run *run, const struct entity *entity, uint32_t row)
{
    const char *path = row_path(run->evaluation->dataset, entity, row, &run->scratch);
    if (path == NULL || path[0] == '\0')
        return entity->table;
    return arena_format(&run->scratch, "%s[%s]", entity->table, path);
}

void data_fault(struct run *run, const struct node *node, const struct entity *entity, uint32_t row,
                const struct message *message, const char *detail, struct cell *cell)
{
    struct evaluation *evaluation = run->evaluation;
    const struct table *table = &evaluation->dataset->tables[entity->index];
    const char *text = subject(run, node);
    *cell = (struct cell){.state = CELL_ERROR};
    if (is_told(evaluation, message, text, entity, row))
        return;
    const char *name = row_name(run, entity, row);
    char first[DATE_TEXT_SIZE] = "";
    if (node->parameter != NULL && node->parameter->version_count > 0)
        (void)date_text(first, node->parameter->versions[0].from);
    evaluation->diagnostics->subject = (struct fault_subject){evaluation->rule, text};
    diagnostics_add(evaluation->diagnostics, table->places == NULL ? NULL : &table->places[row],
                    message, evaluation->rule, name == NULL ? "" : name, text,
                    detail == NULL ? "" : detail, first, NULL);
    evaluation->diagnostics->subject.table = NULL;
}

void absent_fault(struct run *run, const struct field *field, const struct entity *entity,
                  uint32_t row, struct cell *cell)
{
    struct evaluation *evaluation = run->evaluation;
    const struct table *table = &evaluation->dataset->tables[entity->index];
    *cell = (struct cell){.state = CELL_ERROR};
    if (is_told(evaluation, &formula_message[FORMULA_ABSENT], field->id, entity, row))
        return;
    const char *name = row_name(run, entity, row);
    evaluation->diagnostics->subject = (struct fault_subject){evaluation->rule, field->id};
    diagnostics_add(evaluation->diagnostics, table->places == NULL ? NULL : &table->places[row],
                    &formula_message[FORMULA_ABSENT], evaluation->rule, name == NULL ? "" : name,
                    field->id, title_in(&field->title, evaluation->diagnostics->language), NULL);
    evaluation->diagnostics->subject.table = NULL;
}

enum ft_status settle(struct run *run, const struct node *node, const struct selection *selection,
                      uint32_t index, enum ft_status status, struct cell *cell)
{
    if (status == FT_NO_MEMORY)
        return status;
    cell->state = CELL_VALUE;
    if (status == FT_OK)
        return FT_OK;
    const struct message *message = status == FT_DIVISION_BY_ZERO
                                        ? &formula_message[FORMULA_DIVISION_BY_ZERO]
                                    : status == FT_TOO_LARGE ? &formula_message[FORMULA_TOO_LARGE]
                                                             : &formula_message[FORMULA_STEP];
    data_fault(run, node, selection->entity, selection->rows[index], message, NULL, cell);
    return FT_OK;
}

/* ---- parameters without a value ---------------------------------------------------------------
 */

/* The day on which a value for `on` was first published; false where there is none yet. */
static bool first_published(const struct parameter *parameter, struct date on, struct date *day)
{
    bool found = false;
    for (size_t i = 0; i < parameter->version_count; i++) {
        const struct date published = parameter->versions[i].published;
        if ((!found || published.days < day->days) &&
            parameter_version(parameter, on, published) != NULL) {
            *day = published;
            found = true;
        }
    }
    return found;
}

void version_fault(struct run *run, const struct node *node, const struct selection *selection,
                   uint32_t index, struct cell *cell)
{
    const struct dataset *dataset = run->evaluation->dataset;
    struct date published = DATE_FOREVER;
    char date[DATE_TEXT_SIZE], known_at[DATE_TEXT_SIZE];
    if (!first_published(node->parameter, selection->dates[index], &published)) {
        data_fault(run, node, selection->entity, selection->rows[index],
                   &formula_message[FORMULA_NO_VERSION], date_text(date, selection->dates[index]),
                   cell);
        return;
    }
    diagnostics_add(run->evaluation->diagnostics, &dataset->known_place,
                    &formula_message[FORMULA_UNPUBLISHED], node->parameter->id,
                    date_text(known_at, dataset->known_at), date_text(date, published), NULL);
    *cell = (struct cell){.state = CELL_ERROR};
}
