/* What a page calls: a request is written into room, answered, and the answer read. */
#include <locale.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "fangtian.h"

static struct ft_session *session;
static struct {
    char *bytes;
    size_t length, room;
} request, answer;

static bool take(void *context, const char *bytes, size_t length)
{
    (void)context;
    if (answer.length + length > answer.room) {
        const size_t room = (answer.length + length) * 2 + 65536;
        char *grown = realloc(answer.bytes, room);
        if (grown == NULL)
            return false;
        answer.bytes = grown;
        answer.room = room;
    }
    memcpy(answer.bytes + answer.length, bytes, length);
    answer.length += length;
    return true;
}

/* Room for a request of so many bytes, until the next call; 0: memory is out. */
__attribute__((export_name("fangtian_room"))) char *fangtian_room(size_t length)
{
    free(answer.bytes); /* the answer before was read */
    answer.bytes = NULL;
    answer.length = answer.room = 0;
    if (length > request.room || length == 0) {
        free(request.bytes);
        request.bytes = malloc(length + 1);
        request.room = request.bytes == NULL ? 0 : length;
    }
    request.length = length;
    return request.bytes;
}

/* Answers the request in the room. How many bytes the answer has; 0: memory is out, and the program
 * is to be ended. */
__attribute__((export_name("fangtian_call"))) size_t fangtian_call(void)
{
    const struct ft_options options = {.files_only = true};
    const struct ft_sink sink = {take, NULL};
    answer.length = 0;
    if (session == NULL) {
        /* iconv of this C library writes UTF-8 by the locale alone. */
        (void)setlocale(LC_CTYPE, "C.UTF-8");
        if (ft_session_open(&session, &options) != FT_OK)
            return 0;
    }
    if (ft_call(session, request.bytes, request.length, &sink) != FT_OK)
        return 0;
    free(request.bytes);
    request.bytes = NULL;
    request.room = 0;
    return answer.length;
}

/* Where the answer stands; memory may have grown, so views of it are taken anew. */
__attribute__((export_name("fangtian_answer"))) const char *fangtian_answer(void)
{
    return answer.bytes;
}
