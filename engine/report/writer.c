/* Text on its way out: styles, padding and wrapping by terminal cells; figures and rows as texts.
 */
#include <stdarg.h>
#include <string.h>

#include "aligned.h"
#include "formats.h"
#include "shown_view.h"

static void send_bytes(struct writer *writer, const char *bytes, size_t length)
{
    if (writer->status == FT_OK && length > 0 &&
        !writer->sink->write(writer->sink->context, bytes, length))
        writer->status = FT_IO;
}

static void writer_send(struct writer *writer, const char *text)
{
    send_bytes(writer, text, strlen(text));
}

static void lack_memory(struct writer *writer)
{
    if (writer->status == FT_OK)
        writer->status = FT_NO_MEMORY;
}

/* Does `text` hold a character that text_escape would not let through? */
static bool may_need_escape(const char *text)
{
    const size_t length = strlen(text);
    return utf8_find_invisible(text, length) < length;
}

/* The text as it may be sent: what a terminal would obey or not show is escaped, lines end as they
 * do. NULL: memory is out. */
static const char *writer_shown_text(struct writer *writer, const char *text)
{
    const size_t length = strlen(text), size = 8 * length + 1;
    if (writer->verbatim || !may_need_escape(text))
        return text;
    char *shown = arena_allocate(writer->arena, size), *out = shown;
    for (const char *line = text; shown != NULL; line++) {
        size_t part = strcspn(line, "\n");
        const char *copy = arena_copy(writer->arena, line, part);
        if (copy == NULL)
            return NULL;
        text_escape(out, size - (size_t)(out - shown), copy);
        out += strlen(out);
        line += part;
        if (*line == '\0')
            break;
        *out++ = '\n';
    }
    return shown;
}

void write_text(struct writer *writer, const char *text)
{
    text = text == NULL ? NULL : writer_shown_text(writer, text);
    if (text == NULL)
        lack_memory(writer);
    else
        writer_send(writer, text);
}

void write_format(struct writer *writer, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    write_text(writer, arena_format_list(writer->arena, format, arguments));
    va_end(arguments);
}

void write_styled(struct writer *writer, enum style style, const char *text)
{
    static const char *const codes[] = {[STYLE_BOLD] = "\033[1m",
                                        [STYLE_DIM] = "\033[2m",
                                        [STYLE_GOOD] = "\033[32m",
                                        [STYLE_BAD] = "\033[1;31m"};
    if (writer->colour)
        writer_send(writer, codes[style]);
    write_text(writer, text);
    if (writer->colour)
        writer_send(writer, "\033[0m");
}

static void write_spaces(struct writer *writer, size_t count)
{
    static const char spaces[] = "                                ";
    for (; count > 0 && writer->status == FT_OK;) {
        size_t part = count < sizeof spaces - 1 ? count : sizeof spaces - 1;
        write_text(writer, spaces + (sizeof spaces - 1 - part));
        count -= part;
    }
}

void write_padded(struct writer *writer, const char *text, size_t width, bool right)
{
    size_t cells = text == NULL ? 0 : utf8_width(text, strlen(text));
    size_t gap = cells < width ? width - cells : 0;
    if (right)
        write_spaces(writer, gap);
    write_text(writer, text);
    if (!right)
        write_spaces(writer, gap);
}

/* Chinese text may break before any character that does not close what stands before it. */
static bool may_begin_line(uint32_t code)
{
    static const uint32_t closing[] = {0x3001, 0x3002, 0xFF0C, 0xFF1A, 0xFF1B, 0xFF09,
                                       0x300B, 0x3015, 0x201D, 0xFF01, 0xFF1F, 0x300D};
    for (size_t i = 0; i < sizeof closing / sizeof *closing; i++)
        if (code == closing[i])
            return false;
    return code >= 0x2E80;
}

size_t text_fit(const char *text, size_t width)
{
    const size_t lead = strspn(text, " ");
    size_t used = 0, cells = 0, broken = 0;
    while (text[used] != '\0') {
        uint32_t code;
        size_t length = utf8_next(text + used, strnlen(text + used, 4), &code);
        length = length == 0 ? 1 : length;
        size_t wide = utf8_width(text + used, length);
        if (wide > 0 && may_begin_line(code)) /* what takes no cell stays with what it marks */
            broken = used;
        if (cells + wide > width && cells > 0)
            return broken > 0 ? broken : used;
        cells += wide;
        used += length;
        if (code == ' ' && used > lead)
            broken = used;
    }
    return used;
}

