#include "random_portfolio.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- drawing ---- */

/* splitmix64 */
uint64_t random_next(struct random *random)
{
    uint64_t z = random->state += 0x9E3779B97F4A7C15u;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return z ^ (z >> 31);
}

uint64_t random_below(struct random *random, uint64_t bound)
{
    return random_next(random) % bound;
}

static bool one_in(struct random *random, uint64_t chances)
{
    return random_below(random, chances) == 0;
}

static const char *one_of(struct random *random, const char *const *words, size_t count)
{
    return words[random_below(random, count)];
}

#define ONE_OF(random, ...)                                                                        \
    one_of(random, (const char *const[]){__VA_ARGS__},                                             \
           sizeof(const char *const[]){__VA_ARGS__} / sizeof(const char *))

/* Fen: nothing, one fen, a few, ties, what projects cost, and 10^12 元. */
static int64_t draw_money(struct random *random)
{
    static const int64_t ties[] = {1, 100, 3333333, 100000000, 100000000, 999999999};
    switch (random_below(random, 12)) {
    case 0:
        return 0;
    case 1:
        return 1;
    case 2:
        return (int64_t)random_below(random, 1000);
    case 3:
    case 4:
        return ties[random_below(random, sizeof ties / sizeof *ties)];
    case 5:
        return one_in(random, 4) ? 100000000000000 : (int64_t)random_below(random, 100000000000000);
    default:
        return (int64_t)random_below(random, 20000000000); /* up to two 亿元 */
    }
}

/* 0.01 m2 or 0.01 亩: never nothing. */
static int64_t draw_area(struct random *random)
{
    static const int64_t ties[] = {1, 2000000, 2000000, 1333333, 500000};
    return one_in(random, 4) ? ties[random_below(random, sizeof ties / sizeof *ties)]
                             : 1 + (int64_t)random_below(random, 10000000);
}

/* Hundredths of a per cent, 0% and 100% often. */
static int64_t draw_rate(struct random *random)
{
    switch (random_below(random, 5)) {
    case 0:
        return 0;
    case 1:
        return 10000;
    default:
        return (int64_t)random_below(random, 10001);
    }
}

/* ---- writing ---- */

struct text {
    char *bytes;
    size_t length, room;
    int64_t money;
};

static void put(struct text *text, const char *format, ...) __attribute__((format(printf, 2, 3)));
static void put(struct text *text, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    int needed = vsnprintf(NULL, 0, format, arguments);
    va_end(arguments);
    if (needed < 0)
        abort();
    if (text->length + (size_t)needed + 1 > text->room) {
        text->room = 2 * (text->length + (size_t)needed + 1);
        text->bytes = realloc(text->bytes, text->room);
        if (text->bytes == NULL)
            abort();
    }
    va_start(arguments, format);
    (void)vsnprintf(text->bytes + text->length, (size_t)needed + 1, format, arguments);
    va_end(arguments);
    text->length += (size_t)needed;
}

static void put_symbol(struct text *text, const char *field, const char *symbol)
{
    put(text, " %s = \"%s\";", field, symbol);
}

static void put_boolean(struct text *text, const char *field, bool value)
{
    put_symbol(text, field, value ? "true" : "false");
}

static void put_integer(struct text *text, const char *field, int64_t value)
{
    put(text, " %s = \"%" PRId64 "\";", field, value);
}

static void put_counted(struct text *text, const char *field, int64_t value, const char *unit)
{
    put(text, " %s = \"%" PRId64 " %s\";", field, value, unit);
}

/* Hundredths of a unit. */
static void put_hundredths(struct text *text, const char *field, int64_t value, const char *unit)
{
    put(text, " %s = \"%" PRId64 ".%02" PRId64 "%s%s\";", field, value / 100, value % 100,
        *unit == '\0' ? "" : " ", unit);
}

static void put_money(struct text *text, const char *field, int64_t fen)
{
    put_hundredths(text, field, fen * text->money, "元");
}

static void put_price(struct text *text, const char *field, int64_t fen, const char *unit)
{
    put_hundredths(text, field, fen * text->money, unit);
}

