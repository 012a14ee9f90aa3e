/* scenario_internal.h: what the sources of scenario/ share: a load while it goes on. */
#ifndef FANGTIAN_SCENARIO_INTERNAL_H
#define FANGTIAN_SCENARIO_INTERNAL_H

#include <nettle/sha2.h>

#include "csv.h"
#include "scenario.h"
#include "scenario_messages.h"

/* A value as written. `bytes` of the text NULL: not given; its place is then that of an empty cell.
 * `column`: where it stands in a CSV table, else NULL. */
struct raw {
    struct text text;
    const struct table_column *column;
    bool told; /* the cell is at fault, and nothing more is to be said of it; not given */
};

/* What the packed rows of a CSV table share: the columns with a field, each a slot. */
struct packed_table {
    const struct source *source;
    const struct table_column **columns; /* by slot */
    uint16_t *slots;                     /* by field, from 1; 0: the table has no column of it */
    size_t slot_count;
};

/*
 * The cells of a row by field; or, of one that stands in a single line of a CSV table, packed: the
 * texts one behind the other. Where these do not stand so in the line, with a comma between, they are
 * behind their spots in it, by slot (model.h). Neither: there are none.
 */
struct packed_row {
    uint32_t line : 31, has_spots : 1;
    uint32_t spots[];
};
struct row_cells {
    union {
        struct raw *raws;
        const struct packed_row *packed;
    };
    const struct packed_table *table; /* of `packed`; NULL: `raws` */
};
/* The cell of a field; its text lives as long as the row. */
struct raw row_cell(const struct row_cells *cells, size_t field);
static inline bool row_has_cells(const struct row_cells *cells)
{
    return cells->raws != NULL;
}
/* Packs cells by slot that have just been read, or keeps them by field; copies their texts. False
 * where memory is out. */
bool FT_MUST_CHECK row_pack(struct row_cells *cells, const struct packed_table *table,
                            const struct raw *raws, uint32_t line, size_t field_count,
                            struct arena *arena);

/*
 * A row as read, before it is known where it stands. `parent` NULL with `above` set: the keys of
 * the rows above, by depth from the root's children, name it.
 */
struct record {
    const struct entity *entity;
    struct record *parent;
    const struct text *above; /* by depth; NULL: `parent` is known */
    struct row_cells cells;
    struct place place;
    const char *path; /* "A1/B3", once settled */
    uint32_t row;
    bool in_table; /* it stands in a CSV table */
    bool removed;  /* by a setting */
};

/* The rows of one entity as read. */
struct pile {
    struct record **records;
    size_t count, capacity;
    struct map paths;     /* path -> record */
    struct map looks;     /* skeleton -> record, of paths that are not plain */
    bool *passed_over;    /* by field: its column's header is at fault; NULL: none */
    uint32_t header_line; /* of its CSV table */
    bool refused;         /* rows of it were refused: what names them is not to blame */
};

/* A workbook, read once however many of its sheets are tables. */
struct opened_book {
    const struct workbook *book;
    const struct opened_book *next;
};

struct loading {
    struct scenario *scenario;
    const struct schema *schema;
    struct arena *arena;
    struct arith *arith;
    struct diagnostics *diagnostics;
    enum ft_status status;
    struct pile *piles;     /* by entity */
    const char *long_table; /* the table to read in blocks, "" for the only one that can; or NULL */
    const struct entity *long_entity; /* its rows; NULL: no CSV table is it */
    struct long_table *long_made;     /* it, once its header was read */
    const struct long_table **below;  /* the tables below it, likewise */
    size_t below_count, below_capacity;
    bool block;                      /* rows of it are read */
    const struct opened_book *books; /* the workbooks that tables were read from, newest first */
    struct sha256_ctx digest;
};

/* A row whose cells settings changed. `filed`: its cells as the files have them; none: as the record
 * has them. `built`: as the tables have them; none: not known. `misread`: but for some that were read
 * and were at fault; keys and references are never among them, for the tables are built again where
 * one changes. */
struct touched_row {
    struct record *record;
    struct row_cells filed, built;
    bool misread;
};

/* A value of a parameter that a setting changed. */
struct tried_value {
    struct version *version; /* of the law */
    struct version filed;    /* as the law has it */
    const char *path, *value;
};

/*
 * The rows as they were read, which tables are built from as often as settings change. What
 * settings do to them is kept in memory of the tables, and undone before that goes.
 */
struct scenario_rows {
    struct loading loading; /* at the end of reading */
    bool none;              /* the file has no portfolio, which was reported */
    struct {
        struct record **records;
        size_t count;
        bool refused;
    } * read;           /* by entity: the piles at the end of reading */
    size_t own_changes; /* those before the settings' */
    struct touched_row *touched;
    size_t touched_count, touched_capacity;
    bool rows_changed; /* a setting added or removed rows */
    struct tried_value *tried;
    size_t tried_count, tried_capacity;
};

