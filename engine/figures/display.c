/* Figures, amounts, parties, rows and places as texts, in a language and a unit of money. */
#include <assert.h>
#include <stdarg.h>
#include <string.h>

#include "figures.h"

void display_open(struct display *display, struct figure_context *context)
{
    *display = (struct display){.context = context, .arena = context->arith->arena};
}

enum ft_status display_lack_memory(struct display *display)
{
    display->status = FT_NO_MEMORY;
    return FT_NO_MEMORY;
}

const char *display_text(struct display *display, const char *made)
{
    if (made == NULL)
        (void)display_lack_memory(display);
    return made == NULL ? "" : made;
}

void *display_array(struct display *display, size_t count, size_t size)
{
    void *array = arena_array(display->arena, count, size);
    if (array == NULL)
        (void)display_lack_memory(display);
    return array;
}

const char *word(const struct display *display, enum word_id id)
{
    assert(id < WORD_COUNT && words[id].zh != NULL && words[id].en != NULL);
    return title_in(&words[id], display->context->language);
}

const char *text_in(const struct display *display, const char *zh, const char *en)
{
    return display->context->language == FT_ZH ? zh : en;
}

const char *status_word(const struct display *display, enum version_status status)
{
    switch (status) {
    case STATUS_LAW:
        return "";
    case STATUS_UNVERIFIED:
        return word(display, WORD_STATUS_UNVERIFIED);
    case STATUS_ILLUSTRATIVE:
        return word(display, WORD_STATUS_ILLUSTRATIVE);
    }
    return "";
}

const char *visible(const struct display *display, const char *text)
{
    if (text == NULL || display->verbatim || !text_needs_escape(text))
        return text;
    size_t size = 8 * strlen(text) + 1;
    char *shown = arena_allocate(display->arena, size);
    if (shown != NULL)
        text_escape(shown, size, text);
    return shown;
}

const char *titled(const struct display *display, const struct title *title)
{
    return visible(display, title_in(title, display->context->language));
}

const char *party_title(struct display *display, struct account account)
{
    const struct figure_context *context = display->context;
    return visible(display,
                   account_text(context->ledger, account, display->arena, context->language));
}

const char *party_name(struct display *display, struct account account)
{
    const struct figure_context *context = display->context;
    return visible(display,
                   account_short(context->ledger, account, display->arena, context->language));
}

const char *reason_shown(struct display *display, const struct rule *rule, uint32_t row)
{
    const struct figure_context *context = display->context;
    return display_text(
        display, visible(display, reason_text(context->policy, context->ledger->dataset,
                                              context->arith, rule, row, context->language)));
}

const char *dated(struct display *display, enum word_id id, const char *date)
{
    return display->context->language == FT_ZH
               ? format_text(display, "%s %s", date, word(display, id))
               : format_text(display, "%s %s", word(display, id), date);
}

static const char *display_format(struct display *display, const char *format, va_list arguments)
    __attribute__((format(printf, 2, 0)));
static const char *display_format(struct display *display, const char *format, va_list arguments)
{
    const char *text = arena_format_list(display->arena, format, arguments);
    if (text == NULL)
        (void)display_lack_memory(display);
    return text;
}

const char *format_text(struct display *display, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    const char *text = display_format(display, format, arguments);
    va_end(arguments);
    return text;
}

const char *format_in(struct display *display, const char *zh, const char *en, ...)
{
    va_list arguments;
    va_start(arguments, en);
    const char *text =
        display_format(display, display->context->language == FT_ZH ? zh : en, arguments);
    va_end(arguments);
    return text;
}

const char *text_with_label(struct display *display, const char *label, const char *text)
{
    return format_in(display, "%s：%s", "%s: %s", label, text);
}

static bool is_money(const struct unit *unit)
{
    static const struct dimension money = {.power = {[DIM_MONEY] = 1}};
    return dimension_equal(unit->dimension, money);
}

