/*
 * Parameters of the law changed for a trial, whatever the date: "lat_rebate_rate" = "40%", a cell
 * of a table, "full_term.industrial", of brackets, "lat_rates.2.rate" or ".above", of a set,
 * "donor_conversions.to_commerce" = "false". The law itself holds the value until it is undone.
 */
#include <stdlib.h>
#include <string.h>

#include "scenario_internal.h"

/* A setting of a parameter while it is applied. */
struct trying {
    struct loading *loading;
    const struct parameter *parameter;
    const struct ft_setting *setting;
    const char *cell;  /* what stands behind the id, without the dot; "" for the whole */
    struct text value; /* as written */
};

/* ---- values ---- */

static void fault_trying(struct trying *trying, const struct message *message, const char *second,
                         const char *third)
{
    scenario_fault(trying->loading, NULL, message, trying->setting->path, second, third);
}

static bool try_symbol(struct trying *trying, union value *value)
{
    const struct enumeration *enumeration = trying->parameter->type.enumeration;
    const int64_t member = enumeration_find(enumeration, trying->value.bytes);
    value->symbol = (uint32_t)member;
    if (member >= 0)
        return true;
    struct choices choices =
        choices_for(trying->loading->arena, trying->loading->diagnostics, trying->value.bytes);
    for (size_t i = 0; i < enumeration->count; i++)
        choices_offer_titled(&choices, enumeration->members[i].id, &enumeration->members[i].title);
    fault_trying(trying, &scenario_message[SCENARIO_SET_UNKNOWN], trying->value.bytes,
                 choices_text(&choices));
    return false;
}

static bool try_truth(struct trying *trying, bool *value)
{
    const int found = boolean_find(trying->value.bytes);
    *value = found > 0;
    if (found < 0)
        scenario_fault(trying->loading, &trying->value.place, &scenario_message[SCENARIO_BOOLEAN],
                       trying->value.bytes, trying->parameter->id, NULL);
    return found >= 0;
}

/* A figure in the unit, or relative to `value` as it stands. */
static bool read_figure(struct trying *trying, const struct unit *unit, struct number *value)
{
    struct loading *loading = trying->loading;
    const struct number from = *value;
    switch (relative_kind(trying->value.bytes, unit_is_share(unit))) {
    case VALUE_ABSOLUTE:
        return loading_take(loading, quantity_parse_as(value, loading->arith, loading->diagnostics,
                                                       &trying->value, unit));
    case VALUE_UNCLEAR:
        fault_trying(trying, &scenario_message[SCENARIO_SET_UNCLEAR], trying->value.bytes,
                     trying->value.bytes + 1);
        return false;
    case VALUE_FACTOR:
    case VALUE_PERCENT:
        break;
    }
    return read_relative(loading, &trying->value, &from, value);
}

/* The value of a scalar or of a table's cell. */
static bool try_constant(struct trying *trying, union value *value)
{
    const struct parameter *parameter = trying->parameter;
    const char first = trying->value.bytes[0];
    if (parameter->type.kind == TYPE_NUMBER)
        return read_figure(trying, &parameter->unit, &value->number);
    if (first == '*') {
        fault_trying(trying, &scenario_message[SCENARIO_SET_NOT_NUMBER], parameter->id,
                     trying->value.bytes);
        return false;
    }
    switch (parameter->type.kind) {
    case TYPE_BOOLEAN:
        return try_truth(trying, &value->boolean);
    case TYPE_DATE:
        return loading_take(trying->loading,
                            date_parse(&value->date, trying->loading->diagnostics, &trying->value));
    case TYPE_SYMBOL:
        return try_symbol(trying, value);
    case TYPE_TEXT:
    case TYPE_NUMBER:
    case TYPE_REFERENCE:
        break;
    }
    value->text = trying->value.bytes;
    return true;
}

/* ---- cells ---- */

/* "urban.brick"; NULL when memory is out. */
static const char *parameter_keys_name(const struct parameter *parameter, const uint32_t *keys,
                                       struct arena *arena)
{
    const char *name = "";
    for (size_t k = 0; k < parameter->key_count && name != NULL; k++)
        name = arena_format(arena, "%s%s%s", name, k == 0 ? "" : ".",
                            parameter->keys[k]->members[keys[k]].id);
    return name;
}

