/*
 * The unit of a column: in its header behind the name, or in a line above the header that says it
 * for all columns of its kind.
 *
 *     金额（万元）  金额(单位：万元)  金额【万元】  金额/万元  金额：万元  金额_万元  金额 万元
 */
#include <string.h>

#include "scenario_internal.h"

/* ---- signs ---- */

static const char *const openings[] = {"(", "（", "[", "［", "【", "〔", "{", "｛"};
static const char *const closings[] = {")", "）", "]", "］", "】", "〕", "}", "｝"};
static const char *const joins[] = {"/", "／", ":", "：", "_",  "＿",
                                    "-", "－", "—", ",",  "，", "、"};
static const char *const colons[] = {":", "："};
static const char *const blanks[] = {" ", "\t", "\xC2\xA0", "\xE3\x80\x80"};

#define COUNT(array) (sizeof(array) / sizeof *(array))

/* The bytes of the sign of the list that stands at `text`; 0: none of them does. */
static size_t sign_at(const char *text, const char *const *signs, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (strncmp(text, signs[i], strlen(signs[i])) == 0)
            return strlen(signs[i]);
    return 0;
}

static size_t header_skip_blanks(const char *text, size_t from, size_t to)
{
    for (size_t blank; from < to && (blank = sign_at(text + from, blanks, COUNT(blanks))) > 0;)
        from += blank;
    return from;
}

/* The end of text[from..to) without the blanks there. */
static size_t trim_blanks(const char *text, size_t from, size_t to)
{
    size_t end = from;
    for (size_t i = from; i < to;) {
        const size_t blank = sign_at(text + i, blanks, COUNT(blanks));
        i += blank > 0 ? blank : 1;
        if (blank == 0)
            end = i;
    }
    return end;
}

/* ---- a unit in a text ---- */

/* Words before "单位": of an organisation it says nothing of the figures. */
static const char *const unit_words[] = {"计量单位", "金额单位", "货币单位", "面积单位", "价格单位",
                                         "单位",     "units",    "unit",     "Units",    "Unit"};

/* Behind "单位：", where text[from..to) begins with it; else `from`. In brackets behind a name the
 * colon may be missing. */
static size_t behind_unit_word(const char *text, size_t from, size_t to, bool colon_needed)
{
    const size_t start = header_skip_blanks(text, from, to);
    const size_t word = sign_at(text + start, unit_words, COUNT(unit_words));
    if (word == 0 || start + word > to)
        return from;
    const size_t at = header_skip_blanks(text, start + word, to);
    const size_t colon = at < to ? sign_at(text + at, colons, COUNT(colons)) : 0;
    const size_t open = at < to ? sign_at(text + at, openings, COUNT(openings)) : 0;
    if (colon + open > 0)
        return at + (colon > 0 ? colon : open);
    return colon_needed && at == start + word ? from : at;
}

/* text[from..to) as a text of its own, without blanks around it. */
static struct text header_cut(struct loading *loading, const struct text *text, size_t from,
                              size_t to)
{
    from = header_skip_blanks(text->bytes, from, to);
    to = trim_blanks(text->bytes, from, to);
    const char *bytes =
        loading_text(loading, arena_copy(loading->arena, text->bytes + from, to - from));
    struct text out = text_from(bytes == NULL ? "" : bytes);
    out.place = text_place(text, from, (uint32_t)utf8_count(text->bytes + from, to - from));
    return out;
}

/* ---- behind a name ---- */

/* The unit's text inside brackets or behind a sign: "单位：万元" is 万元. */
static struct text unit_inside(struct loading *loading, const struct text *header, size_t from,
                               size_t to)
{
    return header_cut(loading, header, behind_unit_word(header->bytes, from, to, false), to);
}

/* "面积（亩）" at its bracket; what stands behind the closing one goes on with the name. */
static void split_bracket(struct loading *loading, const struct text *header, size_t open,
                          size_t inside, struct header_parts *parts)
{
    const char *bytes = header->bytes;
    size_t close = inside, mark = 0;
    while (close < header->length &&
           (mark = sign_at(bytes + close, closings, COUNT(closings))) == 0)
        close++;
    const struct text before = header_cut(loading, header, 0, open);
    const struct text behind = header_cut(loading, header, close + mark, header->length);
    parts->unit = unit_inside(loading, header, inside, close);
    parts->goes_on = behind.length > 0;
    parts->name = arena_format(loading->arena, "%s%s", before.bytes, behind.bytes);
}

bool header_split(struct loading *loading, const struct text *header, size_t at,
                  struct header_parts *parts)
{
    const char *bytes = header->bytes;
    const size_t open = sign_at(bytes + at, openings, COUNT(openings));
    size_t join = sign_at(bytes + at, joins, COUNT(joins));
    if (join == 0)
        join = sign_at(bytes + at, blanks, COUNT(blanks));
    *parts = (struct header_parts){.bare = open == 0};
    if (open > 0) {
        split_bracket(loading, header, at, at + open, parts);
    } else if (join > 0) {
        parts->name = header_cut(loading, header, 0, at).bytes;
        parts->unit = unit_inside(loading, header, at + join, header->length);
    } else {
        return false;
    }
    if (parts->name == NULL)
        loading->status = FT_NO_MEMORY;
    return parts->name != NULL && parts->name[0] != '\0' && loading_goes_on(loading);
}

/* ---- in a line above the header ---- */

