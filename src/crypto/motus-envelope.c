/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motus-envelope.h"

#include "motus-aes-eax.h"
#include "motus-crypto-error.h"
#include "motus-digest.h"
#include "motus-random.h"
#include "motus-rsa-oaep.h"
#include "motus-writer.h"

#include <string.h>

/* The longest signed bytes: all fields, and every target with its longest name. */
#define SIGNED_MAX (1024 + MOTUS_ENVELOPE_TARGETS_MAX * (2 + MOTUS_ENVELOPE_NAME_MAX + 8))

G_STATIC_ASSERT (MOTUS_OAEP_KEY_SIZE == MOTUS_AES_EAX_KEY_SIZE);

static const char label[] = "motus envelope v1";

static void
target_clear (gpointer target)
{
  g_free (((MotusEnvelopeTarget *) target)->name);
}

MotusEnvelope *
motus_envelope_new (void)
{
  MotusEnvelope *envelope = g_new0 (MotusEnvelope, 1);
  envelope->targets = g_array_new (FALSE, FALSE, sizeof (MotusEnvelopeTarget));
  g_array_set_clear_func (envelope->targets, target_clear);
  return envelope;
}

void
motus_envelope_free (MotusEnvelope *envelope)
{
  if (envelope == NULL)
    return;
  g_free (envelope->from);
  g_array_unref (envelope->targets);
  g_clear_pointer (&envelope->ciphertext, g_bytes_unref);
  g_free (envelope);
}

static const MotusEnvelopeTarget *
get_target (const MotusEnvelope *envelope, guint i)
{
  return &g_array_index (envelope->targets, MotusEnvelopeTarget, i);
}

/* Where @name stands among the targets, or would have to be put. */
static gboolean
find_target (const MotusEnvelope *envelope, const char *name, guint *place)
{
  guint low = 0, high = envelope->targets->len;
  while (low < high)
    {
      guint middle = low + (high - low) / 2;
      int order = strcmp (get_target (envelope, middle)->name, name);
      if (order == 0)
        {
          *place = middle;
          return TRUE;
        }
      if (order < 0)
        low = middle + 1;
      else
        high = middle;
    }
  *place = low;
  return FALSE;
}

static gboolean
name_fits (const char *name)
{
  return name != NULL && name[0] != '\0'
         && strnlen (name, MOTUS_ENVELOPE_NAME_MAX + 1) <= MOTUS_ENVELOPE_NAME_MAX;
}

gboolean
motus_envelope_add_target (MotusEnvelope *envelope, const char *name, guint64 seq)
{
  guint place;
  if (!name_fits (name) || envelope->targets->len >= MOTUS_ENVELOPE_TARGETS_MAX
      || find_target (envelope, name, &place))
    return FALSE;

  MotusEnvelopeTarget target = { g_strdup (name), seq };
  g_array_insert_val (envelope->targets, place, target);
  return TRUE;
}

static gboolean
targets_are_sound (const MotusEnvelope *envelope)
{
  guint count = envelope->targets->len;
  if (count == 0 || count > MOTUS_ENVELOPE_TARGETS_MAX)
    return FALSE;
  for (guint i = 0; i < count; i++)
    {
      const char *name = get_target (envelope, i)->name;
      if (!name_fits (name) || (i > 0 && strcmp (get_target (envelope, i - 1)->name, name) >= 0))
        return FALSE;
    }
  return TRUE;
}

/* Everything that the signature covers but what sealing makes. */
static gboolean
header_is_sound (const MotusEnvelope *envelope)
{
  return name_fits (envelope->from) && envelope->mode <= MOTUS_ENVELOPE_PRIVATE
         && !envelope->has_room == (envelope->mode != MOTUS_ENVELOPE_ROOM)
         && targets_are_sound (envelope);
}

static gboolean
ciphertext_is_sound (const MotusEnvelope *envelope)
{
  return envelope->ciphertext != NULL
         && g_bytes_get_size (envelope->ciphertext) <= MOTUS_ENVELOPE_TEXT_MAX;
}

