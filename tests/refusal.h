/*
 * refusal.h: what stands before arithmetic and allocation in a test's program, and refuses at one place of the code. The linker
 * puts __wrap_NAME before NAME (-Wl,--wrap). Places are return addresses: runs find them, then each is refused in turn.
 */
#ifndef FANGTIAN_TEST_REFUSAL_H
#define FANGTIAN_TEST_REFUSAL_H

#include <stdbool.h>
#include <stddef.h>

enum refusing { NOTHING, ARITHMETIC, MEMORY, SYSTEM, INTERRUPTED };
enum { MOST_PLACES = 8192 };

struct refusal {
    enum refusing what;
    const void *place; /* that is refused; NULL: places are gathered */
    size_t left;       /* which time that it is passed from now on, 1 for the next; 0: none */
    size_t asked, nth; /* how often something was asked for; which time is refused, 0: by place */
    const void *known[MOST_PLACES]; /* by hash */
    size_t count;
    const void *fresh[MOST_PLACES]; /* first passed since refusal_gather */
    size_t fresh_count;
};
extern struct refusal refusal;

/* From now on places are gathered; or one is refused, that time that it is passed. */
void refusal_gather(enum refusing what);
/* Places that were passed are as if they had not been. */
void refusal_forget(void);
void refusal_at(const void *place, size_t time);
/* Time number `nth` from now on is refused, wherever; 0: none, and they are counted. */
void refusal_time(enum refusing what, size_t nth);
/* Whether what is asked for there is refused now. */
bool refuses(enum refusing what, const void *place);
/* What addr2line(1) asks for, to say which place it is. */
size_t refusal_offset(void);

#endif
