/* Texts with formulas in braces: "cover ratio {cover_ratio} below {cover_minimum}". */
#include <string.h>

#include "policy_internal.h"

/* A part of a text as a text of its own, each character in its place. */
static struct text templates_part_of(struct loader *loader, const struct text *text, size_t from,
                                     size_t length)
{
    struct text_piece *pieces = load_array(loader, text->piece_count + 1, sizeof *pieces);
    struct text part = {.length = (uint32_t)length, .pieces = pieces};
    part.bytes = arena_copy(loader->arena, text->bytes + from, length);
    if (part.bytes == NULL || pieces == NULL) {
        loader->status = FT_NO_MEMORY;
        return (struct text){.bytes = ""};
    }
    part.place = text_place(text, from, (uint32_t)utf8_count(part.bytes, length));
    pieces[part.piece_count++] = (struct text_piece){0, part.place};
    for (uint32_t i = 0; i < text->piece_count; i++) {
        if (text->pieces[i].offset > from && text->pieces[i].offset < from + length)
            pieces[part.piece_count++] = (struct text_piece){
                (uint32_t)(text->pieces[i].offset - from), text->pieces[i].place};
    }
    return part;
}

/* The pieces of a template while it is read. */
struct pieces {
    struct template_piece *items;
    size_t count, capacity;
};

static void add_piece(struct loader *loader, struct pieces *pieces, struct template_piece piece)
{
    struct template_piece *items = arena_grow(loader->arena, pieces->items, &pieces->capacity,
                                              sizeof *items, pieces->count + 1);
    if (items == NULL) {
        loader->status = FT_NO_MEMORY;
        return;
    }
    pieces->items = items;
    items[pieces->count++] = piece;
}

static size_t add_plain(struct loader *loader, struct pieces *pieces, const struct text *text,
                        size_t at, size_t length)
{
    const char *copy = arena_copy(loader->arena, text->bytes + at, length);
    if (copy == NULL)
        loader->status = FT_NO_MEMORY;
    add_piece(loader, pieces, (struct template_piece){.text = copy});
    return at + length;
}

/* The brace that closes the one at `at`: a formula has braces of its own around a set. */
static size_t closing(const struct text *text, size_t at)
{
    size_t depth = 0;
    for (; at < text->length; at++) {
        depth += text->bytes[at] == '{';
        depth -= text->bytes[at] == '}';
        if (depth == 0)
            break;
    }
    return at;
}

/* From an opening brace to behind its closing one. */
static size_t add_hole(struct loader *loader, struct pieces *pieces, const struct text *text,
                       size_t at, const struct entity *entity)
{
    size_t end = closing(text, at);
    if (end == text->length) {
        const struct place place = text_place(text, at, 1);
        load_fault(loader, &place, &policy_message[POLICY_OPEN_BRACE], NULL, NULL, NULL);
        return end;
    }
    struct text part = templates_part_of(loader, text, at + 1, end - at - 1);
    struct template_piece piece = {.text = part.bytes};
    if (loader_goes_on(loader))
        piece.formula = compile_text(loader, &part, entity, NULL);
    add_piece(loader, pieces, piece);
    return end + 1;
}

static struct template load_template(struct loader *loader, const struct text *text,
                                     const struct entity *entity)
{
    struct pieces pieces = {0};
    size_t at = 0;
    while (at < text->length && loader_goes_on(loader)) {
        char byte = text->bytes[at];
        bool brace = byte == '{' || byte == '}';
        if (brace && text->bytes[at + 1] == byte) {
            at = add_plain(loader, &pieces, text, at, 1) + 1;
        } else if (byte == '{') {
            at = add_hole(loader, &pieces, text, at, entity);
        } else if (byte == '}') {
            const struct place place = text_place(text, at, 1);
            load_fault(loader, &place, &policy_message[POLICY_CLOSE_BRACE], NULL, NULL, NULL);
            at++;
        } else {
            at = add_plain(loader, &pieces, text, at, strcspn(text->bytes + at, "{}"));
        }
    }
    return (struct template){pieces.items, pieces.count};
}

struct bilingual setting_template(struct loader *loader, const struct conf *group, const char *name,
                                  const struct entity *entity)
{
    static const struct conf_setting halves[] = {{"zh", true, WANT_SCALAR},
                                                 {"en", false, WANT_SCALAR}};
    const struct conf *child = conf_child(group, name);
    struct bilingual both = {{NULL, 0}, {NULL, 0}};
    if (child == NULL || !settings_check(loader, child, name, halves, 2))
        return both;
    both.zh = load_template(loader, setting_text(child, "zh"), entity);
    if (loader_goes_on(loader))
        both.en = setting_text(child, "en") == NULL
                      ? both.zh
                      : load_template(loader, setting_text(child, "en"), entity);
    return both;
}
