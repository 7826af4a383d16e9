/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motus-frame.h"
#include "motus-message-schema.h"

#include <string.h>

/* A stream of frames. The first byte of the input says who sends (bit 0) and whether before login
 * (bit 1); the next seven are the sizes of the pieces that the rest arrives in, over and over. */

#define PIECES 7

int LLVMFuzzerTestOneInput (const guint8 *data, gsize len);

static void
ignore_key (const char *name, const char *text, gpointer user_data)
{
  g_assert_nonnull (name);
  g_assert_nonnull (text);
}

static void
ignore_change (const char *username, gboolean online, gpointer user_data)
{
  g_assert_nonnull (username);
}

static void
read_list (const MotusMessage *message, const MotusMessageField *field)
{
  gsize count = motus_message_get_count (message, field->name);
  g_assert_cmpuint (count, <=, field->count);
  for (gsize i = 0; i < count && field->kind == MOTUS_FIELD_NAMES; i++)
    g_assert_nonnull (motus_message_get_name_at (message, field->name, i));
  for (gsize i = 0; i < count && field->kind == MOTUS_FIELD_INTS; i++)
    g_assert_cmpint (motus_message_get_int_at (message, field->name, i), >=, 1);
  if (field->kind == MOTUS_FIELD_KEYS)
    motus_message_each_key (message, field->name, ignore_key, NULL);
  if (field->kind == MOTUS_FIELD_CHANGES)
    motus_message_each_change (message, field->name, ignore_change, NULL);
}

static void
read_field (const MotusMessage *message, const MotusMessageField *field)
{
  gboolean present = motus_message_has (message, field->name);
  g_assert_true (present || !field->required);
  if (motus_message_field_is_list (field))
    read_list (message, field);
  if (motus_message_field_is_text (field))
    g_assert_cmpint (motus_message_get_text (message, field->name) != NULL, ==, present);
  if (field->kind == MOTUS_FIELD_BYTES)
    {
      g_autoptr (GBytes) bytes = motus_message_get_bytes (message, field->name);
      g_assert_cmpint (bytes != NULL, ==, present);
    }
}

static MotusMessage *
parse_whole (GBytes *whole, MotusSender sender)
{
  g_autoptr (GBytes) frame
      = g_bytes_new_from_bytes (whole, MOTUS_FRAME_PREFIX,
                                g_bytes_get_size (whole) - MOTUS_FRAME_PREFIX);
  return motus_message_parse (frame, sender, NULL, NULL);
}

/* What was taken must be writable, and what is written must read as the same. */
static void
try_frame (GBytes *frame, MotusSender sender)
{
  g_autofree char *tag = NULL;
  g_autoptr (MotusMessage) message = motus_message_parse (frame, sender, &tag, NULL);
  if (message == NULL)
    return;

  const MotusMessageSchema *schema
      = motus_message_schema (motus_message_get_message_type (message));
  for (gsize i = 0; i < schema->n_fields; i++)
    read_field (message, &schema->fields[i]);
  g_autoptr (GBytes) first = motus_message_encode (message, NULL);
  g_assert_nonnull (first);
  g_assert_cmpuint (g_bytes_get_size (first), <=,
                    g_bytes_get_size (frame) + MOTUS_FRAME_PREFIX);
  g_autoptr (MotusMessage) again = parse_whole (first, sender);
  g_assert_nonnull (again);
  g_autoptr (GBytes) second = motus_message_encode (again, NULL);
  g_assert_true (g_bytes_equal (first, second));
}

static gboolean
take_frames (MotusFrameReader *reader, MotusSender sender)
{
  for (;;)
    {
      g_autoptr (GBytes) frame = NULL;
      if (!motus_frame_reader_next (reader, &frame, NULL))
        return FALSE;
      if (frame == NULL)
        return TRUE;
      try_frame (frame, sender);
    }
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize len)
{
  if (len < 1 + PIECES)
    return 0;
  MotusSender sender = data[0] & 1 ? MOTUS_SENDER_RELAY : MOTUS_SENDER_CLIENT;
  g_autoptr (MotusFrameReader) reader
      = motus_frame_reader_new (data[0] & 2 ? MOTUS_FRAME_MAX_BEFORE_LOGIN : MOTUS_FRAME_MAX);

  gsize at = 1 + PIECES;
  for (gsize turn = 0; at < len; turn++)
    {
      gsize room = 0;
      guint8 *place = motus_frame_reader_reserve (reader, &room);
      gsize piece = MIN (MIN (1 + (gsize) data[1 + turn % PIECES] * 8, room), len - at);
      memcpy (place, data + at, piece);
      motus_frame_reader_commit (reader, piece);
      at += piece;
      if (!take_frames (reader, sender))
        break;
    }
  return 0;
}
