/* Figures of the summary in words. */
#include "pending.h"

const char *standing_words(struct display *display, enum standing standing)
{
    static const struct title titles[STANDING_COUNT] = {
        [STANDING_GOOD] = {"可以签字", "May be signed"},
        [STANDING_VALUES] = {"取值落实后方可签字（依据待核实或示意的取值）",
                             "To be signed once the values that no text read gives are settled"},
        [STANDING_CONDITIONS] = {"处理后方可签字（含条件不符合或待定而仍计的财政支出）",
                                 "To be signed once it is settled what is paid though a condition "
                                 "fails or is undetermined"},
        [STANDING_FACTS] =
            {"核对填报后方可签字（所依据的填报数相互矛盾、重复，或者有的对象没有下级表）",
             "To be signed once the facts are looked at: they contradict, stand "
             "twice, or a row lacks a table"},
        [STANDING_OPEN] = {"不得签字（待定）", "Not to be signed (undetermined)"},
    };
    /* On a sheet as known on a day, what cannot be shown to have been known is to be settled too. */
    static const struct title unproven = {
        "取值落实后方可签字（依据待核实、示意的取值，或者未能证明在已知日已经公布的取值、规定）",
        "To be signed once the values are settled that no text read gives, or that, as some rules, "
        "are not shown to have been published by the day"};
    /* Of a trial nothing is to be signed. */
    static const struct title trial = {"试算中没有待决事项的数（试算不得签字）",
                                       "Settled in this trial, which is not to be signed"};
    const struct figure_context *context = display->context;
    if (standing == STANDING_GOOD && context->scenario->change_count > 0)
        return title_in(&trial, context->language);
    const bool known = context->ledger->dataset->known_at.days != DATE_FOREVER.days;
    return title_in(known && standing == STANDING_VALUES ? &unproven : &titles[standing],
                    context->language);
}

const char *standing_causes(struct display *display, const struct causes *causes,
                            const struct standing_figure *figure)
{
    const struct cell *cell =
        figure->shown == NULL ? NULL : view_cell(figure->shown, figure->row, figure->line);
    const char *said = cell != NULL && cell->state == CELL_UNDETERMINED
                           ? causes_text(display, causes, cell->reason.lacks)
                           : NULL;
    return said == NULL ? "" : said;
}

const char *standing_title(struct display *display, const struct standing_figure *figure,
                           enum ft_language language)
{
    if (figure->shown != NULL)
        return visible(display,
                       title_in(&figure->shown->table.view->lines[figure->line].title, language));
    return format_text(display, "%s%s%s",
                       visible(display, account_short(display->context->ledger, figure->account,
                                                      display->arena, language)),
                       language == FT_ZH ? "净额：" : "'s net: ",
                       visible(display, title_in(&figure->kind->title, language)));
}

const char *standing_text(struct display *display, const struct standing_figure *figure)
{
    if (figure->shown == NULL) {
        const struct kind_total *total = &figure->total;
        const char *text = amount_with_unit(display, figure->kind, &total->net);
        return total_is_open(total) ? open_text(display, text) : text;
    }
    const struct view_line *line = &figure->shown->table.view->lines[figure->line];
    const char *text = view_figure(
        display, line, view_cell(figure->shown, figure->row, figure->line), NUMBER_GROUPED);
    return is_page_unit(display, &line->unit) || view_unit(display, line)[0] == '\0'
               ? text
               : format_text(display, "%s %s", text, view_unit(display, line));
}

const char *standing_nil_text(struct display *display, const struct standing_figure *figure)
{
    struct growing_text rules = {.arena = display->arena}, values = {.arena = display->arena};
    for (size_t i = 0; i < figure->nil_rule_count; i++)
        growing_list(&rules, word(display, WORD_LIST_COMMA),
                     titled(display, &figure->nil_rules[i]->item.title));
    for (size_t i = 0; i < figure->nil_value_count; i++)
        growing_list(&values, word(display, WORD_LIST_COMMA),
                     titled(display, &figure->nil_values[i]->parameter->title));
    if (figure->nil_rule_count == 0 || figure->nil_value_count == 0)
        return NULL;
    return format_in(display, "其中%s为零，取决于：%s", "of which %s: nil, which turns on %s",
                     display_text(display, growing_whole(&rules)),
                     display_text(display, growing_whole(&values)));
}
