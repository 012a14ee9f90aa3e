/* The two workloads as a program written for them alone: facts of a row, which rules apply to it,
 * and the loop over the rows. The references in C differ in their arithmetic only. The law stands
 * in policies/; what is repeated here serves to measure against, and check.sh compares the results.
 */
#ifndef BENCH_LAW_H
#define BENCH_LAW_H

#include "rows.h"

/* Amounts are in hundredths: of a yuan (fen), of a square metre, of a plot ratio. */

struct talent {
    unsigned city;
    unsigned category;
    unsigned year;
    int64_t income;
    int64_t tax_paid;
};

enum land_use {
    RESIDENTIAL,
    INDUSTRIAL,
    EDUCATION,
    SCIENCE,
    CULTURE,
    MEDICAL,
    ELDERLY_CARE,
    SPORT,
    COMMERCIAL,
    AGRICULTURAL,
    MIXED,
    LAND_USES
};
enum { FULL_TERM_MOST = 70 };
extern const unsigned full_term[LAND_USES]; /* years */

struct project {
    unsigned conversion;
    unsigned supply;
    unsigned before_use;
    unsigned after_use;
    bool collective_land;
    bool lawful_land;
    bool term_extended;
    bool supported_industry;
    bool in_allocation_catalogue;
    bool must_regrant;
    int64_t appraised_price; /* a square metre, as all prices */
    int64_t benchmark_price; /* or ABSENT */
    int64_t fees;            /* the three costs below which no price goes */
    int64_t far_before;      /* or ABSENT */
    int64_t far_after;       /* or ABSENT */
    int64_t floor_price_before;
    int64_t floor_price_after;
    int64_t old_use_price;
    int64_t new_use_price;
    int32_t transition_approved; /* 20230630, or 0 */
    int32_t transfer_on;         /* or 0 */
    int32_t term_ends;           /* or 0 */
    int64_t area;
    int64_t covered_area;
    int32_t in_use_since;
};

enum amount { DEED_TAX, STAMP_DUTY, PRICE_DUE, PREMIUM, TOP_UP_DUE, AMOUNTS };

enum top_up { NO_TOP_UP, NOTHING_TO_TOP_UP, TOP_UP };

/* In fen, rounded half up; called for rows to which the rule applies. */
struct arithmetic {
    void (*start)(void);
    void (*stop)(void);
    int64_t (*subsidy)(const struct talent *talent);
    void (*price)(const struct project *project,
                  int64_t amounts[AMOUNTS]); /* price and the taxes on it */
    int64_t (*premium)(const struct project *project);
    int64_t (*top_up)(const struct project *project, unsigned remaining_years);
};

/* Has the talent's city a cap in the year? */
bool talent_is_capped(const struct talent *talent);

/* The reference's main: NAME roster|projects FOLDER ROWS TOTALS. */
int run_reference(const struct arithmetic *arithmetic, int count, char **words);

#endif
