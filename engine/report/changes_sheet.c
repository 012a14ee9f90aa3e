/*
 * What each policy changed, as a workbook: a line a policy, and a sheet with every party, row and
 * figure: with the policy, without it, and the difference as a formula. The lines are sums over that
 * sheet by numbers of policies and columns, so that a name may hold any sign.
 */
#include <string.h>

#include "changes.h"
#include "formats.h"
#include "sheet.h"

enum { POLICY, TITLE, SOURCE, ROW, ITEM, UNIT, WITH, WITHOUT, DIFFERENCE, COLUMN, REASON, COLUMNS };

struct changes_sheet {
    struct sheet_writer sheet;
    struct reporting *reporting;
    const struct change_report *changes;
    struct change_columns columns;
    const char *detail;   /* the name of the sheet of lines */
    uint32_t first, last; /* its lines, from 0 */
    uint32_t numbers;     /* the line of the columns' numbers on the first sheet */
    struct cell *sums;    /* by policy, by column: what a line comes to, or nothing */
};

static const struct book_look plain_words = {.role = ROLE_WORDS};

/* Money to the fen, as it is posted; other figures as everywhere. */
static enum book_format changes_format(const struct unit *unit)
{
    static const struct dimension money = {.power = {[DIM_MONEY] = 1}};
    return dimension_equal(unit->dimension, money) ? SHOW_MONEY : sheet_format(unit);
}

static struct cell *changes_sum_at(struct changes_sheet *made, size_t policy, size_t column)
{
    return &made->sums[(policy - 1) * made->columns.count + column - 1];
}

static void changes_add_up(struct changes_sheet *made, const struct changed_line *line,
                           struct cell *sum)
{
    struct number shown;
    if (sum->state == CELL_ABSENT)
        *sum = (struct cell){.value = {.number = NUMBER_ZERO}, .state = CELL_VALUE};
    if (line->difference.state == CELL_UNDETERMINED || sum->state == CELL_UNDETERMINED)
        sum->state = CELL_UNDETERMINED;
    else if (line->difference.state != CELL_VALUE)
        sum->state = CELL_NOT_APPLICABLE;
    else if (sheet_shown(made->reporting, &line->difference.value.number, line->unit, &shown) &&
             number_add(&sum->value.number, made->reporting->context->arith, &sum->value.number,
                        &shown) != FT_OK)
        made->reporting->writer.status = FT_NO_MEMORY;
}

static void changes_write_number(struct changes_sheet *made, uint16_t column, enum book_role role,
                                 size_t value)
{
    const struct number number = number_from_int((int32_t)value);
    book_writer_number(made->sheet.writer, made->sheet.line, column,
                       &(struct book_look){.format = SHOW_WHOLE, .role = role}, &number);
}

static void changes_write_side(struct changes_sheet *made, uint16_t column,
                               const struct changed_line *line, const struct cell *cell)
{
    const struct shown_figure figure = {
        .text = cell->state == CELL_NOT_APPLICABLE
                    ? word(&made->reporting->display, WORD_NOT_APPLICABLE)
                : cell->state == CELL_UNDETERMINED
                    ? word(&made->reporting->display, WORD_UNDETERMINED)
                    : "—",
        .cell = cell,
        .type = line->type,
        .unit = line->unit};
    sheet_figure(&made->sheet, column, ROLE_WORDS, &figure);
}

/* The difference where both sides have a figure; undetermined where one is, else "—". */
static void changes_write_difference(struct changes_sheet *made, const struct changed_line *line)
{
    const struct book_look look = {.format = changes_format(line->unit), .role = ROLE_WORDS};
    const unsigned row = (unsigned)made->sheet.line + 1;
    const char *open = word(&made->reporting->display, WORD_UNDETERMINED);
    const char *formula = format_text(
        &made->reporting->display,
        "IF(AND(ISNUMBER(G%u),ISNUMBER(H%u)),G%u-H%u,IF(OR(G%u=\"%s\",H%u=\"%s\"),\"%s\",\"—\"))",
        row, row, row, row, row, open, row, open, open);
    struct number shown = NUMBER_ZERO;
    const bool known = line->difference.state == CELL_VALUE;
    if (formula == NULL || (known && !sheet_shown(made->reporting, &line->difference.value.number,
                                                  line->unit, &shown)))
        return;
    book_writer_formula(
        made->sheet.writer, made->sheet.line, DIFFERENCE, &look, formula,
        known ? &(struct book_value){.number = &shown}
              : &(struct book_value){.text =
                                         line->difference.state == CELL_UNDETERMINED ? open : "—"});
}

