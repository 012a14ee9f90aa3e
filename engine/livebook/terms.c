/* Texts of a spreadsheet's formulas: references, numbers, and what must hold for them to have a
 * value. */
#include <assert.h>
#include <string.h>

#include "livebook_internal.h"

struct term term_atom(const char *text)
{
    return (struct term){.text = text, .binds = BINDS_ATOM};
}

const char *said(struct translator *to, const char *made)
{
    if (made == NULL)
        to->book->no_memory = true;
    return made == NULL ? "" : made;
}

const struct unit livebook_base_unit = {.factor = {.num = 1, .den = 1}, .text = ""};

/* ---- references ---- */

/* "K", of columns from 0. */
static void column_letters(char out[GRID_CELL_SIZE], uint16_t column)
{
    (void)grid_cell_name(out, 1, column + 1U);
    out[strlen(out) - 1] = '\0';
}

static void place_of(const struct table_plan *plan, uint32_t row, uint16_t slot, uint32_t *line,
                     uint16_t *column)
{
    const bool upright = plan->entity->parent == NULL;
    *line = plan->first + (upright ? slot : row);
    *column = upright ? 1 : slot;
}

static const char *prefix_on(const struct translator *to, const struct table_plan *plan)
{
    return plan == to->host ? "" : plan->prefix;
}

const char *cell_text_of(struct translator *to, const struct table_plan *plan, uint32_t row,
                         uint16_t slot)
{
    char name[GRID_CELL_SIZE];
    uint32_t line;
    uint16_t column;
    place_of(plan, row, slot, &line, &column);
    const bool upright = plan->entity->parent == NULL, own = plan == to->host && row == 0;
    to->other_rows |= !upright && !own;
    const char *named = upright && plan != to->host ? livebook_slot_name(to->book, slot) : NULL;
    if (named != NULL)
        return named;
    if (to->own_row && own && !upright) {
        column_letters(name, column);
        return SAY(to, "%s%c", name, OWN_ROW);
    }
    (void)grid_cell_name(name, line + 1, column + 1U);
    return SAY(to, "%s%s", prefix_on(to, plan), name);
}

const char *range_text_of(struct translator *to, const struct table_plan *plan, uint32_t first,
                          uint32_t end, uint16_t slot)
{
    char letters[GRID_CELL_SIZE];
    uint32_t line;
    uint16_t column;
    place_of(plan, first, slot, &line, &column);
    to->other_rows = true;
    column_letters(letters, column);
    return SAY(to, "%s%s$%u:%s$%u", prefix_on(to, plan), letters, (unsigned)(line + 1), letters,
               (unsigned)(line + (end - first)));
}

const char *block_text_of(struct translator *to, const struct table_plan *plan, uint16_t first,
                          uint16_t last)
{
    char from[GRID_CELL_SIZE], until[GRID_CELL_SIZE];
    uint32_t line;
    uint16_t column;
    assert(plan->table->count > 0 && first <= last);
    place_of(plan, 0, first, &line, &column);
    (void)grid_cell_name(from, line + 1, column + 1U);
    place_of(plan, plan->table->count - 1, last, &line, &column);
    (void)grid_cell_name(until, line + 1, column + 1U);
    return SAY(to, "%s%s:%s", prefix_on(to, plan), from, until);
}

const char *fixed_cell(struct translator *to, enum fixed_sheet sheet, uint32_t row, uint16_t column,
                       uint32_t last_row)
{
    char letters[GRID_CELL_SIZE];
    column_letters(letters, column);
    const char *name = to->book->sheets[sheet];
    if (last_row <= row)
        return SAY(to, "'%s'!$%s$%u", name, letters, (unsigned)row + 1);
    return SAY(to, "'%s'!$%s$%u:$%s$%u", name, letters, (unsigned)row + 1, letters,
               (unsigned)last_row + 1);
}

const char *fixed_range(struct translator *to, enum fixed_sheet sheet, uint32_t row,
                        uint16_t column, uint32_t last_row)
{
    char letters[GRID_CELL_SIZE];
    column_letters(letters, column);
    return SAY(to, "'%s'!$%s$%u:$%s$%u", to->book->sheets[sheet], letters, (unsigned)row + 1,
               letters, (unsigned)last_row + 1);
}

/* ---- constants ---- */

