/* policy_internal.h: what the sources of policy/ share with each other. */
#ifndef FANGTIAN_POLICY_INTERNAL_H
#define FANGTIAN_POLICY_INTERNAL_H

#include "policy.h"

/* ---- messages ------------------------------------------------------------------------------- */

enum policy_message_id {
    POLICY_NO_FOLDER,
    POLICY_NO_VOCABULARY,
    POLICY_PACK_TWICE,
    POLICY_UNKNOWN,
    POLICY_UNKNOWN_NEAR,
    POLICY_MISSING,
    POLICY_WRONG_KIND,
    POLICY_UNFIT,
    POLICY_BAD_NAME,
    POLICY_RESERVED,
    POLICY_COLLISION,
    POLICY_TWICE,
    POLICY_NOT_REPLACED,
    POLICY_REPLACES_OTHER,
    POLICY_WRONG_ID,
    POLICY_ROOT,
    POLICY_KEY,
    POLICY_REFERENCE,
    POLICY_MADE_FIELDS,
    POLICY_MADE_CHILD,
    POLICY_DEFAULT,
    POLICY_NOT_WHOLE,
    POLICY_STEP,
    POLICY_EMPTY,
    POLICY_TO,
    POLICY_FROM_ORDER,
    POLICY_OVERLAP,
    POLICY_GAP,
    POLICY_BRACKET_START,
    POLICY_BRACKET_ORDER,
    POLICY_NO_FIGURE,
    POLICY_NEED,
    POLICY_CASE_COUNT,
    POLICY_OVERRIDES,
    POLICY_CIRCLE,
    POLICY_POST,
    POLICY_UNREACHABLE,
    POLICY_AMBIGUOUS,
    POLICY_OPEN_BRACE,
    POLICY_CLOSE_BRACE,

    POLICY_CONFLICT,
    POLICY_MADE_COUNT,
    POLICY_MADE_LIMIT,
    POLICY_MESSAGE_COUNT
};
extern const struct message policy_message[POLICY_MESSAGE_COUNT];

/* ---- loading: what its parts share ---------------------------------------------------------- */

/* A rule or parameter as declared: by id, until a later pack replaces it. */
struct declaration {
    const char *id;
    const struct policy_file *file;
    const struct conf *conf;
    struct rule *rule; /* one of these two */
    struct parameter *parameter;
    bool replaced;
};

/* A file to load. */
struct policy_path {
    const char *path, *folder, *pack, *id;
};

/*
 * The state of one policy_load. `status` is FT_OK until the first fault; faults are diagnosed and
 * loading goes on, so that a user sees them all. Once it is FT_NO_MEMORY nothing more is done.
 */
struct loader {
    struct arena *arena;
    struct arith arith;
    struct diagnostics *diagnostics;
    enum ft_status status;
    bool incomplete; /* something could not be declared: formulas that name it can't be judged */
    struct policy *policy;
    const struct conf *vocabulary;
    const struct policy_path *paths; /* the vocabulary's first */
    size_t path_count;
    const struct conf **roots; /* by path; NULL where the file can't be read */
    struct policy_file *files; /* by path but the first */
    struct map parties, kinds, declared;
    struct declaration **declarations; /* in the order of loading */
    size_t declaration_count, declaration_capacity;
    struct replacement *replacements;
    size_t replacement_count, replacement_capacity;
};

