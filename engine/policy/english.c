/*
 * English in a file beside a policy's: x.en.cfg has the English of what x.cfg says in Chinese alone,
 *
 *     english: ( { zh = "增长门槛"; en = "growth threshold"; }, … );
 *
 * It is put beside the Chinese once both are read, so that nobody behind knows where it stood.
 */
#include <string.h>
#include <strings.h>

#include "policy_internal.h"

static const char ending[] = ".en.cfg";

/* One row; `used`: it stands beside some Chinese. */
struct english_row {
    const struct text *zh, *en;
    bool used;
};

struct english {
    struct loader *loader;
    struct english_row *rows;
    size_t count;
    struct map by_chinese;
};

bool is_english(const char *name)
{
    const size_t length = strlen(name), tail = sizeof ending - 1;
    return length > tail && strcasecmp(name + length - tail, ending) == 0;
}

const char *english_name(struct loader *loader, const char *name)
{
    return load_format(loader, "%.*s%s", (int)(strlen(name) - strlen(".cfg")), name, ending);
}

const char *english_beside(struct loader *loader, const char *path)
{
    const size_t length = strlen(path), tail = strlen(".cfg");
    if (is_english(path) || length <= tail)
        return NULL;
    const char *beside = english_name(loader, path);
    return file_kind(loader->diagnostics->files, beside, true) == FILE_NONE ? NULL : beside;
}

/* ---- its rows ---- */

static void english_read_row(struct english *english, const struct conf *conf)
{
    static const struct conf_setting halves[] = {{"zh", true, WANT_SCALAR},
                                                 {"en", true, WANT_SCALAR}};
    struct loader *loader = english->loader;
    if (!settings_check(loader, conf, "english", halves, 2))
        return;
    struct english_row *row = &english->rows[english->count];
    *row = (struct english_row){setting_text(conf, "zh"), setting_text(conf, "en"), false};
    const struct english_row *first = map_get(&english->by_chinese, row->zh->bytes);
    if (first != NULL)
        fault_doubled(loader, &row->zh->place, row->zh->bytes, &first->zh->place);
    else if (!map_put(&english->by_chinese, loader->arena, row->zh->bytes, row))
        loader->status = FT_NO_MEMORY;
    else
        english->count++;
}

/* ---- into the tree ---- */

/* `group` with an `en` behind its other settings. */
static void english_put(struct english *english, struct conf *group, const struct text *en)
{
    struct conf *children = load_array(english->loader, group->count + 1, sizeof *children);
    if (children == NULL)
        return;
    memcpy(children, group->children, group->count * sizeof *children);
    children[group->count] = (struct conf){
        .kind = CONF_SCALAR, .name = "en", .place = en->place, .text = *en, .quoted = true};
    group->children = children;
    group->count++;
}

/* Bounded by LIMIT_CONF_NESTING. The tree was read for this load and is nobody else's yet. */
static void english_walk(struct english *english, struct conf *conf)
{
    const struct text *zh = conf->kind == CONF_GROUP ? setting_text(conf, "zh") : NULL;
    struct english_row *row = zh == NULL ? NULL : map_get(&english->by_chinese, zh->bytes);
    for (size_t i = 0; i < conf->count && loader_goes_on(english->loader); i++)
        english_walk(english, (struct conf *)&conf->children[i]);
    if (row == NULL || conf_child(conf, "en") != NULL)
        return;
    row->used = true;
    english_put(english, conf, row->en);
}

void put_english(struct loader *loader, const struct conf *conf, const struct conf *beside)
{
    static const struct conf_setting settings[] = {{"english", true, WANT_LIST}};
    struct english english = {.loader = loader};
    if (!settings_check(loader, beside, "english", settings, 1))
        return;
    const struct conf *list = conf_child(beside, "english");
    english.rows = load_array(loader, list->count + 1, sizeof *english.rows);
    for (size_t i = 0; i < list->count && loader_goes_on(loader); i++)
        english_read_row(&english, &list->children[i]);
    if (loader_goes_on(loader))
        english_walk(&english, (struct conf *)conf);
    for (size_t i = 0; i < english.count && loader_goes_on(loader); i++)
        if (!english.rows[i].used)
            load_fault(loader, &english.rows[i].zh->place, &policy_message[POLICY_ENGLISH_UNUSED],
                       english.rows[i].zh->bytes, conf->place.source->path, NULL);
}

void fault_lone_english(struct loader *loader, const char *folder)
{
    struct names all = {0};
    if (list_folder(&all, loader->arena, loader->diagnostics->files, folder) == FT_NO_MEMORY)
        loader->status = FT_NO_MEMORY;
    for (size_t i = 0; i < all.count && loader_goes_on(loader); i++) {
        const size_t stem = strlen(all.items[i]) - (sizeof ending - 1);
        if (!is_english(all.items[i]))
            continue;
        const char *policy = load_format(loader, "%s/%.*s.cfg", folder, (int)stem, all.items[i]);
        if (file_kind(loader->diagnostics->files, policy, true) == FILE_NONE)
            load_fault(loader, NULL, &policy_message[POLICY_ENGLISH_ALONE],
                       load_format(loader, "%s/%s", folder, all.items[i]), policy, NULL);
    }
}