bool is_in_wan(const struct display *display, const struct unit *unit)
{
    return display->in_wan && is_money(unit);
}

bool is_page_unit(const struct display *display, const struct unit *unit)
{
    return is_in_wan(display, unit) || (unit->text != NULL && strcmp(unit->text, "元") == 0);
}

const char *unit_name(const struct display *display, const struct unit *unit)
{
    if (is_page_unit(display, unit))
        return money_unit(display);
    return unit->text == NULL ? "" : unit->text;
}

const char *unit_symbol(const struct display *display, const struct unit *unit)
{
    if (is_in_wan(display, unit))
        return "万元";
    return unit->text == NULL ? "" : unit->text;
}

struct number shown_factor(const struct display *display, const struct unit *unit)
{
    return is_in_wan(display, unit) ? number_from_int(10000) : unit->factor;
}

const struct unit *unit_shown(struct display *display, const struct unit *unit)
{
    const struct text name = text_from("万元");
    struct unit *wan = NULL;
    if (!is_in_wan(display, unit))
        return unit;
    wan = arena_allocate(display->arena, sizeof *wan);
    bool done = wan != NULL && unit_parse(wan, display->context->arith,
                                          display->context->diagnostics, &name) == FT_OK;
    if (!done)
        (void)display_lack_memory(display);
    return done ? wan : unit;
}

/* In 万元 with two decimals, rounded for display alone. */
static const char *wan_text(struct display *display, const struct number *amount)
{
    struct arith *arith = display->context->arith;
    struct number wan = number_from_int(10000), step, shown;
    if (number_from_ratio(&step, arith, 1, 100) != FT_OK ||
        number_div(&shown, arith, amount, &wan) != FT_OK ||
        number_round(&shown, arith, &shown, &step, ROUND_HALF_UP) != FT_OK)
        return NULL;
    return number_fixed(&shown, arith, 2, NUMBER_GROUPED);
}

const char *amount_text(struct display *display, const struct value_kind *kind,
                        const struct number *amount)
{
    return is_in_wan(display, &kind->unit)
               ? wan_text(display, amount)
               : kind_text(kind, amount, display->context->arith, NUMBER_GROUPED);
}

const char *amount_with_unit(struct display *display, const struct value_kind *kind,
                             const struct number *amount)
{
    const char *text = amount_text(display, kind, amount);
    return is_page_unit(display, &kind->unit)
               ? text
               : format_text(display, "%s %s", text, unit_name(display, &kind->unit));
}

const char *open_text(struct display *display, const char *known)
{
    /* Nothing is known, or that comes to nothing: "0.00" would read as a figure. */
    if (known == NULL || strspn(known, "0.,") == strcspn(known, " "))
        return known == NULL ? NULL : word(display, WORD_UNDETERMINED);
    return format_in(display, "待定（已定部分 %s）", "%s + undetermined", known);
}

const char *posting_text(struct display *display, const struct posting *posting)
{
    return posting->lacks != NULL ? word(display, WORD_UNDETERMINED)
                                  : amount_text(display, posting->post->kind, &posting->amount);
}

const char *total_text(struct display *display, const struct value_kind *kind,
                       const struct number *amount, const struct lacks *lacks)
{
    const char *text = amount_text(display, kind, amount);
    return lacks == NULL ? text : open_text(display, text);
}

const struct lacks *net_lacks(const struct kind_total *total)
{
    return total->received_lacks != NULL ? total->received_lacks : total->paid_lacks;
}

const char *amount_cell(struct display *display, const struct value_kind *kind,
                        const struct number *amount)
{
    struct arith *arith = display->context->arith;
    const struct number factor = shown_factor(display, &kind->unit);
    struct number shown;
    if (!is_in_wan(display, &kind->unit))
        return amount_plain(display, kind, amount);
    return number_div(&shown, arith, amount, &factor) == FT_OK
               ? number_text(&shown, arith, NUMBER_PLAIN)
               : NULL;
}

