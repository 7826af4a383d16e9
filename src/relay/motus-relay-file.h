/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "motus-secret.h"

G_BEGIN_DECLS

/* Files of the relay. Errors are those of G_FILE_ERROR, with a sentence that names the file. */

/* Reads the regular file at @path, of at most @max bytes. If @private, a file that everybody may
 * read or others may write is refused. */
MotusSecret *motus_relay_file_read (const char *path, gsize max, gboolean private, GError **error);

/* Puts the @len bytes at @data at @path as a whole or not at all, with @mode, and waits until
 * they are on the disk. */
gboolean motus_relay_file_write (const char *path, const void *data, gsize len, int mode,
                                 GError **error);

/* Makes the folder at @path with mode 0700 if it is not there. One that others may write is
 * refused. */
gboolean motus_relay_file_make_folder (const char *path, GError **error);

G_END_DECLS
