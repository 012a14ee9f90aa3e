/* Help and completion, both made from the tables of commands and options. */
#include <stdio.h>
#include <string.h>

#include "cli.h"

/* Terminal columns of UTF-8 text: Chinese characters and their punctuation take two. */
static int columns_of(const char *text)
{
    int columns = 0;
    for (const unsigned char *at = (const unsigned char *)text; *at != '\0'; at++)
        columns += (*at & 0xC0) == 0x80 ? 0 : *at >= 0xE3 ? 2 : 1;
    return columns;
}

/* A word of a list and the blanks that bring the next column to one edge. */
static void print_padded(const char *text, int width)
{
    int columns = columns_of(text);
    (void)printf("%s%*s", text, columns < width ? width - columns : 0, "");
}

void print_help(enum ft_language language)
{
    static const struct text_pair head = {
        "fangtian（方田）：土地价值与补助的精确计算\n\n用法：fangtian 子命令 [选项] 参数\n\n",
        "fangtian: exact land-value and subsidy calculator\n\nUsage: fangtian COMMAND [OPTION]… "
        "ARGUMENT…\n\n"};
    static const struct text_pair tail = {
        "\n`fangtian 子命令 --help` 显示该子命令的选项和例子。\n退出状态：0 完成；1 结论为否；2 "
        "出错。\n",
        "\n`fangtian COMMAND --help` shows a command's options and an example.\nExit status: 0 "
        "done; "
        "1 the answer is no; 2 trouble.\n"};
    (void)fputs(say(language, &head), stdout);
    for (size_t i = 0; i < command_count; i++) {
        (void)printf("  %-11s ", commands[i].name);
        print_padded(commands[i].arguments, 20);
        (void)printf(" %s\n", say(language, &commands[i].summary));
    }
    (void)fputs(say(language, &tail), stdout);
}

static bool takes(const struct command *command, const struct option_row *row)
{
    return strchr(command->options, row->letter) != NULL;
}

void print_command_help(enum ft_language language, const struct command *command)
{
    (void)printf("%s fangtian %s %s\n\n%s\n\n",
                 language == FT_ZH ? "用法：" : "Usage:", command->name, command->arguments,
                 say(language, &command->summary));
    for (size_t i = 0; i < option_count; i++) {
        const struct option_row *row = &option_rows[i];
        char name[64];
        if (!takes(command, row))
            continue;
        (void)snprintf(name, sizeof name, "--%s%s%s", row->name, row->argument == NULL ? "" : "=",
                       row->argument == NULL ? "" : row->argument);
        (void)printf("  %s%c%s ", is_short(row) ? "-" : " ", is_short(row) ? row->letter : ' ',
                     is_short(row) ? "," : " ");
        print_padded(name, 26);
        (void)printf(" %s\n", say(language, &row->summary));
    }
    (void)printf("\n%s\n  %s\n", language == FT_ZH ? "例：" : "Example:", command->example);
}

/* ---- completion
 * ----------------------------------------------------------------------------------- */

static void print_words(const char *separator)
{
    for (size_t i = 0; i < command_count; i++)
        (void)printf("%s%s", i == 0 ? "" : separator, commands[i].name);
}

static void print_options(const struct command *command)
{
    for (size_t i = 0; i < option_count; i++)
        if (takes(command, &option_rows[i]))
            (void)printf(" --%s", option_rows[i].name);
}

static void print_bash(void)
{
    (void)puts("_fangtian() {\n    local word=\"${COMP_WORDS[COMP_CWORD]}\" options=\"\"\n"
               "    if [ \"$COMP_CWORD\" -eq 1 ]; then");
    (void)fputs("        COMPREPLY=($(compgen -W \"", stdout);
    print_words(" ");
    (void)puts("\" -- \"$word\"))\n        return\n    fi\n    case \"${COMP_WORDS[1]}\" in");
    for (size_t i = 0; i < command_count; i++) {
        (void)printf("    %s) options=\"", commands[i].name);
        print_options(&commands[i]);
        (void)puts("\" ;;");
    }
    (void)puts("    esac\n    case \"$word\" in\n    -*) COMPREPLY=($(compgen -W \"$options\" -- "
               "\"$word\")) ;;\n    *) COMPREPLY=($(compgen -f -- \"$word\")) ;;\n    esac\n}\n"
               "complete -o filenames -F _fangtian fangtian");
}

static void print_zsh(void)
{
    (void)puts("#compdef fangtian\nlocal -a commands options\ncommands=(");
    for (size_t i = 0; i < command_count; i++)
        (void)printf("    '%s:%s'\n", commands[i].name, commands[i].summary.zh);
    (void)puts(")\nif (( CURRENT == 2 )); then\n    _describe command commands\n    return\nfi\n"
               "case $words[2] in");
    for (size_t i = 0; i < command_count; i++) {
        (void)printf("%s) options=(", commands[i].name);
        print_options(&commands[i]);
        (void)puts(") ;;");
    }
    (void)puts("esac\ncompadd -- $options\n_files");
}

static void print_fish(void)
{
    for (size_t i = 0; i < command_count; i++)
        (void)printf("complete -c fangtian -n __fish_use_subcommand -a %s -d '%s'\n",
                     commands[i].name, commands[i].summary.zh);
    for (size_t i = 0; i < command_count; i++)
        for (size_t j = 0; j < option_count; j++)
            if (takes(&commands[i], &option_rows[j]))
                (void)printf("complete -c fangtian -n '__fish_seen_subcommand_from %s' -l %s%s "
                             "-d '%s'\n",
                             commands[i].name, option_rows[j].name,
                             option_rows[j].argument == NULL ? "" : " -r",
                             option_rows[j].summary.zh);
}

int command_completion(const struct invocation *invocation)
{
    static const struct {
        const char *shell;
        void (*print)(void);
    } shells[] = {{"bash", print_bash}, {"zsh", print_zsh}, {"fish", print_fish}};
    for (size_t i = 0; i < sizeof shells / sizeof *shells; i++)
        if (strcmp(shells[i].shell, invocation->arguments[0]) == 0) {
            shells[i].print();
            return output_is_whole(invocation->language) ? EXIT_DONE : EXIT_TROUBLE;
        }
    complain(invocation->language, "没有该 shell 的补全（可用 bash、zsh、fish）",
             "no completion for this shell (bash, zsh, fish)", invocation->arguments[0]);
    return EXIT_TROUBLE;
}
