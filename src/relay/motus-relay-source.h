/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>
#include <sys/socket.h>

G_BEGIN_DECLS

/* The prefix of @address that counts as one source: an IPv4 address ("192.0.2.7/32", also if it
 * is written as IPv6, RFC 4291 section 2.5.5.2), the first 64 bits of an IPv6 address
 * ("2001:db8::/64"), or "unknown". Free with g_free(). */
char *motus_relay_source_format (const struct sockaddr *address);

G_END_DECLS
