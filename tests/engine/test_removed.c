/*
 * An unknown is never a zero: every fact of every shipped scenario is taken away, alone and in
 * random pairs. Each figure then stays as it was, is undetermined or does not apply with that fact
 * named, or the run is refused, or what the fact's absence means is listed in the report. Nothing
 * is exempt but by what the vocabulary says. FT_TEST_COUNT=0 takes them all; else so many a
 * scenario.
 */
#include <criterion/criterion.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "shipped.h"

/* A fact as it is named everywhere. */
struct fact {
    char table[64], row[128], field[64], path[256];
};

enum { MOST_FACTS = 8000 };
static struct fact facts[MOST_FACTS];

static uint64_t random_state;

static size_t random_below(size_t count)
{
    random_state = random_state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (size_t)(random_state >> 33) % count;
}

/* ---- the facts of a scenario ---- */

/* "projects.A1.parcels.P1.area": a row's path has its keys, the tables stand between them. */
static bool setting_path(char *out, size_t size, const struct ft_table *tables, size_t count,
                         const struct ft_table *table, const char *row, const char *field)
{
    const char *names[8];
    size_t depth = 0;
    while (table->above[0] != '\0' && depth < 8) {
        names[depth++] = table->id;
        size_t i = 0;
        while (strcmp(tables[i].id, table->above) != 0 &&
               strcmp(tables[i].row_id, table->above) != 0)
            if (++i == count)
                return false;
        table = &tables[i];
    }
    size_t used = 0;
    if (depth == 0)
        used += (size_t)snprintf(out, size, "portfolio.");
    for (const char *key = row; depth > 0; depth--) {
        const char *end = strchr(key, '/');
        const int length = depth > 1 && end != NULL ? (int)(end - key) : (int)strlen(key);
        used +=
            (size_t)snprintf(out + used, size - used, "%s.%.*s.", names[depth - 1], length, key);
        key += length + (depth > 1);
    }
    (void)snprintf(out + used, size - used, "%s", field);
    return true;
}

/* Facts that the scenario gives; those of rows that a policy makes are none. */
static size_t find_facts(struct ft_engine *engine)
{
    const struct ft_table *tables;
    size_t table_count, found = 0;
    cr_assert_eq(ft_list_tables(engine, &tables, &table_count), FT_OK);
    struct ft_table kept[64];
    char names[64][4][64];
    cr_assert_leq(table_count, 64);
    for (size_t i = 0; i < table_count; i++) {
        const char *own[] = {tables[i].id, tables[i].row_id, tables[i].above, tables[i].key};
        for (size_t j = 0; j < 4; j++)
            (void)snprintf(names[i][j], sizeof names[i][j], "%s", own[j]);
        kept[i] = tables[i];
        kept[i].id = names[i][0];
        kept[i].row_id = names[i][1];
        kept[i].above = names[i][2];
        kept[i].key = names[i][3];
    }
    for (size_t t = 0; t < table_count; t++) {
        const struct ft_row *rows;
        const struct ft_field *fields;
        size_t row_count, field_count;
        static char paths[4000][128], ids[256][64];
        if (kept[t].is_made)
            continue;
        cr_assert_eq(ft_list_rows(engine, kept[t].id, &rows, &row_count), FT_OK);
        for (size_t i = 0; i < row_count; i++)
            (void)snprintf(paths[i], sizeof paths[i], "%s", rows[i].path);
        cr_assert_eq(ft_list_fields(engine, kept[t].id, &fields, &field_count), FT_OK);
        size_t asked = 0;
        for (size_t i = 0; i < field_count; i++)
            if (!fields[i].is_key && fields[i].type != FT_STRING)
                (void)snprintf(ids[asked++], sizeof ids[0], "%s", fields[i].id);
        for (size_t i = 0; i < row_count; i++)
            for (size_t j = 0; j < asked && found < MOST_FACTS; j++) {
                struct fact *fact = &facts[found];
                (void)snprintf(fact->table, sizeof fact->table, "%s", kept[t].id);
                (void)snprintf(fact->row, sizeof fact->row, "%s", paths[i]);
                (void)snprintf(fact->field, sizeof fact->field, "%s", ids[j]);
                found += setting_path(fact->path, sizeof fact->path, kept, table_count, &kept[t],
                                      paths[i], ids[j]);
            }
    }
    return found;
}

