/* The views as sheets to print: each figure a formula on the tables and the postings, its article
 * beside it. */
#include <string.h>

#include "livebook_internal.h"

/* A view on its sheet. */
struct showing {
    struct livebook *book;
    const struct view *view;
    struct view_table table;
    uint32_t line; /* the next, from 0 */
    const char *sheet;
};

/* ---- formulas ---- */

static bool view_sheet_is_own(const struct node *node, const struct view *view)
{
    return is_plain_column(node, view->entity);
}

static bool view_sheet_same_unit(const struct unit *x, const struct unit *y)
{
    const struct number left = cell_factor(x), right = cell_factor(y);
    return number_equal(&left, &right);
}

/* A field's or figure's own cell, whatever it shows. */
static const char *own_cell(struct translator *to, const struct node *node, uint32_t row)
{
    const struct table_plan *plan = &to->book->tables[node->entity->index];
    if (node->op == NODE_ITEM)
        return cell_text_of(to, plan, row, plan->items[node->item->index]);
    const char *cell = cell_text_of(to, plan, row, plan->fields[node->field->index]);
    const bool unknown = node->field->absence == ABSENCE_UNKNOWN;
    return node->field->optional
               ? SAY(to, "IF(%s=\"\",\"%s\",%s)", cell, unknown ? to->book->wait : "", cell)
               : cell;
}

static const struct unit *unit_of_own(const struct node *node)
{
    return node->op == NODE_ITEM ? &node->item->unit : &node->field->unit;
}

/* What was posted for a figure stands for it. */
static const char *posted_or(struct translator *to, const struct node *node, uint32_t row,
                             const struct unit *unit, const char *text)
{
    const struct livebook *book = to->book;
    const struct item *item = node->item;
    const uint32_t *posted = book->posted[item->entity->index];
    uint32_t chain[8];
    size_t count = 0;
    for (uint32_t i = posted[row * item->entity->item_count + item->index]; i != 0 && count < 8;
         i = book->postings[i - 1].next)
        if (book->postings[i - 1].post->amount == NULL)
            chain[count++] = i - 1;
    for (; count > 0; count--) {
        const struct posting_plan *posting = &book->postings[chain[count - 1]];
        const char *cell = posting_cell(to, posting);
        const struct term amount = from_cell(to, cell, &posting->post->kind->unit);
        text = SAY(to, "IF(ISNUMBER(%s),%s,%s)", cell, to_cell(to, &amount, unit), text);
    }
    return text;
}

/* Postings of a kind that a party is on one side of, by the view's row; `path` NULL: all. */
static const char *side_sum(struct translator *to, const struct view *view,
                            const struct view_line *line, bool receives, const char *path)
{
    const struct livebook *book = to->book;
    const char *group = "";
    for (size_t i = 0; path != NULL && i < book->group_count; i++)
        if (book->groups[i] == view->entity)
            group = SAY(to, ",%s,%s", posting_column(to, (uint16_t)(POSTINGS_GROUPS + i)),
                        path[0] == '\0' ? "\"=\"" : quoted_text(to, path));
    return SAY(to, "SUMIFS(%s,%s,%s,%s,%s%s)", posting_column(to, POSTINGS_AMOUNT),
               posting_column(to, receives ? POSTINGS_PAYEE_KIND : POSTINGS_PAYER_KIND),
               quoted_text(to, livebook_title(book, &line->party->title)),
               posting_column(to, POSTINGS_KIND),
               quoted_text(to, livebook_title(book, &line->kind->title)), group);
}

/* Whether postings on a side are not known yet. */
static const char *side_waits(struct translator *to, const struct view *view,
                              const struct view_line *line, bool receives, const char *path)
{
    const struct livebook *book = to->book;
    const char *sum = side_sum(to, view, line, receives, path);
    /* SUMIFS(amounts,… as a count of those that say so: the same conditions. */
    const char *conditions = strchr(sum, ',');
    return SAY(to, "COUNTIFS(%s,\"%s\"%s", posting_column(to, POSTINGS_AMOUNT), book->wait,
               conditions == NULL ? ")" : conditions);
}