const char *quoted_text(struct translator *to, const char *text)
{
    size_t quotes = 0;
    for (const char *at = text; *at != '\0'; at++)
        quotes += *at == '"';
    char *made = arena_allocate(to->arena, strlen(text) + quotes + 3), *out = made;
    if (made == NULL)
        return said(to, NULL);
    *out++ = '"';
    for (const char *at = text; *at != '\0'; at++) {
        if (*at == '"')
            *out++ = '"';
        *out++ = *at;
    }
    *out++ = '"';
    *out = '\0';
    return made;
}

struct term number_term(struct translator *to, const struct number *value)
{
    struct arith *arith = to->book->context->arith;
    const char *text = said(to, number_text(value, arith, NUMBER_PLAIN));
    enum binding binds = BINDS_ATOM;
    if (strchr(text, '/') != NULL)
        binds = BINDS_PRODUCT;
    if (text[0] == '-')
        binds = BINDS_COMPARISON;
    return (struct term){.text = text, .binds = binds};
}

const char *bound(struct translator *to, const struct term *term, enum binding least)
{
    return term->binds >= least ? term->text : SAY(to, "(%s)", term->text);
}

/* ---- units ---- */

struct number cell_factor(const struct unit *unit)
{
    /* A share stands as a fraction, which the cell's format shows in per cent. */
    const bool share = unit->text == NULL || strcmp(unit->text, "%") == 0;
    return share || number_sign(&unit->factor) == 0 ? NUMBER_ONE : unit->factor;
}

struct number livebook_shown(struct livebook *book, const struct number *value,
                             const struct unit *unit)
{
    const struct number factor = cell_factor(unit);
    struct number shown = NUMBER_ZERO;
    if (number_div(&shown, book->context->arith, value, &factor) != FT_OK)
        book->no_memory = true;
    return shown;
}

enum book_format livebook_amounts(const struct value_kind *kind)
{
    return kind->decimals == 2 ? SHOW_MONEY : SHOW_QUOTA;
}

/* "*2000/3" */
static const char *times(struct translator *to, int64_t num, int64_t den)
{
    const char *product = num == 1 ? "" : SAY(to, "*%lld", (long long)num);
    return den == 1 ? product : SAY(to, "%s/%lld", product, (long long)den);
}

struct term from_cell(struct translator *to, const char *cell, const struct unit *unit)
{
    const struct number factor = cell_factor(unit);
    if (number_equal(&factor, &NUMBER_ONE) || factor.den == 0)
        return (struct term){.text = cell, .binds = BINDS_ATOM};
    return (struct term){.text = SAY(to, "%s%s", cell, times(to, factor.num, factor.den)),
                         .binds = BINDS_PRODUCT};
}

const char *to_cell(struct translator *to, const struct term *term, const struct unit *unit)
{
    const struct number factor = cell_factor(unit);
    if (number_equal(&factor, &NUMBER_ONE) || factor.den == 0)
        return term->text;
    return SAY(to, "%s%s", bound(to, term, BINDS_PRODUCT), times(to, factor.den, factor.num));
}

/* ---- what must hold ---- */

const struct demand *demand_add(struct translator *to, const struct demand *list,
                                const struct demand *one)
{
    if ((list != NULL && strcmp(list->test, one->test) == 0) || strcmp(one->test, "TRUE") == 0)
        return list;
    struct demand *made = arena_allocate(to->arena, sizeof *made);
    if (made == NULL) {
        (void)said(to, NULL);
        return list;
    }
    if (list == NULL) {
        *made = *one;
        made->next = NULL;
    } else {
        *made = *list;
        made->next = demand_add(to, list->next, one);
    }
    return made;
}

const struct demand *demands_join(struct translator *to, const struct demand *first,
                                  const struct demand *second)
{
    for (; second != NULL; second = second->next)
        first = demand_add(to, first, second);
    return first;
}

static bool terms_is_known(const struct fact *known, const char *test)
{
    for (; known != NULL; known = known->next)
        if (strcmp(known->test, test) == 0)
            return true;
    return false;
}

const struct demand *demands_open(struct translator *to, const struct demand *list,
                                  const struct fact *known)
{
    const struct demand *open = NULL;
    for (; list != NULL; list = list->next)
        if (!terms_is_known(known, list->test))
            open = demand_add(to, open, list);
    return open;
}

