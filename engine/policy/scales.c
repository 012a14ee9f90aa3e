/* Scales: brackets, which are marginal, and thresholds, each for all or one a combination of keys. */
#include <string.h>

#include "policy_internal.h"

/* The scales of a version while its nested groups are read. */
struct scales {
    const struct parameter *parameter;
    const struct version *changed; /* that `change` starts from; or NULL */
    struct scale *items;
    size_t count, capacity;
    uint32_t *keys; /* of the group being read */
};

/* ---- a slice ---- */

/* What the amount of a slice is called. */
static const char *rate_setting(const struct parameter *parameter)
{
    return parameter->shape == SHAPE_BRACKETS ? "rate" : "value";
}

static bool scales_read_number(struct loader *loader, const struct conf *conf, const char *setting,
                               const struct unit *unit, struct number *number)
{
    return load_settled(loader, quantity_parse_as(number, &loader->arith, loader->diagnostics,
                                                  setting_text(conf, setting), unit));
}

/* Where a slice begins: `above`, the border left out, or `from`, the border included. */
static bool load_border(struct loader *loader, const struct parameter *parameter,
                        const struct conf *conf, struct bracket *bracket)
{
    const bool above = setting_text(conf, "above") != NULL;
    bracket->included = setting_text(conf, "from") != NULL;
    if (above == bracket->included) {
        load_fault(loader, &conf->place, &parameters_message[PARAMETERS_SLICE_BORDER],
                   parameter->id, NULL, NULL);
        return false;
    }
    return scales_read_number(loader, conf, above ? "above" : "from", &parameter->by_unit,
                              &bracket->above);
}

static bool load_slice(struct loader *loader, const struct parameter *parameter,
                       const struct conf *conf, struct bracket *bracket)
{
    const struct conf_setting settings[] = {{"above", false, WANT_SCALAR},
                                            {"from", false, WANT_SCALAR},
                                            {rate_setting(parameter), true, WANT_SCALAR}};
    if (!settings_check(loader, conf, parameter->id, settings, 3))
        return false;
    const bool border = load_border(loader, parameter, conf, bracket);
    return scales_read_number(loader, conf, rate_setting(parameter), &parameter->rate_unit,
                              &bracket->rate) &&
           border;
}

/* Slices rise; of a negative amount no slice bears a rate. `list`: where they are written. */
static void check_rise(struct loader *loader, const struct parameter *parameter,
                       const struct conf *list, const struct bracket *brackets, size_t count)
{
    size_t good =
        parameter->shape == SHAPE_THRESHOLDS || count == 0 || number_sign(&brackets[0].above) >= 0
            ? 1
            : 0;
    while (good > 0 && good < count &&
           number_compare(&loader->arith, &brackets[good].above, &brackets[good - 1].above) > 0)
        good++;
    if (good < count || count == 0)
        load_fault(loader, good < list->count ? &list->children[good].place : &list->place,
                   &parameters_message[PARAMETERS_BRACKET_ORDER], parameter->id, NULL, NULL);
}

/* ---- a scale ---- */

static void load_slices(struct loader *loader, const struct parameter *parameter,
                        const struct conf *list, struct scale *scale)
{
    struct bracket *brackets = load_array(loader, list->count, sizeof *brackets);
    bool good = brackets != NULL;
    for (size_t i = 0; brackets != NULL && i < list->count; i++)
        good = load_slice(loader, parameter, &list->children[i], &brackets[i]) && good;
    if (good)
        check_rise(loader, parameter, list, brackets, list->count);
    scale->brackets = brackets;
    scale->count = brackets == NULL ? 0 : list->count;
}

/* The slice that a change names by its border; NULL: reported. */
static struct bracket *find_slice(struct loader *loader, const struct parameter *parameter,
                                  const struct conf *conf, struct bracket *brackets, size_t count)
{
    struct bracket named = {NUMBER_ZERO, NUMBER_ZERO, false};
    if (!load_border(loader, parameter, conf, &named))
        return NULL;
    for (size_t i = 0; i < count; i++)
        if (brackets[i].included == named.included &&
            number_compare(&loader->arith, &brackets[i].above, &named.above) == 0)
            return &brackets[i];
    const char *border = named.included ? "from" : "above";
    load_fault(loader, &setting_text(conf, border)->place,
               &parameters_message[PARAMETERS_CHANGE_ABOVE], parameter->id, border,
               setting_string(conf, border, ""));
    return NULL;
}

/* One number of a slice, or both: its rate or amount, and, by `becomes`, where it begins. */
static void change_slice(struct loader *loader, const struct parameter *parameter,
                         const struct conf *conf, struct bracket *brackets, size_t count)
{
    const char *rate = rate_setting(parameter);
    const struct conf_setting settings[] = {{"above", false, WANT_SCALAR},
                                            {"from", false, WANT_SCALAR},
                                            {rate, false, WANT_SCALAR},
                                            {"becomes", false, WANT_SCALAR}};
    if (!settings_check(loader, conf, parameter->id, settings, 4))
        return;
    struct bracket *bracket = find_slice(loader, parameter, conf, brackets, count);
    const bool rates = setting_text(conf, rate) != NULL,
               moves = setting_text(conf, "becomes") != NULL;
    if (!rates && !moves)
        load_fault(loader, &conf->place, &policy_message[POLICY_MISSING_SETTING], rate,
                   parameter->id, NULL);
    if (bracket != NULL && rates)
        (void)scales_read_number(loader, conf, rate, &parameter->rate_unit, &bracket->rate);
    if (bracket != NULL && moves)
        (void)scales_read_number(loader, conf, "becomes", &parameter->by_unit, &bracket->above);
}

