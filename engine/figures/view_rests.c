/* What the figures of a view rest on. */
#include "view_rests.h"
#include "shown_view.h"
#include "verdict.h"

/* Whether a line rests on marked rules, or names the parameter (or NULL) itself. */
static bool line_rests(const struct policy *policy, const struct view_line *line,
                       const struct parameter *parameter, const bool *marks)
{
    bool found = false;
    for (size_t i = 0; line->party != NULL && i < policy->rule_count && !found; i++)
        found = marks[i] && rule_pays_party(policy->rules[i], line->party, line->kind);
    for (size_t i = 0; line->value != NULL && i < line->value->item_count && !found; i++)
        found = marks[line->value->items[i]->order];
    for (size_t i = 0; line->value != NULL && i < line->value->parameter_count && !found; i++)
        found = line->value->parameters[i] == parameter;
    return found;
}

/* Whether something of the view rests on it; which lines. */
static bool view_rests(const struct policy *policy, const struct view *view,
                       const struct parameter *parameter, const bool *marks, enum standing *lines)
{
    bool found = view->per != NULL && line_rests(policy, view->per, parameter, marks);
    for (size_t i = 0; i < view->line_count; i++) {
        if (!line_rests(policy, &view->lines[i], parameter, marks))
            continue;
        found = true;
        lines[i] = STANDING_VALUES;
    }
    return found;
}

static bool view_doubts(const struct basis *basis, const struct view *view, enum standing *lines)
{
    const struct policy *policy = basis->display->context->policy;
    bool found = view->per != NULL && line_rests(policy, view->per, NULL, basis->doubts);
    for (size_t i = 0; i < view->line_count; i++) {
        const struct view_line *line = &view->lines[i];
        if (!line_rests(policy, line, NULL, basis->doubts) &&
            (line->value == NULL || !doubts_hold(&basis->facts, line->value)))
            continue;
        found = true;
        lines[i] = STANDING_FACTS;
    }
    return found;
}

bool view_rests_open(struct display *display, const struct view *view, struct view_rests *rests)
{
    static const enum value_telling tellings[] = {TELL_UNVERIFIED, TELL_ILLUSTRATIVE};
    const struct policy *policy = display->context->policy;
    struct basis basis;
    struct pending pending = {0}; /* for the empty tables alone */
    bool *marks = arena_array(display->arena, policy->rule_count, sizeof *marks);
    *rests = (struct view_rests){
        .values = arena_array(display->arena, 2 * policy->parameter_count,
                              sizeof(const struct version *)),
        .lines = arena_array(display->arena, view->line_count, sizeof *rests->lines)};
    if (marks == NULL || rests->values == NULL || rests->lines == NULL ||
        !basis_open(display, &basis) || !basis_doubt(&basis, &pending))
        return display_lack_memory(display) == FT_OK;
    for (size_t t = 0; t < sizeof tellings / sizeof *tellings; t++) {
        for (size_t i = 0; i < policy->parameter_count; i++) {
            const struct parameter *parameter = policy->parameters[i];
            const struct version *version = basis_used_version(display, parameter, tellings[t]);
            if (version == NULL)
                continue;
            basis_mark_parameter(&basis, parameter, false, marks);
            if (view_rests(policy, view, parameter, marks, rests->lines))
                rests->values[rests->value_count++] = version;
        }
    }
    rests->doubts = view_doubts(&basis, view, rests->lines);
    return true;
}
