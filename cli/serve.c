/*
 * fangtian serve: the page with this command's engine behind it, for tables that a browser cannot
 * hold. It listens on 127.0.0.1 alone. Whoever has the address with its token has the page; a call
 * needs the token again, a Host and, where a browser sends them, an Origin and a Sec-Fetch-Site
 * that are the page's own.
 */
#include <arpa/inet.h>
#include <dlfcn.h>
#include <errno.h>
#include <limits.h>
#include <netinet/in.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/random.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "cli.h"
#include "http_library.h"

enum {
    MOST_BODY = 64 << 20,  /* bytes of a request */
    MOST_CONNECTIONS = 64, /* at once */
    MOST_SECONDS = 60,     /* that a connection may be idle */
    MOST_SESSIONS = 8,     /* pages at once; the one that was used least lately gives way */
    TOKEN_BYTES = 16,
    TOKEN_SIZE = 2 * TOKEN_BYTES + 1,
};

/* Loaded before the server starts. */
static struct http_library http;

struct page_session {
    unsigned id; /* 0: none */
    unsigned long used;
    struct ft_session *session;
};

/* Every connection has a thread; they share what is set before the daemon starts, and the rest under
 * `works`: calls are worked out one at a time. */
struct server {
    const struct invocation *invocation;
    struct ft_options options;
    struct ft_allocator memory; /* which passes the gate */
    struct page_shell shell;
    const char *scenario; /* in the folder; NULL: none */
    char token[TOKEN_SIZE];
    char hosts[2][32];
    unsigned pages; /* that were given out; atomic */
    pthread_mutex_t works;
    struct gate gate;
    struct page_session sessions[MOST_SESSIONS];
    unsigned long clock;
};

/* Bytes on their way in or out. */
struct gathered {
    char *bytes;
    size_t length, room;
    bool too_large;
};

static bool body_gather(void *context, const char *bytes, size_t length)
{
    struct gathered *gathered = context;
    if (gathered->length + length + 1 > gathered->room) {
        const size_t room = 2 * (gathered->length + length) + 4096;
        char *grown = realloc(gathered->bytes, room);
        if (grown == NULL)
            return false;
        gathered->bytes = grown;
        gathered->room = room;
    }
    memcpy(gathered->bytes + gathered->length, bytes, length);
    gathered->length += length;
    return true;
}

/* ---- answers ---- */

static enum MHD_Result answer(struct MHD_Connection *connection, unsigned status, const char *type,
                              struct gathered *body)
{
    static const struct {
        const char *name, *value;
    } heads[] = {
        {"Cache-Control", "no-store"},
        {"X-Content-Type-Options", "nosniff"},
        {"Referrer-Policy", "no-referrer"},
        {"X-Frame-Options", "DENY"},
        {"Cross-Origin-Resource-Policy", "same-origin"},
    };
    struct MHD_Response *response =
        http.create_response_from_buffer(body->length, body->bytes, MHD_RESPMEM_MUST_FREE);
    if (response == NULL) {
        free(body->bytes);
        return MHD_NO;
    }
    enum MHD_Result result = http.add_response_header(response, "Content-Type", type);
    for (size_t i = 0; i < sizeof heads / sizeof *heads; i++)
        if (http.add_response_header(response, heads[i].name, heads[i].value) == MHD_NO)
            result = MHD_NO;
    if (status == MHD_HTTP_METHOD_NOT_ALLOWED)
        (void)http.add_response_header(response, "Allow", "GET, POST");
    if (result == MHD_YES)
        result = http.queue_response(connection, status, response);
    http.destroy_response(response);
    return result;
}

/* Why a request is refused, by the status that it gets. */
static const struct {
    unsigned status;
    const char *id;
    struct text_pair message;
} refusals[] = {
    {MHD_HTTP_BAD_REQUEST, "bad-request", {"请求不完整", "the request is not whole"}},
    {MHD_HTTP_FORBIDDEN,
     "not-this-page",
     {"请求不是由本页发出的，或没有正确的令牌；请用命令输出的完整网址打开",
      "the request does not come from this page, or has not its token; open the whole address that "
      "the command prints"}},
    {MHD_HTTP_NOT_FOUND, "no-such-page", {"没有这个网址", "there is no such address"}},
    {MHD_HTTP_METHOD_NOT_ALLOWED, "no-such-method", {"不支持这种请求", "no such method"}},
    {MHD_HTTP_CONTENT_TOO_LARGE, "request-too-large", {"请求过大", "the request is too large"}},
    {MHD_HTTP_UNSUPPORTED_MEDIA_TYPE,
     "not-json",
     {"请求须为 application/json", "the request is to be application/json"}},
    {MHD_HTTP_INTERNAL_SERVER_ERROR, "no-memory", {"内存不足", "memory is out"}},
    {MHD_HTTP_SERVICE_UNAVAILABLE,
     "time-limit",
     {"计算超过时限，已停止；请减少数据，或用 --time-limit 给更多时间",
      "the calculation took longer than may be and was stopped; ask for less, or give it more with "
      "--time-limit"}},
};

