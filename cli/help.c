/* Help and completion, both made from the tables of commands and options. */
#include <stdio.h>
#include <string.h>

#include "cli.h"

/* Terminal columns of UTF-8 text: Chinese characters and their punctuation take two. */
static int help_columns_of(const char *text)
{
    int columns = 0;
    for (const unsigned char *at = (const unsigned char *)text; *at != '\0'; at++)
        columns += (*at & 0xC0) == 0x80 ? 0 : *at >= 0xE3 ? 2 : 1;
    return columns;
}

/* A word of a list and the blanks that bring the next column to one edge. */
static void print_padded(const char *text, int width)
{
    int columns = help_columns_of(text);
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
        const char *argument =
            row->letter == 'f' && command->formats != NULL ? command->formats : row->argument;
        (void)snprintf(name, sizeof name, "--%s%s%s", row->name, argument == NULL ? "" : "=",
                       argument == NULL ? "" : argument);
        (void)printf("  %s%c%s ", is_short(row) ? "-" : " ", is_short(row) ? row->letter : ' ',
                     is_short(row) ? "," : " ");
        print_padded(name, 26);
        (void)printf(" %s\n", say(language, &row->summary));
    }
    (void)printf("\n%s\n  %s\n", language == FT_ZH ? "例：" : "Example:", command->example);
}

/* ---- completion ---- */

/* What `help` is to a reader of the lists, though it is no row of the table. */
static const struct text_pair help_summary = {"显示子命令的帮助", "show the help of a command"};

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

/* Whether an argument is one of few words: "text|json|csv". */
static bool has_choices(const char *argument)
{
    return argument != NULL && strchr(argument, '|') != NULL;
}

/* Those words; "…" stands for others, which only a scenario knows. */
static void print_choices(const char *argument)
{
    const char *before = "";
    for (const char *word = argument; *word != '\0';) {
        size_t length = strcspn(word, "|");
        if (strncmp(word, "…", length) != 0) {
            (void)printf("%s%.*s", before, (int)length, word);
            before = " ";
        }
        word += length + (word[length] == '|');
    }
}

/* A branch of a case for every option with few values: "--format|-f", then these. */
static void print_option_choices(const char *indent, const char *before, const char *behind)
{
    for (size_t i = 0; i < option_count; i++) {
        const struct option_row *row = &option_rows[i];
        if (!has_choices(row->argument))
            continue;
        (void)printf("%s--%s", indent, row->name);
        if (is_short(row))
            (void)printf("|-%c", row->letter);
        (void)fputs(before, stdout);
        print_choices(row->argument);
        (void)puts(behind);
    }
}

/* A word behind "=" is one of its own to bash, and so is the "=". */
static void print_bash(void)
{
    (void)puts(
        "_fangtian() {\n    local word=\"${COMP_WORDS[COMP_CWORD]}\" options=\"\" words=\"\"\n"
        "    local before=\"${COMP_WORDS[COMP_CWORD-1]}\"\n"
        "    if [ \"$COMP_CWORD\" -eq 1 ]; then");
    (void)fputs("        COMPREPLY=($(compgen -W \"", stdout);
    print_words(" ");
    (void)puts(" help\" -- \"$word\"))\n        return\n    fi\n"
               "    [ \"$word\" != = ] || word=\"\"\n"
               "    [ \"$before\" != = ] || before=\"${COMP_WORDS[COMP_CWORD-2]}\"\n"
               "    case \"${COMP_WORDS[1]}\" in");
    (void)fputs("    help) words=\"", stdout);
    print_words(" ");
    (void)puts("\" ;;");
    for (size_t i = 0; i < command_count; i++) {
        (void)printf("    %s) options=\"", commands[i].name);
        print_options(&commands[i]);
        if (has_choices(commands[i].arguments)) {
            (void)fputs("\" words=\"", stdout);
            print_choices(commands[i].arguments);
        }
        (void)puts("\" ;;");
    }
    (void)puts("    esac\n    case \"$before\" in");
    print_option_choices("    ", ") words=\"", "\" options=\"\" ;;");
    (void)puts("    esac\n    case \"$word\" in\n    -*) words=$options ;;\n    esac\n"
               "    if [ -n \"$words\" ]; then\n"
               "        COMPREPLY=($(compgen -W \"$words\" -- \"$word\"))\n    else\n"
               "        COMPREPLY=($(compgen -f -- \"$word\"))\n    fi\n}\n"
               "complete -o filenames -F _fangtian fangtian");
}

static void print_zsh(void)
{
    (void)puts("#compdef fangtian\nlocal -a commands options\nlocal before=$words[CURRENT-1]\n"
               "commands=(");
    for (size_t i = 0; i < command_count; i++)
        (void)printf("    '%s:%s'\n", commands[i].name, commands[i].summary.zh);
    (void)printf("    'help:%s'\n", help_summary.zh);
    (void)puts(")\nif (( CURRENT == 2 )); then\n    _describe command commands\n    return\nfi\n"
               "if compset -P '--*='; then\n    before=${IPREFIX%=}\nfi\ncase $before in");
    print_option_choices("", ") compadd -- ", "; return ;;");
    (void)fputs("esac\ncase $words[2] in\nhelp) compadd -- ", stdout);
    print_words(" ");
    (void)puts("; return ;;");
    for (size_t i = 0; i < command_count; i++) {
        (void)printf("%s) options=(", commands[i].name);
        print_options(&commands[i]);
        (void)fputs(")", stdout);
        if (has_choices(commands[i].arguments)) {
            (void)fputs("; compadd -- ", stdout);
            print_choices(commands[i].arguments);
        }
        (void)puts(" ;;");
    }
    (void)puts("esac\ncompadd -- $options\n_files");
}

static void print_fish_option(const struct command *command, const struct option_row *row)
{
    (void)printf("complete -c fangtian -n '__fish_seen_subcommand_from %s' -l %s", command->name,
                 row->name);
    if (has_choices(row->argument)) {
        (void)fputs(" -x -a '", stdout);
        print_choices(row->argument);
        (void)fputs("'", stdout);
    } else if (row->argument != NULL) {
        (void)fputs(" -r", stdout);
    }
    (void)printf(" -d '%s'\n", row->summary.zh);
}

static void print_fish(void)
{
    for (size_t i = 0; i < command_count; i++)
        (void)printf("complete -c fangtian -n __fish_use_subcommand -a %s -d '%s'\n",
                     commands[i].name, commands[i].summary.zh);
    (void)printf("complete -c fangtian -n __fish_use_subcommand -a help -d '%s'\n",
                 help_summary.zh);
    (void)fputs("complete -c fangtian -n '__fish_seen_subcommand_from help' -x -a '", stdout);
    print_words(" ");
    (void)puts("'");
    for (size_t i = 0; i < command_count; i++) {
        if (has_choices(commands[i].arguments)) {
            (void)printf("complete -c fangtian -n '__fish_seen_subcommand_from %s' -x -a '",
                         commands[i].name);
            print_choices(commands[i].arguments);
            (void)puts("'");
        }
        for (size_t j = 0; j < option_count; j++)
            if (takes(&commands[i], &option_rows[j]))
                print_fish_option(&commands[i], &option_rows[j]);
    }
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