static void
write_targets (MotusWriter *writer, const MotusEnvelope *envelope)
{
  motus_writer_u16 (writer, (guint16) envelope->targets->len);
  for (guint i = 0; i < envelope->targets->len; i++)
    {
      const MotusEnvelopeTarget *target = get_target (envelope, i);
      motus_writer_vector16 (writer, target->name, strlen (target->name));
      motus_writer_u64 (writer, target->seq);
    }
}

static void
write_signed (MotusWriter *writer, const MotusEnvelope *envelope)
{
  guint8 hash[MOTUS_SHA256_SIZE];
  motus_sha256 (g_bytes_get_data (envelope->ciphertext, NULL),
                g_bytes_get_size (envelope->ciphertext), hash);

  motus_writer_vector16 (writer, label, sizeof label - 1);
  motus_writer_bytes (writer, envelope->id, sizeof envelope->id);
  motus_writer_vector16 (writer, envelope->from, strlen (envelope->from));
  motus_writer_u8 (writer, (guint8) envelope->mode);
  motus_writer_vector16 (writer, envelope->room, envelope->has_room ? sizeof envelope->room : 0);
  motus_writer_u64 (writer, (guint64) envelope->sent_at);
  motus_writer_u64 (writer, envelope->depth);
  write_targets (writer, envelope);
  motus_writer_bytes (writer, envelope->nonce, sizeof envelope->nonce);
  motus_writer_bytes (writer, envelope->tag, sizeof envelope->tag);
  motus_writer_bytes (writer, hash, sizeof hash);
}

GBytes *
motus_envelope_signed_bytes (const MotusEnvelope *envelope)
{
  if (!header_is_sound (envelope) || !ciphertext_is_sound (envelope))
    return NULL;

  g_autoptr (MotusWriter) writer = motus_writer_new (SIGNED_MAX);
  write_signed (writer, envelope);
  return motus_writer_finish (writer);
}

/* The message key for each of @count recipients, or NULL. */
static GPtrArray *
wrap_key (const MotusSecret *key, MotusRsaPublicKey *const *recipients, guint count,
          GError **error)
{
  g_autoptr (GPtrArray) wrapped = g_ptr_array_new_full (count, (GDestroyNotify) g_bytes_unref);
  for (guint i = 0; i < count; i++)
    {
      g_autofree guint8 *block = g_malloc (MOTUS_RSA_SIZE);
      if (!motus_rsa_oaep_encrypt (recipients[i], MOTUS_OAEP_SHA1, NULL, 0,
                                   motus_secret_peek (key), motus_secret_length (key), block,
                                   error))
        return NULL;
      g_ptr_array_add (wrapped, g_bytes_new_take (g_steal_pointer (&block), MOTUS_RSA_SIZE));
    }
  return g_steal_pointer (&wrapped);
}

static void
seal_text (MotusEnvelope *envelope, const MotusSecret *key, const void *text, gsize len)
{
  guint8 *ciphertext = g_malloc (len);
  motus_random_nonce (envelope->nonce, sizeof envelope->nonce);
  motus_aes_eax_seal (motus_secret_peek (key), envelope->nonce, sizeof envelope->nonce, NULL, 0,
                      text, len, ciphertext, envelope->tag);
  g_clear_pointer (&envelope->ciphertext, g_bytes_unref);
  envelope->ciphertext = g_bytes_new_take (ciphertext, len);
}

static void
sign_fields (MotusEnvelope *envelope, const guint8 signing_seed[MOTUS_ED25519_SEED_SIZE],
             const guint8 signing_public[MOTUS_ED25519_PUBLIC_SIZE])
{
  g_autoptr (GBytes) bytes = motus_envelope_signed_bytes (envelope);
  motus_ed25519_sign (signing_seed, signing_public, g_bytes_get_data (bytes, NULL),
                      g_bytes_get_size (bytes), envelope->signature);
  envelope->has_signature = TRUE;
}

