/* Which views a report shows, and how a figure of one is written. */
#include <assert.h>
#include <string.h>

#include "lookup.h"
#include "shown_view.h"

/* ---- which ---- */

static enum ft_status views_fill(struct display *display, const struct view *view)
{
    struct figure_context *context = display->context;
    struct shown_view *shown = &display->views[display->view_count++];
    enum ft_status status =
        ledger_view(&shown->table, context->ledger, view, context->arith, context->diagnostics);
    shown->end = shown->table.count;
    if (status == FT_OK)
        status = ledger_leads(&shown->leads, context->ledger, view, context->arith,
                              context->diagnostics);
    return status;
}

/* Says that no view, or more than one, is called so; each with its title. */
static enum ft_status refuse_view(struct display *display, const char *name, bool several)
{
    const struct policy *policy = display->context->policy;
    struct choices near = choices_for(display->arena, display->context->diagnostics, name);
    bool zh = display->context->language == FT_ZH;
    const char *all = "";
    for (size_t i = 0; i < policy->view_count && all != NULL; i++) {
        const struct view *view = policy->views[i];
        choices_offer(&near, view->id);
        choices_offer(&near, view->title.zh);
        choices_offer(&near, view->title.en);
        if (!several || title_is(&view->title, name))
            all = arena_format(display->arena, zh ? "%s%s%s（%s）" : "%s%s%s (%s)", all,
                               all[0] == '\0' ? "" : word(display, WORD_LIST_COMMA), view->id,
                               title_in(&view->title, display->context->language));
    }
    if (all == NULL)
        return FT_NO_MEMORY;
    diagnostics_add(display->context->diagnostics, NULL,
                    &figure_message[several ? FIGURE_SEVERAL_FIGURES : FIGURE_UNKNOWN_VIEW], name,
                    all[0] == '\0' ? word(display, WORD_NO_VIEW) : all, near_hint(&near), NULL);
    return FT_INVALID;
}

/* By its id, or by a title as it is printed. */
static enum ft_status find_view(struct display *display, const char *name, const struct view **view)
{
    const struct policy *policy = display->context->policy;
    size_t matches = 0;
    *view = policy_view(policy, name);
    if (*view != NULL)
        return FT_OK;
    for (size_t i = 0; i < policy->view_count; i++)
        if (title_is(&policy->views[i]->title, name)) {
            *view = policy->views[i];
            matches++;
        }
    return matches == 1 ? FT_OK : refuse_view(display, name, matches > 1);
}

enum ft_status fill_view(struct display *display, const char *name, const char *row)
{
    const struct view *view;
    struct choices choices = choices_for(display->arena, display->context->diagnostics, row);
    display->views = arena_array(display->arena, 1, sizeof(struct shown_view));
    if (display->views == NULL)
        return FT_NO_MEMORY;
    enum ft_status status = find_view(display, name, &view);
    if (status == FT_OK)
        status = views_fill(display, view);
    struct shown_view *shown = &display->views[0];
    if (status != FT_OK || row == NULL)
        return status;
    if (dataset_find(display->context->ledger->dataset, view->entity, row, &shown->first,
                     &choices)) {
        shown->end = shown->first + 1;
        return FT_OK;
    }
    diagnostics_add(display->context->diagnostics, NULL, &figure_message[FIGURE_UNKNOWN_ROW], row,
                    view->entity->table, choices_text(&choices), NULL);
    return FT_INVALID;
}

enum ft_status fill_views(struct display *display, bool all)
{
    const struct figure_context *context = display->context;
    const struct policy *policy = context->policy;
    enum ft_status status = FT_OK;
    display->views = arena_array(display->arena, policy->view_count, sizeof(struct shown_view));
    if (display->views == NULL)
        return FT_NO_MEMORY;
    for (size_t i = 0; i < policy->view_count && status == FT_OK; i++) {
        bool shows = all;
        if (!all)
            status = ledger_leads(&shows, context->ledger, policy->views[i], context->arith,
                                  context->diagnostics);
        if (status == FT_OK && shows)
            status = views_fill(display, policy->views[i]);
    }
    return status;
}

/* ---- one figure ---- */

const struct cell *view_cell(const struct shown_view *shown, uint32_t row, size_t line)
{
    assert(shown->first <= shown->end && shown->end <= shown->table.count);
    assert(row < shown->table.count && line < shown->table.view->line_count);
    return &shown->table.cells[row * shown->table.view->line_count + line];
}

/* Is a figure rounded to 0.01 万元 for show? A spreadsheet gets what it is in 元 by 10,000. */
static bool is_rounded_in_wan(const struct display *display, const struct view_line *line)
{
    return is_in_wan(display, &line->unit) && !display->unrounded;
}