/* The slices of `changed`, in which `list` gives some other numbers. */
static void change_slices(struct loader *loader, const struct parameter *parameter,
                          const struct conf *list, const struct scale *changed, struct scale *scale)
{
    struct bracket *brackets = load_array(loader, changed->count, sizeof *brackets);
    const uint64_t faults = loader->diagnostics->said;
    scale->brackets = brackets;
    if (brackets == NULL)
        return;
    scale->count = changed->count;
    memcpy(brackets, changed->brackets, changed->count * sizeof *brackets);
    for (size_t i = 0; i < list->count && loader_goes_on(loader); i++)
        change_slice(loader, parameter, &list->children[i], brackets, changed->count);
    if (loader->diagnostics->said == faults)
        check_rise(loader, parameter, list, brackets, changed->count);
}

/* ---- all of them ---- */

static struct scale *kept_scale(const struct scales *scales)
{
    const size_t keys = scales->parameter->key_count;
    for (size_t i = 0; i < scales->count; i++)
        if (keys == 0 || memcmp(scales->items[i].keys, scales->keys, keys * sizeof(uint32_t)) == 0)
            return &scales->items[i];
    return NULL;
}

/* The scale that `list` writes, or changes where the version that is changed has one of its keys. */
static void add_scale(struct loader *loader, const struct conf *list, struct scales *scales)
{
    const struct parameter *parameter = scales->parameter;
    struct scale *kept = scales->changed == NULL ? NULL : kept_scale(scales);
    if (kept != NULL) {
        const struct scale changed = *kept;
        kept->place = list->place;
        change_slices(loader, parameter, list, &changed, kept);
        return;
    }
    uint32_t *keys = load_array(loader, parameter->key_count, sizeof *keys);
    struct scale *items = arena_grow(loader->arena, scales->items, &scales->capacity, sizeof *items,
                                     scales->count + 1);
    if (keys == NULL || items == NULL) {
        loader->status = FT_NO_MEMORY;
        return;
    }
    if (parameter->key_count > 0)
        memcpy(keys, scales->keys, parameter->key_count * sizeof *keys);
    scales->items = items;
    items[scales->count] = (struct scale){.keys = keys, .place = list->place};
    load_slices(loader, parameter, list, &items[scales->count++]);
}

/* One level of groups a key, then the list of slices; bounded by LIMIT_CONF_NESTING. */
static void read_scales(struct loader *loader, const struct conf *conf, size_t level,
                        struct scales *scales)
{
    const struct parameter *parameter = scales->parameter;
    const bool innermost = level == parameter->key_count;
    if (conf->kind != (innermost ? CONF_LIST : CONF_GROUP)) {
        load_fault(loader, &conf->place, &parameters_message[PARAMETERS_SCALE_DEPTH], parameter->id,
                   NULL, NULL);
        return;
    }
    if (innermost) {
        add_scale(loader, conf, scales);
        return;
    }
    for (size_t i = 0; i < conf->count && loader_goes_on(loader); i++)
        if (find_key(loader, parameter, level, &conf->children[i], &scales->keys[level]))
            read_scales(loader, &conf->children[i], level + 1, scales);
}

/* Puts the slices of all scales behind each other. */
static void join_scales(struct loader *loader, const struct scales *scales, struct version *version)
{
    size_t count = 0, at = 0;
    for (size_t i = 0; i < scales->count; i++)
        count += scales->items[i].count;
    struct bracket *all = load_array(loader, count, sizeof *all);
    for (size_t i = 0; i < scales->count && all != NULL; i++) {
        struct scale *scale = &scales->items[i];
        if (scale->count > 0)
            memcpy(all + at, scale->brackets, scale->count * sizeof *all);
        scale->brackets = all + at;
        at += scale->count;
    }
    version->brackets = all;
    version->bracket_count = all == NULL ? 0 : count;
    version->scales = scales->items;
    version->scale_count = all == NULL ? 0 : scales->count;
}

void load_scales(struct loader *loader, const struct parameter *parameter, const struct conf *conf,
                 const struct version *changed, struct version *version)
{
    struct scales scales = {.parameter = parameter, .changed = changed};
    scales.keys = load_array(loader, parameter->key_count, sizeof *scales.keys);
    if (changed != NULL) {
        scales.items = load_array(loader, changed->scale_count, sizeof *scales.items);
        scales.count = scales.capacity = changed->scale_count;
    }
    if (scales.keys == NULL || (changed != NULL && scales.items == NULL))
        return;
    if (changed != NULL && changed->scale_count > 0)
        memcpy(scales.items, changed->scales, changed->scale_count * sizeof *scales.items);
    read_scales(loader, conf, 0, &scales);
    join_scales(loader, &scales, version);
}
