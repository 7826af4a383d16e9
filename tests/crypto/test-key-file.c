/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motus-key-file-private.h"

#include "motus-aes-gcm.h"
#include "motus-crypto-error.h"
#include "motus-digest.h"
#include "motus-seed-login.h"

#include <string.h>

#define PASSWORD "correct h\xc3\xb6rse"
/* Where the fields of a file stand. */
#define AT_VERSION 8
#define AT_KDF 10
#define AT_MEMORY 11
#define AT_PASSES 15
#define AT_LANES 19
#define AT_SALT 23
#define AT_NONCE 55
#define AT_LENGTH 67
#define AT_CIPHERTEXT 71

static const MotusArgon2idCost small_cost = { 8, 1, 1 };
static MotusKeyBundle *bundle;

static GByteArray *
make_file (void)
{
  g_autoptr (GError) error = NULL;
  GBytes *bytes = motus_key_file_seal (bundle, PASSWORD, &small_cost, &error);
  g_assert_no_error (error);
  return g_bytes_unref_to_array (bytes);
}

static void
assert_same_rsa (MotusKeyBundle *found)
{
  MotusRsaKey *a = motus_key_bundle_get_rsa (found), *b = motus_key_bundle_get_rsa (bundle);
  g_assert_true (motus_rsa_public_key_equal (motus_rsa_key_get_public (a),
                                             motus_rsa_key_get_public (b)));
}

static void
assert_same_keys (MotusKeyBundle *found)
{
  assert_same_rsa (found);
  g_assert_cmpmem (motus_key_bundle_get_store_key (found), MOTUS_STORE_KEY_SIZE,
                   motus_key_bundle_get_store_key (bundle), MOTUS_STORE_KEY_SIZE);
}

static int
open_code (const void *data, gsize len, const char *password)
{
  g_autoptr (GError) error = NULL;
  MotusKeyFileFormat format = 77;
  g_autoptr (MotusKeyBundle) found = motus_key_file_open (data, len, password, &format, &error);
  g_assert_null (found);
  g_assert_cmpint (format, ==, 77);
  g_assert_true (error->domain == MOTUS_CRYPTO_ERROR);
  g_assert_cmpuint (strlen (error->message), >, 20);
  return error->code;
}

static void
test_round (void)
{
  g_autoptr (GByteArray) file = make_file ();
  g_autoptr (GError) error = NULL;
  MotusKeyFileFormat format = MOTUS_KEY_FILE_SEED;
  g_autoptr (MotusKeyBundle) found = motus_key_file_open (file->data, file->len, PASSWORD, &format,
                                                          &error);
  g_assert_no_error (error);
  g_assert_cmpint (format, ==, MOTUS_KEY_FILE_MOTUS);
  assert_same_keys (found);

  /* The same password as another keyboard types it. */
  g_autoptr (MotusKeyBundle) again = motus_key_file_open (file->data, file->len,
                                                          "correct\xc2\xa0ho\xcc\x88rse", &format,
                                                          NULL);
  g_assert_nonnull (again);
}

static void
test_wrong_password (void)
{
  g_autoptr (GByteArray) file = make_file ();
  g_assert_cmpint (open_code (file->data, file->len, "correct horse"), ==,
                   MOTUS_CRYPTO_ERROR_WRONG_PASSWORD);
  g_assert_cmpint (open_code (file->data, file->len, ""), ==, MOTUS_CRYPTO_ERROR_BAD_ARGUMENT);
}

static void
test_truncated (void)
{
  g_autoptr (GByteArray) file = make_file ();
  for (guint len = 0; len < file->len; len++)
    g_assert_cmpint (open_code (file->data, len, PASSWORD), ==, MOTUS_CRYPTO_ERROR_TRUNCATED);
  g_byte_array_append (file, (const guint8 *) "", 1);
  g_assert_cmpint (open_code (file->data, file->len, PASSWORD), ==, MOTUS_CRYPTO_ERROR_CHANGED);
}

