/* Where results go: to standard output, to files that are written whole or not at all. All outputs
 * of a run appear together or not at all. */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "cli.h"

/* ---- being told to stop ---- */

static bool stop;

static void interrupt(int number)
{
    (void)number;
    __atomic_store_n(&stop, true, __ATOMIC_RELAXED);
}

/* What was ignored when the command was started stays so: nohup(1), jobs in the background. */
static bool handle_signal(int number, void (*handler)(int))
{
    /* Told a second time, the command ends at once. */
    struct sigaction before, action = {.sa_handler = handler, .sa_flags = (int)SA_RESETHAND};
    (void)sigemptyset(&action.sa_mask);
    return sigaction(number, NULL, &before) == 0 && before.sa_handler != SIG_IGN &&
           sigaction(number, &action, NULL) == 0;
}

void watch_interrupts(void)
{
    (void)handle_signal(SIGINT, interrupt);
    (void)handle_signal(SIGTERM, interrupt);
    (void)handle_signal(SIGHUP, interrupt);
}

static bool cli_output_is_stopped(void)
{
    return __atomic_load_n(&stop, __ATOMIC_RELAXED);
}

const bool *stop_flag(void)
{
    return &stop;
}

/* ---- standard output ---- */

static bool write_stream(void *context, const char *bytes, size_t length)
{
    return fwrite(bytes, 1, length, context) == length;
}

struct ft_sink standard_output(void)
{
    return (struct ft_sink){write_stream, stdout};
}

struct ft_sink standard_error(void)
{
    return (struct ft_sink){write_stream, stderr};
}

const char *system_reason(enum ft_language language, int error)
{
    static const struct {
        int error;
        const char *zh;
    } reasons[] = {
        {ENOENT, "文件或文件夹不存在"},
        {ENOTDIR, "路径中有一段不是文件夹"},
        {EISDIR, "这是文件夹，不是文件"},
        {EACCES, "没有权限"},
        {EPERM, "不允许"},
        {EROFS, "所在磁盘只读"},
        {ENOSPC, "磁盘空间不足"},
        {EDQUOT, "超过磁盘配额"},
        {EFBIG, "超过允许的文件大小（ulimit -f）"},
        {ENAMETOOLONG, "文件名过长"},
        {ELOOP, "符号链接循环"},
        {EBADF, "没有打开，不能写入"},
        {EIO, "磁盘读写出错"},
        {EMFILE, "打开的文件过多"},
        {EADDRINUSE, "端口已被占用"},
    };
    for (size_t i = 0; language == FT_ZH && i < sizeof reasons / sizeof *reasons; i++)
        if (reasons[i].error == error)
            return reasons[i].zh;
    return strerror(error);
}

void complain_of_stdout(enum ft_language language, int reason)
{
    complain(language, "无法写出结果", "the output could not be written",
             system_reason(language, reason));
}

bool output_is_whole(enum ft_language language)
{
    if (fflush(stdout) == 0 && ferror(stdout) == 0)
        return true;
    complain_of_stdout(language, errno);
    return false;
}

bool is_standard_output(const char *path)
{
    static const char *const names[] = {"-", "/dev/stdout", "/dev/fd/1", "/proc/self/fd/1"};
    for (size_t i = 0; path != NULL && i < sizeof names / sizeof *names; i++)
        if (strcmp(path, names[i]) == 0)
            return true;
    return path == NULL;
}

/* ---- an output ---- */

/* A place that takes bytes, and why it first took no more. */
struct output {
    const char *path; /* NULL: standard output */
    struct ft_file *file;
    struct ft_sink sink;
    int reason; /* errno; 0: it took everything so far */
};

static bool write_to_output(void *context, const char *bytes, size_t length)
{
    struct output *output = context;
    if (cli_output_is_stopped())
        return false;
    if (output->sink.write(output->sink.context, bytes, length))
        return true;
    if (output->reason == 0)
        output->reason = errno;
    return false;
}

static bool open_output(struct output *output, const char *path)
{
    *output =
        (struct output){.path = is_standard_output(path) ? NULL : path, .sink = standard_output()};
    if (output->path == NULL)
        return true;
    if (ft_file_open(&output->file, path) != FT_OK) {
        output->reason = errno;
        return false;
    }
    output->sink = ft_file_sink(output->file);
    return true;
}

static void complain_of_output(enum ft_language language, const struct output *output)
{
    if (output->reason == 0)
        return;
    if (output->path == NULL) {
        complain_of_stdout(language, output->reason);
        return;
    }
    (void)fprintf(stderr,
                  language == FT_ZH ? "fangtian：无法写入 %s：%s\n"
                                    : "fangtian: cannot write: %s: %s\n",
                  shown(output->path), system_reason(language, output->reason));
}

/* ---- the outputs of a run ---- */

enum { ROWS, SHEET, OUTPUTS };

/* The files are opened before anything is worked out for them: a long run should not end with
 * "no such folder". */
