/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Base64 that takes one spelling only: no white space, no missing or surplus padding, and no bits
 * set that the last character does not carry. Two texts that differ never decode alike. */

/* The @len bytes at @data in base64 with padding (RFC 4648, section 4); free with g_free(). */
char *motus_base64_encode (const void *data, gsize len);

/* The bytes of the NUL-terminated @text, or NULL if it is not strict base64 or holds more than
 * @max bytes. */
GBytes *motus_base64_decode (const char *text, gsize max);

/* Decodes @text into @out, which has room for @len bytes; FALSE, with @out untouched, unless it is
 * strict base64 of exactly @len bytes. */
gboolean motus_base64_decode_exact (const char *text, void *out, gsize len);

/* The same in the alphabet for addresses and without padding (RFC 4648, section 5). */
char *motus_base64url_encode (const void *data, gsize len);
GBytes *motus_base64url_decode (const char *text, gsize max);
gboolean motus_base64url_decode_exact (const char *text, void *out, gsize len);

/* The number of bytes that the @len characters of padded base64 at @text decode to, without
 * decoding them; FALSE unless they are strict base64. */
gboolean motus_base64_measure (const char *text, gsize len, gsize *decoded);

G_END_DECLS
