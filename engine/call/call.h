/*
 * call.h: the library by one call, JSON in and JSON out, for a page, a service or a binding that
 * should need no other function. page/CALL.md says what requests and answers hold.
 *
 *     struct ft_session *session;
 *     if (ft_session_open(&session, &(struct ft_options){.files_only = true}) == FT_OK)
 *         status = ft_call(session, request, strlen(request), &sink);
 *     ft_session_close(session);
 *
 * The layer stands on the public header: a session keeps files, settings and an engine over them,
 * and each call is a row of a table. This header is for its own sources.
 */
#ifndef FANGTIAN_CALL_H
#define FANGTIAN_CALL_H

#include <jansson.h>

#include "../base/base.h"

/* Files by name, in an arena of their own so that a later load lets go of them. */
struct call_files {
    struct arena arena;
    struct ft_memory_file *items;
    size_t count;
};

/* An engine and what it was made from. Invariant: `ran` only where the scenario was run without a
 * fault. */
struct call_run {
    struct ft_engine *engine; /* NULL: none */
    bool ran;
    struct arena arena; /* the list of files that its options borrow */
};

struct ft_session {
    struct ft_options base;      /* what every engine is opened with */
    const char *made_folders[1]; /* "policies", where those were handed over */
    struct call_files policies, scenario;
    struct arena loaded;       /* names and dates of the last load */
    struct ft_options options; /* of the last load, without settings */
    const char *name;          /* of the scenario; NULL: nothing was loaded */
    json_t *settings;          /* of the last set: [{path, value}], or NULL */
    struct call_run run;
};

/* Bytes that grow, as a sink. */
struct call_bytes {
    struct arena *arena;
    char *bytes;
    size_t length, capacity;
};
struct ft_sink call_bytes_sink(struct call_bytes *bytes);

enum call_result {
    RESULT_NULL,
    RESULT_JSON,   /* bytes are a JSON value */
    RESULT_TEXT,   /* bytes are UTF-8, to be a string */
    RESULT_BASE64, /* bytes are a file, to be {"base64": …} */
};

/* A call while it is answered. */
struct call {
    struct ft_session *session;
    const json_t *request;
    struct arena *scratch;          /* until the answer is given */
    struct diagnostics diagnostics; /* of the request itself, and of engines that are gone */
    bool no_memory; /* was met while the request was read: nothing is wrong with it */
    enum call_result kind;
    struct call_bytes result;
};

/* ---- requests: faults are diagnosed, and give false, as does memory that is out, which is noted in the call ---- */

/* A text that need not be there: NULL then. */
bool call_text(struct call *call, const char *name, const char **text);
/* A text that must be there. */
bool call_needed_text(struct call *call, const char *name, const char **text);
bool call_flag(struct call *call, const char *name, bool *flag);
bool call_count(struct call *call, const char *name, uint32_t *count);
/* One of so many names; `*index` stays where it is not there. */
bool call_choice(struct call *call, const char *name, const char *const *names, size_t count,
                 size_t *index);
/* A list of texts in `arena`; none where it is not there. */
bool call_texts(struct call *call, const char *name, struct arena *arena, const char *const **texts,
                size_t *count);
/* {name: text or {"base64": text}}; each name gets `prefix` in front. */
bool call_take_files(struct call *call, const char *name, const char *prefix,
                     struct call_files *files);
/* A fault of the request: `name` of the argument and what it should be. */
void call_fault(struct call *call, const char *name, const char *wanted);

/* ---- sessions ---- */

void call_files_close(struct call_files *files);
/* Opens an engine over the session's files, with settings, loads and runs it. The run is closed by
 * call_run_close whatever comes of it. */
enum ft_status FT_MUST_CHECK call_run_open(struct call *call, struct call_run *run,
                                           const json_t *settings);
void call_run_close(struct call_run *run);
/* Changes an open run's settings from those of `now` to those of `wanted`, and runs it. */
enum ft_status FT_MUST_CHECK call_run_set(struct call *call, struct call_run *run,
                                          const json_t *now, const json_t *wanted);
/* Adds the engine's faults to those of the call, and forgets them there. */
void call_take_diagnostics(struct call *call, struct ft_engine *engine);

/* Puts the values of `items` into the answer. Errors: FT_INVALID, every item that names nothing told;
 * FT_NO_MEMORY. */
enum ft_status call_figures(struct call *call, struct ft_engine *engine, const char *const *items,
                            size_t count);

/* Puts every parameter with its versions and what `set` takes of each into the answer. Errors:
 * FT_NO_MEMORY. */
enum ft_status call_trials(struct call *call, struct ft_engine *engine);

/* ---- answers ---- */

/* {"status", "diagnostics", "result"}. Errors: FT_IO from the sink. */
enum ft_status FT_MUST_CHECK call_answer(const struct call *call, enum ft_status status,
                                         const struct ft_sink *sink);
/* Decodes base64 into the arena. Errors: FT_INVALID where the text is none; FT_NO_MEMORY; `*bytes` is then NULL. */
enum ft_status FT_MUST_CHECK base64_decode(const char **bytes, size_t *length, struct arena *arena,
                                           const char *text);
/* Writes bytes as base64. False: the sink refused. */
bool base64_write(const struct ft_sink *sink, const char *bytes, size_t length);

/* The rows of the table. */
extern const struct call_row {
    const char *name;
    enum ft_status (*answer)(struct call *call);
} call_rows[];
extern const size_t call_row_count;

enum call_message_id {
    CALL_NOT_JSON,
    CALL_UNKNOWN,
    CALL_ARGUMENT,
    CALL_NOTHING_LOADED,
    CALL_MESSAGE_COUNT
};
extern const struct message call_message[CALL_MESSAGE_COUNT];
extern const struct message_table call_messages;

#endif
