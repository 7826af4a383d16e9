/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motus-scram.h"

#include "motus-base64.h"
#include "test-hex.h"

#include <string.h>

#define SALT "W22ZaJ0SNY7soEsUEjb6gQ=="
#define CNONCE "rOprNGfwEbeRWgbNEkqO"
#define SNONCE "%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0"

static MotusSecret *
salt_pencil (guint iterations)
{
  guint8 salt[MOTUS_SCRAM_SALT_SIZE];
  g_autoptr (MotusSecret) password = motus_secret_new_text ("pencil");
  g_assert_true (motus_base64_decode_exact (SALT, salt, sizeof salt));
  return motus_scram_salt_password (password, salt, sizeof salt, iterations);
}

static char *
make_message (const char *name, const void *binding, gsize binding_len)
{
  guint8 salt[MOTUS_SCRAM_SALT_SIZE];
  g_assert_true (motus_base64_decode_exact (SALT, salt, sizeof salt));
  return motus_scram_auth_message (name, CNONCE, SNONCE, salt, sizeof salt, 4096, binding,
                                   binding_len);
}

/* RFC 7677, section 3. */
static void
test_published (void)
{
  g_autoptr (MotusSecret) salted = salt_pencil (4096);
  g_autofree char *message = make_message ("user", NULL, 0);
  guint8 proof[MOTUS_SCRAM_KEY_SIZE], expected[MOTUS_SCRAM_KEY_SIZE], found[MOTUS_SCRAM_KEY_SIZE];
  MotusScramVerifier verifier;

  g_assert_cmpstr (message, ==, "n=user,r=" CNONCE ",r=" CNONCE SNONCE ",s=" SALT ",i=4096,"
                                "c=biws,r=" CNONCE SNONCE);
  motus_scram_client_proof (salted, message, proof, expected);
  g_autofree char *proof_text = motus_base64_encode (proof, sizeof proof);
  g_autofree char *signature_text = motus_base64_encode (expected, sizeof expected);
  g_assert_cmpstr (proof_text, ==, "dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=");
  g_assert_cmpstr (signature_text, ==, "6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=");

  motus_scram_verifier (salted, &verifier);
  g_assert_true (motus_scram_verify (&verifier, message, proof, found));
  g_assert_cmpmem (found, sizeof found, expected, sizeof expected);
}

/* The figures come from an independent computation. */
static void
test_bound (void)
{
  g_autoptr (MotusSecret) salted = salt_pencil (4096);
  guint8 salt[MOTUS_SCRAM_SALT_SIZE], binding[MOTUS_SCRAM_BINDING_SIZE];
  guint8 proof[MOTUS_SCRAM_KEY_SIZE], signature[MOTUS_SCRAM_KEY_SIZE];

  g_assert_true (motus_base64_decode_exact (SALT, salt, sizeof salt));
  for (guint i = 0; i < sizeof binding; i++)
    binding[i] = (guint8) i;
  g_autofree char *message = motus_scram_auth_message ("user", "aaa", "bbb", salt, sizeof salt,
                                                       4096, binding, sizeof binding);
  g_assert_cmpstr (message, ==,
                   "n=user,r=aaa,r=aaabbb,s=" SALT ",i=4096,"
                   "c=cD10bHMtZXhwb3J0ZXIsLAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f,"
                   "r=aaabbb");
  motus_scram_client_proof (salted, message, proof, signature);
  test_assert_hex (proof, sizeof proof,
              "ea7408a8ebc7a1493bf198d2ef22c76af422cb1cca6138f220b264802f0c55e6");
  test_assert_hex (signature, sizeof signature,
              "698b61e2c530046889dfaee41d8a50e356ac770a851c93d07ae66a3d81587b05");
}

static void
test_refused (void)
{
  g_autoptr (MotusSecret) salted = salt_pencil (4096);
  g_autofree char *message = make_message ("user", NULL, 0);
  g_autofree char *other = make_message ("user", "another channel", 15);
  guint8 proof[MOTUS_SCRAM_KEY_SIZE], signature[MOTUS_SCRAM_KEY_SIZE];
  guint8 untouched[MOTUS_SCRAM_KEY_SIZE] = { 7 };
  MotusScramVerifier verifier;

  motus_scram_verifier (salted, &verifier);
  motus_scram_client_proof (salted, message, proof, signature);
  g_assert_false (motus_scram_verify (&verifier, other, proof, untouched));
  for (guint bit = 0; bit < 8 * sizeof proof; bit++)
    {
      proof[bit / 8] ^= (guint8) (1 << bit % 8);
      g_assert_false (motus_scram_verify (&verifier, message, proof, untouched));
      proof[bit / 8] ^= (guint8) (1 << bit % 8);
    }
  g_assert_cmpuint (untouched[0], ==, 7);
  g_assert_true (motus_scram_verify (&verifier, message, proof, untouched));
}

/* Nothing in a stolen table of verifiers serves as a proof. */
static void
test_stolen_table (void)
{
  g_autoptr (MotusSecret) salted = salt_pencil (4096);
  g_autofree char *message = make_message ("user", NULL, 0);
  guint8 proof[MOTUS_SCRAM_KEY_SIZE], signature[MOTUS_SCRAM_KEY_SIZE], out[MOTUS_SCRAM_KEY_SIZE];
  MotusScramVerifier verifier;

  motus_scram_verifier (salted, &verifier);
  g_assert_false (motus_scram_verify (&verifier, message, verifier.stored_key, out));
  g_assert_false (motus_scram_verify (&verifier, message, verifier.server_key, out));

  g_autoptr (MotusSecret) stolen = motus_secret_new_copy (verifier.stored_key,
                                                          sizeof verifier.stored_key);
  motus_scram_client_proof (stolen, message, proof, signature);
  g_assert_false (motus_scram_verify (&verifier, message, proof, out));
  motus_hmac_sha256 (verifier.stored_key, sizeof verifier.stored_key, message, strlen (message),
                     proof);
  g_assert_false (motus_scram_verify (&verifier, message, proof, out));
}

static void
test_names_stay_names (void)
{
  g_autofree char *message = make_message ("a,r=b=", "x", 1);
  g_assert_true (g_str_has_prefix (message, "n=a=2Cr=3Db=3D,r=" CNONCE ","));
}

static void
test_iterations (void)
{
  g_assert_null (salt_pencil (0));
  g_assert_null (salt_pencil (MOTUS_SCRAM_ITERATIONS_MIN - 1));
  g_assert_null (salt_pencil (MOTUS_SCRAM_ITERATIONS_MAX + 1));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/scram/published", test_published);
  g_test_add_func ("/scram/bound", test_bound);
  g_test_add_func ("/scram/refused", test_refused);
  g_test_add_func ("/scram/stolen-table", test_stolen_table);
  g_test_add_func ("/scram/names-stay-names", test_names_stay_names);
  g_test_add_func ("/scram/iterations", test_iterations);
  return g_test_run ();
}