bool view_shown(struct display *display, const struct view_line *line, const struct number *figure,
                struct number *shown)
{
    struct arith *arith = display->context->arith;
    struct number step = line->step;
    enum rounding mode = ROUND_HALF_UP;
    enum ft_status status = FT_OK;
    *shown = *figure;
    if (is_rounded_in_wan(display, line)) {
        status = number_from_ratio(&step, arith, 100, 1);
    } else if (line->kind != NULL) {
        step = line->kind->step;
        mode = line->kind->mode;
    }
    if (status == FT_OK && number_sign(&step) > 0)
        status = number_round(shown, arith, figure, &step, mode);
    if (status != FT_OK)
        (void)display_lack_memory(display);
    return status == FT_OK;
}

static const char *views_number_shown(struct display *display, const struct view_line *line,
                                      const struct number *figure, enum number_style style)
{
    struct arith *arith = display->context->arith;
    const struct number factor = shown_factor(display, &line->unit);
    struct number shown;
    bool stepped = line->kind != NULL || number_sign(&line->step) > 0;
    if (!view_shown(display, line, figure, &shown) ||
        number_div(&shown, arith, &shown, &factor) != FT_OK)
        return NULL;
    if (is_rounded_in_wan(display, line))
        return stepped ? number_fixed(&shown, arith, 2, style) : number_text(&shown, arith, style);
    if (!stepped || is_in_wan(display, &line->unit))
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

const char *view_figure(struct display *display, const struct view_line *line,
                        const struct cell *cell, enum number_style style)
{
    if (cell->state == CELL_UNDETERMINED && !cell->reason.partial && is_awaited(line))
        return word(display, WORD_AWAITED);
    if (cell->state == CELL_UNDETERMINED)
        return open_text(display,
                         cell->reason.partial && line->type.kind == TYPE_NUMBER
                             ? views_number_shown(display, line, &cell->value.number, style)
                             : "");
    if (cell->state == CELL_NONE)
        return word(display, WORD_NONE);
    if (cell->state != CELL_VALUE)
        return "—";
    if (line->type.kind == TYPE_NUMBER)
        return views_number_shown(display, line, &cell->value.number, style);
    return visible(display, value_text(&cell->value, &line->type, &line->unit, line->integer,
                                       display->context->arith, display->context->language));
}

static bool has_unit(const struct view_line *line)
{
    return line->type.kind == TYPE_NUMBER && !line->integer;
}

const char *view_unit(struct display *display, const struct view_line *line)
{
    return has_unit(line) ? unit_name(display, &line->unit) : "";
}

const char *view_symbol(struct display *display, const struct view_line *line)
{
    return has_unit(line) ? unit_symbol(display, &line->unit) : "";
}

const char *view_head(struct display *display, const struct view_line *line)
{
    const char *title = titled(display, &line->title), *unit = view_unit(display, line);
    if (unit[0] == '\0')
        return title;
    return format_in(display, "%s（%s）", "%s (%s)", title, unit);
}

/* ---- what stands behind it ---- */

/* The rule whose figure at the view's own row a line is; NULL where it is no such figure. */
static const struct rule *own_rule(struct display *display, const struct view *view,
                                   const struct view_line *line)
{
    const struct node *root = line->value == NULL ? NULL : line->value->root;
    bool own =
        root != NULL && root->op == NODE_ITEM && root->via == NULL && root->entity == view->entity;
    return own ? policy_rule_of(display->context->policy, root->item) : NULL;
}

const char *view_source(struct display *display, const struct view *view,
                        const struct view_line *line, uint32_t row)
{
    const struct rule *rule = own_rule(display, view, line);
    if (line->source != NULL)
        return line->source;
    return rule == NULL ? "" : figure_source(display, rule, row);
}

const char *view_reason(struct display *display, const struct view *view,
                        const struct view_line *line, uint32_t row, const struct cell *cell,
                        enum ft_language language)
{
    const struct figure_context *context = display->context;
    const struct rule *rule = own_rule(display, view, line);
    if (cell->state == CELL_UNDETERMINED)
        return lacks_text(context->policy, context->ledger->dataset, context->arith,
                          cell->reason.lacks, language);
    if (cell->state != CELL_NOT_APPLICABLE)
        return NULL;
    if (rule == NULL && cell->reason.cause != NULL) {
        rule = policy_rule_of(context->policy, cell->reason.cause);
        row = cell->reason.row;
    }
    return rule == NULL ? NULL
                        : reason_text(context->policy, context->ledger->dataset, context->arith,
                                      rule, row, language);
}
