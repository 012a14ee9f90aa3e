#include <dlfcn.h>
#include <stddef.h>
#include <string.h>

#include "http_library.h"

/* The interface of the header that this was compiled with. */
static const char library_name[] = "libmicrohttpd.so.12";

static const struct {
    const char *name;
    size_t offset;
} functions[] = {
    {"MHD_start_daemon", offsetof(struct http_library, start_daemon)},
    {"MHD_stop_daemon", offsetof(struct http_library, stop_daemon)},
    {"MHD_get_daemon_info", offsetof(struct http_library, get_daemon_info)},
    {"MHD_get_connection_info", offsetof(struct http_library, get_connection_info)},
    {"MHD_get_connection_values", offsetof(struct http_library, get_connection_values)},
    {"MHD_lookup_connection_value", offsetof(struct http_library, lookup_connection_value)},
    {"MHD_set_connection_option", offsetof(struct http_library, set_connection_option)},
    {"MHD_create_response_from_buffer", offsetof(struct http_library, create_response_from_buffer)},
    {"MHD_add_response_header", offsetof(struct http_library, add_response_header)},
    {"MHD_queue_response", offsetof(struct http_library, queue_response)},
    {"MHD_destroy_response", offsetof(struct http_library, destroy_response)},
};
_Static_assert(sizeof(struct http_library) ==
                   sizeof functions / sizeof *functions * sizeof(void (*)(void)),
               "each function is looked up");

bool http_library_open(struct http_library *library)
{
    void *handle = dlopen(library_name, RTLD_NOW | RTLD_LOCAL);
    for (size_t i = 0; handle != NULL && i < sizeof functions / sizeof *functions; i++) {
        void *function = dlsym(handle, functions[i].name);
        if (function == NULL)
            return false;
        memcpy((char *)library + functions[i].offset, &function, sizeof function);
    }
    return handle != NULL;
}