/* The number of the column that a change stands in, from 1; 0 of a memo, which stands in none. */
static size_t changes_column_of(const struct changes_sheet *made, const struct changed_line *line)
{
    size_t at = 0;
    if (changed_line_is_memo(line))
        return 0;
    while (at < made->columns.count && (made->columns.items[at].party != line->party ||
                                        made->columns.items[at].kind != line->kind ||
                                        made->columns.items[at].line != line->line))
        at++;
    return at + 1;
}

/* A line of a policy's, whose number is one more. */
static void changes_write_line(struct changes_sheet *made, size_t policy,
                               const struct changed_line *line)
{
    enum {
        WIDTH_TITLE = 24,
        WIDTH_SOURCE = 36,
        WIDTH_ROW = 26,
        WIDTH_ITEM = 26,
        WIDTH_REASON = 40
    };
    const struct policy_file *file = made->changes->items[policy].file;
    const size_t column = changes_column_of(made, line);
    struct sheet_writer *sheet = &made->sheet;
    const char *title = titled(&made->reporting->display, &file->title);
    const char *why =
        line->why->zh == NULL ? "" : title_in(line->why, made->reporting->context->language);
    const char *const texts[] = {title, file->source, line->row, line->item, why};
    const uint16_t room[] = {WIDTH_TITLE, WIDTH_SOURCE, WIDTH_ROW, WIDTH_ITEM, WIDTH_REASON};
    const struct shown_figure unit = {.cell = &line->with, .type = line->type, .unit = line->unit};
    const struct shown_figure other = {
        .cell = &line->without, .type = line->type, .unit = line->unit};
    sheet_height(sheet, texts, room, sizeof room / sizeof *room);
    changes_write_number(made, POLICY, ROLE_WORDS, policy + 1);
    sheet_words(sheet, TITLE, &plain_words, title);
    sheet_words(sheet, SOURCE, &plain_words, file->source);
    sheet_words(sheet, ROW, &plain_words, line->row);
    sheet_words(sheet, ITEM, &plain_words, line->item);
    const char *symbol = sheet_unit(made->reporting, &unit);
    sheet_words(sheet, UNIT, &plain_words,
                symbol[0] != '\0' ? symbol : sheet_unit(made->reporting, &other));
    changes_write_side(made, WITH, line, &line->with);
    changes_write_side(made, WITHOUT, line, &line->without);
    changes_write_difference(made, line);
    changes_write_number(made, COLUMN, ROLE_WORDS, column);
    sheet_words(sheet, REASON, &plain_words, why);
    if (column > 0)
        changes_add_up(made, line, changes_sum_at(made, policy + 1, column));
    sheet->line++;
}

static void changes_write_policy(struct changes_sheet *made, size_t index)
{
    const struct policy_change *change = &made->changes->items[index];
    const struct changed_line *lines = changed_lines(made->reporting, change);
    for (size_t i = 0; lines != NULL && i < change_count(change); i++)
        changes_write_line(made, index, &lines[i]);
}

static void changes_write_lines(struct changes_sheet *made)
{
    static const struct title heads[COLUMNS] = {[POLICY] = {"政策序号", "policy no."},
                                                [TITLE] = {"政策", "policy"},
                                                [SOURCE] = {"依据", "source"},
                                                [ROW] = {"当事方、对象", "party or row"},
                                                [ITEM] = {"项目", "item"},
                                                [UNIT] = {"单位", "unit"},
                                                [WITH] = {"有该政策", "with it"},
                                                [WITHOUT] = {"无该政策", "without it"},
                                                [DIFFERENCE] = {"变化", "change"},
                                                [COLUMN] = {"栏序号", "column no."},
                                                [REASON] = {"待定的原因", "undetermined for"}};
    static const uint16_t widths[COLUMNS] = {8, 24, 36, 26, 26, 9, 20, 20, 20, 8, 40};
    struct sheet_column_head columns[COLUMNS];
    for (size_t i = 0; i < COLUMNS; i++)
        columns[i] = (struct sheet_column_head){
            title_in(&heads[i], made->reporting->context->language), widths[i]};
    columns[WITH].title = word(&made->reporting->display, changes_with(made->changes));
    columns[WITHOUT].title = word(&made->reporting->display, changes_without(made->changes));
    sheet_begin(&made->sheet, made->detail, made->detail, NULL, 0, columns, COLUMNS);
    made->first = made->sheet.line;
    for (size_t i = 0; i < made->changes->count; i++)
        changes_write_policy(made, i);
    made->last = made->sheet.line - 1;
    if (made->last >= made->first)
        book_writer_filter(made->sheet.writer, made->first - 1, 0, made->last, COLUMNS - 1);
}

