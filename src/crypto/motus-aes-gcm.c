/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motus-aes-gcm.h"

#include "motus-digest.h"
#include "motus-secret.h"

#include <nettle/aes.h>
#include <nettle/gcm.h>
#include <nettle/version.h>

/* Nettle's code and not GnuTLS's: that of 3.7.9 silently ignores a nonce that is not of 12 bytes
 * on processors for which it has assembly. */

/* How much is decrypted and thrown away at a time while a tag is being checked. A whole number of
 * blocks, as Nettle wants of every call but the last. */
#define SCRATCH_SIZE 1024

typedef struct {
  union {
    struct aes128_ctx aes128;
    struct aes192_ctx aes192;
    struct aes256_ctx aes256;
  } cipher;
  nettle_cipher_func *encrypt;
  struct gcm_key key;
  struct gcm_ctx gcm;
} GcmContext;

static const guint8 *
bytes_or_empty (const void *data)
{
  return data != NULL ? data : (const guint8 *) "";
}

static gboolean
set_key (GcmContext *context, const void *key, gsize key_len)
{
  switch (key_len)
    {
    case AES128_KEY_SIZE:
      aes128_set_encrypt_key (&context->cipher.aes128, key);
      context->encrypt = (nettle_cipher_func *) aes128_encrypt;
      break;
    case AES192_KEY_SIZE:
      aes192_set_encrypt_key (&context->cipher.aes192, key);
      context->encrypt = (nettle_cipher_func *) aes192_encrypt;
      break;
    case AES256_KEY_SIZE:
      aes256_set_encrypt_key (&context->cipher.aes256, key);
      context->encrypt = (nettle_cipher_func *) aes256_encrypt;
      break;
    default:
      return FALSE;
    }
  gcm_set_key (&context->key, &context->cipher, context->encrypt);
  return TRUE;
}

static gboolean
start (GcmContext *context, const void *key, gsize key_len, const void *nonce, gsize nonce_len,
       const void *ad, gsize ad_len)
{
  if (nonce_len == 0 || !set_key (context, key, key_len))
    return FALSE;
  gcm_set_iv (&context->gcm, &context->key, nonce_len, nonce);
  gcm_update (&context->gcm, &context->key, ad_len, bytes_or_empty (ad));
  return TRUE;
}

static void
finish (GcmContext *context, guint8 tag[MOTUS_AES_GCM_TAG_SIZE])
{
#if NETTLE_VERSION_MAJOR >= 4
  gcm_digest (&context->gcm, &context->key, &context->cipher, context->encrypt, tag);
#else
  gcm_digest (&context->gcm, &context->key, &context->cipher, context->encrypt,
              MOTUS_AES_GCM_TAG_SIZE, tag);
#endif
  motus_wipe (context, sizeof *context);
}

gboolean
motus_aes_gcm_seal (const void *key, gsize key_len, const void *nonce, gsize nonce_len,
                    const void *ad, gsize ad_len, const void *text, gsize len, void *ciphertext,
                    guint8 tag[MOTUS_AES_GCM_TAG_SIZE])
{
  GcmContext context;
  if (!start (&context, key, key_len, nonce, nonce_len, ad, ad_len))
    return FALSE;
  if (len > 0)
    gcm_encrypt (&context.gcm, &context.key, &context.cipher, context.encrypt, len, ciphertext,
                 text);
  finish (&context, tag);
  return TRUE;
}

/* Goes through the ciphertext for the sake of its tag alone. */
static void
authenticate (GcmContext *context, const guint8 *ciphertext, gsize len)
{
  guint8 scratch[SCRATCH_SIZE];
  for (gsize done = 0; done < len; done += sizeof scratch)
    gcm_decrypt (&context->gcm, &context->key, &context->cipher, context->encrypt,
                 MIN (sizeof scratch, len - done), scratch, ciphertext + done);
  motus_wipe (scratch, sizeof scratch);
}

gboolean
motus_aes_gcm_open (const void *key, gsize key_len, const void *nonce, gsize nonce_len,
                    const void *ad, gsize ad_len, const void *ciphertext, gsize len,
                    const guint8 tag[MOTUS_AES_GCM_TAG_SIZE], void *text)
{
  GcmContext first, second;
  if (!start (&first, key, key_len, nonce, nonce_len, ad, ad_len))
    return FALSE;
  second = first;

  guint8 right[MOTUS_AES_GCM_TAG_SIZE];
  authenticate (&first, ciphertext, len);
  finish (&first, right);

  gboolean same = motus_equal_secret (right, tag, sizeof right);
  if (same && len > 0)
    gcm_decrypt (&second.gcm, &second.key, &second.cipher, second.encrypt, len, text, ciphertext);
  motus_wipe (&second, sizeof second);
  motus_wipe (right, sizeof right);
  return same;
}