/* A day from `from` on, within so many years. */
static void put_date(struct text *text, struct random *random, const char *field, unsigned from,
                     unsigned years)
{
    put(text, " %s = \"%04u-%02u-%02u\";", field, from + (unsigned)random_below(random, years),
        1 + (unsigned)random_below(random, 12), 1 + (unsigned)random_below(random, 28));
}

/* ---- a project ---- */

static void draw_parcels(struct text *text, struct random *random)
{
    uint64_t count = one_in(random, 32) ? 0 : 1 + random_below(random, 3);
    if (count == 0)
        return;
    put(text, "\n parcels = (");
    for (uint64_t i = 0; i < count; i++) {
        /* Most are large enough, and otherwise such, that the project may be entered: a portfolio in
         * which one is not has figures that are undetermined. */
        int64_t area = draw_area(random) + (one_in(random, 48) ? 0 : 2000000);
        put(text, "%s\n  { id = \"P%u\";", i == 0 ? "" : ",", (unsigned)i + 1);
        put_hundredths(text, "area", area, "m2");
        put_hundredths(text, "covered_area",
                       one_in(random, 4)
                           ? area * 3 / 10 + 1
                           : area * (one_in(random, 64) ? 25 : 31) / 100 +
                                 (int64_t)random_below(random, (uint64_t)area / 2 + 1),
                       "m2");
        put_date(text, random, "in_use_since", 1984, one_in(random, 48) ? 30 : 25);
        put_boolean(text, "compensated", one_in(random, 2));
        put_boolean(text, "idle", one_in(random, 64));
        put_boolean(text, "lawful", one_in(random, 2));
        put_boolean(text, "paid_agreement", one_in(random, 2));
        put(text, " }");
    }
    put(text, " );");
}

static void draw_holders(struct text *text, struct random *random, struct random_project *project)
{
    project->holder_count = random_below(random, MOST_HOLDERS + 1);
    if (project->holder_count == 0)
        return;
    put(text, "\n holders = (");
    for (size_t i = 0; i < project->holder_count; i++) {
        struct random_holder *holder = &project->holders[i];
        (void)snprintf(holder->id, sizeof holder->id, "H%u", (unsigned)i + 1);
        holder->land_area = one_in(random, 4) ? 0 : draw_area(random);
        if (one_in(random, 64))
            holder->land_area = -1;
        put(text, "%s\n  { id = \"%s\";", i == 0 ? "" : ",", holder->id);
        if (holder->land_area >= 0)
            put_hundredths(text, "land_area", holder->land_area, "m2");
        if (one_in(random, 4))
            put_money(text, "property_promised", draw_money(random));
        if (one_in(random, 4)) {
            put_money(text, "transfer_income", draw_money(random));
            put_money(text, "transfer_deductions", 1 + draw_money(random));
            put_money(text, "transfer_vat", one_in(random, 2) ? 0 : draw_money(random));
        }
        put(text, " }");
    }
    put(text, " );");
}

static void draw_buildings(struct text *text, struct random *random,
                           const struct random_project *project)
{
    uint64_t count = project->holder_count == 0 ? 0 : random_below(random, 5);
    if (count == 0)
        return;
    put(text, "\n buildings = (");
    for (uint64_t i = 0; i < count; i++) {
        int64_t area = one_in(random, 8) ? 0 : draw_area(random);
        put(text, "%s\n  { id = \"F%u\";", i == 0 ? "" : ",", (unsigned)i + 1);
        put_symbol(text, "holder",
                   project->holders[random_below(random, project->holder_count)].id);
        put_hundredths(text, "floor_area", area, "m2");
        put_symbol(text, "structure", ONE_OF(random, "frame", "brick", "simple"));
        put_hundredths(text, "newness", draw_rate(random), "%");
        put_boolean(text, "takes_property", one_in(random, 4));
        if (one_in(random, 3))
            put_money(text, "fit_out", draw_money(random));
        if (one_in(random, 4))
            put_money(text, "equipment", draw_money(random));
        if (one_in(random, 3)) {
            put_hundredths(text, "business_area", area / 2, "m2");
            put_integer(text, "suspension_months", (int64_t)random_below(random, 13));
        }
        if (one_in(random, 3))
            put_integer(text, "interim_months", (int64_t)random_below(random, 37));
        if (one_in(random, 2))
            put_date(text, random, "signed_on", 2022, 1);
        put(text, " }");
    }
    put(text, " );");
}

