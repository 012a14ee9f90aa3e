/* The sheet of parameters: each value with the day it holds from and its article. */
#include "livebook_internal.h"

/* A line while it is written. */
struct parameter_line {
    struct livebook *book;
    const struct parameter_plan *plan;
    const struct segment *segment;
    uint32_t line;
    size_t index; /* of the entry, slice or member */
};

/* The column that keeps what was written in another; or that column itself. */
static uint16_t column_kept(uint16_t column)
{
    return column == PARAMETER_KEY     ? PARAMETER_WAS_KEY
           : column == PARAMETER_VALUE ? PARAMETER_WAS_VALUE
           : column == PARAMETER_FROM  ? PARAMETER_WAS_FROM
                                       : column;
}

static const struct book_look kept_look = {.role = ROLE_HELPER};

static void parameter_sheet_write_text(const struct parameter_line *at, uint16_t column,
                                       const char *text)
{
    const struct book_look look = {
        .role = column == PARAMETER_VALUE || column == PARAMETER_KEY ? ROLE_INPUT : ROLE_FIGURE};
    book_writer_words(at->book->writer, at->line, column, &look, text);
    if (column_kept(column) != column)
        book_writer_words(at->book->writer, at->line, column_kept(column), &kept_look, text);
}

/* A figure, and again where it is kept. */
static void parameter_sheet_write_number(const struct parameter_line *at, uint16_t column,
                                         struct book_look look, const struct number *number)
{
    book_writer_number(at->book->writer, at->line, column, &look, number);
    look.role = ROLE_HELPER;
    book_writer_number(at->book->writer, at->line, column_kept(column), &look, number);
}

static void parameter_sheet_write_value(const struct parameter_line *at, const union value *value)
{
    const struct parameter *parameter = at->plan->parameter;
    const struct book_look look = {.format = format_of(&parameter->type, &parameter->unit, false),
                                   .role = ROLE_INPUT};
    const struct cell cell = {.value = *value, .state = CELL_VALUE};
    struct number room;
    const struct book_value shown =
        value_of_cell(at->book, &cell, &parameter->type, &parameter->unit, &room);
    if (shown.number != NULL)
        parameter_sheet_write_number(at, PARAMETER_VALUE, look, shown.number);
    else
        parameter_sheet_write_text(at, PARAMETER_VALUE, shown.text);
}

/* "zone.urban", the ids of keys behind what a trial calls the parameter. */
static const char *parameter_sheet_path(const struct parameter_line *at, const uint32_t *keys)
{
    const struct parameter *parameter = at->plan->parameter;
    struct livebook *book = at->book;
    const char *path = parameter->id;
    for (size_t i = 0; i < parameter->key_count; i++)
        path = livebook_scratch(book, "%s.%s", path, parameter->keys[i]->members[keys[i]].id);
    return path;
}

static const char *parameter_sheet_key_text(const struct parameter_line *at,
                                            const struct table_entry *entry)
{
    const struct parameter *parameter = at->plan->parameter;
    struct livebook *book = at->book;
    const char *text = "";
    if (at->plan->segment_count > 1)
        text = livebook_scratch(book, "%d", at->segment->from.days + DAYS_TO_1970);
    for (size_t i = 0; i < parameter->key_count; i++)
        text = livebook_scratch(
            book, "%s%s%s", text, text[0] == '\0' ? "" : "|",
            livebook_title(book, &parameter->keys[i]->members[entry->keys[i]].title));
    return text;
}