void scenario_fault(struct loading *loading, const struct place *place,
                    const struct message *message, const char *first, const char *second,
                    const char *third);
/* Says what the faults of rows that follow are about: a column of a table; NULL: no row. */
void loading_tells_of(struct loading *loading, const struct entity *entity, const char *column);
/* What may be written instead, looked for only where the fault will be shown. */
struct choices loading_choices(const struct loading *loading, const struct place *place,
                               const struct message *message, const char *word);
/* What a message calls a thing: by its id, which a file has; where the user reads Chinese behind
 * its title, "建筑面积（area）". */
const char *named(const struct loading *loading, const struct title *title, const char *id);
const char *table_named(const struct loading *loading, const struct entity *entity);
bool loading_goes_on(const struct loading *loading);
/* Takes over a status; true where it is FT_OK. */
bool loading_take(struct loading *loading, enum ft_status status);
/* Memory of the load, zeroed, and a text that was made in it; NULL: it is out, which the status says. */
void *loading_array(struct loading *loading, size_t count, size_t size);
const char *loading_text(struct loading *loading, const char *made);

/* What a file calls by its id: where the user reads Chinese, the list has its title too. */
void choices_offer_titled(struct choices *choices, const char *id, const struct title *title);
void choices_offer_fields(struct choices *choices, const struct entity *entity);
/* Their titles where the user reads Chinese: a CSV header may have either. */
void choices_offer_titles(struct choices *choices, const struct entity *entity);
/* Keys of the rows below `parent`, or the paths of all rows where it is NULL. */
void choices_offer_rows(struct choices *choices, const struct pile *pile,
                        const struct record *parent);
/* The only row below `above` (NULL: of all) that people call so; NULL where there is none, or
 * several. */
const struct record *record_labelled(const struct pile *pile, const struct record *above,
                                     const char *name);

/* A record's key as written; `bytes` NULL where it has none. */
struct text record_key(const struct record *record);

/* The key as it stands in paths: text as written, symbols by their id, whole numbers as plain
 * digits. NULL after a fault. */
const char *record_path_key(struct loading *loading, const struct record *record);
/* "projects.A1.area": what a setting of a field of the row is called, by the keys as written; NULL: memory
 * is out. */
const char *record_setting_path(struct loading *loading, const struct record *record,
                                const struct field *field);

/* Notes a change, unless it is none. False where memory is out. */
bool scenario_note(struct scenario *scenario, struct scenario_change change);

/* A text of the command line that a diagnostic names by its option. NULL bytes: memory is out. */
struct text option_text(struct loading *loading, const char *option, const char *value);

/* How many entities stand between the root and this one, this one counted: 1 for its children. */
size_t entity_depth(const struct entity *entity);
/* The entity above (or at) `entity` with this depth. */
const struct entity *entity_at_depth(const struct entity *entity, size_t depth);

/* A new row in its entity's pile, without cells; NULL when memory is out or the table is full
 * (reported). */
struct record *record_add(struct loading *loading, const struct entity *entity,
                          struct record *parent, struct place place);
/* The same with a cell for each field, none of them given. */
struct record *record_add_empty(struct loading *loading, const struct entity *entity,
                                struct record *parent, struct place place);
/* The cell of a field of a row whose cells are by field, to be written. */
struct raw *record_cell(struct record *record, size_t field);

/* What opening a file needs of a load. */
struct opening {
    struct scenario *scenario;
    struct arena *arena;
    struct diagnostics *diagnostics;
    enum ft_status status;
};
/* Reads a workbook's sheet of expected figures into the scenario. */
bool is_expect_sheet(const char *name);
void read_expect_sheet(struct opening *opening, const struct workbook *book,
                       const struct sheet_name *name);
/*
 * The sheet 情景 of a workbook; `*live`: fangtian wrote the workbook, and the sheet has its facts
 * alone. A table's sheet of such a workbook likewise. Errors: as workbook_sheet.
 */
enum ft_status FT_MUST_CHECK live_head(const struct book_sheet **sheet, bool *live,
                                       struct opening *opening, struct scenario_book *book);
enum ft_status FT_MUST_CHECK live_table(const struct book_sheet **sheet, struct loading *loading,
                                        const struct workbook *book, const struct sheet_name *name);
