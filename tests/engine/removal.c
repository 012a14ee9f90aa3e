#include "removal.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "removal_report.h"

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

/* Whether somebody wrote it; of one that names a row, which. */
static bool is_given(struct ft_engine *engine, struct removed_fact *fact)
{
    char item[384];
    struct ft_figure figure;
    (void)snprintf(item, sizeof item, "%s.%s%s%s", fact->table, fact->field,
                   fact->row[0] == '\0' ? "" : "@", fact->row);
    cr_assert_eq(ft_figure(engine, item, &figure), FT_OK, "%s", item);
    if (fact->refers_to[0] != '\0')
        copy(fact->value, sizeof fact->value, figure.exact);
    return figure.is_given;
}

/* Where a row is taken from ("projects.A1.parcels-") and its key, by its path with a dot behind it. */
static void add_row(struct removal *removal, const struct removed_fact *fact)
{
    struct removed_row *row = &removal->rows[removal->row_count++];
    const char *slash = strrchr(fact->row, '/');
    copy(row->table, sizeof row->table, fact->table);
    copy(row->path, sizeof row->path, fact->row);
    copy(row->key, sizeof row->key, slash == NULL ? fact->row : slash + 1);
    copy(row->from, sizeof row->from, fact->path);
    row->from[strlen(row->from) - strlen(row->key) - 2] = '-';
    row->from[strlen(row->from) - strlen(row->key) - 1] = '\0';
    copy(row->above, sizeof row->above, fact->row);
    row->above[slash == NULL ? 0 : slash - fact->row] = '\0';
}

static void add_rows(struct removal *removal, const struct listed_table *tables, size_t count,
                     const struct listed_table *table, char (*paths)[128], size_t row_count)
{
    removal->rows =
        realloc(removal->rows, (removal->row_count + row_count + 1) * sizeof *removal->rows);
    for (size_t i = 0; i < row_count && table->above[0] != '\0'; i++) {
        struct removed_fact fact = {.field = ""};
        copy(fact.table, sizeof fact.table, table->id);
        copy(fact.row, sizeof fact.row, paths[i]);
        write_path(&fact, tables, count, table);
        add_row(removal, &fact);
    }
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
            copy(fact->refers_to, sizeof fact->refers_to,
                 fields[j].refers_to == NULL ? "" : fields[j].refers_to);
            write_path(fact, tables, count, table);
        }
    }
    size_t kept = first;
    for (size_t i = first; i < removal->fact_count; i++)
        if (is_given(removal->engine, &removal->facts[i]))
            removal->facts[kept++] = removal->facts[i];
    removal->fact_count = kept;
    add_rows(removal, tables, count, table, paths, row_count);
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

static bool ends_with(const char *name, const char *end)
{
    const size_t length = strlen(name), tail = strlen(end);
    return length > tail && strcmp(name + length - tail, end) == 0;
}

/* Whether "….per" is a quotient by a fact that the view says is awaited. */
static bool is_awaited(const json_t *after, const char *name)
{
    char state[1032];
    (void)snprintf(state, sizeof state, "%s_state", name);
    const char *said = json_string_value(json_object_get(after, state));
    return ends_with(name, ".per") && said != NULL && strcmp(said, "undetermined") == 0;
}

/* How many figures differ: of all, of those that people are shown, of postings and memos. */
struct changes {
    size_t all, shown, posted;
};

/* How far from being signed a figure of page one is, the last the furthest; of one that is not listed
 * nothing stands in the way. */
static size_t standing_rank(const json_t *standing)
{
    static const char *const ranks[] = {"good", "values", "conditions", "facts", "undetermined"};
    const char *name = json_string_value(standing);
    size_t rank = 0;
    while (name != NULL && rank + 1 < sizeof ranks / sizeof *ranks &&
           strcmp(ranks[rank], name) != 0)
        rank++;
    return rank;
}

/* Whether a payment that page one listed, for a condition at its row failed or was not known, is gone with
 * the conditions: none of them fails now, and what each says of itself names a fact taken away.
 * "pending.pending|TABLE|ROW|RULE|KIND|TITLE.amount". */
static bool conditions_went(const struct told *told, const char *name)
{
    char table[64], row[128], check[320];
    const json_t *one, *id;
    size_t i, j, went = 0;
    if (sscanf(name, "pending.pending|%63[^|]|%127[^|]", table, row) != 2)
        return false;
    json_array_foreach(json_object_get(json_object_get(told->base->report, "pending"), "paid"), i,
                       one)
    {
        if (!report_text_is(one, "table", table) || !report_text_is(one, "row", row))
            continue;
        json_array_foreach(json_object_get(one, "checks"), j, id)
        {
            (void)snprintf(check, sizeof check, "figures|%s|%s.value", json_string_value(id), row);
            if (!reason_names(told, check))
                return false;
            went++;
        }
    }
    return went > 0;
}

