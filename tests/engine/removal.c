#include "removal.h"

#include <criterion/criterion.h>
#include <ctype.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "shipped.h"

/* A fact as it is named everywhere. */
struct removed_fact {
    char table[64], row[128], field[64], path[256], title[256];
    enum ft_absence absence;
};

/* What people read: as text and as CSV. */
enum { READ_TEXT, READ_CSV, READ_COUNT };

/* A report, and every figure of it by a name that says where it stands. */
struct report_figures {
    char *bytes; /* as JSON */
    json_t *report, *named;
    char *read[READ_COUNT]; /* the same for people, without its head and without blanks */
};

/* ---- the facts of a scenario ---- */

struct listed_table {
    char id[64], row_id[64], above[64];
    bool is_made;
};

/* "projects.A1.parcels.P1.area": a row's path has its keys, the tables stand between them. */
static void write_path(struct removed_fact *fact, const struct listed_table *tables, size_t count,
                       const struct listed_table *table)
{
    const char *names[8], *key = fact->row;
    size_t depth = 0, used = 0;
    for (; table->above[0] != '\0' && depth < 8; depth++) {
        const char *above = table->above;
        names[depth] = table->id;
        for (table = tables; strcmp(table->id, above) != 0 && strcmp(table->row_id, above) != 0;)
            cr_assert_lt(++table, tables + count, "no table %s", above);
    }
    if (depth == 0)
        used = (size_t)snprintf(fact->path, sizeof fact->path, "portfolio.");
    for (; depth > 0; depth--) {
        const char *end = strchr(key, '/');
        const int length = depth > 1 && end != NULL ? (int)(end - key) : (int)strlen(key);
        used += (size_t)snprintf(fact->path + used, sizeof fact->path - used, "%s.%.*s.",
                                 names[depth - 1], length, key);
        cr_assert_lt(used, sizeof fact->path);
        key += length + (depth > 1);
    }
    (void)snprintf(fact->path + used, sizeof fact->path - used, "%s", fact->field);
}

static void copy(char *out, size_t size, const char *text)
{
    cr_assert_lt((size_t)snprintf(out, size, "%s", text), size, "%s is too long", text);
}

static bool is_given(struct ft_engine *engine, const char *table, const char *row,
                     const char *field)
{
    char item[384];
    struct ft_figure figure;
    (void)snprintf(item, sizeof item, "%s.%s%s%s", table, field, row[0] == '\0' ? "" : "@", row);
    cr_assert_eq(ft_figure(engine, item, &figure), FT_OK, "%s", item);
    return figure.is_given;
}

/* Adds a fact for each field but the key that a row gives: of the others nothing can be taken. */
static void add_facts(struct removal *removal, const struct listed_table *tables, size_t count,
                      const struct listed_table *table)
{
    const struct ft_row *rows;
    const struct ft_field *fields;
    size_t row_count, field_count;
    cr_assert_eq(ft_list_rows(removal->engine, table->id, &rows, &row_count), FT_OK);
    char(*paths)[128] = calloc(row_count + 1, sizeof *paths);
    for (size_t i = 0; i < row_count; i++)
        copy(paths[i], sizeof *paths, rows[i].path);
    cr_assert_eq(ft_list_fields(removal->engine, table->id, &fields, &field_count), FT_OK);
    removal->facts = realloc(removal->facts, (removal->fact_count + row_count * field_count + 1) *
                                                 sizeof *removal->facts);
    const size_t first = removal->fact_count;
    for (size_t i = 0; i < row_count; i++) {
        for (size_t j = 0; j < field_count; j++) {
            if (fields[j].is_key)
                continue;
            struct removed_fact *fact = &removal->facts[removal->fact_count++];
            *fact = (struct removed_fact){.absence = fields[j].absence};
            copy(fact->table, sizeof fact->table, table->id);
            copy(fact->row, sizeof fact->row, paths[i]);
            copy(fact->field, sizeof fact->field, fields[j].id);
            copy(fact->title, sizeof fact->title, fields[j].title);
            write_path(fact, tables, count, table);
        }
    }
    size_t kept = first;
    for (size_t i = first; i < removal->fact_count; i++)
        if (is_given(removal->engine, removal->facts[i].table, removal->facts[i].row,
                     removal->facts[i].field))
            removal->facts[kept++] = removal->facts[i];
    removal->fact_count = kept;
    free(paths);
}