/* What the cells of a parameter are called. */
static void offer_cells(struct trying *trying, struct choices *choices)
{
    const struct parameter *parameter = trying->parameter;
    const struct version *last = &parameter->versions[parameter->version_count - 1];
    struct arena *arena = trying->loading->arena;
    for (size_t i = 0; parameter->shape == SHAPE_TABLE && i < last->entry_count; i++) {
        const char *name = parameter_keys_name(parameter, last->entries[i].keys, arena);
        if (name != NULL)
            choices_offer(choices, name);
    }
    for (size_t i = 0; parameter_is_scale(parameter) && i < 2 * last->bracket_count; i++) {
        const struct scale *scale = version_scale_at(last, i / 2);
        const struct bracket *bracket = &last->brackets[i / 2];
        const char *keys = parameter_keys_name(parameter, scale->keys, arena);
        const char *name = arena_format(arena, "%s%s%zu.%s", keys == NULL ? "" : keys,
                                        parameter->key_count == 0 ? "" : ".",
                                        (size_t)(bracket - scale->brackets) + 1,
                                        bracket_setting(parameter, bracket, i % 2 == 1));
        if (name != NULL)
            choices_offer(choices, name);
    }
    for (size_t i = 0; parameter->shape == SHAPE_SET && i < parameter->type.enumeration->count; i++)
        choices_offer(choices, parameter->type.enumeration->members[i].id);
}

static void fault_parameter_cell(struct trying *trying)
{
    struct choices choices =
        choices_for(trying->loading->arena, trying->loading->diagnostics, trying->cell);
    offer_cells(trying, &choices);
    fault_trying(trying,
                 trying->cell[0] == '\0' ? &scenario_message[SCENARIO_SET_WHICH_CELL]
                                         : &scenario_message[SCENARIO_SET_NO_CELL],
                 trying->parameter->id, choices_text(&choices));
}

/* What stands behind the keys of a cell's name, which may say them by id, title or other word:
 * "2.rate" of "urban.2.rate". NULL: it says others. */
static const char *behind_keys(const struct parameter *parameter, const uint32_t *keys,
                               const char *cell, struct arena *arena)
{
    for (size_t k = 0; k < parameter->key_count; k++) {
        const size_t length = strcspn(cell, ".");
        const char *word = arena_copy(arena, cell, length);
        if (word == NULL || enumeration_find(parameter->keys[k], word) != (int64_t)keys[k] ||
            (k + 1 < parameter->key_count && cell[length] != '.'))
            return NULL;
        cell += length + (cell[length] == '.');
    }
    return cell;
}

static bool is_entry(const struct parameter *parameter, const struct table_entry *entry,
                     const char *cell, struct arena *arena)
{
    const char *rest = behind_keys(parameter, entry->keys, cell, arena);
    return rest != NULL && rest[0] == '\0' && cell[strlen(cell) - 1] != '.';
}

/* The slice of all that "2.rate" or "urban.2.rate" names, and whether its border; SIZE_MAX: none. */
static size_t slice_named(const struct trying *trying, const struct version *version, bool *border)
{
    const struct parameter *parameter = trying->parameter;
    for (size_t i = 0; i < version->scale_count; i++) {
        const struct scale *scale = &version->scales[i];
        const char *cell =
            behind_keys(parameter, scale->keys, trying->cell, trying->loading->arena);
        char *end;
        if (cell == NULL || cell[0] < '1' || cell[0] > '9')
            continue;
        const unsigned long index = strtoul(cell, &end, 10);
        if (index > scale->count || *end != '.')
            continue;
        const struct bracket *bracket = &scale->brackets[index - 1];
        *border = strcmp(end + 1, bracket_setting(parameter, bracket, true)) == 0;
        if (*border || strcmp(end + 1, bracket_setting(parameter, bracket, false)) == 0)
            return (size_t)(bracket - version->brackets);
    }
    return SIZE_MAX;
}

