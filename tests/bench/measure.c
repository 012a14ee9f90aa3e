/* measure REPORT COMMAND…: runs a command and writes to REPORT, on one line: its wall time and
 * processor time in microseconds, its peak memory in KiB. A small parent: what a process began with
 * counts as its peak. */
#define _DEFAULT_SOURCE
#include <inttypes.h>
#include <stdio.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static int64_t microseconds(struct timeval time)
{
    return (int64_t)time.tv_sec * 1000000 + time.tv_usec;
}

static int64_t now(void)
{
    struct timespec time;
    (void)clock_gettime(CLOCK_MONOTONIC, &time);
    return (int64_t)time.tv_sec * 1000000 + time.tv_nsec / 1000;
}

static int write_report(const char *path, int64_t wall, const struct rusage *usage)
{
    FILE *report = fopen(path, "w");
    if (!report) {
        perror(path);
        return 2;
    }
    fprintf(report, "%" PRId64 " %" PRId64 " %ld\n", wall,
            microseconds(usage->ru_utime) + microseconds(usage->ru_stime), usage->ru_maxrss);
    return fclose(report) == 0 ? 0 : 2;
}

int main(int count, char **words)
{
    if (count < 3) {
        fputs("usage: measure REPORT COMMAND…\n", stderr);
        return 2;
    }
    int64_t start = now();
    pid_t child = fork();
    if (child == 0) {
        execvp(words[2], words + 2);
        perror(words[2]);
        _exit(127);
    }
    int status;
    struct rusage usage;
    if (child < 0 || wait4(child, &status, 0, &usage) != child) {
        perror("measure");
        return 2;
    }
    int written = write_report(words[1], now() - start, &usage);
    return WIFEXITED(status) && WEXITSTATUS(status) != 0 ? WEXITSTATUS(status)
                                                         : (WIFEXITED(status) ? written : 2);
}
