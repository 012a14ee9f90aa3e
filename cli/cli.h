/* cli.h: what the subcommands share. The command knows the library by its public header only. */
#ifndef FANGTIAN_CLI_H
#define FANGTIAN_CLI_H

#include <fangtian.h>

/* Exit statuses: done; the answer is "no"; trouble. */
enum { EXIT_DONE = 0, EXIT_ANSWER_NO = 1, EXIT_TROUBLE = 2 };

enum {
    MOST_SETTINGS = 256,
    MOST_FOLDERS = 32,
    MOST_COLUMNS = 256,
    MOST_JOBS = 256,
    MOST_DEPTH = 10000,
    WORK_SECONDS = 600, /* that a call of serve may work, where --time-limit says nothing else */
    MOST_WORK_SECONDS = 86400
};

struct text_pair {
    const char *zh, *en;
};

/* What the command line said. */
struct invocation {
    /* First, so that no member that a row sets has the offset 0. */
    enum ft_language language;
    const char *const *arguments; /* without options */
    int argument_count;
    struct ft_report report;
    bool strict, formulas, graph, authority, book, vocabulary, cost, help;
    bool writes; /* the command has an output */
    bool format_given;
    const char *output;
    const char *rows, *table; /* a line for each row of a long table goes to `rows` */
    unsigned shard, shards;   /* of the table; 0: all of it */
    unsigned missing;         /* shards of which those are listed that have no part; 0: merge */
    const char *columns[MOST_COLUMNS];
    size_t column_count;
    const char *only[MOST_COLUMNS]; /* rules that alone are worked out, of a long table */
    size_t only_count;
    const char *by;
    unsigned jobs;
    unsigned port;       /* 0: any that is free */
    unsigned time_limit; /* seconds that a call of serve may work; 0: WORK_SECONDS */
    const char *as_of, *known_at;
    const char *against; /* of a book: a folder of policies, or a day */
    const char *folders[MOST_FOLDERS];
    size_t folder_count;
    const char *packs[MOST_FOLDERS];
    size_t pack_count;
    struct ft_setting settings[MOST_SETTINGS];
    size_t setting_count;
};

/* A subcommand: one row of the table in main.c, which help, completion and the man page are made
 * from. */
struct command {
    const char *name;
    const char *arguments; /* "SCENARIO ITEM[@ROW]" */
    int least, most;       /* how many arguments; most -1: any number */
    struct text_pair summary;
    const char *options; /* the short letters of those it takes */
    const char *example;
    int (*run)(const struct invocation *invocation);
    const char *formats; /* of --format; NULL: all */
};
extern const struct command commands[];
extern const size_t command_count;

/* An option: one row of the table in options.c, which reading, help, completion and the man page's
 * test go by. */
struct option_row {
    char letter; /* identifies it in commands[].options; typed with one dash where it is a letter */
    const char *name;
    const char *argument; /* NULL: takes none */
    struct text_pair summary;
    /* What it does to an invocation: the member (by its offset; 0: none) that becomes true, the one
     * that becomes the value, or a function; false: a message was printed. */
    size_t flag, text;
    bool (*take)(struct invocation *invocation, char *value);
};
extern const struct option_row option_rows[];
extern const size_t option_count;

/* Reads the options of a command. False: a message was printed. */
bool read_options(struct invocation *invocation, const struct command *command, int count,
                  char **words);
/* Whether an option is also typed as one dash and its letter. */
bool is_short(const struct option_row *row);
/* What --lang says, wherever it stands among the words; else the
 * locale's. `words` ends with NULL. */
enum ft_language find_language(char **words);

/* `text` as it may be shown, escaped; good until the next call. */
const char *shown(const char *text);
/* One line on standard error in the language of the user; `argument`, escaped, stands at its end.
 */
void complain(enum ft_language language, const char *zh, const char *en, const char *argument);
/* That memory is out; false. */
bool complain_of_memory(enum ft_language language);
const char *say(enum ft_language language, const struct text_pair *text);
/* Why the system refused, for people; its own words where ours have none. */
const char *system_reason(enum ft_language language, int error);

/* The candidate nearest to a word; `best` is NULL where none is near. */
struct near_word {
    const char *word; /* up to its "=" */
    const char *best;
    size_t distance;
};
void consider_word(struct near_word *near, const char *candidate);
/* Says that a word is none, which is meant by it, with `dashes` before it, and what lists them. */
void complain_of_word(enum ft_language language, const struct text_pair *fault, const char *word,
                      const char *dashes, const struct near_word *near, const char *help);

/* Standard output as a sink, and whether all of it could be written. */
struct ft_sink standard_output(void);
struct ft_sink standard_error(void);
void complain_of_stdout(enum ft_language language, int error);
bool output_is_whole(enum ft_language language);
/* Whether an output's path means standard output; NULL does. */
bool is_standard_output(const char *path);
/* Set once the command was told to stop while it wrote files or worked on rows. */
const bool *stop_flag(void);
/* From now on that sets it, and the command ends at its own time. */
void watch_interrupts(void);

/* --policies, else FANGTIAN_POLICIES (folders separated by colons), else the command's own; how
 * many. Good until the next call. */