static void draw_handovers(struct text *text, struct random *random)
{
    uint64_t count = one_in(random, 3) ? 1 + random_below(random, 3) : 0;
    if (count == 0)
        return;
    put(text, "\n handovers = (");
    for (uint64_t i = 0; i < count; i++) {
        put(text, "%s\n  { id = \"Y%u\";", i == 0 ? "" : ",", (unsigned)i + 1);
        put_symbol(text, "kind",
                   ONE_OF(random, "public_land", "public_property", "building_share"));
        put_money(text, "value", draw_money(random));
        put_symbol(text, "treatment", ONE_OF(random, "deduct", "in_lieu"));
        put(text, " }");
    }
    put(text, " );");
}

static void draw_costs(struct text *text, struct random *random)
{
    static const char *const kinds[] = {"early_works",       "construction", "infrastructure",
                                        "public_facilities", "indirect",     "contingency",
                                        "management",        "sales",        "interest"};
    const char *between = "\n costs = (";
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        if (!one_in(random, 2))
            continue;
        put(text, "%s\n  {", between);
        put_symbol(text, "kind", kinds[i]);
        put_money(text, "amount", draw_money(random));
        put(text, " }");
        between = ",";
    }
    if (*between == ',')
        put(text, " );");
}

/* State and collective land put together, and a public sale. The values are never all nothing. */
static void draw_sale(struct text *text, struct random *random, struct random_project *project,
                      bool reserve)
{
    static const char *const sides[] = {"state_owned", "collective_owned"};
    if (reserve || one_in(random, 6)) {
        put_money(text, "auction_price",
                  draw_money(random) + (one_in(random, 2) ? 20000000001 : 0));
        put_money(text, "preparation_cost", draw_money(random) / 4);
        put_money(text, "levies", draw_money(random) / 8);
    }
    if (!one_in(random, 6))
        return;
    project->land_owners = 1 + random_below(random, 2);
    put(text, "\n land_owners = (");
    for (size_t i = 0; i < project->land_owners; i++) {
        project->land_value[i] = draw_money(random) + (i == 0);
        put(text, "%s\n  {", i == 0 ? "" : ",");
        put_symbol(text, "side", sides[i]);
        put_money(text, "value", project->land_value[i]);
        put(text, " }");
    }
    put(text, " );");
}

static void draw_prices(struct text *text, struct random *random)
{
    put_symbol(text, "price_basis", ONE_OF(random, "plot", "block"));
    put_price(text, "appraised_plot_price", draw_area(random) / 10, "元/m2");
    put_price(text, "appraised_block_price", draw_area(random) / 10, "元/m2");
    /* What a price rests on is given: without it the price, and all that uses it, is undetermined,
     * which tests of absent facts are about. */
    put_price(text, "benchmark_price", draw_area(random) / 10, "元/m2");
    if (one_in(random, 4))
        put_money(text, "new_construction_fee", draw_money(random));
    put_hundredths(text, "far_before", (int64_t)random_below(random, 200), "");
    put_hundredths(text, "far_after", (int64_t)random_below(random, 600), "");
    put_price(text, "floor_price_before", draw_area(random) / 10, "元/m2");
    put_price(text, "floor_price_after", draw_area(random) / 10, "元/m2");
    put_boolean(text, "term_extended", one_in(random, 4));
    if (one_in(random, 6)) {
        put_date(text, random, "transition_approved", 2012, 10);
        put_boolean(text, "supported_industry", !one_in(random, 4));
        put_date(text, random, "term_ends", 2040, 20);
        put_price(text, "old_use_price", draw_area(random) / 10, "元/m2");
        put_price(text, "new_use_price", draw_area(random) / 10, "元/m2");
        put_boolean(text, "must_regrant", one_in(random, 6));
        put_boolean(text, "in_allocation_catalogue", one_in(random, 6));
    }
    put_boolean(text, "innovation_carrier", one_in(random, 6));
    put_symbol(text, "transferable_share", ONE_OF(random, "none", "half", "whole"));
    put_symbol(text, "transfer_limit", ONE_OF(random, "limited", "unlimited"));
    if (!one_in(random, 4))
        put_symbol(text, "repurchase_right", ONE_OF(random, "reserved", "waived"));
}

