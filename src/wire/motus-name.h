/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define MOTUS_NAME_MIN 3
#define MOTUS_NAME_MAX 32
/* Of a room's name, in bytes of UTF-8. */
#define MOTUS_ROOM_NAME_MAX 64
/* An id as text: 16 bytes in hexadecimal. */
#define MOTUS_ID_SIZE 16
#define MOTUS_ID_LENGTH 32

/* TRUE if @name is an account's name as docs/protocol.md, "Kinds of field", has it. */
gboolean motus_name_is_valid (const char *name);

/* TRUE if @name is UTF-8 without control, hidden or reordering characters and of at most
 * MOTUS_ROOM_NAME_MAX bytes. It may be empty. */
gboolean motus_room_name_is_valid (const char *name);

/* An id from its bytes (free with g_free()), and its bytes from an id. FALSE, with @out
 * untouched, unless @text is one. */
char *motus_id_format (const guint8 id[MOTUS_ID_SIZE]);
gboolean motus_id_parse (const char *text, guint8 out[MOTUS_ID_SIZE]);

G_END_DECLS
