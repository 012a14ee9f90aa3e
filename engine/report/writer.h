/* writer.h: text on its way to a sink. */
#ifndef FANGTIAN_REPORT_WRITER_H
#define FANGTIAN_REPORT_WRITER_H

#include "../base/base.h"

/* Text on its way to a sink; the first failure is kept. */
struct writer {
    const struct ft_sink *sink;
    struct arena *arena;   /* for pieces of a text, given back once it is sent: a sink keeps nothing
                              there */
    enum ft_status status; /* FT_OK, FT_IO, FT_NO_MEMORY */
    bool colour;
    bool verbatim; /* JSON and CSV: nothing is escaped */
};

/* What a terminal would obey (control and bidirectional characters) is shown, not sent; lines end
 * as they do. */
void write_text(struct writer *writer, const char *text);
void write_format(struct writer *writer, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
/* `text` in bold (or another style) where the writer has colours. */
enum style { STYLE_BOLD, STYLE_DIM, STYLE_GOOD, STYLE_BAD };
void write_styled(struct writer *writer, enum style style, const char *text);
/* A text and spaces up to `width` cells; none where the text is wider. */
void write_padded(struct writer *writer, const char *text, size_t width);
/* Text wrapped at `width` cells, each line behind `indent` spaces; ends with a newline. */
void write_wrapped(struct writer *writer, const char *text, size_t indent, size_t width);
/* The same in bold, without indent. */
void write_title(struct writer *writer, const char *text, size_t width);

#endif