static void draw_results(struct text *text, struct random *random)
{
    if (one_in(random, 2)) {
        put_money(text, "revenue", draw_money(random) + draw_money(random));
        put_money(text, "input_vat", one_in(random, 2) ? 0 : draw_money(random) / 16);
        put_boolean(text, "ordinary_housing", one_in(random, 4));
        if (one_in(random, 4))
            put_money(text, "interest_proven", draw_money(random));
        if (one_in(random, 4))
            put_money(text, "transfer_taxes", 1 + draw_money(random) / 16);
    } else {
        put(text, " revenue = \"无\";");
    }
    if (one_in(random, 2))
        put_hundredths(text, "floor_area_after", draw_area(random), "m2");
    if (one_in(random, 6)) {
        put_price(text, "agreed_investment", draw_money(random), "元/亩");
        put_price(text, "agreed_tax", draw_money(random) / 16, "元/亩/年");
        put_money(text, "invested", draw_money(random));
        put_price(text, "yearly_tax", draw_money(random), "元/年");
    }
    if (one_in(random, 6)) {
        int64_t value = draw_money(random);
        put_money(text, "swap_given", value);
        put_money(text, "swap_received", one_in(random, 3) ? value : value + value / 16);
        put(text,
            " swap_willing = \"true\"; swap_title_clear = \"true\"; swap_plan_allows = \"true\";");
    }
    if (one_in(random, 4)) {
        put_hundredths(text, "reclaimed_area", draw_area(random) / 100, "亩");
        put_hundredths(text, "quota_needed", draw_area(random) / 100, "亩");
    }
    if (one_in(random, 3)) {
        put_symbol(text, "efficiency_grade", ONE_OF(random, "A", "B", "C", "D"));
        put_counted(text, "energy_use", draw_area(random), "tce");
        put_counted(text, "power_use", draw_area(random), "kWh");
        put_counted(text, "water_use", draw_area(random), "m3");
    }
    if (one_in(random, 4))
        put_counted(text, "gas_use", 2 * draw_area(random), "m3");
}

static void draw_pools(struct text *text, struct random *random, struct random_project *project)
{
    static const int64_t areas[] = {0, 0, 100, 100, 2500}; /* equal weights, for equal remainders */
    project->upgraded = one_in(random, 2)
                            ? areas[random_below(random, sizeof areas / sizeof *areas)]
                            : draw_area(random) / 100;
    project->award_cap = one_in(random, 2) ? draw_money(random) : -1;
    project->lat_paid = one_in(random, 3) ? 0 : draw_money(random);
    put_integer(text, "priority", project->priority);
    put_hundredths(text, "upgraded_area", project->upgraded, "亩");
    if (project->award_cap >= 0)
        put_money(text, "award_cap", project->award_cap);
    else
        put(text, " award_cap = \"无\";");
    put_money(text, "lat_paid", project->lat_paid);
}

static void draw_project(struct random_project *project, struct random *random, size_t index,
                         struct portfolio_wish wish)
{
    struct text text = {.money = wish.money};
    (void)snprintf(project->id, sizeof project->id, "X%02u", (unsigned)index + 1);
    project->priority = (int64_t)random_below(random, 7);
    if (wish.priorities_distinct) /* 7 and MOST_PROJECTS have no common factor */
        project->priority = (int64_t)(index * 7 % MOST_PROJECTS);
    put(&text, " { id = \"%s\";", project->id);
    project->gives = one_in(random, 2);
    put_symbol(&text, "conversion",
               project->gives ? ONE_OF(random, "to_commerce", "to_housing")
                              : ONE_OF(random, "to_industry", "to_public", "to_farmland"));
    bool reserve = one_in(random, 4);
    put_symbol(&text, "supply",
               reserve ? "reserve" : ONE_OF(random, "retained", "retained", "agreement"));
    put_symbol(&text, "zone", ONE_OF(random, "urban", "rural"));
    put_symbol(&text, "after_use",
               ONE_OF(random, "industrial", "industrial", "commercial", "residential", "education",
                      "agricultural"));
    put_boolean(&text, "collective_land", !one_in(random, 16));
    put_symbol(&text, "land_ownership", one_in(random, 4) ? "collective_owned" : "state_owned");
    put_integer(&text, "consent_all", 9);
    put_integer(&text, "consent_yes", one_in(random, 6) ? 5 : 6);
    put_boolean(&text, "lawful_land", !one_in(random, 6));
    put(&text, " signing_deadline = \"2022-06-30\";");
    put_boolean(&text, "single_subject", one_in(random, 3));
    put_boolean(&text, "county_confirmed", one_in(random, 2));
    draw_pools(&text, random, project);
    draw_prices(&text, random);
    draw_results(&text, random);
    draw_parcels(&text, random);
    draw_holders(&text, random, project);
    draw_buildings(&text, random, project);
    draw_handovers(&text, random);
    draw_costs(&text, random);
    draw_sale(&text, random, project, reserve);
    put(&text, " }");
    project->text = text.bytes;
}

