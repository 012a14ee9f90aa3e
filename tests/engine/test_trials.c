/*
 * Facts and parameters changed and asked again: what depends on them alone is worked out, and the
 * bytes are those of a run that begins anew.
 */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine_internal.h"
#include "shipped.h"

static const char *const policies[] = {FT_SOURCE_DIR "/policies"};

static struct ft_engine *loaded(const char *scenario, const struct ft_setting *settings,
                                size_t count)
{
    struct ft_engine *engine = NULL;
    const struct ft_options options = {.policies = policies,
                                       .policy_count = 1,
                                       .language = FT_EN,
                                       .settings = settings,
                                       .setting_count = count};
    cr_assert_eq(ft_open(&engine, &options), FT_OK);
    const enum ft_status status = ft_load(engine, scenario);
    cr_assert(status == FT_OK || count > 0, "%s", scenario);
    return engine;
}

/* A run's status, its report, and what it complains of. */
static struct printed outcome(struct ft_engine *engine)
{
    struct printed out = {0};
    const struct ft_sink sink = written_sink(&out);
    const struct ft_report report = {.format = FT_JSON, .detail = true};
    out.status = engine->is_loaded ? ft_run(engine) : FT_INVALID;
    if (out.status == FT_OK)
        out.status = ft_report(engine, &report, &sink);
    (void)ft_diagnostics(engine, &sink, false);
    return out;
}

static void assert_equal(struct printed *x, struct printed *y, const char *scenario,
                         const char *changed, const char *what)
{
    size_t at = 0;
    while (at < x->length && at < y->length && x->bytes[at] == y->bytes[at])
        at++;
    cr_assert(x->status == y->status && x->length == y->length && at == x->length,
              "%s: %s: %s: status %d and %d, differ at %zu: %.80s | %.80s", scenario, changed, what,
              (int)x->status, (int)y->status, at, at < x->length ? x->bytes + at : "",
              at < y->length ? y->bytes + at : "");
    free(x->bytes);
    free(y->bytes);
    *x = *y = (struct printed){0};
}

static void add_number(struct printed *out, struct ft_engine *engine, const struct number *number)
{
    const struct ft_sink sink = written_sink(out);
    const char *text = number_text(number, &engine->scratch.arith, NUMBER_PLAIN);
    cr_assert(text != NULL && sink.write(sink.context, text, strlen(text) + 1));
}

static void add_cell(struct printed *out, struct ft_engine *engine, const struct item *item,
                     const struct item_column *column, uint32_t row)
{
    const struct ft_sink sink = written_sink(out);
    const char state = (char)column_state(&column->column, row);
    const union value held = column_value(&column->column, row), *value = &held;
    cr_assert(sink.write(sink.context, &state, 1));
    if (state == CELL_VALUE && item->type.kind == TYPE_NUMBER)
        add_number(out, engine, &value->number);
    else if (state == CELL_VALUE && item->type.kind == TYPE_BOOLEAN)
        cr_assert(sink.write(sink.context, value->boolean ? "1" : "0", 1));
}

/* Every figure and posting of a run, as bytes: less work than a report of them. */
static struct printed figures(struct ft_engine *engine)
{
    struct printed out = {.status = ft_run(engine)};
    const struct ft_sink sink = written_sink(&out);
    for (size_t i = 0; out.status == FT_OK && i < engine->policy->rule_count; i++) {
        const struct item *item = &engine->policy->rules[i]->item;
        const struct table *table = &engine->scenario->dataset->tables[item->entity->index];
        for (uint32_t row = 0; row < table->count; row++)
            add_cell(&out, engine, item, &table->items[item->index], row);
    }
    for (size_t i = 0; out.status == FT_OK && i < engine->ledger->posting_count; i++) {
        const struct posting posting = ledger_posting(engine->ledger, i);
        add_number(&out, engine, &posting.amount);
    }
    (void)ft_diagnostics(engine, &sink, false);
    workspace_clear(&engine->scratch);
    return out;
}

/* As if the engine were new, but for the law. */
static struct printed anew(struct ft_engine *engine, bool report)
{
    engine->changed.rows = true;
    return report ? outcome(engine) : figures(engine);
}

/* ---- every field ---- */

