/* catalogue.h: what there is, for programs that link the library. */
#ifndef FANGTIAN_FIGURES_CATALOGUE_H
#define FANGTIAN_FIGURES_CATALOGUE_H

#include "context.h"

/* What there is, as the public listings say: arrays in the arena of `arith`. Errors: FT_INVALID,
 * diagnosed, where there is no such table; FT_NO_MEMORY. */
enum ft_status FT_MUST_CHECK catalogue_tables(struct figure_context *context,
                                              const struct ft_table **tables, size_t *count);
enum ft_status FT_MUST_CHECK catalogue_rows(struct figure_context *context, const char *table,
                                            const struct ft_row **rows, size_t *count);
enum ft_status FT_MUST_CHECK catalogue_fields(struct figure_context *context, const char *table,
                                              const struct ft_field **fields, size_t *count);
enum ft_status FT_MUST_CHECK catalogue_rules(struct figure_context *context,
                                             const struct ft_rule **rules, size_t *count);
enum ft_status FT_MUST_CHECK catalogue_parties(struct figure_context *context,
                                               const struct ft_party **parties, size_t *count);
enum ft_status FT_MUST_CHECK catalogue_postings(struct figure_context *context,
                                                const struct ft_posting **postings, size_t *count);
enum ft_status FT_MUST_CHECK catalogue_parameters(struct figure_context *context,
                                                  const struct ft_parameter **parameters,
                                                  size_t *count);

#endif
