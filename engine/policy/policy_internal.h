/* policy_internal.h: what the sources of policy/ share: a load while it goes on. */
#ifndef FANGTIAN_POLICY_INTERNAL_H
#define FANGTIAN_POLICY_INTERNAL_H

#include "policy.h"
#include "policy_messages.h"

/* A rule as declared, before its formulas are compiled. */
struct draft {
    struct rule *rule;
    const struct conf *conf;
};

/* A view as declared, before its formulas are compiled. */
struct view_draft {
    struct view *view;
    const struct conf *conf;
};

/* Sorted names in a folder. */
struct names {
    const char **items;
    size_t count, capacity;
};

/* What all packs of the folders declare and do not take over from another one, in their order. */
struct elsewhere {
    struct map names; /* id -> struct absent_name */
    struct absent_name **items;
    size_t count, capacity;
};

/* What is to be loaded. `without`: the policy that is left out, or NULL. */
struct order_of_load {
    const char *const *folders;
    size_t folder_count;
    const struct text *packs;
    size_t pack_count;
    const char *without;
    bool vocabulary_only;
};

/* A load: everything declared first, then compiled, then sorted. */
struct loader {
    const struct order_of_load *order;
    struct arena *arena;
    struct diagnostics *diagnostics;
    struct arith arith;
    struct policy *policy;
    enum ft_status status; /* FT_OK, or what went wrong first; FT_NO_MEMORY ends all */
    struct map rules;      /* id -> struct rule, of the packs so far */
    struct map parties, kinds;
    const struct conf *vocabulary;
    bool vocabulary_is_sound;
    bool pack_missing; /* names of it are not unknown: they were not read */
    bool has_register; /* the folder of the pack that is being read registers texts of law */
    struct map read;   /* path -> source, of files of packs and their includes */
    size_t rank;       /* of the pack that is being read, from 1 */
    struct elsewhere elsewhere;
    bool elsewhere_read;
    struct definition **definitions; /* in the order of loading */
    size_t definition_count, definition_capacity;
    struct map payers; /* name -> its list of choices */
    struct draft *drafts;
    size_t draft_count, draft_capacity;
    struct view_draft *views;
    size_t view_count, view_capacity;
    struct parameter **parameters; /* in the order of loading; a replaced one is overwritten */
    size_t parameter_count, parameter_capacity;
    struct policy_file *files;
    size_t file_count, file_capacity;
    struct replacement *replacements;
    size_t replacement_count, replacement_capacity;
};

/* True while nothing but faults of the input has happened: false once memory is out. */
bool loader_goes_on(const struct loader *loader);
/* Reports a fault; arguments may be NULL. */
void load_fault(struct loader *loader, const struct place *place, const struct message *message,
                const char *first, const char *second, const char *third);
/* What is replaced is not there; where a pack is missing or a file that declares it is faulty, that
 * is no wonder, and nothing is said. */
void fault_replaces(struct loader *loader, const struct place *place, const char *name);
/* Reports that a name is taken; `first` is where it was given first. */
void fault_doubled(struct loader *loader, const struct place *place, const char *name,
                   const struct place *first);