size_t find_policies(const struct invocation *invocation, const char *folders[MOST_FOLDERS]);
/* An engine for the invocation, which knows its outputs; NULL: a message was printed. */
struct ft_engine *open_engine(const struct invocation *invocation);
/* One that leaves the long table in its file. */
struct ft_engine *open_engine_over_rows(const struct invocation *invocation);
/* Whether complaints on standard error are in colour. */
bool shows_colour(void);
/* Prints the engine's diagnostics and closes it; gives back `status` as an exit status. */
int close_engine(struct ft_engine *engine, enum ft_status status);

/*
 * Lets `work` send lines of rows to --rows (NULL where there is none), then sends what `write`
 * writes to --output. Files appear together, whole, or not at all. Closes the engine; gives back an
 * exit status.
 */
typedef enum ft_status writes(struct ft_engine *engine, const struct invocation *invocation,
                              const struct ft_sink *sink);
int write_outputs(struct ft_engine *engine, const struct invocation *invocation, writes *work,
                  writes *write);
/* The same without rows. */
int write_output(struct ft_engine *engine, const struct invocation *invocation, writes *write);

/* fangtian run --rows. */
int run_rows(const struct invocation *invocation);
/* Whether rows and totals do not both go to standard output; false: a message was printed. */
bool rows_have_their_own(const struct invocation *invocation);
/* What its options say to the engine. */
struct ft_rows rows_options(const struct invocation *invocation);
/* Loads the scenario over its long table, then as write_outputs. */
int write_rows_and_output(const struct invocation *invocation, writes *work, writes *write);
/* The sums and findings over a long table, as a `writes`. */
enum ft_status FT_MUST_CHECK write_row_totals(struct ft_engine *engine,
                                              const struct invocation *invocation,
                                              const struct ft_sink *sink);
/* The rows' file as the part beside it calls it: its path from the part's folder on. False: a
 * message was printed. */
bool find_rows_name(const struct invocation *invocation, char *name, size_t size);

/* ---- pages ---- */

/* Files in memory, each with its own. Zeroed is empty. */
struct page_files {
    struct ft_memory_file *items;
    size_t count, capacity;
};
void page_files_close(struct page_files *files);
/* Reads a file; its name and bytes are to be freed. False: errno says why. */
bool read_whole_file(struct ft_memory_file *file, const char *path, const char *name);
/* Adds every file of the policy folders, by its path below them. False: errno says why. */
bool read_policies(struct page_files *files, const struct invocation *invocation);

/* The parts that ./bootstrap.sh page builds. */
struct page_shell {
    struct ft_memory_file shell, engine, licences;
};
/* False where they were not built: a message was printed. */
bool read_shell(struct page_shell *shell, enum ft_language language);
void page_shell_close(struct page_shell *shell);

/* FANGTIAN_PAGE, else the folder of what ./bootstrap.sh page built, found as the policies are;
 * NULL: it is not there.
 */
const char *own_page(void);

/* ---- work that can be ended ---- */

/*
 * Memory and output of a call pass a gate, which looks now and then whether the work is to end and
 * refuses both from then on: the call fails, as it does where memory is out, and its session is to
 * be closed. Of the thread that works alone. Invariant: a cause stays until gate_watch.
 */
enum gate_cause { GATE_OPEN, GATE_CLIENT_IS_GONE, GATE_TIME_IS_OVER, GATE_COMMAND_ENDS };
struct gate {
    int client;                  /* the socket of who asked */
    int64_t deadline, next_look; /* ms of the monotonic clock */
    enum gate_cause cause;
    bool is_watched; /* else everything passes */
};
/* From now on the gate shuts where `client` goes away, after so many seconds, or where the command
 * is to end. */
void gate_watch(struct gate *gate, int client, unsigned seconds);
/* Everything passes; the cause stays. */
void gate_leave(struct gate *gate);
bool gate_passes(struct gate *gate);
/* Memory that passes the gate, which is borrowed. */
struct ft_allocator gate_allocator(struct gate *gate);

int command_serve(const struct invocation *invocation);
int command_page(const struct invocation *invocation);
int command_call(const struct invocation *invocation);
int command_changes(const struct invocation *invocation);
int command_convert(const struct invocation *invocation);
int command_new(const struct invocation *invocation);
int command_run(const struct invocation *invocation);
int command_explain(const struct invocation *invocation);
int command_merge(const struct invocation *invocation);
int command_check(const struct invocation *invocation);
int command_test(const struct invocation *invocation);
int command_policies(const struct invocation *invocation);
int command_views(const struct invocation *invocation);
int command_limits(const struct invocation *invocation);
int command_completion(const struct invocation *invocation);

void print_help(enum ft_language language);
void print_command_help(enum ft_language language, const struct command *command);
const struct command *find_command(const char *name);

/* A file that may be a scenario; `named`: by the user, so that it is one. */
struct found_file {
    char *path;
    bool named;
};

struct found_files {
    struct found_file *files;
    size_t count;
    bool trouble; /* something was passed over that may be a scenario, which was told */
};

/* The scenarios that the arguments name, those of a folder by name; until forget_scenarios. */
const struct found_files *find_scenarios(const struct invocation *invocation);
void forget_scenarios(void);
/* By its name; not what a spreadsheet keeps beside one that is open. */
bool is_workbook(const char *name);

#endif
