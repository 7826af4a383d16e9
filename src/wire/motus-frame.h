/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Frames as docs/protocol.md, "Frames", has them: a length, a header, and perhaps a body. */

#define MOTUS_FRAME_PREFIX 4
#define MOTUS_FRAME_MAX_BEFORE_LOGIN (16 * 1024)
#define MOTUS_FRAME_MAX (1024 * 1024)

/**
 * MotusFrameReader:
 *
 * Cuts a stream of bytes into frames. It never holds more than one frame of the present maximum and
 * what was read with it.
 */
typedef struct _MotusFrameReader MotusFrameReader;

/* A reader that takes frames of at most @max bytes (without their prefix). */
MotusFrameReader *motus_frame_reader_new (gsize max);
void motus_frame_reader_free (MotusFrameReader *reader);

/* From the next frame on. */
void motus_frame_reader_set_max (MotusFrameReader *reader, gsize max);

/* A place for the bytes read next from the connection: at least 1 and at most @room of them at
 * the pointer given, to be followed by motus_frame_reader_commit(). Room for a long frame is made
 * as its bytes arrive, not when its length is announced. */
guint8 *motus_frame_reader_reserve (MotusFrameReader *reader, gsize *room);
void motus_frame_reader_commit (MotusFrameReader *reader, gsize len);

/* Takes the next whole frame off the stream: TRUE with @frame (without its prefix), or TRUE with
 * NULL if more bytes are needed. A length of 0 or above the maximum is BAD_FRAME, now and at every
 * later call. */
gboolean motus_frame_reader_next (MotusFrameReader *reader, GBytes **frame, GError **error);

/* Bytes held now, for accounting. */
gsize motus_frame_reader_pending (const MotusFrameReader *reader);

/* Splits @frame at its first NUL into @header and @body (NULL if there is none); both share the
 * frame's memory. */
void motus_frame_split (GBytes *frame, GBytes **header, GBytes **body);

/* Prefix, header and, if @body is not NULL, NUL and body, ready to be sent. NULL and TOO_LARGE if
 * that is more than MOTUS_FRAME_MAX without the prefix. */
GBytes *motus_frame_encode (const char *header, gsize header_len, GBytes *body, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MotusFrameReader, motus_frame_reader_free)

G_END_DECLS
