/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motus-crypto-error.h"
#include "motus-rsa-oaep.h"
#include "motus-rsa-private.h"

#include <string.h>

static MotusRsaKey *key;
static const MotusOaepHash hashes[] = { MOTUS_OAEP_SHA1, MOTUS_OAEP_SHA256 };

static void
encrypt (MotusOaepHash hash, const char *label, const void *message, gsize len, guint8 *out)
{
  g_autoptr (GError) error = NULL;
  g_assert_true (motus_rsa_oaep_encrypt (motus_rsa_key_get_public (key), hash, label,
                                         strlen (label), message, len, out, &error));
  g_assert_no_error (error);
}

static void
assert_decrypts (MotusOaepHash hash, const char *label, const guint8 *block, const void *message,
                 gsize len)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MotusSecret) found = motus_rsa_oaep_decrypt (key, hash, label, strlen (label), block,
                                                          MOTUS_RSA_SIZE, &error);
  g_assert_no_error (error);
  g_assert_cmpmem (motus_secret_peek (found), motus_secret_length (found), message, len);
}

static char *
assert_fails (MotusOaepHash hash, const char *label, const guint8 *block, gsize len)
{
  g_autoptr (GError) error = NULL;
  g_assert_null (motus_rsa_oaep_decrypt (key, hash, label, strlen (label), block, len, &error));
  g_assert_error (error, MOTUS_CRYPTO_ERROR, MOTUS_CRYPTO_ERROR_FAILED);
  return g_strdup (error->message);
}

static void
test_lengths (void)
{
  guint8 message[MOTUS_RSA_SIZE], block[MOTUS_RSA_SIZE];
  memset (message, 1, sizeof message);
  for (gsize i = 0; i < G_N_ELEMENTS (hashes); i++)
    {
      gsize max = motus_oaep_message_max (hashes[i]);
      g_autoptr (GError) error = NULL;
      for (gsize len = 0; len <= max; len += len < 40 ? 13 : max - len > 13 ? 13 : 1)
        {
          encrypt (hashes[i], "", message, len, block);
          assert_decrypts (hashes[i], "", block, message, len);
        }
      g_assert_false (motus_rsa_oaep_encrypt (motus_rsa_key_get_public (key), hashes[i], NULL, 0,
                                              message, max + 1, block, &error));
      g_assert_error (error, MOTUS_CRYPTO_ERROR, MOTUS_CRYPTO_ERROR_BAD_ARGUMENT);
    }
  g_assert_cmpuint (motus_oaep_message_max (MOTUS_OAEP_SHA1), ==, 214);
  g_assert_cmpuint (motus_oaep_message_max (MOTUS_OAEP_SHA256), ==, 190);
}

static void
test_label_and_hash (void)
{
  guint8 block[MOTUS_RSA_SIZE];
  encrypt (MOTUS_OAEP_SHA1, "label", "text", 4, block);
  assert_decrypts (MOTUS_OAEP_SHA1, "label", block, "text", 4);
  g_free (assert_fails (MOTUS_OAEP_SHA1, "", block, MOTUS_RSA_SIZE));
  g_free (assert_fails (MOTUS_OAEP_SHA1, "labem", block, MOTUS_RSA_SIZE));
  g_free (assert_fails (MOTUS_OAEP_SHA256, "label", block, MOTUS_RSA_SIZE));
}

static void
test_fresh (void)
{
  guint8 first[MOTUS_RSA_SIZE], second[MOTUS_RSA_SIZE];
  encrypt (MOTUS_OAEP_SHA1, "", "text", 4, first);
  encrypt (MOTUS_OAEP_SHA1, "", "text", 4, second);
  g_assert_cmpint (memcmp (first, second, sizeof first), !=, 0);
}

/* A block whose padding, already masked, has @value at @at: 0 is the first byte; those of the data
 * are counted from 21 on, in the clear. */
static void
encrypt_changed (gsize at, guint8 value, guint8 out[MOTUS_RSA_SIZE])
{
  guint8 block[MOTUS_RSA_SIZE], secret[32] = { 9 };
  motus_oaep_encode (MOTUS_OAEP_SHA1, NULL, 0, secret, sizeof secret, block);
  if (at == 0)
    block[0] = value;
  else
    {
      /* Other bytes of the data change with the seed's mask: only the seed is put right. */
      guint8 data[MOTUS_RSA_SIZE];
      gsize len;
      g_assert_cmpuint (motus_oaep_decode (MOTUS_OAEP_SHA1, NULL, 0, block, data, &len), !=, 0);
      block[at] ^= data[at] ^ value;
      for (gsize i = 0; i < 20; i++)
        block[1 + i] = data[1 + i];
      guint8 masked[MOTUS_RSA_SIZE], decoded[MOTUS_RSA_SIZE];
      memcpy (masked, block, sizeof masked);
      memset (masked + 1, 0, 20);
      (void) motus_oaep_decode (MOTUS_OAEP_SHA1, NULL, 0, masked, decoded, &len);
      for (gsize i = 0; i < 20; i++)
        block[1 + i] ^= decoded[1 + i];
    }
  g_assert_true (motus_rsa_public_key_apply (motus_rsa_key_get_public (key), block, out));
}

