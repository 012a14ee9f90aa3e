/*
 * random_portfolio.h: portfolios drawn at random, for the properties that must hold for each.
 *
 * The same seed gives the same portfolio on every machine: integers only, splitmix64. Facts run
 * over wide ranges, with nothing, one fen, ties and 10^12 元 among them. A portfolio is kept as
 * text, project by project, so that it can be written in another order; the few facts that a
 * property reads itself stand beside the text.
 */
#ifndef FANGTIAN_TEST_RANDOM_PORTFOLIO_H
#define FANGTIAN_TEST_RANDOM_PORTFOLIO_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { MOST_PROJECTS = 40, MOST_TALENTS = 6, MOST_HOLDERS = 4 };

struct random {
    uint64_t state;
};

uint64_t random_next(struct random *random);
/* 0 .. bound - 1; `bound` is not 0. */
uint64_t random_below(struct random *random, uint64_t bound);

/* What a property asks of a portfolio. Zeroed: as it comes. */
struct portfolio_wish {
    unsigned money;           /* every amount of money times this; 0 counts as 1 */
    bool priorities_distinct; /* no two projects of one priority */
};

struct random_holder {
    char id[8];
    int64_t land_area; /* 0.01 m2; -1: not given */
};

/* The facts that a property reads itself. Money in fen. */
struct random_project {
    char id[8];
    char *text;
    bool gives; /* its conversion feeds the others */
    int64_t priority, lat_paid;
    int64_t upgraded;      /* 0.01 亩 */
    int64_t award_cap;     /* -1: none */
    int64_t land_value[2]; /* state, collective */
    size_t land_owners;
    struct random_holder holders[MOST_HOLDERS];
    size_t holder_count;
};

struct random_talent {
    char id[8];
    char *text;
    bool capped; /* works where, and in a year when, there is a cap */
};

struct random_portfolio {
    uint64_t seed;
    int64_t award_base; /* what the awards are a share of, fen */
    struct random_project projects[MOST_PROJECTS];
    size_t project_count;
    struct random_talent talents[MOST_TALENTS];
    size_t talent_count;
    char *head, *rest; /* what stands before and behind the tables */
};

/* What a city sets, in hundredths of a per cent where it is a rate; money in fen. */
struct city_rates {
    int64_t cross_subsidy, lat_rebate, award, proceeds, early_signing;
    int64_t standards;  /* times the lowest standards of compensation, in per cent */
    int64_t talent_cap; /* of Guangzhou */
    bool pro_rata, passed_on, offsets, by_value;
};

/* Draws a portfolio; portfolio_free gives it back. */
void portfolio_draw(struct random_portfolio *portfolio, uint64_t seed, struct portfolio_wish wish);
void portfolio_free(struct random_portfolio *portfolio);

/* Draws rates, 0% and 100% among them. */
struct city_rates rates_draw(uint64_t seed);

/* Writes the scenario; `turned` has projects and talents in the opposite order. */
bool portfolio_write(const struct random_portfolio *portfolio, const char *path, bool turned);
/* Writes the policy of the pack `drawn` that sets the rates, every amount of money times `money`.
 */
bool rates_write(const struct city_rates *rates, unsigned money, const char *path);

#endif
