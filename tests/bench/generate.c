/* Writes the rows of the two workloads: generate roster ROWS FOLDER, or generate projects ROWS
 * FOLDER. A row depends on the seed and its own number alone, so a short file is the beginning of a
 * long one. Integers only. Amounts have two decimals, as a bureau's system exports them. */
#include <inttypes.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SEED = 20210318 };

struct random {
    uint64_t state;
};

/* The generator splitmix64. */
static uint64_t random_next(struct random *random)
{
    random->state += UINT64_C(0x9e3779b97f4a7c15);
    uint64_t bits = random->state;
    bits = (bits ^ (bits >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    bits = (bits ^ (bits >> 27)) * UINT64_C(0x94d049bb133111eb);
    return bits ^ (bits >> 31);
}

/* A sequence of its own for each row. */
static struct random random_of_row(uint64_t row)
{
    struct random seeds = {SEED + row * UINT64_C(0xd1342543de82ef95)};
    return (struct random){random_next(&seeds)};
}

/* Evenly from low to high, both included. */
static uint64_t random_between(struct random *random, uint64_t low, uint64_t high)
{
    return low + random_next(random) % (high - low + 1);
}

/* True once in `often`. */
static bool once_in(struct random *random, uint64_t often)
{
    return random_next(random) % often == 0;
}

/* ",12.34"; or an empty cell. */
static void write_hundredths(FILE *file, bool given, uint64_t hundredths)
{
    if (given) {
        fprintf(file, ",%" PRIu64 ".%02" PRIu64, hundredths / 100, hundredths % 100);
    } else {
        fputc(',', file);
    }
}

/* A day of the years from `from` to `to`; the 29th to 31st too where the month has them. */
static void write_date(FILE *file, struct random *random, bool given, uint64_t from, uint64_t to)
{
    static const unsigned char days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    uint64_t year = random_between(random, from, to);
    uint64_t month = random_between(random, 1, 12);
    uint64_t leap = month == 2 && year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    uint64_t day = random_between(random, 1, days[month - 1] + leap);
    if (given) {
        fprintf(file, ",%04" PRIu64 "-%02" PRIu64 "-%02" PRIu64, year, month, day);
    } else {
        fputc(',', file);
    }
}

static void write_boolean(FILE *file, bool value)
{
    fputs(value ? ",true" : ",false", file);
}

static const char *const cities[] = {
    "guangzhou", "shenzhen", "zhuhai",    "foshan",   "huizhou",  "dongguan", "zhongshan",
    "jiangmen",  "zhaoqing", "shantou",   "shaoguan", "heyuan",   "meizhou",  "shanwei",
    "yangjiang", "maoming",  "zhanjiang", "qingyuan", "chaozhou", "jieyang",  "yunfu",
};
enum { CITY_COUNT = sizeof cities / sizeof cities[0], DELTA_CITIES = 9 };

static const char *random_city(struct random *random)
{
    uint64_t draw = random_between(random, 0, 63);
    if (draw < 16) {
        return cities[0]; /* the city whose subsidy has a cap */
    }
    return cities[draw < 52 ? draw % DELTA_CITIES : draw % CITY_COUNT];
}

/* Up to 5·10^7 yuan, in fen; small incomes are more frequent. */
static uint64_t random_income(struct random *random)
{
    static const uint64_t most[] = {20000000, 60000000, 300000000, 5000000000};
    return random_between(random, 0, most[random_between(random, 0, 3)]);
}

static void write_talent(FILE *file, uint64_t row)
{
    static const char *const categories[] = {"overseas_high_end", "scarce", "scarce", "other"};
    struct random random = random_of_row(row);
    const char *city = random_city(&random);
    const char *category = categories[random_between(&random, 0, 3)];
    uint64_t draw = random_between(&random, 0, 63);
    const char *year = draw < 58 ? "2023" : draw < 63 ? "2022" : "2018";
    uint64_t income = random_income(&random);
    uint64_t rate = random_between(&random, 300, 4500);
    fprintf(file, "T%08" PRIu64 ",%s,%s,%s", row, city, category, year);
    write_hundredths(file, true, income);
    write_hundredths(file, true, income * rate / 10000);
    fputc('\n', file);
}

struct project {
    const char *conversion;
    const char *supply;
    const char *after_use;
    bool industrial;    /* before */
    bool in_transition; /* a transition was applied for */
};

static struct project random_project(struct random *random)
{
    static const char *const conversions[] = {"to_industry", "to_commerce", "to_housing",
                                              "to_public", "to_farmland"};
    static const char *const uses[5][4] = {
        {"industrial", "industrial", "industrial", "science"},
        {"commercial", "commercial", "commercial", "mixed"},
        {"residential", "residential", "residential", "mixed"},
        {"education", "medical", "elderly_care", "culture"},
        {"agricultural", "agricultural", "agricultural", "agricultural"}};
    uint64_t conversion = random_between(random, 0, 4);
    uint64_t supply = random_between(random, 0, 7);
    const char *after_use = uses[conversion][random_between(random, 0, 3)];
    bool transition = once_in(random, 2);
    return (struct project){
        .conversion = conversions[conversion],
        .supply = supply < 4   ? "retained"
                  : supply < 7 ? "agreement"
                               : "reserve",
        .after_use = after_use,
        .industrial = !once_in(random, 16),
        .in_transition = supply < 4 && transition,
    };
}

static void write_price(FILE *file, struct random *random, const struct project *project)
{
    bool agreement = strcmp(project->supply, "agreement") == 0;
    write_hundredths(file, agreement, random_between(random, 20000, 1200000));
    write_hundredths(file, agreement, random_between(random, 20000, 1500000));
    write_hundredths(file, true, random_between(random, 0, 200000000));
    write_hundredths(file, true, random_between(random, 0, 2000000000));
    write_hundredths(file, true, random_between(random, 0, 100000000));
}

static void write_plot_ratio(FILE *file, struct random *random)
{
    write_hundredths(file, true, random_between(random, 50, 200));
    write_hundredths(file, true, random_between(random, 80, 500));
    write_hundredths(file, true, random_between(random, 20000, 150000));
    write_hundredths(file, true, random_between(random, 30000, 900000));
    write_boolean(file, once_in(random, 8));
}

static void write_transition(FILE *file, struct random *random, bool applied)
{
    write_date(file, random, applied, 2020, 2023);
    write_boolean(file, !once_in(random, 8));
    write_date(file, random, applied && once_in(random, 8), 2024, 2028);
    write_boolean(file, once_in(random, 16));
    write_boolean(file, once_in(random, 16));
    write_hundredths(file, applied, random_between(random, 20000, 200000));
    write_hundredths(file, applied, random_between(random, 50000, 1200000));
    write_date(file, random, applied, 2040, 2072);
}

static void write_project(FILE *file, uint64_t row, struct random *random)
{
    struct project project = random_project(random);
    fprintf(file, "P%08" PRIu64 ",%s,%s,%s", row, project.conversion, project.supply,
            once_in(random, 3) ? "urban" : "rural");
    write_boolean(file, !once_in(random, 16));
    fprintf(file, ",%s,%s", project.industrial ? "industrial" : "commercial", project.after_use);
    write_boolean(file, !once_in(random, 16));
    write_price(file, random, &project);
    write_plot_ratio(file, random);
    write_transition(file, random, project.in_transition);
    fputc('\n', file);
}

static void write_parcel(FILE *file, uint64_t row, struct random *random)
{
    uint64_t area = random_between(random, 1600000, 20000000);
    fprintf(file, "P%08" PRIu64 ",1", row);
    write_hundredths(file, true, area);
    write_hundredths(file, true, area * random_between(random, 25, 90) / 100);
    write_date(file, random, true, 1985, once_in(random, 8) ? 2012 : 2009);
    fputc('\n', file);
}

static FILE *create(const char *folder, const char *name)
{
    char path[4096];
    if (snprintf(path, sizeof path, "%s/%s", folder, name) >= (int)sizeof path) {
        return NULL;
    }
    return fopen(path, "wb");
}

static bool close_whole(FILE *file)
{
    bool whole = !ferror(file);
    return fclose(file) == 0 && whole;
}

static bool generate_roster(uint64_t rows, const char *folder)
{
    FILE *file = create(folder, "roster.csv");
    if (!file) {
        return false;
    }
    fputs("id,city,category,year,taxable_income (元),tax_paid (元)\n", file);
    for (uint64_t row = 1; row <= rows; row++) {
        write_talent(file, row);
    }
    return close_whole(file);
}

static bool generate_projects(uint64_t rows, const char *folder)
{
    FILE *projects = create(folder, "projects.csv");
    FILE *parcels = create(folder, "parcels.csv");
    if (!projects || !parcels) {
        return false;
    }
    fputs("id,conversion,supply,zone,collective_land,before_use,after_use,lawful_land,"
          "appraised_plot_price (元/m2),benchmark_price (元/m2),new_construction_fee (元),"
          "requisition_compensation (元),taxes_and_fees (元),far_before,far_after,"
          "floor_price_before (元/m2),floor_price_after (元/m2),term_extended,"
          "transition_approved,supported_industry,transfer_on,in_allocation_catalogue,must_regrant,"
          "old_use_price (元/m2),new_use_price (元/m2),term_ends\n",
          projects);
    fputs("project,id,area (m2),covered_area (m2),in_use_since\n", parcels);
    for (uint64_t row = 1; row <= rows; row++) {
        struct random random = random_of_row(row);
        write_project(projects, row, &random);
        write_parcel(parcels, row, &random);
    }
    bool whole = close_whole(projects);
    return close_whole(parcels) && whole;
}

int main(int count, char **words)
{
    uint64_t rows = count == 4 ? strtoull(words[2], NULL, 10) : 0;
    bool done = false;
    if (rows && strcmp(words[1], "roster") == 0) {
        done = generate_roster(rows, words[3]);
    } else if (rows && strcmp(words[1], "projects") == 0) {
        done = generate_projects(rows, words[3]);
    } else {
        fputs("usage: generate roster|projects ROWS FOLDER\n", stderr);
        return 2;
    }
    if (!done) {
        perror(words[3]);
    }
    return done ? 0 : 2;
}
