/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * MotusReader:
 *
 * Reads big-endian integers and byte runs from a buffer it does not own.
 *
 * The reader is a value on the stack. Once a read would overrun the buffer the reader has failed:
 * that read and all later ones give FALSE and leave their out-parameters untouched, so a parser
 * may read all its fields and check only motus_reader_end().
 */
typedef struct {
  /*< private >*/
  const guint8 *data;
  gsize left;
  gboolean failed;
} MotusReader;

/* Starts reading @len bytes at @data, which must stay valid while the reader is used. */
void motus_reader_init (MotusReader *reader, const void *data, gsize len);

/* Reads an unsigned integer of 1, 2, 4 or 8 bytes, most significant byte first. */
gboolean motus_reader_u8 (MotusReader *reader, guint8 *value);
gboolean motus_reader_u16 (MotusReader *reader, guint16 *value);
gboolean motus_reader_u32 (MotusReader *reader, guint32 *value);
gboolean motus_reader_u64 (MotusReader *reader, guint64 *value);

/* Points @bytes at the next @len bytes of the buffer; they stay owned by the buffer's owner. */
gboolean motus_reader_bytes (MotusReader *reader, gsize len, const guint8 **bytes);

/* Copies the next @len bytes to @out. */
gboolean motus_reader_copy (MotusReader *reader, void *out, gsize len);

/* Reads a 16-bit or 32-bit length and points @bytes at that many bytes. A length above @max
 * fails. */
gboolean motus_reader_vector16 (MotusReader *reader, gsize max, const guint8 **bytes, gsize *len);
gboolean motus_reader_vector32 (MotusReader *reader, gsize max, const guint8 **bytes, gsize *len);

/* The number of bytes not read yet; 0 once the reader has failed. */
gsize motus_reader_left (const MotusReader *reader);

/* TRUE if nothing failed and nothing is left over: every parser ends with this. */
gboolean motus_reader_end (const MotusReader *reader);

G_END_DECLS
