/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motus-argon2id.h"
#include "motus-crypto-error.h"

#include "test-hex.h"

/* RFC 9106, section 5.3. */
static void
test_published (void)
{
  const MotusArgon2idCost cost = { .memory = 32, .passes = 3, .lanes = 4 };
  guint8 password[32], salt[16], key[8], ad[12], out[32];
  g_autoptr (GError) error = NULL;
  memset (password, 1, sizeof password);
  memset (salt, 2, sizeof salt);
  memset (key, 3, sizeof key);
  memset (ad, 4, sizeof ad);
  g_assert_true (motus_argon2id_keyed (&cost, password, sizeof password, salt, sizeof salt, key,
                                       sizeof key, ad, sizeof ad, out, sizeof out, &error));
  g_assert_no_error (error);
  test_assert_hex (out, sizeof out,
                   "0d640df58d78766c08c037a34a8b53c9d01ef0452d75b65eb52520e96b01e659");
}

/* What the reference implementation says of "password" and "somesalt". */
static void
test_without_key (void)
{
  const MotusArgon2idCost cost = { .memory = 65536, .passes = 2, .lanes = 1 };
  guint8 out[32];
  g_autoptr (GError) error = NULL;
  g_assert_true (motus_argon2id (&cost, "password", 8, "somesalt", 8, out, sizeof out, &error));
  g_assert_no_error (error);
  test_assert_hex (out, sizeof out,
                   "09316115d5cf24ed5a15a31a3ba326e5cf32edc24702987c02b6566f61913cf7");
}

static void
test_bounds (void)
{
  static const struct {
    MotusArgon2idCost cost;
    gsize password_len, salt_len, out_len;
  } refused[] = {
    { { 64, 1, 1 }, 0, 16, 32 },
    { { 64, 1, 0 }, 1, 16, 32 },
    { { 64, 0, 1 }, 1, 16, 32 },
    { { 7, 1, 1 }, 1, 16, 32 },
    { { 31, 1, 4 }, 1, 16, 32 },
    { { 64, MOTUS_ARGON2ID_PASSES_MAX + 1, 1 }, 1, 16, 32 },
    { { 1024, 1, MOTUS_ARGON2ID_LANES_MAX + 1 }, 1, 16, 32 },
    { { MOTUS_ARGON2ID_MEMORY_MAX + 1, 1, 1 }, 1, 16, 32 },
    { { G_MAXUINT32, G_MAXUINT32, G_MAXUINT32 }, 1, 16, 32 },
    { { 64, 1, 1 }, 1, MOTUS_ARGON2ID_SALT_MIN - 1, 32 },
    { { 64, 1, 1 }, 1, MOTUS_ARGON2ID_SALT_MAX + 1, 32 },
    { { 64, 1, 1 }, 1, 16, MOTUS_ARGON2ID_OUT_MIN - 1 },
    { { 64, 1, 1 }, 1, 16, MOTUS_ARGON2ID_OUT_MAX + 1 },
  };
  guint8 salt[128] = { 0 }, out[128] = { 0 };
  const guint8 zeros[128] = { 0 };
  for (gsize i = 0; i < G_N_ELEMENTS (refused); i++)
    {
      g_autoptr (GError) error = NULL;
      g_assert_false (motus_argon2id (&refused[i].cost, "p", refused[i].password_len, salt,
                                      refused[i].salt_len, out, refused[i].out_len, &error));
      g_assert_error (error, MOTUS_CRYPTO_ERROR, MOTUS_CRYPTO_ERROR_BAD_ARGUMENT);
      g_assert_cmpmem (out, sizeof out, zeros, sizeof zeros);
    }
}

static gpointer
derive_cb (gpointer data)
{
  const MotusArgon2idCost cost = { .memory = 64, .passes = 1, .lanes = 2 };
  GError *error = NULL;
  g_assert_true (motus_argon2id (&cost, "p", 1, "saltsalt", 8, data, 32, &error));
  g_assert_no_error (error);
  return NULL;
}

static void
test_threads (void)
{
  guint8 out[4][32];
  GThread *threads[4];
  for (gsize i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("derive", derive_cb, out[i]);
  for (gsize i = 0; i < G_N_ELEMENTS (threads); i++)
    g_thread_join (threads[i]);
  for (gsize i = 1; i < G_N_ELEMENTS (threads); i++)
    g_assert_cmpmem (out[i], 32, out[0], 32);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/argon2id/threads", test_threads);
  g_test_add_func ("/argon2id/published", test_published);
  g_test_add_func ("/argon2id/without-key", test_without_key);
  g_test_add_func ("/argon2id/bounds", test_bounds);
  return g_test_run ();
}
