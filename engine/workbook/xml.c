/* The elements of a part, by expat: namespaces known by their names, no document types, bounded
 * depth. */
#include <expat.h>
#include <string.h>

#include "workbook_internal.h"

enum { MOST_DEPTH = 64, SEPARATOR = '\n' };

/* A part while it is read. Elements below `foreign` are not told. */
struct xml_reading {
    const struct xml_handler *handler;
    void *context;
    XML_Parser parser;
    uint32_t depth, foreign;
    bool doctype;
};

/* The namespaces of spreadsheets, their relationships and packages, in both forms of the standard.
 */
static bool is_own_namespace(const char *name, size_t length)
{
    static const char *const own[] = {
        "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
        "http://purl.oclc.org/ooxml/spreadsheetml/main",
        "http://schemas.openxmlformats.org/package/2006/relationships",
        "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties",
    };
    for (size_t i = 0; i < sizeof own / sizeof *own; i++)
        if (strlen(own[i]) == length && memcmp(own[i], name, length) == 0)
            return true;
    return false;
}

/* The local name of an element of ours; NULL for others. */
static const char *own_name(const char *name)
{
    const char *local = strchr(name, SEPARATOR);
    return local != NULL && is_own_namespace(name, (size_t)(local - name)) ? local + 1 : NULL;
}

static void xml_start(void *data, const char *name, const char **attributes)
{
    struct xml_reading *reading = data;
    const char *local = own_name(name);
    reading->depth++;
    if (reading->depth > MOST_DEPTH) {
        (void)XML_StopParser(reading->parser, XML_FALSE);
        return;
    }
    if (reading->foreign == 0 && local == NULL)
        reading->foreign = reading->depth;
    if (reading->foreign == 0)
        reading->handler->start(reading->context, local, attributes);
}

static void xml_end(void *data, const char *name)
{
    struct xml_reading *reading = data;
    if (reading->foreign == 0 && reading->handler->end != NULL)
        reading->handler->end(reading->context, own_name(name));
    if (reading->foreign == reading->depth)
        reading->foreign = 0;
    reading->depth--;
}

static void xml_text(void *data, const char *bytes, int length)
{
    struct xml_reading *reading = data;
    if (reading->foreign == 0 && reading->handler->text != NULL)
        reading->handler->text(reading->context, bytes, (size_t)length);
}

/* A document type can define entities that grow without bound; a workbook has none. */
static void xml_doctype(void *data, const char *name, const char *system, const char *public_id,
                        int internal)
{
    struct xml_reading *reading = data;
    (void)name;
    (void)system;
    (void)public_id;
    (void)internal;
    reading->doctype = true;
    (void)XML_StopParser(reading->parser, XML_FALSE);
}

/* Gives the parser a part's bytes, which may be more than it takes at a time. */
static enum XML_Status parse_all(XML_Parser parser, const char *bytes, size_t length)
{
    enum { PIECE = 1 << 20 };
    enum XML_Status parsed = XML_STATUS_OK;
    size_t at = 0;
    do {
        const size_t piece = length - at < PIECE ? length - at : PIECE;
        parsed = XML_Parse(parser, bytes + at, (int)piece, at + piece == length);
        at += piece;
    } while (parsed == XML_STATUS_OK && at < length);
    return parsed;
}

static enum ft_status read_bytes(struct package *package, const char *part, const char *bytes,
                                 size_t length, struct xml_reading *reading)
{
    reading->parser = XML_ParserCreateNS(NULL, SEPARATOR);
    if (reading->parser == NULL)
        return FT_NO_MEMORY;
    XML_SetUserData(reading->parser, reading);
    XML_SetElementHandler(reading->parser, xml_start, xml_end);
    XML_SetCharacterDataHandler(reading->parser, xml_text);
    XML_SetStartDoctypeDeclHandler(reading->parser, xml_doctype);
    const enum XML_Status parsed = parse_all(reading->parser, bytes, length);
    const bool no_memory = XML_GetErrorCode(reading->parser) == XML_ERROR_NO_MEMORY;
    XML_ParserFree(reading->parser);
    if (parsed == XML_STATUS_OK)
        return FT_OK;
    return no_memory ? FT_NO_MEMORY
                     : package_fault(package,
                                     reading->doctype ? WORKBOOK_DOCTYPE : WORKBOOK_DAMAGED, part);
}

enum ft_status xml_read(struct package *package, const char *part,
                        const struct xml_handler *handler, void *context)
{
    struct xml_reading reading = {.handler = handler, .context = context};
    struct arena scratch;
    const char *bytes;
    size_t length;
    arena_open(&scratch, package->arena->allocator);
    enum ft_status status = package_read(package, part, &scratch, &bytes, &length);
    if (status == FT_OK)
        status = read_bytes(package, part, bytes, length, &reading);
    arena_close(&scratch);
    return status;
}

const char *xml_attribute(const char **attributes, const char *name)
{
    for (size_t i = 0; attributes[i] != NULL; i += 2)
        if (strcmp(attributes[i], name) == 0)
            return attributes[i + 1];
    return NULL;
}

const char *xml_relation(const char **attributes)
{
    static const char *const names[] = {
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships\nid",
        "http://purl.oclc.org/ooxml/officeDocument/relationships\nid",
    };
    const char *value = xml_attribute(attributes, names[0]);
    return value != NULL ? value : xml_attribute(attributes, names[1]);
}

bool xml_is_true(const char *value)
{
    return value != NULL && (strcmp(value, "1") == 0 || strcmp(value, "true") == 0);
}

/* ---- text ---- */

static int xml_hex_digit(char digit)
{
    if (digit >= '0' && digit <= '9')
        return digit - '0';
    if (digit >= 'A' && digit <= 'F')
        return digit - 'A' + 10;
    return digit >= 'a' && digit <= 'f' ? digit - 'a' + 10 : -1;
}

/* The code behind "_xHHHH_"; 0 where this is none, or stands for no character of its own. */
static uint32_t escaped_code(const char *at)
{
    uint32_t code = 0;
    if (at[0] != '_' || at[1] != 'x')
        return 0;
    for (size_t i = 2; i < 6; i++) {
        const int digit = xml_hex_digit(at[i]);
        if (digit < 0)
            return 0;
        code = code * 16 + (uint32_t)digit;
    }
    return at[6] == '_' && (code < 0xD800 || code > 0xDFFF) ? code : 0;
}

static size_t put_utf8(char *out, uint32_t code)
{
    if (code < 0x80) {
        out[0] = (char)code;
        return 1;
    }
    if (code < 0x800) {
        out[0] = (char)(0xC0 | code >> 6);
        out[1] = (char)(0x80 | (code & 0x3F));
        return 2;
    }
    out[0] = (char)(0xE0 | code >> 12);
    out[1] = (char)(0x80 | (code >> 6 & 0x3F));
    out[2] = (char)(0x80 | (code & 0x3F));
    return 3;
}

void growing_unescape(struct growing_text *text)
{
    enum { ESCAPE = 7 };
    size_t to = 0;
    if (text->bytes == NULL)
        return;
    for (size_t at = 0; at < text->length;) {
        const uint32_t code = escaped_code(text->bytes + at);
        if (code == 0) {
            text->bytes[to++] = text->bytes[at++];
        } else {
            to += put_utf8(text->bytes + to, code);
            at += ESCAPE;
        }
    }
    text->length = to;
    text->bytes[to] = '\0';
}