static const char *net_formula(struct translator *to, const struct view *view,
                               const struct view_line *line, const char *path)
{
    if (to->book->posting_count == 0)
        return "0";
    const struct term net = {.text = SAY(to, "%s-%s", side_sum(to, view, line, true, path),
                                         side_sum(to, view, line, false, path)),
                             .binds = BINDS_SUM};
    const struct unit *unit = &line->kind->unit;
    const struct term base = from_cell(to, SAY(to, "(%s)", net.text), unit);
    return SAY(to, "IF(%s+%s>0,\"%s\",%s)", side_waits(to, view, line, true, path),
               side_waits(to, view, line, false, path), to->book->wait,
               view_sheet_same_unit(unit, &line->unit) ? net.text
                                                       : to_cell(to, &base, &line->unit));
}

static const char *line_formula(struct translator *to, const struct showing *showing,
                                const struct view_line *line, uint32_t row)
{
    const struct view *view = showing->view;
    const struct dataset *dataset = to->book->context->scenario->dataset;
    const struct spot spot = {view->entity, row};
    to->risky = false;
    if (line->party != NULL)
        return net_formula(to, view, line,
                           view->entity->parent == NULL
                               ? NULL
                               : said(to, row_path(dataset, view->entity, row, to->arena)));
    const struct node *root = line->value->root;
    const char *text;
    if (view_sheet_is_own(root, view) &&
        (root->type.kind != TYPE_NUMBER || view_sheet_same_unit(unit_of_own(root), &line->unit)))
        text = own_cell(to, root, row);
    else
        text = translate_whole(to, root, spot, &line->unit, NULL);
    if (view_sheet_is_own(root, view) && root->op == NODE_ITEM && root->type.kind == TYPE_NUMBER)
        text = posted_or(to, root, row, &line->unit, text);
    return settled_text(to, text);
}

/* ---- cells ---- */

static struct book_look look_of_line(const struct view_line *line, enum book_role role)
{
    const bool counts = line->value != NULL && line->value->root->op == NODE_COUNT;
    return (struct book_look){.format = counts ? SHOW_COUNT
                                               : format_of(&line->type, &line->unit, line->integer),
                              .role = role};
}

static size_t view_sheet_write_figure(struct showing *showing, const struct view_line *line,
                                      uint32_t row, uint32_t at, uint16_t column,
                                      enum book_role role)
{
    struct livebook *book = showing->book;
    const size_t index = (size_t)(line - showing->view->lines);
    const struct cell *cell = &showing->table.cells[row * showing->view->line_count + index];
    const struct book_look look = look_of_line(line, role);
    const struct arena_mark mark = arena_mark(&book->scratch);
    struct translator to = {.book = book, .arena = &book->scratch};
    struct cell shown = *cell;
    struct number room;
    struct book_value value = value_of_cell(book, &shown, &line->type, &line->unit, &room);
    const char *formula = line_formula(&to, showing, line, row);
    livebook_formula(book, at, column, &look, formula, &value);
    const size_t width = value.number != NULL ? livebook_digits(book, value.number)
                                              : utf8_width(value.text, strlen(value.text));
    arena_rewind(&book->scratch, mark);
    return width;
}

static const struct rule *rule_of_line(const struct showing *showing, const struct view_line *line)
{
    const struct node *root = line->value == NULL ? NULL : line->value->root;
    return root != NULL && root->op == NODE_ITEM && view_sheet_is_own(root, showing->view)
               ? livebook_rule(showing->book, root->item)
               : NULL;
}

/* The longest article that a line may show, for the height of its row. */
static const char *longest_source(const struct showing *showing, const struct view_line *line)
{
    const struct rule *rule = rule_of_line(showing, line);
    const char *longest = line->source != NULL ? line->source : rule != NULL ? rule->source : "";
    for (size_t i = 0; line->source == NULL && rule != NULL && i < rule->case_count; i++) {
        const char *source = rule->cases[i].source;
        if (source != NULL &&
            utf8_width(source, strlen(source)) > utf8_width(longest, strlen(longest)))
            longest = source;
    }
    return longest;
}