/* ---- reports ---- */

static json_t *report_of(struct ft_engine *engine)
{
    struct printed printed = {0};
    struct ft_sink sink = written_sink(&printed);
    const struct ft_report report = {.format = FT_JSON, .detail = true};
    cr_assert_eq(ft_report(engine, &report, &sink), FT_OK);
    json_t *json = json_loadb(printed.bytes, printed.length, 0, NULL);
    free(printed.bytes);
    cr_assert_not_null(json);
    return json;
}

/* Adds the cells of the views, {"view.line@row": cell}, and their totals: what a reader sees. */
static void add_views(json_t *named, const json_t *report)
{
    const json_t *view, *row, *cell, *total;
    const char *line;
    size_t i, j, k;
    char name[512];
    json_array_foreach(json_object_get(report, "views"), i, view)
    {
        const char *id = json_string_value(json_object_get(view, "id"));
        json_array_foreach(json_object_get(view, "rows"), j, row)
        {
            json_array_foreach(json_object_get(row, "cells"), k, cell)
            {
                (void)snprintf(name, sizeof name, "%s.%s@%s", id,
                               json_string_value(json_object_get(cell, "line")),
                               json_string_value(json_object_get(row, "row")));
                const json_t *state = json_object_get(cell, "state");
                json_t *seen = json_pack("{s:O, s:O, s:O}", "state", state, "value",
                                         json_object_get(cell, "value"), "known",
                                         json_object_get(cell, "known"));
                cr_assert_eq(json_object_set_new(named, name, seen), 0);
            }
        }
        json_object_foreach(json_object_get(view, "total"), line, total)
        {
            (void)snprintf(name, sizeof name, "%s.%s in all", id, line);
            json_t *seen =
                json_pack("{s:s, s:O}", "state", json_is_null(total) ? "undetermined" : "value",
                          "value", total);
            cr_assert_eq(json_object_set_new(named, name, seen), 0);
        }
    }
}

/* {rule@row: figure}, and what views show. */
static json_t *figures_of(const json_t *report)
{
    json_t *named = json_object();
    const json_t *figure;
    size_t i;
    add_views(named, report);
    json_array_foreach(json_object_get(report, "figures"), i, figure)
    {
        char name[256];
        (void)snprintf(name, sizeof name, "%s@%s",
                       json_string_value(json_object_get(figure, "rule")),
                       json_string_value(json_object_get(figure, "row")));
        cr_assert_eq(json_object_set(named, name, (json_t *)figure), 0);
    }
    return named;
}

static bool text_is(const json_t *object, const char *key, const char *text)
{
    const char *value = json_string_value(json_object_get(object, key));
    return value != NULL && strcmp(value, text) == 0;
}

/* Whether the report says what the fact's absence means, or that the fact is lacking. */
static bool is_listed(const json_t *report, const struct fact *fact)
{
    const json_t *one, *row;
    size_t i, j;
    json_array_foreach(json_object_get(report, "taken"), i, one)
    {
        if (!text_is(one, "table", fact->table) || !text_is(one, "field", fact->field))
            continue;
        json_array_foreach(json_object_get(one, "rows"), j,
                           row) if (strcmp(json_string_value(row), fact->row) == 0) return true;
    }
    return false;
}

static bool is_lacking(const json_t *report, const struct fact *fact)
{
    const json_t *one;
    size_t i;
    json_array_foreach(json_object_get(json_object_get(report, "verdict"), "facts"), i,
                       one) if (text_is(one, "table", fact->table) &&
                                text_is(one, "row", fact->row) &&
                                text_is(one, "field", fact->field)) return true;
    return false;
}

/* ---- the property ---- */

static size_t undetermined_of(const json_t *report)
{
    return (size_t)json_integer_value(
        json_object_get(json_object_get(report, "verdict"), "undetermined"));
}

