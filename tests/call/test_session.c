/* Sessions where the sink takes no more and where memory is out: an answer is whole or refused, and the session goes on. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fangtian/call.h"

/* ---- a session over a small law ---- */

static const char *const folders[] = {FT_SOURCE_DIR "/tests/stream/policies"};

#define HEAD                                                                                       \
    "scenario: { id = \\\"s\\\"; title = { zh = \\\"题\\\"; en = \\\"title\\\"; }; "              \
    "as_of = \\\"2021-06-30\\\"; packs = [ \\\"law\\\" ]; }; "
#define PLOTS "portfolio: { budget = \\\"9 元\\\"; plots = { csv = \\\"plots.csv\\\"; }; };"
#define LOAD(rows)                                                                                 \
    "{\"call\": \"load\", \"scenario\": \"s.cfg\", \"files\": {\"s.cfg\": \"" HEAD PLOTS           \
    "\", \"plots.csv\": \"id,town,use,area,price (元/m2),paid (元)\\n" rows "\"}}"

static const char sound[] = LOAD("P1,east,shop,5 m2,7,3\\nP2,west,works,6.5 m2,8,\\n");
/* Of one kind in more rows than have a line of their own. */
static const char faulty[] =
    LOAD("P1,east,shop,x,7,3\\nP2,west,works,y,8,\\nP3,west,works,z,8,\\nP4,west,works,v,8,\\n"
         "P5,west,works,w,8,\\nP6,west,works,u,8,\\nP7,west,works,t,8,\\nP8,west,works,s,8,\\n");

/* What is asked one after the other; each of a session that did what stands before it. */
static const char *const requests[] = {
    sound,
    "{\"call\": \"set\", \"settings\": [{\"path\": \"plots.P1.area\", \"value\": \"7 m2\"}]}",
    "{\"call\": \"report\"}",
    "{\"call\": \"report\", \"format\": \"text\", \"language\": \"en\"}",
    "{\"call\": \"report\", \"format\": \"csv\"}",
    "{\"call\": \"figures\", \"items\": [\"value@P1\", \"aid@P2\", \"levy@P2\"]}",
    "{\"call\": \"explain\", \"figure\": \"aid@P1\"}",
    "{\"call\": \"trials\"}",
    "{\"call\": \"tables\"}",
    "{\"call\": \"views\"}",
    "{\"call\": \"parameters\", \"id\": \"rate\"}",
    "{\"call\": \"changes\"}",
    "{\"call\": \"save\", \"name\": \"t.cfg\"}",
    "{\"call\": \"save\", \"name\": \"t.xlsx\"}",
    "{\"call\": \"set\", \"settings\": [{\"path\": \"plots.P1.area\", \"value\": \"much\"}]}",
    "{\"call\": \"set\", \"settings\": []}",
    "{\"call\": \"nothing\"}",
    "{\"call\": \"load\", \"scenario\": \"x.cfg\", \"packs\": [\"law\"], \"files\": {\"x.cfg\": "
    "{\"base64\": \"Zm9vYg==\"}}}",
    faulty,
    "{\"call\": \"report\"}",
    "{\"call\": \"set\", \"settings\": [{\"path\": \"plots.P1.area\", \"value\": \"1 m2\"}]}",
};
enum { REQUESTS = sizeof requests / sizeof *requests };

/* An answer, and after how many pieces no more is taken. */
struct taken {
    char *bytes;
    size_t length, pieces, most;
    bool refused;
};

static bool take(void *context, const char *bytes, size_t length)
{
    struct taken *taken = context;
    cr_assert_not(taken->refused, "written to after it refused");
    if (taken->pieces++ == taken->most) {
        taken->refused = true;
        return false;
    }
    taken->bytes = realloc(taken->bytes, taken->length + length + 1);
    cr_assert_not_null(taken->bytes);
    memcpy(taken->bytes + taken->length, bytes, length);
    taken->length += length;
    taken->bytes[taken->length] = '\0';
    return true;
}

static enum ft_status ask(struct ft_session *session, const char *request, struct taken *taken,
                          size_t most)
{
    const struct ft_sink sink = {take, taken};
    *taken = (struct taken){.most = most};
    return ft_call(session, request, strlen(request), &sink);
}

