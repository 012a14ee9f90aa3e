/* The options, one row each, and the reading of a command line. */
#include <assert.h>
#include <getopt.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "cli.h"

static enum ft_language language_of_locale(void)
{
    static const char *const names[] = {"LC_ALL", "LC_MESSAGES", "LANG"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const char *value = getenv(names[i]);
        if (value != NULL && value[0] != '\0')
            return strncmp(value, "en", 2) == 0 ? FT_EN : FT_ZH;
    }
    return FT_ZH;
}

static bool refuse(struct invocation *invocation, const char *option, const char *value)
{
    char what[4096];
    (void)snprintf(what, sizeof what, "--%s %s", option, value);
    complain(invocation->language, "无法识别的选项取值", "not a value of this option", what);
    return false;
}

/* The same where the option takes one of some words, separated by "|". */
static bool refuse_choice(struct invocation *invocation, const char *option, const char *value,
                          const char *words)
{
    char what[4096];
    const bool chinese = invocation->language == FT_ZH;
    size_t used = (size_t)snprintf(
        what, sizeof what, chinese ? "--%s %.1024s（可选：" : "--%s %.1024s (choose: ", option,
        value);
    for (; *words != '\0'; words++)
        used += (size_t)snprintf(what + used, sizeof what - used, "%.*s",
                                 *words == '|' ? (int)strlen(chinese ? "、" : ", ") : 1,
                                 *words == '|' ? (chinese ? "、" : ", ") : words);
    (void)snprintf(what + used, sizeof what - used, "%s", chinese ? "）" : ")");
    complain(invocation->language, "无法识别的选项取值", "not a value of this option", what);
    return false;
}

/* The index of `value` among words separated by "|"; -1 where it is none. */
static int choice(const char *words, const char *value)
{
    int index = 0;
    size_t length = strlen(value);
    for (const char *word = words; word != NULL; index++) {
        const char *bar = strchr(word, '|');
        size_t size = bar == NULL ? strlen(word) : (size_t)(bar - word);
        if (size == length && strncmp(word, value, size) == 0)
            return index;
        word = bar == NULL ? NULL : bar + 1;
    }
    return -1;
}

/* A setting that does not say to what. */
static bool refuse_setting(struct invocation *invocation, const char *value)
{
    const bool chinese = invocation->language == FT_ZH;
    char what[4096];
    (void)snprintf(
        what, sizeof what,
        chinese ? "--set %.2000s（请写 --set %.2000s=值，= 后面空着是不填）"
                : "--set %.2000s (write --set %.2000s=VALUE; nothing behind = leaves it out)",
        value, value);
    complain(invocation->language, "缺少 =值", "there is no =VALUE", what);
    return false;
}

static bool add_setting(struct invocation *invocation, char *value)
{
    char *equals = strchr(value, '=');
    if (equals == NULL)
        return refuse_setting(invocation, value);
    if (invocation->setting_count == MOST_SETTINGS)
        return refuse(invocation, "set", value);
    *equals = '\0';
    invocation->settings[invocation->setting_count++] = (struct ft_setting){value, equals + 1};
    return true;
}

static bool add_folder(struct invocation *invocation, char *value)
{
    if (invocation->folder_count == MOST_FOLDERS)
        return refuse(invocation, "policies", value);
    invocation->folders[invocation->folder_count++] = value;
    return true;
}

/* Names with commas between them, behind those that are there. */
static bool add_names(struct invocation *invocation, const char *option, char *value,
                      const char **names, size_t *count, size_t most)
{
    for (char *name = strtok(value, ","); name != NULL; name = strtok(NULL, ",")) {
        if (*count == most)
            return refuse(invocation, option, name);
        names[(*count)++] = name;
    }
    return *count > 0 || refuse(invocation, option, value);
}

static bool set_port(struct invocation *invocation, char *value)
{
    char *end;
    const unsigned long port = strtoul(value, &end, 10);
    if (*end != '\0' || value[0] < '0' || port > 65535) /* neither blank nor sign */
        return refuse(invocation, "port", value);
    invocation->port = (unsigned)port;
    return true;
}

