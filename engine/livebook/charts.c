/* Charts, as the views declare them: bars of a table's columns, what a party's net is made of, and
 * a waterfall from what a sheet begins with to what it comes to. Their figures stand beside them.
 */
#include <stdlib.h>
#include <string.h>

#include "livebook_internal.h"

enum { CHART_HEIGHT = 340, CHART_WIDTH = 760, LINES_OF_CHART = 20 };
/* A chart stands beside its figures; what a waterfall is drawn from stands behind it, and is not
 * printed. */
enum { CHART_COLUMN = 3, BEHIND_CHART = 12 };
enum { BLUE = 0x4472C4, RED = 0xC0504D, GREEN = 0x70AD47, AMBER = 0xED9D31 };

/* A chart's place on the sheet: the next free line. */
enum { CHARTS_ON_A_PAGE = 5, MOST_BREAKS = 200 };
struct charting {
    struct livebook *book;
    uint32_t line;
    uint32_t breaks[MOST_BREAKS]; /* where a page begins */
    size_t charts;
};

static const char *range(struct charting *charting, uint16_t column, uint32_t first, uint32_t last)
{
    struct translator to = {.book = charting->book, .arena = charting->book->arena};
    return SAY(&to, "=%s", fixed_cell(&to, SHEET_CHARTS, first, column, last));
}

static void chart_write_words(struct charting *charting, uint32_t line, uint16_t column,
                              const char *text, enum book_role role)
{
    const struct book_look look = {.role = role};
    book_writer_words(charting->book->writer, line, column, &look, text);
}

static void chart_write_number(struct charting *charting, uint32_t line, uint16_t column,
                               const char *formula, const struct number *value)
{
    static const struct book_look look = {.format = SHOW_MONEY, .role = ROLE_FIGURE};
    livebook_formula(charting->book, line, column, &look, formula,
                     &(struct book_value){.number = value});
}

/* Leaves room for the chart beside its figures. */
static void end_chart(struct charting *charting, uint32_t first, uint32_t last)
{
    const uint32_t end = first + LINES_OF_CHART;
    charting->line = (last > end ? last : end) + 2;
    if (++charting->charts % CHARTS_ON_A_PAGE == 0 &&
        charting->charts / CHARTS_ON_A_PAGE <= MOST_BREAKS)
        charting->breaks[charting->charts / CHARTS_ON_A_PAGE - 1] = charting->line;
}

static const char *chart_view_head(struct livebook *book, const struct view *view, const char *more)
{
    return livebook_format(book, "%s%s%s", livebook_title(book, &view->title),
                           more[0] == '\0' ? "" : "：", more);
}

/* ---- bars of a table ---- */

void livebook_chart_table(struct livebook *book, const struct view *view, const char *sheet,
                          uint16_t names, uint32_t first, uint32_t rows)
{
    static const uint32_t colours[] = {BLUE, GREEN, AMBER, RED};
    struct book_series series[4];
    size_t count = 0;
    const char *axis = "";
    for (size_t i = 0; i < view->line_count && count < 4; i++) {
        const struct view_line *line = &view->lines[i];
        char name[GRID_CELL_SIZE];
        if (line->chart != VIEW_CHART_SERIES || rows == 0)
            continue;
        (void)grid_cell_name(name, 1, (uint32_t)(names + i + 1));
        name[strlen(name) - 1] = '\0';
        const char *key = names > 1 ? "B" : "A";
        series[count] = (struct book_series){
            .name = livebook_title(book, &line->title),
            .categories = livebook_format(book, "='%s'!$%s$%u:$%s$%u", sheet, key,
                                          (unsigned)first + 1, key, (unsigned)(first + rows)),
            .values = livebook_format(book, "='%s'!$%s$%u:$%s$%u", sheet, name, (unsigned)first + 1,
                                      name, (unsigned)(first + rows)),
            .colour = colours[count]};
        axis = line->unit.text;
        count++;
    }
    if (count == 0)
        return;
    book_writer_chart(book->writer, first + rows + 5, 0,
                      &(struct book_chart){.kind = CHART_COLUMNS,
                                           .title = livebook_title(book, &view->title),
                                           .axis = axis,
                                           .series = series,
                                           .series_count = count,
                                           .width = CHART_WIDTH,
                                           .height = CHART_HEIGHT});
}

/* ---- what a net is made of ---- */

/* A rule's postings, as a party receives or pays by them. */
struct flow {
    const struct rule *rule;
    struct number net;
    struct arith *arith;
};

static int by_net(const void *x, const void *y)
{
    const struct flow *left = x, *right = y;
    return number_compare(left->arith, &right->net, &left->net);
}

