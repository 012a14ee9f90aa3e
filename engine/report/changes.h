/* changes.h: what the writers of the table of changes share. */
#ifndef FANGTIAN_REPORT_CHANGES_H
#define FANGTIAN_REPORT_CHANGES_H

#include <jansson.h>

#include "reporting.h"

struct change_report {
    const struct policy_change *items;
    size_t count;
};

bool change_is_none(const struct policy_change *change);
/* Whether the figure applies with the policy and without it. */
bool figure_is_comparable(const struct figure_change *figure);
json_t *json_changes(struct reporting *reporting, const struct change_report *changes);
void csv_changes(struct reporting *reporting, const struct change_report *changes);

#endif