static bool open_outputs(struct output outputs[OUTPUTS], const struct invocation *invocation,
                         bool with_rows)
{
    outputs[ROWS] = outputs[SHEET] = (struct output){0};
    return (!with_rows || open_output(&outputs[ROWS], invocation->rows)) &&
           open_output(&outputs[SHEET], invocation->output);
}

/* Standard output first: what it has taken cannot be taken back, but files can be left out. */
static bool commit_outputs(struct output outputs[OUTPUTS])
{
    struct ft_file *const files[OUTPUTS] = {outputs[ROWS].file, outputs[SHEET].file};
    size_t failed;
    bool standard = fflush(stdout) == 0 && ferror(stdout) == 0;
    if (!standard) {
        outputs[outputs[SHEET].file == NULL ? SHEET : ROWS].reason = errno;
        return false;
    }
    outputs[ROWS].file = outputs[SHEET].file = NULL;
    if (ft_files_commit(files, OUTPUTS, &failed) == FT_OK)
        return true;
    outputs[failed].reason = errno;
    return false;
}

/* Tells why outputs were not written, and leaves nothing of them. */
static void drop_outputs(struct output outputs[OUTPUTS], enum ft_language language,
                         bool pipe_is_watched)
{
    bool pipe_is_closed = false;
    for (size_t i = 0; i < OUTPUTS; i++) {
        ft_file_discard(outputs[i].file);
        pipe_is_closed = pipe_is_closed || outputs[i].reason == EPIPE;
    }
    if (pipe_is_closed && pipe_is_watched) { /* as if it had not been held up */
        (void)signal(SIGPIPE, SIG_DFL);
        (void)raise(SIGPIPE);
    }
    for (size_t i = 0; i < OUTPUTS; i++)
        complain_of_output(language, &outputs[i]);
    if (cli_output_is_stopped())
        complain(language, "已中断，没有写出结果", "interrupted; nothing was written", NULL);
}

/* Writes what the second output is to hold. The library that makes workbooks speaks on stderr, in words of its own, of
 * what the diagnostics then say: it speaks to nobody. */
static enum ft_status write_quietly(struct ft_engine *engine, const struct invocation *invocation,
                                    writes *write, const struct ft_sink *sink)
{
    FILE *const said = stderr, *const nowhere = fopen("/dev/null", "w");
    if (nowhere == NULL)
        return write(engine, invocation, sink);
    stderr = nowhere; /* a variable of glibc's; what sanitizers say goes to its descriptor */
    const enum ft_status status = write(engine, invocation, sink);
    stderr = said;
    (void)fclose(nowhere);
    return status;
}

static bool output_is_book(const struct invocation *invocation)
{
    static const char ending[] = ".xlsx";
    const char *name = invocation->output == NULL ? "" : invocation->output;
    const size_t length = strlen(name), needed = sizeof ending - 1;
    return invocation->report.format == FT_XLSX ||
           (length >= needed && strcasecmp(name + length - needed, ending) == 0);
}

int write_outputs(struct ft_engine *engine, const struct invocation *invocation, writes *work,
                  writes *write)
{
    struct output outputs[OUTPUTS];
    const bool with_rows = work != NULL && invocation->rows != NULL;
    const bool with_files = !is_standard_output(invocation->output) ||
                            (with_rows && !is_standard_output(invocation->rows));
    /* A reader that goes away must not end the run before its files are cleared. */
    const bool pipe_is_watched = with_files && handle_signal(SIGPIPE, SIG_IGN);
    if (with_files || work != NULL)
        watch_interrupts();
    bool done = open_outputs(outputs, invocation, with_rows);
    const struct ft_sink rows = {write_to_output, &outputs[ROWS]},
                         sheet = {write_to_output, &outputs[SHEET]};
    enum ft_status status = done ? FT_OK : FT_IO;
    if (status == FT_OK && work != NULL)
        status = work(engine, invocation, with_rows ? &rows : NULL);
    if (status == FT_OK)
        status = output_is_book(invocation) ? write_quietly(engine, invocation, write, &sheet)
                                            : write(engine, invocation, &sheet);
    if (status == FT_OK && (cli_output_is_stopped() || !commit_outputs(outputs)))
        status = FT_IO;
    if (status != FT_OK)
        drop_outputs(outputs, invocation->language, pipe_is_watched);
    const bool refused = status == FT_OK && invocation->strict &&
                         (ft_failed_checks(engine) > 0 || ft_undetermined(engine) > 0);
    size_t faults = 0;
    (void)ft_diagnostic_list(engine, &faults);
    if (status == FT_OK && faults > 0 && ft_undetermined(engine) > 0)
        (void)fputs(invocation->language == FT_ZH
                        ? "以下各处的数算不出，按待定计；其余的数照常计算\n"
                        : "no figure comes of the following places, which count as undetermined; "
                          "the others were worked out\n",
                    stderr);
    const int outcome = close_engine(engine, status);
    return outcome == EXIT_DONE && refused ? EXIT_ANSWER_NO : outcome;
}

int write_output(struct ft_engine *engine, const struct invocation *invocation, writes *write)
{
    return write_outputs(engine, invocation, NULL, write);
}
