/*
 * scenario.h: the facts of projects, from a scenario file and CSV tables to the rows of a dataset.
 *
 *     struct scenario *scenario;
 *     status = scenario_open(&scenario, "cluster.cfg", arena, diagnostics); // which packs it names
 *     if (status == FT_OK)
 *         status = policy_load(&policy, arena, diagnostics, folders, 1, scenario->packs,
 *                              scenario->pack_count);
 *     if (status == FT_OK)
 *         status = scenario_load(scenario, &policy->schema, &settings, arith, diagnostics);
 *     if (status == FT_OK)
 *         ... scenario->dataset ...
 *
 * Opening reads the file and its head; loading reads the rows against the schema. Both report every
 * fault in one go. All memory is the arena's.
 */
#ifndef FANGTIAN_SCENARIO_H
#define FANGTIAN_SCENARIO_H

#include "../formula/formula.h"
#include "../workbook/workbook.h"

/* What an expectation says of a figure. */
enum expectation_kind {
    EXPECT_IS,             /* the figure: as posted where the rule posts or notes it, else exact */
    EXPECT_EXACTLY,        /* the exact figure, before any posting */
    EXPECT_HOLDS,          /* a check: "true" or "false" */
    EXPECT_NOT_APPLICABLE, /* with a piece of the reason, or "" */
    EXPECT_UNDETERMINED,   /* with a piece of what is lacking, or "" */
    EXPECT_KINDS
};

/* How a workbook names its sheet of expected figures, its columns and, by expectation_kind, what a
 * figure is compared by. */
enum expect_column {
    EXPECT_ITEM,
    EXPECT_AT,
    EXPECT_KIND,
    EXPECT_VALUE,
    EXPECT_ROUNDED,
    EXPECT_WITHIN,
    EXPECT_SOURCE,
    EXPECT_COLUMNS
};
extern const struct title expect_sheet;
extern const struct title expect_columns[EXPECT_COLUMNS];
extern const struct title expect_kinds[EXPECT_KINDS];

/* One figure that a scenario must yield, exactly as text: `expect: ( { item; at; is; source; } )`.
 */
struct expectation {
    struct text item;
    struct text at; /* "tax_years[2021]", "2021", or "" where the item has one row */
    enum expectation_kind kind;
    struct text is;
    struct text within;     /* "1 元": the figure may differ by so much; empty: by nothing */
    struct text rounded_to; /* "1 元/m2": compare after rounding half up to it; empty: as it is */
    struct text source;     /* where the figure was published or worked out */
    struct place place;
};

enum column_use {
    COLUMN_FIELD,
    COLUMN_ABOVE,   /* the key of a row above */
    COLUMN_REMARK,  /* not read: 备注, 序号, note … */
    COLUMN_REFUSED, /* not read: its header is at fault */
    COLUMN_UNNAMED, /* must be empty, as the columns that a spreadsheet leaves behind are */
};

/* What a column of a CSV table is. */
struct table_column {
    enum column_use use;
    const struct field *field; /* or NULL */
    const struct unit *unit;   /* that a bare figure is in: "area (亩)"; or NULL: none is known */
    size_t depth;              /* of the row above; else 0 */
    size_t guess;              /* the same, for what an unknown name may stand for */
    struct text header;        /* what names it */
};

/* Whether the column is read, as numbers. */
bool column_has_numbers(const struct table_column *column);

/*
 * A table too long to hold: rows under the portfolio that stand in a CSV file and are read in
 * blocks, and in files of their own the rows below them, which follow each other as those above
 * them do. The dataset's tables stay empty; scenario_block makes a dataset of some rows.
 */
struct long_table {
    const struct entity *entity;
    const char *path;
    const char *name;   /* of the file, as the scenario has it */
    struct place place; /* where the scenario names it */
    const struct table_column *columns;
    size_t column_count;
    size_t above;            /* of a table below: the column with the key of the row above */
    uint64_t first_row;      /* the offset of the first byte behind the header */
    enum encoding encoding;  /* of the file */
    struct file_stamp stamp; /* of the file when the header was read */
    const struct long_table *const *below; /* the tables below it, by entity */
    size_t below_count;
    const void *loading; /* private to scenario/ */
};

