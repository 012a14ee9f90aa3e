/* What blank cells of a long table were taken to mean, by field: text, JSON and a CSV's head. */
#include <inttypes.h>

#include "formats.h"

uint64_t row_blanks_taken(const struct field_blanks *blanks, enum taken_kind kind)
{
    const struct field *field = blanks->field;
    switch (kind) {
    case TAKEN_STATED:
        return blanks->stated;
    case TAKEN_NONE:
        return !field->has_default && field->absence == ABSENCE_NONE ? blanks->blank : 0;
    case TAKEN_DEFAULT:
        return field->has_default ? blanks->blank : 0;
    case TAKEN_COUNT:
        break;
    }
    return 0;
}

/* "（1,000 行中 3 行）"; of the whole scenario's own facts there is one row. */
const char *row_blanks_rows(struct reporting *reporting, const struct field_blanks *blanks,
                            uint64_t rows)
{
    const char *some = row_count_text(reporting, rows),
               *all = row_count_text(reporting, blanks->rows);
    if (blanks->entity->parent == NULL)
        return "";
    if (rows == blanks->rows)
        return format_in(&reporting->display, "（全部 %s 行）", " (all rows: %s)", all);
    return format_in(&reporting->display, "（%s 行中 %s 行）", " (of %s rows: %s)", all, some);
}

const char *row_blanks_means(struct reporting *reporting, const struct field *field,
                             enum taken_kind kind)
{
    return visible(&reporting->display,
                   taken_words(&reporting->display, field, kind, reporting->context->language));
}

static const char *row_blanks_list(struct reporting *reporting, enum taken_kind kind)
{
    const bool zh = reporting->context->language == FT_ZH, detail = reporting->report->detail;
    const struct figure_context *context = reporting->context;
    struct growing_text list = {.arena = reporting->arena};
    for (size_t i = 0; i < context->row_blank_count; i++) {
        const struct field_blanks *blanks = &context->row_blanks[i];
        const uint64_t rows = row_blanks_taken(blanks, kind);
        if (rows > 0) {
            growing_list(&list,
                         detail ? "\n"
                         : zh   ? "；"
                                : "; ",
                         format_in(&reporting->display, "%s：%s%s", "%s: %s%s",
                                   titled(&reporting->display, &blanks->field->title),
                                   row_blanks_means(reporting, blanks->field, kind),
                                   row_blanks_rows(reporting, blanks, rows)));
        }
    }
    return display_text(&reporting->display, growing_whole(&list));
}

void text_row_blanks(struct reporting *reporting)
{
    static const struct {
        enum word_id heading;
        enum taken_kind kind;
    } parts[] = {
        {WORD_STATEMENTS, TAKEN_STATED}, {WORD_ASSUMED, TAKEN_NONE}, {WORD_ASSUMED, TAKEN_DEFAULT}};
    bool headed[WORD_COUNT] = {false};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        const char *text = row_blanks_list(reporting, parts[i].kind);
        if (text[0] == '\0')
            continue;
        if (!headed[parts[i].heading])
            text_heading(reporting, word(&reporting->display, parts[i].heading));
        headed[parts[i].heading] = true;
        text_line(reporting, 0, text);
    }
}

static void csv_one_row_blank(struct reporting *reporting, const struct field_blanks *blanks,
                              enum taken_kind kind)
{
    const uint64_t rows = row_blanks_taken(blanks, kind);
    if (rows == 0)
        return;
    const char *means =
        taken_words(&reporting->display, blanks->field, kind, reporting->context->language);
    const char *const cells[] = {
        word(&reporting->display, kind == TAKEN_STATED ? WORD_STATEMENTS : WORD_ASSUMED),
        titled(&reporting->display, &blanks->field->title),
        format_text(&reporting->display, "%s%s", means, row_blanks_rows(reporting, blanks, rows))};
    csv_line(&reporting->writer, cells, sizeof cells / sizeof *cells);
}

void csv_row_blanks(struct reporting *reporting)
{
    const struct figure_context *context = reporting->context;
    for (enum taken_kind kind = 0; kind < TAKEN_COUNT; kind++)
        for (size_t i = 0; i < context->row_blank_count; i++)
            csv_one_row_blank(reporting, &context->row_blanks[i], kind);
}

static json_t *json_one_row_blank(struct reporting *reporting, const struct field_blanks *blanks,
                                  enum taken_kind kind)
{
    const struct field *field = blanks->field;
    const struct title means = {taken_words(&reporting->display, field, kind, FT_ZH),
                                taken_words(&reporting->display, field, kind, FT_EN)};
    json_t *json = json_object();
    json_set(reporting, json, "table", json_text(blanks->entity->table));
    json_set(reporting, json, "field", json_text(field->id));
    json_set(reporting, json, "title", json_titles(&field->title));
    json_set(reporting, json, "kind", json_text(taken_names[kind]));
    json_set(reporting, json, "means", json_titles(&means));
    json_set(reporting, json, "given", json_integer((json_int_t)(blanks->rows - blanks->blank)));
    json_set(reporting, json, "rows", json_integer((json_int_t)row_blanks_taken(blanks, kind)));
    return json;
}

json_t *json_row_blanks(struct reporting *reporting)
{
    static const enum taken_kind kinds[] = {TAKEN_STATED, TAKEN_NONE, TAKEN_DEFAULT};
    const struct figure_context *context = reporting->context;
    json_t *list = json_array();
    for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++)
        for (size_t i = 0; i < context->row_blank_count; i++)
            if (row_blanks_taken(&context->row_blanks[i], kinds[k]) > 0)
                json_append(reporting, list,
                            json_one_row_blank(reporting, &context->row_blanks[i], kinds[k]));
    return list;
}
