#include "removal_report.h"

#include <criterion/criterion.h>
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "shipped.h"

/* ---- figures of a report ---- */

static bool is_among(const char *name, const char *const *names, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(name, names[i]) == 0)
            return true;
    return false;
}
#define AMONG(name, ...)                                                                           \
    is_among(name, (const char *const[]){__VA_ARGS__},                                             \
             sizeof(const char *const[]){__VA_ARGS__} / sizeof(const char *))

/* Adds "name|id" of what tells the elements of a list apart. */
static void name_element(char *out, size_t size, const char *name, const json_t *element)
{
    static const char *const keys[] = {"id", "rule", "view",  "line",      "table", "row", "from",
                                       "to", "kind", "party", "parameter", "of",    "case"};
    size_t used = (size_t)snprintf(out, size, "%s", name);
    for (size_t i = 0; i < sizeof keys / sizeof *keys && used < size; i++) {
        const char *text = json_string_value(json_object_get(element, keys[i]));
        if (text != NULL)
            used += (size_t)snprintf(out + used, size - used, "|%s", text);
    }
    const char *title = json_string_value(json_object_get(json_object_get(element, "title"), "zh"));
    if (json_object_get(element, "amount") != NULL && title != NULL && used < size)
        (void)snprintf(out + used, size - used, "|%s", title);
}

static void add_figures(json_t *named, const char *name, const json_t *json, bool sums);

static void add_member(json_t *named, const char *name, const char *key, const json_t *value,
                       bool sums)
{
    char longer[1024];
    const json_t *element;
    size_t i;
    (void)snprintf(longer, sizeof longer, "%s.%s", name, key);
    if (json_is_array(value)) {
        json_array_foreach(value, i, element)
        {
            if (!json_is_object(element))
                return;
            name_element(longer, sizeof longer, name, element);
            add_figures(named, longer, element, false);
        }
    } else if (json_is_object(value)) {
        if (!AMONG(key, "known", "total_known", "rounding_known", "known_total"))
            add_figures(named, longer, value,
                        AMONG(key, "received", "paid", "net", "total", "rest", "rounding",
                              "paid_total", "paid_all"));
    } else if (sums || AMONG(key, "value", "per", "per_state", "amount", "exact", "residue",
                             "holds", "text", "standing")) {
        cr_assert_eq(json_object_set(named, longer, (json_t *)value), 0);
    }
}

/* `sums`: the object has a figure for each key. */
static void add_figures(json_t *named, const char *name, const json_t *json, bool sums)
{
    const char *key;
    const json_t *value;
    json_object_foreach((json_t *)json, key, value)
    {
        add_member(named, name, key, value, sums);
    }
}

/* A report's bytes, and a NUL; the caller's. */
static char *written(struct ft_engine *engine, const struct ft_report *report)
{
    struct printed printed = {0};
    struct ft_sink sink = written_sink(&printed);
    cr_assert_eq(ft_report(engine, report, &sink), FT_OK);
    cr_assert(sink.write(sink.context, "", 1));
    return printed.bytes;
}

void report_squeeze(char *text)
{
    static const char *const heads[] = {"情景摘要", "试算改动", "基准日", "试算：", "  --set "};
    char *out = text;
    for (char *line = text, *end; *line != '\0'; line = end) {
        end = line + strcspn(line, "\n");
        end += *end == '\n';
        bool head = false;
        for (size_t i = 0; i < sizeof heads / sizeof *heads; i++)
            head |= strncmp(line, heads[i], strlen(heads[i])) == 0;
        for (char *at = line; at < end && !head; at++)
            if (!isspace((unsigned char)*at))
                *out++ = *at;
    }
    *out = '\0';
}

static void read_for_people(struct report_figures *figures, struct ft_engine *engine)
{
    static const enum ft_format formats[READ_COUNT] = {[READ_TEXT] = FT_TEXT, [READ_CSV] = FT_CSV};
    for (size_t i = 0; i < READ_COUNT; i++) {
        figures->read[i] = written(engine, &(struct ft_report){.format = formats[i]});
        report_squeeze(figures->read[i]);
    }
}

/* The part of a report as JSON behind its head, which says what was set. */
static const char *behind_head(const char *bytes)
{
    const char *found = strstr(bytes, "\n  \"verdict\": ");
    cr_assert_not_null(found);
    return found;
}

struct report_figures *report_read(struct ft_engine *engine, const struct report_figures *base)
{
    static const char *const parts[] = {"views",   "pending", "carried",  "items",  "memos",
                                        "parties", "groups",  "rounding", "figures"};
    const struct ft_report report = {.format = FT_JSON, .detail = true, .by = "projects"};
    char *bytes = written(engine, &report);
    if (base != NULL && strcmp(behind_head(bytes), behind_head(base->bytes)) == 0) {
        free(bytes);
        return NULL;
    }
    struct report_figures *figures = calloc(1, sizeof *figures);
    figures->bytes = bytes;
    figures->report = json_loads(bytes, 0, NULL);
    figures->named = json_object();
    cr_assert_not_null(figures->report);
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        add_member(figures->named, parts[i], parts[i], json_object_get(figures->report, parts[i]),
                   strcmp(parts[i], "rounding") == 0);
    read_for_people(figures, engine);
    return figures;
}