static struct flow *find_flows(struct livebook *book, const struct view_line *line, size_t *count)
{
    const struct ledger *ledger = book->context->ledger;
    struct arith *arith = book->context->arith;
    struct flow *flows = arena_array(book->arena, book->context->policy->rule_count, sizeof *flows);
    *count = 0;
    for (size_t i = 0; flows != NULL && i < ledger->posting_count; i++) {
        const struct posting own = ledger_posting(ledger, i), *posting = &own;
        const bool pays = posting->from.party == line->party;
        if (posting->post->memo || posting->post->kind != line->kind ||
            pays == (posting->to.party == line->party))
            continue;
        if (*count == 0 || flows[*count - 1].rule != posting->rule) /* they stand by rule */
            flows[(*count)++] = (struct flow){posting->rule, NUMBER_ZERO, arith};
        struct number *net = &flows[*count - 1].net;
        if ((pays ? number_sub : number_add)(net, arith, net, &posting->amount) != FT_OK)
            book->no_memory = true;
    }
    if (*count > 0)
        qsort(flows, *count, sizeof *flows, by_net);
    book->no_memory = book->no_memory || flows == NULL;
    return flows;
}

static const char *flow_side(struct translator *to, const struct view_line *line,
                             const struct rule *rule, uint16_t column)
{
    return SAY(to, "SUMIFS(%s,%s,%s,%s,%s,%s,%s)", posting_column(to, POSTINGS_AMOUNT),
               posting_column(to, POSTINGS_RULE), quoted_text(to, rule->item.id),
               posting_column(to, column),
               quoted_text(to, livebook_title(to->book, &line->party->title)),
               posting_column(to, POSTINGS_KIND),
               quoted_text(to, livebook_title(to->book, &line->kind->title)));
}

static void chart_flows(struct charting *charting, const struct view *view,
                        const struct view_line *line)
{
    struct livebook *book = charting->book;
    struct translator to = {.book = book, .arena = &book->scratch};
    const uint32_t first = charting->line + 2;
    size_t count;
    const struct flow *flows = find_flows(book, line, &count);
    if (flows == NULL || count == 0)
        return;
    const char *title = chart_view_head(book, view, livebook_title(book, &line->title));
    chart_write_words(charting, charting->line, 0, title, ROLE_HEADING);
    chart_write_words(charting, first - 1, 0,
                      livebook_say(book, "收入（正）和支出（负）", "received, paid"),
                      ROLE_FIGURE_HEAD);
    chart_write_words(charting, first - 1, 1, line->unit.text, ROLE_FIGURE_HEAD);
    for (size_t i = 0; i < count; i++) {
        const uint32_t at = first + (uint32_t)i;
        chart_write_words(charting, at, 0, livebook_title(book, &flows[i].rule->item.title),
                          ROLE_FIGURE);
        chart_write_number(charting, at, 1,
                           SAY(&to, "%s-%s",
                               flow_side(&to, line, flows[i].rule, POSTINGS_PAYEE_KIND),
                               flow_side(&to, line, flows[i].rule, POSTINGS_PAYER_KIND)),
                           &flows[i].net);
    }
    const uint32_t last = first + (uint32_t)count - 1;
    const struct book_series series = {.categories = range(charting, 0, first, last),
                                       .values = range(charting, 1, first, last),
                                       .colour = BLUE};
    book_writer_chart(book->writer, charting->line, CHART_COLUMN,
                      &(struct book_chart){.kind = CHART_BARS,
                                           .title = title,
                                           .axis = line->unit.text,
                                           .series = &series,
                                           .series_count = 1,
                                           .width = CHART_WIDTH,
                                           .height = (uint16_t)(CHART_HEIGHT + 8 * count)});
    end_chart(charting, charting->line, last + (uint32_t)count / 2);
}

/* ---- a waterfall ---- */

enum {
    FALL_NAME,
    FALL_AMOUNT,
    FALL_BEFORE = BEHIND_CHART, /* M */
    FALL_AFTER,
    FALL_BASE,
    FALL_UP,
    FALL_ROOF,
    FALL_DOWN /* R */
};

/* A step: what stood before and after it, and where its bar hangs between them. */
struct step {
    struct number before, after;
};

static struct number greater(struct arith *arith, const struct number *x, const struct number *y)
{
    return number_compare(arith, x, y) > 0 ? *x : *y;
}

static struct number less(struct arith *arith, const struct number *x, const struct number *y)
{
    return number_compare(arith, x, y) < 0 ? *x : *y;
}