static bool set_time_limit(struct invocation *invocation, char *value)
{
    char *end;
    const unsigned long seconds = strtoul(value, &end, 10);
    if (*end != '\0' || value[0] < '1' || seconds > MOST_WORK_SECONDS)
        return refuse(invocation, "time-limit", value);
    invocation->time_limit = (unsigned)seconds;
    return true;
}

static bool set_jobs(struct invocation *invocation, char *value)
{
    char *end;
    long jobs = strtol(value, &end, 10);
    if (*end != '\0' || end == value || jobs < 1 || jobs > MOST_JOBS)
        return refuse(invocation, "jobs", value);
    invocation->jobs = (unsigned)jobs;
    return true;
}

static bool set_missing(struct invocation *invocation, char *value)
{
    char *end;
    unsigned long shards = strtoul(value, &end, 10);
    if (value[0] < '1' || value[0] > '9' || *end != '\0' || shards > FT_MOST_SHARDS)
        return refuse(invocation, "missing", value);
    invocation->missing = (unsigned)shards;
    return true;
}

/* "3/8" */
static bool set_shard(struct invocation *invocation, char *value)
{
    char *end;
    bool good = value[0] >= '1' && value[0] <= '9';
    unsigned long shard = strtoul(value, &end, 10), shards = 0;
    good = good && end[0] == '/' && end[1] >= '1' && end[1] <= '9';
    if (good)
        shards = strtoul(end + 1, &end, 10);
    if (!good || *end != '\0' || shards > FT_MOST_SHARDS || shard > shards)
        return refuse(invocation, "shard", value);
    invocation->shard = (unsigned)shard;
    invocation->shards = (unsigned)shards;
    return true;
}

static bool set_format(struct invocation *invocation, char *value)
{
    int index = choice("text|json|csv|xlsx", value);
    if (index < 0)
        return refuse_choice(invocation, "format", value, "text|json|csv|xlsx");
    invocation->format_given = true;
    invocation->report.format = (enum ft_format)index;
    return true;
}

static bool set_unit(struct invocation *invocation, char *value)
{
    int index = choice("元|万元|yuan|wan", value);
    if (index < 0)
        return refuse_choice(invocation, "unit", value, "元|万元|yuan|wan");
    invocation->report.unit = index % 2 == 1 ? FT_WAN_YUAN : FT_YUAN;
    return true;
}

static bool set_language(struct invocation *invocation, char *value)
{
    int index = choice("zh|en", value);
    if (index < 0)
        return refuse_choice(invocation, "lang", value, "zh|en"); /* in the language so far */
    invocation->language = index == 1 ? FT_EN : FT_ZH;
    return true;
}

static bool set_colour(struct invocation *invocation, char *value)
{
    int index = choice("auto|always|never", value);
    if (index < 0)
        return refuse_choice(invocation, "color", value, "auto|always|never");
    if (index > 0)
        invocation->report.colour = index == 1;
    return true;
}

/* Levels below the figure asked for: one more with it. */
static bool set_depth(struct invocation *invocation, char *value)
{
    char *end;
    long depth = strtol(value, &end, 10);
    bool all = strcmp(value, "all") == 0;
    if (!all && (value[0] < '0' || value[0] > '9' || *end != '\0' || depth > MOST_DEPTH))
        return refuse(invocation, "depth", value);
    invocation->report.levels = all ? FT_ALL_LEVELS : (uint32_t)depth + 1;
    return true;
}

static bool set_width(struct invocation *invocation, char *value)
{
    char *end;
    long width = strtol(value, &end, 10);
    if (*end != '\0' || width < 40 || width > 1000)
        return refuse(invocation, "width", value);
    invocation->report.width = (uint32_t)width;
    return true;
}

static bool add_packs(struct invocation *invocation, char *value)
{
    return add_names(invocation, "packs", value, invocation->packs, &invocation->pack_count,
                     MOST_FOLDERS);
}

static bool cli_options_add_columns(struct invocation *invocation, char *value)
{
    return add_names(invocation, "columns", value, invocation->columns, &invocation->column_count,
                     MOST_COLUMNS);
}

