/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

/* A TLS server on a free port of the loopback, with a key of its own, for relays that are not
 * honest. */

/* Called with each connection once its handshake is done; the callee keeps its own reference. */
typedef void (*TlsServerFunc) (GTlsConnection *connection, gpointer user_data);

/* Listens; the port's number goes to the file @port_file. The service is owned by the caller. */
GSocketService *tls_server_start (const char *port_file, TlsServerFunc func, gpointer user_data);