/* Takes over the status of a reader that reports for itself; true where it is FT_OK. */
bool load_settled(struct loader *loader, enum ft_status status);
/* Memory of the load; NULL sets the status. */
void *load_array(struct loader *loader, size_t count, size_t size);
/* `x` with the children of `y` behind its own; NULL without memory. */
struct conf *load_joined(struct loader *loader, const struct conf *x, const struct conf *y);
/* "pk/x.cfg:12" */
const char *place_text(struct loader *loader, const struct place *place);
/* A text that was made in the load's memory; "" where memory is out (NULL), with the status set. */
const char *load_text(struct loader *loader, const char *made);
const char *load_format(struct loader *loader, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* ---- English beside a policy ---- */

/* By its name: x.en.cfg. */
bool is_english(const char *name);
/* "x.en.cfg" for "x.cfg". */
const char *english_name(struct loader *loader, const char *name);
/* The path of the English beside a file, NULL where there is none. */
const char *english_beside(struct loader *loader, const char *path);
/* Puts what `beside` says in English into `conf`, which was read for this load. Rows that fit
 * nothing are told. */
void put_english(struct loader *loader, const struct conf *conf, const struct conf *beside);
/* Tells of those in a folder that stand beside no policy. */
void fault_lone_english(struct loader *loader, const char *folder);

/* ---- packs ---- */

/* Adds a name that is not there yet. Errors: FT_NO_MEMORY. */
enum ft_status FT_MUST_CHECK add_name(struct names *names, struct arena *arena, const char *name);
void sort_names(struct names *names);
/* All names in a folder but hidden ones, sorted. Errors: FT_IO, a folder that cannot be read;
 * FT_NO_MEMORY. */
enum ft_status FT_MUST_CHECK list_folder(struct names *names, struct arena *arena,
                                         const struct file_list *files, const char *folder);
/* Of them those of policy files, and those that a reader would take for one. */
enum ft_status FT_MUST_CHECK list_policies(struct names *policies, struct names *likely,
                                           struct arena *arena, const struct file_list *files,
                                           const char *folder);
bool is_folder(const struct file_list *files, const char *path);
/* Tells what a reader of a pack's folder may take for a policy of it that is not read. */
void fault_unread(struct loader *loader, const char *pack, const char *folder,
                  const struct names *likely);
/* The path of the first folder's vocabulary.cfg, in any case of letters; NULL: there is none, or
 * the status says why. */
const char *find_vocabulary(struct loader *loader, const char *const *folders, size_t count,
                            const char **folder);
/* Whether a file of a folder is a vocabulary, by its name in any case of letters. */
bool is_vocabulary(const char *name);
/* The settings of a vocabulary with those that a pack adds; `base` after a fault. */
const struct conf *vocabulary_with(struct loader *loader, const struct conf *base,
                                   const struct conf *added);
/* What every pack of the folders declares, read silently when it is first asked for, so that a pack
 * is found lacking and not its names unknown; NULL where no packs were asked for, or memory is out,
 * which is the load's status then. */
const struct map *elsewhere_names(struct loader *loader);
/* Names of other packs that were used: one fault a pack that is lacking, or stands too late. */
void fault_elsewhere(struct loader *loader);
/* The packs asked for and, behind them, those that are lacking, each at the place of one that uses
 * it. 0 when memory is out, with the status set. */
size_t packs_with_lacking(struct loader *loader, struct text **packs);

/* ---- settings ---- */

/* conf_check, with the status of the load. */
bool settings_check(struct loader *loader, const struct conf *group, const char *what,
                    const struct conf_setting *settings, size_t count);
/* The text of a scalar child, or NULL where it was not given (or is no scalar: reported already).
 */
const struct text *setting_text(const struct conf *group, const char *name);
/* Its bytes, or `fallback`. */
const char *setting_string(const struct conf *group, const char *name, const char *fallback);
/* The article that `source` names; `fallback`, what holds for the whole, where it is not given. An
 * empty one is a fault, as is one that cites no text, unless a `status` beside it says so. */
const char *setting_source(struct loader *loader, const struct conf *group, const char *fallback);
/* true or false; `fallback` where not given; another word is a fault. */
bool setting_boolean(struct loader *loader, const struct conf *group, const char *name,
                     bool fallback);
/* { zh = …; en = …; }; without `en`, the Chinese stands in English too. Both NULL where not given.
 */
struct title setting_title(struct loader *loader, const struct conf *group, const char *name);
struct unit setting_unit(struct loader *loader, const struct conf *group, const char *name);
struct date setting_date(struct loader *loader, const struct conf *group, const char *name,
                         struct date fallback);
/* A name of ours: letters, digits and _, not a word of the formula language. False: reported. */
bool name_check(struct loader *loader, const struct place *place, const char *name);

/* The enumeration that a text, or the setting `of` of a group, names; NULL: reported. */
const struct enumeration *find_enumeration(struct loader *loader, const struct text *text);
const struct enumeration *setting_enumeration(struct loader *loader, const struct conf *group,
                                              const char *of);
/*
 * The type that `type` and `of` of a group say; quantity where `type` is not given. `*integer` is
 * set for whole numbers.
 */
struct type setting_type(struct loader *loader, const struct conf *group, const char *of,
                         bool *integer);
/* The same for a figure, of a parameter or a rule, called `what`: its numbers need a `unit`, and no
 * other type has one. `unit` is read too. What is reported becomes TYPE_TEXT, which no figure is.
 */
struct type setting_figure_type(struct loader *loader, const struct conf *group, const char *of,
                                const char *what, struct unit *unit);
/* An element of the list `what`: its text, or NULL where it is no scalar, which is reported. */
const struct text *element_text(struct loader *loader, const struct conf *element,
                                const char *what);

/* ---- stages ---- */

/* The rows of units and measures of the shipped vocabulary, as libconfig; made by CMake. */
extern const char standard_units[];
/* The vocabulary with the standard units where it declares none. NULL: memory is out. */
const struct conf *with_standard_units(struct loader *loader, const struct conf *vocabulary);
void load_vocabulary(struct loader *loader, const struct conf *root);
/* The table of this name; NULL: reported. The root's is not among them. */
const struct entity *find_table(struct loader *loader, const struct text *text);
/* The same, the root's among them. */
const struct entity *find_entity(struct loader *loader, const struct text *of);
/* The party or the kind of value of this name; NULL: reported. */
const struct party *find_party(struct loader *loader, const struct text *text);
const struct value_kind *find_kind(struct loader *loader, const struct text *text);
/* How many decimals show the step exactly in the unit: 2 for 0.01; UINT32_MAX where none do. */
uint32_t step_decimals(struct loader *loader, const struct number *step, const struct unit *unit);
/* texts.cfg: the texts that sources cite. */
void load_texts(struct loader *loader, const struct conf *root);
/* Faults a source that cites no registered text, a document that is none, or a text without its
 * article. Nothing where no texts are registered. */
void check_citations(struct loader *loader, const struct text *source);
/* Made rows' formulas, once every rule is declared. */
void compile_vocabulary(struct loader *loader);
/* Values that are worked out from other parameters, once all packs are read. */
void derive_parameters(struct loader *loader);
/* Keeps names that nobody may call unknown: all words of a file that is no tree of settings, and
 * the parameters and ids of one that has a fault. */
void keep_words_unread(struct loader *loader, const char *path);
void keep_declared_unread(struct loader *loader, const struct conf *root);
struct parameter *load_parameter(struct loader *loader, const struct conf *conf,
                                 const struct policy_file *file);
/* The parameter of an earlier pack that `conf` amends, with the values that it adds; NULL after a
 * fault. */
struct parameter *load_amendment(struct loader *loader, const struct conf *conf,
                                 const struct policy_file *file);
/* One value of a parameter, whose versions so far a `change` may start from. */
void load_version(struct loader *loader, const struct parameter *parameter, const struct conf *conf,
                  const struct policy_file *file, struct version *version);
/* The scales that `conf` writes; with `changed`, that version's, in which it names what differs. */
void load_scales(struct loader *loader, const struct parameter *parameter, const struct conf *conf,
                 const struct version *changed, struct version *version);
/* The member of the parameter's key at `level` that the setting is named by; false: reported. */
bool find_key(struct loader *loader, const struct parameter *parameter, size_t level,
              const struct conf *conf, uint32_t *key);
/* By `from`, then `published`: negative where x comes first. */
int version_compare(const struct version *x, const struct version *y);
/*
 * Overlaps are never allowed; gaps where the parameter says so. A value of the same `from` as the
 * one before, published later, corrects it: both end where the next begins that is later than they.
 * Sets the ends that were not written. `values` is what the versions were read from.
 */
void check_history(struct loader *loader, const struct conf *values, struct version *versions,
                   bool gaps);
/* Named formulas of a file: declared, and, once every rule is, compiled in their order. */
void declare_definitions(struct loader *loader, const struct conf *group);
void compile_definitions(struct loader *loader);
/* A file's rules, those of its scopes with what these share. */
void declare_rules(struct loader *loader, const struct conf *list, const struct policy_file *file);
/* Whether a rule or parameter counts: not what a policy that is left out replaced or amended. */
bool rule_stands(const struct policy_file *file, const struct conf *conf);
/* Names for who pays or receives where that depends on the row. */
void declare_payers(struct loader *loader, const struct conf *group);
/* How many parties a name can mean: 1 for a party itself. */
size_t payer_choices(const struct loader *loader, const struct text *name);
/* The party of a choice; a party's own name as it is. */
struct text payer_party(const struct loader *loader, const struct text *name, size_t choice);
/* When a posting is made between these choices of its `from` and `to`; NULL: always, or a fault. */
const struct formula *payers_when(struct loader *loader, const struct conf *post, size_t from,
                                  size_t to, const struct entity *entity);
void declare_rule(struct loader *loader, const struct conf *conf, const struct policy_file *file);
void compile_rule(struct loader *loader, const struct draft *draft);
void declare_view(struct loader *loader, const struct conf *conf, const struct policy_file *file);
/* Every view's formulas, once every rule is declared. */
void compile_views(struct loader *loader);
/* Orders the rules so that each stands behind all it uses; a circle is a fault that shows it. */
void sort_rules(struct loader *loader);

/* A constant of a type from its text: of a parameter or a default. False: reported. */
bool read_constant(struct loader *loader, const struct text *text, const struct type *type,
                   const struct unit *unit, union value *value);

const struct formula *compile_text(struct loader *loader, const struct text *text,
                                   const struct entity *entity, const struct type *expected);
/* Compiles a scalar child as a formula; NULL where it was not given or is wrong. */
const struct formula *setting_formula(struct loader *loader, const struct conf *group,
                                      const char *name, const struct entity *entity,
                                      const struct type *expected);
/* { zh = "… {formula} …"; en = …; } */
struct bilingual setting_template(struct loader *loader, const struct conf *group, const char *name,
                                  const struct entity *entity);

/* ---- tables that policies make ---- */

/* A row of a table of spans: its first day, and the first behind it. */
struct span {
    struct date begin, end;
};

/* How many rows each parent gets (UINT32_MAX: too many), and, of spans, all of them in order. */
struct generated_rows {
    uint32_t *counts;
    struct span *spans;
    size_t span_count;
};

/* Whether a table's rows are made by the policy, as the vocabulary says. */
bool makes_rows_of(const struct loader *loader, const struct entity *entity);
/* `spans = { from; to; cut; }` of a table, and the formula of its rows. */
void compile_spans(struct loader *loader, const struct conf *conf, struct entity *entity);
/*
 * The spans under each of `count` parents. `cells` gets the first day, or the state in which an end
 * is: there are none then. Errors: FT_NO_MEMORY.
 */
enum ft_status spans_find(struct generated_rows *made, const struct entity *entity,
                          struct evaluation *evaluation, const uint32_t *parents, uint32_t count,
                          struct cell *cells);
/* Puts the days of a span into the fields of its row. */
bool FT_MUST_CHECK span_fill(const struct spans *spans, struct table *table, uint32_t row,
                             const struct span *span, struct arena *arena);

/* Makes every table whose row count can be known by now: its parent stands and what it uses is
 * done. */
enum ft_status FT_MUST_CHECK tables_make(const struct policy *policy, struct dataset *dataset,
                                         struct arith *arith, struct diagnostics *diagnostics,
                                         struct application *application);

#endif