/* A line's article: its own, or that of the case that is taken. */
static void write_source(struct showing *showing, const struct view_line *line, uint32_t row,
                         uint32_t at, uint16_t column)
{
    struct livebook *book = showing->book;
    const struct book_look look = {.role = ROLE_REMARK};
    const struct rule *rule = rule_of_line(showing, line);
    struct translator to = {.book = book, .arena = &book->scratch};
    const char *formula = NULL;
    if (line->source != NULL || rule == NULL) {
        book_writer_words(book->writer, at, column, &look,
                          line->source != NULL ? line->source : "");
        return;
    }
    const struct table_plan *plan = &book->tables[rule->item.entity->index];
    for (size_t i = rule->case_count; i > 0; i--) {
        if (rule->cases[i - 1].source == NULL ||
            strcmp(rule->cases[i - 1].source, rule->source) == 0)
            continue;
        const char *cell = cell_text_of(&to, plan, row, livebook_case(book, rule, i - 1)->slot);
        formula = SAY(&to, "IF(%s=\"%s\",%s,%s)", cell, book->yes,
                      quoted_text(&to, rule->cases[i - 1].source),
                      formula == NULL ? quoted_text(&to, rule->source) : formula);
    }
    if (formula == NULL) {
        book_writer_words(book->writer, at, column, &look, rule->source);
        return;
    }
    /* No case is taken where the figure does not come about. */
    const char *own = cell_text_of(&to, plan, row, plan->items[rule->item.index]);
    const struct demand *figure = item_demand(&to, &rule->item, own);
    if (figure != NULL)
        formula = SAY(&to, "IF(%s,%s,%s)", figure->test, formula, quoted_text(&to, rule->source));
    livebook_formula(book, at, column, &look, formula,
                     &(struct book_value){.text = livebook_source(book, rule, row)});
}

static const char *line_head(struct livebook *book, const struct view_line *line)
{
    return livebook_head(book, &line->title, &line->unit,
                         line->integer || line->type.kind != TYPE_NUMBER);
}

/* ---- a table ---- */

enum { TABLE_TOP = 3 };
/* A table of so many rows goes on one page, with the chart below it. */
enum { MOST_ON_ONE_PAGE = 40 };

/* Columns that name a row: its key, and its label where it has one. */
static uint16_t name_columns(const struct view *view)
{
    return view->entity->label == view->entity->key ? 1 : 2;
}

static void view_sheet_write_note(struct showing *showing, const struct view_line *line,
                                  uint32_t at, uint16_t column)
{
    struct livebook *book = showing->book;
    const struct rule *rule = rule_of_line(showing, line);
    const char *source = line->source != NULL ? line->source : rule != NULL ? rule->source : NULL;
    if (source == NULL)
        return;
    book_writer_note(book->writer, at, column,
                     livebook_format(book, "%s%s\n%s", livebook_say(book, "规则 ", "rule "),
                                     rule != NULL ? rule->item.id : line->id, source));
}

static void write_column_total(struct showing *showing, const struct view_line *line,
                               uint16_t column, uint32_t first, uint32_t last)
{
    struct livebook *book = showing->book;
    const size_t index = (size_t)(line - showing->view->lines);
    const struct book_look look = look_of_line(line, ROLE_TOTAL);
    const struct cell cell = showing->table.totals[index];
    char letters[GRID_CELL_SIZE];
    struct number room;
    (void)grid_cell_name(letters, 1, column + 1U);
    letters[strlen(letters) - 1] = '\0';
    const struct book_value value = value_of_cell(book, &cell, &line->type, &line->unit, &room);
    livebook_formula(book, last + 1, column, &look,
                     livebook_scratch(book, "IF(COUNTIF(%s%u:%s%u,\"%s\")>0,\"%s\",SUM(%s%u:%s%u))",
                                      letters, (unsigned)first + 1, letters, (unsigned)last + 1,
                                      book->wait, book->wait, letters, (unsigned)first + 1, letters,
                                      (unsigned)last + 1),
                     &value);
}

/* What is posted outside the view's rows. */
static void view_sheet_write_rest(struct showing *showing, const struct view_line *line,
                                  uint16_t column, uint32_t at)
{
    struct livebook *book = showing->book;
    const size_t index = (size_t)(line - showing->view->lines);
    const struct book_look look = look_of_line(line, ROLE_FIGURE);
    const struct cell cell = showing->table.rest[index];
    struct translator to = {.book = book, .arena = &book->scratch};
    struct number room;
    const struct book_value value = value_of_cell(book, &cell, &line->type, &line->unit, &room);
    livebook_formula(book, at, column, &look, net_formula(&to, showing->view, line, ""), &value);
}