/* What a run changed of the scenario as it is filed, so that a trial never passes for it. */
struct scenario_change {
    const char *option; /* "--set" */
    const char *path;   /* "projects.A1.far_after"; "" where the option says it all */
    const char *value;  /* as written */
    const char *was;    /* as the file says; NULL where it says nothing */
};

/* A table whose bytes were taken for an encoding that the scenario does not say. */
struct guessed_table {
    const char *file; /* as the scenario names it */
    enum encoding encoding;
};

/* What of a workbook's table its user does not see, but counts. */
struct hidden_part {
    const char *sheet;
    bool whole; /* the sheet itself is hidden */
    uint32_t rows, columns;
    const uint32_t *row_numbers; /* of those that hold something */
    size_t row_count;
};

/*
 * A live workbook's sheets. 情景 names its columns so; each table's sheet has in its rows (from 1)
 * what every column is. What says one of `live_given` there is a fact, and read when the workbook
 * comes back; all else was worked out.
 */
enum { LIVE_TITLE = 1, LIVE_REMARK, LIVE_IDS, LIVE_SOURCES, LIVE_HEADS, LIVE_FIRST };
enum { LIVE_NAME, LIVE_VALUE, LIVE_ID, LIVE_SOURCE, LIVE_COLUMNS };
enum { GIVEN_PLAIN, GIVEN_OPTIONAL, GIVEN_DEFAULT, GIVEN_KEY, GIVEN_ABOVE, GIVEN_KINDS };
extern const struct title live_columns[LIVE_COLUMNS], live_given[GIVEN_KINDS];
/* The hidden sheet of facts whose cells show something else: a line a cell, a column of each kind;
 * rows and columns of the cell count from 1. */
enum {
    ORIGINAL_SHEET,
    ORIGINAL_ROW,
    ORIGINAL_COLUMN,
    ORIGINAL_SHOWN,
    ORIGINAL_TEXT,
    ORIGINAL_COLUMNS
};
extern const struct title live_originals;
/*
 * What a live workbook was written with, on a hidden sheet, a line each: its digests, each row's facts as people read
 * them ("area=26.4 亩", a line of the text each; the name is "projects/A1", "scenario/" for the head), and the figures of its first page.
 */
enum written_kind { WRITTEN_DIGEST, WRITTEN_POLICY, WRITTEN_ROW, WRITTEN_FIGURE, WRITTEN_KINDS };
enum { WRITTEN_OF, WRITTEN_NAME, WRITTEN_TEXT, WRITTEN_COLUMNS };
struct written_line {
    enum written_kind kind;
    const char *name, *text;
    const struct record *record; /* private to scenario/ */
};
struct written_lines {
    struct written_line *lines;
    size_t count, capacity;
};
extern const struct title live_written;
const char *written_kind_name(enum written_kind kind);
/* The strings are borrowed; one that is NULL is memory that is out. Errors: FT_NO_MEMORY. */
enum ft_status FT_MUST_CHECK written_add(struct written_lines *lines, struct arena *arena,
                                         const struct written_line *line);
/* The first of a kind; NULL: there is none. */
const char *written_text(const struct written_lines *lines, enum written_kind kind);
/* The sheet of parameters: a title a column, those behind PARAMETER_PATH as they were written. A
 * value that is another than as written is read back as a trial of `path`. */
enum parameter_column {
    PARAMETER_TITLE,
    PARAMETER_ID,
    PARAMETER_KEY, /* of a table and a set; where a slice begins */
    PARAMETER_VALUE,
    PARAMETER_UNIT,
    PARAMETER_FROM,
    PARAMETER_RISE, /* of a slice's rate above the one before */
    PARAMETER_TO,
    PARAMETER_SOURCE,
    PARAMETER_STATUS,
    PARAMETER_CLASS,    /* of a scale that has keys */
    PARAMETER_INCLUDED, /* of thresholds: 1 where the slice has its own border, else 0 */
    PARAMETER_PATH,     /* as `--set` has it; empty where a trial would change more than the line */
    PARAMETER_WAS_KEY,
    PARAMETER_WAS_VALUE,
    PARAMETER_WAS_FROM,
    PARAMETER_COLUMNS
};
extern const struct title live_parameters, live_parameter_heads[PARAMETER_COLUMNS];
/* The lines of the head. */
enum head_line {
    HEAD_ID,
    HEAD_TITLE,
    HEAD_TITLE_EN,
    HEAD_AS_OF,
    HEAD_KNOWN_AT,
    HEAD_PACKS,
    HEAD_LINES
};
extern const struct title head_names[HEAD_LINES];