static bool add_only(struct invocation *invocation, char *value)
{
    return add_names(invocation, "only", value, invocation->only, &invocation->only_count,
                     MOST_COLUMNS);
}

/* What it groups is --rows' or the sheets' to say. */
static bool set_grouping(struct invocation *invocation, char *value)
{
    invocation->by = invocation->report.by = value;
    return true;
}

const struct option_row option_rows[] = {
    {'f',
     "format",
     "text|json|csv|xlsx",
     {"输出格式（默认 text）", "how the output looks (text)"},
     .take = set_format},
    {'o',
     "output",
     "FILE",
     {"写入文件：要么完整写入，要么不写", "write to a file, whole or not at all"},
     .text = offsetof(struct invocation, output)},
    {'S',
     "set",
     "PATH=VALUE",
     {"修改事实或参数，例如 projects.A1.far_after=2.5、=+10%、tax_years+=2024；可重复",
      "change a fact or a parameter, e.g. projects.A1.far_after=2.5, =+10%, tax_years+=2024; "
      "repeatable"},
     .take = add_setting},
    {'D',
     "as-of",
     "DATE",
     {"基准日，代替情景中的 as_of", "the date, in place of the scenario's"},
     .text = offsetof(struct invocation, as_of)},
    {'K',
     "known-at",
     "DATE",
     {"只用该日之前公布的规定", "use only law published by that date"},
     .text = offsetof(struct invocation, known_at)},
    {'L',
     "lang",
     "zh|en",
     {"语言（默认按系统区域设置）", "the language (else the locale's)"},
     .take = set_language},
    {'u',
     "unit",
     "元|万元",
     {"金额单位（仅影响显示；也可写 yuan、wan）", "unit of money, display only (also yuan, wan)"},
     .take = set_unit},
    {'d',
     "detail",
     NULL,
     {"显示中间数、精确值与全部依据", "show figures between, exact values, all sources"},
     .flag = offsetof(struct invocation, report.detail)},
    {'E',
     "depth",
     "N|all",
     {"展开几层（0：只看这个数；默认：最近的十二个数，不展开合计、分摊的各行）",
      "levels to derive (0: the figure alone; as a rule the nearest dozen, no rows of a sum)"},
     .take = set_depth},
    {'s',
     "strict",
     NULL,
     {"有法定条件不符合或有数待定时以 1 退出",
      "exit 1 where a required check fails or a figure is undetermined"},
     .flag = offsetof(struct invocation, strict)},
    {'P',
     "policies",
     "DIR",
     {"政策文件夹；可重复，依次查找", "a folder of policies; repeatable, searched in order"},
     .take = add_folder},
    {'p',
     "packs",
     "PACK,…",
     {"政策包，按层级顺序，逗号分隔，代替情景所列",
      "packs in order, from the nation down, in place of the scenario's"},
     .take = add_packs},
    {'C',
     "color",
     "auto|always|never",
     {"是否用颜色（默认仅在终端）", "colours (auto: on a terminal)"},
     .take = set_colour},
    {'W',
     "width",
     "COLUMNS",
     {"页宽（默认终端宽度或 100）", "width of the page (the terminal's, or 100)"},
     .take = set_width},
    {'v',
     "view",
     "VIEW",
     {"只输出一个视图，写编号或名称，例如 cost 或 成本利润表；`fangtian views` 列出全部",
      "this view alone, by its id or title, e.g. cost; `fangtian views` lists them"},
     .text = offsetof(struct invocation, report.view)},
    {'O',
     "of",
     "ROW",
     {"视图中只要这一行，例如 A1", "of the view this row alone, e.g. A1"},
     .text = offsetof(struct invocation, report.row)},
    {'R',
     "rows",
     "FILE",
     {"逐行计算一张长表（CSV），每行结果写入该文件",
      "work a long CSV table out row by row, a line of figures each to this file"},
     .text = offsetof(struct invocation, rows)},
    {'T',
     "table",
     "TABLE",
     {"逐行计算的表；只有一张 CSV 表时可省略",
      "the table to work out row by row, where several are CSV"},
     .text = offsetof(struct invocation, table)},
    {'N',
     "columns",
     "NAME,…",
     {"每行输出的字段和规则（默认：编号、记账规则、法定条件、state、reason）",
      "fields and rules a line shows (the key, what is posted or required, state, reason)"},
     .take = cli_options_add_columns},
    {'Y',
     "only",
     "RULE,…",
     {"逐行计算时只算这些规则及其所依据的规则，合计也只含这些规则",
      "row by row: these rules alone, and what they rest on; totals hold nothing else"},
     .take = add_only},
    {'B',
     "by",
     "party|project|…",
     {"按当事方（默认）或按项目等列平衡表；逐行计算时写字段，另按它分组合计",
      "sheets by party (as a rule) or by project …; row by row: a field whose members "
      "get totals"},
     .take = set_grouping},
    {'X',
     "cost",
     NULL,
     {"列出每条规则如何计算长表：逐行、靠汇总，或须整张表",
      "show how each rule meets a long table: row by row, by sums, or whole"},
     .flag = offsetof(struct invocation, cost)},
    {'H',
     "shard",
     "I/N",
     {"只算长表 N 片中的第 I 片，结果写入输出文件，供 merge 合并",
      "shard I of N of a long table alone; the output is a part for merge"},
     .take = set_shard},
    {'M',
     "missing",
     "N",
     {"检查已有分片，列出 N 片中还须计算的编号，不写出结果；有则以 1 退出",
      "check the parts and list the shards of N still to be run, writing nothing; exit 1 if any"},
     .take = set_missing},
    {'J',
     "jobs",
     "N",
     {"线程数（默认：全部处理器）", "threads (all processors)"},
     .take = set_jobs},
    {'Q',
     "port",
     "N",
     {"监听的端口（默认任选空闲端口）", "the port to listen on (any free one)"},
     .take = set_port},
    {'Z',
     "time-limit",
     "SECONDS",
     {"一次计算最多用多少秒，到时停止并说明（默认 600）",
      "seconds that one calculation may take before it is stopped, which is told (600)"},
     .take = set_time_limit},
    {'F',
     "formulas",
     NULL,
     {"列出公式语言的内置函数", "list the built-ins of the formula language"},
     .flag = offsetof(struct invocation, formulas)},
    {'G',
     "graph",
     NULL,
     {"输出规则和参数的依赖图（Graphviz）", "print what depends on what, for Graphviz"},
     .flag = offsetof(struct invocation, graph)},
    {'A',
     "authority",
     NULL,
     {"列出所引用的文件、日期和依据它的数与规则",
      "list the texts cited, their days, and what rests on each"},
     .flag = offsetof(struct invocation, authority)},
    {'k',
     "book",
     NULL,
     {"把规则写成一份逐条的文件：章、条、各项数值及其起止日，参数所列情景作为算例",
      "write the rules as one document: articles, numbers with their days, arguments as cases"},
     .flag = offsetof(struct invocation, book)},
    {'a',
     "against",
     "FOLDER|DATE",
     {"与 --book：再列出与另一版政策（文件夹）或另一日（须有 --as-of）的差异",
      "with --book: what differs from another version (a folder) or day (with --as-of), too"},
     .text = offsetof(struct invocation, against)},
    {'V',
     "vocabulary",
     NULL,
     {"列出情景和公式可用的全部名称（--format json）",
      "list all names that a scenario or a formula may use (--format json)"},
     .flag = offsetof(struct invocation, vocabulary)},
    {'h', "help", NULL, {"显示帮助", "show help"}, .flag = offsetof(struct invocation, help)},
};
const size_t option_count = sizeof option_rows / sizeof *option_rows;

