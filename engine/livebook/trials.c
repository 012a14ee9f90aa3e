/* What was changed for a trial, so that a workbook of one never passes for the scenario as filed. */
#include "livebook_internal.h"

void livebook_write_trials(struct livebook *book)
{
    static const struct title heads[] = {
        {"改动", "change"}, {"试算值", "tried"}, {"存档值", "as filed"}};
    static const uint8_t widths[] = {50, 30, 30};
    const struct scenario *scenario = book->context->scenario;
    uint32_t line = LIST_FIRST_LINE;
    if (scenario->change_count == 0)
        return;
    livebook_open_list(book, SHEET_TRIALS,
                       livebook_say(book, "本工作簿是试算，不是存档的结果：写出时改动了以下各项",
                                    "a trial, not the scenario as filed: these were changed when "
                                    "the workbook was written"),
                       heads, widths, 3);
    for (size_t i = 0; i < scenario->change_count && !book->no_memory; i++, line++) {
        const struct scenario_change *change = &scenario->changes[i];
        const struct arena_mark mark = arena_mark(&book->scratch);
        const char *name = change->path[0] == '\0'
                               ? change->option
                               : livebook_scratch(book, "%s %s", change->option, change->path);
        livebook_list_words(book, line, 0, name);
        livebook_list_words(book, line, 1, change->value);
        livebook_list_words(book, line, 2,
                            change->was == NULL ? livebook_say(book, "（未填报）", "(not given)")
                                                : change->was);
        arena_rewind(&book->scratch, mark);
    }
}