/* A line of a workbook's sheet 情景: the name in the first column, the value in the second. */
struct book_line {
    struct text name, value;
};

/* A workbook that is a scenario: its sheet 情景 has the head and the portfolio's own fields, the
 * other sheets are tables. `live`: fangtian wrote it, with its figures as formulas. */
struct scenario_book {
    const struct workbook *book;
    const struct sheet_name *head_sheet;
    const struct source *head; /* its text; NULL: it could not be read */
    bool live;
    const struct sheet_originals *originals; /* of a live one; private to scenario/ */
    size_t original_count;
    const struct book_line *lines; /* those that are none of the head's */
    size_t line_count;
    const struct written_lines *written; /* of a live one; or NULL */
    enum ft_language written_in;
    const struct ft_setting *settings; /* parameters of a live one that were changed for a trial */
    size_t setting_count;
};

struct scenario {
    const char *id;
    struct title title;
    struct text as_of;
    struct text known_at; /* empty: everything published is known */
    const struct text *packs;
    size_t pack_count;
    const struct scenario_change *changes; /* none where an option says what the file says */
    size_t change_count, change_capacity;
    const struct hidden_part *hidden;
    size_t hidden_count, hidden_capacity;
    size_t example_count;                /* rows of a template that were passed over */
    const struct guessed_table *guessed; /* other than UTF-8 */
    size_t guessed_count, guessed_capacity;
    const struct expectation *expectations;
    size_t expectation_count;
    const struct text *refusals; /* ids of the messages with which it is to be refused */
    size_t refusal_count;
    const struct source *source;
    struct dataset *dataset; /* NULL until loaded */
    const struct conf *root; /* the file as read, for loading; NULL where it is a workbook */
    const struct scenario_book *book; /* else NULL */
    struct scenario_rows *rows;       /* private to scenario/; NULL until read */
    struct arena *arena;
    const struct long_table *long_table; /* or NULL */
    const struct pile *piles;            /* private to scenario/: the rows as they were written */
    /* SHA-256, hex, over the head and the rows as they are understood, however they are written
     * down, without `expect`; of a long table the header only; and over what was changed. */
    char digest[SHA_TEXT];
    bool digest_is_stale; /* scenario_digest makes it new */
};

/* A fact of a live workbook that is other than it was written; a row that is there but once has no id. */
struct scenario_edit {
    const struct entity *entity; /* NULL: the head */
    const char *path;
    const char *id;            /* of the field, or of a line of the head; "" of a whole row */
    const struct field *field; /* NULL of the head, and where there is none of this id */
    const char *was, *now;     /* as people read them; NULL: not there */
    struct place place;        /* of what is there now, where that is known */
};
struct scenario_edits {
    struct scenario_edit *list;
    size_t count, capacity;
    bool unknown; /* it has too many rows for that */
};

/* The facts as lines, of which there are none where it has too many rows; in `arith`'s arena. Errors: FT_NO_MEMORY. */
enum ft_status FT_MUST_CHECK written_facts(struct written_lines *lines,
                                           const struct scenario *scenario, struct arith *arith,
                                           enum ft_language language);
/* Of a live workbook that says what it was written with. Errors: FT_NO_MEMORY. */
enum ft_status FT_MUST_CHECK scenario_edits(struct scenario_edits *edits,
                                            const struct scenario *scenario, struct arith *arith);

/* What the command line changes. */
struct scenario_settings {
    const struct ft_setting *settings; /* "projects.A1.far_after" = "2.5" */
    size_t count;
    const char *const *only;      /* rules that alone will be worked out; noted as a change */
    size_t only_count;            /* 0: all */
    const char *as_of, *known_at; /* ISO dates, or NULL */
    const char *long_table; /* the table to read in blocks, "" for the only CSV table under the
                               portfolio; NULL: all tables are held */
};

/* Reads the file, a text or a workbook, and its head. Errors: FT_INVALID, FT_IO, FT_TOO_LARGE,
 * FT_NO_MEMORY. */
enum ft_status FT_MUST_CHECK scenario_open(struct scenario **scenario, const char *path,
                                           struct arena *arena, struct diagnostics *diagnostics);

