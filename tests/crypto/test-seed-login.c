/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motus-seed-login.h"

#include "test-hex.h"

/* The figures come from an independent computation. */
static const struct {
  const char *password, *key, *answer;
} rows[] = {
  { "correct horse",
    "57f2c2f0739748d516419b062a884666323c583ea4ae165504a81f7b53c62a09",
    "04b2b8356fd9dec4d23f6576518df12d4f65ae232b6f820144c2acb41ec6c4b4" },
  { "p\xc3\xa4ssw\xc3\xb6rd \xf0\x9f\x94\x91",
    "d301b7e43c3586b13eb8da0179b303a30c7d532500dfebf77d36f1aa2731e423",
    "7a4e16183d7a3e38398c073a4da569ad5838029706dc82ef53a3e3fd07456a23" },
};

static void
test_known (void)
{
  guint8 salt[MOTUS_SEED_SALT_SIZE], answer[MOTUS_SHA256_SIZE];
  for (guint i = 0; i < sizeof salt; i++)
    salt[i] = (guint8) i;

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (MotusSecret) key = motus_seed_login_key (rows[i].password, salt, sizeof salt);
      test_assert_hex (motus_secret_peek (key), motus_secret_length (key), rows[i].key);
      motus_seed_login_answer (motus_secret_peek (key),
                               "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=", answer);
      test_assert_hex (answer, sizeof answer, rows[i].answer);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/seed-login/known", test_known);
  return g_test_run ();
}