static bool has_nets(const struct view *view)
{
    for (size_t i = 0; i < view->line_count; i++)
        if (view->lines[i].party != NULL)
            return true;
    return false;
}

static void write_table_column(struct showing *showing, size_t index, uint32_t rows)
{
    struct livebook *book = showing->book;
    const struct view_line *line = &showing->view->lines[index];
    const struct book_look blank = {.role = ROLE_FIGURE};
    const uint16_t column = (uint16_t)(name_columns(showing->view) + index);
    const uint32_t first = TABLE_TOP + 1;
    const bool nets = has_nets(showing->view) && showing->view->entity->parent != NULL;
    const char *title = line_head(book, line);
    size_t width = utf8_width(title, strlen(title)) / 2 + 3;
    livebook_words(book, TABLE_TOP, column, ROLE_FIGURE_HEAD, title);
    view_sheet_write_note(showing, line, TABLE_TOP, column);
    for (uint32_t row = 0; row < rows; row++) {
        const size_t cells =
            view_sheet_write_figure(showing, line, row, first + row, column, ROLE_FIGURE) + 1;
        width = cells > width ? cells : width;
    }
    if (nets && line->party != NULL)
        view_sheet_write_rest(showing, line, column, first + rows);
    else if (nets)
        book_writer_blank(book->writer, first + rows, column, &blank);
    const uint32_t last = first + rows + (nets ? 0 : (uint32_t)-1);
    if (line->total) {
        write_column_total(showing, line, column, first, last);
        width += 2; /* a sum is longer than its parts */
    } else {
        const struct book_look total = {.role = ROLE_TOTAL};
        book_writer_blank(book->writer, last + 1, column, &total);
    }
    book_writer_width(book->writer, column, column,
                      (uint16_t)(width < 12   ? 12
                                 : width > 30 ? 30
                                              : width));
}

/* Below the figures: what the view's policy says of them, then who signs. */
static void write_signatures(const struct showing *showing, uint32_t line)
{
    struct livebook *book = showing->book;
    if (showing->view->note.zh != NULL)
        livebook_words(book, line - 1, 0, ROLE_PLAIN,
                       livebook_format(book, livebook_zh(book) ? "注：%s" : "note: %s",
                                       livebook_title(book, &showing->view->note)));
    livebook_words(book, line, 0, ROLE_PLAIN,
                   livebook_say(book,
                                "编制：＿＿＿＿＿＿　　复核：＿＿＿＿＿＿　　"
                                "负责人：＿＿＿＿＿＿　　日期：＿＿＿＿＿＿",
                                "prepared: ____________   checked: ____________   "
                                "approved: ____________   date: ____________"));
}

static void write_top(struct showing *showing, size_t number)
{
    struct livebook *book = showing->book;
    const struct book_look title = {.role = ROLE_TITLE};
    char as_of[DATE_TEXT_SIZE];
    book_writer_height(book->writer, 0, 2);
    book_writer_words(book->writer, 0, 0, &title, livebook_title(book, &showing->view->title));
    livebook_words(
        book, 1, 0, ROLE_PLAIN,
        livebook_format(book,
                        livebook_zh(book) ? "表号：FT-%02u　基准日：%s　单位：见栏目　%s"
                                          : "table FT-%02u, as of %s, units as headed; %s",
                        (unsigned)number, date_text(as_of, book->context->scenario->dataset->as_of),
                        livebook_title(book, &book->context->scenario->title)));
}

