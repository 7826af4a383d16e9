/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motus-client-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "motus-conversation-private.h"
#include "motus-digest.h"
#include "motus-name.h"

/* A message being opened in the worker. */
typedef struct {
  MotusClient *client;
  MotusVault *vault;
  MotusIncoming *incoming;
  GError *error;
} Receiving;

static void
receiving_free (gpointer data)
{
  Receiving *receiving = data;

  g_object_unref (receiving->client);
  motus_incoming_free (receiving->incoming);
  g_clear_error (&receiving->error);
  g_free (receiving);
}

static void
refuse (MotusClient *self, const char *from, GError *error)
{
  motus_client_emit_refused (self, from, error);
  g_error_free (error);
}

/* In the worker. */
static void
open_message (gpointer data)
{
  Receiving *receiving = data;

  motus_vault_receive (receiving->vault, receiving->incoming, &receiving->error);
}

static void
show (MotusClient *self, const MotusIncoming *incoming)
{
  const MotusMessageRecord *record = incoming->record;
  MotusConversation *conversation
    = g_hash_table_lookup (self->conversation_by_id, record->conversation);
  if (conversation == NULL)
    return;

  g_autoptr (MotusChatMessage) line = motus_message_record_to_line (record);
  motus_conversation_add (conversation, line, record->received_at,
                          record->kind == MOTUS_CHAT_TEXT);
  if (incoming->missing != NULL)
    motus_client_show_gaps (self, record->sender, incoming->missing);
  if (record->kind == MOTUS_CHAT_TEXT)
    motus_client_emit_received (self, conversation, line);
}

static void
message_opened (gpointer data)
{
  Receiving *receiving = data;
  MotusClient *self = receiving->client;

  if (--self->opening == MOTUS_CLIENT_OPENING_RESUME && self->connection != NULL)
    motus_connection_set_paused (self->connection, FALSE);
  if (g_error_matches (receiving->error, MOTUS_CLIENT_ERROR, MOTUS_CLIENT_ERROR_STORE))
    motus_client_store_failed (self, receiving->error);
  else if (receiving->error != NULL)
    motus_client_emit_refused (self, receiving->incoming->record->sender, receiving->error);
  else if (receiving->incoming->fresh)
    show (self, receiving->incoming);
}

/* What nobody signed is known by what the relay cannot choose: the same message under another id is
 * the same message. */
static char *
derive_id (const char *from, const MotusEnvelope *envelope)
{
  guint8 digest[MOTUS_SHA256_SIZE];
  g_autoptr (GByteArray) data = g_byte_array_new ();

  g_byte_array_append (data, (const guint8 *) from, (guint) strlen (from) + 1);
  g_byte_array_append (data, envelope->nonce, sizeof envelope->nonce);
  g_byte_array_append (data, envelope->tag, sizeof envelope->tag);
  motus_sha256 (data->data, data->len, digest);
  return motus_id_format (digest);
}

static gboolean
read_mode (const char *word, MotusEnvelopeMode *mode)
{
  static const char *const words[] = { "broadcast", "room", "private" };

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if (g_strcmp0 (word, words[i]) == 0)
      {
        *mode = (MotusEnvelopeMode) i;
        return TRUE;
      }
  return FALSE;
}

static gboolean
read_targets (MotusMessage *message, MotusEnvelope *envelope)
{
  gsize count = motus_message_get_count (message, "targets");

  if (!envelope->has_signature)
    return TRUE;
  if (motus_message_get_count (message, "seqs") != count)
    return FALSE;
  for (gsize i = 0; i < count; i++)
    if (!motus_envelope_add_target (envelope, motus_message_get_name_at (message, "targets", i),
                                    (guint64) motus_message_get_int_at (message, "seqs", i)))
      return FALSE;
  return TRUE;
}

/* The envelope as it travelled; NULL if the message is not one. */
static MotusEnvelope *
read_envelope (MotusMessage *message)
{
  g_autoptr (MotusEnvelope) envelope = motus_envelope_new ();
  const char *room = motus_message_get_text (message, "room");
  gint64 depth = 0;

  envelope->from = g_strdup (motus_message_get_text (message, "from"));
  envelope->has_room = room != NULL;
  envelope->has_signature = motus_message_get_exact (message, "signature", envelope->signature,
                                                     sizeof envelope->signature);
  envelope->ciphertext = motus_message_get_ciphertext (message);
  motus_message_get_int (message, "sent_at", &envelope->sent_at);
  motus_message_get_int (message, "depth", &depth);
  envelope->depth = (guint64) depth;
  if (!motus_id_parse (motus_message_get_text (message, "id"), envelope->id)
      || (room != NULL && !motus_id_parse (room, envelope->room))
      || !read_mode (motus_message_get_text (message, "mode"), &envelope->mode)
      || !motus_message_get_exact (message, "nonce", envelope->nonce, sizeof envelope->nonce)
      || !motus_message_get_exact (message, "tag", envelope->tag, sizeof envelope->tag)
      || (envelope->mode == MOTUS_ENVELOPE_ROOM) != envelope->has_room
      || !read_targets (message, envelope))
    return NULL;
  return g_steal_pointer (&envelope);
}