/* What is wrong with a figure; NULL: nothing. */
static const char *wrong(const json_t *was, const json_t *now, bool listed, bool lacking)
{
    const char *state = json_string_value(json_object_get(now, "state"));
    /* A view that shows the fact itself says that it is not given. */
    if (json_equal(was, now) || strcmp(state, "undetermined") == 0 || strcmp(state, "absent") == 0)
        return NULL;
    if (listed || (strcmp(state, "not_applicable") == 0 && lacking))
        return NULL;
    return strcmp(state, "value") == 0 ? "another number in silence" : "not applicable in silence";
}

static void compare(const char *scenario, const json_t *base, const json_t *report,
                    const struct fact *const *removed, size_t count)
{
    json_t *before = figures_of(base), *after = figures_of(report);
    const json_t *was;
    const char *name;
    bool listed = false, lacking = false;
    for (size_t i = 0; i < count; i++) {
        listed |= is_listed(report, removed[i]);
        lacking |= is_lacking(report, removed[i]);
    }
    if (undetermined_of(report) > undetermined_of(base))
        cr_expect(lacking || listed, "%s without %s %s: what is undetermined names neither",
                  scenario, removed[0]->path, count > 1 ? removed[1]->path : "");
    json_object_foreach(before, name, was)
    {
        const json_t *now = json_object_get(after, name);
        const char *fault = now == NULL ? NULL : wrong(was, now, listed, lacking);
        cr_expect_null(fault, "%s without %s %s: %s: %s", scenario, removed[0]->path,
                       count > 1 ? removed[1]->path : "", name, fault);
        if (fault != NULL)
            break;
    }
    json_decref(before);
    json_decref(after);
}

static void remove_facts(struct ft_engine *engine, const char *scenario, const json_t *base,
                         const struct fact *const *removed, size_t count)
{
    enum ft_status status = FT_OK;
    for (size_t i = 0; i < count && status == FT_OK; i++)
        status = ft_set(engine, removed[i]->path, "");
    if (status == FT_OK)
        status = ft_run(engine);
    if (status == FT_OK) {
        json_t *report = report_of(engine);
        compare(scenario, base, report, removed, count);
        json_decref(report);
    } else {
        cr_expect_eq(status, FT_INVALID, "%s without %s: status %d", scenario, removed[0]->path,
                     (int)status);
    }
    cr_assert_eq(ft_reset(engine, NULL), FT_OK);
}

static void check_scenario(const char *path, size_t most)
{
    static const char *const folders[] = {FT_SOURCE_DIR "/policies"};
    const struct ft_options options = {.policies = folders, .policy_count = 1};
    struct ft_engine *engine = NULL;
    cr_assert_eq(ft_open(&engine, &options), FT_OK);
    cr_assert_eq(ft_load(engine, path), FT_OK, "%s", path);
    cr_assert_eq(ft_run(engine), FT_OK, "%s", path);
    json_t *base = report_of(engine);
    const size_t count = find_facts(engine), tried = most == 0 || most > count ? count : most;
    for (size_t i = 0; i < tried; i++) {
        const struct fact *one = &facts[tried == count ? i : random_below(count)];
        remove_facts(engine, path, base, &one, 1);
    }
    for (size_t i = 0; i < tried / 2; i++) {
        const struct fact *pair[] = {&facts[random_below(count)], &facts[random_below(count)]};
        remove_facts(engine, path, base, pair, pair[0] == pair[1] ? 1 : 2);
    }
    json_decref(base);
    ft_close(engine);
}

Test(removed, no_fact_is_missed_in_silence)
{
    const char *asked = getenv("FT_TEST_COUNT"), *seed = getenv("FT_TEST_SEED");
    const char *only = getenv("FT_TEST_SCENARIO");
    size_t count;
    char **paths = shipped_scenarios(&count);
    random_state = seed == NULL ? 20210101 : strtoull(seed, NULL, 10);
    printf("FT_TEST_SEED=%llu\n", (unsigned long long)random_state);
    for (size_t i = 0; i < count; i++)
        if (only == NULL || strstr(paths[i], only) != NULL)
            check_scenario(paths[i], asked == NULL ? 8 : strtoull(asked, NULL, 10));
    shipped_free(paths);
}
