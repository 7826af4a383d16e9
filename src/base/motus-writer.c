/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motus-writer.h"

#include <string.h>

#define FIRST_CAPACITY 64

struct _MotusWriter {
  guint8 *data;
  gsize len;
  gsize capacity;
  gsize max;
  gboolean failed;
};

MotusWriter *
motus_writer_new (gsize max)
{
  MotusWriter *writer = g_new0 (MotusWriter, 1);
  writer->max = max;
  return writer;
}

static void
discard (guint8 *data, gsize capacity)
{
  if (data != NULL)
    explicit_bzero (data, capacity);
  g_free (data);
}

void
motus_writer_free (MotusWriter *writer)
{
  if (writer == NULL)
    return;
  discard (writer->data, writer->capacity);
  g_free (writer);
}

/* realloc() would leave the old bytes behind, so growing copies and wipes. */
static void
grow (MotusWriter *writer, gsize needed)
{
  gsize capacity = MAX (writer->capacity, FIRST_CAPACITY);
  while (capacity < needed)
    capacity = capacity > G_MAXSIZE / 2 ? needed : capacity * 2;

  guint8 *data = g_malloc (capacity);
  if (writer->len > 0)
    memcpy (data, writer->data, writer->len);
  discard (writer->data, writer->capacity);
  writer->data = data;
  writer->capacity = capacity;
}

void
motus_writer_bytes (MotusWriter *writer, const void *bytes, gsize len)
{
  if (writer->failed)
    return;
  if (len > writer->max - writer->len)
    {
      writer->failed = TRUE;
      return;
    }
  if (writer->data == NULL || len > writer->capacity - writer->len)
    grow (writer, writer->len + len);
  if (len > 0)
    memcpy (writer->data + writer->len, bytes, len);
  writer->len += len;
}

static void
put_integer (MotusWriter *writer, guint64 value, gsize size)
{
  guint8 bytes[8];
  for (gsize i = 0; i < size; i++)
    bytes[i] = (guint8) (value >> (8 * (size - 1 - i)));
  motus_writer_bytes (writer, bytes, size);
}

void
motus_writer_u8 (MotusWriter *writer, guint8 value)
{
  put_integer (writer, value, 1);
}

void
motus_writer_u16 (MotusWriter *writer, guint16 value)
{
  put_integer (writer, value, 2);
}

void
motus_writer_u32 (MotusWriter *writer, guint32 value)
{
  put_integer (writer, value, 4);
}

void
motus_writer_u64 (MotusWriter *writer, guint64 value)
{
  put_integer (writer, value, 8);
}

static void
put_vector (MotusWriter *writer, const void *bytes, gsize len, gsize prefix, gsize prefix_max)
{
  if (len > prefix_max || len > G_MAXSIZE - prefix || len + prefix > writer->max - writer->len)
    {
      writer->failed = TRUE;
      return;
    }
  put_integer (writer, len, prefix);
  motus_writer_bytes (writer, bytes, len);
}

void
motus_writer_vector16 (MotusWriter *writer, const void *bytes, gsize len)
{
  put_vector (writer, bytes, len, 2, G_MAXUINT16);
}

void
motus_writer_vector32 (MotusWriter *writer, const void *bytes, gsize len)
{
  put_vector (writer, bytes, len, 4, G_MAXUINT32);
}

gsize
motus_writer_length (const MotusWriter *writer)
{
  return writer->len;
}

const guint8 *
motus_writer_peek (const MotusWriter *writer)
{
  if (writer->failed)
    return NULL;
  return writer->data != NULL ? writer->data : (const guint8 *) "";
}

GBytes *
motus_writer_finish (MotusWriter *writer)
{
  if (writer->failed)
    return NULL;

  GBytes *bytes = g_bytes_new (writer->data, writer->len);
  discard (g_steal_pointer (&writer->data), writer->capacity);
  writer->len = 0;
  writer->capacity = 0;
  return bytes;
}
