/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motus-digest.h"

#include "motus-secret.h"

#include <nettle/hmac.h>
#include <nettle/memops.h>
#include <nettle/pbkdf2.h>
#include <nettle/sha1.h>
#include <nettle/sha2.h>
#include <nettle/version.h>

#if NETTLE_VERSION_MAJOR >= 4
#define FINISH(digest, context, size, out) digest (context, out)
#else
#define FINISH(digest, context, size, out) digest (context, size, out)
#endif

/* Nettle copies from the address it is given even when there is nothing to copy. */
static const guint8 *
bytes_or_empty (const void *data)
{
  return data != NULL ? data : (const guint8 *) "";
}

void
motus_sha1 (const void *data, gsize len, guint8 out[MOTUS_SHA1_SIZE])
{
  struct sha1_ctx context;
  sha1_init (&context);
  sha1_update (&context, len, bytes_or_empty (data));
  FINISH (sha1_digest, &context, MOTUS_SHA1_SIZE, out);
  motus_wipe (&context, sizeof context);
}

void
motus_sha256 (const void *data, gsize len, guint8 out[MOTUS_SHA256_SIZE])
{
  struct sha256_ctx context;
  sha256_init (&context);
  sha256_update (&context, len, bytes_or_empty (data));
  FINISH (sha256_digest, &context, MOTUS_SHA256_SIZE, out);
  motus_wipe (&context, sizeof context);
}

void
motus_sha512 (const void *data, gsize len, guint8 out[MOTUS_SHA512_SIZE])
{
  struct sha512_ctx context;
  sha512_init (&context);
  sha512_update (&context, len, bytes_or_empty (data));
  FINISH (sha512_digest, &context, MOTUS_SHA512_SIZE, out);
  motus_wipe (&context, sizeof context);
}

void
motus_hmac_sha256 (const void *key, gsize key_len, const void *data, gsize len,
                   guint8 out[MOTUS_SHA256_SIZE])
{
  struct hmac_sha256_ctx context;
  hmac_sha256_set_key (&context, key_len, bytes_or_empty (key));
  hmac_sha256_update (&context, len, bytes_or_empty (data));
  FINISH (hmac_sha256_digest, &context, MOTUS_SHA256_SIZE, out);
  motus_wipe (&context, sizeof context);
}

void
motus_pbkdf2_sha256 (const void *password, gsize password_len, const void *salt,
                     gsize salt_len, guint iterations, void *out, gsize out_len)
{
  g_return_if_fail (iterations > 0);
  if (out_len > 0)
    pbkdf2_hmac_sha256 (password_len, bytes_or_empty (password), iterations, salt_len,
                        bytes_or_empty (salt), out_len, out);
}

gboolean
motus_equal_secret (const void *a, const void *b, gsize len)
{
  return len == 0 || memeql_sec (a, b, len);
}
