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
static bool fault_is_told(struct evaluation *evaluation, const struct message *message,
                          const char *about, const struct entity *entity, uint32_t row)
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

/* A clerk knows a parameter by its title; whoever reads English writes policies. */
static const char *fault_parameter(const struct run *run, const struct parameter *parameter)
{
    const char *title = parameter->title.zh;
    const bool by_title = run->evaluation->diagnostics->language == FT_ZH && title != NULL;
    return by_title && title[0] != '\0' ? title : parameter->id;
}

/* What a fault is about: a parameter by its name, any other node as it is written. */
static const char *subject(struct run *run, const struct node *node)
{
    const char *text =
        node->parameter != NULL
            ? fault_parameter(run, node->parameter)
            : arena_copy(run->scratch, node->text->bytes + node->offset, node->length);
    return text == NULL ? "" : text;
}

/* "buildings[A1/B3]", or the table's name for the root. */
static const char *fault_row_name(struct run *run, const struct entity *entity, uint32_t row)
{
    const char *path = row_path(run->evaluation->dataset, entity, row, run->scratch);
    if (path == NULL || path[0] == '\0')
        return entity->table;
    return arena_format(run->scratch, "%s[%s]", entity->table, path);
}

/* The message as it is told, without its hint. */
static const char *fault_text(struct run *run, const struct message *message,
                              const char *const args[MESSAGE_ARGUMENTS])
{
    struct evaluation *evaluation = run->evaluation;
    return message_text(message, evaluation->diagnostics->language, args, evaluation->arith->arena);
}

/* What a fault that is told, or would be, makes of its row's cell. */
static void lack_fault(struct run *run, const struct entity *entity, uint32_t row, const char *text,
                       struct cell *cell)
{
    if (text == NULL)
        run->status = FT_NO_MEMORY;
    const struct lack lack = {
        .kind = LACK_FAULT, .entity = entity, .row = row, .text = text == NULL ? "" : text};
    lacks_one(run, &lack, cell);
}

/* Where no reasons are kept, a fault is noted alone: who needs to know works the row out again. */
static bool fault_is_quiet(struct run *run, struct cell *cell)
{
    run->at_fault |= run->idle == 0 && !run->evaluation->silent;
    *cell = (struct cell){.state = CELL_UNDETERMINED};
    return !run->pool->reasons;
}

/* A fault of a row, once a rule: the message gets the rule, the row, `about`, and three more. */
static void row_fault(struct run *run, const char *about, const struct entity *entity, uint32_t row,
                      const struct message *message, const char *const details[3],
                      struct cell *cell)
{
    struct evaluation *evaluation = run->evaluation;
    const struct table *table = &evaluation->dataset->tables[entity->index];
    const char *name = fault_row_name(run, entity, row);
    const char *const args[MESSAGE_ARGUMENTS] = {
        evaluation->rule, name == NULL ? "" : name, about, details[0], details[1], details[2]};
    lack_fault(run, entity, row, fault_text(run, message, args), cell);
    if (run->idle > 0 || evaluation->silent ||
        fault_is_told(evaluation, message, about, entity, row))
        return;
    evaluation->diagnostics->subject = (struct fault_subject){evaluation->rule, about};
    struct place room;
    diagnostics_add(evaluation->diagnostics, table_place(table, row, &room), message, args[0],
                    args[1], args[2], args[3], args[4], args[5], NULL);
    evaluation->diagnostics->subject.table = NULL;
}

void data_fault(struct run *run, const struct node *node, const struct entity *entity, uint32_t row,
                const struct message *message, const char *detail, struct cell *cell)
{
    const char *const details[3] = {detail == NULL ? "" : detail, "", ""};
    if (fault_is_quiet(run, cell))
        return;
    row_fault(run, subject(run, node), entity, row, message, details, cell);
}

void take_absence(struct run *run, const struct field *field, const struct entity *entity,
                  uint32_t row, bool stated, struct cell *cell)
{
    const struct lack lack = {.kind = LACK_FACT, .entity = entity, .row = row, .field = field};
    lacks_one(run, &lack, cell);
    if (!stated && field->absence == ABSENCE_UNKNOWN)
        return;
    cell->state = CELL_NOT_APPLICABLE;
    cell->reason.kind = REASON_NO_FACT;
    if (!stated)
        note_assumed(run, entity, field, row);
}

enum ft_status settle(struct run *run, const struct node *node, const struct frame *frame,
                      uint32_t lane, enum ft_status status, struct cell *cell)
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
    data_fault(run, node, frame->entity, frame_row(frame, lane), message, NULL, cell);
    return FT_OK;
}

/* ---- parameters without a value ---- */

/* Of the values that were known by a day, the last that began by `on`, and the first that begins
 * behind it; NULL where there is none. */
struct around {
    const struct version *before, *behind;
};

