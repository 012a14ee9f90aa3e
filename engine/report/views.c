/* Which views a report shows, and how a figure of one is written. */
#include <string.h>

#include "lookup.h"
#include "shown_view.h"

/* ---- which ---- */

static enum ft_status views_fill(struct reporting *reporting, const struct view *view)
{
    struct report_context *context = reporting->context;
    struct shown_view *shown = &reporting->views[reporting->view_count++];
    enum ft_status status =
        ledger_view(&shown->table, context->ledger, view, context->arith, context->diagnostics);
    shown->end = shown->table.count;
    if (status == FT_OK)
        status = ledger_leads(&shown->leads, context->ledger, view, context->arith,
                              context->diagnostics);
    return status;
}

/* Says that no view, or more than one, is called so; each with its title. */
static enum ft_status refuse_view(struct reporting *reporting, const char *name, bool several)
{
    const struct policy *policy = reporting->context->policy;
    struct choices near = choices_for(reporting->arena, reporting->context->diagnostics, name);
    bool zh = reporting->context->language == FT_ZH;
    const char *all = "";
    for (size_t i = 0; i < policy->view_count && all != NULL; i++) {
        const struct view *view = policy->views[i];
        choices_offer(&near, view->id);
        choices_offer(&near, view->title.zh);
        choices_offer(&near, view->title.en);
        if (!several || title_is(&view->title, name))
            all = arena_format(reporting->arena, zh ? "%s%s%s（%s）" : "%s%s%s (%s)", all,
                               all[0] == '\0' ? "" : word(reporting, WORD_LIST_COMMA), view->id,
                               title_in(&view->title, reporting->context->language));
    }
    if (all == NULL)
        return FT_NO_MEMORY;
    diagnostics_add(reporting->context->diagnostics, NULL,
                    &report_message[several ? REPORT_SEVERAL_FIGURES : REPORT_UNKNOWN_VIEW], name,
                    all[0] == '\0' ? word(reporting, WORD_NO_VIEW) : all, near_hint(&near), NULL);
    return FT_INVALID;
}

/* By its id, or by a title as it is printed. */
static enum ft_status find_view(struct reporting *reporting, const char *name,
                                const struct view **view)
{
    const struct policy *policy = reporting->context->policy;
    size_t matches = 0;
    *view = policy_view(policy, name);
    if (*view != NULL)
        return FT_OK;
    for (size_t i = 0; i < policy->view_count; i++)
        if (title_is(&policy->views[i]->title, name)) {
            *view = policy->views[i];
            matches++;
        }
    return matches == 1 ? FT_OK : refuse_view(reporting, name, matches > 1);
}

/* The one view asked for, and of it the one row asked for. */
static enum ft_status fill_asked(struct reporting *reporting)
{
    const struct ft_report *report = reporting->report;
    const struct view *view;
    struct choices choices =
        choices_for(reporting->arena, reporting->context->diagnostics, report->row);
    enum ft_status status = find_view(reporting, report->view, &view);
    if (status == FT_OK)
        status = views_fill(reporting, view);
    struct shown_view *shown = &reporting->views[0];
    if (status != FT_OK || report->row == NULL)
        return status;
    if (dataset_find(reporting->context->ledger->dataset, view->entity, report->row, &shown->first,
                     &choices)) {
        shown->end = shown->first + 1;
        return FT_OK;
    }
    diagnostics_add(reporting->context->diagnostics, NULL, &report_message[REPORT_UNKNOWN_ROW],
                    report->row, view->entity->table, choices_text(&choices), NULL);
    return FT_INVALID;
}

enum ft_status fill_views(struct reporting *reporting)
{
    const struct report_context *context = reporting->context;
    const struct policy *policy = context->policy;
    enum ft_status status = FT_OK;
    reporting->views =
        arena_array(reporting->arena, policy->view_count + 1, sizeof(struct shown_view));
    if (reporting->views == NULL)
        return FT_NO_MEMORY;
    if (reporting->report->view != NULL)
        return fill_asked(reporting);
    for (size_t i = 0; i < policy->view_count && status == FT_OK; i++) {
        bool shows = reporting->report->format == FT_JSON;
        if (reporting->report->format == FT_TEXT)
            status = ledger_leads(&shows, context->ledger, policy->views[i], context->arith,
                                  context->diagnostics);
        if (status == FT_OK && shows)
            status = views_fill(reporting, policy->views[i]);
    }
    return status;
}

/* ---- one figure ---- */

const struct cell *view_cell(const struct shown_view *shown, uint32_t row, size_t line)
{
    return &shown->table.cells[row * shown->table.view->line_count + line];
}

/* Is a figure rounded to 0.01 万元 for show? A spreadsheet gets what it is in 元 by 10,000. */
static bool is_rounded_in_wan(const struct reporting *reporting, const struct view_line *line)
{
    return in_wan(reporting, &line->unit) && reporting->report->format != FT_CSV;
}

