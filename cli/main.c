/* The command: the table of subcommands, and the way to each. */
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>
#ifdef __GLIBC__
#include <malloc.h>
#endif

#include "cli.h"

const struct command commands[] = {
    {"new",
     "FILE.xlsx",
     1,
     1,
     {"生成一个待填写的工作簿（或 .cfg 文本）", "write a workbook to fill in (or a text, .cfg)"},
     "TLPpCh",
     "fangtian new county.xlsx",
     command_new,
     NULL},
    {"page",
     "[SCENARIO]",
     0,
     1,
     {"生成一个 HTML 文件，双击即可查看、修改、解释和打印（不写情景则为空白页）",
      "write one HTML file that shows, changes, explains and prints a scenario (or an empty one)"},
     "oLPCh",
     "fangtian page scenarios/county/portfolio.cfg -o county.html",
     command_page,
     NULL},
    {"serve",
     "[FOLDER [SCENARIO]]",
     0,
     2,
     {"在本机打开同一页面，由本命令计算，可处理浏览器装不下的大表",
      "serve the page on this computer with this command's engine, for tables a browser cannot "
      "hold"},
     "QZLPCh",
     "fangtian serve scenarios/county portfolio.cfg",
     command_serve,
     NULL},
    {"convert",
     "SCENARIO",
     1,
     1,
     {"把情景由文本写成工作簿，或由工作簿写成文本，内容相同",
      "write a scenario's text as a workbook, or a workbook as text: the same facts"},
     "oLPCh",
     "fangtian convert scenarios/qingyuan/cluster.cfg -o cluster.xlsx",
     command_convert,
     NULL},
    {"run",
     "SCENARIO",
     1,
     1,
     {"按政策计算情景，输出各方收支平衡表",
      "apply the policies to a scenario and print the balance sheets"},
     "fovOSDKLudsPpCWRTNYBHJh",
     "fangtian run scenarios/qingyuan/cluster.cfg --unit 万元",
     command_run,
     NULL},
    {"merge",
     "SCENARIO PART…",
     1,
     -1,
     {"合并长表各分片的结果，与一次算完逐字节相同",
      "put the shards of a long table together: the bytes of one run"},
     "foSDKLudPpCWRTNYBMJh",
     "fangtian merge talents.cfg part-*.json --rows rows.csv",
     command_merge,
     "text|json|csv"},
    {"changes",
     "SCENARIO [POLICY…]",
     1,
     -1,
     {"逐项去掉政策重算，列出每项政策带来的变化；带 --set 而不写政策的，列出改动带来的变化",
      "run again without each policy and show what it changed; with --set and no policy, what was "
      "set changes"},
     "foSDKLudPpCWh",
     "fangtian changes scenarios/county/portfolio.cfg --unit 万元",
     command_changes,
     NULL},
    {"explain",
     "SCENARIO ITEM[@ROW]",
     2,
     2,
     {"说明一个数（规则、视图栏目、填报项）的由来：规则、条文、参数、原始数据",
      "say where a figure comes from: rule, article, parameters, facts"},
     "foSDKLuEdPpCWh",
     "fangtian explain scenarios/qingyuan/cluster.cfg lat_rebate@2021",
     command_explain,
     "text|json|xlsx"},
    {"check",
     "[FILE…]",
     0,
     -1,
     {"检查情景和政策，列出全部错误", "load scenarios and policies and report every fault"},
     "SDKLPpCXTWh",
     "fangtian check mine.cfg",
     command_check,
     NULL},
    {"test",
     "PATH…",
     1,
     -1,
     {"核对情景中写明的预期数", "compare scenarios with the figures that they expect"},
     "LPpCh",
     "fangtian test scenarios",
     command_test,
     NULL},
    {"policies",
     "[ID… | SCENARIO…]",
     0,
     -1,
     {"列出政策、参数的历次取值和依据",
      "list policies, the history of parameters, and their sources"},
     "foDLPpCWdFGAkaVh",
     "fangtian policies lat_growth_threshold",
     command_policies,
     "text|json"},
    {"views",
     "[SCENARIO]",
     0,
     1,
     {"列出视图：编号、名称、对象和栏目", "list the views: id, title, rows and columns of each"},
     "foLPpCWh",
     "fangtian views scenarios/qingyuan/cluster.cfg",
     command_views,
     "text|json|csv"},
    {"call",
     "",
     0,
     0,
     {"逐行读取 JSON 请求并回答，供程序使用（见 page/CALL.md）",
      "answer requests of JSON, one a line, for programs (page/CALL.md)"},
     "LPh",
     "fangtian call <requests.jsonl",
     command_call,
     NULL},
    {"limits",
     "",
     0,
     0,
     {"列出各项上限", "list the limits"},
     "Lh",
     "fangtian limits",
     command_limits,
     NULL},
    {"completion",
     "bash|zsh|fish",
     1,
     1,
     {"输出命令行补全脚本", "print a completion script for a shell"},
     "Lh",
     "fangtian completion bash",
     command_completion,
     NULL},
};
const size_t command_count = sizeof commands / sizeof *commands;

const struct command *find_command(const char *name)
{
    for (size_t i = 0; i < command_count; i++)
        if (strcmp(commands[i].name, name) == 0)
            return &commands[i];
    return NULL;
}

const char *say(enum ft_language language, const struct text_pair *text)
{
    return language == FT_ZH ? text->zh : text->en;
}

const char *shown(const char *text)
{
    static char escaped[8192];
    (void)ft_escape(escaped, sizeof escaped, text);
    return escaped;
}

