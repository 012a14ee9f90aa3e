/* What a workbook expects: its sheet 预期数, a line a figure. */
#include <string.h>
#include <strings.h>

#include "scenario_internal.h"

const struct title expect_sheet = {"预期数", "expected"};
const struct title expect_columns[EXPECT_COLUMNS] = {
    [EXPECT_ITEM] = {"规则", "item"},
    [EXPECT_AT] = {"对象", "at"},
    [EXPECT_KIND] = {"比较", "compare"},
    [EXPECT_VALUE] = {"预期值", "value"},
    [EXPECT_ROUNDED] = {"取整到", "rounded_to"},
    [EXPECT_WITHIN] = {"允许相差", "within"},
    [EXPECT_SOURCE] = {"依据", "source"},
};
const struct title expect_kinds[EXPECT_KINDS] = {
    [EXPECT_IS] = {"等于", "is"},
    [EXPECT_EXACTLY] = {"精确等于", "exactly"},
    [EXPECT_HOLDS] = {"成立与否", "holds"},
    [EXPECT_NOT_APPLICABLE] = {"不适用", "not_applicable"},
    [EXPECT_UNDETERMINED] = {"待定", "undetermined"},
};

/* The sheet while it is read. `columns`: which of the table's each is; EXPECT_COLUMNS: none. */
struct expect_reading {
    struct opening *opening;
    struct csv csv;
    enum expect_column *columns;
    size_t column_count;
    struct expectation *all;
    size_t count, capacity;
};

static void expect_fault(struct opening *opening, const struct place *place,
                         const struct message *message, const char *word,
                         const struct choices *choices)
{
    diagnostics_add(opening->diagnostics, place, message, word,
                    choices == NULL ? "" : choices_text(choices), NULL);
    if (opening->status == FT_OK)
        opening->status = FT_INVALID;
}

static size_t book_expectations_titled(const struct title *titles, size_t count, const char *word)
{
    size_t at = 0;
    while (at < count && strcmp(titles[at].zh, word) != 0 && strcasecmp(titles[at].en, word) != 0)
        at++;
    return at;
}

static struct choices offer_titles(const struct opening *opening, const struct title *titles,
                                   size_t count, const char *word)
{
    struct choices choices = choices_for(opening->arena, opening->diagnostics, word);
    for (size_t i = 0; i < count; i++)
        choices_offer(&choices, title_in(&titles[i], opening->diagnostics->language));
    return choices;
}

/* The line that names the columns; false where it lacks one. */
static bool take_names(struct expect_reading *reading)
{
    const struct csv *csv = &reading->csv;
    struct opening *opening = reading->opening;
    bool found[EXPECT_COLUMNS] = {false};
    reading->columns = arena_array(opening->arena, csv->count, sizeof *reading->columns);
    reading->column_count = csv->count;
    if (reading->columns == NULL) {
        opening->status = FT_NO_MEMORY;
        return false;
    }
    for (size_t i = 0; i < csv->count; i++) {
        const struct text *name = &csv->fields[i];
        reading->columns[i] = (enum expect_column)book_expectations_titled(
            expect_columns, EXPECT_COLUMNS, name->bytes);
        if (reading->columns[i] != EXPECT_COLUMNS) {
            found[reading->columns[i]] = true;
        } else if (name->length > 0 && !is_remark(name->bytes)) {
            const struct choices choices =
                offer_titles(opening, expect_columns, EXPECT_COLUMNS, name->bytes);
            expect_fault(opening, &name->place, &tabular_message[TABULAR_EXPECT_COLUMN],
                         name->bytes, &choices);
        }
    }
    if (found[EXPECT_ITEM] && found[EXPECT_VALUE])
        return true;
    expect_fault(opening, &csv->fields[0].place, &tabular_message[TABULAR_EXPECT_LACKS],
                 title_in(&expect_columns[found[EXPECT_ITEM] ? EXPECT_VALUE : EXPECT_ITEM],
                          opening->diagnostics->language),
                 NULL);
    return false;
}

static void take_kind(struct opening *opening, struct expectation *expectation,
                      const struct text *word)
{
    const size_t count = sizeof expect_kinds / sizeof *expect_kinds;
    const size_t kind =
        word->length == 0 ? EXPECT_IS : book_expectations_titled(expect_kinds, count, word->bytes);
    if (kind < count) {
        expectation->kind = (enum expectation_kind)kind;
        return;
    }
    const struct choices choices = offer_titles(opening, expect_kinds, count, word->bytes);
    expect_fault(opening, &word->place, &tabular_message[TABULAR_EXPECT_KIND], word->bytes,
                 &choices);
}

static void take_expectation(struct expect_reading *reading)
{
    const struct csv *csv = &reading->csv;
    struct opening *opening = reading->opening;
    struct text cells[EXPECT_COLUMNS];
    const struct place row = {csv->source, csv->row_line, 1, 1};
    for (size_t i = 0; i < EXPECT_COLUMNS; i++)
        cells[i] = text_from(""); /* what is not given stands nowhere */
    cells[EXPECT_ITEM].place = cells[EXPECT_VALUE].place = row;
    for (size_t i = 0; i < csv->count && i < reading->column_count; i++)
        if (reading->columns[i] != EXPECT_COLUMNS && csv->fields[i].length > 0)
            cells[reading->columns[i]] = csv->fields[i];
    struct expectation *all = arena_grow(opening->arena, reading->all, &reading->capacity,
                                         sizeof *all, reading->count + 1);
    if (all == NULL) {
        opening->status = FT_NO_MEMORY;
        return;
    }
    reading->all = all;
    all[reading->count] = (struct expectation){.item = cells[EXPECT_ITEM],
                                               .at = cells[EXPECT_AT],
                                               .is = cells[EXPECT_VALUE],
                                               .rounded_to = cells[EXPECT_ROUNDED],
                                               .within = cells[EXPECT_WITHIN],
                                               .source = cells[EXPECT_SOURCE],
                                               .place = cells[EXPECT_ITEM].place};
    take_kind(opening, &all[reading->count++], &cells[EXPECT_KIND]);
}

bool is_expect_sheet(const char *name)
{
    return book_expectations_titled(&expect_sheet, 1, name) == 0;
}

void read_expect_sheet(struct opening *opening, const struct workbook *book,
                       const struct sheet_name *name)
{
    const struct book_sheet *sheet;
    struct expect_reading reading = {.opening = opening};
    bool done = false, named = false;
    enum ft_status status =
        workbook_sheet(&sheet, book, name, opening->arena, opening->diagnostics);
    if (status != FT_OK) {
        opening->status = status;
        return;
    }
    csv_open(&reading.csv, &sheet->source, opening->arena, opening->diagnostics);
    while (!done && !reading.csv.lost && opening->status != FT_NO_MEMORY) {
        status = csv_read(&reading.csv, &done);
        if (status != FT_OK)
            opening->status = status;
        if (status != FT_OK || done)
            continue;
        if (named)
            take_expectation(&reading);
        else if (!take_names(&reading))
            return;
        named = true;
    }
    opening->scenario->expectations = reading.all;
    opening->scenario->expectation_count = reading.count;
}