/* ---- talents and tax years ---- */

static void draw_incomes(struct text *text, struct random *random)
{
    static const char *const kinds[] = {"comprehensive", "business", "rent"};
    put(text, " incomes = (");
    uint64_t count = 1 + random_below(random, sizeof kinds / sizeof *kinds);
    for (uint64_t i = 0; i < count; i++) {
        int64_t paid = draw_money(random);
        put(text, "%s {", i == 0 ? "" : ",");
        put_symbol(text, "kind", kinds[i]);
        put_money(text, "taxable_income", draw_money(random));
        put_money(text, "tax_paid", paid);
        put_money(text, "tax_paid_here", one_in(random, 2) ? paid : paid / 3);
        put(text, " }");
    }
    put(text, " );");
}

static void draw_talent(struct random_talent *talent, struct random *random, size_t index,
                        int64_t money)
{
    struct text text = {.money = money};
    int64_t year = 2018 + (int64_t)random_below(random, 11);
    const char *city = one_in(random, 2) ? "guangzhou" : ONE_OF(random, "foshan", "qingyuan");
    talent->capped = year >= 2021;
    (void)snprintf(talent->id, sizeof talent->id, "T%u", (unsigned)index + 1);
    put(&text, " { id = \"%s\";", talent->id);
    put_symbol(&text, "city", city);
    put_symbol(&text, "category", ONE_OF(random, "overseas_high_end", "scarce", "other"));
    put_symbol(&text, "origin", one_in(random, 6) ? "mainland" : "foreign");
    put_integer(&text, "year", year);
    if (one_in(random, 3)) {
        draw_incomes(&text, random);
    } else {
        put_money(&text, "taxable_income", draw_money(random));
        if (one_in(random, 2))
            put_money(&text, "tax_paid", draw_money(random));
    }
    put(&text, " }");
    talent->text = text.bytes;
}

/* Revenue that grows, falls, stands still, or is nothing; now and then a year is missing. */
static void draw_tax_years(struct text *text, struct random *random)
{
    uint64_t count = random_below(random, 7), year = 2017 + random_below(random, 3);
    int64_t revenue = draw_money(random);
    if (count == 0)
        return;
    put(text, " tax_years = (");
    for (uint64_t i = 0; i < count; i++) {
        put(text, "%s {", i == 0 ? "" : ",");
        put_integer(text, "year", (int64_t)year);
        put_money(text, "lat_revenue", revenue);
        put(text, " }");
        year += one_in(random, 12) ? 2 : 1;
        revenue = one_in(random, 6) ? draw_money(random)
                                    : revenue / 100 * (int64_t)(80 + random_below(random, 80)) +
                                          (int64_t)random_below(random, 100);
        revenue = revenue > 100000000000000 ? 100000000000000 : revenue;
    }
    put(text, " );\n");
}

/* ---- the portfolio ---- */