/* ---- the lines of policies ---- */

/* A column of the sheet of lines: "'明细'!$A$5:$A$90". */
static const char *changes_range(const struct changes_sheet *made, char column)
{
    return format_text(&made->reporting->display, "'%s'!$%c$%u:$%c$%u", made->detail, column,
                       (unsigned)made->first + 1, column, (unsigned)made->last + 1);
}

static void changes_write_sum(struct changes_sheet *made, size_t policy, size_t column,
                              const char *letters)
{
    const struct change_column *head = &made->columns.items[column - 1];
    const struct cell *sum = changes_sum_at(made, policy, column);
    const struct unit *unit = head->line != NULL ? &head->line->unit : &head->kind->unit;
    const struct book_look look = {.format = changes_format(unit), .role = ROLE_WORDS};
    const uint16_t at = (uint16_t)(column + 2);
    const unsigned row = (unsigned)made->sheet.line + 1;
    if (sum->state == CELL_ABSENT) { /* nothing changed */
        sheet_words(&made->sheet, at, &look, "");
        return;
    }
    const char *policies = changes_range(made, 'A'), *columns = changes_range(made, 'J'),
               *amounts = changes_range(made, 'I');
    const unsigned numbers = (unsigned)made->numbers + 1;
    const char *open = word(&made->reporting->display, WORD_UNDETERMINED);
    const char *rows =
        format_text(&made->reporting->display, "SUMPRODUCT((%s=$A%u)*(%s=%s$%u)*(%s=", policies,
                    row, columns, letters, numbers, amounts);
    const char *formula =
        format_text(&made->reporting->display,
                    "IF(%s\"%s\"))>0,\"%s\",IF(%s\"—\"))>0,\"—\",SUMIFS(%s,%s,$A%u,%s,%s$%u)))",
                    rows, open, open, rows, amounts, policies, row, columns, letters, numbers);
    if (formula != NULL)
        book_writer_formula(
            made->sheet.writer, made->sheet.line, at, &look, formula,
            sum->state == CELL_VALUE
                ? &(struct book_value){.number = &sum->value.number}
                : &(struct book_value){.text = sum->state == CELL_UNDETERMINED ? open : "—"});
}

/* Of a column of the grid, from 0: "D". */
static const char *changes_letters(struct changes_sheet *made, uint16_t column)
{
    char cell[GRID_CELL_SIZE];
    (void)grid_cell_name(cell, 1, column + 1U);
    cell[strcspn(cell, "0123456789")] = '\0';
    return format_text(&made->reporting->display, "%s", cell);
}

static void changes_write_totals(struct changes_sheet *made)
{
    enum { WIDTH_TITLE = 30, WIDTH_SOURCE = 40 };
    const uint16_t room[] = {WIDTH_TITLE, WIDTH_SOURCE};
    struct sheet_writer *sheet = &made->sheet;
    made->numbers = sheet->line;
    sheet_words(sheet, TITLE, &(struct book_look){.role = ROLE_HELPER}, "");
    sheet_words(sheet, POLICY, &(struct book_look){.role = ROLE_HELPER}, "");
    sheet_words(sheet, SOURCE, &(struct book_look){.role = ROLE_HELPER}, "");
    for (size_t i = 0; i < made->columns.count; i++)
        changes_write_number(made, (uint16_t)(i + SOURCE + 1), ROLE_HELPER, i + 1);
    sheet->line++;
    for (size_t i = 0; i < made->changes->count; i++) {
        const struct policy_change *change = &made->changes->items[i];
        if (change_is_none(change))
            continue;
        const char *const texts[] = {titled(&made->reporting->display, &change->file->title),
                                     change->file->source};
        sheet_height(sheet, texts, room, sizeof room / sizeof *room);
        changes_write_number(made, POLICY, ROLE_WORDS, i + 1);
        sheet_words(sheet, TITLE, &plain_words, texts[0]);
        sheet_words(sheet, SOURCE, &plain_words, texts[1]);
        for (size_t column = 1; column <= made->columns.count; column++)
            changes_write_sum(made, i + 1, column,
                              changes_letters(made, (uint16_t)(column + SOURCE)));
        sheet->line++;
    }
}

/* "没有带来变化的政策: …", below the lines. */
static void changes_write_named(struct changes_sheet *made, enum word_id id, const char *names)
{
    static const struct book_look plain = {.role = ROLE_PLAIN};
    if (names != NULL && names[0] == '\0')
        return;
    made->sheet.line++;
    sheet_words(&made->sheet, 0, &plain,
                names == NULL ? NULL
                              : text_with_label(&made->reporting->display,
                                                word(&made->reporting->display, id), names));
}