/* A longer length than there is looks like a missing end; any other bit is seen by the checksum,
 * and the password is never blamed. */
static void
test_flips (void)
{
  g_autoptr (GByteArray) file = make_file ();
  for (guint bit = 0; bit < 8 * file->len; bit++)
    {
      file->data[bit / 8] ^= (guint8) (1 << bit % 8);
      int code = open_code (file->data, file->len, PASSWORD);
      if (bit / 8 < AT_LENGTH || bit / 8 >= AT_CIPHERTEXT || code != MOTUS_CRYPTO_ERROR_TRUNCATED)
        g_assert_cmpint (code, ==, MOTUS_CRYPTO_ERROR_CHANGED);
      file->data[bit / 8] ^= (guint8) (1 << bit % 8);
    }
}

static void
correct_checksum (GByteArray *file)
{
  motus_sha256 (file->data, file->len - MOTUS_SHA256_SIZE,
                file->data + file->len - MOTUS_SHA256_SIZE);
}

/* Somebody who changes a file on purpose makes the checksum right again. */
static void
test_changed_on_purpose (void)
{
  g_autoptr (GByteArray) file = make_file ();
  for (guint bit = 8 * AT_SALT; bit < 8 * (file->len - MOTUS_SHA256_SIZE); bit++)
    {
      file->data[bit / 8] ^= (guint8) (1 << bit % 8);
      correct_checksum (file);
      int code = open_code (file->data, file->len, PASSWORD);
      if (bit / 8 < AT_NONCE)
        g_assert_cmpint (code, ==, MOTUS_CRYPTO_ERROR_WRONG_PASSWORD);
      else if (bit / 8 < AT_LENGTH || bit / 8 >= AT_CIPHERTEXT)
        g_assert_cmpint (code, ==, MOTUS_CRYPTO_ERROR_CHANGED);
      file->data[bit / 8] ^= (guint8) (1 << bit % 8);
    }
}

static void
check_unsupported (guint at, gsize size, guint32 value)
{
  g_autoptr (GByteArray) file = make_file ();
  for (gsize i = 0; i < size; i++)
    file->data[at + i] = (guint8) (value >> 8 * (size - 1 - i));
  correct_checksum (file);
  g_assert_cmpint (open_code (file->data, file->len, PASSWORD), ==,
                   MOTUS_CRYPTO_ERROR_UNSUPPORTED);
}

/* A hostile file must not cost 4 TiB of memory or a year. */
static void
test_unsupported (void)
{
  check_unsupported (AT_VERSION, 2, 2);
  check_unsupported (AT_VERSION, 2, 0xffff);
  check_unsupported (AT_KDF, 1, 2);
  check_unsupported (AT_MEMORY, 4, 0);
  check_unsupported (AT_MEMORY, 4, 7);
  check_unsupported (AT_MEMORY, 4, 512 * 1024 + 1);
  check_unsupported (AT_MEMORY, 4, G_MAXUINT32);
  check_unsupported (AT_PASSES, 4, 0);
  check_unsupported (AT_PASSES, 4, 17);
  check_unsupported (AT_PASSES, 4, G_MAXUINT32);
  check_unsupported (AT_LANES, 4, 0);
  check_unsupported (AT_LANES, 4, 2);
  check_unsupported (AT_LANES, 4, G_MAXUINT32);
}

/* The cost is authenticated: a file cannot be made cheaper to guess from, and still open. */
static void
test_cost_is_bound (void)
{
  g_autoptr (GByteArray) file = make_file ();
  file->data[AT_PASSES + 3] = 2;
  correct_checksum (file);
  g_assert_cmpint (open_code (file->data, file->len, PASSWORD), ==,
                   MOTUS_CRYPTO_ERROR_WRONG_PASSWORD);
}

