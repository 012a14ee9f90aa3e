/*
 * The derivation of a figure as a sheet: a line a step, numbered, with its value and unit, the
 * formula in words and as the rule has it, the article, and where the input or the rule stands.
 * Figures that others use are derived below them; each use is a link to that line.
 */
#include <string.h>

#include "derivation_tree.h"
#include "sentence.h"
#include "sheet.h"

enum { STEP, TITLE, VALUE, UNIT, WRITTEN, SOURCE, PLACE, COLUMNS };
static const uint16_t widths[COLUMNS] = {8, 50, 18, 9, 40, 44, 32};

/* A cell that leads to where a figure is derived. */
struct sheet_link {
    uint32_t line;
    size_t figure; /* of the tree */
};

struct derivation_sheet {
    struct sheet_writer sheet;
    const char *name;
    uint32_t first_line; /* of the first figure */
    size_t figure, step; /* numbers of the next line: "2", "2.1"; 0 is no figure of the tree */
    bool placed;         /* the first line of the figure says where it stands */
    size_t figures;      /* of the tree, so far */
    size_t value_width;  /* of the widest figure */
    uint32_t *heads;     /* by figure of the tree: its first line */
    size_t head_capacity;
    struct sheet_link *links;
    size_t link_count, link_capacity;
};

/* A line before it is written; texts may be NULL where memory is out. */
struct derivation_row {
    enum book_role role;
    size_t depth;
    const char *title;
    const struct shown_figure *figure; /* or NULL: `words` stand in its stead */
    const char *words, *written, *source, *place;
};

static const char *text_or_none(const char *text)
{
    return text == NULL ? "" : text;
}

static void sheet_write_row(struct reporting *reporting, const struct derivation_row *row)
{
    enum { MOST_DEPTH = 9, INDENT = 2 };
    struct derivation_sheet *made = reporting->sheet;
    struct sheet_writer *sheet = &made->sheet;
    const size_t depth = row->depth < MOST_DEPTH ? row->depth : MOST_DEPTH;
    const struct book_look plain = {.role = row->role},
                           title = {.role = row->role, .indent = (uint8_t)depth};
    const char *const texts[] = {row->title, row->written, row->source, row->place, row->words};
    const uint16_t room[] = {(uint16_t)(widths[TITLE] - INDENT * depth), widths[WRITTEN],
                             widths[SOURCE], widths[PLACE], widths[VALUE]};
    const size_t width =
        row->figure == NULL ? 0 : utf8_width(row->figure->text, strlen(row->figure->text));
    sheet_height(sheet, texts, room, sizeof room / sizeof *room);
    made->value_width = width > made->value_width ? width : made->value_width;
    sheet_words(sheet, STEP, &plain,
                made->step == 0
                    ? format_text(&reporting->display, "%zu", made->figure)
                    : format_text(&reporting->display, "%zu.%zu", made->figure, made->step));
    sheet_words(sheet, TITLE, &title, row->title);
    if (row->figure != NULL)
        sheet_figure(sheet, VALUE, row->role, row->figure);
    else
        sheet_words(sheet, VALUE, &plain, text_or_none(row->words));
    sheet_words(sheet, UNIT, &plain, row->figure == NULL ? "" : sheet_unit(reporting, row->figure));
    sheet_words(sheet, WRITTEN, &plain, text_or_none(row->written));
    sheet_words(sheet, SOURCE, &plain, text_or_none(row->source));
    sheet_words(sheet, PLACE, &plain, text_or_none(row->place));
    sheet->line++;
    made->step++;
}

/* ---- what is explained ---- */

static void sheet_note_head(struct reporting *reporting)
{
    struct derivation_sheet *made = reporting->sheet;
    uint32_t *heads = arena_grow(reporting->arena, made->heads, &made->head_capacity, sizeof *heads,
                                 made->figures + 1);
    if (heads == NULL) {
        reporting->writer.status = FT_NO_MEMORY;
        return;
    }
    made->heads = heads;
    heads[made->figures++] = made->sheet.line;
}