static bool keep_unit(struct csv_table *table, struct text unit)
{
    struct text *kept = arena_grow(table->loading->arena, table->units, &table->unit_capacity,
                                   sizeof *kept, table->unit_count + 1);
    if (kept == NULL) {
        table->loading->status = FT_NO_MEMORY;
        return false;
    }
    table->units = kept;
    kept[table->unit_count++] = unit;
    return true;
}

/* The units of a list, "万元、亩"; how many of its items are units. */
static size_t take_units(struct csv_table *table, const struct text *cell, size_t from)
{
    static const char *const separators[] = {"、", "，", ",", "；", ";", "和"};
    const char *bytes = cell->bytes;
    const size_t before = table->unit_count;
    size_t found = 0;
    while (from < cell->length && sign_at(bytes + from, closings, COUNT(closings)) == 0) {
        size_t to = from, mark = 0;
        while (to < cell->length && sign_at(bytes + to, closings, COUNT(closings)) == 0 &&
               (mark = sign_at(bytes + to, separators, COUNT(separators))) == 0 &&
               (mark = sign_at(bytes + to, blanks, COUNT(blanks))) == 0)
            to++;
        const struct text unit = unit_inside(table->loading, cell, from, to);
        if (!loading_goes_on(table->loading))
            return 0;
        if (unit.length > 0 && !keep_unit(table, unit))
            return 0;
        found += unit_is_spelt(table->loading->arith->units, &unit);
        from = to + mark;
    }
    if (found == 0)
        table->unit_count = before; /* an organisation, say */
    return found;
}

/* "编制单位" is who made the table. */
static bool is_organisation(const char *text, const char *word)
{
    static const char *const before[] = {"编制", "制表", "填表", "填报", "报送", "编报", "送审"};
    for (size_t i = 0; i < COUNT(before); i++)
        if ((size_t)(word - text) >= strlen(before[i]) &&
            memcmp(word - strlen(before[i]), before[i], strlen(before[i])) == 0)
            return true;
    return false;
}

const struct text *csv_unit_line(const struct csv *csv)
{
    static const char *const words[] = {"单位", "Unit", "unit", "元", "yuan", "USD"};
    for (size_t i = 0; i < csv->count; i++) {
        const char *cell = csv->fields[i].bytes, *who = strstr(cell, words[0]);
        /* What stands behind "编制单位：" is a name. Columns that say no unit are refused. */
        if (who != NULL && is_organisation(cell, who) && strstr(who + 1, words[0]) == NULL)
            continue;
        for (size_t j = 0; j < COUNT(words); j++)
            if (strstr(cell, words[j]) != NULL)
                return &csv->fields[i];
    }
    return NULL;
}

bool csv_table_units(struct csv_table *table)
{
    size_t found = 0;
    for (size_t i = 0; i < table->csv.count && loading_goes_on(table->loading); i++) {
        const struct text *cell = &table->csv.fields[i];
        for (size_t at = 0; at < cell->length && at < LONGEST_HEADER; at++) {
            const size_t behind = behind_unit_word(cell->bytes, at, cell->length, true);
            const size_t word = header_skip_blanks(cell->bytes, at, cell->length);
            if (behind == at || is_organisation(cell->bytes, cell->bytes + word))
                continue;
            found += take_units(table, cell, behind);
            break;
        }
    }
    return found > 0;
}

bool unit_fits_field(struct loading *loading, struct unit *unit, const struct field *field)
{
    enum ft_status status = field->type.kind != TYPE_NUMBER
                                ? FT_INVALID
                                : unit_fit(unit, loading->arith, field->type.dimension);
    if (status == FT_NO_MEMORY)
        loading->status = status;
    /* A percentage of a number of things is none: 100 below a header with % would be taken for 1. */
    return status == FT_OK && !(field->integer && unit_is_share(unit));
}

/* A header's own unit that is another than the one above all headers. */
static bool differs(struct csv_table *table, const struct table_column *column,
                    const struct text *text, const struct unit *unit)
{
    if (number_equal(&column->unit->factor, &unit->factor))
        return false;
    scenario_fault(table->loading, &column->header.place, &tabular_message[TABULAR_UNITS_DIFFER],
                   text->bytes, column->unit->text, column->header.bytes);
    csv_table_pass_over(table, column->field);
    return true;
}

/* Gives the unit to the columns of its kind; false: there are none. */
static bool give_unit(struct csv_table *table, const struct text *text, const struct unit *unit)
{
    struct loading *loading = table->loading;
    bool fits = false;
    for (size_t i = 0; i < table->column_count; i++) {
        struct table_column *column = &table->columns[i];
        struct unit *own = loading_array(loading, 1, sizeof *own);
        if (own == NULL)
            return true;
        *own = *unit;
        if (column->use != COLUMN_FIELD || column->field->says_unit ||
            unit_is_share(unit) != unit_is_share(&column->field->unit) ||
            !unit_fits_field(loading, own, column->field) ||
            (!unit_is_share(own) && dimension_equal(own->dimension, DIMENSION_NONE)))
            continue;
        fits = true;
        if (column->unit == NULL)
            column->unit = own;
        else if (differs(table, column, text, own))
            column->use = COLUMN_REFUSED;
    }
    return fits;
}

void csv_table_give_units(struct csv_table *table)
{
    struct loading *loading = table->loading;
    for (size_t i = 0; i < table->unit_count && loading_goes_on(loading); i++) {
        struct unit unit;
        const struct text *text = &table->units[i];
        if (loading_take(loading, unit_parse(&unit, loading->arith, loading->diagnostics, text)) &&
            !give_unit(table, text, &unit))
            scenario_fault(loading, &text->place, &tabular_message[TABULAR_UNIT_IDLE], text->bytes,
                           NULL, NULL);
    }
}