/* Takes over a status; true where it is FT_OK. Memory that is out outweighs all else. */
bool loader_take(struct loader *loader, enum ft_status status);
bool loader_out(const struct loader *loader);
/* As arena_array; NULL sets the status. */
void *loader_array(struct loader *loader, size_t count, size_t size);
/* As arena_format, "" when memory is out (the status says so). */
const char *loader_format(struct loader *loader, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
/* Puts a name into a map; the status says where memory is out. */
void loader_put(struct loader *loader, struct map *map, const char *key, void *value);
/* Reports a fault; arguments may be NULL. */
void loader_fault(struct loader *loader, const struct place *place, enum policy_message_id id,
                  const char *first, const char *second, const char *third);
/* A word of ours in the language of the user. */
const char *loader_word(const struct loader *loader, const struct title *title);
/* "policies/national/tax.cfg:12" */
const char *place_name(struct loader *loader, const struct place *place);

/* Names that a fault can offer. */
struct names {
    const char **items;
    size_t count;
};
bool names_open(struct loader *loader, struct names *names, size_t most);
/* There is no `what` called `word`: "did you mean", else the list of those that are. */
void fault_unknown(struct loader *loader, const struct place *place, const struct title *what,
                   const char *word, const struct names *known);
/* Reports a name that formulas could not use. */
bool check_name(struct loader *loader, const struct place *place, const char *name);

/* ---- settings of a group, by table ---------------------------------------------------------- */

enum setting_kind {
    SETTING_TEXT,
    SETTING_TRUTH,
    SETTING_GROUP,
    SETTING_LIST,
    SETTING_EITHER, /* a group, or a list of groups */
    SETTING_TITLE,  /* a group of zh and en */
};

struct setting {
    const char *name;
    enum setting_kind kind;
    bool required;
};

/* Reports settings that are unknown, missing or of another kind. False where there were any. */
bool settings_check(struct loader *loader, const struct conf *group, const struct setting *settings,
                    size_t count);
/* A setting where it is there and of its kind; else NULL: settings_check has said why. */
const struct conf *setting_of(const struct conf *group, const char *name, enum conf_kind kind);
const struct text *setting_text(const struct conf *group, const char *name);
bool setting_truth(const struct conf *group, const char *name);
/* A title; where a language is missing, `fallback` stands for it. */
struct title setting_title(const struct conf *group, const char *name, const char *fallback);
/* Where a setting stands; the group itself where it is missing. */
const struct place *setting_place(const struct conf *group, const char *name);

/* ---- types and values, alike for fields, parameters and rules ------------------------------- */

enum type_use { USE_FIELD, USE_PARAMETER, USE_RULE };

struct typed {
    struct type type;
    struct unit unit;
    bool integer;
};

/* Reads `type` and the settings it needs; `fallback` names the type where none is written. */
bool read_type(struct loader *loader, const struct conf *group, enum type_use use,
               const char *fallback, struct typed *typed);
/* Reads a text as a value of a type. Everything but a reference. */
bool read_value(struct loader *loader, const struct text *text, const struct typed *typed,
                union value *value);
/* The enumeration of this name; NULL after a fault. */
const struct enumeration *find_enumeration(struct loader *loader, const struct text *name);
/* The entity whose table has this name; NULL after a fault. */
struct entity *find_table(struct loader *loader, const struct text *name);
/* The member's index; -1 after a fault. */
int64_t find_member(struct loader *loader, const struct enumeration *enumeration, const char *name,
                    const struct place *place);

/* ---- the parts of loading, in order --------------------------------------------------------- */

/* Finds the vocabulary and the packs' files. False where one is missing. */
bool find_files(struct loader *loader, const char *const *folders, size_t folder_count,
                const struct text *packs, size_t pack_count);
void read_vocabulary(struct loader *loader);
void read_entities(struct loader *loader, const struct conf *entities);
/* Declares the parameters of a policy file, with all their values. */
void declare_parameters(struct loader *loader, const struct policy_file *file,
                        const struct conf *parameters);
/* Reads what a version holds. */
void read_body(struct loader *loader, const struct conf *group, const struct parameter *parameter,
               struct version *version);
/* The setting that a version's body stands in: "value", "table", "brackets", "members". */
extern const struct setting body_settings[];
void declare_rules(struct loader *loader, const struct policy_file *file, const struct conf *rules);
/* Declares one; false where the name is taken. `replaces` may be NULL. */
bool declare(struct loader *loader, struct declaration *declaration, const struct text *replaces);
/* Gives formulas the names of all that was declared. */
void publish(struct loader *loader);
/* Compiles what a rule says, now that every name is known. */
void compile_rule(struct loader *loader, struct rule *rule, const struct conf *conf);
void compile_entities(struct loader *loader);
/* A formula of an optional setting; NULL where there is none or it is at fault. */
const struct formula *compile_setting(struct loader *loader, const struct conf *group,
                                      const char *name, const struct entity *entity,
                                      const struct type *expected);
void compile_cases(struct loader *loader, struct rule *rule, const struct conf *conf);
void compile_posts(struct loader *loader, struct rule *rule, const struct conf *conf);
void compile_template(struct loader *loader, const struct entity *entity, const struct text *text,
                      struct template *template);
/* Sorts rules and made tables into policy->steps and numbers the rules. */
void sort_rules(struct loader *loader);
void digest_files(struct loader *loader);

/* The settings of an entity, for compile_entities: found again by its name. */
const struct conf *entity_conf(const struct loader *loader, const struct entity *entity);

/* ---- application ------------------------------------------------------------------------------
 */

/* What evaluating one rule over some of its rows needs and yields. */
struct rule_run {
    const struct rule *rule;
    struct evaluation evaluation;
    struct arena *scratch;
    struct date *on;      /* by row of the table */
    const uint32_t *rows; /* the rows asked for */
    uint32_t count;
    struct cell *cells;            /* by index into `rows` */
    int16_t *cases;                /* likewise: the case taken, -1 the default */
    struct derivation *derivation; /* of the only row asked for; or NULL */
};

/* Outcomes of a rule. FT_NO_MEMORY only. */
enum ft_status rule_evaluate(struct rule_run *run);
/* The rows of a table that policies make; `*faulty` is set where the data is at fault. */
enum ft_status make_table(const struct policy *policy, const struct entity *entity,
                          struct evaluation *evaluation, bool *faulty);
/* The row that a check in `needs` is looked up at. */
uint32_t need_row(const struct dataset *dataset, const struct formula *need, uint32_t row);
/* The rule that makes an item: an item stands first in its rule. */
const struct rule *rule_of(const struct item *item);

#endif