const char *amount_plain(struct display *display, const struct value_kind *kind,
                         const struct number *amount)
{
    return kind_text(kind, amount, display->context->arith, NUMBER_PLAIN);
}

const char *row_shown(struct display *display, const struct entity *entity, uint32_t row)
{
    const struct dataset *dataset = display->context->ledger->dataset;
    const char *path = visible(display, row_path(dataset, entity, row, display->arena));
    const struct field *key = entity->parent == NULL ? NULL : &entity->fields[entity->key];
    if (path == NULL || key == NULL || key->type.kind != TYPE_SYMBOL)
        return path;
    const struct column *column = &dataset->tables[entity->index].fields[entity->key];
    const char *above =
        entity->parent->parent == NULL
            ? ""
            : format_text(display, "%s/",
                          visible(display, row_path(dataset, entity->parent,
                                                    dataset->tables[entity->index].parents[row],
                                                    display->arena)));
    return format_text(
        display, "%s%s", above,
        titled(display, &key->type.enumeration->members[column_value(column, row).symbol].title));
}

const char *row_title(struct display *display, const struct entity *entity, uint32_t row)
{
    const struct dataset *dataset = display->context->ledger->dataset;
    const char *path = row_shown(display, entity, row);
    const struct field *label = entity->field_count > 0 ? &entity->fields[entity->label] : NULL;
    if (path == NULL || path[0] == '\0' || label == NULL || entity->label == entity->key ||
        label->type.kind != TYPE_TEXT)
        return path;
    const struct column *column = &dataset->tables[entity->index].fields[entity->label];
    return column_state(column, row) == CELL_VALUE
               ? format_text(display, "%s %s", path,
                             visible(display, column_value(column, row).text))
               : path;
}

const char *project_of(struct display *display, const struct entity *entity, uint32_t row)
{
    const struct dataset *dataset = display->context->ledger->dataset;
    while (entity->parent != NULL && entity->parent->parent != NULL) {
        row = dataset->tables[entity->index].parents[row];
        entity = entity->parent;
    }
    return strcmp(entity->id, "project") == 0 ? row_path(dataset, entity, row, display->arena)
                                              : NULL;
}

const char *brief_figure(struct display *display, const struct number *figure,
                         const struct unit *unit)
{
    struct arith *arith = display->context->arith;
    return display->detail ? quantity_text(figure, arith, unit)
                           : quantity_brief(figure, arith, unit);
}

/* "34,000 m2（51 亩）": land is talked of in 亩. */
static const char *area_text(struct display *display, const struct number *area,
                             const struct unit *unit, const char *text)
{
    struct arith *arith = display->context->arith;
    struct unit mu;
    const struct text name = text_from("亩");
    if (strcmp(unit->text, "m2") != 0 || number_sign(area) == 0 ||
        unit_parse(&mu, arith, display->context->diagnostics, &name) != FT_OK)
        return text;
    const char *beside = brief_figure(display, area, &mu);
    bool chinese = display->context->language == FT_ZH;
    return text == NULL || beside == NULL
               ? NULL
               : arena_format(arith->arena, chinese ? "%s（%s）" : "%s (%s)", text, beside);
}

const char *cell_text(struct display *display, const struct cell *cell, const struct type *type,
                      const struct unit *unit, bool integer)
{
    const struct unit *shown = unit_shown(display, unit);
    switch (cell->state) {
    case CELL_VALUE:
        if (type->kind == TYPE_NUMBER && !integer)
            return area_text(display, &cell->value.number, unit,
                             brief_figure(display, &cell->value.number, shown));
        return visible(display, value_text(&cell->value, type, shown, integer,
                                           display->context->arith, display->context->language));
    case CELL_NOT_APPLICABLE:
        return word(display, WORD_NOT_APPLICABLE);
    case CELL_UNDETERMINED:
        return open_text(display, cell->reason.partial && type->kind == TYPE_NUMBER
                                      ? brief_figure(display, &cell->value.number, shown)
                                      : "");
    case CELL_NONE:
        return word(display, WORD_STATED_NONE);
    case CELL_ABSENT:
    case CELL_ERROR:
        break;
    }
    return word(display, WORD_ABSENT);
}