/* This account's number among the targets, 0 if it is not one. */
static guint64
find_own_seq (MotusClient *self, const MotusEnvelope *envelope)
{
  for (guint i = 0; i < envelope->targets->len; i++)
    {
      const MotusEnvelopeTarget *target
        = &g_array_index (envelope->targets, MotusEnvelopeTarget, i);
      if (g_str_equal (target->name, self->account))
        return target->seq;
    }
  return 0;
}

static gboolean
is_member (MotusConversation *room, const char *name)
{
  return g_strv_contains (motus_conversation_get_members (room), name);
}

/* The conversation a message belongs to; NULL if it cannot be one of this account's. */
static MotusConversation *
find_conversation (MotusClient *self, const MotusEnvelope *envelope)
{
  if (envelope->mode == MOTUS_ENVELOPE_BROADCAST)
    return motus_client_get_conversation (self, NULL);
  if (envelope->mode == MOTUS_ENVELOPE_PRIVATE)
    return !envelope->has_signature || envelope->targets->len == 1
             ? motus_client_get_conversation (self, envelope->from)
             : NULL;

  g_autofree char *id = motus_id_format (envelope->room);
  MotusConversation *room = motus_client_get_room (self, id);
  if (room == NULL || motus_conversation_is_closed (room) || !is_member (room, envelope->from))
    return NULL;
  return room;
}

static MotusProof
find_proof (const MotusPeer *peer, const MotusEnvelope *envelope)
{
  if (!envelope->has_signature)
    return MOTUS_PROOF_UNSIGNED;
  return peer->verified ? MOTUS_PROOF_VERIFIED : MOTUS_PROOF_SIGNED;
}

static MotusMessageRecord *
make_record (MotusClient *self, const MotusPeer *peer, const MotusEnvelope *envelope,
             MotusConversation *conversation)
{
  MotusMessageRecord *record = motus_message_record_new ();

  record->conversation = g_strdup (motus_conversation_get_id (conversation));
  record->id = envelope->has_signature ? motus_id_format (envelope->id)
                                       : derive_id (envelope->from, envelope);
  record->sender = g_strdup (envelope->from);
  record->is_private = envelope->mode == MOTUS_ENVELOPE_PRIVATE;
  record->proof = find_proof (peer, envelope);
  record->delivery = MOTUS_DELIVERY_NONE;
  record->sent_at = envelope->sent_at;
  record->received_at = motus_client_now (self);
  record->depth = envelope->has_signature
                    ? motus_conversation_clamp_depth (conversation, envelope->depth)
                    : motus_conversation_reserve_depth (conversation);
  return record;
}

static void
push (MotusClient *self, const MotusPeer *peer, MotusEnvelope *envelope, GBytes *key,
      MotusConversation *conversation)
{
  Receiving *receiving = g_new0 (Receiving, 1);
  MotusIncoming *incoming = g_new0 (MotusIncoming, 1);

  incoming->record = make_record (self, peer, envelope, conversation);
  incoming->seq = find_own_seq (self, envelope);
  incoming->has_signing = envelope->has_signature;
  memcpy (incoming->signing, peer->pinned.signing, sizeof incoming->signing);
  incoming->envelope = envelope;
  incoming->wrapped_key = g_bytes_ref (key);
  receiving->client = g_object_ref (self);
  receiving->vault = self->vault;
  receiving->incoming = incoming;
  motus_worker_push (self->worker, open_message, message_opened, receiving, receiving_free);
  if (++self->opening >= MOTUS_CLIENT_OPENING_MAX && self->connection != NULL)
    motus_connection_set_paused (self->connection, TRUE);
}

/* Whether the sender's keys allow to take this message at all. */
static gboolean
check_sender (MotusClient *self, const MotusPeer *peer, const MotusEnvelope *envelope)
{
  if (peer == NULL || peer->pinned.spki == NULL || g_str_equal (envelope->from, self->account))
    return FALSE;
  if (envelope->has_signature)
    return peer->pinned.signs;
  return !peer->signed_once && !peer->pinned.signs;
}

void
motus_client_handle_message (MotusClient *self, MotusMessage *message)
{
  const char *from = motus_message_get_text (message, "from");
  MotusPeer *peer = motus_client_get_peer (self, from);
  g_autoptr (MotusEnvelope) envelope = read_envelope (message);
  g_autoptr (GBytes) key = motus_message_get_bytes (message, "key");

  if (envelope == NULL || key == NULL)
    {
      refuse (self, from, g_error_new (MOTUS_CLIENT_ERROR, MOTUS_CLIENT_ERROR_PROTOCOL,
                                       _("A message that claims to be from %s is malformed. It is "
                                         "not shown."),
                                       from));
      return;
    }
  if (!check_sender (self, peer, envelope))
    {
      refuse (self, from, g_error_new (MOTUS_CLIENT_ERROR, MOTUS_CLIENT_ERROR_SENDER,
                                       _("Nothing proves that a message that claims to be from %s "
                                         "is from them. It is not shown."),
                                       from));
      return;
    }
  MotusConversation *conversation = find_conversation (self, envelope);
  if (conversation == NULL
      || (envelope->has_signature && find_own_seq (self, envelope) == 0))
    {
      refuse (self, from, g_error_new (MOTUS_CLIENT_ERROR, MOTUS_CLIENT_ERROR_BINDING,
                                       _("A message from %s was meant for somebody else, or for "
                                         "another room. It is not shown."),
                                       from));
      return;
    }
  push (self, peer, g_steal_pointer (&envelope), key, conversation);
}