const struct demand *demands_if(struct translator *to, const struct demand *list,
                                const char *condition, bool when)
{
    const struct demand *made = NULL;
    if (strcmp(condition, "TRUE") == 0 || strcmp(condition, "FALSE") == 0)
        return (condition[0] == 'T') == when ? list : NULL;
    for (; list != NULL; list = list->next) {
        const struct demand one = {.test = when ? condition_if(to, condition, list->test, "TRUE")
                                                : condition_if(to, condition, "TRUE", list->test),
                                   .fail = list->fail,
                                   .lacks = list->lacks};
        made = demand_add(to, made, &one);
    }
    return made;
}

const struct fact *fact_add(struct translator *to, const struct fact *known, const char *test)
{
    struct fact *made = arena_allocate(to->arena, sizeof *made);
    if (made == NULL) {
        (void)said(to, NULL);
        return known;
    }
    *made = (struct fact){test, known};
    return made;
}

const struct fact *facts_of_demands(struct translator *to, const struct fact *known,
                                    const struct demand *list)
{
    for (; list != NULL; list = list->next)
        known = fact_add(to, known, list->test);
    return known;
}

/* Cells that must all hold numbers, joined by `sign`; how many. */
static size_t join_cells(struct translator *to, const struct demand *list, const char *sign,
                         const char **text, uint8_t *lacks)
{
    size_t count = 0;
    *text = "";
    for (; list != NULL; list = list->next) {
        if (list->cell == NULL)
            continue;
        *text = SAY(to, "%s%s%s", *text, count == 0 ? "" : sign, list->cell);
        *lacks |= list->lacks;
        count++;
    }
    return count;
}

/* Several cells at once: which of the two words stands where one has no number. */
static const char *guarded_cells(struct translator *to, const struct demand *list, size_t count,
                                 const char *text)
{
    const struct livebook *book = to->book;
    const char *cells, *joined;
    uint8_t lacks = 0;
    (void)join_cells(to, list, ",", &cells, &lacks);
    (void)join_cells(to, list, "&", &joined, &lacks);
    const char *fail = SAY(to, "\"%s\"", lacks == MAY_WAIT ? book->wait : book->miss);
    if (lacks == (MAY_MISS | MAY_WAIT))
        fail = SAY(to, "IF(ISNUMBER(FIND(\"%s\",%s)),\"%s\",\"%s\")", book->miss, joined,
                   book->miss, book->wait);
    return SAY(to, "IF(COUNT(%s)=%u,%s,%s)", cells, (unsigned)count, text, fail);
}

/* Several cells are looked at together and last: where what comes behind one of them is not known, that the
 * cell does not apply goes before it. */
static const char *fail_behind_cells(struct translator *to, const struct demand *list,
                                     const struct demand *one)
{
    const char *misses = "FALSE";
    if ((one->lacks & MAY_WAIT) == 0)
        return one->fail;
    for (; list != one; list = list->next)
        if (list->cell != NULL && (list->lacks & MAY_MISS) != 0)
            misses =
                condition_either(to, misses,
                                 condition_if(to, list->test, "FALSE",
                                              SAY(to, "%s=\"%s\"", list->cell, to->book->miss)));
    return condition_if(to, misses, SAY(to, "\"%s\"", to->book->miss), one->fail);
}

const char *guarded(struct translator *to, const struct demand *list, const char *text)
{
    size_t cells = 0;
    for (const struct demand *demand = list; demand != NULL; demand = demand->next) {
        to->lacks |= demand->lacks;
        cells += demand->cell != NULL;
    }
    if (cells > 1)
        text = guarded_cells(to, list, cells, text);
    /* From the last to the first: the first decides. */
    size_t count = 0;
    for (const struct demand *demand = list; demand != NULL; demand = demand->next)
        count++;
    for (size_t left = count; left > 0; left--) {
        const struct demand *demand = list;
        for (size_t i = 1; i < left; i++)
            demand = demand->next;
        /* A cell that is shown as it is needs no look at it. */
        const bool same = demand->cell != NULL && strcmp(text, demand->fail) == 0;
        if ((cells <= 1 || demand->cell == NULL) && !same)
            text = condition_if(to, demand->test, text,
                                cells <= 1 ? demand->fail : fail_behind_cells(to, list, demand));
    }
    return text;
}