enum { OPTION_ROWS = sizeof option_rows / sizeof *option_rows };

/* The row of a letter; getopt_long gives none that has no row. */
static const struct option_row *find_option(int letter)
{
    size_t at = 0;
    while (at + 1 < option_count && option_rows[at].letter != letter)
        at++;
    assert(option_rows[at].letter == letter);
    return &option_rows[at];
}

static bool take_option(struct invocation *invocation, int letter, char *value)
{
    const struct option_row *row = find_option(letter);
    if (row->flag != 0)
        *(bool *)((char *)invocation + row->flag) = true;
    if (row->text != 0)
        *(const char **)((char *)invocation + row->text) = value;
    return row->take == NULL || row->take(invocation, value);
}

/* The options of one command in the two forms that getopt_long reads. */
struct known_options {
    char letters[2 * OPTION_ROWS + 2];
    struct option names[OPTION_ROWS + 1];
};

/* Letters that are typed with one dash; the others only mark rows of the table. */
bool is_short(const struct option_row *row)
{
    return strchr("foudsvh", row->letter) != NULL;
}

static void list_options(struct known_options *known, const struct command *command)
{
    size_t count = 0;
    char *letters = known->letters;
    *letters++ = ':'; /* a missing value is told from an unknown option */
    for (size_t i = 0; i < option_count; i++) {
        const struct option_row *row = &option_rows[i];
        if (strchr(command->options, row->letter) == NULL)
            continue;
        known->names[count++] = (struct option){
            row->name, row->argument == NULL ? no_argument : required_argument, NULL, row->letter};
        if (!is_short(row))
            continue;
        *letters++ = row->letter;
        if (row->argument != NULL)
            *letters++ = ':';
    }
    *letters = '\0';
    known->names[count] = (struct option){NULL, 0, NULL, 0};
}

