/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motus-rsa-oaep.h"

#include "motus-crypto-error.h"
#include "motus-digest.h"
#include "motus-rsa-private.h"

G_STATIC_ASSERT (MOTUS_RSA_REJECTION_SIZE == MOTUS_SHA256_SIZE);
G_STATIC_ASSERT (MOTUS_OAEP_KEY_SIZE == MOTUS_SHA256_SIZE);

gboolean
motus_rsa_oaep_encrypt (const MotusRsaPublicKey *key, MotusOaepHash hash, const void *label,
                        gsize label_len, const void *message, gsize len,
                        guint8 out[MOTUS_RSA_SIZE], GError **error)
{
  if (len > motus_oaep_message_max (hash))
    {
      g_set_error (error, MOTUS_CRYPTO_ERROR, MOTUS_CRYPTO_ERROR_BAD_ARGUMENT,
                   "%" G_GSIZE_FORMAT " bytes are too many for one RSA block; it holds %"
                   G_GSIZE_FORMAT ".", len, motus_oaep_message_max (hash));
      return FALSE;
    }

  /* The first byte of a padded block is zero, so that it is below every modulus of its size. */
  guint8 block[MOTUS_RSA_SIZE];
  motus_oaep_encode (hash, label, label_len, message, len, block);
  gboolean done = motus_rsa_public_key_apply (key, block, out);
  motus_wipe (block, sizeof block);
  g_assert (done);
  return TRUE;
}

MotusSecret *
motus_rsa_oaep_decrypt (MotusRsaKey *key, MotusOaepHash hash, const void *label, gsize label_len,
                        const void *block, gsize block_len, GError **error)
{
  guint8 padded[MOTUS_RSA_SIZE] = { 0 }, data[MOTUS_RSA_SIZE];
  gsize len;
  MotusSecret *message = NULL;
  gboolean good = block_len == MOTUS_RSA_SIZE && motus_rsa_key_apply (key, block, padded);
  good &= motus_oaep_decode (hash, label, label_len, padded, data, &len) != 0;
  if (good)
    message = motus_secret_new_copy (data + sizeof data - len, len);
  else
    g_set_error_literal (error, MOTUS_CRYPTO_ERROR, MOTUS_CRYPTO_ERROR_FAILED,
                         "This was not encrypted for this key, or was changed since. "
                         "Ask for it to be sent again.");
  motus_wipe (padded, sizeof padded);
  motus_wipe (data, sizeof data);
  return message;
}

/* A block that is not below the modulus, which everybody can see, goes the same way with a block of
 * zeros, whose padding is wrong. */
gboolean
motus_rsa_oaep_decrypt_key (MotusRsaKey *key, MotusOaepHash hash, const void *block,
                            gsize block_len, guint8 out[MOTUS_OAEP_KEY_SIZE])
{
  if (block_len != MOTUS_RSA_SIZE)
    return FALSE;

  guint8 padded[MOTUS_RSA_SIZE] = { 0 }, fallback[MOTUS_OAEP_KEY_SIZE];
  (void) motus_rsa_key_apply (key, block, padded);
  motus_hmac_sha256 (key->numbers->rejection, MOTUS_RSA_REJECTION_SIZE, block, block_len,
                     fallback);
  motus_oaep_decode_key (hash, padded, fallback, out);
  motus_wipe (padded, sizeof padded);
  motus_wipe (fallback, sizeof fallback);
  return TRUE;
}
