/* Figures and listings as values: ft_figure, ft_list_…; their memory is the call's. */
#include <assert.h>
#include <string.h>

#include "engine_internal.h"

/* What a listing is made of. */
enum origin { OF_THE_LAW, OF_THE_FACTS, OF_THE_RUN };

/* Looks whether a listing can be made, and gets together what it works with. What the call before
 * handed out goes. */
static enum ft_status listing_begin(struct ft_engine *engine, enum origin origin, const void *out,
                                    size_t *count, struct figure_context *context)
{
    if (engine == NULL)
        return FT_INVALID;
    workspace_clear(&engine->scratch);
    if (out == NULL || count == NULL)
        return engine_refuse(engine, ENGINE_NULL, out == NULL ? "list" : "count");
    *count = 0;
    *context = engine_context(engine);
    if (origin == OF_THE_RUN && engine->ledger == NULL)
        return engine_refuse_report(engine);
    if (engine->policy == NULL || (origin == OF_THE_FACTS && !engine->is_loaded))
        return engine_refuse(engine, ENGINE_NOT_LOADED, NULL);
    return FT_OK;
}

enum ft_status ft_figure(struct ft_engine *engine, const char *item, struct ft_figure *figure)
{
    struct figure_context context;
    size_t one;
    if (figure != NULL)
        *figure = (struct ft_figure){0};
    enum ft_status status = listing_begin(engine, OF_THE_RUN, figure, &one, &context);
    if (status == FT_OK)
        status = engine_needs_text(engine, "item", item);
    if (status != FT_OK)
        return status;
    assert(figure != NULL);
    status = figure_called(&context, item, figure);
    if (status != FT_OK)
        *figure = (struct ft_figure){0};
    return engine_settle(engine, status);
}

enum ft_status ft_derivation(struct ft_engine *engine, const char *item,
                             struct ft_derivation *derivation)
{
    struct figure_context context;
    size_t one;
    if (derivation != NULL)
        *derivation = (struct ft_derivation){.figure = {.state = FT_ERROR}};
    enum ft_status status = listing_begin(engine, OF_THE_RUN, derivation, &one, &context);
    if (status == FT_OK)
        status = engine_needs_text(engine, "item", item);
    if (status != FT_OK)
        return status;
    assert(derivation != NULL);
    status = figure_derivation(&context, item, derivation);
    if (status != FT_OK)
        *derivation = (struct ft_derivation){.figure = {.state = FT_ERROR}};
    return engine_settle(engine, status);
}

enum ft_status ft_list_tables(struct ft_engine *engine, const struct ft_table **tables,
                              size_t *count)
{
    struct figure_context context;
    enum ft_status status = listing_begin(engine, OF_THE_LAW, tables, count, &context);
    return status != FT_OK ? status
                           : engine_settle(engine, catalogue_tables(&context, tables, count));
}

enum ft_status ft_list_rows(struct ft_engine *engine, const char *table, const struct ft_row **rows,
                            size_t *count)
{
    struct figure_context context;
    enum ft_status status = listing_begin(engine, OF_THE_FACTS, rows, count, &context);
    if (status == FT_OK)
        status = engine_needs_text(engine, "table", table);
    if (status == FT_OK && engine->changed.rows) /* they are known once they are built */
        status = engine_refuse(engine, ENGINE_NOT_RUN, NULL);
    return status != FT_OK ? status
                           : engine_settle(engine, catalogue_rows(&context, table, rows, count));
}

enum ft_status ft_list_fields(struct ft_engine *engine, const char *table,
                              const struct ft_field **fields, size_t *count)
{
    struct figure_context context;
    enum ft_status status = listing_begin(engine, OF_THE_LAW, fields, count, &context);
    if (status == FT_OK)
        status = engine_needs_text(engine, "table", table);
    return status != FT_OK
               ? status
               : engine_settle(engine, catalogue_fields(&context, table, fields, count));
}

enum ft_status ft_list_rules(struct ft_engine *engine, const struct ft_rule **rules, size_t *count)
{
    struct figure_context context;
    enum ft_status status = listing_begin(engine, OF_THE_LAW, rules, count, &context);
    return status != FT_OK ? status
                           : engine_settle(engine, catalogue_rules(&context, rules, count));
}

enum ft_status ft_list_parties(struct ft_engine *engine, const struct ft_party **parties,
                               size_t *count)
{
    struct figure_context context;
    enum ft_status status = listing_begin(engine, OF_THE_RUN, parties, count, &context);
    return status != FT_OK ? status
                           : engine_settle(engine, catalogue_parties(&context, parties, count));
}

enum ft_status ft_list_postings(struct ft_engine *engine, const struct ft_posting **postings,
                                size_t *count)
{
    struct figure_context context;
    enum ft_status status = listing_begin(engine, OF_THE_RUN, postings, count, &context);
    return status != FT_OK ? status
                           : engine_settle(engine, catalogue_postings(&context, postings, count));
}

enum ft_status ft_list_parameters(struct ft_engine *engine, const struct ft_parameter **parameters,
                                  size_t *count)
{
    struct figure_context context;
    enum ft_status status = listing_begin(engine, OF_THE_LAW, parameters, count, &context);
    return status != FT_OK
               ? status
               : engine_settle(engine, catalogue_parameters(&context, parameters, count));
}