/* Lines of at most `room` cells behind `indent` spaces; with `bold`, in that style. */
static void write_paragraph(struct writer *writer, const char *text, size_t indent, size_t room,
                            bool bold)
{
    text = text == NULL ? NULL : writer_shown_text(writer, text);
    do {
        const char *line =
            text == NULL ? NULL : arena_copy(writer->arena, text, strcspn(text, "\n"));
        if (line == NULL) {
            lack_memory(writer);
            return;
        }
        size_t length = text_fit(line, room), shown = length;
        while (shown > 0 && text[shown - 1] == ' ')
            shown--;
        const char *part = arena_copy(writer->arena, text, shown);
        write_spaces(writer, indent);
        if (bold)
            write_styled(writer, STYLE_BOLD, part);
        else
            write_text(writer, part);
        write_text(writer, "\n");
        text += length + (text[length] == '\n');
    } while (text[0] != '\0' && writer->status == FT_OK);
}

void write_wrapped(struct writer *writer, const char *text, size_t indent, size_t width)
{
    write_paragraph(writer, text, indent, width > indent + 20 ? width - indent : 20, false);
}

void write_title(struct writer *writer, const char *text, size_t width)
{
    write_paragraph(writer, text, 0, width, true);
}

/* ---- figures and rows ---- */

void reporting_open(struct reporting *reporting, struct report_context *context,
                    const struct ft_report *report, const struct ft_sink *sink)
{
    *reporting = (struct reporting){.context = context,
                                    .report = report,
                                    .writer = {.sink = sink,
                                               .arena = context->arith->arena,
                                               .colour = report->colour,
                                               .verbatim = report->format != FT_TEXT},
                                    .arena = context->arith->arena,
                                    .width = report->width == 0 ? 100 : report->width};
}

const char *word(const struct reporting *reporting, enum word_id id)
{
    return title_in(&words[id], reporting->context->language);
}

const char *status_word(const struct reporting *reporting, enum version_status status)
{
    switch (status) {
    case STATUS_LAW:
        return "";
    case STATUS_UNVERIFIED:
        return word(reporting, WORD_STATUS_UNVERIFIED);
    case STATUS_ILLUSTRATIVE:
        return word(reporting, WORD_STATUS_ILLUSTRATIVE);
    }
    return "";
}

const char *visible(const struct reporting *reporting, const char *text)
{
    if (text == NULL || reporting->writer.verbatim || !may_need_escape(text))
        return text;
    size_t size = 8 * strlen(text) + 1;
    char *shown = arena_allocate(reporting->arena, size);
    if (shown != NULL)
        text_escape(shown, size, text);
    return shown;
}

const char *titled(const struct reporting *reporting, const struct title *title)
{
    return visible(reporting, title_in(title, reporting->context->language));
}

const char *party_title(struct reporting *reporting, struct account account)
{
    const struct report_context *context = reporting->context;
    return visible(reporting,
                   account_text(context->ledger, account, reporting->arena, context->language));
}

const char *party_name(struct reporting *reporting, struct account account)
{
    const struct report_context *context = reporting->context;
    return visible(reporting,
                   account_short(context->ledger, account, reporting->arena, context->language));
}

const char *reason_shown(struct reporting *reporting, const struct rule *rule, uint32_t row)
{
    const struct report_context *context = reporting->context;
    return visible(reporting, reason_text(context->policy, context->ledger->dataset, context->arith,
                                          rule, row, context->language));
}

const char *dated(struct reporting *reporting, enum word_id id, const char *date)
{
    return reporting->context->language == FT_ZH
               ? format_text(reporting, "%s %s", date, word(reporting, id))
               : format_text(reporting, "%s %s", word(reporting, id), date);
}

const char *format_text(struct reporting *reporting, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    const char *text = arena_format_list(reporting->arena, format, arguments);
    va_end(arguments);
    if (text == NULL)
        lack_memory(&reporting->writer);
    return text;
}

static bool is_money(const struct unit *unit)
{
    static const struct dimension money = {.power = {[DIM_MONEY] = 1}};
    return dimension_equal(unit->dimension, money);
}

bool in_wan(const struct reporting *reporting, const struct unit *unit)
{
    return reporting->report->unit == FT_WAN_YUAN && is_money(unit);
}

bool is_page_unit(const struct reporting *reporting, const struct unit *unit)
{
    return in_wan(reporting, unit) || (unit->text != NULL && strcmp(unit->text, "元") == 0);
}

const char *unit_name(const struct reporting *reporting, const struct unit *unit)
{
    if (is_page_unit(reporting, unit))
        return money_unit(reporting);
    return unit->text == NULL ? "" : unit->text;
}

const char *unit_symbol(const struct reporting *reporting, const struct unit *unit)
{
    if (in_wan(reporting, unit))
        return "万元";
    return unit->text == NULL ? "" : unit->text;
}

struct number shown_factor(const struct reporting *reporting, const struct unit *unit)
{
    return in_wan(reporting, unit) ? number_from_int(10000) : unit->factor;
}