/* Facts of rows that a policy makes are none. */
static void find_facts(struct removal *removal)
{
    enum { MOST_TABLES = 64 };
    const struct ft_table *tables;
    struct listed_table kept[MOST_TABLES];
    size_t count;
    cr_assert_eq(ft_list_tables(removal->engine, &tables, &count), FT_OK);
    cr_assert_leq(count, MOST_TABLES);
    for (size_t i = 0; i < count; i++) {
        copy(kept[i].id, sizeof kept[i].id, tables[i].id);
        copy(kept[i].row_id, sizeof kept[i].row_id, tables[i].row_id);
        copy(kept[i].above, sizeof kept[i].above, tables[i].above);
        kept[i].is_made = tables[i].is_made;
    }
    for (size_t i = 0; i < count; i++)
        if (!kept[i].is_made)
            add_facts(removal, kept, count, &kept[i]);
}

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
    } else if (sums ||
               AMONG(key, "value", "per", "per_state", "amount", "exact", "residue", "holds")) {
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

/* Without blanks, line ends and the lines of the head that say what was set. */
static void squeeze(char *text)
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
        squeeze(figures->read[i]);
    }
}

/* The part of a report as JSON behind its head, which says what was set. */
static const char *behind_head(const char *bytes)
{
    const char *found = strstr(bytes, "\n  \"verdict\": ");
    cr_assert_not_null(found);
    return found;
}

/* NULL: all that it says is what `base` does (which may be NULL). */
static struct report_figures *read_report(struct ft_engine *engine,
                                          const struct report_figures *base)
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

static void free_report(struct report_figures *figures)
{
    json_decref(figures->report);
    json_decref(figures->named);
    for (size_t i = 0; i < READ_COUNT; i++)
        free(figures->read[i]);
    free(figures->bytes);
    free(figures);
}

/* ---- what a report says of a fact ---- */

static bool text_is(const json_t *object, const char *key, const char *text)
{
    const char *value = json_string_value(json_object_get(object, key));
    return value != NULL && strcmp(value, text) == 0;
}

/* Whether the report says what the fact's absence means. */
static bool is_listed(const json_t *report, const struct removed_fact *fact)
{
    const json_t *one, *row;
    size_t i, j;
    json_array_foreach(json_object_get(report, "taken"), i, one)
    {
        if (!text_is(one, "table", fact->table) || !text_is(one, "field", fact->field))
            continue;
        json_array_foreach(json_object_get(one, "rows"), j, row)
        {
            if (strcmp(json_string_value(row), fact->row) == 0)
                return true;
        }
    }
    return false;
}

/* Whether the verdict names the fact among what is lacking. */
static bool is_lacking(const json_t *report, const struct removed_fact *fact)
{
    const json_t *one;
    size_t i;
    json_array_foreach(json_object_get(json_object_get(report, "verdict"), "facts"), i, one)
    {
        if (text_is(one, "table", fact->table) && text_is(one, "row", fact->row) &&
            text_is(one, "field", fact->field))
            return true;
    }
    return false;
}

/* ---- the property ---- */

/* What the report says of the facts taken away. */
struct told {
    const struct removal *removal;
    const struct report_figures *base; /* with all else as it is */
    const size_t *facts;
    size_t count;
    bool listed, lacking;
};

static void expect(const struct told *told, bool good, const char *name, const char *fault)
{
    const struct removed_fact *facts = told->removal->facts;
    cr_expect(good, "%s without %s %s: %s: %s", told->removal->scenario, facts[told->facts[0]].path,
              told->count > 1 ? facts[told->facts[1]].path : "", name, fault);
}

/* Whether the reason of "figures|RULE|ROW.value" names a fact taken away: a step between that no
 * one is shown is told of by those alone who ask for it. */
static bool reason_names(const struct told *told, const char *name)
{
    char asked[256];
    const char *rule = strchr(name, '|'), *row = rule == NULL ? NULL : strchr(rule + 1, '|');
    struct ft_figure figure;
    if (strncmp(name, "figures|", 8) != 0 || row == NULL)
        return false;
    const int row_length = (int)(strrchr(row, '.') - row) - 1;
    (void)snprintf(asked, sizeof asked, "%.*s%s%.*s", (int)(row - rule) - 1, rule + 1,
                   row_length == 0 ? "" : "@", row_length, row + 1);
    cr_assert_eq(ft_figure(told->removal->engine, asked, &figure), FT_OK, "%s", asked);
    for (size_t i = 0; i < told->count; i++)
        if (figure.reason != NULL &&
            strstr(figure.reason, told->removal->facts[told->facts[i]].title) != NULL)
            return true;
    return false;
}

/* Whether "….per" is a quotient by a fact that the view says is awaited. */
static bool is_awaited(const json_t *after, const char *name)
{
    char state[1032];
    const size_t length = strlen(name);
    (void)snprintf(state, sizeof state, "%s_state", name);
    const char *said = json_string_value(json_object_get(after, state));
    return length > 4 && strcmp(name + length - 4, ".per") == 0 && said != NULL &&
           strcmp(said, "undetermined") == 0;
}

