/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motus-envelope.h"

#include "fuzz-keys.h"
#include "motus-crypto-error.h"
#include "motus-reader.h"

#include <string.h>

#define NAME "bob"

int LLVMFuzzerTestOneInput (const guint8 *data, gsize len);

static MotusRsaKey *key;
static guint8 sender[MOTUS_ED25519_PUBLIC_SIZE];

static void
initialise (void)
{
  if (key != NULL)
    return;
  key = motus_rsa_key_new (fuzz_rsa_pem, sizeof fuzz_rsa_pem - 1, NULL);
  g_assert_nonnull (key);
  motus_ed25519_public (fuzz_signing_seed, sender);
}

static char *
read_name (MotusReader *reader)
{
  const guint8 *bytes;
  gsize len;
  return motus_reader_vector16 (reader, 2 * MOTUS_ENVELOPE_NAME_MAX, &bytes, &len)
         ? g_strndup ((const char *) bytes, len) : NULL;
}

/* Straight into the array, in whatever order and length they come, or properly. */
static void
read_target (MotusReader *reader, MotusEnvelope *envelope, gboolean properly)
{
  g_autofree char *name = read_name (reader);
  guint64 seq = 0;
  motus_reader_u64 (reader, &seq);
  if (properly && name != NULL)
    motus_envelope_add_target (envelope, name, seq);
  else if (!properly)
    {
      MotusEnvelopeTarget target = { g_steal_pointer (&name), seq };
      g_array_append_val (envelope->targets, target);
    }
}

/* The fields in the order of the signed bytes, then signature, wrapped key and ciphertext. */
static MotusEnvelope *
read_envelope (MotusReader *reader, const guint8 **wrapped, gsize *wrapped_len)
{
  MotusEnvelope *envelope = motus_envelope_new ();
  guint8 flags = 0, mode = 0;
  guint16 targets = 0;
  guint64 sent_at = 0;
  const guint8 *rest;

  motus_reader_u8 (reader, &flags);
  motus_reader_copy (reader, envelope->id, sizeof envelope->id);
  envelope->from = read_name (reader);
  motus_reader_u8 (reader, &mode);
  envelope->mode = mode;
  envelope->has_room = (flags & 1) != 0;
  motus_reader_copy (reader, envelope->room, sizeof envelope->room);
  motus_reader_u64 (reader, &sent_at);
  envelope->sent_at = (gint64) sent_at;
  motus_reader_u64 (reader, &envelope->depth);
  motus_reader_u16 (reader, &targets);
  for (guint i = 0; i < targets && motus_reader_left (reader) > 0; i++)
    read_target (reader, envelope, (flags & 2) == 0);
  motus_reader_copy (reader, envelope->nonce, sizeof envelope->nonce);
  motus_reader_copy (reader, envelope->tag, sizeof envelope->tag);
  envelope->has_signature = (flags & 4) == 0;
  motus_reader_copy (reader, envelope->signature, sizeof envelope->signature);
  motus_reader_vector16 (reader, 1024, wrapped, wrapped_len);
  gsize left = motus_reader_left (reader);
  if ((flags & 8) == 0 && motus_reader_bytes (reader, left, &rest))
    envelope->ciphertext = g_bytes_new (rest, left);
  return envelope;
}

/* A text comes out, or the one error. */
static gboolean
check (MotusSecret *text, const MotusEnvelope *envelope, GError *error)
{
  gboolean opened = text != NULL;
  if (opened)
    g_assert_cmpuint (motus_secret_length (text), ==, g_bytes_get_size (envelope->ciphertext));
  else
    g_assert_error (error, MOTUS_CRYPTO_ERROR, MOTUS_CRYPTO_ERROR_FAILED);
  g_clear_error (&error);
  motus_secret_free (text);
  return opened;
}

static gboolean
open_signed (const MotusEnvelope *envelope, const guint8 *wrapped, gsize wrapped_len)
{
  GError *error = NULL;
  MotusSecret *text = motus_envelope_open (envelope, NAME, key, wrapped, wrapped_len, sender,
                                           &error);
  return check (text, envelope, error);
}

static void
open_unsigned (const MotusEnvelope *envelope, const guint8 *wrapped, gsize wrapped_len)
{
  GError *error = NULL;
  MotusSecret *text = motus_envelope_open_unsigned (envelope, key, wrapped, wrapped_len, &error);
  check (text, envelope, error);
}

/* What is behind the signature, seen by somebody who may sign. */
static void
sign_and_open (MotusEnvelope *envelope, const guint8 *wrapped, gsize wrapped_len)
{
  g_autoptr (GBytes) bytes = motus_envelope_signed_bytes (envelope);
  if (bytes == NULL)
    return;
  motus_ed25519_sign (fuzz_signing_seed, sender, g_bytes_get_data (bytes, NULL),
                      g_bytes_get_size (bytes), envelope->signature);
  envelope->has_signature = TRUE;
  open_signed (envelope, wrapped, wrapped_len);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize len)
{
  const guint8 *wrapped = (const guint8 *) "";
  gsize wrapped_len = 0;
  MotusReader reader;

  initialise ();
  motus_reader_init (&reader, data, len);
  g_autoptr (MotusEnvelope) envelope = read_envelope (&reader, &wrapped, &wrapped_len);
  open_unsigned (envelope, wrapped, wrapped_len);
  if (!open_signed (envelope, wrapped, wrapped_len))
    sign_and_open (envelope, wrapped, wrapped_len);
  return 0;
}