static void sheet_subject(struct reporting *reporting, const struct subject *subject,
                          const struct title *title, const struct shown_figure *figure)
{
    struct derivation_sheet *made = reporting->sheet;
    const struct rule *rule = subject->kind == SUBJECT_RULE ? subject->rule : NULL;
    const struct place *place = rule != NULL                    ? &rule->place
                                : subject->kind == SUBJECT_FACT ? NULL
                                                                : &subject->line->place;
    const char *row = subject_row(reporting, subject);
    if (made->sheet.line > made->first_line)
        made->sheet.line++;
    if (rule != NULL)
        sheet_note_head(reporting);
    made->figure = rule != NULL ? made->figures : 0;
    made->step = 0;
    made->placed = place != NULL;
    sheet_write_row(
        reporting,
        &(struct derivation_row){
            .role = ROLE_WORDS_HEAD,
            .title = format_text(&reporting->display, "%s%s%s", titled(&reporting->display, title),
                                 row == NULL || row[0] == '\0' ? "" : "  ", text_or_none(row)),
            .figure = figure,
            .written = subject_name(&reporting->display, subject),
            .source = rule != NULL ? rule->source : "",
            .place = place == NULL ? "" : place_shown(&reporting->display, place)});
}

/* The articles and places of rules and columns stand in the first line of each. */
static void sheet_label(struct reporting *reporting, enum word_id id, const char *text)
{
    const bool place = id == WORD_FILE || id == WORD_ROW;
    if (id == WORD_SOURCE || (id == WORD_FILE && reporting->sheet->placed))
        return;
    sheet_write_row(reporting, &(struct derivation_row){.role = ROLE_WORDS,
                                                        .depth = 1,
                                                        .title = word(&reporting->display, id),
                                                        .written = place ? "" : text,
                                                        .place = place ? text : ""});
}

/* ---- formulas and their steps ---- */

static void sheet_formula(struct reporting *reporting, enum word_id label, const char *remark,
                          const struct formula *formula, bool evaluated)
{
    sheet_write_row(
        reporting,
        &(struct derivation_row){
            .role = ROLE_WORDS,
            .depth = 1,
            .title = format_text(&reporting->display, "%s%s%s", word(&reporting->display, label),
                                 remark[0] == '\0' ? "" : "  ", remark),
            .words = evaluated ? "" : word(&reporting->display, WORD_CASE_NOT_REACHED),
            .written = evaluated ? "" : joined_lines(reporting, formula->text.bytes),
            .place = place_shown(&reporting->display, &formula->text.place)});
}

static void sheet_exception(struct reporting *reporting, const struct rule_case *exception,
                            enum word_id outcome)
{
    sheet_write_row(reporting,
                    &(struct derivation_row){
                        .role = ROLE_WORDS,
                        .depth = 1,
                        .title = format_text(&reporting->display, "%s %s",
                                             outcome == WORD_CASE_TAKEN         ? "✓"
                                             : outcome == WORD_CASE_NOT_REACHED ? "–"
                                                                                : "✗",
                                             titled(&reporting->display, &exception->title)),
                        .words = word(&reporting->display, outcome),
                        .written = exception->label,
                        .source = exception->source});
}

/* Where a parameter's value stands in the law. */
static void sheet_from_law(struct tree *tree, const struct step *step, struct derivation_row *row)
{
    struct reporting *reporting = tree->reporting;
    const struct version *version = step->version;
    char from[DATE_TEXT_SIZE];
    if (version == NULL)
        return;
    const char *status = status_word(&reporting->display, version->status);
    row->source = format_text(&reporting->display, "%s%s%s; %s",
                              dated(&reporting->display, WORD_FROM, date_text(from, version->from)),
                              status[0] == '\0' ? "" : "; ", status, version->source);
    row->place = place_shown(&reporting->display, place_in_law(tree, step));
}

static void sheet_note_link(struct tree *tree, size_t figure)
{
    struct derivation_sheet *made = tree->reporting->sheet;
    struct sheet_link *links = arena_grow(tree->reporting->arena, made->links, &made->link_capacity,
                                          sizeof *links, made->link_count + 1);
    if (links == NULL) {
        tree->reporting->writer.status = FT_NO_MEMORY;
        return;
    }
    made->links = links;
    links[made->link_count++] = (struct sheet_link){made->sheet.line, figure};
}

/* A rule's figure leads to where it is derived, or names itself. */
static void sheet_from_rule(struct tree *tree, const struct item *item, uint32_t at,
                            struct derivation_row *row)
{
    struct reporting *reporting = tree->reporting;
    const size_t figure = tree_find(tree, item, at);
    if (figure < tree->count) {
        sheet_note_link(tree, figure);
        return;
    }
    tree_name_figure(tree, item, at);
    row->source =
        format_text(&reporting->display, "→ %s",
                    visible(&reporting->display, name_at(reporting, item->id, item->entity, at)));
}