/* How many figures differ: of all, of those that people are shown, of postings and memos. */
struct changes {
    size_t all, shown, posted;
};

/* What is wrong with a figure, NULL: nothing. `now` NULL: it is not there. */
static const char *wrong(const struct told *told, const char *name, const json_t *was,
                         const json_t *now)
{
    if (now != NULL && (json_equal(was, now) || json_is_null(was)))
        return NULL;
    if (told->listed)
        return NULL;
    if (now != NULL && !json_is_null(now))
        return "another number in silence";
    if (told->lacking)
        return NULL;
    return reason_names(told, name) ? NULL : "gone in silence";
}

/* A report that calls itself complete shows nothing undetermined. */
static void expect_complete(const struct told *told, const json_t *report)
{
    static const char *const lists[] = {"items", "memos"};
    const json_t *verdict = json_object_get(report, "verdict"), *one;
    size_t i;
    for (size_t list = 0; list < sizeof lists / sizeof *lists; list++)
        json_array_foreach(json_object_get(report, lists[list]), i, one)
        {
            if (json_is_null(json_object_get(one, "amount")))
                expect(told, json_is_false(json_object_get(verdict, "complete")), lists[list],
                       "undetermined, and the verdict is complete");
        }
}

/* Every figure that has become undetermined names a fact taken away. */
static void expect_named(const struct told *told, const json_t *report)
{
    const struct removed_fact *fact = &told->removal->facts[told->facts[0]];
    const json_t *one;
    size_t i;
    char name[512];
    if (told->count != 1 || told->listed)
        return;
    json_array_foreach(json_object_get(report, "undetermined"), i, one)
    {
        const char *rule = json_string_value(json_object_get(one, "rule"));
        const char *row = json_string_value(json_object_get(one, "row"));
        (void)snprintf(name, sizeof name, "figures|%s|%s.value", rule, row);
        const json_t *was = json_object_get(told->base->named, name);
        const char *reason =
            json_string_value(json_object_get(json_object_get(one, "reason"), "zh"));
        const bool named = reason != NULL && strstr(reason, fact->title) != NULL;
        if (was != NULL && !json_is_null(was)) {
            expect(told, named, name, reason == NULL ? "no reason" : reason);
            if (!named)
                return;
        }
    }
}

/* Of a check that compares facts: of one that is not there nothing can be wrong. What was paid though a
 * check had not been shown to hold is a list whose rows come and go with the checks: what people
 * read names the fact then all the same. */
static bool may_differ(const struct told *told, const char *name, const json_t *now)
{
    char rule[128];
    if (strncmp(name, "pending.pending.paid_", 21) == 0 ||
        (now == NULL && strncmp(name, "pending.pending|", 16) == 0))
        return true;
    if (sscanf(name, "figures|%127[^|.]", rule) != 1)
        return false;
    const struct ft_rule *rules;
    size_t count;
    cr_assert_eq(ft_list_rules(told->removal->engine, &rules, &count), FT_OK);
    for (size_t i = 0; i < count; i++)
        if (strcmp(rules[i].id, rule) == 0)
            return rules[i].is_check &&
                   strncmp(rules[i].source, "填报核对", strlen("填报核对")) == 0;
    return false;
}

static struct changes compare(const struct told *told, const struct report_figures *after)
{
    const json_t *was;
    const char *name;
    struct changes changes = {0};
    json_object_foreach(told->base->named, name, was)
    {
        const json_t *now = json_object_get(after->named, name);
        const bool aside = strstr(name, ".per_state") != NULL || is_awaited(after->named, name);
        const char *fault = aside ? NULL : wrong(told, name, was, now);
        if (now != NULL && json_equal(was, now))
            continue;
        changes.all++;
        changes.shown += strncmp(name, "figures|", 8) != 0;
        changes.posted += strncmp(name, "items|", 6) == 0 || strncmp(name, "memos|", 6) == 0;
        if (fault != NULL && !may_differ(told, name, now)) {
            expect(told, false, name, fault);
            break;
        }
    }
    expect_named(told, after->report);
    expect_complete(told, after->report);
    return changes;
}

/* What the report says of the facts is what their fields declare. */
static void look_at_facts(struct told *told, const json_t *report)
{
    for (size_t i = 0; i < told->count; i++) {
        const struct removed_fact *fact = &told->removal->facts[told->facts[i]];
        const bool listed = is_listed(report, fact), lacking = is_lacking(report, fact);
        told->listed |= listed;
        told->lacking |= lacking;
        if (listed)
            expect(told, fact->absence == FT_ABSENCE_NONE || fact->absence == FT_ABSENCE_DEFAULT,
                   fact->path, "taken to mean what the vocabulary does not declare");
        if (lacking)
            expect(told, fact->absence == FT_ABSENCE_UNKNOWN, fact->path,
                   "lacking, though the vocabulary says what its absence means");
    }
}