void report_free(struct report_figures *figures)
{
    json_decref(figures->report);
    json_decref(figures->named);
    for (size_t i = 0; i < READ_COUNT; i++)
        free(figures->read[i]);
    free(figures->bytes);
    free(figures);
}

/* ---- what a report says of a fact ---- */

bool report_text_is(const json_t *object, const char *key, const char *text)
{
    const char *value = json_string_value(json_object_get(object, key));
    return value != NULL && strcmp(value, text) == 0;
}

bool report_lists(const json_t *report, const struct removed_fact *fact)
{
    const json_t *one, *row;
    size_t i, j;
    json_array_foreach(json_object_get(report, "taken"), i, one)
    {
        if (!report_text_is(one, "table", fact->table) ||
            !report_text_is(one, "field", fact->field))
            continue;
        json_array_foreach(json_object_get(one, "rows"), j, row)
        {
            if (strcmp(json_string_value(row), fact->row) == 0)
                return true;
        }
    }
    return false;
}

bool report_lacks(const json_t *report, const struct removed_fact *fact)
{
    const json_t *one;
    size_t i;
    json_array_foreach(json_object_get(json_object_get(report, "verdict"), "facts"), i, one)
    {
        if (report_text_is(one, "table", fact->table) && report_text_is(one, "row", fact->row) &&
            report_text_is(one, "field", fact->field))
            return true;
    }
    return false;
}

/* Whether one of the checks, by their ids, failed; without any, whether rows of the table were told to be alike. */
static bool failed_before(const json_t *base, const json_t *checks, const char *table)
{
    const json_t *one, *id;
    size_t i, j;
    json_array_foreach(json_object_get(json_object_get(base, "pending"), "alike"), i, one)
    {
        if (json_array_size(checks) == 0 && report_text_is(one, "table", table))
            return true;
    }
    json_array_foreach(json_object_get(base, "checks"), i, one)
    {
        json_array_foreach(checks, j, id)
        {
            if (json_is_false(json_object_get(one, "holds")) &&
                report_text_is(one, "rule", json_string_value(id)))
                return true;
        }
    }
    return false;
}

bool report_leaves_uncompared(const json_t *report, const json_t *base,
                              const struct removed_fact *fact)
{
    const json_t *one, *row;
    size_t i, j;
    json_array_foreach(json_object_get(report, "not_compared"), i, one)
    {
        if (!report_text_is(one, "table", fact->table) ||
            !report_text_is(one, "field", fact->field) ||
            !failed_before(base, json_object_get(one, "checks"), fact->table))
            continue;
        json_array_foreach(json_object_get(one, "rows"), j, row)
        {
            if (strcmp(json_string_value(row), fact->row) == 0)
                return true;
        }
    }
    return false;
}

bool report_says_empty(const json_t *report, const char *table, const char *above)
{
    const json_t *one, *row;
    size_t i, j;
    json_array_foreach(json_object_get(json_object_get(report, "pending"), "empty"), i, one)
    {
        if (!report_text_is(one, "table", table))
            continue;
        json_array_foreach(json_object_get(one, "rows"), j, row)
        {
            if (strcmp(json_string_value(row), above) == 0)
                return true;
        }
    }
    return false;
}

/* Whether an element of `list` is none of `base`, by what tells it apart. */
static bool has_new(const json_t *list, const json_t *base, const char *const keys[3])
{
    const json_t *one, *other;
    size_t i, j;
    json_array_foreach(list, i, one)
    {
        bool found = false;
        json_array_foreach(base, j, other)
        {
            bool same = true;
            for (size_t k = 0; k < 3; k++)
                same &= json_equal(json_object_get(one, keys[k]), json_object_get(other, keys[k]));
            found |= same;
        }
        if (!found)
            return true;
    }
    return false;
}

bool report_tells_more(const json_t *report, const json_t *base)
{
    static const struct {
        const char *part, *list, *keys[3];
    } told[] = {{"verdict", "facts", {"table", "row", "text"}},
                {"verdict", "fails", {"rule", "row", "rows"}},
                {"pending", "empty", {"table", "rows", "above"}}};
    bool more = false;
    for (size_t i = 0; i < sizeof told / sizeof *told; i++)
        more |= has_new(json_object_get(json_object_get(report, told[i].part), told[i].list),
                        json_object_get(json_object_get(base, told[i].part), told[i].list),
                        told[i].keys);
    return more;
}
