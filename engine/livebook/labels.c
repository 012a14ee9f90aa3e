/* What rows and accounts are called: names are facts, so where a row has one, what shows it follows. */
#include <string.h>

#include "livebook_internal.h"

/* The cell of a row's name; NULL: rows of the table have none but their keys. */
static const char *label_cell(struct translator *to, const struct entity *entity, uint32_t row)
{
    const struct table_plan *plan = &to->book->tables[entity->index];
    if (entity->label == entity->key || entity->fields[entity->label].type.kind != TYPE_TEXT)
        return NULL;
    return cell_text_of(to, plan, row, plan->fields[entity->label]);
}

/* Whether a name is given there. */
static const char *label_is_given(struct translator *to, const char *cell)
{
    return SAY(to, "AND(%s<>\"\",%s<>\"%s\")", cell, cell, to->book->none);
}

const char *livebook_row_label(struct livebook *book, const struct entity *entity, uint32_t row)
{
    const struct column *column = &book->tables[entity->index].table->fields[entity->label];
    const bool known = entity->label != entity->key && column_state(column, row) == CELL_VALUE &&
                       entity->fields[entity->label].type.kind == TYPE_TEXT;
    return known ? column_value(column, row).text : "";
}

void livebook_write_label(struct livebook *book, uint32_t line, uint16_t column,
                          const struct book_look *look, const struct entity *entity, uint32_t row,
                          const char *before)
{
    const struct arena_mark mark = arena_mark(&book->scratch);
    struct translator to = {.book = book, .arena = &book->scratch};
    const char *shown = SAY(&to, "%s%s", before, livebook_row_label(book, entity, row));
    const char *cell = label_cell(&to, entity, row);
    if (cell == NULL)
        book_writer_words(book->writer, line, column, look, shown);
    else
        livebook_formula(book, line, column, look,
                         SAY(&to, "%s%sIF(%s,%s,\"\")",
                             before[0] == '\0' ? "" : quoted_text(&to, before),
                             before[0] == '\0' ? "" : "&", label_is_given(&to, cell), cell),
                         &(struct book_value){.text = shown});
    arena_rewind(&book->scratch, mark);
}

void livebook_write_account_label(struct livebook *book, uint32_t line, uint16_t column,
                                  const struct book_look *look, struct account account)
{
    const struct arena_mark mark = arena_mark(&book->scratch);
    struct translator to = {.book = book, .arena = &book->scratch};
    const struct entity *each = account.party->each;
    const char *shown = livebook_kept(book, account_text(book->context->ledger, account,
                                                         &book->scratch, book->context->language));
    const char *cell = each == NULL ? NULL : label_cell(&to, each, account.row);
    if (cell == NULL) {
        book_writer_words(book->writer, line, column, look, shown);
    } else {
        const char *title = livebook_title(book, &account.party->title);
        const char *path = livebook_path(book, each, account.row);
        const bool zh = livebook_zh(book);
        livebook_formula(book, line, column, look,
                         SAY(&to, "IF(%s,%s&%s&%s,%s)", label_is_given(&to, cell),
                             quoted_text(&to, SAY(&to, "%s ", title)), cell,
                             quoted_text(&to, SAY(&to, zh ? "（%s）" : " (%s)", path)),
                             quoted_text(&to, SAY(&to, "%s %s", title, path))),
                         &(struct book_value){.text = shown});
    }
    arena_rewind(&book->scratch, mark);
}