static struct ft_session *open_session(const struct ft_allocator *allocator)
{
    const struct ft_options options = {
        .policies = folders, .policy_count = 1, .allocator = allocator};
    struct ft_session *session = NULL;
    const enum ft_status status = ft_session_open(&session, &options);
    cr_assert(status == FT_OK || (allocator != NULL && status == FT_NO_MEMORY));
    cr_assert_eq(session != NULL, status == FT_OK);
    return session;
}

/* ---- a sink that takes no more ---- */

/* Whatever an answer holds, a request whose answer was not taken may be made again. */
Test(session, an_answer_is_whole_or_refused)
{
    struct ft_session *session = open_session(NULL);
    for (size_t i = 0; i < REQUESTS; i++) {
        struct taken whole, part, again;
        cr_assert_eq(ask(session, requests[i], &whole, SIZE_MAX), FT_OK, "%s", requests[i]);
        cr_assert_gt(whole.pieces, 2, "%s", requests[i]);
        const size_t step =
            strstr(whole.bytes, "\"result\": null") != NULL ? 1 : 1 + whole.pieces / 40;
        for (size_t most = 0; most < whole.pieces; most += most < 8 ? 1 : step) {
            cr_expect_eq(ask(session, requests[i], &part, most), FT_IO, "%s, piece %zu",
                         requests[i], most);
            cr_expect(part.length < whole.length &&
                          (part.length == 0 || memcmp(part.bytes, whole.bytes, part.length) == 0),
                      "%s, piece %zu", requests[i], most);
            free(part.bytes);
        }
        cr_expect_eq(ask(session, requests[i], &again, SIZE_MAX), FT_OK);
        cr_expect_str_eq(again.bytes, whole.bytes, "%s: another answer", requests[i]);
        free(whole.bytes);
        free(again.bytes);
    }
    ft_session_close(session);
}

/* ---- memory that is out ---- */

/* Fails one allocation, and counts what is handed out. */
struct scarce {
    size_t calls, fails, live;
};

static void *scarce_allocate(void *context, size_t size)
{
    struct scarce *scarce = context;
    if (++scarce->calls == scarce->fails)
        return NULL;
    scarce->live++;
    return malloc(size);
}

static void scarce_release(void *context, void *memory)
{
    struct scarce *scarce = context;
    scarce->live -= memory != NULL;
    free(memory);
}

static char *answers[REQUESTS]; /* where memory is not out */

static void learn_answers(void)
{
    struct ft_session *session = open_session(NULL);
    for (size_t i = 0; i < REQUESTS; i++) {
        struct taken taken;
        cr_assert_eq(ask(session, requests[i], &taken, SIZE_MAX), FT_OK);
        answers[i] = taken.bytes;
    }
    ft_session_close(session);
}

static void forget_answers(void)
{
    for (size_t i = 0; i < REQUESTS; i++)
        free(answers[i]);
}

/* Whether memory lasted until the end. Where it did not, the answer says so, and nothing else is said. */
static bool answers_are_told(struct ft_session *session, size_t fails)
{
    bool lasts = true;
    for (size_t i = 0; i < REQUESTS && lasts; i++) {
        struct taken taken;
        if (ask(session, requests[i], &taken, SIZE_MAX) != FT_OK) {
            lasts = false; /* the answer itself did not fit */
        } else if (strcmp(taken.bytes, answers[i]) != 0) {
            lasts = false;
            cr_expect_not_null(strstr(taken.bytes, "\"status\": \"no_memory\""),
                               "allocation %zu, %s: %s", fails, requests[i], taken.bytes);
        }
        free(taken.bytes);
    }
    return lasts;
}

Test(session, memory_that_is_out_is_told, .init = learn_answers, .fini = forget_answers,
     .timeout = 300)
{
    struct scarce scarce;
    bool lasts = false;
    for (size_t fails = 1; !lasts; fails += 1 + fails / 32) {
        scarce = (struct scarce){.fails = fails};
        const struct ft_allocator allocator = {scarce_allocate, scarce_release, &scarce};
        struct ft_session *session = open_session(&allocator);
        lasts = session != NULL && answers_are_told(session, fails) && scarce.calls < fails;
        ft_session_close(session);
        cr_assert_eq(scarce.live, 0, "%zu chunks leak at allocation %zu", scarce.live, fails);
    }
}