/*
 * Other packs than the file names, from the command line: after opening, before their policies are
 * loaded. Errors: FT_NO_MEMORY.
 */
enum ft_status FT_MUST_CHECK scenario_use_packs(struct scenario *scenario, const char *const *packs,
                                                size_t count);

/*
 * Reads every row against the schema: unknown and missing fields, wrong dimensions, unknown
 * members, doubled ids, dangling references, bad dates, bad CSV, each at its file, line and column.
 * Item columns are made, empty. Errors: FT_INVALID, FT_IO, FT_TOO_LARGE, FT_NO_MEMORY.
 */
enum ft_status FT_MUST_CHECK scenario_load(struct scenario *scenario, const struct schema *schema,
                                           const struct scenario_settings *settings,
                                           struct arith *arith, struct diagnostics *diagnostics);

/*
 * The same in two steps. scenario_read reads the rows as they are written, once; `arith` takes the
 * schema's units, its arena is the scenario's. scenario_build makes the dataset's tables of them with the settings applied,
 * as often as one likes, each time in `arith`'s arena. The settings' strings are borrowed until the
 * next such call. Errors: both as scenario_load; faults of both are told in one go, so that
 * scenario_build also follows FT_INVALID.
 */
enum ft_status FT_MUST_CHECK scenario_read(struct scenario *scenario, const struct schema *schema,
                                           const struct scenario_settings *settings,
                                           struct arith *arith, struct diagnostics *diagnostics);
enum ft_status FT_MUST_CHECK scenario_build(struct scenario *scenario,
                                            const struct ft_setting *settings, size_t count,
                                            struct arith *arith, struct diagnostics *diagnostics);

/* What changed since the caller zeroed it. */
struct scenario_changed {
    bool rows; /* rows, keys or references: the tables are to be built again */
    const struct field **fields;
    size_t field_count, field_capacity;
    const struct parameter **parameters;
    size_t parameter_count, parameter_capacity;
};

/*
 * Changes the built tables to what other settings make of the scenario's facts: the same as
 * scenario_build with them, but for what `changed` says is to be built again. With FT_INVALID the
 * tables are between the two: change them back. Errors: FT_INVALID, FT_NO_MEMORY.
 */
enum ft_status FT_MUST_CHECK scenario_change(struct scenario *scenario,
                                             const struct ft_setting *settings, size_t count,
                                             struct arith *arith, struct diagnostics *diagnostics,
                                             struct scenario_changed *changed);

/* Makes the digest new where scenario_change left an old one; after the tables were built again
 * where that is to be done. Errors: FT_NO_MEMORY. */
enum ft_status FT_MUST_CHECK scenario_digest(struct scenario *scenario, struct arith *arith,
                                             struct diagnostics *diagnostics);

/* Undoes what settings changed; before the arena of the tables is closed. */
void scenario_forget(struct scenario *scenario);

/*
 * A dataset of the rows in `block`, bytes of the long table behind its header, and in `below` of
 * each table below it, in their order, with none of other rows: every other table is the
 * scenario's, borrowed; tables that policies make below its rows are not made yet. All its memory
 * is in `arith`'s arena. Rows are checked against each other within the block. Errors as
 * scenario_load.
 */
enum ft_status FT_MUST_CHECK scenario_block(struct dataset **dataset,
                                            const struct scenario *scenario,
                                            const struct source *block, const struct source *below,
                                            struct arith *arith, struct diagnostics *diagnostics);

/* Whether a text says of a field that there is none of it: no value, though it may be one's name.
 */
bool field_states_none(const struct field *field, const char *text);
/*
 * Reads the text of a cell in a column of a long table as scenario_block does, but for the field's
 * bounds and a key's own rules; not of references. False where it states that there is none, or is
 * at fault: scenario_block tells of it. `value`'s memory is in `arith`'s arena.
 */
bool scenario_cell(const struct scenario *scenario, const struct table_column *column,
                   const char *text, size_t length, struct arith *arith, union value *value);

/* The key of a row of the long table. */
struct row_key {
    const char *text; /* as it stands in paths */
    const char *look; /* what it looks like: keys that look alike are one */
    struct place place;
    uint32_t line; /* that its row begins in */
};

/*
 * Goes through the rows in `block`, bytes of the long table, keys alone: `take` gets each and says
 * whether to go on. A row that cannot be read, or has no key, is passed over: scenario_block tells.
 * Errors: FT_NO_MEMORY, and what `take` gives.
 */