/* Above zero a bar stands on an unseen base, below it hangs from an unseen roof. */
static void write_bar(struct charting *charting, uint32_t at, const struct step *step)
{
    struct livebook *book = charting->book;
    struct arith *arith = book->context->arith;
    struct translator to = {.book = book, .arena = &book->scratch};
    const struct number zero = NUMBER_ZERO, low = less(arith, &step->before, &step->after),
                        high = greater(arith, &step->before, &step->after),
                        base = greater(arith, &zero, &low), roof = less(arith, &zero, &high),
                        top = greater(arith, &zero, &high), foot = less(arith, &zero, &low);
    struct number up = NUMBER_ZERO, down = NUMBER_ZERO;
    const unsigned line = (unsigned)at + 1;
    if (number_sub(&up, arith, &top, &base) != FT_OK ||
        number_sub(&down, arith, &foot, &roof) != FT_OK)
        book->no_memory = true;
    chart_write_number(charting, at, FALL_BASE, SAY(&to, "MAX(0,MIN(M%u,N%u))", line, line), &base);
    chart_write_number(charting, at, FALL_UP, SAY(&to, "MAX(0,MAX(M%u,N%u))-O%u", line, line, line),
                       &up);
    chart_write_number(charting, at, FALL_ROOF, SAY(&to, "MIN(0,MAX(M%u,N%u))", line, line), &roof);
    chart_write_number(charting, at, FALL_DOWN,
                       SAY(&to, "MIN(0,MIN(M%u,N%u))-Q%u", line, line, line), &down);
}

static void write_step(struct charting *charting, const struct view_line *line, uint32_t at,
                       const char *figure, const struct number *amount, struct step *step)
{
    struct livebook *book = charting->book;
    struct arith *arith = book->context->arith;
    struct translator to = {.book = book, .arena = &book->scratch};
    const bool stands = line->chart == VIEW_CHART_FROM || line->chart == VIEW_CHART_TO;
    const char *sign = line->chart == VIEW_CHART_LESS ? "-" : "+";
    const unsigned own = (unsigned)at + 1;
    step->before = stands ? NUMBER_ZERO : step->after;
    enum ft_status status = (line->chart == VIEW_CHART_LESS ? number_sub : number_add)(
        &step->after, arith, &step->before, amount);
    if (status != FT_OK)
        book->no_memory = true;
    chart_write_words(charting, at, FALL_NAME, livebook_title(book, &line->title), ROLE_FIGURE);
    chart_write_number(charting, at, FALL_AMOUNT, SAY(&to, "IF(ISNUMBER(%s),%s,0)", figure, figure),
                       amount);
    chart_write_number(charting, at, FALL_BEFORE, stands ? "0" : SAY(&to, "N%u", own - 1),
                       &step->before);
    chart_write_number(charting, at, FALL_AFTER, SAY(&to, "M%u%sB%u", own, sign, own),
                       &step->after);
    write_bar(charting, at, step);
}

static bool is_inner(enum view_chart chart)
{
    return chart == VIEW_CHART_MORE || chart == VIEW_CHART_LESS;
}

/* The lines in the order of the waterfall: from, what is added and taken off, to. */
static size_t fall_lines(const struct view *view, const struct view_line *lines[])
{
    size_t count = 0;
    for (int pass = 0; pass < 3; pass++) {
        for (size_t i = 0; i < view->line_count; i++) {
            const enum view_chart chart = view->lines[i].chart;
            const bool now = pass == 0   ? chart == VIEW_CHART_FROM
                             : pass == 1 ? is_inner(chart)
                                         : chart == VIEW_CHART_TO;
            if (now)
                lines[count++] = &view->lines[i];
        }
    }
    return count;
}

static void write_fall_heads(struct charting *charting, uint32_t line)
{
    struct livebook *book = charting->book;
    const struct title heads[] = {{"项目", "item"},  {"数额", "amount"}, {"之前", "before"},
                                  {"之后", "after"}, {"底", "base"},     {"正", "above"},
                                  {"顶", "roof"},    {"负", "below"}};
    for (size_t i = 0; i < sizeof heads / sizeof *heads; i++)
        chart_write_words(charting, line, (uint16_t)(i <= FALL_AMOUNT ? i : i - 2 + FALL_BEFORE),
                          livebook_title(book, &heads[i]), ROLE_HELPER_HEAD);
}