/* Two files of the same keys share nothing after their headers. */
static void
test_fresh (void)
{
  g_autoptr (GByteArray) a = make_file ();
  g_autoptr (GByteArray) b = make_file ();
  g_assert_cmpuint (a->len, ==, b->len);
  for (guint at = AT_SALT; at + 12 < AT_LENGTH; at += 12)
    g_assert_cmpint (memcmp (a->data + at, b->data + at, 12), !=, 0);
  g_assert_cmpint (memcmp (a->data + AT_CIPHERTEXT, b->data + AT_CIPHERTEXT, 64), !=, 0);
}

/* A file as the seed's client writes it. */
static GByteArray *
make_seed_file (const char *password, const MotusSecret *content)
{
  GByteArray *file = g_byte_array_new ();
  gsize len = motus_secret_length (content);
  g_byte_array_set_size (file, (guint) (48 + len));
  for (guint i = 0; i < 32; i++)
    file->data[i] = (guint8) (i + 1);
  g_autoptr (MotusSecret) key = motus_seed_login_key (password, file->data, 16);
  g_assert_true (motus_aes_gcm_seal (motus_secret_peek (key), 32, file->data + 16, 16, NULL, 0,
                                     motus_secret_peek (content), len, file->data + 48,
                                     file->data + 32));
  return file;
}

static void
test_seed (void)
{
  g_autoptr (MotusSecret) der = motus_rsa_key_export (motus_key_bundle_get_rsa (bundle), NULL);
  g_autoptr (GByteArray) file = make_seed_file ("p\xc3\xa4sswort", der);
  g_autoptr (GError) error = NULL;
  MotusKeyFileFormat format = MOTUS_KEY_FILE_MOTUS;
  g_autoptr (MotusKeyBundle) found = motus_key_file_open (file->data, file->len, "p\xc3\xa4sswort",
                                                          &format, &error);

  g_assert_no_error (error);
  g_assert_cmpint (format, ==, MOTUS_KEY_FILE_SEED);
  assert_same_rsa (found);
  g_assert_cmpint (open_code (file->data, file->len, "passwort"), ==,
                   MOTUS_CRYPTO_ERROR_WRONG_PASSWORD);
  g_assert_cmpint (open_code (file->data, file->len - 1, "p\xc3\xa4sswort"), ==,
                   MOTUS_CRYPTO_ERROR_WRONG_PASSWORD);
  g_assert_cmpint (open_code (file->data, 48, "p\xc3\xa4sswort"), ==,
                   MOTUS_CRYPTO_ERROR_TRUNCATED);
  g_assert_cmpint (open_code (file->data, 1, "p\xc3\xa4sswort"), ==, MOTUS_CRYPTO_ERROR_TRUNCATED);
}

static void
test_seed_without_key (void)
{
  g_autoptr (MotusSecret) text = motus_secret_new_text ("this is no RSA key");
  g_autoptr (GByteArray) file = make_seed_file ("password", text);
  g_assert_cmpint (open_code (file->data, file->len, "password"), ==, MOTUS_CRYPTO_ERROR_BAD_KEY);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  bundle = motus_key_bundle_generate (NULL);
  g_test_add_func ("/key-file/round", test_round);
  g_test_add_func ("/key-file/wrong-password", test_wrong_password);
  g_test_add_func ("/key-file/truncated", test_truncated);
  g_test_add_func ("/key-file/flips", test_flips);
  g_test_add_func ("/key-file/changed-on-purpose", test_changed_on_purpose);
  g_test_add_func ("/key-file/unsupported", test_unsupported);
  g_test_add_func ("/key-file/cost-is-bound", test_cost_is_bound);
  g_test_add_func ("/key-file/fresh", test_fresh);
  g_test_add_func ("/key-file/seed", test_seed);
  g_test_add_func ("/key-file/seed-without-key", test_seed_without_key);
  int status = g_test_run ();
  motus_key_bundle_free (bundle);
  return status;
}
