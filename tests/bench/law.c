#include "law.h"

static const char *const city_names[] = {
    "guangzhou", "shenzhen", "zhuhai",    "foshan",   "huizhou",  "dongguan", "zhongshan",
    "jiangmen",  "zhaoqing", "shantou",   "shaoguan", "heyuan",   "meizhou",  "shanwei",
    "yangjiang", "maoming",  "zhanjiang", "qingyuan", "chaozhou", "jieyang",  "yunfu",
};
enum { DELTA_CITIES = 9, CITIES = 21 };
static const unsigned char cities_by_name[] = {5, 3, 0, 4, 7,
                                               1, 8, 6, 2}; /* the nine, as totals list them */

static const char *const category_names[] = {"overseas_high_end", "scarce", "other"};
enum { OTHER_CATEGORY = 2 };

static const char *const conversion_names[] = {"to_commerce", "to_farmland", "to_housing",
                                               "to_industry", "to_public"};
enum { CONVERSIONS = 5 };

static const char *const supply_names[] = {"retained", "agreement", "reserve"};
enum { RETAINED, AGREEMENT };

static const char *const use_names[] = {"residential", "industrial",   "education",    "science",
                                        "culture",     "medical",      "elderly_care", "sport",
                                        "commercial",  "agricultural", "mixed"};
const unsigned full_term[] = {70, 50, 50, 50, 50, 50, 50, 50, 40, 50, 50};

enum {
    AS_OF = 20270630,
    IN_USE_DEADLINE = 20091231,
    CLUSTER_AREA = 2000000, /* 2 hectares */
    COVER_PERCENT = 30,
    TRANSITION_YEARS = 5,
    CAP_FROM = 2021,
    SUBSIDY_FROM = 2019,
    SUBSIDY_UNTIL = 2027,
};

static struct words cities;
static struct words categories;
static struct words conversions;
static struct words supplies;
static struct words uses;

bool talent_is_capped(const struct talent *talent)
{
    return talent->year >= CAP_FROM;
}

static bool talent_qualifies(const struct talent *talent)
{
    return talent->year >= SUBSIDY_FROM && talent->year <= SUBSIDY_UNTIL &&
           talent->city < DELTA_CITIES && talent->category < OTHER_CATEGORY;
}