/* Another value for a field; NULL: it is not tried. */
static const char *other_value(const struct ft_engine *engine, const struct entity *entity,
                               const struct field *field, uint32_t row)
{
    const struct column *column =
        &engine->scenario->dataset->tables[entity->index].fields[field->index];
    const bool given = column_state(column, row) == CELL_VALUE;
    switch (field->type.kind) {
    case TYPE_NUMBER:
        return field->integer ? "3" : given ? "*1.1" : "0";
    case TYPE_BOOLEAN:
        return given && column_value(column, row).boolean ? "否" : "是";
    case TYPE_DATE:
        return "2015-06-30";
    case TYPE_SYMBOL: {
        const struct enumeration *choices = field->type.enumeration;
        return choices->members[given ? (column_value(column, row).symbol + 1) % choices->count : 0]
            .id;
    }
    case TYPE_TEXT:
        return "另一个名称";
    case TYPE_REFERENCE:
        break;
    }
    return NULL;
}

static void path_of(char path[512], struct ft_engine *engine, const struct entity *entity,
                    uint32_t row, const struct field *field)
{
    const char *at = row_path(engine->scenario->dataset, entity, row, &engine->scratch.arena);
    cr_assert_not_null(at);
    if (entity->parent == NULL)
        (void)snprintf(path, 512, "portfolio.%s", field->id);
    else
        (void)snprintf(path, 512, "%s[%s].%s", entity->table, at, field->id);
}

/* A fact and another value for it. */
struct change {
    char path[512];
    const char *value;
};

/* Another value for every field of the last row of each table that has any: `*count`, to be freed. */
static struct change *list_changes(struct ft_engine *engine, size_t *count)
{
    const struct schema *schema = &engine->policy->schema;
    size_t room = 0;
    for (size_t i = 0; i < schema->entity_count; i++)
        room += schema->entities[i].field_count;
    struct change *changes = malloc(room * sizeof *changes);
    cr_assert_not_null(changes);
    *count = 0;
    for (size_t i = 0; i < schema->entity_count; i++) {
        const struct entity *entity = &schema->entities[i];
        const uint32_t rows = engine->scenario->dataset->tables[i].count;
        for (size_t f = 0; entity->rows == NULL && rows > 0 && f < entity->field_count; f++) {
            struct change *change = &changes[*count];
            change->value = other_value(engine, entity, &entity->fields[f], rows - 1);
            path_of(change->path, engine, entity, rows - 1, &entity->fields[f]);
            *count += change->value != NULL;
        }
    }
    return changes;
}

enum { TOGETHER = 3 };

static void try_changes(struct ft_engine *engine, const char *scenario,
                        const struct ft_setting settings[TOGETHER], size_t count, bool whole)
{
    char said[2048];
    size_t length = 0;
    for (size_t i = 0; i < count; i++)
        length += (size_t)snprintf(said + length, sizeof said - length, "%s%s=%s",
                                   i == 0 ? "" : ", ", settings[i].path, settings[i].value);
    struct printed again = whole ? outcome(engine) : figures(engine);
    struct printed full = anew(engine, whole);
    if (whole) {
        struct ft_engine *fresh = loaded(scenario, settings, count);
        struct printed first = outcome(fresh);
        ft_close(fresh);
        assert_equal(&first, &full, scenario, said, "a new engine and one built again");
        full = anew(engine, true);
    }
    assert_equal(&again, &full, scenario, said, "what changed and all");
    for (size_t i = count; i-- > 0;)
        cr_assert_eq(ft_reset(engine, settings[i].path), FT_OK);
    if (engine->changed.rows)
        cr_assert_eq(ft_run(engine), FT_OK, "%s: %s was reset", scenario, said);
}

/* Numbers from 0 to below `count` in another order, which differs from scenario to scenario. */
static size_t turned(size_t i, size_t count, size_t number)
{
    static const size_t primes[] = {7, 11, 13, 17, 19, 23, 29, 31};
    size_t step = primes[number % 8];
    while (count % step == 0)
        step = primes[++number % 8];
    return i * step % count;
}

/*
 * Every field's figures. Three are changed at a time, other three in each scenario: what does not follow one of them does
 * not, whatever else changes. Of some, or with FT_TEST_COUNT of each alone, the whole report, also from a new engine.
 */
