/*
 * http_library.h: libmicrohttpd, which `serve` alone needs. It comes with GnuTLS and all below that:
 * linked like the others, they take 2.5 ms of every run of the command, a tenth of a small one. So
 * they are loaded when a server is to start.
 *
 *     struct http_library http;
 *     if (http_library_open(&http))
 *         daemon = http.start_daemon(...);
 *
 * The library stays loaded until the command ends.
 */
#ifndef FANGTIAN_CLI_HTTP_LIBRARY_H
#define FANGTIAN_CLI_HTTP_LIBRARY_H

#include <microhttpd.h>
#include <stdbool.h>

/* Each as <microhttpd.h> has it. */
struct http_library {
    __typeof__(&MHD_start_daemon) start_daemon;
    __typeof__(&MHD_stop_daemon) stop_daemon;
    __typeof__(&MHD_get_daemon_info) get_daemon_info;
    __typeof__(&MHD_get_connection_info) get_connection_info;
    __typeof__(&MHD_get_connection_values) get_connection_values;
    __typeof__(&MHD_lookup_connection_value) lookup_connection_value;
    __typeof__(&MHD_set_connection_option) set_connection_option;
    __typeof__(&MHD_create_response_from_buffer) create_response_from_buffer;
    __typeof__(&MHD_add_response_header) add_response_header;
    __typeof__(&MHD_queue_response) queue_response;
    __typeof__(&MHD_destroy_response) destroy_response;
};

/* False: it is not there, or lacks a function; dlerror() says why. */
bool http_library_open(struct http_library *library);

#endif