gboolean
motus_envelope_seal (MotusEnvelope *envelope, const void *text, gsize len,
                     MotusRsaPublicKey *const *recipients,
                     const guint8 signing_seed[MOTUS_ED25519_SEED_SIZE],
                     const guint8 signing_public[MOTUS_ED25519_PUBLIC_SIZE], GBytes **wrapped,
                     GError **error)
{
  if (len > MOTUS_ENVELOPE_TEXT_MAX || !header_is_sound (envelope))
    {
      g_set_error_literal (error, MOTUS_CRYPTO_ERROR, MOTUS_CRYPTO_ERROR_BAD_ARGUMENT,
                           "This message cannot be sealed: it is too long, or for nobody.");
      return FALSE;
    }

  g_autoptr (MotusSecret) key = motus_secret_new (MOTUS_AES_EAX_KEY_SIZE);
  motus_random_bytes (motus_secret_data (key), MOTUS_AES_EAX_KEY_SIZE);
  g_autoptr (GPtrArray) keys = wrap_key (key, recipients, envelope->targets->len, error);
  if (keys == NULL)
    return FALSE;

  seal_text (envelope, key, text, len);
  sign_fields (envelope, signing_seed, signing_public);
  for (guint i = 0; i < keys->len; i++)
    wrapped[i] = g_bytes_ref (g_ptr_array_index (keys, i));
  return TRUE;
}

/* The only error of opening: what failed is nobody's business but the sender's and ours, and we
 * cannot tell either whom to blame. */
static MotusSecret *
refuse (GError **error)
{
  g_set_error_literal (error, MOTUS_CRYPTO_ERROR, MOTUS_CRYPTO_ERROR_FAILED,
                       "This message is not as its sender sealed it for you. Ask for it again.");
  return NULL;
}

static gboolean
is_signed_by (const MotusEnvelope *envelope, const guint8 sender[MOTUS_ED25519_PUBLIC_SIZE])
{
  g_autoptr (GBytes) bytes = motus_envelope_signed_bytes (envelope);
  return envelope->has_signature && bytes != NULL
         && motus_ed25519_verify (sender, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes),
                                  envelope->signature);
}

/* A wrapped key that does not decode gives another one instead, and the tag fails: whoever sent
 * it learns nothing about the block, not even from the time it takes (Manger, CRYPTO 2001). */
static MotusSecret *
open_text (const MotusEnvelope *envelope, MotusRsaKey *key, const void *wrapped_key,
           gsize wrapped_len, GError **error)
{
  guint8 message_key[MOTUS_AES_EAX_KEY_SIZE];
  if (!motus_rsa_oaep_decrypt_key (key, MOTUS_OAEP_SHA1, wrapped_key, wrapped_len, message_key))
    return refuse (error);

  gsize len = g_bytes_get_size (envelope->ciphertext);
  g_autoptr (MotusSecret) text = motus_secret_new (len);
  gboolean whole = motus_aes_eax_open (message_key, envelope->nonce, sizeof envelope->nonce,
                                       NULL, 0, g_bytes_get_data (envelope->ciphertext, NULL),
                                       len, envelope->tag, motus_secret_data (text));
  motus_wipe (message_key, sizeof message_key);
  return whole ? g_steal_pointer (&text) : refuse (error);
}

MotusSecret *
motus_envelope_open (const MotusEnvelope *envelope, const char *name, MotusRsaKey *key,
                     const void *wrapped_key, gsize wrapped_len,
                     const guint8 sender_public[MOTUS_ED25519_PUBLIC_SIZE], GError **error)
{
  guint place;
  if (!is_signed_by (envelope, sender_public) || !find_target (envelope, name, &place))
    return refuse (error);
  return open_text (envelope, key, wrapped_key, wrapped_len, error);
}

MotusSecret *
motus_envelope_open_unsigned (const MotusEnvelope *envelope, MotusRsaKey *key,
                              const void *wrapped_key, gsize wrapped_len, GError **error)
{
  if (envelope->has_signature || !ciphertext_is_sound (envelope))
    return refuse (error);
  return open_text (envelope, key, wrapped_key, wrapped_len, error);
}
