/*
 * Rows taken away. Whoever reads a file without a row cannot see that there was one, unless something else
 * in the file knows: a row that names it (refused), a table that is expected not to be empty, a year that is
 * over and lacking. What must hold is that those tell; and that figures of what remains stay whole.
 */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine_internal.h"
#include "removal.h"
#include "removal_report.h"

static bool stands_below(const char *path, const char *row)
{
    const size_t length = strlen(row);
    return strncmp(path, row, length) == 0 && (path[length] == '\0' || path[length] == '/');
}

static const struct entity *entity_of_table(const struct removal *removal, const char *table)
{
    const struct schema *schema = &removal->engine->policy->schema;
    for (size_t i = 0; i < schema->entity_count; i++)
        if (schema->entities[i].parent != NULL && strcmp(schema->entities[i].table, table) == 0)
            return &schema->entities[i];
    cr_assert(false, "no table %s", table);
    return NULL;
}

/* Whether a row that remains names one that is gone. */
static bool is_named(const struct removal *removal, const struct removed_row *row, bool all)
{
    for (size_t i = 0; i < removal->fact_count; i++) {
        const struct removed_fact *fact = &removal->facts[i];
        if (strcmp(fact->refers_to, row->table) != 0 ||
            (strcmp(fact->table, row->table) == 0 && stands_below(fact->row, row->path)))
            continue;
        char target[300];
        (void)snprintf(target, sizeof target, "%s%s%s", row->above,
                       row->above[0] == '\0' ? "" : "/", fact->value);
        for (size_t j = 0; j < removal->row_count; j++) {
            const struct removed_row *gone = &removal->rows[j];
            if ((gone == row || (all && strcmp(gone->from, row->from) == 0)) &&
                stands_below(fact->row, row->above) &&
                (strcmp(gone->path, target) == 0 || strcmp(gone->path, fact->value) == 0))
                return true;
        }
    }
    return false;
}

/* How many rows of its table stand below the same row. */
static size_t beside(const struct removal *removal, const struct removed_row *row)
{
    size_t count = 0;
    for (size_t i = 0; i < removal->row_count; i++)
        count += strcmp(removal->rows[i].from, row->from) == 0;
    return count;
}

static size_t row_outcome(struct removal *removal, const struct removed_row *row, bool all)
{
    const struct entity *entity = entity_of_table(removal, row->table);
    struct report_figures *after = report_read(removal->engine, removal->base);
    if (after == NULL)
        return ROW_SAME;
    if ((all || beside(removal, row) == 1) && entity->expected && row->above[0] != '\0')
        cr_expect(report_says_empty(after->report, row->table, row->above),
                  "%s without %s %s: page one does not say that there is none", removal->scenario,
                  row->from, row->key);
    const bool told = report_tells_more(after->report, removal->base->report);
    if (!told && getenv("FT_TEST_VERBOSE") != NULL)
        printf("unseen: %s %s %s%s\n", removal->scenario, row->from, row->key,
               all ? " and all beside it" : "");
    report_free(after);
    return told ? ROW_TOLD : ROW_UNSEEN;
}

void removal_try_row(struct removal *removal, size_t number, bool all)
{
    const struct removed_row *row = &removal->rows[number];
    enum ft_status status = FT_OK;
    for (size_t i = 0; i < removal->row_count && status == FT_OK; i++)
        if (i == number || (all && strcmp(removal->rows[i].from, row->from) == 0))
            status = ft_set(removal->engine, row->from, removal->rows[i].key);
    if (status == FT_OK)
        status = ft_run(removal->engine);
    cr_expect(status == FT_OK || status == FT_INVALID, "%s without %s %s: status %d",
              removal->scenario, row->from, row->key, (int)status);
    cr_expect(status != FT_OK || !is_named(removal, row, all), "%s without %s %s, which is named",
              removal->scenario, row->from, row->key);
    removal->row_times[status == FT_OK ? row_outcome(removal, row, all) : ROW_REFUSED]++;
    cr_assert_eq(ft_reset(removal->engine, NULL), FT_OK);
}