static enum MHD_Result answer_refusal(const struct server *server,
                                      struct MHD_Connection *connection, unsigned status)
{
    char text[1024];
    struct gathered body = {0};
    size_t why = 0;
    while (refusals[why].status != status)
        why++;
    const int length = snprintf(
        text, sizeof text,
        "{\"status\": \"refused\", \"diagnostics\": [{\"id\": \"%s\", \"severity\": \"error\", "
        "\"file\": \"\", \"path\": \"\", \"line\": 0, \"column\": 0, \"end_column\": 0, \"cell\": "
        "\"\", \"message\": \"%s\", \"mend\": \"\", \"excerpt\": \"\", \"more\": 0, "
        "\"more_lines\": []}], \"result\": null}\n",
        refusals[why].id, say(server->invocation->language, &refusals[why].message));
    return body_gather(&body, text, (size_t)length)
               ? answer(connection, status, "application/json", &body)
               : MHD_NO;
}

/* ---- who asks ---- */

struct head_count {
    const char *name;
    unsigned count;
};

static enum MHD_Result count_head(void *context, enum MHD_ValueKind kind, const char *name,
                                  const char *value)
{
    struct head_count *heads = context;
    (void)kind, (void)value;
    heads->count += strcasecmp(name, heads->name) == 0;
    return MHD_YES;
}

/* A head that stands there once; NULL where it does not. `*several`: it stands there more often. */
static const char *request_head(struct MHD_Connection *connection, const char *name, bool *several)
{
    struct head_count heads = {.name = name};
    (void)http.get_connection_values(connection, MHD_HEADER_KIND, count_head, &heads);
    *several = heads.count > 1;
    return heads.count == 1 ? http.lookup_connection_value(connection, MHD_HEADER_KIND, name)
                            : NULL;
}

static bool is_host(const struct server *server, const char *host)
{
    return strcasecmp(host, server->hosts[0]) == 0 || strcasecmp(host, server->hosts[1]) == 0;
}

/* A name that leads here from elsewhere (DNS rebinding), another page's script, a form. */
static bool comes_from_here(const struct server *server, struct MHD_Connection *connection)
{
    static const char scheme[] = "http://";
    bool several, doubled = false;
    const char *host = request_head(connection, "Host", &several);
    doubled |= several;
    const char *origin = request_head(connection, "Origin", &several);
    doubled |= several;
    const char *site = request_head(connection, "Sec-Fetch-Site", &several);
    doubled |= several;
    if (doubled || host == NULL || !is_host(server, host))
        return false;
    if (origin != NULL && (strncmp(origin, scheme, sizeof scheme - 1) != 0 ||
                           strcasecmp(origin + sizeof scheme - 1, host) != 0))
        return false;
    return site == NULL || strcmp(site, "same-origin") == 0 || strcmp(site, "none") == 0;
}

/* Takes the same time whatever differs. */
static bool is_token(const struct server *server, const char *text)
{
    unsigned char differs = 0;
    if (text == NULL || strlen(text) != TOKEN_SIZE - 1)
        return false;
    for (size_t i = 0; i < TOKEN_SIZE - 1; i++)
        differs |= (unsigned char)(text[i] ^ server->token[i]);
    return differs == 0;
}

/* ---- the page and its calls ---- */

/* The address is "/TOKEN/". */
static bool is_page(const struct server *server, const char *url)
{
    char token[TOKEN_SIZE];
    if (strlen(url) != TOKEN_SIZE + 1 || url[0] != '/' || url[TOKEN_SIZE] != '/')
        return false;
    memcpy(token, url + 1, TOKEN_SIZE - 1);
    token[TOKEN_SIZE - 1] = '\0';
    return is_token(server, token);
}

