/* Reading and writing CSV as fast as plain C does it: for the references of the benchmark, whose
 * input is what generate.c writes (no quotes, no spaces, LF). Wrong input ends the program; nothing
 * is read past the buffer, whose last bytes are padding for reads of eight bytes. */
#ifndef BENCH_ROWS_H
#define BENCH_ROWS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#define ABSENT INT64_MIN /* an empty cell */
enum { MOST_WORDS = 32 };

struct reader {
    int file;
    char *buffer;
    const char *at;    /* next unread byte */
    const char *lines; /* end of the last whole line in the buffer */
    char *end;         /* end of what was read */
};

struct writer {
    int file;
    char *buffer;
    char *at;
    char *full; /* from here on the buffer is written out */
};

/* Names of an enumeration, found by their first eight bytes. */
struct words {
    const char *const *names;
    unsigned count; /* at most MOST_WORDS */
    size_t lengths[MOST_WORDS];
    uint64_t multiplier;
    uint8_t slots[256]; /* number of the name + 1, by hash */
};

/* Ends the program with status 2. */
_Noreturn void fail(const char *what, const char *name);

/* Opens FOLDER/NAME and skips its header. */
void reader_open(struct reader *reader, const char *folder, const char *name);
void reader_close(struct reader *reader);
bool reader_refill(struct reader *reader);

void writer_open(struct writer *writer, const char *path);
void writer_close(struct writer *writer);
void writer_flush(struct writer *writer);

void words_prepare(struct words *words, const char *const *names, unsigned count);

/* Is there another line? Then all of it is in the buffer. */
static inline bool reader_has_line(struct reader *reader)
{
    return reader->at < reader->lines || reader_refill(reader);
}

static inline uint64_t eight_bytes(const char *at)
{
    uint64_t bytes;
    memcpy(&bytes, at, sizeof bytes);
    return bytes; /* the first byte lowest: little-endian machines only */
}

static inline bool is_digit(char letter)
{
    return letter >= '0' && letter <= '9';
}

/* Steps over the comma or the end of the line that closes a cell. */
static inline void take_separator(struct reader *reader, const char *at)
{
    if (*at != ',' && *at != '\n') {
        fail("not understood", at);
    }
    reader->at = at + 1;
}

/* Value of the first `count` of eight digits, all at once. */
static inline uint64_t digits_value(uint64_t bytes, unsigned count)
{
    if (count == 0) {
        return 0;
    }
    uint64_t digits = (bytes ^ UINT64_C(0x3030303030303030)) << (64 - 8 * count);
    digits = digits * 10 + (digits >> 8);
    uint64_t pairs = digits & UINT64_C(0x000000ff000000ff);
    uint64_t other = (digits >> 16) & UINT64_C(0x000000ff000000ff);
    return (pairs * UINT64_C(0x000f424000000064) + other * UINT64_C(0x0000271000000001)) >> 32;
}

/* How many of the first eight bytes are digits before the first that is not. */
static inline unsigned digits_count(uint64_t bytes)
{
    uint64_t digits = bytes ^ UINT64_C(0x3030303030303030);
    uint64_t others = ((digits & UINT64_C(0x7f7f7f7f7f7f7f7f)) + UINT64_C(0x7676767676767676));
    others = (others | digits) & UINT64_C(0x8080808080808080);
    return others ? (unsigned)__builtin_ctzll(others) / 8 : 8;
}

/* "1234.5" -> 123450; an empty cell -> ABSENT. */
static inline int64_t take_hundredths(struct reader *reader)
{
    const char *at = reader->at;
    uint64_t bytes = eight_bytes(at);
    unsigned count = digits_count(bytes);
    uint64_t value = digits_value(bytes, count);
    at += count;
    if (count == 0) {
        take_separator(reader, at);
        return ABSENT;
    }
    for (; count < 15 && is_digit(*at); count++) {
        value = value * 10 + (uint64_t)(*at++ - '0');
    }
    value *= 100;
    if (*at == '.' && is_digit(at[1])) {
        value += (uint64_t)(at[1] - '0') * 10;
        at += 2;
        if (is_digit(*at)) {
            value += (uint64_t)(*at++ - '0');
        }
    }
    take_separator(reader, at);
    return (int64_t)value;
}