bool view_shown(struct reporting *reporting, const struct view_line *line,
                const struct number *figure, struct number *shown)
{
    struct arith *arith = reporting->context->arith;
    struct number step = line->step;
    enum rounding mode = ROUND_HALF_UP;
    enum ft_status status = FT_OK;
    *shown = *figure;
    if (is_rounded_in_wan(reporting, line)) {
        status = number_from_ratio(&step, arith, 100, 1);
    } else if (line->kind != NULL) {
        step = line->kind->step;
        mode = line->kind->mode;
    }
    if (status == FT_OK && number_sign(&step) > 0)
        status = number_round(shown, arith, figure, &step, mode);
    if (status != FT_OK)
        reporting->writer.status = FT_NO_MEMORY;
    return status == FT_OK;
}

static const char *views_number_shown(struct reporting *reporting, const struct view_line *line,
                                      const struct number *figure, enum number_style style)
{
    struct arith *arith = reporting->context->arith;
    const struct number factor = shown_factor(reporting, &line->unit);
    struct number shown;
    bool stepped = line->kind != NULL || number_sign(&line->step) > 0;
    if (!view_shown(reporting, line, figure, &shown) ||
        number_div(&shown, arith, &shown, &factor) != FT_OK)
        return NULL;
    if (is_rounded_in_wan(reporting, line))
        return stepped ? number_fixed(&shown, arith, 2, style) : number_text(&shown, arith, style);
    if (!stepped || in_wan(reporting, &line->unit))
        return number_text(&shown, arith, line->integer ? NUMBER_PLAIN : style);
    return number_fixed(&shown, arith, line->kind != NULL ? line->kind->decimals : line->decimals,
                        style);
}

/* Is a line a fact that must be there, so that where it is not given it is to be supplied? */
static bool is_awaited(const struct view_line *line)
{
    const struct node *root = line->value == NULL ? NULL : line->value->root;
    return root != NULL && root->op == NODE_FIELD && root->field->absence == ABSENCE_UNKNOWN;
}

const char *view_figure(struct reporting *reporting, const struct view_line *line,
                        const struct cell *cell, enum number_style style)
{
    if (cell->state == CELL_UNDETERMINED)
        return open_text(reporting,
                         cell->reason.partial && line->type.kind == TYPE_NUMBER
                             ? views_number_shown(reporting, line, &cell->value.number, style)
                             : "");
    if (cell->state == CELL_NONE)
        return word(reporting, WORD_NONE);
    if (cell->state == CELL_ABSENT && is_awaited(line))
        return word(reporting, WORD_AWAITED);
    if (cell->state != CELL_VALUE)
        return "—";
    if (line->type.kind == TYPE_NUMBER)
        return views_number_shown(reporting, line, &cell->value.number, style);
    return visible(reporting, value_text(&cell->value, &line->type, &line->unit, line->integer,
                                         reporting->context->arith, reporting->context->language));
}

static bool has_unit(const struct view_line *line)
{
    return line->type.kind == TYPE_NUMBER && !line->integer;
}

const char *view_unit(struct reporting *reporting, const struct view_line *line)
{
    return has_unit(line) ? unit_name(reporting, &line->unit) : "";
}

const char *view_symbol(struct reporting *reporting, const struct view_line *line)
{
    return has_unit(line) ? unit_symbol(reporting, &line->unit) : "";
}

const char *view_head(struct reporting *reporting, const struct view_line *line)
{
    const char *title = titled(reporting, &line->title), *unit = view_unit(reporting, line);
    if (unit[0] == '\0')
        return title;
    return format_text(reporting, reporting->context->language == FT_ZH ? "%s（%s）" : "%s (%s)",
                       title, unit);
}

/* ---- what stands behind it ---- */

/* The rule whose figure at the view's own row a line is; NULL where it is no such figure. */
static const struct rule *own_rule(struct reporting *reporting, const struct view *view,
                                   const struct view_line *line)
{
    const struct node *root = line->value == NULL ? NULL : line->value->root;
    bool own =
        root != NULL && root->op == NODE_ITEM && root->via == NULL && root->entity == view->entity;
    return own ? policy_rule(reporting->context->policy, root->item->id) : NULL;
}

const char *view_source(struct reporting *reporting, const struct view *view,
                        const struct view_line *line, uint32_t row)
{
    const struct rule *rule = own_rule(reporting, view, line);
    if (line->source != NULL)
        return line->source;
    return rule == NULL ? "" : figure_source(reporting, rule, row);
}

const char *view_reason(struct reporting *reporting, const struct view *view,
                        const struct view_line *line, uint32_t row, const struct cell *cell,
                        enum ft_language language)
{
    const struct report_context *context = reporting->context;
    const struct rule *rule = own_rule(reporting, view, line);
    if (cell->state == CELL_UNDETERMINED)
        return lacks_text(context->policy, context->ledger->dataset, context->arith,
                          cell->reason.lacks, language);
    if (cell->state != CELL_NOT_APPLICABLE)
        return NULL;
    if (rule == NULL && cell->reason.cause != NULL) {
        rule = policy_rule(context->policy, cell->reason.cause->id);
        row = cell->reason.row;
    }
    return rule == NULL ? NULL
                        : reason_text(context->policy, context->ledger->dataset, context->arith,
                                      rule, row, language);
}
