/* law.h: the law that is loaded, as reports of its own, and what is to be filled in for it. */
#ifndef FANGTIAN_PUBLIC_LAW_H
#define FANGTIAN_PUBLIC_LAW_H

#include "engine.h"

FT_EXTERN_C_BEGIN

/* Writes what is in force: every policy, or the one (or the rule or parameter) named `id`; and what
 * packs that are not loaded replace of it. */
FT_API FT_MUST_CHECK enum ft_status ft_policies(struct ft_engine *engine, const char *id,
                                                const struct ft_report *report,
                                                const struct ft_sink *sink);

/* Writes which views the packs declare, and what each shows. After ft_load or ft_load_policies.
 * Errors: FT_IO from the sink, FT_NO_MEMORY. */
FT_API FT_MUST_CHECK enum ft_status
ft_views(struct ft_engine *engine, const struct ft_report *report, const struct ft_sink *sink);

/*
 * Writes what is to be filled in: as a workbook, a sheet a table, with units, choices, examples and
 * notes; as text where `name`, which the file will have, ends in .cfg. After ft_load_policies with
 * the packs whose law it is for. `table`: that table and those below it; NULL: all. `scratch`: a
 * folder for temporary files; NULL: /tmp. Errors: FT_INVALID, no such table; FT_IO, FT_NO_MEMORY.
 */
FT_API FT_MUST_CHECK enum ft_status ft_template(struct ft_engine *engine, const char *name,
                                                const char *table, const char *scratch,
                                                const struct ft_sink *sink);

/* Writes which rule uses which rules and parameters, as text for Graphviz. After ft_load_policies
 * or ft_load. */
FT_API FT_MUST_CHECK enum ft_status ft_graph(struct ft_engine *engine, const struct ft_sink *sink);

/* What stands in the document of ft_book behind its clauses. */
struct ft_book {
    const char *const *cases; /* scenario files, each a worked case; borrowed for the call */
    size_t case_count;
    const char *against; /* a folder with another version of the law, or a day ("2021-12-31"), which
                            is compared with the options' as_of; NULL: neither */
};

/*
 * Writes the law of the packs as one document in clauses: a chapter a policy, an article a rule in
 * words, and each number with its first and last day; then worked cases, each from a run of its own
 * under the packs that it names, and what differs from another version or day; as text. `book` may
 * be NULL: the clauses alone. A scenario that expects nothing, or to be refused, or rests on other
 * packs, is listed as left out. After ft_load_policies or ft_load. Errors: FT_IO from the sink,
 * FT_NO_MEMORY; FT_DIFFERS: a case does not give what it expects; FT_INVALID, diagnosed: another
 * format, a case or a folder that cannot be read, a day without as_of.
 */
FT_API FT_MUST_CHECK enum ft_status ft_book(struct ft_engine *engine, const struct ft_book *book,
                                            const struct ft_report *report,
                                            const struct ft_sink *sink);

/* Writes everything that a scenario or a formula may name, for editors: tables with their fields
 * and rules, enumerations, parties, kinds of value, parameters, built-ins; as JSON. After
 * ft_load_policies or ft_load. Errors: FT_IO from the sink, FT_NO_MEMORY; FT_INVALID for another
 * format. */
FT_API FT_MUST_CHECK enum ft_status
ft_vocabulary(struct ft_engine *engine, const struct ft_report *report, const struct ft_sink *sink);

/* Writes the texts of law that texts.cfg registers: their days, how they are known, and which
 * values and rules rest on each; as text or JSON. After ft_load_policies or ft_load. Errors: FT_IO
 * from the sink, FT_NO_MEMORY; FT_INVALID for CSV. */
FT_API FT_MUST_CHECK enum ft_status
ft_authority(struct ft_engine *engine, const struct ft_report *report, const struct ft_sink *sink);

/* Writes the table of limits. Needs no engine. */
FT_API FT_MUST_CHECK enum ft_status ft_limits(enum ft_language language,
                                              const struct ft_sink *sink);

/* Writes the built-ins of the formula language as a Markdown table. Needs no engine. */
FT_API FT_MUST_CHECK enum ft_status ft_formulas(enum ft_language language,
                                                const struct ft_sink *sink);

FT_EXTERN_C_END

#endif