static enum MHD_Result send_page(struct server *server, struct MHD_Connection *connection)
{
    char call[32];
    struct gathered body = {0};
    const struct ft_sink sink = {body_gather, &body};
    (void)snprintf(call, sizeof call, "/call/%u",
                   __atomic_add_fetch(&server->pages, 1, __ATOMIC_RELAXED));
    const struct ft_page page = {
        .shell = server->shell.shell.bytes,
        .shell_length = server->shell.shell.length,
        .engine = "",
        .licences = server->shell.licences.bytes,
        .licences_length = server->shell.licences.length,
        .title = "方田",
        .call = call,
        .token = server->token,
        .scenario = server->scenario,
    };
    if (ft_page(&page, &sink) == FT_OK)
        return answer(connection, MHD_HTTP_OK, "text/html; charset=utf-8", &body);
    free(body.bytes);
    return answer_refusal(server, connection, MHD_HTTP_INTERNAL_SERVER_ERROR);
}

static void close_page_session(struct page_session *place)
{
    ft_session_close(place->session);
    *place = (struct page_session){0};
}

/* The place of a page's session; the one that was used least lately gives way to a new one. Its
 * `session` is NULL where memory is out. */
static struct page_session *session_of(struct server *server, unsigned id)
{
    struct page_session *chosen = &server->sessions[0];
    for (size_t i = 0; i < MOST_SESSIONS; i++) {
        struct page_session *at = &server->sessions[i];
        if (at->id == id) {
            chosen = at;
            break;
        }
        if (at->used < chosen->used)
            chosen = at;
    }
    chosen->used = ++server->clock;
    if (chosen->id == id)
        return chosen;
    close_page_session(chosen);
    chosen->used = server->clock;
    if (ft_session_open(&chosen->session, &server->options) == FT_OK)
        chosen->id = id;
    return chosen;
}

/* The page's number in "/call/7"; 0 where it is none that was given out. */
static unsigned call_of(const struct server *server, const char *url)
{
    static const char call[] = "/call/";
    const char *digits = url + sizeof call - 1;
    unsigned long id = 0;
    if (strncmp(url, call, sizeof call - 1) != 0 || digits[0] < '1' || digits[0] > '9' ||
        strspn(digits, "0123456789") != strlen(digits) || strlen(digits) > 9)
        return 0;
    id = strtoul(digits, NULL, 10);
    return id <= __atomic_load_n(&server->pages, __ATOMIC_RELAXED) ? (unsigned)id : 0;
}

/* A call while it is worked out. */
struct work {
    struct server *server;
    struct gathered answer;
    bool is_whole;
};

static bool work_gather(void *context, const char *bytes, size_t length)
{
    struct work *work = context;
    return gate_passes(&work->server->gate) && body_gather(&work->answer, bytes, length);
}

/* Works a call out, or ends it where its client goes away or its time is over. What a session that
 * was ended holds is not whole: it is closed, and its page loads again. */
static enum gate_cause call_work_out(struct work *work, int client, unsigned id,
                                     const struct gathered *request)
{
    struct server *server = work->server;
    const struct ft_sink sink = {work_gather, work};
    const unsigned seconds = server->invocation->time_limit;
    (void)pthread_mutex_lock(&server->works);
    gate_watch(&server->gate, client, seconds == 0 ? WORK_SECONDS : seconds);
    struct page_session *place = session_of(server, id);
    work->is_whole = place->session != NULL &&
                     ft_call(place->session, request->bytes == NULL ? "" : request->bytes,
                             request->length, &sink) == FT_OK;
    gate_leave(&server->gate);
    const enum gate_cause cause = server->gate.cause;
    if (cause != GATE_OPEN)
        close_page_session(place);
    (void)pthread_mutex_unlock(&server->works);
    return cause;
}