/* What a live workbook was written with. Errors: FT_NO_MEMORY. */
enum ft_status FT_MUST_CHECK live_read_written(struct scenario_book *book, struct opening *opening);
/* Whether a sheet of a live workbook is the table of an entity. */
bool is_live_table(const struct entity *entity, const char *sheet);
/* Whether a sheet is a table of a workbook of results. */
bool is_live_sheet(struct loading *loading, const struct workbook *book,
                   const struct sheet_name *name);
/* The sheet of parameters of a live one: what was changed there is a trial, or is refused. */
bool is_live_parameters(const char *sheet);
void read_live_parameters(struct loading *loading, const struct sheet_name *name);
/* Reads a workbook's head into the scenario. */
void open_book(struct opening *opening, const char *path);
/* Rows of a scenario that is a workbook: the lines of its sheet 情景, and its other sheets. */
void read_book(struct loading *loading);

/* Rows from the group "portfolio" and the CSV tables that it names. */
void read_portfolio(struct loading *loading, const struct conf *group);
/* A CSV table as the scenario names it. */
struct table_file {
    struct text csv;
    enum encoding encoding; /* as said */
};
/* Rows of one CSV table, all under `parent` or named by columns for the rows above. */
void read_csv(struct loading *loading, const struct entity *entity, struct record *parent,
              const struct table_file *file);
/* Notes that the file is in an encoding that was not said. */
void note_encoding(struct loading *loading, const struct table_file *file, enum encoding encoding);
/* Rows of a workbook's sheet, likewise. `sheet` NULL: the one that is called as the table is. */
void read_sheet(struct loading *loading, const struct entity *entity, struct record *parent,
                const struct text *file, const struct text *sheet);
void read_sheet_rows(struct loading *loading, const struct entity *entity, struct record *parent,
                     const struct workbook *book, const struct sheet_name *name);
/* A CSV table while it is read. */
struct csv_table {
    struct loading *loading;
    const struct entity *entity;
    struct record *parent;
    struct csv csv;
    struct table_column *columns;
    size_t column_count;
    struct packed_table *packed; /* of its rows; NULL: not known yet */
    struct raw *raws;            /* by slot: those of the row at hand */
    struct text *units;          /* that a line above the header says, "单位：万元" */
    size_t unit_count, unit_capacity;
    uint32_t header_line;           /* 0: not read yet */
    const struct book_sheet *sheet; /* that the text was laid out from; or NULL */
    size_t faults_passed;           /* of the sheet's, those before the cell taken last */
};

/* Reads the header and all rows of a text. */
void csv_table_read(struct csv_table *table, const struct source *source);
/* Reads the header: what each column is. False where rows cannot be read; a fault of the names is
 * told, and its column left out. */
bool csv_table_header(struct csv_table *table);
/* Reports the row that was read last where it is none of the table: totals, a remark, the header
 * once more. */
bool csv_table_fault_row(struct csv_table *table);
/* Whether the row that was read last is marked as an example, and is not to be taken: one that is
 * not as the template has it is reported. */
bool csv_table_pass_example(struct csv_table *table);
/* Reads the next row and takes it as a record; `*done` behind the last. False after a fault of the
 * file. */
bool csv_table_next(struct csv_table *table, bool *done);
/* Tells of the columns that every row needs and the header lacks, where its rows are not read. */
void csv_table_fault_missing(struct csv_table *table);
/* Whether a column of this name is not read: 备注, 序号 … */
bool is_remark(const char *name);
/* Nothing is said of rows that seem to lack the field: its column is told of already. */
void csv_table_pass_over(struct csv_table *table, const struct field *field);

/* A longer header names nothing. */
enum { LONGEST_HEADER = 512 };

/* A header taken apart where a unit may begin. */
struct header_parts {
    const char *name; /* without the unit */
    struct text unit; /* empty where there is none: "面积（）" */
    bool bare;        /* it stands behind a sign or a blank, not in brackets */
    bool goes_on;     /* the name does, behind the brackets */
};

/* Takes a header apart at a byte of it; false: no unit can begin there, or memory is out. */
bool header_split(struct loading *loading, const struct text *header, size_t at,
                  struct header_parts *parts);

/* Keeps the units that the row read last says for the whole table, in any cell: "单位：万元、亩".
 * False where it says none. */
bool csv_table_units(struct csv_table *table);
/* The cell of a row that seems to say units, in words that are not understood; NULL: none. */
const struct text *csv_unit_line(const struct csv *csv);
/* Gives them to the columns of their kind that say none; tells of one that none takes, or that
 * another contradicts. */
void csv_table_give_units(struct csv_table *table);
/* Whether a figure of the field may be in the unit; 万 becomes 万元 where money is asked for. */
bool unit_fits_field(struct loading *loading, struct unit *unit, const struct field *field);
/* The field that a text names as a header does, with its unit: what it says of the value beside it
 * goes into `raw`. False where it names nothing; `*field` stays as it was where it is a remark. */
