/* The limit of rows, at it and one past, without the gigabytes that so many rows take: the pile is
 * full but for one row, and the rows in it are not looked at. */
#include "fixture.h"

#include <stdlib.h>

#include "scenario/scenario_internal.h"

Test(rows, of_a_table_may_be_ten_million_and_not_one_more)
{
    static struct fixture fixture;
    const size_t most = limits[LIMIT_TABLE_ROWS].value;
    fixture_open(&fixture);
    const struct schema *schema = &fixture.policy->schema;
    const struct entity *entity = &schema->entities[1];
    struct pile *piles = calloc(schema->entity_count, sizeof *piles);
    /* Of fresh memory only what is written to takes a page. */
    struct record **records = calloc(most, sizeof *records);
    cr_assert(most == 10000000 && piles != NULL && records != NULL);
    piles[entity->index] = (struct pile){.records = records, .count = most - 1, .capacity = most};
    struct loading loading = {.schema = schema,
                              .arena = &fixture.arena,
                              .diagnostics = &fixture.diagnostics,
                              .piles = piles};
    const struct place place = {.line = 7, .column = 1};
    cr_expect_not_null(record_add(&loading, entity, NULL, place));
    cr_expect_eq(loading.status, FT_OK);
    cr_expect_null(record_add(&loading, entity, NULL, place));
    cr_expect_eq(loading.status, FT_INVALID);
    cr_assert_eq(fixture.diagnostics.total, 1);
    cr_expect_str_eq(fixture.diagnostics.items[0].id, "too-many-rows");
    cr_expect_eq(piles[entity->index].count, most);
    free(records);
    free(piles);
    fixture_close(&fixture);
}
