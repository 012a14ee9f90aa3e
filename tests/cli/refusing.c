/* What refusing.h says. The number of times is written to the file of FANGTIAN_REFUSE_COUNT when the command ends. */
#include "refusing.h"

#undef fopen

#include <errno.h>

static unsigned long times;

static void tell_times(void)
{
    const char *path = getenv("FANGTIAN_REFUSE_COUNT");
    FILE *file = path == NULL ? NULL : fopen(path, "w");
    if (file == NULL)
        return;
    (void)fprintf(file, "%lu", __atomic_load_n(&times, __ATOMIC_RELAXED));
    (void)fclose(file);
}

bool refusing(void)
{
    const char *nth = getenv("FANGTIAN_REFUSE");
    const unsigned long now = __atomic_add_fetch(&times, 1, __ATOMIC_RELAXED);
    if (now == 1)
        (void)atexit(tell_times);
    if (nth == NULL || now != strtoul(nth, NULL, 10))
        return false;
    errno = EIO;
    return true;
}