static bool scales_rise(struct loading *loading, const struct version *version)
{
    bool good = true;
    for (size_t i = 0; i < version->scale_count; i++) {
        const struct scale *scale = &version->scales[i];
        good = good && (version->parameter->shape == SHAPE_THRESHOLDS ||
                        number_sign(&scale->brackets[0].above) >= 0);
        for (size_t j = 1; j < scale->count && good; j++)
            good = number_compare(loading->arith, &scale->brackets[j].above,
                                  &scale->brackets[j - 1].above) > 0;
    }
    return good;
}

/* A copy of a version's scales, to be changed. False when memory is out. */
static bool copy_scales(struct version *version, struct bracket **brackets, struct arena *arena)
{
    struct scale *scales = arena_array(arena, version->scale_count, sizeof *scales);
    *brackets = arena_array(arena, version->bracket_count, sizeof **brackets);
    if (scales == NULL || *brackets == NULL)
        return false;
    memcpy(*brackets, version->brackets, version->bracket_count * sizeof **brackets);
    for (size_t i = 0; i < version->scale_count; i++) {
        scales[i] = version->scales[i];
        scales[i].brackets = *brackets + (scales[i].brackets - version->brackets);
    }
    version->brackets = *brackets;
    version->scales = scales;
    return true;
}

/* ---- what a version becomes: false where the version has no such cell, or after a fault ---- */

static bool try_table(struct trying *trying, struct version *version)
{
    struct arena *arena = trying->loading->arena;
    struct table_entry *entries = arena_array(arena, version->entry_count, sizeof *entries);
    if (entries == NULL) {
        trying->loading->status = FT_NO_MEMORY;
        return false;
    }
    memcpy(entries, version->entries, version->entry_count * sizeof *entries);
    version->entries = entries;
    for (size_t i = 0; i < version->entry_count; i++)
        if (is_entry(trying->parameter, &entries[i], trying->cell, arena)) {
            entries[i].place = trying->value.place;
            return try_constant(trying, &entries[i].value);
        }
    return false;
}

static bool try_scale(struct trying *trying, struct version *version)
{
    struct loading *loading = trying->loading;
    const struct parameter *parameter = trying->parameter;
    struct bracket *brackets;
    bool border;
    const size_t slice = slice_named(trying, version, &border);
    if (slice == SIZE_MAX)
        return false;
    if (!copy_scales(version, &brackets, loading->arena)) {
        loading->status = FT_NO_MEMORY;
        return false;
    }
    if (!read_figure(trying, border ? &parameter->by_unit : &parameter->rate_unit,
                     border ? &brackets[slice].above : &brackets[slice].rate))
        return false;
    if (scales_rise(loading, version))
        return true;
    fault_trying(trying, &scenario_message[SCENARIO_SET_BRACKETS], trying->value.bytes, NULL);
    return false;
}

static bool try_set(struct trying *trying, struct version *version)
{
    const struct enumeration *enumeration = trying->parameter->type.enumeration;
    const int64_t member = enumeration_find(enumeration, trying->cell);
    if (member < 0)
        return false;
    bool *members = loading_array(trying->loading, enumeration->count, sizeof *members);
    if (members == NULL)
        return false;
    memcpy(members, version->members, enumeration->count * sizeof *members);
    version->members = members;
    return try_truth(trying, &members[member]);
}

static bool try_version(struct trying *trying, struct version *version)
{
    switch (trying->parameter->shape) {
    case SHAPE_TABLE:
        return try_table(trying, version);
    case SHAPE_BRACKETS:
    case SHAPE_THRESHOLDS:
        return try_scale(trying, version);
    case SHAPE_SET:
        return try_set(trying, version);
    case SHAPE_SCALAR:
        break;
    }
    return trying->cell[0] == '\0' && try_constant(trying, &version->scalar);
}

/* ---- what the law says ---- */

