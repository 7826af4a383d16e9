/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motus-outgoing.h"

#include "motus-record.h"

#define VERSION 1
#define NAME_LENGTH_MAX 64
#define ENCODED_MAX (128 * 1024)

static void
target_free (gpointer data)
{
  MotusOutgoingTarget *target = data;

  g_free (target->name);
  g_free (target);
}

MotusOutgoing *
motus_outgoing_new (void)
{
  return g_ptr_array_new_with_free_func (target_free);
}

void
motus_outgoing_add (MotusOutgoing *outgoing, const char *name, guint64 seq)
{
  MotusOutgoingTarget *target = g_new (MotusOutgoingTarget, 1);

  target->name = g_strdup (name);
  target->seq = seq;
  g_ptr_array_add (outgoing, target);
}

GBytes *
motus_outgoing_encode (const MotusOutgoing *outgoing)
{
  g_autoptr (MotusWriter) writer = motus_writer_new (ENCODED_MAX);

  motus_writer_u8 (writer, VERSION);
  motus_writer_u16 (writer, (guint16) outgoing->len);
  for (guint i = 0; i < outgoing->len; i++)
    {
      const MotusOutgoingTarget *target = g_ptr_array_index (outgoing, i);
      motus_record_write_text (writer, target->name);
      motus_writer_u64 (writer, target->seq);
    }
  return motus_writer_finish (writer);
}

MotusOutgoing *
motus_outgoing_decode (GBytes *data)
{
  g_autoptr (GPtrArray) outgoing = motus_outgoing_new ();
  MotusReader reader;
  guint8 version = 0;
  guint16 count = 0;

  motus_record_start (&reader, data);
  motus_reader_u8 (&reader, &version);
  motus_reader_u16 (&reader, &count);
  for (guint i = 0; i < count; i++)
    {
      g_autofree char *name = motus_record_read_text (&reader, NAME_LENGTH_MAX);
      guint64 seq = 0;
      motus_reader_u64 (&reader, &seq);
      if (name != NULL)
        motus_outgoing_add (outgoing, name, seq);
    }
  if (version != VERSION || !motus_reader_end (&reader))
    return NULL;
  return g_steal_pointer (&outgoing);
}