const struct unit *unit_shown(struct reporting *reporting, const struct unit *unit)
{
    const struct text name = text_from("万元");
    struct unit *wan = NULL;
    if (!in_wan(reporting, unit))
        return unit;
    wan = arena_allocate(reporting->arena, sizeof *wan);
    bool done = wan != NULL && unit_parse(wan, reporting->context->arith,
                                          reporting->context->diagnostics, &name) == FT_OK;
    if (!done)
        reporting->writer.status = FT_NO_MEMORY;
    return done ? wan : unit;
}

/* In 万元 with two decimals, rounded for display alone. */
static const char *wan_text(struct reporting *reporting, const struct number *amount)
{
    struct arith *arith = reporting->context->arith;
    struct number wan = number_from_int(10000), step, shown;
    if (number_from_ratio(&step, arith, 1, 100) != FT_OK ||
        number_div(&shown, arith, amount, &wan) != FT_OK ||
        number_round(&shown, arith, &shown, &step, ROUND_HALF_UP) != FT_OK)
        return NULL;
    return number_fixed(&shown, arith, 2, NUMBER_GROUPED);
}

const char *amount_text(struct reporting *reporting, const struct value_kind *kind,
                        const struct number *amount)
{
    struct arith *arith = reporting->context->arith;
    struct number shown;
    if (in_wan(reporting, &kind->unit))
        return wan_text(reporting, amount);
    if (number_div(&shown, arith, amount, &kind->unit.factor) != FT_OK)
        return NULL;
    const char *text = number_fixed(&shown, arith, kind->decimals, NUMBER_GROUPED);
    return text != NULL ? text : number_text(&shown, arith, NUMBER_GROUPED);
}

const char *open_text(struct reporting *reporting, const char *known)
{
    if (known == NULL || known[0] == '\0')
        return known == NULL ? NULL : word(reporting, WORD_UNDETERMINED);
    return format_text(reporting,
                       reporting->context->language == FT_ZH ? "待定（已定部分 %s）"
                                                             : "undetermined (known: %s)",
                       known);
}

const char *posting_text(struct reporting *reporting, const struct posting *posting)
{
    return posting->lacks != NULL ? word(reporting, WORD_UNDETERMINED)
                                  : amount_text(reporting, posting->post->kind, &posting->amount);
}

const char *total_text(struct reporting *reporting, const struct value_kind *kind,
                       const struct number *amount, const struct lacks *lacks)
{
    const char *text = amount_text(reporting, kind, amount);
    return lacks == NULL ? text : open_text(reporting, text);
}

const struct lacks *net_lacks(const struct kind_total *total)
{
    return total->received_lacks != NULL ? total->received_lacks : total->paid_lacks;
}

const char *amount_cell(struct reporting *reporting, const struct value_kind *kind,
                        const struct number *amount)
{
    struct arith *arith = reporting->context->arith;
    const struct number factor = shown_factor(reporting, &kind->unit);
    struct number shown;
    if (!in_wan(reporting, &kind->unit))
        return amount_plain(reporting, kind, amount);
    return number_div(&shown, arith, amount, &factor) == FT_OK
               ? number_text(&shown, arith, NUMBER_PLAIN)
               : NULL;
}

const char *amount_plain(struct reporting *reporting, const struct value_kind *kind,
                         const struct number *amount)
{
    struct arith *arith = reporting->context->arith;
    struct number shown;
    if (number_div(&shown, arith, amount, &kind->unit.factor) != FT_OK)
        return NULL;
    const char *text = number_fixed(&shown, arith, kind->decimals, NUMBER_PLAIN);
    return text != NULL ? text : number_text(&shown, arith, NUMBER_PLAIN);
}

/* A row's path as people read it: a key that is a choice by its title, "A1/前期工程费". */
static const char *shown_path(struct reporting *reporting, const struct entity *entity,
                              uint32_t row)
{
    const struct dataset *dataset = reporting->context->ledger->dataset;
    const char *path = visible(reporting, row_path(dataset, entity, row, reporting->arena));
    const struct field *key = entity->parent == NULL ? NULL : &entity->fields[entity->key];
    if (path == NULL || key == NULL || key->type.kind != TYPE_SYMBOL)
        return path;
    const struct column *column = &dataset->tables[entity->index].fields[entity->key];
    const char *above =
        entity->parent->parent == NULL
            ? ""
            : format_text(reporting, "%s/",
                          visible(reporting, row_path(dataset, entity->parent,
                                                      dataset->tables[entity->index].parents[row],
                                                      reporting->arena)));
    return format_text(
        reporting, "%s%s", above,
        titled(reporting, &key->type.enumeration->members[column->values[row].symbol].title));
}

