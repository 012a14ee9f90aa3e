/* fangtian call: answers requests of JSON, a line each, for programs. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/types.h>

#include "cli.h"

/* Each answer is out before the next request is read: whoever asks waits for it. Errors: FT_IO, errno says why. */
static enum ft_status answer_lines(struct ft_session *session)
{
    const struct ft_sink sink = standard_output();
    char *line = NULL;
    size_t room = 0;
    enum ft_status status = FT_OK;
    for (ssize_t length = getline(&line, &room, stdin); length > 0 && status == FT_OK;
         length = getline(&line, &room, stdin)) {
        status = ft_call(session, line, (size_t)length, &sink);
        if (status == FT_OK && fflush(stdout) != 0)
            status = FT_IO;
    }
    const int reason = errno;
    free(line);
    errno = reason;
    return status;
}

int command_call(const struct invocation *invocation)
{
    const char *folders[MOST_FOLDERS];
    const struct ft_options options = {.policies = folders,
                                       .policy_count = find_policies(invocation, folders),
                                       .language = invocation->language};
    struct ft_session *session = NULL;
    if (ft_session_open(&session, &options) != FT_OK) {
        (void)complain_of_memory(invocation->language);
        return EXIT_TROUBLE;
    }
    const enum ft_status status = answer_lines(session);
    if (status != FT_OK)
        complain_of_stdout(invocation->language, errno);
    ft_session_close(session);
    return status == FT_OK && output_is_whole(invocation->language) ? EXIT_DONE : EXIT_TROUBLE;
}
