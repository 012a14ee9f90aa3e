/*
 * What a pack adds to the vocabulary, in a vocabulary.cfg of its own: members of enumerations and
 * fields of tables that there are, and enumerations, kinds of value, parties and tables of its own.
 * The settings of both files are joined before they are read, each with its own place.
 */
#include <string.h>
#include <strings.h>

#include "policy_internal.h"

bool is_vocabulary(const char *name)
{
    return strcasecmp(name, "vocabulary.cfg") == 0;
}

/* The groups of a vocabulary, and the one setting by which what is there can be added to. */
static const struct {
    const char *group, *adds;
} groups[] = {
    {"enumerations", "members"}, {"entities", "fields"}, {"kinds", NULL}, {"parties", NULL}};

/* Its lists, to which rows are added. */
static const char *const lists[] = {"units", "measures"};

struct conf *load_joined(struct loader *loader, const struct conf *x, const struct conf *y)
{
    struct conf *joined = load_array(loader, 1, sizeof *joined);
    struct conf *children = load_array(loader, x->count + y->count, sizeof *children);
    if (joined == NULL || children == NULL)
        return NULL;
    if (x->count > 0)
        memcpy(children, x->children, x->count * sizeof *children);
    if (y->count > 0)
        memcpy(children + x->count, y->children, y->count * sizeof *children);
    *joined = *x;
    joined->children = children;
    joined->count = x->count + y->count;
    return joined;
}

const struct conf *with_standard_units(struct loader *loader, const struct conf *vocabulary)
{
    const struct conf *units;
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
        if (conf_child(vocabulary, lists[i]) != NULL)
            return vocabulary;
    if (!load_settled(loader,
                      conf_read_bytes(&units, loader->arena, loader->diagnostics, "standard_units",
                                      standard_units, strlen(standard_units))))
        return NULL;
    return load_joined(loader, vocabulary, units);
}

/* Reports those of `more` whose names `there` has already. */
static void fault_both(struct loader *loader, const struct conf *there, const struct conf *more)
{
    for (size_t i = 0; i < more->count; i++) {
        const struct conf *first = conf_child(there, more->children[i].name);
        if (first != NULL)
            fault_doubled(loader, &more->children[i].place, more->children[i].name, &first->place);
    }
}

/* Puts `added` in the place of the child of the same name. */
static void replace_child(struct conf *parent, const struct conf *added)
{
    for (size_t i = 0; i < parent->count; i++)
        if (strcmp(parent->children[i].name, added->name) == 0)
            ((struct conf *)parent->children)[i] = *added;
}

/* Of an enumeration or a table that there is: its members or fields and what `added` gives. Nothing
 * else of it can be changed: others rest on it. */
static void extend(struct loader *loader, struct conf *group, const struct conf *there,
                   const struct conf *added, const char *adds)
{
    const struct conf *list = conf_child(there, adds), *more = conf_child(added, adds);
    for (size_t i = 0; i < added->count; i++)
        if (&added->children[i] != more)
            load_fault(loader, &added->children[i].place, &policy_message[POLICY_ADDITION],
                       added->name, adds, NULL);
    if (list == NULL || more == NULL || list->kind != CONF_GROUP || more->kind != CONF_GROUP)
        return;
    fault_both(loader, list, more);
    struct conf *whole = load_joined(loader, there, &(struct conf){0});
    struct conf *extended = load_joined(loader, list, more);
    if (whole == NULL || extended == NULL)
        return;
    replace_child(whole, extended);
    replace_child(group, whole);
}

/* One group of the vocabulary with what is added to it. */
static struct conf *add_group(struct loader *loader, const struct conf *base,
                              const struct conf *added, const char *adds)
{
    struct conf fresh = *added, *group = load_joined(loader, base, &(struct conf){0});
    struct conf *children = load_array(loader, added->count, sizeof *children);
    fresh.children = children;
    fresh.count = 0;
    if (group == NULL || children == NULL)
        return NULL;
    for (size_t i = 0; i < added->count && loader_goes_on(loader); i++) {
        const struct conf *there = conf_child(group, added->children[i].name);
        if (there != NULL && adds != NULL && there->kind == CONF_GROUP &&
            added->children[i].kind == CONF_GROUP)
            extend(loader, group, there, &added->children[i], adds);
        else
            children[fresh.count++] = added->children[i];
    }
    fault_both(loader, base, &fresh);
    return loader_goes_on(loader) ? load_joined(loader, group, &fresh) : NULL;
}

/* A list of the pack behind that of the same name, or as the only one. */
static struct conf *add_list(struct loader *loader, struct conf *whole, const struct conf *added)
{
    if (added == NULL || added->kind != CONF_LIST)
        return whole;
    const struct conf *there = conf_child(whole, added->name);
    if (there == NULL)
        return load_joined(loader, whole, &(struct conf){.children = added, .count = 1});
    struct conf *joined = there->kind == CONF_LIST ? load_joined(loader, there, added) : NULL;
    if (joined != NULL)
        replace_child(whole, joined);
    return whole;
}

const struct conf *vocabulary_with(struct loader *loader, const struct conf *base,
                                   const struct conf *added)
{
    static const struct conf_setting settings[] = {
        {"enumerations", false, WANT_GROUP}, {"kinds", false, WANT_GROUP},
        {"parties", false, WANT_GROUP},      {"entities", false, WANT_GROUP},
        {"units", false, WANT_LIST},         {"measures", false, WANT_LIST}};
    struct conf *whole = load_joined(loader, base, &(struct conf){0});
    (void)settings_check(loader, added, "vocabulary.cfg", settings,
                         sizeof settings / sizeof *settings); /* the rest is looked at */
    if (whole == NULL)
        return base;
    for (size_t i = 0; i < sizeof groups / sizeof *groups; i++) {
        const struct conf *there = conf_child(base, groups[i].group);
        const struct conf *more = conf_child(added, groups[i].group);
        if (there == NULL || more == NULL || there->kind != CONF_GROUP || more->kind != CONF_GROUP)
            continue;
        struct conf *group = add_group(loader, there, more, groups[i].adds);
        if (group == NULL)
            return base;
        replace_child(whole, group);
    }
    for (size_t i = 0; i < sizeof lists / sizeof *lists && whole != NULL; i++)
        whole = add_list(loader, whole, conf_child(added, lists[i]));
    return whole == NULL ? base : whole;
}
