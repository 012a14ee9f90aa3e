/* call.h: the library by one call, and the page that makes such calls. */
#ifndef FANGTIAN_PUBLIC_CALL_H
#define FANGTIAN_PUBLIC_CALL_H

#include "engine.h"

FT_EXTERN_C_BEGIN

/*
 * The library by one call, JSON in and JSON out, for a page, a service or a binding that should
 * need no other function: page/CALL.md says what requests and answers hold. A session keeps the
 * files that were handed over, the changes that were made, and the run of the scenario.
 */
struct ft_session;
/* `options` as for ft_open, for every engine of the session: its policy folders, where requests
 * hand over none; `files_only`, so that requests cannot have files of the disk read. Copied; what
 * it points to is borrowed until ft_session_close. Errors: FT_NO_MEMORY; FT_INVALID where an argument is
 * NULL; `*session` is then NULL.
 */
FT_API FT_MUST_CHECK enum ft_status ft_session_open(struct ft_session **session,
                                                    const struct ft_options *options);
/* NULL is allowed. */
FT_API void ft_session_close(struct ft_session *session);
/*
 * Answers one request, `length` bytes that need not end with a NUL. The answer is one JSON object
 * on one line, also where the request is no JSON at all: what the call came to stands in it.
 * Errors: FT_IO from the sink; FT_INVALID where an argument is NULL.
 */
FT_API FT_MUST_CHECK enum ft_status ft_call(struct ft_session *session, const char *request,
                                            size_t length, const struct ft_sink *answer);

/*
 * A page: one HTML file that opens by a double click and works scenarios out by itself.
 * page/README.md says what its shell is and what stands in the place of each mark. Nothing may be
 * NULL but where it says so.
 */
struct ft_page {
    const char *shell; /* page/dist/shell.html */
    size_t shell_length;
    const char *engine; /* page/dist/fangtian.wasm.gz; length 0: of a served page */
    size_t engine_length;
    const char *licences; /* page/dist/licences.txt */
    size_t licences_length;
    const char *title;
    const char *made; /* when, "2026-01-31T08:00:00Z"; NULL: not told */
    const char *call,
        *token; /* of a served page, where requests go and what goes with them; NULL */
    const struct ft_memory_file *policies; /* by paths below the folder of packs */
    size_t policy_count;
    const char *scenario; /* of the files below; NULL: none */
    const struct ft_memory_file *files;
    size_t file_count;
};
/* Whether these are a shell: each mark stands there once. False for NULL. */
FT_API bool ft_page_is_shell(const char *shell, size_t length);
/* Writes a page. Errors: FT_INVALID where the shell is none, or something is NULL that may not be;
 * FT_IO from the sink. */
FT_API FT_MUST_CHECK enum ft_status ft_page(const struct ft_page *page, const struct ft_sink *sink);

FT_EXTERN_C_END

#endif
