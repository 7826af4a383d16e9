/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motus-received.h"

#include "motus-record.h"

#define VERSION 1
#define ENCODED_MAX (64 * 1024)
#define TEXT_MAX 64

static MotusMissing *
missing_new (guint64 first, guint64 last, const char *conversation, guint64 depth, const char *id)
{
  MotusMissing *missing = g_new (MotusMissing, 1);

  missing->first = first;
  missing->last = last;
  missing->conversation = g_strdup (conversation);
  missing->depth = depth;
  missing->id = g_strdup (id);
  return missing;
}

static void
missing_free (gpointer data)
{
  MotusMissing *missing = data;

  g_free (missing->conversation);
  g_free (missing->id);
  g_free (missing);
}

static gpointer
missing_copy (gconstpointer data, gpointer unused)
{
  const MotusMissing *missing = data;

  return missing_new (missing->first, missing->last, missing->conversation, missing->depth,
                      missing->id);
}

MotusReceived *
motus_received_new (void)
{
  MotusReceived *received = g_new0 (MotusReceived, 1);

  received->missing = g_ptr_array_new_with_free_func (missing_free);
  return received;
}

void
motus_received_free (MotusReceived *received)
{
  if (received == NULL)
    return;
  g_ptr_array_unref (received->missing);
  g_free (received);
}

/* @seq was missing within the gap at @index: what is left of it stays. */
static void
fill_gap (MotusReceived *received, guint index, guint64 seq, const char *conversation,
          guint64 depth, const char *id)
{
  MotusMissing *gap = g_ptr_array_index (received->missing, index);

  if (gap->first < seq)
    g_ptr_array_insert (received->missing, (int) index,
                        missing_new (gap->first, seq - 1, conversation, depth, id));
  if (gap->last > seq)
    gap->first = seq + 1;
  else
    g_ptr_array_remove (received->missing, gap);
}

static void
forget_oldest (MotusReceived *received)
{
  while (received->missing->len > MOTUS_RECEIVED_GAPS_MAX)
    g_ptr_array_remove_index (received->missing, 0);
}

gboolean
motus_received_note (MotusReceived *received, guint64 seq, const char *conversation,
                     guint64 depth, const char *id)
{
  g_return_val_if_fail (seq > 0, FALSE);

  if (seq > received->highest)
    {
      gboolean gap = seq > received->highest + 1;
      if (gap)
        g_ptr_array_add (received->missing,
                         missing_new (received->highest + 1, seq - 1, conversation, depth, id));
      received->highest = seq;
      forget_oldest (received);
      return gap;
    }
  for (guint i = 0; i < received->missing->len; i++)
    {
      MotusMissing *gap = g_ptr_array_index (received->missing, i);
      if (seq < gap->first || seq > gap->last)
        continue;
      fill_gap (received, i, seq, conversation, depth, id);
      forget_oldest (received);
      return TRUE;
    }
  return FALSE;
}

GPtrArray *
motus_received_copy_missing (const MotusReceived *received)
{
  GPtrArray *copy = g_ptr_array_copy (received->missing, missing_copy, NULL);

  g_ptr_array_set_free_func (copy, missing_free);
  return copy;
}

GBytes *
motus_received_encode (const MotusReceived *received)
{
  g_autoptr (MotusWriter) writer = motus_writer_new (ENCODED_MAX);

  motus_writer_u8 (writer, VERSION);
  motus_writer_u64 (writer, received->highest);
  motus_writer_u16 (writer, (guint16) received->missing->len);
  for (guint i = 0; i < received->missing->len; i++)
    {
      MotusMissing *gap = g_ptr_array_index (received->missing, i);
      motus_writer_u64 (writer, gap->first);
      motus_writer_u64 (writer, gap->last);
      motus_record_write_text (writer, gap->conversation);
      motus_writer_u64 (writer, gap->depth);
      motus_record_write_text (writer, gap->id);
    }
  return motus_writer_finish (writer);
}

static void
read_gap (MotusReader *reader, MotusReceived *received)
{
  guint64 first = 0, last = 0, depth = 0;

  motus_reader_u64 (reader, &first);
  motus_reader_u64 (reader, &last);
  g_autofree char *conversation = motus_record_read_text (reader, TEXT_MAX);
  motus_reader_u64 (reader, &depth);
  g_autofree char *id = motus_record_read_text (reader, TEXT_MAX);
  if (id != NULL)
    g_ptr_array_add (received->missing, missing_new (first, last, conversation, depth, id));
}

MotusReceived *
motus_received_decode (GBytes *data)
{
  g_autoptr (MotusReceived) received = motus_received_new ();
  MotusReader reader;
  guint8 version = 0;
  guint16 count = 0;

  motus_record_start (&reader, data);
  motus_reader_u8 (&reader, &version);
  motus_reader_u64 (&reader, &received->highest);
  motus_reader_u16 (&reader, &count);
  for (guint i = 0; i < count; i++)
    read_gap (&reader, received);
  if (version != VERSION || !motus_reader_end (&reader))
    return NULL;
  return g_steal_pointer (&received);
}