/* Where the slice begins, its rate or amount, and by how much that is above the slice before it. */
static void parameter_sheet_write_slice(const struct parameter_line *at,
                                        const struct bracket *bracket, const struct scale *scale)
{
    struct livebook *book = at->book;
    const struct parameter *parameter = at->plan->parameter;
    static const struct type number = {.kind = TYPE_NUMBER};
    const struct unit *unit = &parameter->rate_unit;
    struct book_look look = {.format = format_of(&parameter->by, &parameter->by_unit, false),
                             .role = ROLE_INPUT};
    const size_t index = (size_t)(bracket - scale->brackets);
    char own[GRID_CELL_SIZE], before[GRID_CELL_SIZE];
    const char *formula = grid_cell_name(own, at->line + 1, PARAMETER_VALUE + 1);
    struct number shown = livebook_shown(book, &bracket->above, &parameter->by_unit);
    parameter_sheet_write_number(at, PARAMETER_KEY, look, &shown);
    look.format = format_of(&number, unit, false);
    shown = livebook_shown(book, &bracket->rate, unit);
    parameter_sheet_write_number(at, PARAMETER_VALUE, look, &shown);
    struct number rise = bracket->rate;
    if (index > 0) {
        formula = livebook_scratch(book, "%s-%s", own,
                                   grid_cell_name(before, at->line, PARAMETER_VALUE + 1));
        if (number_sub(&rise, book->context->arith, &bracket->rate, &bracket[-1].rate) != FT_OK)
            book->no_memory = true;
    }
    rise = livebook_shown(book, &rise, unit);
    look.role = ROLE_FIGURE;
    book_writer_formula(book->writer, at->line, PARAMETER_RISE, &look, formula,
                        &(struct book_value){.number = &rise});
    if (at->plan->segment_count == 1)
        parameter_sheet_write_text(
            at, PARAMETER_PATH,
            livebook_scratch(book, "%s.%zu.%s", parameter_sheet_path(at, scale->keys), index + 1,
                             bracket_setting(parameter, bracket, false)));
    parameter_sheet_write_text(at, PARAMETER_CLASS, livebook_scale_class(book, parameter, scale));
    if (parameter->shape == SHAPE_THRESHOLDS) {
        look.format = SHOW_COUNT;
        parameter_sheet_write_number(at, PARAMETER_INCLUDED, look,
                                     bracket->included ? &NUMBER_ONE : &NUMBER_ZERO);
    }
}

/* The n-th member of a set; NULL where it has none. */
static const struct member *member_of(const struct parameter_line *at)
{
    const struct enumeration *enumeration = at->plan->parameter->type.enumeration;
    size_t left = at->index;
    for (size_t i = 0; i < enumeration->count; i++)
        if (at->segment->version->members[i] && left-- == 0)
            return &enumeration->members[i];
    return NULL;
}

static void write_entry(const struct parameter_line *at)
{
    const struct version *version = at->segment->version;
    const struct member *member;
    switch (at->plan->parameter->shape) {
    case SHAPE_TABLE:
        parameter_sheet_write_text(at, PARAMETER_KEY,
                                   parameter_sheet_key_text(at, &version->entries[at->index]));
        parameter_sheet_write_value(at, &version->entries[at->index].value);
        if (at->plan->segment_count == 1)
            parameter_sheet_write_text(at, PARAMETER_PATH,
                                       parameter_sheet_path(at, version->entries[at->index].keys));
        break;
    case SHAPE_BRACKETS:
    case SHAPE_THRESHOLDS:
        parameter_sheet_write_slice(at, &version->brackets[at->index],
                                    version_scale_at(version, at->index));
        break;
    case SHAPE_SET:
        member = member_of(at);
        parameter_sheet_write_text(at, PARAMETER_KEY,
                                   member == NULL ? at->book->none
                                                  : livebook_title(at->book, &member->title));
        break;
    case SHAPE_SCALAR:
        parameter_sheet_write_value(at, &version->scalar);
        if (at->plan->segment_count == 1)
            parameter_sheet_write_text(at, PARAMETER_PATH, at->plan->parameter->id);
        break;
    }
}

static void write_date(const struct parameter_line *at, uint16_t column, struct date date)
{
    static const struct book_look look = {.format = SHOW_DATE, .role = ROLE_FIGURE};
    if (date.days == DATE_FOREVER.days) {
        parameter_sheet_write_text(at, column, "");
        return;
    }
    const struct number days = number_from_int(date.days + DAYS_TO_1970);
    parameter_sheet_write_number(at, column, look, number_sign(&days) <= 0 ? &NUMBER_ONE : &days);
}

static const char *status_text(struct livebook *book, const struct version *version)
{
    const char *status =
        version->status == STATUS_UNVERIFIED     ? livebook_say(book, "待核实", "unverified")
        : version->status == STATUS_ILLUSTRATIVE ? livebook_say(book, "示意", "illustrative")
                                                 : "";
    if (version->note == NULL)
        return status;
    const char *stays =
        version->formula == NULL
            ? ""
            : livebook_say(book, "；不随所依据的参数变化", "; does not follow what it rests on");
    return livebook_scratch(book, "%s%s%s%s", status, status[0] == '\0' ? "" : "；", version->note,
                            stays);
}

/* The unit of the values; where a scale's are shares, of what they begin at. */
static const char *parameter_sheet_unit(const struct parameter *parameter)
{
    const struct unit *unit = &parameter->unit;
    if (parameter_is_scale(parameter))
        unit = unit_is_share(&parameter->rate_unit) ? &parameter->by_unit : &parameter->rate_unit;
    return parameter->type.kind == TYPE_NUMBER && unit->text != NULL ? unit->text : "";
}