static void chart_fall(struct charting *charting, const struct shown_fall *fall,
                       const struct view_line *const lines[], size_t count, uint32_t row)
{
    struct livebook *book = charting->book;
    const struct view *view = fall->table->view;
    const uint32_t first = charting->line + 2, last = first + (uint32_t)count - 1;
    struct translator to = {.book = book, .arena = &book->scratch};
    struct step step = {NUMBER_ZERO, NUMBER_ZERO};
    const char *title = chart_view_head(book, view, fall->names[row]);
    chart_write_words(charting, charting->line, 0, title, ROLE_HEADING);
    write_fall_heads(charting, first - 1);
    for (size_t i = 0; i < count; i++) {
        const size_t index = (size_t)(lines[i] - view->lines);
        const struct cell *cell = &fall->table->cells[row * view->line_count + index];
        const struct number amount =
            cell->state == CELL_VALUE ? cell->value.number : (struct number)NUMBER_ZERO;
        const char *figure =
            SAY(&to, "'%s'!$B$%u", fall->sheet, (unsigned)(fall->lines[row] + index + 1));
        write_step(charting, lines[i], first + (uint32_t)i, figure, &amount, &step);
    }
    const char *names = range(charting, FALL_NAME, first, last);
    const struct book_series series[] = {
        {.categories = names, .values = range(charting, FALL_BASE, first, last)},
        {.categories = names, .values = range(charting, FALL_UP, first, last), .colour = BLUE},
        {.categories = names, .values = range(charting, FALL_ROOF, first, last)},
        {.categories = names, .values = range(charting, FALL_DOWN, first, last), .colour = RED}};
    book_writer_chart(book->writer, charting->line, CHART_COLUMN,
                      &(struct book_chart){.kind = CHART_STACKED,
                                           .title = title,
                                           .axis = lines[0]->unit.text,
                                           .series = series,
                                           .series_count = 4,
                                           .width = CHART_WIDTH,
                                           .height = CHART_HEIGHT});
    end_chart(charting, charting->line, last);
}

/* A waterfall for each row that begins with something, for as many as one looks through. */
static void chart_falls(struct charting *charting, const struct shown_fall *fall)
{
    enum { MOST_FALLS = 12 };
    struct livebook *book = charting->book;
    const struct view *view = fall->table->view;
    const struct view_line **lines = arena_array(&book->scratch, view->line_count, sizeof *lines);
    size_t shown = 0;
    const size_t count = lines == NULL ? 0 : fall_lines(view, lines);
    for (uint32_t row = 0; count > 1 && row < fall->table->count && shown < MOST_FALLS; row++) {
        const size_t index = (size_t)(lines[0] - view->lines);
        const struct cell *cell = &fall->table->cells[row * view->line_count + index];
        if (cell->state != CELL_VALUE || number_sign(&cell->value.number) == 0)
            continue;
        chart_fall(charting, fall, lines, count, row);
        shown++;
    }
}

/* ---- the sheet ---- */

static bool has_chart(const struct view *view, enum view_chart chart)
{
    for (size_t i = 0; i < view->line_count; i++)
        if (view->lines[i].chart == chart)
            return true;
    return false;
}

bool livebook_has_charts(const struct livebook *book)
{
    const struct policy *policy = book->context->policy;
    for (size_t i = 0; i < policy->view_count; i++)
        if (has_chart(policy->views[i], VIEW_CHART_FROM) ||
            has_chart(policy->views[i], VIEW_CHART_FLOWS))
            return true;
    return false;
}

void livebook_write_charts(struct livebook *book)
{
    const struct policy *policy = book->context->policy;
    struct charting charting = {.book = book, .line = 2};
    if (!livebook_has_charts(book))
        return;
    livebook_words(book, 0, 0, ROLE_TITLE, livebook_say(book, "图表", "Charts"));
    book_writer_height(book->writer, 0, 2);
    book_writer_width(book->writer, 0, 0, 34);
    book_writer_width(book->writer, 1, 1, 18);
    book_writer_width(book->writer, 2, 2, 2);
    book_writer_width(book->writer, CHART_COLUMN, BEHIND_CHART - 1, 13);
    book_writer_width(book->writer, FALL_BEFORE, FALL_DOWN, 18);
    for (size_t i = 0; i < policy->view_count && !book->no_memory; i++) {
        const struct view *view = policy->views[i];
        const struct arena_mark mark = arena_mark(&book->scratch);
        for (size_t j = 0; j < view->line_count; j++)
            if (view->lines[j].chart == VIEW_CHART_FLOWS)
                chart_flows(&charting, view, &view->lines[j]);
        for (size_t j = 0; j < book->fall_count; j++)
            if (book->falls[j].table->view == view)
                chart_falls(&charting, &book->falls[j]);
        arena_rewind(&book->scratch, mark);
    }
    size_t pages = (charting.charts - 1) / CHARTS_ON_A_PAGE;
    pages = charting.charts == 0 ? 0 : pages > MOST_BREAKS ? MOST_BREAKS : pages;
    if (pages > 0)
        book_writer_breaks(book->writer, charting.breaks, pages);
    livebook_page(book,
                  &(struct book_page){.portrait = true,
                                      .printed_rows = charting.line,
                                      .printed_columns = BEHIND_CHART},
                  book->sheets[SHEET_CHARTS]);
}
