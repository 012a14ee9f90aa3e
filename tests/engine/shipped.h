/* shipped.h: every scenario of the repository, for the tests that must hold for each. */
#ifndef FANGTIAN_TEST_SHIPPED_H
#define FANGTIAN_TEST_SHIPPED_H

#include "fangtian.h"

/* What a report came to, and its bytes (the caller's to free). */
struct printed {
    enum ft_status status;
    char *bytes;
    size_t length, room;
};

/* The paths of all scenarios, sorted, NULL-terminated; shipped_free gives them back. */
char **shipped_scenarios(size_t *count);
void shipped_free(char **paths);

/* Loads, runs and reports a scenario under the shipped policies. */
struct printed shipped_report(const char *scenario, struct ft_options options,
                              struct ft_report report);

/* A sink that keeps what it takes in a struct printed. */
struct ft_sink written_sink(struct printed *written);

#endif
