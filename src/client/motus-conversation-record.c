/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motus-conversation-record.h"

#include "motus-conversation-private.h"
#include "motus-record.h"

#define VERSION 1
#define MEMBERS_MAX 1024
#define SHORT_MAX 256
#define ENCODED_MAX (MOTUS_CONVERSATION_DRAFT_MAX + 64 * 1024)

enum {
  FLAG_CLOSED = 1 << 0,
  FLAG_MENTIONED = 1 << 1,
};

MotusConversationRecord *
motus_conversation_record_new (MotusConversation *conversation)
{
  MotusConversationRecord *record = g_new0 (MotusConversationRecord, 1);

  record->id = g_strdup (motus_conversation_get_id (conversation));
  record->kind = motus_conversation_get_kind (conversation);
  record->title = g_strdup (motus_conversation_get_title (conversation));
  record->members = g_strdupv ((char **) motus_conversation_get_members (conversation));
  record->closed = motus_conversation_is_closed (conversation);
  record->unread = motus_conversation_get_unread (conversation);
  record->mentioned = motus_conversation_is_mentioned (conversation);
  record->last_activity = motus_conversation_get_last_activity (conversation);
  record->draft = g_strdup (motus_conversation_get_draft (conversation));
  return record;
}

void
motus_conversation_record_free (MotusConversationRecord *record)
{
  if (record == NULL)
    return;
  g_free (record->id);
  g_free (record->title);
  g_strfreev (record->members);
  g_free (record->draft);
  g_free (record);
}

GBytes *
motus_conversation_record_encode (const MotusConversationRecord *record)
{
  g_autoptr (MotusWriter) writer = motus_writer_new (ENCODED_MAX);
  guint members = record->members != NULL ? g_strv_length (record->members) : 0;

  motus_writer_u8 (writer, VERSION);
  motus_record_write_text (writer, record->id);
  motus_writer_u8 (writer, (guint8) record->kind);
  motus_record_write_text (writer, record->title);
  motus_writer_u16 (writer, (guint16) members);
  for (guint i = 0; i < members; i++)
    motus_record_write_text (writer, record->members[i]);
  motus_writer_u8 (writer, (record->closed ? FLAG_CLOSED : 0)
                             | (record->mentioned ? FLAG_MENTIONED : 0));
  motus_writer_u32 (writer, record->unread);
  motus_writer_u64 (writer, (guint64) record->last_activity);
  motus_record_write_text (writer, record->draft);
  return motus_writer_finish (writer);
}

static void
read_members (MotusReader *reader, MotusConversationRecord *record)
{
  g_autoptr (GStrvBuilder) members = g_strv_builder_new ();
  guint16 count = 0;

  motus_reader_u16 (reader, &count);
  for (guint i = 0; i < MIN (count, MEMBERS_MAX); i++)
    {
      g_autofree char *name = motus_record_read_text (reader, SHORT_MAX);
      if (name != NULL)
        g_strv_builder_add (members, name);
    }
  record->members = g_strv_builder_end (members);
}

MotusConversationRecord *
motus_conversation_record_decode (GBytes *data)
{
  g_autoptr (MotusConversationRecord) record = g_new0 (MotusConversationRecord, 1);
  MotusReader reader;
  guint8 version = 0, kind = 0, flags = 0;
  guint64 last_activity = 0;

  motus_record_start (&reader, data);
  motus_reader_u8 (&reader, &version);
  record->id = motus_record_read_text (&reader, SHORT_MAX);
  motus_reader_u8 (&reader, &kind);
  record->title = motus_record_read_text (&reader, SHORT_MAX);
  read_members (&reader, record);
  motus_reader_u8 (&reader, &flags);
  motus_reader_u32 (&reader, &record->unread);
  motus_reader_u64 (&reader, &last_activity);
  record->draft = motus_record_read_text (&reader, MOTUS_CONVERSATION_DRAFT_MAX);
  if (version != VERSION || record->draft == NULL || !motus_reader_end (&reader)
      || kind > MOTUS_CONVERSATION_PERSON)
    return NULL;
  record->kind = kind;
  record->closed = (flags & FLAG_CLOSED) != 0;
  record->mentioned = (flags & FLAG_MENTIONED) != 0;
  record->last_activity = (gint64) last_activity;
  return g_steal_pointer (&record);
}