static struct around versions_around(const struct parameter *parameter, struct date on,
                                     struct date known_at)
{
    struct around around = {NULL, NULL};
    for (size_t i = 0; i < parameter->version_count; i++) {
        const struct version *version = &parameter->versions[i];
        if (version->published.days > known_at.days)
            continue;
        if (version->from.days <= on.days)
            around.before = version;
        else if (around.behind == NULL)
            around.behind = version;
    }
    return around;
}

/* "2022-01-01", where it is so "2022-01-01 (repealed)", with the day on which that was published.
 */
static const char *end_text(struct run *run, const struct version *version, struct date known_at)
{
    bool zh = run->evaluation->diagnostics->language == FT_ZH;
    const struct date end = version_end(version, known_at);
    char day[DATE_TEXT_SIZE], published[DATE_TEXT_SIZE];
    bool repealed = version->is_repealed && end.days == version->repealed_on.days;
    if (!repealed)
        return arena_format(run->scratch, "%s", date_text(day, end));
    return arena_format(run->scratch, zh ? "%s（%s 公布废止）" : "%s (by a repeal published on %s)",
                        date_text(day, end), date_text(published, version->repeal_published));
}

/* No value was in force, whatever was published: before the first one, in a gap, or at the end. */
static void fault_no_version(struct run *run, const struct node *node, const struct frame *frame,
                             struct date on_date, uint32_t lane, struct cell *cell)
{
    const struct parameter *parameter = node->parameter;
    const struct date known_at = run->evaluation->dataset->known_at;
    bool zh = run->evaluation->diagnostics->language == FT_ZH;
    char on[DATE_TEXT_SIZE], day[DATE_TEXT_SIZE];
    const char *details[3] = {date_text(on, on_date), "", ""};
    const struct message *message = &formula_message[FORMULA_NO_VERSION];
    struct around around = versions_around(parameter, on_date, known_at);
    if (around.before == NULL && parameter->version_count > 0) {
        details[1] = date_text(day, parameter->versions[0].from);
    } else if (around.before != NULL) {
        message = &formula_message[FORMULA_ENDED];
        details[1] = end_text(run, around.before, known_at);
        if (around.behind != NULL)
            details[2] =
                arena_format(run->scratch, zh ? "，%s 起另有取值" : " and begins again on %s",
                             date_text(day, around.behind->from));
    }
    for (size_t i = 0; i < 3; i++)
        details[i] = details[i] == NULL ? "" : details[i];
    row_fault(run, fault_parameter(run, parameter), frame->entity, frame_row(frame, lane), message,
              details, cell);
}

/* What is known of a value that has ended: a number as people read it, else the parameter's title.
 */
static const char *known_text(struct run *run, const struct version *version)
{
    const struct parameter *parameter = version->parameter;
    enum ft_language language = run->evaluation->diagnostics->language;
    const char *text = parameter->shape != SHAPE_SCALAR
                           ? title_in(&parameter->title, language)
                           : value_text(&version->scalar, &parameter->type, &parameter->unit, false,
                                        run->evaluation->arith, language);
    return text == NULL ? "" : text;
}

/* What was not known yet has nothing to do with the row: it is told once. */
static void fault_known(struct run *run, const struct frame *frame, uint32_t lane,
                        const struct message *message, const char *const args[MESSAGE_ARGUMENTS],
                        struct cell *cell)
{
    struct evaluation *evaluation = run->evaluation;
    lack_fault(run, frame->entity, frame_row(frame, lane), fault_text(run, message, args), cell);
    if (run->idle == 0 && !evaluation->silent)
        diagnostics_add(evaluation->diagnostics, &evaluation->dataset->known_place, message,
                        args[0], args[1], args[2], args[3], args[4], args[5], NULL);
}

void version_fault(struct run *run, const struct node *node, const struct frame *frame,
                   struct date on, uint32_t lane, struct cell *cell)
{
    const struct dataset *dataset = run->evaluation->dataset;
    const struct parameter *parameter = node->parameter;
    struct date published = DATE_FOREVER;
    if (fault_is_quiet(run, cell))
        return;
    char date[DATE_TEXT_SIZE], known_at[DATE_TEXT_SIZE], first[DATE_TEXT_SIZE];
    if (!parameter_published_later(parameter, on, dataset->known_at, &published)) {
        fault_no_version(run, node, frame, on, lane, cell);
        return;
    }
    (void)date_text(date, published);
    (void)date_text(known_at, dataset->known_at);
    const struct version *before = versions_around(parameter, on, dataset->known_at).before;
    if (before == NULL) {
        const char *const args[MESSAGE_ARGUMENTS] = {
            fault_parameter(run, parameter), known_at, date, "", "", ""};
        fault_known(run, frame, lane, &formula_message[FORMULA_UNPUBLISHED], args, cell);
        return;
    }
    const char *end = end_text(run, before, dataset->known_at);
    const char *const args[MESSAGE_ARGUMENTS] = {known_at,
                                                 fault_parameter(run, parameter),
                                                 known_text(run, before),
                                                 date_text(first, before->published),
                                                 end == NULL ? "" : end,
                                                 date};
    fault_known(run, frame, lane, &formula_message[FORMULA_ENDED_AS_KNOWN], args, cell);
}