static void sheet_from_facts(struct tree *tree, const struct step *step, uint32_t at,
                             struct derivation_row *row)
{
    struct reporting *reporting = tree->reporting;
    const struct node *node = step->node;
    const struct column *column =
        dataset_field(reporting->context->ledger->dataset, node->entity, node->field);
    struct place room;
    const struct place *place = column_place(column, at, &room);
    if (place == NULL)
        return;
    const bool typed = place->width > 0 || place->line == 0; /* the command line has no lines */
    row->source = typed ? "" : word(&reporting->display, WORD_ABSENT);
    row->place = place_shown(&reporting->display, place);
}

/* Titles for names, words for operations; what the rule says beside. */
static void sheet_step_row(struct tree *tree, const struct step *step, size_t depth,
                           const char *before)
{
    struct reporting *reporting = tree->reporting;
    const struct node *node = step->node;
    const bool integer = node->op == NODE_FIELD && node->field->integer;
    const struct shown_figure figure = {
        cell_text(&reporting->display, &step->cell, &node->type, &node->unit, integer), &step->cell,
        &node->type, &node->unit, integer};
    uint32_t at;
    struct derivation_row row = {
        .role = ROLE_WORDS,
        .depth = depth,
        .title = format_text(&reporting->display, "%s%s", before,
                             text_or_none(node_sentence(reporting, step->entity, node))),
        .figure = &figure,
        .written = joined_lines(reporting, node_words(&reporting->display, node))};
    if (node->parameter != NULL)
        sheet_from_law(tree, step, &row);
    else if ((node->item != NULL || node->field != NULL) &&
             looked_at(reporting->context->ledger->dataset, step, &at)) {
        if (node->item != NULL)
            sheet_from_rule(tree, node->item, at, &row);
        else
            sheet_from_facts(tree, step, at, &row);
    }
    sheet_write_row(reporting, &row);
}

static void sheet_step(struct tree *tree, const struct step *step, size_t depth)
{
    sheet_step_row(tree, step, depth + 2, "");
}

static void sheet_row(struct tree *tree, const char *mark, const struct entity *entity,
                      uint32_t row, const struct step *const *steps, size_t count, size_t depth)
{
    struct reporting *reporting = tree->reporting;
    const char *title = text_or_none(row_title(&reporting->display, entity, row));
    if (count == 1) {
        sheet_step_row(tree, steps[0], depth + 2,
                       format_text(&reporting->display, "%s%s  ", mark, title));
        return;
    }
    sheet_write_row(reporting, &(struct derivation_row){
                                   .role = ROLE_WORDS,
                                   .depth = depth + 2,
                                   .title = format_text(&reporting->display, "%s%s", mark, title)});
    for (size_t i = 0; i < count; i++)
        sheet_step_row(tree, steps[i], depth + 3, "");
}

static void sheet_remark(struct tree *tree, const char *text, const struct shown_figure *figure,
                         size_t depth)
{
    sheet_write_row(tree->reporting,
                    &(struct derivation_row){
                        .role = ROLE_WORDS, .depth = depth + 2, .title = text, .figure = figure});
}

/* ---- what was posted, and what a sum is made of ---- */

static void sheet_posting(struct reporting *reporting, const struct posting *posting)
{
    const struct unit *unit = &posting->post->kind->unit;
    const bool open = posting->lacks != NULL;
    const struct cell amount = {.value = {.number = posting->amount},
                                .state = open ? CELL_UNDETERMINED : CELL_VALUE};
    const struct shown_figure figure = {
        .text = open ? word(&reporting->display, WORD_UNDETERMINED)
                     : amount_text(&reporting->display, posting->post->kind, &posting->amount),
        .cell = &amount,
        .unit = unit};
    const char *from = posting->post->memo ? word(&reporting->display, WORD_MEMO)
                                           : party_title(&reporting->display, posting->from);
    sheet_write_row(
        reporting,
        &(struct derivation_row){
            .role = ROLE_WORDS,
            .depth = 1,
            .title = text_with_label(
                &reporting->display, word(&reporting->display, WORD_POSTING),
                format_text(&reporting->display, "%s → %s", text_or_none(from),
                            text_or_none(party_title(&reporting->display, posting->to)))),
            .figure = &figure,
            .written =
                open ? NULL
                     : format_text(&reporting->display, "%s %s  %s %s",
                                   word(&reporting->display, WORD_EXACT),
                                   brief_figure(&reporting->display, &posting->exact,
                                                unit_shown(&reporting->display, unit)),
                                   word(&reporting->display, WORD_RESIDUE),
                                   brief_figure(&reporting->display, &posting->residue, unit))});
}

static void sheet_part(struct reporting *reporting, const char *row,
                       const struct shown_figure *figure, const char *name)
{
    sheet_write_row(
        reporting,
        &(struct derivation_row){
            .role = ROLE_WORDS,
            .depth = 2,
            .title = row,
            .figure = figure,
            .source = name == NULL ? "" : format_text(&reporting->display, "→ %s", name)});
}

