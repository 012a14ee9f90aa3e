/*
 * Figures that no rule works out, as text: what a party nets by the postings at a row and below it,
 * what a column adds up to, and what the scenario gives. Each names the figures it is made of with
 * what `explain` shows them by.
 */
#include <string.h>

#include "explain.h"

/* The first lines of a column: what it is called, which view shows it, where it is declared. */
static void view_derivation_write_head(struct reporting *reporting, const struct subject *subject,
                                       const struct shown_figure *figure)
{
    derivation_lines(reporting)->subject(reporting, subject, &subject->line->title, figure);
    derivation_label(reporting, WORD_VIEW, titled(&reporting->display, &subject->view->title));
    derivation_label(reporting, WORD_FILE, place_shown(&reporting->display, &subject->line->place));
}

/* ---- what a party nets ---- */

/* A party's net of a kind of value at a row of a view. */
struct net {
    struct reporting *reporting;
    const struct subject *subject;
    struct number received, paid;
    const struct lacks *received_lacks, *paid_lacks; /* not NULL: undetermined */
};

static bool lies_at(const struct net *net, const struct posting *posting)
{
    const struct subject *subject = net->subject;
    const struct entity *entity = posting->rule->item.entity;
    if (posting->post->memo || posting->post->kind != subject->line->kind)
        return false;
    return entity_is_below(entity, subject->entity) &&
           row_above(net->reporting->context->ledger->dataset, entity, posting->row,
                     subject->entity) == subject->row;
}

/* 1: the party receives it, -1: it pays it, 0: neither, or both. */
static int side(const struct net *net, const struct posting *posting)
{
    const struct party *party = net->subject->line->party;
    return (posting->to.party == party) - (posting->from.party == party);
}

static void view_derivation_add(struct net *net, struct number *sum, const struct number *amount)
{
    if (number_add(sum, net->reporting->context->arith, sum, amount) != FT_OK)
        net->reporting->writer.status = FT_NO_MEMORY;
}

/* "  收入 应缴地价款: 118,011,894.97", then its rows; nothing where none was posted. */
static void view_derivation_write_post(struct net *net, const struct post *post, int asked)
{
    struct reporting *reporting = net->reporting;
    const struct ledger *ledger = reporting->context->ledger;
    struct number sum = NUMBER_ZERO;
    const struct lacks *lacks = NULL;
    size_t count = 0;
    for (size_t i = 0; i < ledger->posting_count; i++) {
        const struct posting posting = ledger_posting(ledger, i);
        if (posting.post != post || !lies_at(net, &posting) || side(net, &posting) != asked)
            continue;
        count++;
        view_derivation_add(net, &sum, &posting.amount);
        lacks = posting.lacks != NULL ? posting.lacks : lacks;
    }
    if (count == 0)
        return;
    if (lacks != NULL)
        *(asked > 0 ? &net->received_lacks : &net->paid_lacks) = lacks;
    view_derivation_add(net, asked > 0 ? &net->received : &net->paid, &sum);
    derivation_label(reporting, asked > 0 ? WORD_RECEIVED : WORD_PAID,
                     format_text(&reporting->display, "%s = %s %s",
                                 titled(&reporting->display, &post->title),
                                 total_text(&reporting->display, post->kind, &sum, lacks),
                                 unit_shown(&reporting->display, &post->kind->unit)->text));
    for (size_t i = 0; i < ledger->posting_count; i++) {
        const struct posting own = ledger_posting(ledger, i), *posting = &own;
        const struct item *item = &posting->rule->item;
        if (posting->post != post || !lies_at(net, posting) || side(net, posting) != asked)
            continue;
        const struct cell cell = {.value = {.number = posting->amount}, .state = CELL_VALUE};
        const struct shown_figure figure = {.text = posting_text(&reporting->display, posting),
                                            .cell = &cell,
                                            .unit = &post->kind->unit};
        derivation_lines(reporting)->part(
            reporting, row_title(&reporting->display, item->entity, posting->row), &figure,
            name_at(reporting, item->id, item->entity, posting->row));
    }
}

