/* From text to a formula: the stages in order, and what they share. */
#include "checker.h"

void compilation_fault(struct compilation *compilation, uint32_t offset, uint32_t length,
                       const struct message *message, const char *first, const char *second,
                       const char *third)
{
    const struct text *text = compilation->text;
    size_t end = offset + length < text->length ? offset + length : text->length;
    size_t start = offset < end ? offset : end;
    struct place place =
        text_place(text, start, (uint32_t)utf8_count(text->bytes + start, end - start));
    diagnostics_add(compilation->diagnostics, &place, message, first == NULL ? "" : first,
                    second == NULL ? "" : second, third == NULL ? "" : third, NULL);
    if (compilation->status == FT_OK)
        compilation->status = FT_INVALID;
}

static struct formula *compile_finish(struct checker *checker, const struct node *root)
{
    struct compilation *compilation = checker->compilation;
    struct formula *formula = arena_allocate(compilation->arena, sizeof *formula);
    if (formula == NULL) {
        compilation->status = FT_NO_MEMORY;
        return NULL;
    }
    *formula = (struct formula){.text = *compilation->text,
                                .entity = compilation->entity,
                                .root = root,
                                .node_count = checker->node_count,
                                .items = checker->items,
                                .item_count = checker->item_count,
                                .parameters = checker->parameters,
                                .parameter_count = checker->parameter_count,
                                .fields = checker->fields,
                                .field_count = checker->field_count};
    return formula;
}

static struct formula *compile(struct compilation *compilation, const struct type *expected)
{
    if (compilation->text->length > limits[LIMIT_FORMULA_LENGTH].value) {
        compilation_fault(compilation, 0, 1, &formula_message[FORMULA_LENGTH], NULL, NULL, NULL);
        return NULL;
    }
    struct checker checker = {.compilation = compilation, .entity = compilation->entity};
    struct syntax *syntax = parse(compilation);
    /* What the parser reported once must not be reported again as a type. */
    if (syntax == NULL || compilation->status != FT_OK)
        return NULL;
    struct node *root =
        expected == NULL ? check(&checker, syntax, NULL) : check_as(&checker, syntax, expected);
    return root == NULL || compilation->status != FT_OK ? NULL : compile_finish(&checker, root);
}

/* A tree whose types hold; NULL after a fault. */
static const struct syntax *compile_definition(struct compilation *compilation)
{
    struct checker checker = {.compilation = compilation, .entity = compilation->entity};
    if (compilation->text->length > limits[LIMIT_FORMULA_LENGTH].value) {
        compilation_fault(compilation, 0, 1, &formula_message[FORMULA_LENGTH], NULL, NULL, NULL);
        return NULL;
    }
    struct syntax *syntax = parse(compilation);
    if (syntax == NULL || compilation->status != FT_OK)
        return NULL;
    return check(&checker, syntax, NULL) == NULL || compilation->status != FT_OK ? NULL : syntax;
}

enum ft_status definition_compile(struct definition *definition, const struct schema *schema,
                                  struct arena *arena, struct diagnostics *diagnostics)
{
    struct compilation compilation = {.schema = schema,
                                      .entity = definition->entity,
                                      .text = &definition->text,
                                      .arena = arena,
                                      .tree = arena, /* whoever uses the name reads it */
                                      .diagnostics = diagnostics};
    arith_open(&compilation.arith, arena);
    if (schema->units != NULL)
        compilation.arith.units = schema->units;
    definition->syntax = compile_definition(&compilation);
    arith_close(&compilation.arith);
    definition->is_compiled = true;
    if (definition->syntax != NULL)
        return FT_OK;
    return compilation.status == FT_OK ? FT_NO_MEMORY : compilation.status;
}

enum ft_status formula_compile(struct formula **formula, const struct schema *schema,
                               const struct entity *entity, const struct text *text,
                               const struct type *expected, struct arena *arena,
                               struct diagnostics *diagnostics)
{
    struct text *kept = arena_allocate(arena, sizeof *kept); /* nodes say where they stand in it */
    struct arena tree;
    struct compilation compilation = {.schema = schema,
                                      .entity = entity,
                                      .text = kept,
                                      .arena = arena,
                                      .tree = &tree,
                                      .diagnostics = diagnostics};
    *formula = NULL;
    if (kept == NULL)
        return FT_NO_MEMORY;
    *kept = *text;
    arena_open(&tree, arena->allocator);
    arith_open(&compilation.arith, arena);
    if (schema->units != NULL)
        compilation.arith.units = schema->units;
    *formula = compile(&compilation, expected);
    arith_close(&compilation.arith);
    arena_close(&tree);
    if (*formula != NULL)
        return FT_OK;
    return compilation.status == FT_OK ? FT_NO_MEMORY : compilation.status;
}