/* Whether a check ("figures|RULE|ROW.value"; NULL: any) fails now, and its words name a fact taken away. */
static bool check_tells(const struct told *told, const struct report_figures *after,
                        const char *name)
{
    char shown[384];
    const json_t *one;
    size_t i;
    json_array_foreach(json_object_get(after->report, "checks"), i, one)
    {
        const char *why = json_string_value(json_object_get(json_object_get(one, "reason"), "zh"));
        (void)snprintf(shown, sizeof shown, "figures|%s|%s.value",
                       json_string_value(json_object_get(one, "rule")),
                       json_string_value(json_object_get(one, "row")));
        if (why == NULL || (name != NULL && strcmp(shown, name) != 0) ||
            !json_is_false(json_object_get(one, "holds")))
            continue;
        for (size_t j = 0; j < told->count; j++)
            if (strstr(why, told->removal->facts[told->facts[j]].title) != NULL)
                return true;
    }
    return false;
}

/* What was paid though a condition fails or is not known: it grows with a condition that names the fact. */
static bool is_warning(const char *name)
{
    return strncmp(name, "pending.pending.paid_total", strlen("pending.pending.paid_total")) == 0;
}

/* Whether a comparison that failed is told not to have been made for want of a fact taken away: what it kept
 * from being signed may stand nearer to it then. */
static bool is_not_compared(const struct told *told, const struct report_figures *after)
{
    for (size_t i = 0; i < told->count; i++)
        if (report_leaves_uncompared(after->report, told->base->report,
                                     &told->removal->facts[told->facts[i]]))
            return true;
    return false;
}

/* What is wrong with a figure, NULL: nothing. `now` NULL: it is not there. */
static const char *wrong(const struct told *told, const struct report_figures *after,
                         const char *name, const json_t *was, const json_t *now)
{
    if (now != NULL && (json_equal(was, now) || json_is_null(was)))
        return NULL;
    if (told->listed || (is_warning(name) && (told->lacking || check_tells(told, after, NULL))))
        return NULL;
    if (ends_with(name, ".standing"))
        return told->lacking || standing_rank(now) >= standing_rank(was) ||
                       is_not_compared(told, after)
                   ? NULL
                   : "nearer to being signed in silence";
    if (now != NULL && !json_is_null(now))
        return "another number in silence";
    if (told->lacking || (now == NULL && conditions_went(told, name)))
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

static struct changes compare(const struct told *told, const struct report_figures *after)
{
    const json_t *was;
    const char *name;
    struct changes changes = {0};
    json_object_foreach(told->base->named, name, was)
    {
        const json_t *now = json_object_get(after->named, name);
        const bool aside = strstr(name, ".per_state") != NULL || is_awaited(after->named, name);
        const char *fault = aside ? NULL : wrong(told, after, name, was, now);
        if (now != NULL && json_equal(was, now))
            continue;
        changes.all++;
        changes.shown += strncmp(name, "figures|", 8) != 0;
        changes.posted += strncmp(name, "items|", 6) == 0 || strncmp(name, "memos|", 6) == 0;
        if (fault != NULL && !check_tells(told, after, name)) {
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
        const bool listed = report_lists(report, fact), lacking = report_lacks(report, fact);
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
            report_squeeze(title);
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
        if (report_lists(after->report, &removal->facts[one]) ||
            !report_lists(after->report, &removal->facts[other]))
            continue;
        cr_assert_eq(ft_reset(removal->engine, NULL), FT_OK);
        if (take_away(removal, &other, 1) != FT_OK)
            return;
        struct report_figures *base = report_read(removal->engine, NULL);
        const bool lacking = report_lacks(after->report, &removal->facts[one]);
        struct told told = {
            .removal = removal, .base = base, .facts = &one, .count = 1, .lacking = lacking};
        cr_assert_eq(ft_reset(removal->engine, NULL), FT_OK);
        if (take_away(removal, both->facts, 2) == FT_OK)
            (void)compare(&told, after);
        report_free(base);
    }
}

static size_t removal_outcome(struct removal *removal, const size_t *facts, size_t count)
{
    struct told told = {.removal = removal, .base = removal->base, .facts = facts, .count = count};
    struct report_figures *after = report_read(removal->engine, removal->base);
    if (after == NULL)
        return REMOVAL_SAME;
    look_at_facts(&told, after->report);
    const struct changes changes = compare(&told, after);
    expect_titles(&told, after, &changes);
    if (count == 2 && told.listed)
        compare_other(removal, &told, after);
    report_free(after);
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
    removal->base = report_read(engine, NULL);
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
    report_free(removal->base);
    free(removal->facts);
    free(removal->rows);
    free(removal);
}
