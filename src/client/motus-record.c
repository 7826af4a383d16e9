/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motus-record.h"

#include <string.h>

void
motus_record_start (MotusReader *reader, GBytes *data)
{
  motus_reader_init (reader, g_bytes_get_data (data, NULL), g_bytes_get_size (data));
}

void
motus_record_write_text (MotusWriter *writer, const char *text)
{
  motus_writer_vector32 (writer, text, strlen (text));
}

char *
motus_record_read_text (MotusReader *reader, gsize max)
{
  const guint8 *text;
  gsize len;

  if (!motus_reader_vector32 (reader, max, &text, &len) || memchr (text, '\0', len) != NULL)
    return NULL;
  return g_strndup ((const char *) text, len);
}

void
motus_record_write_bytes (MotusWriter *writer, GBytes *bytes)
{
  gsize len = 0;
  const void *data = bytes != NULL ? g_bytes_get_data (bytes, &len) : NULL;

  motus_writer_vector32 (writer, data, len);
}

GBytes *
motus_record_read_bytes (MotusReader *reader, gsize max)
{
  const guint8 *data;
  gsize len;

  if (!motus_reader_vector32 (reader, max, &data, &len) || len == 0)
    return NULL;
  return g_bytes_new (data, len);
}
