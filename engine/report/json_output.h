/*
 * json_output.h: a JSON object written a member at a time, and a list in it an element at a time, with
 * the bytes that jansson would give for the whole.
 *
 *     struct json_output output = {.writer = &reporting->writer};
 *     json_write_member(&output, "version", json_text(FT_VERSION));
 *     json_open_list(&list, &output, "items");
 *     json_list_add(&list, json_text("one"));
 *     json_close_list(&list);
 *     json_close_object(&output);
 *
 * Values are let go of once they are written; NULL is memory that is out. The first failure is kept
 * in the writer.
 */
#ifndef FANGTIAN_REPORT_JSON_OUTPUT_H
#define FANGTIAN_REPORT_JSON_OUTPUT_H

#include <jansson.h>

#include "writer.h"

/* An object in the whole takes a level, one in a list two. */
enum { JSON_LEVELS = 3 };

/* What jansson gives, a few bytes at a time, on its way to the sink. */
struct json_output {
    struct writer *writer;
    char bytes[1 << 14];
    size_t length;
    size_t indent;               /* of the lines of the value that is written */
    size_t level;                /* of the object whose members are written; 0: the whole */
    size_t members[JSON_LEVELS]; /* by level, of those that are open */
};

/* A list that is open. */
struct json_list {
    struct json_output *output;
    size_t count;
};

void json_write_member(struct json_output *output, const char *key, json_t *json);
void json_open_list(struct json_list *list, struct json_output *output, const char *key);
void json_list_add(struct json_list *list, json_t *json);
void json_close_list(struct json_list *list);
/* An element that is an object, written a member at a time; it has one. */
void json_open_element(struct json_list *list);
void json_close_element(struct json_list *list);
/* A member that is an object of its own, written a member at a time; it has one. */
void json_open_member(struct json_output *output, const char *key);
void json_close_member(struct json_output *output);
/* The end of an object that has a member, and of the text. */
void json_close_object(struct json_output *output);

#endif
