/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motus-account-record.h"

#include "motus-record.h"

#define VERSION 1
#define ENCODED_MAX 128

enum {
  FLAG_PIN = 1 << 0,
  FLAG_DEVICE_TOKEN = 1 << 1,
};

GBytes *
motus_account_record_encode (const MotusAccountRecord *record)
{
  g_autoptr (MotusWriter) writer = motus_writer_new (ENCODED_MAX);

  motus_writer_u8 (writer, VERSION);
  motus_writer_u8 (writer, (record->has_pin ? FLAG_PIN : 0)
                             | (record->has_device_token ? FLAG_DEVICE_TOKEN : 0));
  motus_writer_bytes (writer, record->pin, sizeof record->pin);
  motus_writer_bytes (writer, record->device_token, sizeof record->device_token);
  motus_writer_u32 (writer, record->iterations);
  return motus_writer_finish (writer);
}

gboolean
motus_account_record_decode (GBytes *data, MotusAccountRecord *record)
{
  MotusAccountRecord found = { 0 };
  MotusReader reader;
  guint8 version = 0, flags = 0;

  motus_record_start (&reader, data);
  motus_reader_u8 (&reader, &version);
  motus_reader_u8 (&reader, &flags);
  motus_reader_copy (&reader, found.pin, sizeof found.pin);
  motus_reader_copy (&reader, found.device_token, sizeof found.device_token);
  motus_reader_u32 (&reader, &found.iterations);
  if (version != VERSION || !motus_reader_end (&reader))
    return FALSE;
  found.has_pin = (flags & FLAG_PIN) != 0;
  found.has_device_token = (flags & FLAG_DEVICE_TOKEN) != 0;
  *record = found;
  return TRUE;
}
