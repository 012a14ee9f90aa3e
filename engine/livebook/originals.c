/* Facts whose cells show something else: a fraction, of which a spreadsheet keeps 15 digits, and what
 * is taken where nothing is given. A hidden sheet says what they are, so that a workbook that comes
 * back has the same facts, as long as nobody changed the cell. */
#include <string.h>

#include "livebook_internal.h"

/* "40000÷3 m2": a value as a table takes it, with its unit. */
static const char *originals_exact_text(struct livebook *book, const struct field *field,
                                        const struct number *value)
{
    struct arith *arith = book->context->arith;
    const struct unit *unit = &field->unit;
    const char *name = unit->text == NULL ? "%" : unit->text;
    struct number counted = *value;
    if (number_sign(&unit->factor) != 0 &&
        number_div(&counted, arith, value, &unit->factor) != FT_OK)
        return livebook_kept(book, NULL);
    const char *text = number_text(&counted, arith, NUMBER_PLAIN);
    const size_t whole = text == NULL ? 0 : strcspn(text, "/");
    if (text == NULL)
        return livebook_kept(book, NULL);
    return livebook_format(book, "%.*s%s%s%s%s", (int)whole, text, text[whole] == '/' ? "÷" : "",
                           text[whole] == '/' ? text + whole + 1 : "", name[0] == '\0' ? "" : " ",
                           name);
}

bool livebook_is_given(const struct table_plan *plan, const struct field *field, uint32_t row)
{
    struct place room;
    const struct place *stands = column_place(&plan->table->fields[field->index], row, &room);
    return stands == NULL || stands->width > 0 ||
           (stands->source != NULL && stands->line == 0); /* set by the command line */
}

void livebook_note_original(struct livebook *book, const struct table_plan *plan,
                            const struct field *field, uint32_t row,
                            const struct original_plan *place, const struct book_value *shown)
{
    struct arith *arith = book->context->arith;
    const struct column *column = &plan->table->fields[field->index];
    const bool given = livebook_is_given(plan, field, row);
    struct original_plan made = *place;
    if (shown->number != NULL)
        made.cell.shown = livebook_kept(book, book_shown_number(&book->scratch, shown->number));
    else
        made.cell.shown = shown->text;
    if (given && (field->type.kind != TYPE_NUMBER || shown->number == NULL))
        return;
    if (given) {
        const char *plain = livebook_kept(book, number_text(shown->number, arith, NUMBER_PLAIN));
        if (strcmp(plain, made.cell.shown) == 0)
            return;
        const union value value = column_value(column, row);
        made.cell.text = originals_exact_text(book, field, &value.number);
    }
    made.cell.shown =
        livebook_kept(book, arena_copy(book->arena, made.cell.shown, strlen(made.cell.shown)));
    struct original_plan *originals =
        arena_grow(book->arena, book->originals, &book->original_capacity, sizeof *originals,
                   book->original_count + 1);
    if (originals == NULL) {
        book->no_memory = true;
        return;
    }
    book->originals = originals;
    originals[book->original_count++] = made;
}

void livebook_write_originals(struct livebook *book)
{
    static const struct title heads[ORIGINAL_COLUMNS] = {
        [ORIGINAL_SHEET] = {"表", "sheet"},
        [ORIGINAL_ROW] = {"行", "row"},
        [ORIGINAL_COLUMN] = {"列", "column"},
        [ORIGINAL_SHOWN] = {"表中显示", "shown"},
        [ORIGINAL_TEXT] = {"填报的原值（空：没有填报）", "as given (empty: not given)"},
    };
    const struct book_look plain = {.format = SHOW_TEXT};
    livebook_open_rows(book, book->sheets[SHEET_ORIGINALS], true);
    for (uint16_t i = 0; i < (uint16_t)ORIGINAL_COLUMNS; i++)
        livebook_words(book, 0, i, ROLE_FIGURE_HEAD, livebook_title(book, &heads[i]));
    for (size_t i = 0; i < book->original_count && !book->no_memory; i++) {
        const struct original_plan *original = &book->originals[i];
        const uint32_t line = (uint32_t)i + 1;
        const struct arena_mark mark = arena_mark(&book->scratch);
        const char *texts[ORIGINAL_COLUMNS] = {
            [ORIGINAL_SHEET] = original->sheet,
            [ORIGINAL_ROW] = livebook_scratch(book, "%u", (unsigned)original->cell.row),
            [ORIGINAL_COLUMN] = livebook_scratch(book, "%u", (unsigned)original->cell.column),
            [ORIGINAL_SHOWN] = original->cell.shown,
            [ORIGINAL_TEXT] = original->cell.text};
        for (uint16_t j = 0; j < (uint16_t)ORIGINAL_COLUMNS; j++)
            if (texts[j][0] != '\0')
                book_writer_words(book->writer, line, j, &plain, texts[j]);
        arena_rewind(&book->scratch, mark);
    }
}

void livebook_write_written(struct livebook *book)
{
    static const struct title heads[WRITTEN_COLUMNS] = {
        [WRITTEN_OF] = {"项", "kind"},
        [WRITTEN_NAME] = {"名称", "name"},
        [WRITTEN_TEXT] = {"写出时的内容", "as written"},
    };
    const struct book_look plain = {.format = SHOW_TEXT};
    const struct written_lines *written = book->context->written;
    livebook_open_rows(book, book->sheets[SHEET_WRITTEN], true);
    for (uint16_t i = 0; i < (uint16_t)WRITTEN_COLUMNS; i++)
        livebook_words(book, 0, i, ROLE_FIGURE_HEAD, livebook_title(book, &heads[i]));
    for (size_t i = 0; i < written->count && !book->no_memory; i++) {
        const struct written_line *line = &written->lines[i];
        const char *texts[WRITTEN_COLUMNS] = {[WRITTEN_OF] = written_kind_name(line->kind),
                                              [WRITTEN_NAME] = line->name,
                                              [WRITTEN_TEXT] = line->text};
        for (uint16_t j = 0; j < (uint16_t)WRITTEN_COLUMNS; j++)
            if (texts[j][0] != '\0')
                book_writer_words(book->writer, (uint32_t)i + 1, j, &plain, texts[j]);
    }
}