/* Says what getopt_long refused: optopt is 0 for a long option that is none. */
static void refuse_option(enum ft_language language, const struct command *command, char **words)
{
    static const struct text_pair fault = {"无此选项", "no such option"};
    struct near_word near = {.word = words[optind - 1] + 2};
    char letter[] = {'-', (char)optopt, '\0'};
    char help[64];
    bool is_letter = optopt > ' ' && optopt < 127;
    (void)snprintf(help, sizeof help, "fangtian %s --help", command->name);
    if (is_letter && strchr(command->options, optopt) != NULL) {
        complain(language, "该选项不带取值", "the option takes no value", words[optind - 1]);
        return;
    }
    if (optopt != 0) {
        /* A byte of a longer character: getopt has not gone past the word that holds it. */
        near.word = "";
        complain_of_word(language, &fault, is_letter ? letter : words[optind], "", &near, help);
        return;
    }
    for (size_t i = 0; i < option_count; i++)
        if (strchr(command->options, option_rows[i].letter) != NULL)
            consider_word(&near, option_rows[i].name);
    complain_of_word(language, &fault, words[optind - 1], "--", &near, help);
}

enum ft_language find_language(char **words)
{
    enum ft_language language = language_of_locale();
    for (char **word = words; *word != NULL; word++) {
        const char *value = strcmp(*word, "--lang") == 0        ? word[1]
                            : strncmp(*word, "--lang=", 7) == 0 ? *word + 7
                                                                : NULL;
        if (value != NULL && choice("zh|en", value) >= 0)
            language = choice("zh|en", value) == 1 ? FT_EN : FT_ZH;
    }
    return language;
}

/* What follows the last dot of a file's name; "" where none does. */
static const char *extension_of(const char *path)
{
    const char *slash = strrchr(path, '/'), *name = slash == NULL ? path : slash + 1;
    const char *dot = strrchr(name, '.');
    return dot == NULL || dot == name ? "" : dot + 1;
}

static bool is_extension(const char *extension, const char *const *list, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (strcasecmp(extension, list[i]) == 0)
            return true;
    return false;
}

/* A file of text called a workbook would not open as one. */
static bool extension_fits(const struct invocation *invocation, const char *path)
{
    static const char *const others[] = {"xls", "xlsm", "xlsb",    "xltx", "xlt",   "ods", "fods",
                                         "ots", "et",   "numbers", "docx", "doc",   "odt", "rtf",
                                         "wps", "pdf",  "ofd",     "pptx", "ppt",   "odp", "html",
                                         "htm", "xml",  "zip",     "db",   "sqlite"};
    const char *extension = path == NULL ? "" : extension_of(path);
    if (!is_extension(extension, others, sizeof others / sizeof *others))
        return true;
    complain(invocation->language,
             "不能写成这种文件，可写的有工作簿（.xlsx）、文本（.txt）、CSV（.csv）和 JSON（.json）",
             "no such file can be written: there are workbooks (.xlsx), text (.txt), CSV (.csv) "
             "and JSON (.json)",
             path);
    return false;
}

