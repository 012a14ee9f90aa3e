/* Settings of a group against a table of those that may stand there. */
#include <string.h>

#include "policy_internal.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

static const struct setting title_settings[] = {
    {"zh", SETTING_TEXT, true},
    {"en", SETTING_TEXT, true},
};

static bool is_truth(const struct conf *conf)
{
    return conf->kind == CONF_SCALAR &&
           (text_is(&conf->text, "true") || text_is(&conf->text, "false"));
}

static bool has_kind(const struct conf *conf, enum setting_kind kind)
{
    switch (kind) {
    case SETTING_TEXT:
        return conf->kind == CONF_SCALAR;
    case SETTING_TRUTH:
        return is_truth(conf);
    case SETTING_LIST:
        return conf->kind == CONF_LIST;
    case SETTING_EITHER:
        return conf->kind != CONF_SCALAR;
    case SETTING_GROUP:
    case SETTING_TITLE:
        return conf->kind == CONF_GROUP;
    }
    return false;
}

static bool check_kind(struct loader *loader, const struct conf *conf, enum setting_kind kind)
{
    static const struct title names[] = {
        [SETTING_TEXT] = {"一个值", "a single value"},
        [SETTING_TRUTH] = {"true 或 false", "true or false"},
        [SETTING_GROUP] = {"一组设置 { … }", "a group { … }"},
        [SETTING_LIST] = {"列表 ( … )", "a list ( … )"},
        [SETTING_EITHER] = {"一组设置 { … } 或其列表 ( … )", "a group { … } or a list of them"},
        [SETTING_TITLE] = {"{ zh = \"…\"; en = \"…\"; }", "{ zh = \"…\"; en = \"…\"; }"},
    };
    if (!has_kind(conf, kind)) {
        loader_fault(loader, &conf->place, POLICY_WRONG_KIND, conf->name,
                     loader_word(loader, &names[kind]), NULL);
        return false;
    }
    return kind != SETTING_TITLE ||
           settings_check(loader, conf, title_settings, COUNT(title_settings));
}

static void fault_setting(struct loader *loader, const struct conf *conf,
                          const struct setting *settings, size_t count)
{
    static const struct title what = {"设置", "setting"};
    struct names known;
    if (!names_open(loader, &known, count))
        return;
    for (size_t i = 0; i < count; i++)
        known.items[known.count++] = settings[i].name;
    fault_unknown(loader, &conf->place, &what, conf->name, &known);
}

static const struct setting *find_setting(const struct setting *settings, size_t count,
                                          const char *name)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(settings[i].name, name) == 0)
            return &settings[i];
    return NULL;
}

bool settings_check(struct loader *loader, const struct conf *group, const struct setting *settings,
                    size_t count)
{
    bool good = true;
    if (group->kind != CONF_GROUP)
        return check_kind(loader, group, SETTING_GROUP);
    for (size_t i = 0; i < group->count; i++) {
        const struct conf *conf = &group->children[i];
        const struct setting *setting = find_setting(settings, count, conf->name);
        if (setting == NULL)
            fault_setting(loader, conf, settings, count);
        good = setting != NULL && check_kind(loader, conf, setting->kind) && good;
    }
    for (size_t i = 0; i < count; i++)
        if (settings[i].required && conf_child(group, settings[i].name) == NULL) {
            loader_fault(loader, &group->place, POLICY_MISSING, settings[i].name, group->name,
                         NULL);
            good = false;
        }
    return good;
}

const struct conf *setting_of(const struct conf *group, const char *name, enum conf_kind kind)
{
    const struct conf *conf = group->kind == CONF_GROUP ? conf_child(group, name) : NULL;
    return conf != NULL && conf->kind == kind ? conf : NULL;
}

const struct text *setting_text(const struct conf *group, const char *name)
{
    const struct conf *conf = setting_of(group, name, CONF_SCALAR);
    return conf == NULL ? NULL : &conf->text;
}

bool setting_truth(const struct conf *group, const char *name)
{
    const struct text *text = setting_text(group, name);
    return text != NULL && text_is(text, "true");
}

struct title setting_title(const struct conf *group, const char *name, const char *fallback)
{
    const struct conf *conf = setting_of(group, name, CONF_GROUP);
    const struct text *zh = conf == NULL ? NULL : setting_text(conf, "zh");
    const struct text *en = conf == NULL ? NULL : setting_text(conf, "en");
    return (struct title){.zh = zh == NULL ? fallback : zh->bytes,
                          .en = en == NULL ? fallback : en->bytes};
}

const struct place *setting_place(const struct conf *group, const char *name)
{
    const struct conf *conf = group->kind == CONF_GROUP ? conf_child(group, name) : NULL;
    if (conf == NULL)
        return &group->place;
    return conf->kind == CONF_SCALAR ? &conf->text.place : &conf->place;
}