static void draw_head(struct random_portfolio *portfolio, struct random *random, int64_t money)
{
    struct text text = {.money = money};
    int64_t land_income = draw_money(random), tax_income = draw_money(random);
    const char *city = ONE_OF(random, "", "\"qingyuan\", ", "\"foshan\", ");
    put(&text, "scenario:\n{\n id = \"drawn\"; title = { zh = \"随机\"; en = \"drawn\"; };\n");
    put_date(&text, random, "as_of", 2021, 6);
    put(&text, "\n packs = [ \"national\", \"guangdong\", \"illustrative\", %s\"drawn\" ];\n};\n",
        city);
    put(&text, "portfolio:\n{\n");
    if (one_in(random, 2))
        put_symbol(&text, "city", ONE_OF(random, "guangzhou", "foshan", "qingyuan"));
    put_money(&text, "land_transfer_income", land_income);
    put_money(&text, "project_tax_income", tax_income);
    put_symbol(&text, "assessment_rank", ONE_OF(random, "first", "second", "third", "unranked"));
    put(&text, "\n");
    portfolio->award_base = land_income + tax_income;
    portfolio->head = text.bytes;
}

/* Mostly a handful of projects, which is where borders meet; now and then the most there can be. */
static size_t draw_project_count(struct random *random)
{
    return one_in(random, 16) ? 1 + random_below(random, MOST_PROJECTS)
                              : 1 + random_below(random, 6);
}

void portfolio_draw(struct random_portfolio *portfolio, uint64_t seed, struct portfolio_wish wish)
{
    struct random random = {.state = seed};
    *portfolio = (struct random_portfolio){.seed = seed};
    wish.money += wish.money == 0;
    draw_head(portfolio, &random, wish.money);
    portfolio->project_count = draw_project_count(&random);
    for (size_t i = 0; i < portfolio->project_count; i++)
        draw_project(&portfolio->projects[i], &random, i, wish);
    portfolio->talent_count = random_below(&random, MOST_TALENTS + 1);
    for (size_t i = 0; i < portfolio->talent_count; i++)
        draw_talent(&portfolio->talents[i], &random, i, wish.money);
    struct text rest = {.money = wish.money};
    draw_tax_years(&rest, &random);
    put(&rest, "};\n");
    portfolio->rest = rest.bytes;
}

void portfolio_free(struct random_portfolio *portfolio)
{
    for (size_t i = 0; i < portfolio->project_count; i++)
        free(portfolio->projects[i].text);
    for (size_t i = 0; i < portfolio->talent_count; i++)
        free(portfolio->talents[i].text);
    free(portfolio->head);
    free(portfolio->rest);
}

static bool write_rows(FILE *file, const char *table, const char *const *rows, size_t count,
                       bool turned)
{
    bool written = count == 0 || fprintf(file, " %s = (\n", table) > 0;
    for (size_t i = 0; i < count; i++)
        written = written &&
                  fprintf(file, "%s%s", i == 0 ? "" : ",\n", rows[turned ? count - 1 - i : i]) > 0;
    return written && (count == 0 || fprintf(file, " );\n") > 0);
}

bool portfolio_write(const struct random_portfolio *portfolio, const char *path, bool turned)
{
    const char *projects[MOST_PROJECTS] = {NULL}, *talents[MOST_TALENTS] = {NULL};
    FILE *file = fopen(path, "w");
    if (file == NULL)
        return false;
    for (size_t i = 0; i < portfolio->project_count; i++)
        projects[i] = portfolio->projects[i].text;
    for (size_t i = 0; i < portfolio->talent_count; i++)
        talents[i] = portfolio->talents[i].text;
    bool written = fputs(portfolio->head, file) >= 0 &&
                   write_rows(file, "projects", projects, portfolio->project_count, turned) &&
                   write_rows(file, "talents", talents, portfolio->talent_count, turned) &&
                   fputs(portfolio->rest, file) >= 0;
    return fclose(file) == 0 && written;
}

/* ---- what a city sets ---- */

struct city_rates rates_draw(uint64_t seed)
{
    struct random random = {.state = ~seed};
    return (struct city_rates){
        .cross_subsidy = draw_rate(&random),
        .lat_rebate = draw_rate(&random),
        .award = draw_rate(&random),
        .proceeds = draw_rate(&random),
        .early_signing = draw_rate(&random),
        .standards = (int64_t)random_below(&random, 300),
        .talent_cap = draw_money(&random),
        .pro_rata = one_in(&random, 2),
        .passed_on = one_in(&random, 2),
        .offsets = one_in(&random, 2),
        .by_value = one_in(&random, 2),
    };
}

