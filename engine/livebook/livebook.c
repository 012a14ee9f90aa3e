/* All sheets of a live workbook, in their order. */
#include <string.h>

#include "livebook_internal.h"

static void note_sheet(struct livebook *book, const char *name)
{
    const char **made = arena_grow(book->arena, (void *)book->made, &book->made_capacity,
                                   sizeof *made, book->made_count + 1);
    if (made == NULL) {
        book->no_memory = true;
        return;
    }
    book->made = made;
    made[book->made_count++] = name;
}

void livebook_words(struct livebook *book, uint32_t line, uint16_t column, enum book_role role,
                    const char *text)
{
    book_writer_words(book->writer, line, column, &(struct book_look){.role = role}, text);
}

void livebook_open_sheet(struct livebook *book, const char *name, bool hidden)
{
    book_writer_sheet(book->writer, name, hidden);
    note_sheet(book, name);
}

void livebook_open_rows(struct livebook *book, const char *name, bool hidden)
{
    book_writer_rows(book->writer, name, hidden);
    note_sheet(book, name);
}

static void write_all(struct livebook *book)
{
    const struct schema *schema = &book->context->policy->schema;
    livebook_open_sheet(book, book->sheets[SHEET_OVERVIEW], false);
    const bool has_charts = livebook_has_charts(book);
    if (has_charts)
        livebook_open_sheet(book, book->sheets[SHEET_CHARTS], false);
    livebook_write_views(book);
    if (book->status != FT_OK)
        return;
    livebook_write_carried(book);
    livebook_write_trials(book);
    livebook_write_head(book);
    for (size_t i = 1; i < schema->entity_count && !book->no_memory; i++)
        if (book->tables[i].table->count > 0)
            livebook_write_table(book, &book->tables[i]);
    livebook_write_parameters(book);
    livebook_write_postings(book);
    livebook_write_parties(book);
    livebook_write_conditions(book);
    livebook_write_proof(book);
    livebook_write_sources(book);
    livebook_write_choices(book);
    livebook_write_originals(book);
    livebook_write_written(book);
    book_writer_return(book->writer, 1);
    livebook_write_charts(book);
    book_writer_return(book->writer, 0);
    livebook_write_overview(book);
    livebook_name_parameters(book);
    livebook_name_head(book);
}

enum ft_status livebook_write(const struct livebook_context *context, const struct ft_sink *sink)
{
    struct livebook book = {.context = context, .arena = context->arith->arena};
    const bool zh = context->language == FT_ZH;
    book.miss = zh ? "不适用" : "n/a";
    book.wait = zh ? "待定" : "undetermined";
    book.none = zh ? "无" : "none";
    book.yes = zh ? "是" : "yes";
    book.no = zh ? "否" : "no";
    enum ft_status status = book_writer_open(&book.writer, book.arena, context->diagnostics,
                                             context->scratch == NULL ? "/tmp" : context->scratch);
    if (status != FT_OK)
        return status;
    arena_open(&book.scratch, book.arena->allocator);
    livebook_plan(&book);
    if (!book.no_memory)
        write_all(&book);
    arena_close(&book.scratch);
    if (book.no_memory || book.status != FT_OK) {
        book_writer_drop(book.writer);
        return book.no_memory ? FT_NO_MEMORY : book.status;
    }
    return book_writer_finish(book.writer, sink);
}
