/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motus-message-record.h"

#include "motus-client.h"
#include "motus-record.h"

#define VERSION 1
#define SHORT_MAX 64
#define ENCODED_MAX (MOTUS_CLIENT_TEXT_MAX + 1024)

enum {
  FLAG_MINE = 1 << 0,
  FLAG_PRIVATE = 1 << 1,
  FLAG_MENTIONS_ME = 1 << 2,
};

MotusMessageRecord *
motus_message_record_new (void)
{
  return g_new0 (MotusMessageRecord, 1);
}

MotusMessageRecord *
motus_message_record_copy (const MotusMessageRecord *record)
{
  MotusMessageRecord *copy = g_memdup2 (record, sizeof *record);

  copy->conversation = g_strdup (record->conversation);
  copy->id = g_strdup (record->id);
  copy->sender = g_strdup (record->sender);
  copy->text = g_strdup (record->text);
  return copy;
}

void
motus_message_record_free (MotusMessageRecord *record)
{
  if (record == NULL)
    return;
  g_free (record->conversation);
  g_free (record->id);
  g_free (record->sender);
  g_free (record->text);
  g_free (record);
}

char *
motus_message_record_name (const char *sender, const char *id)
{
  return g_strconcat (sender, "/", id, NULL);
}

GBytes *
motus_message_record_encode (const MotusMessageRecord *record)
{
  g_autoptr (MotusWriter) writer = motus_writer_new (ENCODED_MAX);

  motus_writer_u8 (writer, VERSION);
  motus_record_write_text (writer, record->conversation);
  motus_record_write_text (writer, record->id);
  motus_record_write_text (writer, record->sender);
  motus_writer_u8 (writer, (guint8) record->kind);
  motus_writer_u8 (writer, (record->mine ? FLAG_MINE : 0) | (record->is_private ? FLAG_PRIVATE : 0)
                             | (record->mentions_me ? FLAG_MENTIONS_ME : 0));
  motus_writer_u8 (writer, (guint8) record->proof);
  motus_writer_u8 (writer, (guint8) record->delivery);
  motus_writer_u64 (writer, (guint64) record->sent_at);
  motus_writer_u64 (writer, (guint64) record->received_at);
  motus_writer_u64 (writer, record->depth);
  motus_record_write_text (writer, record->text);
  return motus_writer_finish (writer);
}

static void
read_numbers (MotusReader *reader, MotusMessageRecord *record)
{
  guint8 kind = 0, flags = 0, proof = 0, delivery = 0;
  guint64 sent_at = 0, received_at = 0;

  motus_reader_u8 (reader, &kind);
  motus_reader_u8 (reader, &flags);
  motus_reader_u8 (reader, &proof);
  motus_reader_u8 (reader, &delivery);
  motus_reader_u64 (reader, &sent_at);
  motus_reader_u64 (reader, &received_at);
  motus_reader_u64 (reader, &record->depth);
  record->kind = kind;
  record->mine = (flags & FLAG_MINE) != 0;
  record->is_private = (flags & FLAG_PRIVATE) != 0;
  record->mentions_me = (flags & FLAG_MENTIONS_ME) != 0;
  record->proof = proof;
  record->delivery = delivery;
  record->sent_at = (gint64) sent_at;
  record->received_at = (gint64) received_at;
}

MotusMessageRecord *
motus_message_record_decode (GBytes *data)
{
  g_autoptr (MotusMessageRecord) record = motus_message_record_new ();
  MotusReader reader;
  guint8 version = 0;

  motus_record_start (&reader, data);
  motus_reader_u8 (&reader, &version);
  record->conversation = motus_record_read_text (&reader, SHORT_MAX);
  record->id = motus_record_read_text (&reader, SHORT_MAX);
  record->sender = motus_record_read_text (&reader, SHORT_MAX);
  read_numbers (&reader, record);
  record->text = motus_record_read_text (&reader, MOTUS_CLIENT_TEXT_MAX);
  if (version != VERSION || record->text == NULL || !motus_reader_end (&reader)
      || record->kind > MOTUS_CHAT_NOTICE || record->proof > MOTUS_PROOF_VERIFIED
      || record->delivery > MOTUS_DELIVERY_FAILED)
    return NULL;
  return g_steal_pointer (&record);
}

MotusChatMessage *
motus_message_record_to_line (const MotusMessageRecord *record)
{
  MotusChatText text = {
    .id = record->id,
    .sender = record->sender,
    .mine = record->mine,
    .is_private = record->is_private,
    .mentions_me = record->mentions_me,
    .text = record->text,
    .sent_at = record->sent_at,
    .depth = record->depth,
    .proof = record->proof,
    .delivery = record->delivery,
  };

  if (record->kind == MOTUS_CHAT_NOTICE)
    return motus_chat_message_new_notice (record->text, record->sent_at, record->depth, 0);
  return motus_chat_message_new_text (&text);
}
