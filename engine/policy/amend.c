/* Amendments: what a later pack adds to the values of a parameter, the others kept. */
#include <string.h>

#include "policy_internal.h"

/* The parameter that is amended, or NULL: reported. It stands in an earlier pack, and its name is
 * kept. */
static const struct parameter *amended(struct loader *loader, const struct conf *conf,
                                       const struct policy_file *file)
{
    const struct text *amends = setting_text(conf, "amends");
    const struct parameter *old = map_get(&loader->policy->schema.parameter_names, conf->name);
    if (!text_is(amends, conf->name)) {
        load_fault(loader, &amends->place, &policy_message[POLICY_REPLACES_ID], amends->bytes,
                   conf->name, NULL);
        return NULL;
    }
    if (old == NULL)
        fault_replaces(loader, &amends->place, conf->name);
    else if (strcmp(old->pack, file->pack) == 0)
        load_fault(loader, &amends->place, &parameters_message[PARAMETERS_AMENDS_OWN], conf->name,
                   old->policy, NULL);
    return old == NULL || strcmp(old->pack, file->pack) == 0 ? NULL : old;
}

/* Puts a value where it belongs among the others; one for the same first day, published on the same
 * day, is a fault: nothing would say which of them holds. */
static void insert(struct loader *loader, struct parameter *parameter, struct version *versions,
                   const struct version *added)
{
    size_t at = parameter->version_count;
    while (at > 0 && version_compare(&versions[at - 1], added) > 0)
        at--;
    if (at > 0 && version_compare(&versions[at - 1], added) == 0) {
        char from[DATE_TEXT_SIZE];
        load_fault(loader, &added->place, &parameters_message[PARAMETERS_AMENDS_ALIKE],
                   parameter->id, date_text(from, added->from),
                   place_text(loader, &versions[at - 1].place));
        return;
    }
    memmove(versions + at + 1, versions + at, (parameter->version_count - at) * sizeof *versions);
    versions[at] = *added;
    parameter->version_count++;
}

/* A value that says no end ends where the next begins. */
static void set_ends(const struct parameter *parameter, struct version *versions)
{
    const struct version *next = NULL; /* the first that begins later */
    for (size_t i = parameter->version_count; i-- > 0;) {
        struct version *version = &versions[i];
        version->parameter = parameter;
        if (i + 1 < parameter->version_count && version->from.days < versions[i + 1].from.days)
            next = &versions[i + 1];
        if (!version->ends && !version->is_repealed)
            version->to = next == NULL ? DATE_FOREVER : next->from;
    }
}

struct parameter *load_amendment(struct loader *loader, const struct conf *conf,
                                 const struct policy_file *file)
{
    static const struct conf_setting settings[] = {
        {"amends", true, WANT_SCALAR}, {"values", true, WANT_LIST}, {"gaps", false, WANT_SCALAR}};
    if (!settings_check(loader, conf, conf->name, settings, sizeof settings / sizeof *settings))
        return NULL;
    const struct conf *values = conf_child(conf, "values");
    const struct parameter *old = amended(loader, conf, file);
    struct parameter *parameter = load_array(loader, 1, sizeof *parameter);
    struct version *added = load_array(loader, values->count, sizeof *added);
    if (old == NULL || parameter == NULL || added == NULL)
        return NULL;
    if (values->count == 0)
        load_fault(loader, &values->place, &parameters_message[PARAMETERS_NO_VALUE], conf->name,
                   NULL, NULL);
    uint64_t faults = loader->diagnostics->said;
    struct version *versions =
        load_array(loader, old->version_count + values->count, sizeof *versions);
    if (versions == NULL)
        return NULL;
    *parameter = *old;
    memcpy(versions, old->versions, old->version_count * sizeof *versions);
    parameter->versions = versions;
    for (size_t i = 0; i < values->count && loader_goes_on(loader); i++) {
        load_version(loader, parameter, &values->children[i], file, &added[i]);
        if (loader->diagnostics->said == faults)
            insert(loader, parameter, versions, &added[i]);
    }
    if (loader->diagnostics->said == faults && loader_goes_on(loader))
        check_history(loader, values, added, setting_boolean(loader, conf, "gaps", false));
    set_ends(parameter, versions);
    return parameter;
}
