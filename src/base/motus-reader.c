/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motus-reader.h"

#include <string.h>

void
motus_reader_init (MotusReader *reader, const void *data, gsize len)
{
  reader->data = data;
  reader->left = len;
  reader->failed = FALSE;
}

/* Every read goes through here: nothing else moves the position. */
static const guint8 *
take (MotusReader *reader, gsize len)
{
  if (reader->failed || len > reader->left)
    {
      reader->failed = TRUE;
      return NULL;
    }

  const guint8 *bytes = reader->data;
  reader->left -= len;
  if (len > 0)
    reader->data += len;
  return bytes != NULL ? bytes : (const guint8 *) "";
}

static gboolean
take_integer (MotusReader *reader, gsize size, guint64 *value)
{
  const guint8 *bytes = take (reader, size);
  if (bytes == NULL)
    return FALSE;

  guint64 sum = 0;
  for (gsize i = 0; i < size; i++)
    sum = sum << 8 | bytes[i];
  *value = sum;
  return TRUE;
}

gboolean
motus_reader_u8 (MotusReader *reader, guint8 *value)
{
  guint64 wide;
  if (!take_integer (reader, sizeof *value, &wide))
    return FALSE;
  *value = (guint8) wide;
  return TRUE;
}

gboolean
motus_reader_u16 (MotusReader *reader, guint16 *value)
{
  guint64 wide;
  if (!take_integer (reader, sizeof *value, &wide))
    return FALSE;
  *value = (guint16) wide;
  return TRUE;
}

gboolean
motus_reader_u32 (MotusReader *reader, guint32 *value)
{
  guint64 wide;
  if (!take_integer (reader, sizeof *value, &wide))
    return FALSE;
  *value = (guint32) wide;
  return TRUE;
}

gboolean
motus_reader_u64 (MotusReader *reader, guint64 *value)
{
  return take_integer (reader, sizeof *value, value);
}

gboolean
motus_reader_bytes (MotusReader *reader, gsize len, const guint8 **bytes)
{
  const guint8 *taken = take (reader, len);
  if (taken == NULL)
    return FALSE;
  *bytes = taken;
  return TRUE;
}

gboolean
motus_reader_copy (MotusReader *reader, void *out, gsize len)
{
  const guint8 *taken = take (reader, len);
  if (taken == NULL)
    return FALSE;
  if (len > 0)
    memcpy (out, taken, len);
  return TRUE;
}

static gboolean
take_vector (MotusReader *reader, gsize prefix, gsize max, const guint8 **bytes, gsize *len)
{
  guint64 size;
  if (!take_integer (reader, prefix, &size))
    return FALSE;
  if (size > max)
    {
      reader->failed = TRUE;
      return FALSE;
    }
  if (!motus_reader_bytes (reader, (gsize) size, bytes))
    return FALSE;
  *len = (gsize) size;
  return TRUE;
}

gboolean
motus_reader_vector16 (MotusReader *reader, gsize max, const guint8 **bytes, gsize *len)
{
  return take_vector (reader, 2, max, bytes, len);
}

gboolean
motus_reader_vector32 (MotusReader *reader, gsize max, const guint8 **bytes, gsize *len)
{
  return take_vector (reader, 4, max, bytes, len);
}

gsize
motus_reader_left (const MotusReader *reader)
{
  return reader->failed ? 0 : reader->left;
}

gboolean
motus_reader_end (const MotusReader *reader)
{
  return !reader->failed && reader->left == 0;
}