/* Where figures differ that people are shown (in CSV: postings), what they read names a fact taken
 * away by its title. */
static void expect_titles(const struct told *told, const struct report_figures *after,
                          const struct changes *changes)
{
    const size_t seen[READ_COUNT] = {[READ_TEXT] = changes->shown, [READ_CSV] = changes->posted};
    static const char *const names[READ_COUNT] = {[READ_TEXT] = "text", [READ_CSV] = "CSV"};
    for (size_t i = 0; i < READ_COUNT; i++) {
        bool named = seen[i] == 0;
        for (size_t j = 0; j < told->count; j++) {
            char title[sizeof((struct removed_fact *)NULL)->title];
            copy(title, sizeof title, told->removal->facts[told->facts[j]].title);
            squeeze(title);
            named |= strstr(after->read[i], title) != NULL;
        }
        expect(told, named, names[i], "differs and does not name the fact");
    }
}

/* Takes facts away. Errors: as ft_set and ft_run; all are put back then. */
static enum ft_status take_away(struct removal *removal, const size_t *facts, size_t count)
{
    enum ft_status status = FT_OK;
    for (size_t i = 0; i < count && status == FT_OK; i++)
        status = ft_set(removal->engine, removal->facts[facts[i]].path, "");
    return status == FT_OK ? ft_run(removal->engine) : status;
}

/* Of two facts one is listed, which allows for any figure: the other is compared with the report that
 * lacks the listed one alone. */
static void compare_other(struct removal *removal, const struct told *both,
                          const struct report_figures *after)
{
    for (size_t i = 0; i < 2; i++) {
        const size_t one = both->facts[i], other = both->facts[1 - i];
        if (is_listed(after->report, &removal->facts[one]) ||
            !is_listed(after->report, &removal->facts[other]))
            continue;
        cr_assert_eq(ft_reset(removal->engine, NULL), FT_OK);
        if (take_away(removal, &other, 1) != FT_OK)
            return;
        struct report_figures *base = read_report(removal->engine, NULL);
        const bool lacking = is_lacking(after->report, &removal->facts[one]);
        struct told told = {
            .removal = removal, .base = base, .facts = &one, .count = 1, .lacking = lacking};
        cr_assert_eq(ft_reset(removal->engine, NULL), FT_OK);
        if (take_away(removal, both->facts, 2) == FT_OK)
            (void)compare(&told, after);
        free_report(base);
    }
}

static size_t removal_outcome(struct removal *removal, const size_t *facts, size_t count)
{
    struct told told = {.removal = removal, .base = removal->base, .facts = facts, .count = count};
    struct report_figures *after = read_report(removal->engine, removal->base);
    if (after == NULL)
        return REMOVAL_SAME;
    look_at_facts(&told, after->report);
    const struct changes changes = compare(&told, after);
    expect_titles(&told, after, &changes);
    if (count == 2 && told.listed)
        compare_other(removal, &told, after);
    free_report(after);
    return changes.all == 0 ? REMOVAL_SAME : told.lacking ? REMOVAL_OPEN : REMOVAL_LISTED;
}

void removal_try(struct removal *removal, const size_t *facts, size_t count)
{
    const struct told told = {.removal = removal, .facts = facts, .count = count};
    const enum ft_status status = take_away(removal, facts, count);
    char number[16];
    (void)snprintf(number, sizeof number, "status %d", (int)status);
    expect(&told, status == FT_OK || status == FT_INVALID, "run", number);
    removal->times[status == FT_OK ? removal_outcome(removal, facts, count) : REMOVAL_REFUSED]++;
    cr_assert_eq(ft_reset(removal->engine, NULL), FT_OK);
}

struct removal *removal_open(struct ft_engine *engine, const char *scenario)
{
    struct removal *removal = calloc(1, sizeof *removal);
    removal->engine = engine;
    removal->scenario = scenario;
    removal->base = read_report(engine, NULL);
    find_facts(removal);
    return removal;
}

const char *removal_path(const struct removal *removal, size_t fact)
{
    return removal->facts[fact].path;
}

bool removal_share_field(const struct removal *removal, size_t one, size_t other)
{
    const struct removed_fact *x = &removal->facts[one], *y = &removal->facts[other];
    return one != other && strcmp(x->table, y->table) == 0 && strcmp(x->field, y->field) == 0;
}

void removal_close(struct removal *removal)
{
    free_report(removal->base);
    free(removal->facts);
    free(removal);
}
