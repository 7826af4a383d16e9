/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motus-frame.h"

#include "motus-wire-error.h"

#include <string.h>

/* What is read from a connection at once: no more than a TLS record. A connection that is not in
 * the middle of a frame holds no buffer at all. */
#define CHUNK (16 * 1024)
/* Less room than this is worth moving what is held to the front. */
#define SMALL_ROOM 1024

struct _MotusFrameReader {
  gsize max;
  guint8 *data;
  gsize size;           /* of @data */
  gsize start, end;     /* the bytes not taken yet */
  gboolean failed;
};

MotusFrameReader *
motus_frame_reader_new (gsize max)
{
  MotusFrameReader *reader = g_new0 (MotusFrameReader, 1);
  reader->max = max;
  return reader;
}

void
motus_frame_reader_free (MotusFrameReader *reader)
{
  if (reader == NULL)
    return;
  g_free (reader->data);
  g_free (reader);
}

void
motus_frame_reader_set_max (MotusFrameReader *reader, gsize max)
{
  reader->max = max;
}

gsize
motus_frame_reader_pending (const MotusFrameReader *reader)
{
  return reader->end - reader->start;
}

static void
drop_buffer (MotusFrameReader *reader)
{
  g_clear_pointer (&reader->data, g_free);
  reader->size = reader->start = reader->end = 0;
}

static void
resize (MotusFrameReader *reader, gsize size)
{
  gsize pending = motus_frame_reader_pending (reader);
  guint8 *data = g_malloc (size);
  if (pending > 0)
    memcpy (data, reader->data + reader->start, pending);
  g_free (reader->data);
  reader->data = data;
  reader->size = size;
  reader->start = 0;
  reader->end = pending;
}

/* The length that the bytes held so far announce, or 0 if they do not yet. */
static gsize
announced (const MotusFrameReader *reader)
{
  if (motus_frame_reader_pending (reader) < MOTUS_FRAME_PREFIX)
    return 0;
  const guint8 *at = reader->data + reader->start;
  return (gsize) at[0] << 24 | (gsize) at[1] << 16 | (gsize) at[2] << 8 | at[3];
}

static void
make_room (MotusFrameReader *reader)
{
  gsize pending = motus_frame_reader_pending (reader);
  gsize wanted = MOTUS_FRAME_PREFIX + MIN (announced (reader), reader->max);
  gsize doubled = MAX (reader->size * 2, CHUNK);

  if (pending < reader->size / 2)
    {
      memmove (reader->data, reader->data + reader->start, pending);
      reader->start = 0;
      reader->end = pending;
    }
  else if (wanted > pending)
    resize (reader, MIN (doubled, MAX (wanted, CHUNK)));
  else
    resize (reader, pending + CHUNK);
}

guint8 *
motus_frame_reader_reserve (MotusFrameReader *reader, gsize *room)
{
  gsize left = reader->size - reader->end;
  if (left == 0 || (left < SMALL_ROOM && reader->start > 0))
    make_room (reader);
  *room = MIN (reader->size - reader->end, CHUNK);
  return reader->data + reader->end;
}

void
motus_frame_reader_commit (MotusFrameReader *reader, gsize len)
{
  g_assert (len <= reader->size - reader->end);

  if (!reader->failed)
    reader->end += len;
  if (motus_frame_reader_pending (reader) == 0)
    drop_buffer (reader);
}

static gboolean
fail (MotusFrameReader *reader, GError **error)
{
  reader->failed = TRUE;
  drop_buffer (reader);
  g_set_error_literal (error, MOTUS_WIRE_ERROR, MOTUS_WIRE_ERROR_BAD_FRAME,
                       "The other side announced a frame of a length that is not allowed; "
                       "it may not speak the Motus protocol.");
  return FALSE;
}

static void
take (MotusFrameReader *reader, gsize len)
{
  reader->start += len;
  gsize pending = motus_frame_reader_pending (reader);
  if (pending == 0)
    drop_buffer (reader);
  else if (reader->size > CHUNK && pending <= CHUNK / 2)
    resize (reader, CHUNK);
}

gboolean
motus_frame_reader_next (MotusFrameReader *reader, GBytes **frame, GError **error)
{
  if (reader->failed)
    return fail (reader, error);

  gsize pending = motus_frame_reader_pending (reader);
  gsize len = announced (reader);
  if (pending >= MOTUS_FRAME_PREFIX && (len == 0 || len > reader->max))
    return fail (reader, error);

  if (pending < MOTUS_FRAME_PREFIX || pending - MOTUS_FRAME_PREFIX < len)
    {
      *frame = NULL;
      return TRUE;
    }
  *frame = g_bytes_new (reader->data + reader->start + MOTUS_FRAME_PREFIX, len);
  take (reader, MOTUS_FRAME_PREFIX + len);
  return TRUE;
}

void
motus_frame_split (GBytes *frame, GBytes **header, GBytes **body)
{
  gsize len;
  const char *data = g_bytes_get_data (frame, &len);
  const char *nul = len > 0 ? memchr (data, '\0', len) : NULL;
  gsize header_len = nul != NULL ? (gsize) (nul - data) : len;

  *header = g_bytes_new_from_bytes (frame, 0, header_len);
  *body = nul != NULL ? g_bytes_new_from_bytes (frame, header_len + 1, len - header_len - 1)
                      : NULL;
}

GBytes *
motus_frame_encode (const char *header, gsize header_len, GBytes *body, GError **error)
{
  gsize body_len = body != NULL ? g_bytes_get_size (body) : 0;
  gsize nul_len = body != NULL ? 1 : 0;
  if (header_len > MOTUS_FRAME_MAX || body_len > MOTUS_FRAME_MAX - header_len
      || header_len + body_len + nul_len > MOTUS_FRAME_MAX)
    {
      g_set_error_literal (error, MOTUS_WIRE_ERROR, MOTUS_WIRE_ERROR_TOO_LARGE,
                           "The message is too large to be sent; shorten it or address fewer "
                           "people.");
      return NULL;
    }

  gsize len = header_len + nul_len + body_len;
  guint8 *data = g_malloc (MOTUS_FRAME_PREFIX + len);
  guint32 prefix = GUINT32_TO_BE ((guint32) len);
  guint8 *at = data;
  memcpy (at, &prefix, MOTUS_FRAME_PREFIX);
  at += MOTUS_FRAME_PREFIX;
  memcpy (at, header, header_len);
  at += header_len;
  if (body != NULL)
    *at++ = '\0';
  if (body_len > 0)
    memcpy (at, g_bytes_get_data (body, NULL), body_len);
  return g_bytes_new_take (data, MOTUS_FRAME_PREFIX + len);
}
