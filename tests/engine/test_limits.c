/*
 * Limits that no test could reach as they are shipped, lowered: the table is the test's own, which the linker takes in place of
 * the engine's.
 */
#define limits shipped_limits
#include "base/limits.c"
#undef limits

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "shipped.h"

struct limit limits[LIMIT_COUNT];

static void take_shipped(void)
{
    memcpy(limits, shipped_limits, sizeof limits);
}

TestSuite(limits, .init = take_shipped);

static struct ft_engine *opened(const struct ft_memory_file *file)
{
    static const char *const policies[] = {FT_SOURCE_DIR "/policies"};
    const struct ft_options options = {.policies = policies,
                                       .policy_count = 1,
                                       .language = FT_EN,
                                       .files = file,
                                       .file_count = file == NULL ? 0 : 1};
    struct ft_engine *engine = NULL;
    cr_assert_eq(ft_open(&engine, &options), FT_OK);
    return engine;
}

/* A shipped scenario as a workbook. */
static struct printed workbook(void)
{
    struct printed made = {.status = FT_OK};
    const struct ft_sink sink = written_sink(&made);
    struct ft_engine *engine = opened(NULL);
    cr_assert_eq(ft_load(engine, FT_SOURCE_DIR "/scenarios/examples/lat-rebate.cfg"), FT_OK);
    cr_assert_eq(ft_convert(engine, "book.xlsx", NULL, &sink), FT_OK);
    ft_close(engine);
    return made;
}

/* What is said of the workbook with a limit lowered to `value`; FT_OK: nothing. */
static enum ft_status loaded_within(const struct printed *book, enum limit_id id, size_t value)
{
    const struct ft_memory_file file = {"book.xlsx", book->bytes, book->length};
    size_t count;
    limits[id].value = value;
    struct ft_engine *engine = opened(&file);
    const enum ft_status status = ft_load(engine, "book.xlsx");
    const struct ft_diagnostic *said = ft_diagnostic_list(engine, &count);
    cr_expect(status == FT_OK || (count > 0 && strcmp(said[0].id, "workbook-too-large") == 0 &&
                                  strstr(said[0].message, limits[id].name) != NULL),
              "%s: status %d, %s", limits[id].name, (int)status,
              count == 0 ? "without a word" : said[0].message);
    ft_close(engine);
    limits[id] = shipped_limits[id];
    return status;
}

Test(limits, of_a_workbook_are_told)
{
    static const enum limit_id ids[] = {LIMIT_SHEET_CELLS, LIMIT_WORKBOOK_BYTES,
                                        LIMIT_WORKBOOK_PARTS, LIMIT_WORKBOOK_INFLATED};
    struct printed book = workbook();
    for (size_t i = 0; i < sizeof ids / sizeof *ids; i++) {
        cr_expect_eq(loaded_within(&book, ids[i], 5), FT_TOO_LARGE, "%s",
                     shipped_limits[ids[i]].name);
        cr_expect_eq(loaded_within(&book, ids[i], shipped_limits[ids[i]].value), FT_OK);
    }
    free(book.bytes);
}
