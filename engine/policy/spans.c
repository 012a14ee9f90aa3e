/*
 * Tables of spans: the time from one day to another, cut wherever a month or year begins, a term
 * has gone by, a parameter's value changes, or a row of another table begins. Each span is a row
 * that is made, numbered from 1, with its first day and the first day behind it.
 */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "../formula/batch.h"

#include "policy_internal.h"

/* ---- loading ---- */

/* A date field of the table that spans have; its index, or 0 after a fault. */
static size_t span_field(struct loader *loader, const struct entity *entity, const char *id,
                         const struct conf *conf)
{
    const struct field *field = map_get(&entity->names, id);
    if (field != NULL && field->type.kind == TYPE_DATE)
        return field->index;
    load_fault(loader, &conf->place, &vocabulary_message[VOCABULARY_SPAN_FIELD], entity->table, id,
               NULL);
    return 0;
}

static void fault_cut(struct loader *loader, const struct text *text, const struct entity *entity)
{
    const struct map *names = elsewhere_names(loader);
    struct absent_name *absent = names == NULL ? NULL : map_get(names, text->bytes);
    if (map_get(&loader->policy->schema.unread_names, text->bytes) != NULL)
        return;
    if (absent != NULL && absent->rank == 0) { /* its pack is told */
        absent->used = absent->is_used ? absent->used : text->place;
        absent->is_used = true;
        return;
    }
    load_fault(loader, &text->place, &vocabulary_message[VOCABULARY_CUT], text->bytes,
               entity->table, NULL);
}

/* "table.field": a date of rows that stand under the parent of the spans, or under a row above it. */
static bool read_cut_table(struct loader *loader, const struct text *text, const char *dot,
                           const struct entity *entity, struct cut *cut)
{
    const struct schema *schema = &loader->policy->schema;
    const char *table = arena_copy(loader->arena, text->bytes, (size_t)(dot - text->bytes));
    if (table == NULL) {
        loader->status = FT_NO_MEMORY;
        return false;
    }
    cut->kind = CUT_TABLE;
    cut->entity = map_get(&schema->table_names, table);
    cut->field = cut->entity == NULL ? NULL : map_get(&cut->entity->names, dot + 1);
    return cut->field != NULL && cut->field->type.kind == TYPE_DATE &&
           !makes_rows_of(loader, cut->entity) && cut->entity->parent != NULL &&
           entity_is_below(entity->parent, cut->entity->parent);
}

/* "6 月": so many months after the first day, again and again. */
static bool read_cut_term(struct loader *loader, const struct text *text, struct cut *cut)
{
    static const struct unit years = {
        .factor = {.num = 1, .den = 1}, .text = "年", .dimension = {.power = {[DIM_TIME] = 1}}};
    const struct number twelve = number_from_int(12);
    struct number term;
    cut->kind = CUT_TERM;
    return load_settled(loader, quantity_parse_as(&term, &loader->arith, loader->diagnostics, text,
                                                  &years)) &&
           load_settled(loader, number_mul(&term, &loader->arith, &term, &twelve)) &&
           number_to_int64(&term, &cut->months) && cut->months > 0;
}

static void read_cut(struct loader *loader, const struct conf *element, const struct entity *entity,
                     struct cut *cut)
{
    const struct text *text = element_text(loader, element, "cut");
    if (text == NULL)
        return;
    const uint64_t faults = loader->diagnostics->said;
    const char *dot = strchr(text->bytes, '.');
    bool good;
    *cut = (struct cut){.kind = CUT_CALENDAR, .months = text_is(text, "month") ? 1 : 12};
    if (text_is(text, "month") || text_is(text, "year")) {
        good = true;
    } else if (text->bytes[0] >= '0' && text->bytes[0] <= '9') {
        good = read_cut_term(loader, text, cut);
    } else if (dot != NULL) {
        good = read_cut_table(loader, text, dot, entity, cut);
    } else {
        cut->kind = CUT_PARAMETER;
        cut->parameter = map_get(&loader->policy->schema.parameter_names, text->bytes);
        good = cut->parameter != NULL;
    }
    if (!good && loader->diagnostics->said == faults && loader_goes_on(loader))
        fault_cut(loader, text, entity);
}

/* All that the spans rest on as one formula, days_between(from, to), with the fields and parameters
 * that cut them: what orders rules, and finds what a change of facts moves, looks at that alone. */