static void write_row_names(struct showing *showing, uint32_t rows)
{
    struct livebook *book = showing->book;
    const struct entity *entity = showing->view->entity;
    const struct book_look name = {.role = ROLE_FIGURE}, total = {.role = ROLE_TOTAL};
    uint32_t at = TABLE_TOP + 1;
    size_t width = 8, label = 4;
    livebook_words(book, TABLE_TOP, 0, ROLE_FIGURE_HEAD,
                   livebook_title(book, &entity->fields[entity->key].title));
    const bool labelled = name_columns(showing->view) > 1;
    if (labelled)
        livebook_words(book, TABLE_TOP, 1, ROLE_FIGURE_HEAD, livebook_title(book, &entity->title));
    for (uint32_t row = 0; row < rows; row++, at++) {
        const struct arena_mark mark = arena_mark(&book->scratch);
        const char *path = livebook_path(book, entity, row),
                   *named = livebook_row_label(book, entity, row);
        const size_t wide = utf8_width(path, strlen(path)),
                     cells = utf8_width(named, strlen(named));
        width = wide > width ? wide : width;
        label = cells > label ? cells : label;
        book_writer_words(book->writer, at, 0, &name, path);
        if (labelled)
            livebook_write_label(book, at, 1, &name, entity, row, "");
        arena_rewind(&book->scratch, mark);
    }
    if (has_nets(showing->view) && entity->parent != NULL) {
        book_writer_words(book->writer, at, 0, &name,
                          livebook_say(book, "不属于以上各行", "in none of these rows"));
        if (labelled)
            book_writer_blank(book->writer, at, 1, &name);
        at++;
    }
    book_writer_words(book->writer, at, 0, &total, livebook_say(book, "合计", "total"));
    if (labelled)
        book_writer_blank(book->writer, at, 1, &total);
    book_writer_width(book->writer, 0, 0, (uint16_t)(width > 30 ? 30 : width + 2));
    if (labelled)
        book_writer_width(book->writer, 1, 1, (uint16_t)(label > 30 ? 30 : label + 2));
    write_signatures(showing, at + 2);
    showing->line = at + 4;
}

static void write_table_view(struct showing *showing, size_t number)
{
    struct livebook *book = showing->book;
    const uint32_t rows = showing->table.count;
    const uint16_t names = name_columns(showing->view);
    const char *words[] = {book->wait, "✗"};
    write_top(showing, number);
    write_row_names(showing, rows);
    for (size_t i = 0; i < showing->view->line_count && !book->no_memory; i++)
        write_table_column(showing, i, rows);
    book_writer_height(book->writer, TABLE_TOP, 3);
    book_writer_watch(book->writer, TABLE_TOP + 1, names, TABLE_TOP + rows + 2,
                      (uint16_t)(names + showing->view->line_count), words, 2);
    book_writer_panes(book->writer, TABLE_TOP + 1, names);
    livebook_chart_table(book, showing->view, showing->sheet, names, TABLE_TOP + 1, rows);
    livebook_page(book,
                  &(struct book_page){.repeat_first = TABLE_TOP,
                                      .repeat_last = TABLE_TOP,
                                      .single = rows <= MOST_ON_ONE_PAGE},
                  showing->sheet);
}

/* ---- a sheet ---- */

/* What fits into a line of the articles' column, in its small type. */
enum { SOURCE_CELLS = 78 };
enum { LINES_OF_A_PAGE = 25 };
enum { SHEET_NAME, SHEET_FIGURE, SHEET_PER, SHEET_ARTICLE, SHEET_RULE, SHEET_COLUMNS };

static void view_sheet_write_sheet_heads(struct showing *showing, uint32_t at)
{
    struct livebook *book = showing->book;
    const struct view *view = showing->view;
    const char *per =
        view->per == NULL ? "" : livebook_head(book, &view->per->title, &view->per->unit, false);
    const char *const heads[SHEET_COLUMNS] = {
        livebook_say(book, "项目", "item"), livebook_say(book, "数额", "figure"), per,
        livebook_say(book, "依据", "source"), livebook_say(book, "规则", "rule")};
    for (uint16_t column = 0; column < (uint16_t)SHEET_COLUMNS; column++)
        livebook_words(book, at, column, ROLE_FIGURE_HEAD, heads[column]);
}

