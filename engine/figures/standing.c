/* Figures of the summary in words. */
#include "pending.h"

const char *standing_title(struct display *display, const struct standing_figure *figure,
                           enum ft_language language)
{
    if (figure->shown != NULL)
        return visible(display,
                       title_in(&figure->shown->table.view->lines[figure->line].title, language));
    return format_text(
        display, "%s%s%s",
        visible(display, account_short(display->context->ledger, figure->sheet->account,
                                       display->arena, language)),
        language == FT_ZH ? "净额：" : "'s net: ",
        visible(display, title_in(&figure->kind->title, language)));
}

const char *standing_text(struct display *display, const struct standing_figure *figure)
{
    if (figure->shown == NULL) {
        const struct kind_total *total = &figure->sheet->totals[figure->kind->index];
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
    const bool zh = display->context->language == FT_ZH;
    struct growing_text rules = {.arena = display->arena}, values = {.arena = display->arena};
    for (size_t i = 0; i < figure->nil_rule_count; i++)
        growing_list(&rules, word(display, WORD_LIST_COMMA),
                     titled(display, &figure->nil_rules[i]->item.title));
    for (size_t i = 0; i < figure->nil_value_count; i++)
        growing_list(&values, word(display, WORD_LIST_COMMA),
                     titled(display, &figure->nil_values[i]->parameter->title));
    if (figure->nil_rule_count == 0 || figure->nil_value_count == 0)
        return NULL;
    return format_text(display,
                       zh ? "其中%s为零，取决于：%s" : "of which %s: nil, which turns on %s",
                       display_text(display, growing_whole(&rules)),
                       display_text(display, growing_whole(&values)));
}