void derivation_write_net(struct reporting *reporting, const struct subject *subject)
{
    const struct policy *policy = reporting->context->policy;
    const struct value_kind *kind = subject->line->kind;
    const char *unit = unit_shown(&reporting->display, &kind->unit)->text;
    struct net net = {
        .reporting = reporting, .subject = subject, .received = NUMBER_ZERO, .paid = NUMBER_ZERO};
    struct number figure = NUMBER_ZERO;
    const struct lacks *lacks = NULL;
    const struct ledger *ledger = reporting->context->ledger;
    for (size_t i = 0; i < ledger->posting_count; i++) {
        const struct posting own = ledger_posting(ledger, i), *posting = &own;
        struct number amount = posting->amount;
        int on = lies_at(&net, posting) ? side(&net, posting) : 0;
        if (on < 0 && number_neg(&amount, reporting->context->arith, &amount) != FT_OK)
            reporting->writer.status = FT_NO_MEMORY;
        if (on != 0)
            view_derivation_add(&net, &figure, &amount);
        if (on != 0 && posting->lacks != NULL)
            lacks = lacks_join(lacks, posting->lacks, reporting->arena);
    }
    const struct cell cell = {.value = {.number = figure},
                              .state = lacks == NULL ? CELL_VALUE : CELL_UNDETERMINED,
                              .reason = {.lacks = lacks, .partial = lacks != NULL}};
    view_derivation_write_head(
        reporting, subject,
        &(struct shown_figure){
            .text = format_text(&reporting->display, "%s %s",
                                total_text(&reporting->display, kind, &figure, lacks), unit),
            .cell = &cell,
            .unit = &kind->unit});
    for (int asked = 1; asked >= -1; asked -= 2)
        for (size_t i = 0; i < policy->rule_count; i++)
            for (size_t j = 0; j < policy->rules[i]->post_count; j++)
                view_derivation_write_post(&net, &policy->rules[i]->posts[j], asked);
    derivation_label(
        reporting, WORD_NET,
        format_text(&reporting->display, "%s %s − %s %s = %s %s",
                    word(&reporting->display, WORD_RECEIVED),
                    total_text(&reporting->display, kind, &net.received, net.received_lacks),
                    word(&reporting->display, WORD_PAID),
                    total_text(&reporting->display, kind, &net.paid, net.paid_lacks),
                    total_text(&reporting->display, kind, &figure, lacks), unit));
}

/* ---- what a column adds up to ---- */

static void view_derivation_write_part(struct reporting *reporting, const struct subject *subject,
                                       const char *row, const struct cell *cell, const char *name)
{
    const struct view_line *line = subject->line;
    derivation_lines(reporting)->part(
        reporting, row,
        &(struct shown_figure){view_figure(&reporting->display, line, cell, NUMBER_GROUPED), cell,
                               &line->type, &line->unit, line->integer},
        name);
}

void derivation_write_total(struct reporting *reporting, const struct subject *subject)
{
    struct figure_context *context = reporting->context;
    const struct view_line *line = subject->line;
    size_t index = (size_t)(line - subject->view->lines);
    const char *unit = view_unit(&reporting->display, line),
               *name = subject_name(&reporting->display, subject);
    struct view_table table;
    enum ft_status status =
        ledger_view(&table, context->ledger, subject->view, context->arith, context->diagnostics);
    if (status != FT_OK) {
        reporting->writer.status = status;
        return;
    }
    const struct cell total = table.totals[index], rest = table.rest[index];
    view_derivation_write_head(
        reporting, subject,
        &(struct shown_figure){
            format_text(&reporting->display, "%s %s",
                        view_figure(&reporting->display, line, &total, NUMBER_GROUPED), unit),
            &total, &line->type, &line->unit, line->integer});
    for (uint32_t row = 0; row < table.count; row++)
        view_derivation_write_part(reporting, subject,
                                   row_title(&reporting->display, subject->entity, row),
                                   &table.cells[row * subject->view->line_count + index],
                                   name_at(reporting, name, subject->entity, row));
    if (rest.state != CELL_VALUE || number_sign(&rest.value.number) != 0)
        view_derivation_write_part(reporting, subject, word(&reporting->display, WORD_REST), &rest,
                                   NULL);
}

/* ---- what the scenario gives ---- */

static const char *fact_text(struct reporting *reporting, const struct subject *subject,
                             const struct cell *cell)
{
    const struct field *field = subject->field;
    return field->type.kind == TYPE_REFERENCE && cell->state == CELL_VALUE
               ? row_title(&reporting->display, field->type.entity, cell->value.reference)
               : cell_text(&reporting->display, cell, &field->type, &field->unit, field->integer);
}

void derivation_write_fact(struct reporting *reporting, const struct subject *subject)
{
    const struct field *field = subject->field;
    const struct column *column =
        dataset_field(reporting->context->ledger->dataset, subject->entity, field);
    const struct cell cell = column_cell(column, subject->row);
    struct place room;
    const struct place *place = column_place(column, subject->row, &room);
    const char *set = place == NULL ? NULL : set_at(&reporting->display, place);
    derivation_lines(reporting)->subject(
        reporting, subject, &field->title,
        &(struct shown_figure){fact_text(reporting, subject, &cell), &cell, &field->type,
                               &field->unit, field->integer});
    if (place != NULL && (place->width > 0 || place->line == 0)) {
        derivation_label(reporting, WORD_TYPED,
                         set != NULL ? set : typed_at(&reporting->display, place));
        derivation_label(reporting, WORD_FILE, place_shown(&reporting->display, place));
        return;
    }
    if (place == NULL) {
        derivation_lines(reporting)->label(reporting, WORD_MADE_ROW, "");
        derivation_label(reporting, WORD_FILE,
                         place_shown(&reporting->display, &subject->entity->place));
        return;
    }
    bool filled = cell.state == CELL_VALUE;
    derivation_lines(reporting)->label(reporting, filled ? WORD_BY_DEFAULT : WORD_NOTHING_TYPED,
                                       "");
    if (filled)
        derivation_label(reporting, WORD_FILE, place_shown(&reporting->display, &field->place));
    derivation_label(reporting, WORD_ROW, place_shown(&reporting->display, place));
}