bool csv_table_field(struct csv_table *table, const struct text *header, struct raw *raw,
                     const struct field **field);

/* Finds which table is to be read in blocks, before the rows are read. */
void find_long_table(struct loading *loading, const struct conf *portfolio);
/* Whether this table under `parent` is the one to read in blocks, or one below it. */
bool is_long_table(const struct loading *loading, const struct entity *entity,
                   const struct record *parent);
/* Reads its header alone. */
void open_long_table(struct loading *loading, const struct entity *entity, struct record *parent,
                     const struct table_file *file);
/* After the other tables: nothing else may give it rows, or rows below its own. */
void check_long_table(struct loading *loading);

/* Reads what is written for a field, but for its bounds; `in_table`: in a cell of a CSV table. */
bool read_plain_value(struct loading *loading, const struct raw *raw, bool in_table,
                      const struct field *field, union value *value);

/* Reports a text that is no value of the field but a spreadsheet artefact: "无", "#REF!", "2021年度". False where
 * it is none; for a text that is not a member, a row or a word of the field. */
bool fault_artefact(struct loading *loading, const struct field *field, const struct text *text);
/* Reports what a spreadsheet shows where it has no data to show, "#REF!" and "########", which is no name either. */
bool fault_shows_no_data(struct loading *loading, const struct text *text);

/* A text without the blanks around it, which nobody sees. */
struct text text_trimmed(struct loading *loading, const struct text *text);
/* The same for what a setting gives a field; a text that is no key stays as it was written. */
struct text setting_trimmed(struct loading *loading, const struct entity *entity,
                            const struct field *field, const struct text *text);
/* Reports a key that holds what cannot be seen, blanks but for single spaces, or look-alikes. */
bool fault_odd_key(struct loading *loading, const struct text *text);
/* Reports a text with a character, other than a blank, that cannot be seen, or with a radical for
 * an ideograph. */
bool fault_odd_characters(struct loading *loading, const struct text *text);
/* Reports a text that is none of some words but would be one if it were typed plainly: returns that
 * word; or one of odd characters: "". NULL: it is nothing of both. */
typedef bool word_test(void *context, const char *word);
const char *fault_odd_word(struct loading *loading, const struct text *text, word_test *is_word,
                           void *context);
/* Reports "1.23457E+11" in a table; as a key only what a spreadsheet makes of one. */
bool fault_scientific(struct loading *loading, const struct text *text, bool is_key);
/* Reports "200/300" and "850_1" in a table: two values, a date, or a fraction. False where it is
 * none. */
bool fault_fraction(struct loading *loading, const struct text *text);

/* Adds the head and the rows of a sound scenario to its digest. */
void digest_facts(struct loading *loading);
void digest_part(struct loading *loading, const char *part);

/* What settings change, before the rows are ordered. */
void apply_settings(struct loading *loading, const struct ft_setting *settings, size_t count);
/* Applies a setting whose path names a parameter, "lat_rebate_rate" or a cell of it,
 * "full_term.industrial"; `path` begins with its id. */
void try_parameter(struct loading *loading, const struct parameter *parameter,
                   const struct ft_setting *setting);

/* Whether a setting's value stands by itself or changes what is there. */
enum value_kind_of_setting {
    VALUE_ABSOLUTE,
    VALUE_FACTOR,  /* "*1.1" */
    VALUE_PERCENT, /* "+10%", "-5%" */
    VALUE_UNCLEAR, /* "+10%" of a share: ten points, or a tenth more? */
};
enum value_kind_of_setting relative_kind(const char *value, bool of_share);
/* What a relative value comes to, both in base units. False: reported. */
bool read_relative(struct loading *loading, const struct text *value, const struct number *from,
                   struct number *to);
/* "121/40 m2": a figure as a file may say it, exactly. NULL, with the status: memory is out. */
const char *figure_as_filed(struct loading *loading, const struct number *value,
                            const struct unit *unit);

/* The number that a cell of a numeric field holds. False: reported. */
bool read_cell_number(struct loading *loading, const struct field *field, const struct raw *raw,
                      struct number *out);
/* Reads a cell into its column. False: reported. */
bool read_cell(struct loading *loading, const struct record *record, const struct field *field,
               struct column *column);
/* Ends the digest, with the facts where they are sound, and what was changed, and writes it into
 * the scenario. */
void finish_digest(struct loading *loading);
/* The same for one entity and the entities below it: the rows above stand already. */
void build_tables_below(struct loading *loading, const struct entity *entity);
/* Piles to tables: parents found, rows ordered, cells read, references followed. */
void build_tables(struct loading *loading);

#endif
