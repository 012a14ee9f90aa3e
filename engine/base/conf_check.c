/* Whether a group has the settings that it should. */
#include <stdio.h>
#include <string.h>

#include "base_internal.h"

/* Indexed by joined WANT_… values. */
static const struct title kind_names[] = {
    [WANT_SCALAR] = {"一个值 \"…\"", "a value \"…\""},
    [WANT_GROUP] = {"一个组 { … }", "a group { … }"},
    [WANT_LIST] = {"一个列表 ( … )", "a list ( … )"},
    [WANT_SCALAR | WANT_GROUP] = {"值 \"…\" 或组 { … }", "a value \"…\" or a group { … }"},
    [WANT_SCALAR | WANT_LIST] = {"值 \"…\" 或列表 ( … )", "a value \"…\" or a list ( … )"},
    [WANT_GROUP | WANT_LIST] = {"组 { … } 或列表 ( … )", "a group { … } or a list ( … )"},
};

/* How a setting of this name and kind is written. */
static const char *conf_check_shape_of(const char *name, unsigned want)
{
    if (want == WANT_GROUP && strcmp(name, "title") == 0)
        return "{ zh = \"…\"; en = \"…\"; }";
    if ((want & WANT_SCALAR) != 0)
        return "\"…\"";
    return (want & WANT_GROUP) != 0 ? "{ … }" : "( … )";
}

/* The names that a group may have, one after the other, as many as find room. */
static const char *list_names(char *out, size_t size, const struct conf_setting *settings,
                              size_t count)
{
    size_t used = 0;
    out[0] = '\0';
    for (size_t i = 0; i < count && used < size; i++) {
        int written =
            snprintf(out + used, size - used, "%s%s", i == 0 ? "" : ", ", settings[i].name);
        used += (size_t)written;
    }
    return out;
}

static const struct conf_setting *find_setting(const struct conf_setting *settings, size_t count,
                                               const char *name)
{
    for (size_t i = 0; i < count; i++)
        if (name_is(settings[i].name, name))
            return &settings[i];
    return NULL;
}

static bool check_child(const struct conf *child, struct diagnostics *diagnostics, const char *what,
                        const struct conf_setting *settings, size_t count)
{
    const struct conf_setting *setting = find_setting(settings, count, child->name);
    struct suggestion suggestion = {.word = child->name};
    char names[256];
    if (setting == NULL) {
        for (size_t i = 0; i < count; i++)
            suggest(&suggestion, settings[i].name);
        diagnostics_add(diagnostics, &child->place,
                        &base_message[suggestion.best != NULL ? BASE_UNKNOWN_SETTING_NEAR
                                                              : BASE_UNKNOWN_SETTING],
                        child->name, what,
                        suggestion.best != NULL ? suggestion.best
                                                : list_names(names, sizeof names, settings, count),
                        NULL);
        return false;
    }
    if ((setting->want & (1u << child->kind)) != 0)
        return true;
    diagnostics_add(diagnostics, &child->place, &base_message[BASE_WRONG_KIND], child->name,
                    title_in(&kind_names[setting->want], diagnostics->language),
                    conf_check_shape_of(child->name, setting->want), NULL);
    return false;
}

bool conf_check(const struct conf *group, struct diagnostics *diagnostics, const char *what,
                const struct conf_setting *settings, size_t count)
{
    bool good = true;
    if (group->kind != CONF_GROUP) {
        diagnostics_add(diagnostics, &group->place, &base_message[BASE_WRONG_KIND], what,
                        title_in(&kind_names[WANT_GROUP], diagnostics->language),
                        conf_check_shape_of(what, WANT_GROUP), NULL);
        return false;
    }
    for (size_t i = 0; i < group->count; i++)
        good = check_child(&group->children[i], diagnostics, what, settings, count) && good;
    for (size_t i = 0; i < count; i++)
        if (settings[i].required && conf_child(group, settings[i].name) == NULL) {
            diagnostics_add(diagnostics, &group->place, &base_message[BASE_MISSING_SETTING],
                            settings[i].name, what,
                            conf_check_shape_of(settings[i].name, settings[i].want), NULL);
            good = false;
        }
    return good;
}
