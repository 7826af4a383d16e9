/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "motus-argon2id.h"
#include "motus-key-file.h"

G_BEGIN_DECLS

/* The parts of a key file's way to the disk and back, for the files that make it up and their
 * tests. */

/* What motus_key_file_save() takes: 64 MiB, three passes, one lane. */
extern const MotusArgon2idCost motus_key_file_cost;

/* motus_key_file_save() at another @cost, so that a test can write many. */
gboolean motus_key_file_save_at_cost (const char *path, const char *password,
                                      const MotusKeyBundle *bundle, gboolean replace,
                                      const MotusArgon2idCost *cost, GError **error);

/* The bytes of a file that holds @bundle under @password. */
GBytes *motus_key_file_seal (const MotusKeyBundle *bundle, const char *password,
                             const MotusArgon2idCost *cost, GError **error);

/* What the @len bytes of a file at @data hold, in either format. */
MotusKeyBundle *motus_key_file_open (const void *data, gsize len, const char *password,
                                     MotusKeyFileFormat *format, GError **error);

/* The same for the seed's format alone. */
MotusKeyBundle *motus_key_file_open_seed (const void *data, gsize len, const char *password,
                                          GError **error);

/* The bytes of the file @path, if it and its folder are ours alone. */
GBytes *motus_key_file_read (const char *path, GError **error);

/* Refuses what motus_key_file_write() would, before the slow part. */
gboolean motus_key_file_check_place (const char *path, gboolean replace, GError **error);

/* Puts @data at @path in one step. */
gboolean motus_key_file_write (const char *path, GBytes *data, gboolean replace, GError **error);

G_END_DECLS