/* The value that the setting takes the place of, as people read it; NULL: there is none. */
static const char *filed_text(struct trying *trying, const struct version *version)
{
    const struct parameter *parameter = trying->parameter;
    struct loading *loading = trying->loading;
    const enum ft_language language = loading->diagnostics->language;
    const union value *value = &version->scalar;
    if (parameter_is_scale(parameter)) {
        bool border;
        const size_t slice = slice_named(trying, version, &border);
        if (slice == SIZE_MAX)
            return NULL;
        const struct bracket *bracket = &version->brackets[slice];
        return figure_as_filed(loading, border ? &bracket->above : &bracket->rate,
                               border ? &parameter->by_unit : &parameter->rate_unit);
    }
    if (parameter->shape == SHAPE_SET) {
        const int64_t member = enumeration_find(parameter->type.enumeration, trying->cell);
        return member < 0 ? NULL : version->members[member] ? "true" : "false";
    }
    if (parameter->shape == SHAPE_TABLE) {
        value = NULL;
        for (size_t i = 0; i < version->entry_count; i++)
            if (is_entry(parameter, &version->entries[i], trying->cell, loading->arena))
                value = &version->entries[i].value;
    }
    return value == NULL ? NULL
           : parameter->type.kind == TYPE_NUMBER
               ? figure_as_filed(loading, &value->number, &parameter->unit)
               : value_text(value, &parameter->type, &parameter->unit, false, loading->arith,
                            language);
}

static bool note_trial(struct trying *trying, struct version *version)
{
    struct scenario_rows *rows = trying->loading->scenario->rows;
    struct tried_value *tried =
        arena_grow(trying->loading->arena, rows->tried, &rows->tried_capacity, sizeof *tried,
                   rows->tried_count + 1);
    if (tried == NULL)
        return false;
    rows->tried = tried;
    tried[rows->tried_count++] =
        (struct tried_value){version, *version, trying->setting->path, trying->setting->value};
    return true;
}

/* Puts the value into every version that has the cell. */
static bool try_versions(struct trying *trying, const char *source)
{
    struct loading *loading = trying->loading;
    const struct parameter *parameter = trying->parameter;
    const uint64_t faults = loading->diagnostics->said;
    bool found = false;
    for (size_t i = 0; i < parameter->version_count; i++) {
        struct version *version = (struct version *)&parameter->versions[i];
        struct version changed = *version;
        if (!try_version(trying, &changed)) {
            if (loading->diagnostics->said > faults || !loading_goes_on(loading))
                return false; /* told once */
            continue;
        }
        found = true;
        changed.source = source;
        changed.status = STATUS_ILLUSTRATIVE; /* no law gives it */
        changed.note = NULL;
        changed.formula = NULL; /* what is tried is not worked out */
        changed.place = trying->value.place;
        if (!note_trial(trying, version)) {
            loading->status = FT_NO_MEMORY;
            return false;
        }
        *version = changed;
    }
    if (!found)
        fault_parameter_cell(trying);
    return found;
}

void try_parameter(struct loading *loading, const struct parameter *parameter,
                   const struct ft_setting *setting)
{
    const size_t length = strlen(parameter->id);
    const char *option = arena_format(loading->arena, "--set %s", setting->path);
    const char *source = arena_format(loading->arena, "--set %s=%s", setting->path, setting->value);
    const struct dataset *dataset = loading->scenario->dataset;
    const struct version *version = parameter_version(parameter, dataset->as_of, dataset->known_at);
    if (option == NULL || source == NULL) {
        loading->status = FT_NO_MEMORY;
        return;
    }
    const struct text written = option_text(loading, option, setting->value);
    struct trying trying = {.loading = loading,
                            .parameter = parameter,
                            .setting = setting,
                            .cell = setting->path + length + (setting->path[length] == '.'),
                            .value = text_trimmed(loading, &written)};
    const char *was =
        version == NULL || trying.value.bytes == NULL ? NULL : filed_text(&trying, version);
    if (loading_goes_on(loading) && trying.value.bytes != NULL && try_versions(&trying, source) &&
        !scenario_note(loading->scenario,
                       (struct scenario_change){"--set", setting->path, setting->value, was}))
        loading->status = FT_NO_MEMORY;
}