static void parameter_sheet_write_line(const struct parameter_line *at)
{
    struct livebook *book = at->book;
    const struct parameter *parameter = at->plan->parameter;
    const struct version *version = at->segment->version;
    for (uint16_t column = 0; column < (uint16_t)PARAMETER_COLUMNS; column++)
        parameter_sheet_write_text(at, column, "");
    parameter_sheet_write_text(at, PARAMETER_TITLE, livebook_title(book, &parameter->title));
    parameter_sheet_write_text(at, PARAMETER_ID, parameter->id);
    parameter_sheet_write_text(at, PARAMETER_UNIT, parameter_sheet_unit(parameter));
    write_date(at, PARAMETER_FROM, at->segment->from);
    write_date(at, PARAMETER_TO, at->segment->to);
    if (version == NULL) {
        parameter_sheet_write_text(at, PARAMETER_VALUE, livebook_no_value);
        if (parameter->shape == SHAPE_SET) /* whose values are in the other column */
            parameter_sheet_write_text(at, PARAMETER_KEY, livebook_no_value);
        parameter_sheet_write_text(at, PARAMETER_STATUS, livebook_say(book, "无规定", "no law"));
        return;
    }
    write_entry(at);
    parameter_sheet_write_text(at, PARAMETER_SOURCE, version->source);
    parameter_sheet_write_text(at, PARAMETER_STATUS, status_text(book, version));
}

static void parameter_sheet_write_parameter(struct livebook *book,
                                            const struct parameter_plan *plan)
{
    struct parameter_line at = {.book = book, .plan = plan, .line = plan->first};
    for (size_t i = 0; i < plan->segment_count; i++) {
        at.segment = &plan->segments[i];
        const uint32_t rows = livebook_version_rows(plan->parameter, at.segment->version);
        for (at.index = 0; at.index < rows; at.index++, at.line++)
            parameter_sheet_write_line(&at);
    }
}

void livebook_write_parameters(struct livebook *book)
{
    static const uint8_t widths[PARAMETER_COLUMNS] = {36, 30, 24, 16, 10, 12, 10, 14,
                                                      70, 50, 18, 9,  30, 18, 16, 12};
    struct book_writer *writer = book->writer;
    const struct book_look head = {.role = ROLE_FIGURE_HEAD}, helper = {.role = ROLE_HELPER_HEAD};
    livebook_open_sheet(book, book->sheets[SHEET_PARAMETERS], false);
    livebook_words(book, 0, 0, ROLE_TITLE, livebook_say(book, "参数和依据", "Parameters"));
    livebook_words(
        book, 1, 0, ROLE_PLAIN,
        livebook_say(book,
                     "改动取值，各表随之变化。公式里按“编号”取数：X 是取值，X.from 起始日，X.for "
                     "适用于／超过（分时期的，前面是起始日的序列号），X.rise 级差，X.since "
                     "最早的起始日；scenario.as_of 是基准日，portfolio.… 是“情景”的数",
                     "change a value, and every figure follows. Formulas name the id: X is its "
                     "value, X.from since when, X.for what it is for (behind the day's serial "
                     "number), X.rise the rise, X.since the first day; scenario.as_of is the day "
                     "in force, portfolio.… stands on Scenario"));
    for (uint16_t column = 0; column < (uint16_t)PARAMETER_COLUMNS; column++) {
        book_writer_width(writer, column, column, widths[column]);
        book_writer_words(writer, PARAMETERS_FIRST_LINE - 1, column,
                          column < PARAMETER_PATH ? &head : &helper,
                          livebook_title(book, &live_parameter_heads[column]));
    }
    for (size_t i = 0; i < book->context->policy->parameter_count; i++) {
        const struct arena_mark mark = arena_mark(&book->scratch);
        parameter_sheet_write_parameter(book, &book->parameters[i]);
        arena_rewind(&book->scratch, mark);
    }
    book_writer_panes(writer, PARAMETERS_FIRST_LINE, 1);
    uint32_t lines = PARAMETERS_FIRST_LINE;
    for (size_t i = 0; i < book->context->policy->parameter_count; i++)
        lines += book->parameters[i].rows;
    livebook_page(book,
                  &(struct book_page){.printed_rows = lines,
                                      .printed_columns = PARAMETER_CLASS,
                                      .repeat_last = PARAMETERS_FIRST_LINE - 1},
                  book->sheets[SHEET_PARAMETERS]);
}