static enum MHD_Result answer_call(struct server *server, struct MHD_Connection *connection,
                                   unsigned id, const struct gathered *request)
{
    struct work work = {.server = server};
    const union MHD_ConnectionInfo *info =
        http.get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
    /* A connection that waits for its answer is not idle. */
    (void)http.set_connection_option(connection, MHD_CONNECTION_OPTION_TIMEOUT, 0U);
    const enum gate_cause cause = call_work_out(&work, info->connect_fd, id, request);
    (void)http.set_connection_option(connection, MHD_CONNECTION_OPTION_TIMEOUT,
                                     (unsigned)MOST_SECONDS);
    if (cause == GATE_OPEN && work.is_whole)
        return answer(connection, MHD_HTTP_OK, "application/json", &work.answer);
    free(work.answer.bytes);
    if (cause == GATE_CLIENT_IS_GONE || cause == GATE_COMMAND_ENDS)
        return MHD_NO;
    return answer_refusal(server, connection,
                          cause == GATE_TIME_IS_OVER ? MHD_HTTP_SERVICE_UNAVAILABLE
                                                     : MHD_HTTP_INTERNAL_SERVER_ERROR);
}

/* ---- requests ---- */

/* What is wrong with a call before its body is read; 0: nothing. */
static unsigned request_fault_of_call(const struct server *server,
                                      struct MHD_Connection *connection, const char *url)
{
    bool several;
    const char *token = request_head(connection, "X-Fangtian-Token", &several);
    const char *type = request_head(connection, "Content-Type", &several);
    const char *length = request_head(connection, "Content-Length", &several);
    if (!is_token(server, token))
        return MHD_HTTP_FORBIDDEN;
    if (call_of(server, url) == 0)
        return MHD_HTTP_NOT_FOUND;
    if (type == NULL || strncasecmp(type, "application/json", 16) != 0 ||
        (type[16] != '\0' && type[16] != ';'))
        return MHD_HTTP_UNSUPPORTED_MEDIA_TYPE;
    if (length != NULL && (strlen(length) > 9 || strtoul(length, NULL, 10) > MOST_BODY))
        return MHD_HTTP_CONTENT_TOO_LARGE;
    return 0;
}

static unsigned request_fault(const struct server *server, struct MHD_Connection *connection,
                              const char *url, const char *method)
{
    const bool get = strcmp(method, MHD_HTTP_METHOD_GET) == 0,
               post = strcmp(method, MHD_HTTP_METHOD_POST) == 0;
    if (!comes_from_here(server, connection))
        return MHD_HTTP_FORBIDDEN;
    if (!get && !post)
        return MHD_HTTP_METHOD_NOT_ALLOWED;
    if (post)
        return request_fault_of_call(server, connection, url);
    return is_page(server, url) ? 0 : MHD_HTTP_NOT_FOUND;
}

static enum MHD_Result handle(void *context, struct MHD_Connection *connection, const char *url,
                              const char *method, const char *version, const char *bytes,
                              size_t *length, void **state)
{
    struct server *server = context;
    struct gathered *request = *state;
    (void)version;
    if (request == NULL) { /* its heads alone are there */
        *state = request = calloc(1, sizeof *request);
        const unsigned fault = request_fault(server, connection, url, method);
        if (request == NULL)
            return MHD_NO;
        return fault == 0 ? MHD_YES : answer_refusal(server, connection, fault);
    }
    if (*length > 0) {
        request->too_large |= request->length + *length > MOST_BODY;
        if (!request->too_large && !body_gather(request, bytes, *length))
            return MHD_NO;
        *length = 0;
        return MHD_YES;
    }
    if (request->too_large)
        return answer_refusal(server, connection, MHD_HTTP_CONTENT_TOO_LARGE);
    if (strcmp(method, MHD_HTTP_METHOD_POST) == 0)
        return answer_call(server, connection, call_of(server, url), request);
    return send_page(server, connection);
}

static void release(void *context, struct MHD_Connection *connection, void **state,
                    enum MHD_RequestTerminationCode code)
{
    struct gathered *request = *state;
    (void)context, (void)connection, (void)code;
    if (request != NULL)
        free(request->bytes);
    free(request);
    *state = NULL;
}

/* ---- the server ---- */

static bool make_token(char token[TOKEN_SIZE])
{
    unsigned char bytes[TOKEN_BYTES];
    if (getrandom(bytes, sizeof bytes, 0) != (ssize_t)sizeof bytes)
        return false;
    for (size_t i = 0; i < sizeof bytes; i++)
        (void)snprintf(token + 2 * i, 3, "%02x", bytes[i]);
    return true;
}

