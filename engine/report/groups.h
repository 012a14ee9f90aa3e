/* groups.h: sheets by rows. */
#ifndef FANGTIAN_REPORT_GROUPS_H
#define FANGTIAN_REPORT_GROUPS_H

#include <jansson.h>

#include "reporting.h"

/* Finds what the sheets are by and groups the postings. Errors: FT_INVALID (diagnosed). */
enum ft_status FT_MUST_CHECK fill_groups(struct reporting *reporting);
void text_sheets_by(struct reporting *reporting);
json_t *json_sheets_by(struct reporting *reporting);
json_t *json_party_totals(struct reporting *reporting, struct account account,
                          const struct kind_total *totals);
/* Did the kind of value move at all? */
bool moves(const struct kind_total *total);

#endif