/* "2023-06-30" -> 20230630; an empty cell -> 0. */
static inline int32_t take_date(struct reader *reader)
{
    const char *at = reader->at;
    if (*at == ',' || *at == '\n') {
        reader->at = at + 1;
        return 0;
    }
    uint64_t year = digits_value(eight_bytes(at), 4);
    uint64_t month = digits_value(eight_bytes(at + 5), 2);
    uint64_t day = digits_value(eight_bytes(at + 8), 2);
    take_separator(reader, at + 10);
    return (int32_t)(year * 10000 + month * 100 + day);
}

static inline unsigned take_year(struct reader *reader)
{
    const char *at = reader->at;
    take_separator(reader, at + 4);
    return (unsigned)digits_value(eight_bytes(at), 4);
}

static inline bool take_boolean(struct reader *reader)
{
    bool is_true = *reader->at == 't';
    take_separator(reader, reader->at + (is_true ? 4 : 5));
    return is_true;
}

/* A bit in the first byte that is a comma or ends a line; bits in later bytes mean nothing. */
static inline uint64_t separators(uint64_t bytes)
{
    const uint64_t ones = UINT64_C(0x0101010101010101);
    uint64_t commas = bytes ^ ones * ',';
    uint64_t ends = bytes ^ ones * '\n';
    return (((commas - ones) & ~commas) | ((ends - ones) & ~ends)) & (ones << 7);
}

/* The cell as it stands; returns its length. */
static inline size_t take_text(struct reader *reader, const char **text)
{
    const char *at = reader->at;
    *text = at;
    uint64_t found = separators(eight_bytes(at));
    while (!found) {
        at += 8;
        found = separators(eight_bytes(at));
    }
    at += __builtin_ctzll(found) / 8;
    reader->at = at + 1;
    return (size_t)(at - *text);
}

static inline uint8_t words_hash(const struct words *words, const char *text, size_t length)
{
    uint64_t bytes = eight_bytes(text);
    bytes = length < 8 ? bytes << (64 - 8 * length) : bytes;
    return (uint8_t)((bytes * words->multiplier) >> 56);
}

/* Number of the name in its enumeration. */
static inline unsigned take_word(struct reader *reader, const struct words *words)
{
    const char *text;
    size_t length = take_text(reader, &text);
    unsigned number = length ? words->slots[words_hash(words, text, length)] : 0;
    if (number == 0 || words->lengths[number - 1] != length ||
        memcmp(words->names[number - 1], text, length) != 0) {
        fail("not understood", text);
    }
    return number - 1;
}

/* Makes room for `bytes`, at most 64. */
static inline char *writer_room(struct writer *writer)
{
    if (writer->at >= writer->full) {
        writer_flush(writer);
    }
    return writer->at;
}

static inline void write_text(struct writer *writer, const char *text, size_t length)
{
    char *at = writer_room(writer);
    memcpy(at, text, length);
    writer->at = at + length;
}

static inline void write_character(struct writer *writer, char letter)
{
    *writer_room(writer) = letter;
    writer->at++;
}

extern const char digit_pairs[200];

/* 123450 -> "1234.50"; ABSENT -> nothing. */
static inline void write_hundredths(struct writer *writer, int64_t hundredths)
{
    if (hundredths == ABSENT) {
        return;
    }
    char text[24];
    char *at = text + sizeof text - 2;
    uint64_t rest = (uint64_t)hundredths / 100;
    memcpy(at, digit_pairs + (uint64_t)hundredths % 100 * 2, 2);
    *--at = '.';
    for (; rest >= 100; rest /= 100) {
        at -= 2;
        memcpy(at, digit_pairs + rest % 100 * 2, 2);
    }
    if (rest >= 10) {
        at -= 2;
        memcpy(at, digit_pairs + rest * 2, 2);
    } else {
        *--at = (char)('0' + rest);
    }
    write_text(writer, at, (size_t)(text + sizeof text - at));
}

#endif
