/* Short listings that need no ledger: limits, and the built-ins of the formula language. */
#include "report.h"
#include "writer.h"

enum ft_status report_limits(enum ft_language language, const struct ft_sink *sink)
{
    struct arena arena;
    arena_open(&arena, NULL);
    struct writer writer = {.sink = sink, .arena = &arena};
    for (size_t i = 0; i < LIMIT_COUNT; i++) {
        write_padded(&writer, limits[i].name, 20);
        write_format(&writer, "%12zu ", limits[i].value);
        write_padded(&writer, title_in(&limits[i].unit, language), 10);
        write_text(&writer, title_in(&limits[i].what, language));
        write_text(&writer, "\n");
    }
    arena_close(&arena);
    return writer.status;
}

/* The words that an operand of built-ins may be. */
static void listing_write_words(struct writer *writer, const struct enumeration *enumeration,
                                enum ft_language language)
{
    write_format(writer, "\n| %s | |\n|---|---|\n", title_in(&enumeration->title, language));
    for (size_t i = 0; i < enumeration->count; i++)
        write_format(writer, "| `'%s'` | %s |\n", enumeration->members[i].id,
                     title_in(&enumeration->members[i].title, language));
}

enum ft_status report_formulas(enum ft_language language, const struct ft_sink *sink)
{
    static const struct title header = {
        "| 内置函数 | 含义 | 例子 | 结果 |\n|---|---|---|---|\n",
        "| built-in | what it gives | example | result |\n|---|---|---|---|\n"};
    struct arena arena;
    arena_open(&arena, NULL);
    struct writer writer = {.sink = sink, .arena = &arena};
    write_text(&writer, title_in(&header, language));
    for (size_t i = 0; i < builtin_count; i++) {
        const struct builtin *builtin = &builtins[i];
        write_format(&writer, "| `%s` | %s | `%s` | %s |\n", builtin->signature,
                     title_in(&builtin->summary, language), builtin->example, builtin->result);
    }
    listing_write_words(&writer, &rounding_modes, language);
    listing_write_words(&writer, &month_ends, language);
    listing_write_words(&writer, &fill_ties, language);
    arena_close(&arena);
    return writer.status;
}

enum ft_status report_notes(struct figure_context *context, const struct ft_sink *sink)
{
    struct writer writer = {.sink = sink, .arena = context->arith->arena};
    const char *note;
    for (size_t i = 0; (note = reading_note(context, i)) != NULL; i++)
        write_format(&writer, "%s\n", note);
    return writer.status;
}
