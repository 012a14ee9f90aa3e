/* unit_rows.c: the units that a vocabulary declares. */
#include "number_internal.h"

#include <assert.h>
#include <string.h>

enum { LONGEST_SPELLING = 27 }; /* bytes; unit_parse.c has room for so many and a power */

/* Units while rows are added to them. */
struct unit_adding {
    struct units *units;
    struct unit_row *rows;
    struct measure *measures;
    struct arith *arith;
    struct diagnostics *diagnostics;
    enum ft_status status; /* the first that is not FT_OK; the others are told all the same */
};

static void unit_row_fails(struct unit_adding *adding, enum ft_status status)
{
    if (adding->status == FT_OK)
        adding->status = status;
}

static void unit_row_fault(struct unit_adding *adding, const struct text *at,
                           enum number_message message, const char *first, const char *second)
{
    diagnostics_add(adding->diagnostics, &at->place, &number_message_rows[message], first,
                    second == NULL ? "" : second, NULL);
    unit_row_fails(adding, FT_INVALID);
}

/* Of a group that was checked; NULL where it has none. */
static const struct text *unit_row_text(const struct conf *conf, const char *name)
{
    const struct conf *child = conf_child(conf, name);
    assert(child == NULL || child->kind == CONF_SCALAR);
    return child == NULL ? NULL : &child->text;
}

/* An entry of a list; NULL, told, where it is a group or a list. */
static const struct text *unit_row_item(struct unit_adding *adding, const struct conf *conf)
{
    const struct text none = {.bytes = "", .place = conf->place};
    if (conf->kind == CONF_SCALAR)
        return &conf->text;
    unit_row_fault(adding, &none, MESSAGE_UNIT_ROW_NAME, "{ … }", NULL);
    return NULL;
}

/* ---- spellings ---- */

/* Whether a unit may be written so: it stands behind a number, and before a join. */
static bool is_spelling(const struct text *text)
{
    static const char never[] = " \t\r\n,;()[]{}\"'<>=+-";
    static const char not_first[] = "0123456789./*^";
    return text->length > 0 && text->length <= LONGEST_SPELLING &&
           strpbrk(text->bytes, never) == NULL && strchr(not_first, text->bytes[0]) == NULL &&
           strncmp(text->bytes, "·", strlen("·")) != 0 &&
           strncmp(text->bytes, "每", strlen("每")) != 0;
}

/* The row that is written so, or NULL. */
static const struct unit_row *unit_row_of(const struct units *units, const char *spelling)
{
    for (size_t i = 0; i < units->count; i++) {
        if (strcmp(units->rows[i].name, spelling) == 0)
            return &units->rows[i];
        for (const char *const *alias = units->rows[i].aliases; *alias != NULL; alias++)
            if (strcmp(*alias, spelling) == 0)
                return &units->rows[i];
    }
    return NULL;
}

static void check_spelling(struct unit_adding *adding, const struct text *text,
                           const struct text *name, const char *const *own)
{
    const struct unit_row *other = unit_row_of(adding->units, text->bytes);
    if (!is_spelling(text))
        unit_row_fault(adding, text, MESSAGE_UNIT_ROW_NAME, text->bytes, NULL);
    else if (other != NULL)
        unit_row_fault(adding, text, MESSAGE_UNIT_ROW_DOUBLED, text->bytes, other->name);
    for (; own != NULL && *own != NULL; own++)
        if (strcmp(*own, text->bytes) == 0)
            unit_row_fault(adding, text, MESSAGE_UNIT_ROW_DOUBLED, text->bytes, name->bytes);
}

