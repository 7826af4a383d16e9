/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motus-key-bundle.h"

#include "motus-crypto-error.h"
#include "motus-writer.h"

#include <string.h>

#define ENTRIES_MAX (64 * 1024)

static MotusKeyBundle *bundle;
static MotusSecret *exported;

static void
assert_same_keys (MotusKeyBundle *a, MotusKeyBundle *b)
{
  MotusRsaKey *rsa_a = motus_key_bundle_get_rsa (a), *rsa_b = motus_key_bundle_get_rsa (b);
  g_assert_true (motus_rsa_public_key_equal (motus_rsa_key_get_public (rsa_a),
                                             motus_rsa_key_get_public (rsa_b)));
  g_assert_cmpmem (motus_key_bundle_get_signing_seed (a), MOTUS_ED25519_SEED_SIZE,
                   motus_key_bundle_get_signing_seed (b), MOTUS_ED25519_SEED_SIZE);
  g_assert_cmpmem (motus_key_bundle_get_signing_public (a), MOTUS_ED25519_PUBLIC_SIZE,
                   motus_key_bundle_get_signing_public (b), MOTUS_ED25519_PUBLIC_SIZE);
  g_assert_cmpmem (motus_key_bundle_get_store_key (a), MOTUS_STORE_KEY_SIZE,
                   motus_key_bundle_get_store_key (b), MOTUS_STORE_KEY_SIZE);
}

static MotusKeyBundle *
import_secret (const MotusSecret *secret)
{
  return motus_key_bundle_import (motus_secret_peek (secret), motus_secret_length (secret), NULL);
}

static void
test_round (void)
{
  g_autoptr (MotusKeyBundle) back = import_secret (exported);
  g_assert_nonnull (back);
  assert_same_keys (bundle, back);

  g_autoptr (MotusSecret) again = motus_key_bundle_export (back, NULL);
  g_assert_cmpmem (motus_secret_peek (exported), motus_secret_length (exported),
                   motus_secret_peek (again), motus_secret_length (again));
}

static void
test_signs (void)
{
  guint8 signature[MOTUS_ED25519_SIGNATURE_SIZE];
  motus_ed25519_sign (motus_key_bundle_get_signing_seed (bundle),
                      motus_key_bundle_get_signing_public (bundle), "text", 4, signature);
  g_assert_true (motus_ed25519_verify (motus_key_bundle_get_signing_public (bundle), "text", 4,
                                       signature));
}

/* The exported bundle with one more entry after it. */
static MotusSecret *
append (guint16 tag, const void *value, gsize len)
{
  g_autoptr (MotusWriter) writer = motus_writer_new (ENTRIES_MAX);
  motus_writer_bytes (writer, motus_secret_peek (exported), motus_secret_length (exported));
  motus_writer_u16 (writer, tag);
  motus_writer_vector32 (writer, value, len);
  return motus_secret_new_copy (motus_writer_peek (writer), motus_writer_length (writer));
}

static void
test_unknown_kept (void)
{
  g_autoptr (MotusSecret) longer = append (0xfffe, "a later version's key", 21);
  g_autoptr (MotusKeyBundle) back = import_secret (longer);
  g_assert_nonnull (back);
  assert_same_keys (bundle, back);

  g_autoptr (MotusSecret) again = motus_key_bundle_export (back, NULL);
  g_assert_cmpmem (motus_secret_peek (longer), motus_secret_length (longer),
                   motus_secret_peek (again), motus_secret_length (again));
}

static void
assert_refused (const void *data, gsize len)
{
  g_autoptr (GError) error = NULL;
  g_assert_null (motus_key_bundle_import (data, len, &error));
  g_assert_error (error, MOTUS_CRYPTO_ERROR, MOTUS_CRYPTO_ERROR_BAD_KEY);
}

static void
test_truncated (void)
{
  for (gsize len = 0; len < motus_secret_length (exported); len++)
    assert_refused (motus_secret_peek (exported), len);
}

static void
test_malformed (void)
{
  guint8 key[32] = { 1 };
  for (guint16 tag = 1; tag <= 3; tag++)
    {
      g_autoptr (MotusSecret) twice = append (tag, key, sizeof key);
      assert_refused (motus_secret_peek (twice), motus_secret_length (twice));
    }
  g_autofree guint8 *large = g_malloc0 (ENTRIES_MAX - 4096);
  g_autoptr (MotusSecret) too_large = append (9, large, ENTRIES_MAX - 4096);
  assert_refused (motus_secret_peek (too_large), motus_secret_length (too_large));
  assert_refused ("\0\1\0\0\0\3abc", 9);
}

static void
test_new_keys_each_time (void)
{
  g_autoptr (MotusSecret) rsa = motus_rsa_key_export (motus_key_bundle_get_rsa (bundle), NULL);
  MotusRsaKey *copy = motus_rsa_key_new (motus_secret_peek (rsa), motus_secret_length (rsa), NULL);
  g_autoptr (MotusKeyBundle) adopted = motus_key_bundle_adopt (copy);

  g_assert_true (motus_key_bundle_get_rsa (adopted) == copy);
  g_assert_cmpint (memcmp (motus_key_bundle_get_signing_seed (adopted),
                           motus_key_bundle_get_signing_seed (bundle), MOTUS_ED25519_SEED_SIZE),
                   !=, 0);
  g_assert_cmpint (memcmp (motus_key_bundle_get_store_key (adopted),
                           motus_key_bundle_get_store_key (bundle), MOTUS_STORE_KEY_SIZE),
                   !=, 0);
  g_assert_cmpint (memcmp (motus_key_bundle_get_store_key (adopted),
                           motus_key_bundle_get_signing_seed (adopted), MOTUS_STORE_KEY_SIZE),
                   !=, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  bundle = motus_key_bundle_generate (NULL);
  exported = motus_key_bundle_export (bundle, NULL);
  g_test_add_func ("/key-bundle/round", test_round);
  g_test_add_func ("/key-bundle/signs", test_signs);
  g_test_add_func ("/key-bundle/unknown-kept", test_unknown_kept);
  g_test_add_func ("/key-bundle/truncated", test_truncated);
  g_test_add_func ("/key-bundle/malformed", test_malformed);
  g_test_add_func ("/key-bundle/new-keys-each-time", test_new_keys_each_time);
  int status = g_test_run ();
  motus_secret_free (exported);
  motus_key_bundle_free (bundle);
  return status;
}