/* A line's figure by the view's divisor, where both are numbers. */
static void write_per(struct showing *showing, const struct view_line *line, uint32_t row,
                      uint32_t at, const char *divisor)
{
    struct livebook *book = showing->book;
    const struct view *view = showing->view;
    const size_t index = (size_t)(line - view->lines);
    const struct book_look look = {.format = SHOW_MONEY, .role = ROLE_FIGURE};
    struct translator to = {.book = book, .arena = &book->scratch};
    char own[GRID_CELL_SIZE];
    struct number room;
    if (!view_line_is_per(view, line)) {
        book_writer_blank(book->writer, at, SHEET_PER, &look);
        return;
    }
    const struct cell *cell = &showing->table.per[row * view->line_count + index];
    struct book_value value = {.text = ""};
    if (cell->state == CELL_VALUE || cell->state == CELL_UNDETERMINED)
        value = value_of_cell(book, cell, &view->per->type, &view->per->unit, &room);
    const struct term figure =
        from_cell(&to, grid_cell_name(own, at + 1, SHEET_FIGURE + 1), &line->unit);
    const struct term part = {.text =
                                  SAY(&to, "%s/%s", bound(&to, &figure, BINDS_PRODUCT), divisor),
                              .binds = BINDS_PRODUCT};
    livebook_formula(book, at, SHEET_PER, &look,
                     SAY(&to,
                         "IF(COUNT(%s,%s)=2,IF(%s<>0,%s,\"\"),IF(OR(AND(%s=\"%s\",%s<>\"%s\"),"
                         "AND(%s=\"%s\",ISNUMBER(%s))),\"%s\",\"\"))",
                         own, divisor, divisor, to_cell(&to, &part, &view->per->unit), divisor,
                         book->wait, own, book->miss, own, book->wait, divisor, book->wait),
                     &value);
}

static void view_sheet_write_sheet_line(struct showing *showing, const struct view_line *line,
                                        uint32_t row, const char *divisor)
{
    struct livebook *book = showing->book;
    const uint32_t at = showing->line++;
    const enum book_role role = line->total ? ROLE_TOTAL : ROLE_FIGURE;
    const struct book_look name = {.role = role, .indent = (uint8_t)line->level};
    const struct rule *rule = rule_of_line(showing, line);
    const struct arena_mark mark = arena_mark(&book->scratch);
    const uint32_t lines = livebook_lines(longest_source(showing, line), SOURCE_CELLS);
    if (lines > 1)
        book_writer_height(book->writer, at, lines);
    book_writer_words(book->writer, at, SHEET_NAME, &name, line_head(book, line));
    (void)view_sheet_write_figure(showing, line, row, at, SHEET_FIGURE, role);
    if (divisor != NULL)
        write_per(showing, line, row, at, divisor);
    write_source(showing, line, row, at, SHEET_ARTICLE);
    livebook_words(book, at, SHEET_RULE, ROLE_REMARK, rule != NULL ? rule->item.id : line->id);
    arena_rewind(&book->scratch, mark);
}

/* The divisor stands in a cell of its own above the lines; its name there. */
static const char *write_divisor(struct showing *showing, uint32_t row)
{
    struct livebook *book = showing->book;
    const struct view_line *per = showing->view->per;
    static const struct unit base = {.factor = {.num = 1, .den = 1}, .text = ""};
    const struct book_look look = {.format = SHOW_QUANTITY, .role = ROLE_HELPER};
    struct translator to = {.book = book, .arena = &book->scratch};
    const struct spot spot = {showing->view->entity, row};
    char name[GRID_CELL_SIZE];
    struct number room;
    if (per == NULL)
        return NULL;
    const uint32_t at = showing->line++;
    const struct node *root = per->value->root;
    const struct cell *cells = evaluate_column(book, NULL, per->value, root, showing->view->entity);
    struct cell cell = cells == NULL ? (struct cell){0} : cells[row];
    const char *formula = settled_text(&to, translate_whole(&to, root, spot, &base, NULL));
    const struct book_value value =
        value_of_cell(book, &cell, &per->value->root->type, &base, &room);
    livebook_words(book, at, SHEET_NAME, ROLE_PLAIN,
                   livebook_say(book, "除以（基本单位）", "divided by (base units)"));
    livebook_formula(book, at, SHEET_FIGURE, &look, formula, &value);
    return livebook_format(book, "$%s", grid_cell_name(name, at + 1, SHEET_FIGURE + 1));
}

/* Keeps where each row's figures stand, for the charts. */
static struct shown_fall *keep_fall(struct showing *showing)
{
    struct livebook *book = showing->book;
    struct shown_fall *fall = &book->falls[book->fall_count];
    struct view_table *table = arena_allocate(book->arena, sizeof *table);
    *fall = (struct shown_fall){
        .table = table,
        .sheet = showing->sheet,
        .names = arena_array(book->arena, showing->table.count, sizeof(const char *)),
        .lines = arena_array(book->arena, showing->table.count, sizeof(uint32_t))};
    if (table == NULL || fall->names == NULL || fall->lines == NULL) {
        book->no_memory = true;
        return NULL;
    }
    *table = showing->table;
    book->fall_count++;
    return fall;
}