static void try_scenario(const char *scenario, size_t number)
{
    const bool each = getenv("FT_TEST_COUNT") != NULL;
    struct ft_engine *engine = loaded(scenario, NULL, 0);
    struct printed before = outcome(engine);
    size_t count, made = 0, tried = 0;
    struct change *changes = list_changes(engine, &count);
    struct ft_setting settings[TOGETHER];
    for (size_t i = 0; i < count; i++) {
        const struct change *change = &changes[turned(i, count, number)];
        if (ft_set(engine, change->path, change->value) == FT_OK)
            settings[made++] = (struct ft_setting){change->path, change->value};
        else /* out of its range: nothing was changed */
            (void)ft_diagnostics(engine, NULL, false);
        if (made > 0 && (each || made == TOGETHER || i + 1 == count)) {
            try_changes(engine, scenario, settings, made, each || tried++ == number % 4);
            made = 0;
        }
    }
    free(changes);
    struct printed after = outcome(engine);
    assert_equal(&before, &after, scenario, "", "all was reset");
    ft_close(engine);
}

#ifdef FT_INSTRUMENTED /* which looks at what is done with memory: a few scenarios show that */
#define SHARES 24
#else
#define SHARES 4
#endif
static void try_share(size_t share)
{
    size_t count;
    char **paths = shipped_scenarios(&count);
    for (size_t i = share; i < count; i += SHARES)
        try_scenario(paths[i], i / SHARES);
    shipped_free(paths);
}

Test(trials, every_field_of_every_scenario_1, .timeout = 600)
{
    try_share(0);
}
#ifndef FT_INSTRUMENTED
Test(trials, every_field_of_every_scenario_2, .timeout = 600)
{
    try_share(1);
}
Test(trials, every_field_of_every_scenario_3, .timeout = 600)
{
    try_share(2);
}
Test(trials, every_field_of_every_scenario_4, .timeout = 600)
{
    try_share(3);
}
#endif

/* ---- memory ---- */

/* What the engine holds, and the most it held since that was asked. */
struct held {
    size_t now, most;
};

static void *held_allocate(void *context, size_t size)
{
    struct held *held = context;
    size_t *memory = malloc(size + 16);
    if (memory == NULL)
        return NULL;
    *memory = size;
    held->now += size;
    held->most = held->now > held->most ? held->now : held->most;
    return (char *)memory + 16;
}

static void held_release(void *context, void *memory)
{
    struct held *held = context;
    if (memory == NULL)
        return;
    held->now -= *(size_t *)((char *)memory - 16);
    free((char *)memory - 16);
}

/* A change, a run, now and then a report, and a row more and less. */
static void change_often(struct ft_engine *engine, unsigned from, unsigned to)
{
    struct ft_figure figure;
    for (unsigned i = from; i < to; i++) {
        char value[32];
        (void)snprintf(value, sizeof value, "2.%u", i);
        cr_assert_eq(ft_set(engine, "projects.xinchanye.far_after", value), FT_OK);
        cr_assert_eq(ft_set(engine, "lat_rebate_rate", i % 2 == 0 ? "29%" : "31%"), FT_OK);
        if (i % 20 == 0)
            cr_assert_eq(ft_set(engine, "tax_years-", "2023"), FT_OK);
        cr_assert_eq(ft_run(engine), FT_OK);
        cr_assert_eq(ft_figure(engine, "premium@xinchanye", &figure), FT_OK);
        if (i % 20 == 0)
            cr_assert_eq(ft_reset(engine, "tax_years-"), FT_OK);
        if (i % 50 == 1) {
            struct printed out = outcome(engine);
            cr_assert_eq(out.status, FT_OK);
            free(out.bytes);
        }
    }
}

Test(trials, changes_and_reports_leave_nothing_behind, .timeout = 300)
{
    struct held held = {0};
    const struct ft_allocator allocator = {held_allocate, held_release, &held};
    const struct ft_options options = {
        .allocator = &allocator, .policies = policies, .policy_count = 1};
    struct ft_engine *engine = NULL;
    cr_assert_eq(ft_open(&engine, &options), FT_OK);
    cr_assert_eq(ft_load(engine, FT_SOURCE_DIR "/scenarios/qingyuan/cluster.cfg"), FT_OK);
    change_often(engine, 0, 400);
    const size_t first = held.most;
    held.most = held.now;
    change_often(engine, 400, 1200);
    cr_assert_leq(held.most, first + 64 * 1024, "%zu bytes became %zu", first, held.most);
    ft_close(engine);
    cr_assert_eq(held.now, 0, "%zu bytes are left", held.now);
}