static const struct formula *joined_formula(struct loader *loader, const struct conf *conf,
                                            const struct spans *spans, const struct entity *entity)
{
    const char *last = spans->until ? "until" : "to";
    struct text text =
        text_from(load_format(loader, "days_between(%s, %s)", setting_string(conf, "from", ""),
                              setting_string(conf, last, "")));
    text.place = setting_text(conf, "from")->place;
    const struct formula *whole = compile_text(loader, &text, entity->parent, NULL);
    struct formula *joined = load_array(loader, 1, sizeof *joined);
    if (whole == NULL || joined == NULL)
        return whole;
    *joined = *whole;
    const size_t cuts = spans->cut_count;
    const struct parameter **parameters =
        load_array(loader, whole->parameter_count + cuts, sizeof(const struct parameter *));
    const struct field **fields =
        load_array(loader, whole->field_count + cuts, sizeof(const struct field *));
    if (parameters == NULL || fields == NULL)
        return whole;
    for (size_t i = 0; i < whole->parameter_count; i++)
        parameters[i] = whole->parameters[i];
    for (size_t i = 0; i < whole->field_count; i++)
        fields[i] = whole->fields[i];
    for (size_t i = 0; i < cuts; i++) {
        if (spans->cuts[i].parameter != NULL)
            parameters[joined->parameter_count++] = spans->cuts[i].parameter;
        if (spans->cuts[i].field != NULL)
            fields[joined->field_count++] = spans->cuts[i].field;
    }
    joined->parameters = parameters;
    joined->fields = fields;
    return joined;
}

void compile_spans(struct loader *loader, const struct conf *conf, struct entity *entity)
{
    static const struct conf_setting settings[] = {{"from", true, WANT_SCALAR},
                                                   {"to", false, WANT_SCALAR},
                                                   {"until", false, WANT_SCALAR},
                                                   {"cut", true, WANT_LIST}};
    static const struct type date = {.kind = TYPE_DATE};
    struct spans *spans = load_array(loader, 1, sizeof *spans);
    if (spans == NULL || !settings_check(loader, conf, "spans", settings, 4))
        return;
    const struct conf *list = conf_child(conf, "cut");
    struct cut *cuts = load_array(loader, list->count, sizeof *cuts);
    if (cuts == NULL)
        return;
    const uint64_t faults = loader->diagnostics->said;
    spans->until = setting_text(conf, "until") != NULL;
    if (spans->until == (setting_text(conf, "to") != NULL))
        load_fault(loader, &conf->place, &vocabulary_message[VOCABULARY_SPAN_END], entity->table,
                   NULL, NULL);
    spans->from = setting_formula(loader, conf, "from", entity->parent, &date);
    spans->to = setting_formula(loader, conf, spans->until ? "until" : "to", entity->parent, &date);
    spans->begin = span_field(loader, entity, "begin", conf);
    spans->end = span_field(loader, entity, "end", conf);
    for (size_t i = 0; i < list->count && loader_goes_on(loader); i++)
        read_cut(loader, &list->children[i], entity, &cuts[i]);
    spans->cuts = cuts;
    spans->cut_count = list->count;
    if (loader->diagnostics->said == faults && loader_goes_on(loader))
        entity->rows = joined_formula(loader, conf, spans, entity);
    entity->spans = spans;
}

/* ---- cutting ---- */

/* The days of one parent's spans while they are found. */
struct cutting {
    const struct dataset *dataset;
    const struct entity *entity;
    struct arena *arena;
    uint32_t parent;
    struct date from, to;
    struct date *days; /* first days, unordered at first */
    size_t count, capacity;
    bool too_many, no_memory;
};

static bool goes_on(const struct cutting *cutting)
{
    return !cutting->too_many && !cutting->no_memory;
}

/* A day on which a span begins, if it lies within. */
static void cut_at(struct cutting *cutting, struct date day)
{
    if (day.days < cutting->from.days || day.days >= cutting->to.days || !goes_on(cutting))
        return;
    cutting->too_many = cutting->count >= limits[LIMIT_MADE_ROWS].value;
    struct date *days = cutting->too_many
                            ? NULL
                            : arena_grow(cutting->arena, cutting->days, &cutting->capacity,
                                         sizeof *days, cutting->count + 1);
    cutting->no_memory = !cutting->too_many && days == NULL;
    if (days == NULL)
        return;
    cutting->days = days;
    days[cutting->count++] = day;
}

/* Every so many months of the calendar, or after the first day. */
static void cut_months(struct cutting *cutting, const struct cut *cut)
{
    int32_t year, month, day;
    struct date start = cutting->from, next;
    date_to_ymd(start, &year, &month, &day);
    if (cut->kind == CUT_CALENDAR && !date_from_ymd(&start, year, cut->months == 12 ? 1 : month, 1))
        return;
    for (int64_t months = cut->months; goes_on(cutting); months += cut->months) {
        if (!date_add_months(&next, start, months) || next.days >= cutting->to.days)
            return;
        cut_at(cutting, next);
    }
}