/* A parameter in the place of the one of the same name. `type` is its unit or kind, as it stands.
 */
static void put_parameter(struct text *text, const char *id, const char *type, const char *from,
                          const char *value)
{
    put(text,
        " %s =\n { title = { zh = \"%s\"; en = \"%s\"; }; %s replaces = \"%s\";\n"
        "   values = ( { from = \"%s\"; source = \"drawn\"; %s } ); };\n",
        id, id, id, type, id, from, value);
}

static void put_rate(struct text *text, const char *id, const char *from, int64_t rate)
{
    char value[64];
    (void)snprintf(value, sizeof value, "value = \"%" PRId64 ".%02" PRId64 "%%\";", rate / 100,
                   rate % 100);
    put_parameter(text, id, "unit = \"%\";", from, value);
}

static void put_choice(struct text *text, const char *id, const char *type, const char *value)
{
    char set[64];
    (void)snprintf(set, sizeof set, "value = \"%s\";", value);
    put_parameter(text, id, type, "2019-01-01", set);
}

static void put_standards(struct text *text, int64_t per_cent)
{
    static const char *const zones[] = {"urban", "rural"};
    static const char *const kinds[] = {"to_industry", "to_commerce", "to_housing", "to_public",
                                        "to_farmland"};
    struct text buildings = {.money = text->money}, land = buildings;
    put(&buildings, "table = {");
    put(&land, "table = {");
    for (size_t zone = 0; zone < 2; zone++) {
        put(&buildings, " %s = {", zones[zone]);
        put(&land, " %s = {", zones[zone]);
        for (size_t kind = 0; kind < 5; kind++) {
            int64_t lowest = (int64_t)(240 + 60 * kind + 100 * zone) * per_cent;
            put(&buildings, " %s = {", kinds[kind]);
            put_price(&buildings, "simple", lowest, "元/m2");
            put_price(&buildings, "brick", 3 * lowest, "元/m2");
            put_price(&buildings, "frame", 4 * lowest, "元/m2");
            put(&buildings, " };");
            put_price(&land, kinds[kind], 300 * lowest, "元/亩");
        }
        put(&buildings, " };");
        put(&land, " };");
    }
    put(&buildings, " };");
    put(&land, " };");
    put_parameter(text, "compensation_standard",
                  "unit = \"元/m2\"; keys = [ \"zone\", \"conversion\", \"structure\" ];",
                  "2021-01-01", buildings.bytes);
    put_parameter(text, "land_compensation_standard",
                  "unit = \"元/亩\"; keys = [ \"zone\", \"conversion\" ];", "2021-01-01",
                  land.bytes);
    free(buildings.bytes);
    free(land.bytes);
}