/* Every way the padding can be wrong has the same verdict and words. */
static void
test_one_verdict (void)
{
  static const struct {
    gsize at;
    guint8 value;
  } rows[] = {
    { 0, 1 },           /* the first byte */
    { 21, 0 },          /* the hash */
    { 40, 0 },
    { 41, 2 },          /* the zeros */
    { 222, 0x80 },
    { 223, 0 },         /* the one */
    { 223, 2 },
  };
  guint8 block[MOTUS_RSA_SIZE];
  g_autofree char *words = NULL;
  encrypt_changed (41, 0, block);
  guint8 secret[32] = { 9 };
  assert_decrypts (MOTUS_OAEP_SHA1, "", block, secret, sizeof secret);
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      encrypt_changed (rows[i].at, rows[i].value, block);
      g_autofree char *found = assert_fails (MOTUS_OAEP_SHA1, "", block, sizeof block);
      if (words == NULL)
        words = g_steal_pointer (&found);
      else
        g_assert_cmpstr (found, ==, words);
    }
  memset (block, 0xff, sizeof block);
  g_autofree char *too_large = assert_fails (MOTUS_OAEP_SHA1, "", block, sizeof block);
  g_autofree char *too_short = assert_fails (MOTUS_OAEP_SHA1, "", block, sizeof block - 1);
  g_assert_cmpstr (too_large, ==, words);
  g_assert_cmpstr (too_short, ==, words);
}

static void
test_no_message (void)
{
  guint8 block[MOTUS_RSA_SIZE];
  memset (block, 0, sizeof block);
  g_free (assert_fails (MOTUS_OAEP_SHA1, "", block, sizeof block));
  block[sizeof block - 1] = 1;
  g_free (assert_fails (MOTUS_OAEP_SHA1, "", block, sizeof block));
}

static void
test_key (void)
{
  guint8 secret[32], block[MOTUS_RSA_SIZE], out[32];
  memset (secret, 0x77, sizeof secret);
  for (gsize i = 0; i < G_N_ELEMENTS (hashes); i++)
    {
      encrypt (hashes[i], "", secret, sizeof secret, block);
      g_assert_true (motus_rsa_oaep_decrypt_key (key, hashes[i], block, sizeof block, out));
      g_assert_cmpmem (out, sizeof out, secret, sizeof secret);
      g_assert_false (motus_rsa_oaep_decrypt_key (key, hashes[i], block, sizeof block - 1, out));
      g_assert_cmpmem (out, sizeof out, secret, sizeof secret);
    }
}

static void
assert_rejected_key (const guint8 *block, const guint8 *not_this, guint8 *out)
{
  guint8 again[32];
  g_assert_true (motus_rsa_oaep_decrypt_key (key, MOTUS_OAEP_SHA1, block, MOTUS_RSA_SIZE, out));
  g_assert_true (motus_rsa_oaep_decrypt_key (key, MOTUS_OAEP_SHA1, block, MOTUS_RSA_SIZE, again));
  g_assert_cmpmem (out, 32, again, 32);
  g_assert_cmpint (memcmp (out, not_this, 32), !=, 0);
}

/* A key all the same, which depends on the block and on nothing that others know. */
static void
test_implicit_rejection (void)
{
  guint8 message[33] = { 0 }, block[MOTUS_RSA_SIZE], out[6][32];
  encrypt (MOTUS_OAEP_SHA1, "", message, 31, block);
  assert_rejected_key (block, message, out[0]);
  encrypt (MOTUS_OAEP_SHA1, "", message, 33, block);
  assert_rejected_key (block, message, out[1]);
  encrypt (MOTUS_OAEP_SHA1, "x", message, 32, block);
  assert_rejected_key (block, message, out[2]);
  memset (block, 0xff, sizeof block);
  assert_rejected_key (block, message, out[3]);
  encrypt_changed (0, 1, block);
  assert_rejected_key (block, message, out[4]);
  encrypt_changed (21, 0, block);
  assert_rejected_key (block, message, out[5]);
  for (gsize i = 0; i < G_N_ELEMENTS (out); i++)
    for (gsize j = 0; j < i; j++)
      g_assert_cmpint (memcmp (out[i], out[j], 32), !=, 0);
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_test_init (&argc, &argv, NULL);
  key = motus_rsa_key_generate (&error);
  g_assert_no_error (error);
  g_test_add_func ("/rsa-oaep/lengths", test_lengths);
  g_test_add_func ("/rsa-oaep/label-and-hash", test_label_and_hash);
  g_test_add_func ("/rsa-oaep/fresh", test_fresh);
  g_test_add_func ("/rsa-oaep/one-verdict", test_one_verdict);
  g_test_add_func ("/rsa-oaep/no-message", test_no_message);
  g_test_add_func ("/rsa-oaep/key", test_key);
  g_test_add_func ("/rsa-oaep/implicit-rejection", test_implicit_rejection);
  int status = g_test_run ();
  motus_rsa_key_free (key);
  return status;
}