static void cut_parameter(struct cutting *cutting, const struct parameter *parameter)
{
    const struct date known_at = cutting->dataset->known_at;
    for (size_t i = 0; i < parameter->version_count; i++) {
        const struct version *version = &parameter->versions[i];
        const struct date days[] = {version->from, version_end(version, known_at)};
        for (size_t j = 0; j < 2; j++) {
            const struct date before = {days[j].days - 1};
            if (days[j].days != DATE_FOREVER.days &&
                parameter_version(parameter, days[j], known_at) !=
                    parameter_version(parameter, before, known_at))
                cut_at(cutting, days[j]);
        }
    }
}

static void cut_table(struct cutting *cutting, const struct cut *cut)
{
    const struct table *table = &cutting->dataset->tables[cut->entity->index];
    const struct batch_column days = batch_field(cutting->dataset, cut->entity, cut->field);
    union value day;
    const uint32_t above =
        row_above(cutting->dataset, cutting->entity->parent, cutting->parent, cut->entity->parent);
    for (uint32_t row = table->first[above]; row < table->first[above + 1]; row++)
        if (batch_value(&days, row, &day) == CELL_VALUE)
            cut_at(cutting, day.date);
}

static int compare_days(const void *x, const void *y)
{
    const struct date *left = x, *right = y;
    return (left->days > right->days) - (left->days < right->days);
}

/* Sorts the days and drops those that stand twice. */
static void settle_days(struct cutting *cutting)
{
    size_t kept = 0;
    if (cutting->count > 0)
        qsort(cutting->days, cutting->count, sizeof *cutting->days, compare_days);
    for (size_t i = 0; i < cutting->count; i++)
        if (kept == 0 || cutting->days[i].days != cutting->days[kept - 1].days)
            cutting->days[kept++] = cutting->days[i];
    cutting->count = kept;
}

static void cut_parent(struct cutting *cutting)
{
    const struct spans *spans = cutting->entity->spans;
    cut_at(cutting, cutting->from);
    for (size_t i = 0; i < spans->cut_count && goes_on(cutting); i++) {
        switch (spans->cuts[i].kind) {
        case CUT_CALENDAR:
        case CUT_TERM:
            cut_months(cutting, &spans->cuts[i]);
            break;
        case CUT_PARAMETER:
            cut_parameter(cutting, spans->cuts[i].parameter);
            break;
        case CUT_TABLE:
            cut_table(cutting, &spans->cuts[i]);
            break;
        }
    }
    settle_days(cutting);
}

/* Both ends at every parent. */
static enum ft_status find_ends(const struct spans *spans, struct evaluation *evaluation,
                                const uint32_t *rows, uint32_t count, struct cell *from,
                                struct cell *to)
{
    enum ft_status status = formula_evaluate(spans->from, evaluation, rows, count, from);
    return status == FT_OK ? formula_evaluate(spans->to, evaluation, rows, count, to) : status;
}

enum ft_status spans_find(struct generated_rows *made, const struct entity *entity,
                          struct evaluation *evaluation, const uint32_t *parents, uint32_t count,
                          struct cell *cells)
{
    const struct spans *spans = entity->spans;
    struct arena *arena = evaluation->arith->arena;
    struct cell *to = arena_array(arena, count, sizeof *to);
    struct cutting cutting = {.dataset = evaluation->dataset, .entity = entity, .arena = arena};
    size_t capacity = 0;
    if (to == NULL || find_ends(spans, evaluation, parents, count, cells, to) != FT_OK)
        return FT_NO_MEMORY;
    for (uint32_t i = 0; i < count; i++) {
        if (cells[i].state == CELL_VALUE && to[i].state != CELL_VALUE)
            cells[i] = to[i];
        cutting.count = 0;
        cutting.too_many = false;
        made->counts[i] = 0;
        if (cells[i].state != CELL_VALUE)
            continue;
        cutting.parent = parents[i];
        cutting.from = cells[i].value.date;
        cutting.to.days = to[i].value.date.days + spans->until;
        cut_parent(&cutting);
        struct span *all = arena_grow(arena, made->spans, &capacity, sizeof *all,
                                      made->span_count + cutting.count + 1); /* none is no array */
        if (cutting.no_memory || all == NULL)
            return FT_NO_MEMORY;
        made->spans = all;
        made->counts[i] = cutting.too_many ? UINT32_MAX : (uint32_t)cutting.count;
        for (size_t j = 0; j < cutting.count && !cutting.too_many; j++)
            all[made->span_count++] = (struct span){
                cutting.days[j], j + 1 < cutting.count ? cutting.days[j + 1] : cutting.to};
    }
    return FT_OK;
}

bool span_fill(const struct spans *spans, struct table *table, uint32_t row,
               const struct span *span, struct arena *arena)
{
    assert(span->begin.days < span->end.days);
    return column_put(&table->fields[spans->begin], row, CELL_VALUE,
                      &(union value){.date = span->begin}, arena) &&
           column_put(&table->fields[spans->end], row, CELL_VALUE,
                      &(union value){.date = span->end}, arena);
}
