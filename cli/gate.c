/* Work of the library that can be ended from outside: by who asked for it and went away, by the
 * clock, by the command's end. */
#include <assert.h>
#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <time.h>

#include "cli.h"

enum { LOOK_EVERY_MS = 20 };

static int64_t gate_clock(void)
{
    struct timespec now;
    return clock_gettime(CLOCK_MONOTONIC, &now) == 0
               ? now.tv_sec * INT64_C(1000) + now.tv_nsec / 1000000
               : 0;
}

/* A client that closed its end, or whose connection broke. */
static bool client_is_gone(int client)
{
    char next;
    const ssize_t got = recv(client, &next, 1, MSG_PEEK | MSG_DONTWAIT);
    return got == 0 || (got < 0 && errno != EAGAIN && errno != EWOULDBLOCK && errno != EINTR);
}

static enum gate_cause gate_look(const struct gate *gate, int64_t now)
{
    if (__atomic_load_n(stop_flag(), __ATOMIC_RELAXED))
        return GATE_COMMAND_ENDS;
    if (now >= gate->deadline)
        return GATE_TIME_IS_OVER;
    return client_is_gone(gate->client) ? GATE_CLIENT_IS_GONE : GATE_OPEN;
}

void gate_watch(struct gate *gate, int client, unsigned seconds)
{
    assert(client >= 0);
    const int64_t now = gate_clock();
    *gate = (struct gate){.client = client,
                          .deadline = now + seconds * INT64_C(1000),
                          .next_look = now,
                          .is_watched = true};
}

void gate_leave(struct gate *gate)
{
    gate->is_watched = false;
}

bool gate_passes(struct gate *gate)
{
    if (!gate->is_watched)
        return true;
    const int64_t now = gate_clock();
    if (gate->cause == GATE_OPEN && now >= gate->next_look) {
        gate->cause = gate_look(gate, now);
        gate->next_look = now + LOOK_EVERY_MS;
    }
    return gate->cause == GATE_OPEN;
}

static void *gate_allocate(void *context, size_t size)
{
    return gate_passes(context) ? malloc(size) : NULL;
}

static void gate_release(void *context, void *memory)
{
    (void)context;
    free(memory);
}

struct ft_allocator gate_allocator(struct gate *gate)
{
    return (struct ft_allocator){gate_allocate, gate_release, gate};
}
