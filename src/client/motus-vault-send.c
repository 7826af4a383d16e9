/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motus-vault.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "motus-message.h"
#include "motus-name.h"
#include "motus-outgoing.h"
#include "motus-record.h"

static const char *const mode_words[] = {
  [MOTUS_ENVELOPE_BROADCAST] = "broadcast",
  [MOTUS_ENVELOPE_ROOM] = "room",
  [MOTUS_ENVELOPE_PRIVATE] = "private",
};

MotusRecipient *
motus_recipient_new (const char *name, MotusRsaPublicKey *key)
{
  MotusRecipient *recipient = g_new (MotusRecipient, 1);

  recipient->name = g_strdup (name);
  recipient->key = motus_rsa_public_key_ref (key);
  return recipient;
}

void
motus_recipient_free (MotusRecipient *recipient)
{
  g_free (recipient->name);
  motus_rsa_public_key_unref (recipient->key);
  g_free (recipient);
}

/* The next number for @name; its use is part of the transaction that is open. */
static gboolean
take_number (MotusStore *store, const char *name, guint64 *seq, GError **error)
{
  g_autoptr (GBytes) value = NULL;
  guint64 last = 0;

  if (!motus_store_get (store, MOTUS_STORE_SENT, name, &value, error))
    return FALSE;
  if (value != NULL)
    {
      MotusReader reader;
      motus_record_start (&reader, value);
      motus_reader_u64 (&reader, &last);
    }
  g_autoptr (MotusWriter) writer = motus_writer_new (sizeof last);
  motus_writer_u64 (writer, last + 1);
  g_autoptr (GBytes) next = motus_writer_finish (writer);
  if (!motus_store_put (store, MOTUS_STORE_SENT, name, next, error))
    return FALSE;
  *seq = last + 1;
  return TRUE;
}

static guint64
find_number (MotusOutgoing *outgoing, const char *name)
{
  for (guint i = 0; i < outgoing->len; i++)
    {
      const MotusOutgoingTarget *target = g_ptr_array_index (outgoing, i);
      if (g_str_equal (target->name, name))
        return target->seq;
    }
  return 0;
}

static MotusOutgoing *
load_outgoing (MotusVault *vault, const char *id, GError **error)
{
  g_autoptr (GBytes) value = NULL;

  if (!motus_store_get (motus_vault_get_store (vault), MOTUS_STORE_OUTGOING, id, &value, error))
    return NULL;
  MotusOutgoing *outgoing = value != NULL ? motus_outgoing_decode (value) : NULL;
  return outgoing != NULL ? outgoing : motus_outgoing_new ();
}

static gboolean
number_recipients (MotusVault *vault, const MotusMessageRecord *record, GPtrArray *recipients,
                   MotusOutgoing *outgoing, GError **error)
{
  MotusStore *store = motus_vault_get_store (vault);

  for (guint i = 0; i < recipients->len; i++)
    {
      const MotusRecipient *recipient = g_ptr_array_index (recipients, i);
      guint64 seq = find_number (outgoing, recipient->name);
      if (seq != 0)
        continue;
      if (!take_number (store, recipient->name, &seq, error))
        return FALSE;
      motus_outgoing_add (outgoing, recipient->name, seq);
    }
  g_autoptr (GBytes) value = motus_outgoing_encode (outgoing);
  return motus_store_put (store, MOTUS_STORE_OUTGOING, record->id, value, error)
         && motus_vault_keep (vault, record, error);
}

static MotusOutgoing *
number (MotusVault *vault, const MotusMessageRecord *record, GPtrArray *recipients, GError **error)
{
  MotusStore *store = motus_vault_get_store (vault);

  if (!motus_store_begin (store, error))
    return NULL;
  g_autoptr (GPtrArray) outgoing = load_outgoing (vault, record->id, error);
  if (outgoing == NULL || !number_recipients (vault, record, recipients, outgoing, error))
    {
      motus_store_roll_back (store);
      return NULL;
    }
  if (!motus_store_commit (store, error))
    return NULL;
  return g_steal_pointer (&outgoing);
}

static MotusEnvelope *
address (const MotusMessageRecord *record, const char *room, MotusEnvelopeMode mode,
         GPtrArray *recipients, MotusOutgoing *outgoing)
{
  g_autoptr (MotusEnvelope) envelope = motus_envelope_new ();

  if (!motus_id_parse (record->id, envelope->id))
    return NULL;
  envelope->from = g_strdup (record->sender);
  envelope->mode = mode;
  envelope->has_room = room != NULL;
  if (room != NULL && !motus_id_parse (room, envelope->room))
    return NULL;
  envelope->sent_at = record->sent_at;
  envelope->depth = record->depth;
  for (guint i = 0; i < recipients->len; i++)
    {
      const MotusRecipient *recipient = g_ptr_array_index (recipients, i);
      if (!motus_envelope_add_target (envelope, recipient->name,
                                      find_number (outgoing, recipient->name)))
        return NULL;
    }
  return g_steal_pointer (&envelope);
}