static bool rows_fit(const struct invocation *invocation)
{
    static const char *const others[] = {"json", "xlsx"};
    if (invocation->rows == NULL || !is_extension(extension_of(invocation->rows), others, 2))
        return true;
    complain(invocation->language, "逐行结果是 CSV，请用 .csv 作文件名",
             "rows are CSV: name a .csv file", invocation->rows);
    return false;
}

/* The format that the output's name asks for, where --format says none. */
static bool choose_format(struct invocation *invocation)
{
    static const char *const csv[] = {"csv"}, *const json[] = {"json"}, *const book[] = {"xlsx"};
    const char *extension = invocation->output == NULL ? "" : extension_of(invocation->output);
    if (!extension_fits(invocation, invocation->output) ||
        !extension_fits(invocation, invocation->rows) || !rows_fit(invocation))
        return false;
    if (!invocation->format_given)
        invocation->report.format = is_extension(extension, csv, 1)    ? FT_CSV
                                    : is_extension(extension, json, 1) ? FT_JSON
                                    : is_extension(extension, book, 1) ? FT_XLSX
                                                                       : FT_TEXT;
    return true;
}

/* A workbook of a run holds all of it: every view and sheet. */
static bool book_fits(const struct invocation *invocation, const struct command *command)
{
    static const char *const book[] = {"xlsx"};
    enum ft_language language = invocation->language;
    const bool is_book = invocation->report.format == FT_XLSX;
    const bool is_file = !is_standard_output(invocation->output);
    const bool is_named_so = is_file && is_extension(extension_of(invocation->output), book, 1);
    if (!is_book && !is_named_so)
        return true;
    if (is_file && is_named_so != is_book)
        complain(language, "工作簿的文件名以 .xlsx 结尾，别的格式不用它",
                 "a workbook's name ends in .xlsx, and no other format's does", invocation->output);
    else if ((command->run != command_run && command->run != command_changes &&
              command->run != command_explain) ||
             invocation->rows != NULL)
        complain(language, "能写成工作簿的有 run（逐行计算除外）、changes 和 explain 的结果",
                 "workbooks are written of run (not row by row), changes and explain", NULL);
    else if (invocation->report.view != NULL || invocation->report.by != NULL)
        complain(language, "工作簿含全部视图和各方，请去掉这个选项",
                 "a workbook holds all views and parties: leave the option out",
                 invocation->report.view != NULL ? "--view" : "--by");
    else if (command->run == command_run && invocation->report.unit == FT_WAN_YUAN)
        complain(language, "run 的工作簿中金额均以元列示，请去掉 --unit",
                 "a workbook has its amounts in yuan: leave --unit out", NULL);
    else if (!is_file && isatty(STDOUT_FILENO))
        complain(language, "工作簿不能显示在终端上，请加上 -o 文件.xlsx",
                 "a workbook cannot be shown on a terminal: add -o FILE.xlsx", NULL);
    else
        return true;
    return false;
}

bool read_options(struct invocation *invocation, const struct command *command, int count,
                  char **words)
{
    struct known_options known;
    char no_value[] = "";
    list_options(&known, command);
    opterr = 0;
    optind = 1;
    for (;;) {
        int letter = getopt_long(count, words, known.letters, known.names, NULL);
        if (letter == -1)
            break;
        if (letter == ':') {
            complain(invocation->language, "选项缺少取值", "the option lacks its value",
                     words[optind - 1]);
            return false;
        }
        if (letter == '?') {
            refuse_option(invocation->language, command, words);
            return false;
        }
        if (!take_option(invocation, letter, optarg == NULL ? no_value : optarg))
            return false;
    }
    invocation->arguments = (const char *const *)words + optind;
    invocation->argument_count = count - optind;
    invocation->writes = strchr(command->options, 'o') != NULL;
    if (strchr(command->options, 'f') == NULL)
        return true; /* one that chooses its own */
    return choose_format(invocation) && book_fits(invocation, command);
}