static bool is_leap(int32_t year)
{
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

/* The same day of a later year; 29 February's is 28 February. */
static int32_t anniversary(int32_t date, int32_t years)
{
    int32_t later = date + years * 10000;
    return later % 10000 == 229 && !is_leap(later / 10000) ? later - 1 : later;
}

static int32_t whole_years(int32_t from, int32_t to)
{
    int32_t years = to / 10000 - from / 10000;
    return anniversary(from, years) > to ? years - 1 : years;
}

static bool serves_the_public(unsigned use)
{
    return use == EDUCATION || use == MEDICAL || use == ELDERLY_CARE || use == SPORT;
}

/* A cluster in the catalogue that is transferred by negotiation. */
static bool is_negotiated(const struct project *project)
{
    bool covered = project->covered_area * 100 >= project->area * COVER_PERCENT;
    bool in_catalogue = project->in_use_since <= IN_USE_DEADLINE &&
                        (covered || serves_the_public(project->after_use));
    bool cluster = project->collective_land && project->before_use == INDUSTRIAL &&
                   project->area >= CLUSTER_AREA;
    return project->supply == AGREEMENT && in_catalogue && cluster;
}

static bool is_open_transition(const struct project *project)
{
    return project->transition_approved && project->lawful_land &&
           project->before_use == INDUSTRIAL && project->supported_industry;
}

static bool owes_premium(const struct project *project)
{
    return project->supply == RETAINED && !is_open_transition(project) &&
           project->far_before != ABSENT && project->far_after != ABSENT;
}

static bool is_exempt(const struct project *project)
{
    return project->lawful_land && project->before_use == INDUSTRIAL &&
           project->after_use == INDUSTRIAL && project->far_after > project->far_before &&
           !project->term_extended;
}

static enum top_up what_is_topped_up(const struct project *project, int32_t *end)
{
    *end = anniversary(project->transition_approved, TRANSITION_YEARS);
    if (project->transfer_on && project->transfer_on < *end) {
        *end = project->transfer_on;
    }
    if (!is_open_transition(project) || project->must_regrant || AS_OF < *end) {
        return NO_TOP_UP;
    }
    return project->in_allocation_catalogue ? NOTHING_TO_TOP_UP : TOP_UP;
}

static void compute_project(const struct arithmetic *arithmetic, const struct project *project,
                            int64_t amounts[AMOUNTS])
{
    int32_t end;
    for (unsigned i = 0; i < AMOUNTS; i++) {
        amounts[i] = ABSENT;
    }
    if (is_negotiated(project)) {
        arithmetic->price(project, amounts);
    }
    if (owes_premium(project)) {
        amounts[PREMIUM] = is_exempt(project) ? 0 : arithmetic->premium(project);
    }
    enum top_up top_up = what_is_topped_up(project, &end);
    if (top_up != NO_TOP_UP) {
        int32_t years = top_up == TOP_UP ? whole_years(end, project->term_ends) : 0;
        if (years < 0 || years > FULL_TERM_MOST) {
            fail("out of range", "remaining term");
        }
        amounts[TOP_UP_DUE] = top_up == TOP_UP ? arithmetic->top_up(project, (unsigned)years) : 0;
    }
}

static void take_talent(struct reader *reader, struct talent *talent)
{
    talent->city = take_word(reader, &cities);
    talent->category = take_word(reader, &categories);
    talent->year = take_year(reader);
    talent->income = take_hundredths(reader);
    talent->tax_paid = take_hundredths(reader);
}

static void take_project(struct reader *reader, struct project *project)
{
    const char *zone;
    project->conversion = take_word(reader, &conversions);
    project->supply = take_word(reader, &supplies);
    take_text(reader, &zone);
    project->collective_land = take_boolean(reader);
    project->before_use = take_word(reader, &uses);
    project->after_use = take_word(reader, &uses);
    project->lawful_land = take_boolean(reader);
    project->appraised_price = take_hundredths(reader);
    project->benchmark_price = take_hundredths(reader);
    project->fees = take_hundredths(reader);
    project->fees += take_hundredths(reader);
    project->fees += take_hundredths(reader);
    project->far_before = take_hundredths(reader);
    project->far_after = take_hundredths(reader);
    project->floor_price_before = take_hundredths(reader);
    project->floor_price_after = take_hundredths(reader);
    project->term_extended = take_boolean(reader);
    project->transition_approved = take_date(reader);
    project->supported_industry = take_boolean(reader);
    project->transfer_on = take_date(reader);
    project->in_allocation_catalogue = take_boolean(reader);
    project->must_regrant = take_boolean(reader);
    project->old_use_price = take_hundredths(reader);
    project->new_use_price = take_hundredths(reader);
    project->term_ends = take_date(reader);
}

/* The parcel in the other file, one a project and in the same order. */
static void take_parcel(struct reader *reader, const char *id, size_t length,
                        struct project *project)
{
    const char *owner;
    const char *number;
    if (!reader_has_line(reader) || take_text(reader, &owner) != length ||
        memcmp(owner, id, length) != 0) {
        fail("no parcel", id);
    }
    take_text(reader, &number);
    project->area = take_hundredths(reader);
    project->covered_area = take_hundredths(reader);
    project->in_use_since = take_date(reader);
}

/* What 64 bits hold in every step of fixed.c: land to 1 km², 100,000 yuan a square metre, ratios
 * to 10. */
static void check_range(const struct project *project)
{
    enum { AREA = 100000000, PRICE = 10000000, RATIO = 1000 };
    const int64_t price_most = PRICE;
    bool fits = project->area <= AREA && project->fees <= INT64_C(1000000000000) &&
                project->far_before <= RATIO && project->far_after <= RATIO &&
                project->appraised_price <= price_most && project->benchmark_price <= price_most &&
                project->floor_price_before <= price_most &&
                project->floor_price_after <= price_most && project->old_use_price <= price_most &&
                project->new_use_price <= price_most;
    if (!fits) {
        fail("out of range", "a project");
    }
}

static void write_words(struct writer *writer, const char *text)
{
    write_text(writer, text, strlen(text));
}

static void write_number(struct writer *writer, int64_t number)
{
    write_hundredths(writer, number * 100);
    writer->at -= 3;
}

static void write_roster_totals(const char *path, const int64_t count[CITIES],
                                const int64_t sum[CITIES])
{
    struct writer totals;
    writer_open(&totals, path);
    write_words(&totals, "city,talents,talent_subsidy\n");
    for (unsigned i = 0; i < sizeof cities_by_name; i++) {
        unsigned city = cities_by_name[i];
        write_words(&totals, city_names[city]);
        write_character(&totals, ',');
        write_number(&totals, count[city]);
        write_character(&totals, ',');
        write_hundredths(&totals, sum[city]);
        write_character(&totals, '\n');
    }
    writer_close(&totals);
}

static void run_roster(const struct arithmetic *arithmetic, char **paths)
{
    int64_t count[CITIES] = {0};
    int64_t sum[CITIES] = {0};
    struct reader roster;
    struct writer rows;
    reader_open(&roster, paths[0], "roster.csv");
    writer_open(&rows, paths[1]);
    write_words(&rows, "id,talent_subsidy\n");
    while (reader_has_line(&roster)) {
        struct talent talent;
        const char *id;
        write_text(&rows, id, take_text(&roster, &id));
        take_talent(&roster, &talent);
        write_character(&rows, ',');
        if (talent_qualifies(&talent)) {
            int64_t subsidy = arithmetic->subsidy(&talent);
            write_hundredths(&rows, subsidy);
            count[talent.city]++;
            sum[talent.city] += subsidy;
        }
        write_character(&rows, '\n');
    }
    writer_close(&rows);
    reader_close(&roster);
    write_roster_totals(paths[2], count, sum);
}

struct sums {
    int64_t projects;
    int64_t amounts[AMOUNTS];
};

static void write_project_totals(const char *path, const struct sums sums[CONVERSIONS])
{
    struct writer totals;
    writer_open(&totals, path);
    write_words(&totals, "conversion,projects,deed_tax,stamp_duty,price_due,premium,top_up_due\n");
    for (unsigned kind = 0; kind < CONVERSIONS; kind++) {
        write_words(&totals, conversion_names[kind]);
        write_character(&totals, ',');
        write_number(&totals, sums[kind].projects);
        for (unsigned i = 0; i < AMOUNTS; i++) {
            write_character(&totals, ',');
            write_hundredths(&totals, sums[kind].amounts[i]);
        }
        write_character(&totals, '\n');
    }
    writer_close(&totals);
}

static void write_project_row(struct writer *rows, const int64_t amounts[AMOUNTS],
                              struct sums *sums)
{
    sums->projects++;
    for (unsigned i = 0; i < AMOUNTS; i++) {
        write_character(rows, ',');
        write_hundredths(rows, amounts[i]);
        sums->amounts[i] += amounts[i] == ABSENT ? 0 : amounts[i];
    }
    write_character(rows, '\n');
}

static void run_projects(const struct arithmetic *arithmetic, char **paths)
{
    struct sums sums[CONVERSIONS] = {0};
    struct reader projects;
    struct reader parcels;
    struct writer rows;
    reader_open(&projects, paths[0], "projects.csv");
    reader_open(&parcels, paths[0], "parcels.csv");
    writer_open(&rows, paths[1]);
    write_words(&rows, "id,deed_tax,stamp_duty,price_due,premium,top_up_due\n");
    while (reader_has_line(&projects)) {
        struct project project;
        int64_t amounts[AMOUNTS];
        const char *id;
        size_t length = take_text(&projects, &id);
        take_project(&projects, &project);
        take_parcel(&parcels, id, length, &project);
        check_range(&project);
        compute_project(arithmetic, &project, amounts);
        write_text(&rows, id, length);
        write_project_row(&rows, amounts, &sums[project.conversion]);
    }
    writer_close(&rows);
    reader_close(&parcels);
    reader_close(&projects);
    write_project_totals(paths[2], sums);
}

int run_reference(const struct arithmetic *arithmetic, int count, char **words)
{
    bool roster = count == 5 && strcmp(words[1], "roster") == 0;
    if (!roster && (count != 5 || strcmp(words[1], "projects") != 0)) {
        fail("usage: NAME roster|projects FOLDER ROWS TOTALS", "");
    }
    words_prepare(&cities, city_names, CITIES);
    words_prepare(&categories, category_names, OTHER_CATEGORY + 1);
    words_prepare(&conversions, conversion_names, CONVERSIONS);
    words_prepare(&supplies, supply_names, 3);
    words_prepare(&uses, use_names, LAND_USES);
    arithmetic->start();
    (roster ? run_roster : run_projects)(arithmetic, words + 2);
    arithmetic->stop();
    return 0;
}