/* As wide as the longest name of a line, within bounds. */
static uint16_t view_name_width(struct livebook *book, const struct view *view)
{
    enum { LEAST_NAME = 46, MOST_NAME = 72 };
    size_t width = LEAST_NAME;
    for (size_t i = 0; i < view->line_count; i++) {
        const char *head = line_head(book, &view->lines[i]);
        const size_t cells = utf8_width(head, strlen(head)) + (size_t)2 * view->lines[i].level + 2;
        width = cells > width ? cells : width;
    }
    return (uint16_t)(width > MOST_NAME ? MOST_NAME : width);
}

static void write_sheet_view(struct showing *showing, size_t number)
{
    struct livebook *book = showing->book;
    const struct view *view = showing->view;
    static const uint8_t widths[SHEET_COLUMNS] = {46, 22, 18, 70, 26};
    const struct book_look heading = {.role = ROLE_HEADING};
    const char *words[] = {book->wait, "✗"};
    for (uint16_t column = 0; column < (uint16_t)SHEET_COLUMNS; column++)
        book_writer_width(book->writer, column, column,
                          column == SHEET_PER && view->per == NULL ? 2 : widths[column]);
    book_writer_width(book->writer, SHEET_NAME, SHEET_NAME, view_name_width(book, view));
    struct shown_fall *fall = keep_fall(showing);
    /* A part that fills most of a page begins one. */
    uint32_t *parts = arena_array(book->arena, showing->table.count, sizeof *parts);
    size_t part_count = 0;
    write_top(showing, number);
    showing->line = 2;
    for (uint32_t row = 0; row < showing->table.count && !book->no_memory; row++) {
        if (row > 0 && parts != NULL && view->line_count >= LINES_OF_A_PAGE)
            parts[part_count++] = showing->line;
        const char *name = livebook_format(book, "%s %s", livebook_path(book, view->entity, row),
                                           livebook_row_label(book, view->entity, row));
        if (view->entity->parent != NULL)
            livebook_write_label(
                book, showing->line++, 0, &heading, view->entity, row,
                livebook_format(book, "%s ", livebook_path(book, view->entity, row)));
        const char *divisor = write_divisor(showing, row);
        view_sheet_write_sheet_heads(showing, showing->line++);
        if (fall != NULL) {
            fall->names[row] = name;
            fall->lines[row] = showing->line;
        }
        for (size_t i = 0; i < view->line_count && !book->no_memory; i++)
            view_sheet_write_sheet_line(showing, &view->lines[i], row, divisor);
        showing->line++;
    }
    if (part_count > 0)
        book_writer_breaks(book->writer, parts, part_count);
    write_signatures(showing, showing->line + 1);
    book_writer_watch(book->writer, 2, SHEET_FIGURE, showing->line, SHEET_PER, words, 2);
    book_writer_panes(book->writer, 2, 1);
    livebook_page(book, &(struct book_page){.repeat_first = 0, .repeat_last = 1}, showing->sheet);
}

/* ---- all of them ---- */

void livebook_write_views(struct livebook *book)
{
    const struct livebook_context *context = book->context;
    size_t number = 1;
    book->falls = arena_array(book->arena, context->policy->view_count, sizeof *book->falls);
    book->no_memory = book->no_memory || book->falls == NULL;
    for (size_t i = 0; i < context->policy->view_count && !book->no_memory; i++) {
        const struct view *view = context->policy->views[i];
        struct showing showing = {.book = book, .view = view};
        if (book->tables[view->entity->index].table->count == 0)
            continue;
        book->status = ledger_view(&showing.table, context->ledger, view, context->arith,
                                   context->diagnostics);
        if (book->status != FT_OK)
            return;
        showing.sheet = livebook_sheet(book, livebook_title(book, &view->title));
        livebook_open_sheet(book, showing.sheet, false);
        if (view->sheet)
            write_sheet_view(&showing, number++);
        else
            write_table_view(&showing, number++);
    }
}
