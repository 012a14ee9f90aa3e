/*
 * changes POLICIES SCENARIO COUNT: how long a change of a fact, or of a parameter, and the figures
 * that then stand take, from ft_set to the last ft_figure; and what all of them leave in memory. A
 * report is written after every hundredth.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "fangtian.h"

static int64_t now(void)
{
    struct timespec time;
    (void)clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return (int64_t)time.tv_sec * 1000000 + time.tv_nsec / 1000;
}

/* Resident memory in KiB; 0 where it cannot be told. */
static long resident(void)
{
    long all = 0, pages = 0;
    FILE *file = fopen("/proc/self/statm", "r");
    if (file == NULL)
        return 0;
    if (fscanf(file, "%ld %ld", &all, &pages) != 2)
        pages = 0;
    (void)fclose(file);
    return pages * 4;
}

static bool count_bytes(void *context, const char *bytes, size_t length)
{
    (void)bytes;
    *(size_t *)context += length;
    return true;
}

static int by_time(const void *x, const void *y)
{
    const int64_t one = *(const int64_t *)x, other = *(const int64_t *)y;
    return (one > other) - (one < other);
}

static enum ft_status change_and_read(struct ft_engine *engine, const char *path, const char *value)
{
    static const char *const items[] = {"premium@X01", "lat_rebate@2022"};
    enum ft_status status = ft_set(engine, path, value);
    if (status == FT_OK)
        status = ft_run(engine);
    for (size_t i = 0; status == FT_OK && i < sizeof items / sizeof *items; i++) {
        struct ft_figure figure;
        status = ft_figure(engine, items[i], &figure);
    }
    return status;
}

static enum ft_status measure(struct ft_engine *engine, const char *path, const char *before_digits,
                              const char *behind, size_t count)
{
    int64_t *times = calloc(count, sizeof *times);
    size_t bytes = 0;
    long before = 0;
    const struct ft_sink sink = {count_bytes, &bytes};
    const struct ft_report report = {.format = FT_JSON};
    enum ft_status status = times == NULL ? FT_NO_MEMORY : FT_OK;
    for (size_t i = 0; status == FT_OK && i < count; i++) {
        char value[64];
        (void)snprintf(value, sizeof value, "%s%zu%s", before_digits, i % 89 + 10, behind);
        const int64_t start = now();
        status = change_and_read(engine, path, value);
        times[i] = now() - start;
        if (status == FT_OK && i % 100 == 99)
            status = ft_report(engine, &report, &sink);
        if (i == 199)
            before = resident();
    }
    if (status == FT_OK) {
        qsort(times, count, sizeof *times, by_time);
        (void)printf("%-24s median %6" PRId64 " us, 95 of 100 below %6" PRId64
                     " us, memory grew by %ld KiB over %zu changes\n",
                     path, times[count / 2], times[count * 95 / 100], resident() - before, count);
    }
    free(times);
    return status;
}

int main(int count, char **words)
{
    if (count != 4 || strtoul(words[3], NULL, 10) < 200) {
        fputs("usage: changes POLICIES SCENARIO COUNT (at least 200)\n", stderr);
        return 2;
    }
    const char *const policies[] = {words[1]};
    const size_t changes = strtoul(words[3], NULL, 10);
    struct ft_engine *engine = NULL;
    if (ft_open(&engine, &(struct ft_options){.policies = policies, .policy_count = 1}) != FT_OK)
        return 2;
    enum ft_status status = ft_load(engine, words[2]);
    int64_t start = now();
    if (status == FT_OK)
        status = ft_run(engine);
    (void)printf("%-24s        %6" PRId64 " us\n", "all rules", now() - start);
    if (status == FT_OK)
        status = measure(engine, "projects.X01.far_after", "2.", "", changes);
    if (status == FT_OK)
        status = measure(engine, "tax_years.2022.lat_revenue", "", "0 万元", changes);
    if (status == FT_OK)
        status = measure(engine, "lat_rebate_rate", "", "%", changes);
    size_t faults = 0;
    const struct ft_diagnostic *list = ft_diagnostic_list(engine, &faults);
    for (size_t i = 0; i < faults; i++)
        (void)fprintf(stderr, "%s\n", list[i].message);
    ft_close(engine);
    return status == FT_OK ? 0 : 2;
}