enum ft_status FT_MUST_CHECK
scenario_row_keys(const struct scenario *scenario, const struct source *block, struct arith *arith,
                  enum ft_status (*take)(void *context, const struct row_key *key), void *context);
/* Reports a key that an earlier row, in line `line`, has, as `first` or looking the same. Errors:
 * FT_INVALID; FT_NO_MEMORY. */
enum ft_status FT_MUST_CHECK scenario_fault_doubled(const struct scenario *scenario,
                                                    const struct row_key *key, const char *first,
                                                    uint32_t line, struct arena *arena,
                                                    struct diagnostics *diagnostics);

/*
 * Reports the first row of `rows`, bytes of the long table or of one below it, where it is none of
 * the table but totals, a remark or the header once more. False where it is not.
 */
bool scenario_fault_row(const struct scenario *scenario, const struct long_table *table,
                        const struct source *rows, struct arith *arith,
                        struct diagnostics *diagnostics);

/*
 * What a cell's text says of its row: that it adds others up (合计, A1 小计, Total), that it ends
 * so without a mark between (甲村小计, which may be a name), or that it is a remark (制表人：…,
 * 注：…).
 */
enum row_sign { ROW_SIGN_NONE, ROW_SIGN_TOTAL_ENDING, ROW_SIGN_TOTAL, ROW_SIGN_REMARK };
enum row_sign row_sign_of(const char *text, size_t length);
/* Whether a cell's text is what a spreadsheet shows in place of data: "#REF!", "Err:502" where a formula
 * fails, "########" where the column is too narrow. Readable: a byte behind `length`. */
bool text_shows_no_data(const char *text, size_t length);

/* A cell as it was written: a bare figure is in `unit` where that is not NULL, as a header said.
 * Of bytes NULL: it was not given. */
struct written_cell {
    struct text text;
    const struct unit *unit;
};
/* A cell of a loaded scenario; `row` as in its dataset. */
struct written_cell scenario_written(const struct scenario *scenario, const struct entity *entity,
                                     uint32_t row, size_t field);
/*
 * Whether two loaded scenarios say the same; else the first cell that differs, at its place in
 * `one`: `*place`, and what names it. Both have rows of the same schema.
 */
bool scenario_same_facts(const struct scenario *one, const struct scenario *other,
                         struct arith *arith, struct place *place, const char **name);

/* Whether a title is this, in either language; the width of signs does not count. */
bool title_is(const struct title *title, const char *name);
/* The field of this name or title, or NULL. */
const struct field *field_called(const struct entity *entity, const char *name);
/* The table of this name or title, below `above` or, where that is NULL, anywhere; or NULL. */
const struct entity *entity_called(const struct schema *schema, const struct entity *above,
                                   const char *name);

/*
 * The row that `at` names in a table: "A1/B3", "buildings[A1/B3]", or "B3" alone where only one row
 * has that key, or the label of one row, "源塘商贸中心", where no row has that key. False where
 * none or several; `choices`, which may be NULL, then holds what there is. A lookup takes no longer
 * for more rows, but the first of a table.
 */
bool dataset_find(const struct dataset *dataset, const struct entity *entity, const char *at,
                  uint32_t *row, struct choices *choices);

/* Which of a row's cells holds its key; its cells' number where none does. */
size_t long_key_place(const struct long_table *table);

/* Opens a long table's file at its first row; `taker`, which may be NULL, is given what is read of it. Errors
 * as row_file_seek. */
enum ft_status FT_MUST_CHECK long_table_open(struct row_file *file, const struct long_table *table,
                                             const struct byte_taker *taker, struct arena *arena,
                                             struct diagnostics *diagnostics);

/*
 * Goes through the long table once more, keys alone, and tells each row whose key an earlier row
 * has. `held`: how many keys are in memory at once, 0 for the usual number; the others go to a file
 * without a name in `folder` (NULL: /tmp). `stop` may be NULL. Errors: FT_INVALID, diagnosed;
 * FT_IO, diagnosed or stopped; FT_NO_MEMORY.
 */
enum ft_status FT_MUST_CHECK scenario_keys_compare(const struct scenario *scenario, size_t held,
                                                   const char *folder, const bool *stop,
                                                   const struct arith *arith,
                                                   struct diagnostics *diagnostics);

#endif