const char *row_title(struct reporting *reporting, const struct entity *entity, uint32_t row)
{
    const struct dataset *dataset = reporting->context->ledger->dataset;
    const char *path = shown_path(reporting, entity, row);
    const struct field *label = entity->field_count > 0 ? &entity->fields[entity->label] : NULL;
    if (path == NULL || path[0] == '\0' || label == NULL || entity->label == entity->key ||
        label->type.kind != TYPE_TEXT)
        return path;
    const struct column *column = &dataset->tables[entity->index].fields[entity->label];
    return column->states[row] == CELL_VALUE
               ? format_text(reporting, "%s %s", path, visible(reporting, column->values[row].text))
               : path;
}

const char *project_of(struct reporting *reporting, const struct entity *entity, uint32_t row)
{
    const struct dataset *dataset = reporting->context->ledger->dataset;
    while (entity->parent != NULL && entity->parent->parent != NULL) {
        row = dataset->tables[entity->index].parents[row];
        entity = entity->parent;
    }
    return strcmp(entity->id, "project") == 0 ? row_path(dataset, entity, row, reporting->arena)
                                              : NULL;
}

const char *brief_figure(struct reporting *reporting, const struct number *figure,
                         const struct unit *unit)
{
    struct arith *arith = reporting->context->arith;
    return reporting->report->detail ? quantity_text(figure, arith, unit)
                                     : quantity_brief(figure, arith, unit);
}

/* "34,000 m2（51 亩）": land is talked of in 亩. */
static const char *area_text(struct reporting *reporting, const struct number *area,
                             const struct unit *unit, const char *text)
{
    struct arith *arith = reporting->context->arith;
    struct unit mu;
    const struct text name = text_from("亩");
    if (strcmp(unit->text, "m2") != 0 || number_sign(area) == 0 ||
        unit_parse(&mu, arith, reporting->context->diagnostics, &name) != FT_OK)
        return text;
    const char *beside = brief_figure(reporting, area, &mu);
    bool chinese = reporting->context->language == FT_ZH;
    return text == NULL || beside == NULL
               ? NULL
               : arena_format(arith->arena, chinese ? "%s（%s）" : "%s (%s)", text, beside);
}

const char *cell_text(struct reporting *reporting, const struct cell *cell, const struct type *type,
                      const struct unit *unit, bool integer)
{
    const struct unit *shown = unit_shown(reporting, unit);
    switch (cell->state) {
    case CELL_VALUE:
        if (type->kind == TYPE_NUMBER && !integer)
            return area_text(reporting, &cell->value.number, unit,
                             brief_figure(reporting, &cell->value.number, shown));
        return visible(reporting,
                       value_text(&cell->value, type, shown, integer, reporting->context->arith,
                                  reporting->context->language));
    case CELL_NOT_APPLICABLE:
        return word(reporting, WORD_NOT_APPLICABLE);
    case CELL_UNDETERMINED:
        return open_text(reporting, cell->reason.partial && type->kind == TYPE_NUMBER
                                        ? brief_figure(reporting, &cell->value.number, shown)
                                        : "");
    case CELL_NONE:
        return word(reporting, WORD_STATED_NONE);
    default:
        return word(reporting, WORD_ABSENT);
    }
}

/* A path that is not UTF-8 is escaped for programs too: there is no other text of it. */
const char *path_shown(struct reporting *reporting, const char *path)
{
    if (path == NULL)
        return NULL;
    const size_t length = strlen(path), size = 8 * length + 1;
    if (utf8_check(path, length) == length)
        return path;
    char *shown = arena_allocate(reporting->arena, size);
    if (shown != NULL)
        text_escape(shown, size, path);
    return shown;
}

const char *place_shown(struct reporting *reporting, const struct place *place)
{
    if (place->source == NULL)
        return "";
    if (place->source->grid != NULL)
        return path_shown(reporting, place_name(reporting->arena, place));
    const char *path = path_shown(reporting, place->source->path);
    return place->line == 0 ? path
                            : format_text(reporting, "%s:%u:%u", path, (unsigned)place->line,
                                          (unsigned)place->column);
}

static int16_t case_of(struct reporting *reporting, const struct rule *rule, uint32_t row)
{
    const struct dataset *dataset = reporting->context->ledger->dataset;
    return dataset->tables[rule->item.entity->index].items[rule->item.index].cases[row];
}

const char *figure_source(struct reporting *reporting, const struct rule *rule, uint32_t row)
{
    int16_t taken = case_of(reporting, rule, row);
    return taken >= 0 ? rule->cases[taken].source : rule->source;
}

const char *figure_case(struct reporting *reporting, const struct rule *rule, uint32_t row)
{
    int16_t taken = case_of(reporting, rule, row);
    return taken >= 0 ? rule->cases[taken].label : "";
}