/* The two commands that show what is named alone stand below the table. */
static void sheet_rest(struct reporting *reporting, size_t count, const char *one, const char *all)
{
    struct derivation_sheet *made = reporting->sheet;
    const bool chinese = reporting->context->language == FT_ZH;
    const struct book_look plain = {.role = ROLE_PLAIN};
    const char *const lines[] = {
        format_in(&reporting->display, "标有 → 的 %zu 个数未在此展开，可逐个查看，例如",
                  "Figures marked →, %zu of them, are not derived here; see each, "
                  "such as",
                  count),
        one, chinese ? "全部展开" : "All of it", all};
    made->sheet.line++;
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++, made->sheet.line++)
        sheet_words(&made->sheet, TITLE, &plain, lines[i]);
}

const struct derivation_lines sheet_lines = {
    .subject = sheet_subject,
    .label = sheet_label,
    .formula = sheet_formula,
    .exception = sheet_exception,
    .step = sheet_step,
    .row = sheet_row,
    .remark = sheet_remark,
    .posting = sheet_posting,
    .part = sheet_part,
    .rest = sheet_rest,
};

/* ---- the workbook ---- */

enum ft_status derivation_sheet_open(struct reporting *reporting, const struct subject *subject)
{
    static const struct title heads[COLUMNS] = {
        [STEP] = {"步骤", "step"},
        [TITLE] = {"名称、算式", "title, formula in words"},
        [VALUE] = {"数值", "value"},
        [UNIT] = {"单位", "unit"},
        [WRITTEN] = {"规则中的写法", "as the rule has it"},
        [SOURCE] = {"依据", "article"},
        [PLACE] = {"出处（文件、单元格）", "place (file, cell)"}};
    static const struct title sheet_name = {"由来", "derivation"};
    static const struct title remark = {
        "缩进的是上一行用到的数；用到的规则的数在下面逐个展开，点“见步骤”前往",
        "what a line uses is indented below it; figures of rules are derived further down, where "
        "the links lead"};
    struct derivation_sheet *made = arena_allocate(reporting->arena, sizeof *made);
    struct sheet_column_head columns[COLUMNS];
    const enum ft_language language = reporting->context->language;
    const char *const remarks[] = {title_in(&remark, language)};
    if (made == NULL)
        return reporting->writer.status = FT_NO_MEMORY;
    *made = (struct derivation_sheet){.name = title_in(&sheet_name, language)};
    reporting->sheet = made;
    if (sheet_open(&made->sheet, reporting) != FT_OK)
        return reporting_status(reporting);
    for (size_t i = 0; i < COLUMNS; i++)
        columns[i] = (struct sheet_column_head){title_in(&heads[i], language), widths[i]};
    const char *name = name_at(reporting, subject_name(&reporting->display, subject),
                               subject->entity, subject->kind == SUBJECT_TOTAL ? 0 : subject->row);
    sheet_begin(
        &made->sheet, made->name,
        format_text(&reporting->display, "%s  %s", made->name,
                    visible(&reporting->display, subject->kind == SUBJECT_TOTAL
                                                     ? subject_name(&reporting->display, subject)
                                                     : name)),
        remarks, 1, columns, COLUMNS);
    made->first_line = made->sheet.line;
    return FT_OK;
}

static void sheet_write_links(struct reporting *reporting)
{
    const struct derivation_sheet *made = reporting->sheet;
    for (size_t i = 0; i < made->link_count; i++) {
        const struct sheet_link *link = &made->links[i];
        if (link->figure >= made->figures)
            continue;
        book_writer_link(made->sheet.writer, link->line, SOURCE,
                         text_or_none(format_text(&reporting->display, "'%s'!A%u", made->name,
                                                  (unsigned)made->heads[link->figure] + 1)),
                         text_or_none(format_in(&reporting->display, "见步骤 %zu", "see step %zu",
                                                link->figure + 1)));
    }
}

enum ft_status derivation_sheet_finish(struct reporting *reporting)
{
    enum { MOST_WIDTH = 40 };
    struct derivation_sheet *made = reporting->sheet;
    if (made->value_width + 2 > widths[VALUE])
        book_writer_width(
            made->sheet.writer, VALUE, VALUE,
            (uint16_t)(made->value_width + 2 < MOST_WIDTH ? made->value_width + 2 : MOST_WIDTH));
    sheet_write_links(reporting);
    return sheet_finish(&made->sheet);
}