static struct MHD_Daemon *server_start(struct server *server)
{
    struct sockaddr_in address = {.sin_family = AF_INET,
                                  .sin_port = htons((uint16_t)server->invocation->port)};
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return http.start_daemon(
        MHD_USE_INTERNAL_POLLING_THREAD | MHD_USE_THREAD_PER_CONNECTION | MHD_USE_AUTO, 0, NULL,
        NULL, handle, server, MHD_OPTION_SOCK_ADDR, (struct sockaddr *)&address,
        MHD_OPTION_NOTIFY_COMPLETED, release, server, MHD_OPTION_CONNECTION_LIMIT,
        (unsigned)MOST_CONNECTIONS, MHD_OPTION_CONNECTION_TIMEOUT, (unsigned)MOST_SECONDS,
        MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)65536, MHD_OPTION_STRICT_FOR_CLIENT, 1,
        MHD_OPTION_END);
}

static void wait_for_the_end(void)
{
    static const struct timespec pause = {.tv_nsec = 100000000};
    while (!__atomic_load_n(stop_flag(), __ATOMIC_RELAXED))
        (void)nanosleep(&pause, NULL);
}

static int serve(struct server *server)
{
    const enum ft_language language = server->invocation->language;
    struct MHD_Daemon *daemon = make_token(server->token) ? server_start(server) : NULL;
    const union MHD_DaemonInfo *info =
        daemon == NULL ? NULL : http.get_daemon_info(daemon, MHD_DAEMON_INFO_BIND_PORT);
    if (info == NULL) {
        complain(language, "不能在 127.0.0.1 上监听，请换一个 --port",
                 "cannot listen on 127.0.0.1: try another --port", system_reason(language, errno));
        return EXIT_TROUBLE;
    }
    (void)snprintf(server->hosts[0], sizeof server->hosts[0], "127.0.0.1:%u", info->port);
    (void)snprintf(server->hosts[1], sizeof server->hosts[1], "localhost:%u", info->port);
    watch_interrupts();
    (void)printf("http://%s/%s/\n", server->hosts[0], server->token);
    if (fflush(stdout) == 0)
        wait_for_the_end();
    http.stop_daemon(daemon);
    for (size_t i = 0; i < MOST_SESSIONS; i++)
        close_page_session(&server->sessions[i]);
    return output_is_whole(language) ? EXIT_DONE : EXIT_TROUBLE;
}

/* Where files may be read: the folder that was named, and those of the policies. Paths are whole,
 * for the command goes into the folder. */
static bool find_roots(const struct invocation *invocation, const char *folder,
                       const char *roots[MOST_FOLDERS + 1], size_t *count)
{
    static char paths[MOST_FOLDERS + 1][PATH_MAX];
    const char *policies[MOST_FOLDERS];
    const size_t found = find_policies(invocation, policies);
    for (size_t i = 0; i <= found; i++) {
        if (realpath(i == 0 ? folder : policies[i - 1], paths[i]) == NULL) {
            complain(invocation->language, "没有这个文件夹", "there is no such folder",
                     i == 0 ? folder : policies[i - 1]);
            return false;
        }
        roots[i] = paths[i];
    }
    *count = found + 1;
    return true;
}

int command_serve(const struct invocation *invocation)
{
    static const char *roots[MOST_FOLDERS + 1];
    size_t count;
    struct server server = {.invocation = invocation, .works = PTHREAD_MUTEX_INITIALIZER};
    server.memory = gate_allocator(&server.gate);
    const char *folder = invocation->argument_count > 0 ? invocation->arguments[0] : ".";
    if (!read_shell(&server.shell, invocation->language))
        return EXIT_TROUBLE;
    int outcome = EXIT_TROUBLE;
    server.scenario = invocation->argument_count > 1 ? invocation->arguments[1] : NULL;
    if (!http_library_open(&http))
        complain(invocation->language, "缺少 libmicrohttpd（Debian 软件包 libmicrohttpd12）",
                 "libmicrohttpd is lacking (Debian's package libmicrohttpd12)", dlerror());
    else if (find_roots(invocation, folder, roots, &count)) {
        server.options = (struct ft_options){.allocator = &server.memory,
                                             .policies = roots + 1,
                                             .policy_count = count - 1,
                                             .roots = roots,
                                             .root_count = count,
                                             .language = invocation->language};
        if (chdir(roots[0]) == 0)
            outcome = serve(&server);
        else
            complain(invocation->language, "打不开文件夹", "the folder cannot be opened", folder);
    }
    page_shell_close(&server.shell);
    return outcome;
}