/* A path that is not UTF-8 is escaped for programs too: there is no other text of it. */
const char *path_shown(struct display *display, const char *path)
{
    if (path == NULL)
        return NULL;
    const size_t length = strlen(path), size = 8 * length + 1;
    if (utf8_check(path, length) == length)
        return path;
    char *shown = arena_allocate(display->arena, size);
    if (shown != NULL)
        text_escape(shown, size, path);
    return shown;
}

const char *place_shown(struct display *display, const struct place *place)
{
    if (place->source == NULL)
        return "";
    if (place->source->grid != NULL)
        return path_shown(display, place_name(display->arena, place));
    const char *path = path_shown(display, place->source->path);
    return place->line == 0 ? path
                            : format_text(display, "%s:%u:%u", path, (unsigned)place->line,
                                          (unsigned)place->column);
}

static int16_t case_of(struct display *display, const struct rule *rule, uint32_t row)
{
    const struct dataset *dataset = display->context->ledger->dataset;
    return item_case(dataset_item(dataset, &rule->item), row);
}

const char *figure_source(struct display *display, const struct rule *rule, uint32_t row)
{
    int16_t taken = case_of(display, rule, row);
    return taken >= 0 ? rule->cases[taken].source : rule->source;
}

const char *figure_case(struct display *display, const struct rule *rule, uint32_t row)
{
    int16_t taken = case_of(display, rule, row);
    return taken >= 0 ? rule->cases[taken].label : "";
}
const char *money_unit(const struct display *display)
{
    if (display->context->language == FT_EN)
        return display->in_wan ? "10,000 yuan" : "yuan";
    return display->in_wan ? "万元" : "元";
}

const char *kind_title(struct display *display, const struct value_kind *kind)
{
    return format_in(display, "%s（%s）", "%s (%s)", titled(display, &kind->title),
                     unit_name(display, &kind->unit));
}

/* Where the line begins: texts are asked for in their order, so it is sought from the last one on. */
static const char *line_begin(struct display *display, const struct place *place)
{
    struct line_cursor *found = &display->line;
    if (found->source != place->source || place->line < found->line)
        *found = (struct line_cursor){place->source, place->source->bytes,
                                      place->source->lines_before + 1};
    while (found->line < place->line) {
        const char *end = strchr(found->at, '\n');
        if (end == NULL)
            return found->at + strlen(found->at);
        found->at = end + 1;
        found->line++;
    }
    return found->at;
}

const char *typed_at(struct display *display, const struct place *place)
{
    if (place->source == NULL || place->line == 0 || place->width == 0)
        return "";
    const char *at = line_begin(display, place);
    size_t skipped = 0, length = 0;
    uint32_t code;
    for (uint32_t i = 1; i < place->column && at[skipped] != '\0'; i++)
        skipped += utf8_next(at + skipped, strnlen(at + skipped, 4), &code);
    at += skipped;
    for (uint32_t i = 0; i < place->width && at[length] != '\0'; i++)
        length += utf8_next(at + length, strnlen(at + length, 4), &code);
    bool quoted = length >= 2 && at[0] == '"' && at[length - 1] == '"';
    return visible(display, quoted ? arena_copy(display->arena, at + 1, length - 2)
                                   : arena_copy(display->arena, at, length));
}

const char *set_at(const struct display *display, const struct place *place)
{
    const struct scenario *scenario = display->context->scenario;
    const char *option = place->source == NULL ? "" : place->source->path;
    const char *path = strchr(option, ' ');
    for (size_t i = 0; i < scenario->change_count && path != NULL && place->line == 0; i++)
        if (strcmp(scenario->changes[i].path, path + 1) == 0)
            return visible(display, scenario->changes[i].value);
    return NULL;
}