static MotusMessage *
make_message (const MotusMessageRecord *record, const char *room, const MotusEnvelope *envelope,
              GBytes **wrapped)
{
  MotusMessage *message = motus_message_new (MOTUS_MESSAGE_ENCRYPTED_SEND);

  motus_message_set_text (message, "id", record->id);
  motus_message_set_text (message, "from", record->sender);
  motus_message_set_text (message, "mode", mode_words[envelope->mode]);
  if (room != NULL)
    motus_message_set_text (message, "room", room);
  for (guint i = 0; i < envelope->targets->len; i++)
    {
      const MotusEnvelopeTarget *target
        = &g_array_index (envelope->targets, MotusEnvelopeTarget, i);
      motus_message_add_name (message, "targets", target->name);
      motus_message_add_int (message, "seqs", (gint64) target->seq);
      motus_message_add_key (message, "keys", target->name, g_bytes_get_data (wrapped[i], NULL),
                             g_bytes_get_size (wrapped[i]));
    }
  motus_message_set_int (message, "depth", (gint64) envelope->depth);
  motus_message_set_int (message, "sent_at", envelope->sent_at);
  motus_message_set_bytes (message, "nonce", envelope->nonce, sizeof envelope->nonce);
  motus_message_set_bytes (message, "tag", envelope->tag, sizeof envelope->tag);
  motus_message_set_bytes (message, "signature", envelope->signature, sizeof envelope->signature);
  motus_message_set_body (message, envelope->ciphertext);
  return message;
}

static GBytes *
seal (MotusVault *vault, const MotusMessageRecord *record, const char *room,
      MotusEnvelope *envelope, GPtrArray *recipients, GError **error)
{
  MotusKeyBundle *bundle = motus_vault_get_bundle (vault);
  guint count = recipients->len;
  g_autofree MotusRsaPublicKey **keys = g_new0 (MotusRsaPublicKey *, count);
  g_autofree GBytes **wrapped = g_new0 (GBytes *, count);

  for (guint i = 0; i < count; i++)
    keys[i] = ((MotusRecipient *) g_ptr_array_index (recipients, i))->key;
  if (!motus_envelope_seal (envelope, record->text, strlen (record->text), keys,
                            motus_key_bundle_get_signing_seed (bundle),
                            motus_key_bundle_get_signing_public (bundle), wrapped, error))
    return NULL;

  g_autoptr (MotusMessage) message = make_message (record, room, envelope, wrapped);
  for (guint i = 0; i < count; i++)
    g_bytes_unref (wrapped[i]);
  return motus_message_encode (message, error);
}

static int
compare_recipients (gconstpointer a, gconstpointer b)
{
  const MotusRecipient *x = *(MotusRecipient *const *) a;
  const MotusRecipient *y = *(MotusRecipient *const *) b;

  return strcmp (x->name, y->name);
}

GBytes *
motus_vault_seal (MotusVault *vault, const MotusMessageRecord *record, const char *room,
                  MotusEnvelopeMode mode, GPtrArray *recipients, GError **error)
{
  g_ptr_array_sort (recipients, compare_recipients);
  g_autoptr (GPtrArray) outgoing = number (vault, record, recipients, error);
  if (outgoing == NULL)
    return NULL;

  g_autoptr (MotusEnvelope) envelope = address (record, room, mode, recipients, outgoing);
  if (envelope == NULL)
    {
      g_set_error_literal (error, MOTUS_CLIENT_ERROR, MOTUS_CLIENT_ERROR_REFUSED,
                           _("The message has more recipients than a message can have. Send it to "
                             "fewer people."));
      return NULL;
    }
  return seal (vault, record, room, envelope, recipients, error);
}

gboolean
motus_vault_settle (MotusVault *vault, const MotusMessageRecord *record, GError **error)
{
  MotusStore *store = motus_vault_get_store (vault);

  if (!motus_store_begin (store, error))
    return FALSE;
  if (!motus_vault_keep (vault, record, error)
      || (record->delivery == MOTUS_DELIVERY_SENT
          && !motus_store_remove (store, MOTUS_STORE_OUTGOING, record->id, error)))
    {
      motus_store_roll_back (store);
      return FALSE;
    }
  return motus_store_commit (store, error);
}