static const char *const *read_spellings(struct unit_adding *adding, const struct conf *conf)
{
    const struct conf *also = conf_child(conf, "also");
    const struct text *name = unit_row_text(conf, "name");
    size_t given = 0;
    const size_t count = also == NULL ? 0 : also->count;
    const char **aliases = arena_array(adding->arith->arena, count + 1, sizeof *aliases);
    if (aliases == NULL) {
        adding->status = FT_NO_MEMORY;
        return NULL;
    }
    for (size_t i = 0; i < count; i++) {
        const struct text *text = unit_row_item(adding, &also->children[i]);
        if (text != NULL) {
            check_spelling(adding, text, name, aliases);
            aliases[given++] = text->bytes;
        }
    }
    return aliases;
}

/* ---- one row ---- */

static void read_row_title(struct unit_adding *adding, const struct conf *conf,
                           struct unit_row *row)
{
    static const struct conf_setting halves[] = {{"zh", true, WANT_SCALAR},
                                                 {"en", false, WANT_SCALAR}};
    const struct conf *title = conf_child(conf, "title");
    if (title == NULL)
        return;
    if (!conf_check(title, adding->diagnostics, "title", halves, 2)) {
        unit_row_fails(adding, FT_INVALID);
        return;
    }
    const struct text *zh = unit_row_text(title, "zh"), *en = unit_row_text(title, "en");
    row->title = (struct title){zh->bytes, en == NULL ? zh->bytes : en->bytes};
}

/* The next free dimension. */
static void read_base(struct unit_adding *adding, const struct text *name, struct unit_row *row)
{
    struct units *units = adding->units;
    if (units->base_count == DIM_ROOM) {
        unit_row_fault(adding, name, MESSAGE_UNIT_ROW_ROOM, name->bytes, NULL);
        return;
    }
    row->dimension.power[units->base_count] = 1;
    units->bases[units->base_count++] = row->name;
}

/* "2000/3" of "m2". */
static void read_factor(struct unit_adding *adding, const struct text *of,
                        const struct text *factor, struct unit_row *row)
{
    struct quantity quantity = {.value = NUMBER_ONE};
    struct unit unit = {.factor = NUMBER_ONE};
    enum ft_status status = FT_OK;
    if (factor != NULL)
        status = quantity_parse(&quantity, adding->arith, adding->diagnostics, factor);
    if (status == FT_OK && (quantity.has_unit || number_sign(&quantity.value) <= 0))
        unit_row_fault(adding, factor, MESSAGE_UNIT_ROW_FACTOR, factor->bytes, row->name);
    else if (status == FT_OK && of != NULL)
        status = unit_parse(&unit, adding->arith, adding->diagnostics, of);
    if (status == FT_OK) {
        const struct text *told = factor != NULL ? factor : of;
        status = number_mul(&row->factor, adding->arith, &quantity.value, &unit.factor);
        status = number_tell_size(adding->diagnostics, &told->place, status);
    }
    row->dimension = unit.dimension;
    if (adding->status == FT_OK || status == FT_NO_MEMORY)
        adding->status = status;
}

/* A built-in row gets its title and spellings: what it is worth is C's. */
static void read_built_in(struct unit_adding *adding, const struct conf *conf,
                          struct unit_row *built_in)
{
    const struct text *name = unit_row_text(conf, "name");
    if (conf_child(conf, "of") != NULL || conf_child(conf, "factor") != NULL)
        unit_row_fault(adding, name, MESSAGE_UNIT_ROW_BUILT_IN, name->bytes, NULL);
    const char *const *aliases = read_spellings(adding, conf);
    if (aliases == NULL)
        return;
    built_in->aliases = aliases;
    built_in->place = conf->place;
    read_row_title(adding, conf, built_in);
}