void complain(enum ft_language language, const char *zh, const char *en, const char *argument)
{
    (void)fprintf(stderr, language == FT_ZH ? "fangtian：%s%s%s\n" : "fangtian: %s%s%s\n",
                  language == FT_ZH ? zh : en,
                  argument == NULL    ? ""
                  : language == FT_ZH ? "："
                                      : ": ",
                  argument == NULL ? "" : shown(argument));
}

bool complain_of_memory(enum ft_language language)
{
    complain(language, "内存不足", "memory is out", NULL);
    return false;
}

/* What is said on the command line goes into reports and messages, which are UTF-8. */
static bool words_are_utf8(enum ft_language language, int count, char **words)
{
    char escaped[8192];
    bool good = true;
    for (int i = 1; i < count; i++) {
        if (ft_escape(escaped, sizeof escaped, words[i]))
            continue;
        (void)fprintf(stderr,
                      language == FT_ZH ? "fangtian：第 %d 个参数不是 UTF-8 编码：%s（请改用 UTF-8 "
                                          "的终端和文件名）\n"
                                        : "fangtian: argument %d is not UTF-8: %s (use a terminal "
                                          "and file names in UTF-8)\n",
                      i, escaped);
        good = false;
    }
    return good;
}

static uint32_t terminal_width(void)
{
    struct winsize size;
    const char *columns = getenv("COLUMNS");
    long width = columns == NULL ? 0 : strtol(columns, NULL, 10);
    if (isatty(STDOUT_FILENO) && ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0)
        width = size.ws_col;
    return width >= 40 && width <= 1000 ? (uint32_t)width : 100;
}

static bool wants_colour(void)
{
    const char *never = getenv("NO_COLOR");
    return isatty(STDOUT_FILENO) && (never == NULL || never[0] == '\0');
}

static int cli_finish(enum ft_language language)
{
    return output_is_whole(language) ? EXIT_DONE : EXIT_TROUBLE;
}

static int run_command(struct invocation *invocation, const struct command *command, int count,
                       char **words)
{
    if (!read_options(invocation, command, count, words))
        return EXIT_TROUBLE;
    if (invocation->help) {
        print_command_help(invocation->language, command);
        return cli_finish(invocation->language);
    }
    bool fits = invocation->argument_count >= command->least &&
                (command->most < 0 || invocation->argument_count <= command->most);
    if (!fits) {
        complain(invocation->language, "参数个数不对，应为", "the arguments should be",
                 command->arguments);
        return EXIT_TROUBLE;
    }
    return command->run(invocation);
}

static int refuse_command(enum ft_language language, const char *name)
{
    static const struct text_pair fault = {"无此子命令", "no such command"};
    struct near_word near = {.word = name};
    for (size_t i = 0; i < command_count; i++)
        consider_word(&near, commands[i].name);
    complain_of_word(language, &fault, name, "", &near, "fangtian help");
    return EXIT_TROUBLE;
}

/* fangtian help [COMMAND] */
static int help(enum ft_language language, const char *name)
{
    const struct command *command = name == NULL ? NULL : find_command(name);
    if (name != NULL && command == NULL)
        return refuse_command(language, name);
    if (command == NULL)
        print_help(language);
    else
        print_command_help(language, command);
    return cli_finish(language);
}

/* A file that is opened while one of the three is closed would get its number, and what is said on
 * standard error would go into it. Nothing can be written to what is held here. */
static void hold_standard_streams(void)
{
    int fd;
    do
        fd = open("/dev/null", O_RDONLY | O_CLOEXEC);
    while (fd >= 0 && fd <= STDERR_FILENO);
    if (fd > STDERR_FILENO)
        (void)close(fd);
}

/* What a long column took goes back to the system, where the allocator would else keep it for
 * pieces of its size: a table of 200,000 rows takes a quarter more then. What a file of the law took
 * does not: it is asked for again by the next one. */
static void settle_allocator(void)
{
#ifdef __GLIBC__
    enum { LONG_COLUMN = 2200000, KEPT = 8 << 20 }; /* bytes; more than a chunk of an arena */
    (void)mallopt(M_MMAP_THRESHOLD, LONG_COLUMN);
    (void)mallopt(M_TRIM_THRESHOLD, KEPT);
#endif
}

int main(int count, char **words)
{
    settle_allocator();
    hold_standard_streams();
    (void)signal(SIGXFSZ, SIG_IGN); /* a file that may not grow is a file that cannot be written */
    struct invocation invocation = {
        .language = find_language(words),
        .report = {.width = terminal_width(), .colour = wants_colour()}};
    if (!words_are_utf8(invocation.language, count, words))
        return EXIT_TROUBLE;
    if (count < 2) {
        complain(invocation.language, "缺少子命令（fangtian help 列出全部）",
                 "a command is missing (fangtian help lists them)", NULL);
        return EXIT_TROUBLE;
    }
    const char *name = words[1];
    if (strcmp(name, "help") == 0 || strcmp(name, "--help") == 0 || strcmp(name, "-h") == 0)
        return help(invocation.language, count > 2 && words[2][0] != '-' ? words[2] : NULL);
    if (strcmp(name, "--version") == 0) {
        (void)printf("fangtian %s\n", FT_VERSION);
        return cli_finish(invocation.language);
    }
    const struct command *command = find_command(name);
    if (command == NULL)
        return refuse_command(invocation.language, name);
    return run_command(&invocation, command, count - 1, words + 1);
}
