/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motus-aes-eax.h"

#include "motus-digest.h"
#include "motus-secret.h"

#include <nettle/aes.h>
#include <nettle/eax.h>
#include <nettle/version.h>

/* How much is decrypted and thrown away at a time while a tag is being checked. A whole number of
 * blocks, as Nettle wants of every call but the last. */
#define SCRATCH_SIZE 1024

/* Nettle names only the one for AES-128. */
typedef struct EAX_CTX (struct aes256_ctx) EaxContext;

static const guint8 *
bytes_or_empty (const void *data)
{
  return data != NULL ? data : (const guint8 *) "";
}

static void
start (EaxContext *context, const guint8 *key, const void *nonce, gsize nonce_len,
       const void *ad, gsize ad_len)
{
  EAX_SET_KEY (context, aes256_set_encrypt_key, aes256_encrypt, key);
  EAX_SET_NONCE (context, aes256_encrypt, nonce_len, bytes_or_empty (nonce));
  EAX_UPDATE (context, aes256_encrypt, ad_len, bytes_or_empty (ad));
}

static void
finish (EaxContext *context, guint8 tag[MOTUS_AES_EAX_TAG_SIZE])
{
#if NETTLE_VERSION_MAJOR >= 4
  EAX_DIGEST (context, aes256_encrypt, tag);
#else
  EAX_DIGEST (context, aes256_encrypt, MOTUS_AES_EAX_TAG_SIZE, tag);
#endif
  motus_wipe (context, sizeof *context);
}

void
motus_aes_eax_seal (const guint8 key[MOTUS_AES_EAX_KEY_SIZE], const void *nonce, gsize nonce_len,
                    const void *ad, gsize ad_len, const void *text, gsize len, void *ciphertext,
                    guint8 tag[MOTUS_AES_EAX_TAG_SIZE])
{
  EaxContext context;
  start (&context, key, nonce, nonce_len, ad, ad_len);
  if (len > 0)
    EAX_ENCRYPT (&context, aes256_encrypt, len, ciphertext, text);
  finish (&context, tag);
}

/* Goes through the ciphertext for the sake of its tag alone. */
static void
authenticate (EaxContext *context, const guint8 *ciphertext, gsize len)
{
  guint8 scratch[SCRATCH_SIZE];
  for (gsize done = 0; done < len; done += sizeof scratch)
    EAX_DECRYPT (context, aes256_encrypt, MIN (sizeof scratch, len - done), scratch,
                 ciphertext + done);
  motus_wipe (scratch, sizeof scratch);
}

gboolean
motus_aes_eax_open (const guint8 key[MOTUS_AES_EAX_KEY_SIZE], const void *nonce, gsize nonce_len,
                    const void *ad, gsize ad_len, const void *ciphertext, gsize len,
                    const guint8 tag[MOTUS_AES_EAX_TAG_SIZE], void *text)
{
  EaxContext first, second;
  start (&first, key, nonce, nonce_len, ad, ad_len);
  second = first;

  guint8 right[MOTUS_AES_EAX_TAG_SIZE];
  authenticate (&first, ciphertext, len);
  finish (&first, right);

  gboolean same = motus_equal_secret (right, tag, sizeof right);
  if (same && len > 0)
    EAX_DECRYPT (&second, aes256_encrypt, len, text, ciphertext);
  motus_wipe (&second, sizeof second);
  motus_wipe (right, sizeof right);
  return same;
}
