/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * MotusWriter:
 *
 * Appends big-endian integers and byte runs to a buffer that never grows past the maximum its
 * owner named. A write that would is refused as a whole, and the writer has failed: nothing more
 * is appended and motus_writer_finish() gives NULL, so that a caller checks once, at the end.
 *
 * The buffer is wiped when the writer is freed, and whenever it moves while growing.
 */
typedef struct _MotusWriter MotusWriter;

/* A writer of at most @max bytes; free with motus_writer_free(). */
MotusWriter *motus_writer_new (gsize max);
void motus_writer_free (MotusWriter *writer);

/* Appends an unsigned integer of 1, 2, 4 or 8 bytes, most significant byte first. */
void motus_writer_u8 (MotusWriter *writer, guint8 value);
void motus_writer_u16 (MotusWriter *writer, guint16 value);
void motus_writer_u32 (MotusWriter *writer, guint32 value);
void motus_writer_u64 (MotusWriter *writer, guint64 value);

/* Appends @len bytes as they are. */
void motus_writer_bytes (MotusWriter *writer, const void *bytes, gsize len);

/* Appends a 16-bit or 32-bit length and then @len bytes. A length that does not fit the prefix
 * fails the writer. */
void motus_writer_vector16 (MotusWriter *writer, const void *bytes, gsize len);
void motus_writer_vector32 (MotusWriter *writer, const void *bytes, gsize len);

/* The number of bytes written so far. */
gsize motus_writer_length (const MotusWriter *writer);

/* The bytes written so far, owned by the writer and valid until the next write; NULL if the
 * writer has failed. */
const guint8 *motus_writer_peek (const MotusWriter *writer);

/* Gives what was written as a new #GBytes and leaves the writer empty; NULL if it has failed. */
GBytes *motus_writer_finish (MotusWriter *writer);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MotusWriter, motus_writer_free)

G_END_DECLS
