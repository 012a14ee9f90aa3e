#include "rows.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { BUFFER = 1 << 18, PADDING = 64, LONGEST_CELL = 64 };

const char digit_pairs[200] = "00010203040506070809101112131415161718192021222324"
                              "25262728293031323334353637383940414243444546474849"
                              "50515253545556575859606162636465666768697071727374"
                              "75767778798081828384858687888990919293949596979899";

_Noreturn void fail(const char *what, const char *name)
{
    fprintf(stderr, "%s: %.40s\n", what, name);
    exit(2);
}

static char *new_buffer(void)
{
    char *buffer = calloc(1, BUFFER + PADDING);
    if (!buffer) {
        fail("no memory", "");
    }
    return buffer;
}

void reader_open(struct reader *reader, const char *folder, const char *name)
{
    char path[4096];
    int length = snprintf(path, sizeof path, "%s/%s", folder, name);
    int file = length > 0 && (size_t)length < sizeof path ? open(path, O_RDONLY) : -1;
    if (file < 0) {
        fail("cannot read", path);
    }
    char *buffer = new_buffer();
    *reader = (struct reader){file, buffer, buffer, buffer, buffer};
    if (reader_has_line(reader)) {
        while (*reader->at++ != '\n') {
        }
    }
}

void reader_close(struct reader *reader)
{
    close(reader->file);
    free(reader->buffer);
}

/* Moves the rest of a line to the front and reads on behind it. */
bool reader_refill(struct reader *reader)
{
    size_t rest = (size_t)(reader->end - reader->at);
    memmove(reader->buffer, reader->at, rest);
    char *end = reader->buffer + rest;
    ssize_t got = read(reader->file, end, BUFFER - rest);
    if (got < 0 || (got == 0 && rest > 0)) {
        fail("broken line or read", reader->buffer);
    }
    reader->at = reader->buffer;
    reader->end = end + got;
    reader->lines = reader->end;
    memset(reader->end, 0, PADDING);
    while (reader->lines > reader->at && reader->lines[-1] != '\n') {
        reader->lines--;
    }
    if (got > 0 && reader->lines == reader->at) {
        fail("line too long", reader->buffer);
    }
    return got > 0;
}

void writer_open(struct writer *writer, const char *path)
{
    int file = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0666);
    if (file < 0) {
        fail("cannot write", path);
    }
    char *buffer = new_buffer();
    *writer = (struct writer){file, buffer, buffer, buffer + BUFFER - LONGEST_CELL};
}

void writer_flush(struct writer *writer)
{
    for (const char *at = writer->buffer; at < writer->at;) {
        ssize_t done = write(writer->file, at, (size_t)(writer->at - at));
        if (done <= 0) {
            fail("cannot write", "");
        }
        at += done;
    }
    writer->at = writer->buffer;
}

void writer_close(struct writer *writer)
{
    writer_flush(writer);
    if (close(writer->file) != 0) {
        fail("cannot write", "");
    }
    free(writer->buffer);
}

/* Tries multipliers until every name has a slot of its own. */
static bool words_place(struct words *words)
{
    memset(words->slots, 0, sizeof words->slots);
    for (unsigned number = 0; number < words->count; number++) {
        char padded[PADDING] = {0};
        size_t length = strlen(words->names[number]);
        words->lengths[number] = length;
        memcpy(padded, words->names[number], length);
        uint8_t slot = words_hash(words, padded, length);
        if (words->slots[slot]) {
            return false;
        }
        words->slots[slot] = (uint8_t)(number + 1);
    }
    return true;
}

void words_prepare(struct words *words, const char *const *names, unsigned count)
{
    *words = (struct words){.names = names, .count = count, .multiplier = 1};
    do {
        words->multiplier = words->multiplier * UINT64_C(6364136223846793005) + 2;
    } while (!words_place(words));
}