/* Below what settings changed: why figures are undetermined, and that nothing moved. */
static void changes_write_trial(struct changes_sheet *made)
{
    struct reporting *reporting = made->reporting;
    const struct policy_change *change = made->changes->items;
    changes_write_named(made, WORD_UNDETERMINED_WHY, trial_why(reporting, change, false));
    changes_write_named(made, WORD_UNDETERMINED_WHY, trial_why(reporting, change, true));
    changes_write_named(made, WORD_NOTE, trial_rows_gone(reporting, change));
    if (change_count(change) == 0)
        changes_write_named(made, WORD_NOTE, word(&reporting->display, WORD_NOTHING_MOVED));
}

static void changes_begin(struct changes_sheet *made, const char *name)
{
    enum { WIDTH_FIGURE = 18, LEFT = SOURCE + 1 };
    static const struct title left[LEFT] = {[POLICY] = {"政策序号", "policy no."},
                                            [TITLE] = {"政策", "policy"},
                                            [SOURCE] = {"依据", "source"}};
    static const uint16_t left_widths[LEFT] = {8, 30, 40};
    struct reporting *reporting = made->reporting;
    const char *const remarks[] = {
        text_with_label(&reporting->display, word(&reporting->display, WORD_UNIT),
                        money_unit(&reporting->display)),
        changes_are_several(made->changes) ? word(&reporting->display, WORD_NOT_ADDITIVE) : ""};
    struct sheet_column_head *heads =
        display_array(&reporting->display, LEFT + made->columns.count, sizeof *heads);
    if (heads == NULL)
        return;
    for (size_t i = 0; i < LEFT; i++)
        heads[i] = (struct sheet_column_head){title_in(&left[i], reporting->context->language),
                                              left_widths[i]};
    for (size_t i = 0; i < made->columns.count; i++) {
        const struct change_column *column = &made->columns.items[i];
        heads[LEFT + i] = (struct sheet_column_head){
            column->line != NULL ? view_head(&reporting->display, column->line)
                                 : change_column_head(reporting, column),
            WIDTH_FIGURE};
    }
    sheet_begin(&made->sheet, name, word(&reporting->display, changes_title(made->changes)),
                remarks, sizeof remarks / sizeof *remarks, heads,
                (uint16_t)(LEFT + made->columns.count));
}

static void changes_write_sheets(struct changes_sheet *made)
{
    static const struct title names[] = {{"政策变化", "changes"}, {"明细", "line by line"}};
    struct reporting *reporting = made->reporting;
    const enum ft_language language = reporting->context->language;
    made->detail = title_in(&names[1], language);
    changes_begin(made, title_in(&names[0], language));
    const uint32_t begun = made->sheet.line;
    if (reporting_status(reporting) != FT_OK)
        return;
    size_t changed = 0, open = 0;
    for (size_t i = 0; i < made->changes->count; i++) {
        changed += change_count(&made->changes->items[i]);
        open += made->changes->items[i].why.zh != NULL;
    }
    if (changed > 0) {
        changes_write_lines(made);
        book_writer_return(made->sheet.writer, 0);
        made->sheet.line = begun;
        changes_write_totals(made);
    }
    if (made->changes->trial) {
        changes_write_trial(made);
        return;
    }
    for (size_t i = 0; i < made->changes->count; i++)
        changes_write_named(made, WORD_UNDETERMINED_WITHOUT,
                            change_why(reporting, &made->changes->items[i]));
    if (open > 0)
        changes_write_named(made, WORD_NOTE, word(&reporting->display, WORD_ASK_BY_FACTS));
    changes_write_named(made, WORD_MEMOS_ALONE, changes_of_memos(reporting, made->changes));
    changes_write_named(made, WORD_UNCHANGED, changes_unchanged(reporting, made->changes));
    changes_write_named(made, WORD_NOT_COMPARED, changes_not_compared(reporting, made->changes));
}

enum ft_status sheet_changes(struct reporting *reporting, const struct change_report *changes)
{
    struct changes_sheet made = {.reporting = reporting, .changes = changes};
    change_columns_find(reporting, changes, &made.columns);
    made.sums =
        display_array(&reporting->display, changes->count * made.columns.count, sizeof *made.sums);
    if (reporting_status(reporting) != FT_OK || sheet_open(&made.sheet, reporting) != FT_OK)
        return reporting_status(reporting);
    changes_write_sheets(&made);
    return sheet_finish(&made.sheet);
}