/* Prices that are a city's too: they matter only in that they double with all other money. */
static void put_prices(struct text *text, const struct city_rates *rates)
{
    static const struct {
        const char *id, *type, *unit;
        int64_t fen;
    } prices[] = {
        {"relocation_rate", "unit = \"元/m2\";", "元/m2", 1533},
        {"interim_rate", "unit = \"元/m2/月\";", "元/m2/月", 877},
        {"suspension_rate", "unit = \"元/m2/月\";", "元/m2/月", 2001},
        {"quota_price", "unit = \"元/亩\";", "元/亩", 45000001},
        {"gas_retail_price", "unit = \"元/m3\";", "元/m3", 385},
        {"gas_direct_price", "unit = \"元/m3\";", "元/m3", 320},
    };
    struct text value = {.money = text->money};
    for (size_t i = 0; i < sizeof prices / sizeof *prices; i++) {
        value.length = 0;
        put_price(&value, "value", prices[i].fen, prices[i].unit);
        put_parameter(text, prices[i].id, prices[i].type, "2021-01-01", value.bytes);
    }
    value.length = 0;
    put(&value, "table = { A = \"0\"; B = \"0\";");
    put_price(&value, "C", 4999, "元/tce");
    put_price(&value, "D", 15001, "元/tce");
    put(&value, " };");
    put_parameter(text, "energy_surcharge", "unit = \"元/tce\"; keys = [ \"efficiency_grade\" ];",
                  "2021-01-01", value.bytes);
    value.length = 0;
    put(&value, "table = { A = \"0\"; B = \"0\";");
    put_price(&value, "C", 13, "元/kWh");
    put_price(&value, "D", 29, "元/kWh");
    put(&value, " };");
    put_parameter(text, "power_surcharge", "unit = \"元/kWh\"; keys = [ \"efficiency_grade\" ];",
                  "2021-01-01", value.bytes);
    value.length = 0;
    put(&value, "table = { A = \"0\"; B = \"0\";");
    put_price(&value, "C", 51, "元/m3");
    put_price(&value, "D", 103, "元/m3");
    put(&value, " };");
    put_parameter(text, "water_surcharge", "unit = \"元/m3\"; keys = [ \"efficiency_grade\" ];",
                  "2021-01-01", value.bytes);
    value.length = 0;
    put(&value, "table = {");
    put_price(&value, "urban", 320000, "元/m2");
    put_price(&value, "rural", 240007, "元/m2");
    put(&value, " };");
    put_parameter(text, "return_value", "unit = \"元/m2\"; keys = [ \"zone\" ];", "2021-01-01",
                  value.bytes);
    value.length = 0;
    put(&value, "table = {");
    put_money(&value, "guangzhou", rates->talent_cap);
    put_money(&value, "foshan", rates->talent_cap);
    put(&value, " };");
    put_parameter(text, "talent_subsidy_cap", "unit = \"元\"; keys = [ \"city\" ];", "2021-01-01",
                  value.bytes);
    value.length = 0;
    put_money(&value, "value", rates->talent_cap);
    put_parameter(text, "talent_subsidy_cap_unseen", "unit = \"元\";", "2021-01-01", value.bytes);
    value.length = 0;
    put_money(&value, "value", 10); /* stamp duty goes to a tenth of a yuan */
    put_parameter(text, "stamp_duty_tail", "unit = \"元\";", "1988-10-01", value.bytes);
    free(value.bytes);
}

/* Talents' rates of income tax, with thresholds that double as well. */
static void put_brackets(struct text *text)
{
    struct text value = {.money = text->money};
    put(&value, "brackets = ( { above = \"0\"; rate = \"3%%\"; }, {");
    put_money(&value, "above", 3600000);
    put(&value, " rate = \"10%%\"; }, {");
    put_money(&value, "above", 96000000);
    put(&value, " rate = \"45%%\"; } );");
    put_parameter(text, "comprehensive_income_tax", "unit = \"元\";", "2019-01-01", value.bytes);
    free(value.bytes);
}

bool rates_write(const struct city_rates *rates, unsigned money, const char *path)
{
    struct text text = {.money = money == 0 ? 1 : money};
    put(&text, "policy:\n{\n id = \"drawn/rates\"; title = { zh = \"随机\"; en = \"drawn\"; };"
               " source = \"drawn\";\n};\nparameters:\n{\n");
    put_rate(&text, "cross_subsidy_rate", "2021-01-01", rates->cross_subsidy);
    put_rate(&text, "lat_rebate_rate", "2019-01-01", rates->lat_rebate);
    put_rate(&text, "award_rate", "2021-01-01", rates->award);
    put_rate(&text, "proceeds_rate", "2021-01-01", rates->proceeds);
    put_rate(&text, "early_signing_rate", "2021-01-01", rates->early_signing);
    put_choice(&text, "cross_subsidy_mode", "type = \"symbol\"; of = \"subsidy_mode\";",
               rates->pro_rata ? "pro_rata" : "in_order");
    put_choice(&text, "lat_rebate_passed_on", "type = \"boolean\";",
               rates->passed_on ? "true" : "false");
    put_choice(&text, "negative_kind_offsets", "type = \"boolean\";",
               rates->offsets ? "true" : "false");
    put_choice(&text, "suspension_compensation_basis",
               "type = \"symbol\"; of = \"suspension_basis\";",
               rates->by_value ? "building_value" : "area_rate");
    put_standards(&text, rates->standards);
    put_prices(&text, rates);
    put_brackets(&text);
    put(&text, "};\n");
    FILE *file = fopen(path, "w");
    bool written = file != NULL && fputs(text.bytes, file) >= 0;
    free(text.bytes);
    return file != NULL && fclose(file) == 0 && written;
}