static void read_unit_row(struct unit_adding *adding, const struct conf *conf)
{
    static const struct conf_setting settings[] = {{"name", true, WANT_SCALAR},
                                                   {"of", false, WANT_SCALAR},
                                                   {"factor", false, WANT_SCALAR},
                                                   {"also", false, WANT_LIST},
                                                   {"title", false, WANT_GROUP}};
    struct units *units = adding->units;
    if (!conf_check(conf, adding->diagnostics, "units", settings, 5)) {
        unit_row_fails(adding, FT_INVALID);
        return;
    }
    const struct text *name = unit_row_text(conf, "name");
    for (size_t i = 0; i < units_built_in.count; i++) {
        struct unit_row *row = &adding->rows[i];
        if (strcmp(row->name, name->bytes) == 0 && row->place.source == NULL) {
            read_built_in(adding, conf, row);
            return;
        }
    }
    struct unit_row row = {.name = name->bytes,
                           .factor = NUMBER_ONE,
                           .title = {name->bytes, name->bytes},
                           .place = conf->place};
    const struct text *of = unit_row_text(conf, "of"), *factor = unit_row_text(conf, "factor");
    check_spelling(adding, name, name, NULL);
    row.aliases = read_spellings(adding, conf);
    read_row_title(adding, conf, &row);
    if (of == NULL && factor == NULL)
        read_base(adding, name, &row);
    else
        read_factor(adding, of, factor, &row);
    if (row.aliases != NULL)
        adding->rows[units->count++] = row;
}

/* ---- what dimensions are called ---- */

static void read_measure(struct unit_adding *adding, const struct conf *conf)
{
    static const struct conf_setting settings[] = {{"title", true, WANT_GROUP},
                                                   {"units", true, WANT_LIST}};
    struct unit_row titled = {.title = {"", ""}};
    struct measure measure = {.dimension = DIMENSION_NONE};
    size_t given = 0;
    if (!conf_check(conf, adding->diagnostics, "measures", settings, 2)) {
        unit_row_fails(adding, FT_INVALID);
        return;
    }
    const struct conf *list = conf_child(conf, "units");
    const char **names = arena_array(adding->arith->arena, list->count + 1, sizeof *names);
    if (names == NULL) {
        adding->status = FT_NO_MEMORY;
        return;
    }
    for (size_t i = 0; i < list->count; i++) {
        const struct text *text = unit_row_item(adding, &list->children[i]);
        struct unit unit;
        if (text == NULL)
            continue;
        const enum ft_status status = unit_parse(&unit, adding->arith, adding->diagnostics, text);
        const bool first = given == 0;
        names[given++] = text->bytes;
        if (status != FT_OK)
            unit_row_fails(adding, status);
        else if (first)
            measure.dimension = unit.dimension;
        else if (!dimension_equal(measure.dimension, unit.dimension))
            unit_row_fault(adding, text, MESSAGE_MEASURE_UNITS, text->bytes, names[0]);
    }
    read_row_title(adding, conf, &titled);
    measure.title = titled.title;
    measure.units = names;
    adding->measures[adding->units->measure_count++] = measure;
}

enum ft_status units_read(struct units *units, struct arith *arith, struct diagnostics *diagnostics,
                          const struct conf *list, const struct conf *measures)
{
    const size_t rows = list == NULL ? 0 : list->count;
    const size_t kinds = measures == NULL ? 0 : measures->count;
    struct unit_adding adding = {.units = units, .arith = arith, .diagnostics = diagnostics};
    adding.rows = arena_array(arith->arena, units->count + rows, sizeof *adding.rows);
    adding.measures =
        arena_array(arith->arena, units->measure_count + kinds + 1, sizeof *adding.measures);
    if (adding.rows == NULL || adding.measures == NULL)
        return FT_NO_MEMORY;
    memcpy(adding.rows, units->rows, units->count * sizeof *adding.rows);
    if (units->measure_count > 0)
        memcpy(adding.measures, units->measures, units->measure_count * sizeof *adding.measures);
    units->rows = adding.rows;
    units->measures = adding.measures;
    arith->units = units;
    for (size_t i = 0; i < rows && adding.status != FT_NO_MEMORY; i++)
        read_unit_row(&adding, &list->children[i]);
    for (size_t i = 0; i < kinds && adding.status != FT_NO_MEMORY; i++)
        read_measure(&adding, &measures->children[i]);
    return adding.status;
}
