/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motus-crypto-error.h"
#include "motus-random.h"
#include "motus-rsa-private.h"

#include <gnutls/abstract.h>
#include <gnutls/x509.h>
#include <string.h>

/* One key for all tests: making one takes a while. */
static MotusRsaKey *shared_key;

static void
assert_bad_public (const void *data, gsize len)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MotusRsaPublicKey) key = motus_rsa_public_key_new (data, len, &error);
  g_assert_null (key);
  g_assert_error (error, MOTUS_CRYPTO_ERROR, MOTUS_CRYPTO_ERROR_BAD_KEY);
}

static void
assert_bad_private (const void *data, gsize len)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MotusRsaKey) key = motus_rsa_key_new (data, len, &error);
  g_assert_null (key);
  g_assert_error (error, MOTUS_CRYPTO_ERROR, MOTUS_CRYPTO_ERROR_BAD_KEY);
}

static void
assert_same_public (const void *data, gsize len)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MotusRsaPublicKey) key = motus_rsa_public_key_new (data, len, &error);
  g_assert_no_error (error);
  g_assert_true (motus_rsa_public_key_equal (key, motus_rsa_key_get_public (shared_key)));
}

static const guint8 *
get_spki (gsize *len)
{
  return g_bytes_get_data (motus_rsa_public_key_get_spki (motus_rsa_key_get_public (shared_key)),
                           len);
}

static char *
to_pem (const char *label, const void *data, gsize len)
{
  const gnutls_datum_t der = { (guint8 *) data, (unsigned int) len };
  gnutls_datum_t pem;
  g_assert_cmpint (gnutls_pem_base64_encode2 (label, &der, &pem), >=, 0);
  char *text = g_strndup ((const char *) pem.data, pem.size);
  gnutls_free (pem.data);
  return text;
}

static void
test_public_forms (void)
{
  gsize len;
  const guint8 *spki = get_spki (&len);
  g_assert_cmpuint (len, ==, 294);
  assert_same_public (spki, len);
  assert_same_public (spki + 24, len - 24);

  g_autofree char *pem = to_pem ("PUBLIC KEY", spki, len);
  g_autofree char *pkcs1_pem = to_pem ("RSA PUBLIC KEY", spki + 24, len - 24);
  assert_same_public (pem, strlen (pem));
  assert_same_public (pkcs1_pem, strlen (pkcs1_pem));
  g_autofree char *mislabelled = to_pem ("RSA PUBLIC KEY", spki, len);
  assert_bad_public (mislabelled, strlen (mislabelled));
  g_autofree char *twice = g_strconcat (pem, pem, NULL);
  assert_bad_public (twice, strlen (twice));
}

/* GnuTLS, which has its own encoder, writes the same bytes. */
static void
test_public_encoding (void)
{
  g_autoptr (MotusSecret) pkcs8 = motus_rsa_key_export (shared_key, NULL);
  const gnutls_datum_t datum = { motus_secret_data (pkcs8),
                                 (unsigned int) motus_secret_length (pkcs8) };
  gnutls_x509_privkey_t private_key;
  gnutls_privkey_t abstract;
  gnutls_pubkey_t public_key;
  gnutls_datum_t der;
  g_assert_cmpint (gnutls_x509_privkey_init (&private_key), >=, 0);
  g_assert_cmpint (gnutls_x509_privkey_import_pkcs8 (private_key, &datum, GNUTLS_X509_FMT_DER, NULL,
                                                     GNUTLS_PKCS_PLAIN), >=, 0);
  g_assert_cmpint (gnutls_privkey_init (&abstract), >=, 0);
  g_assert_cmpint (gnutls_privkey_import_x509 (abstract, private_key, 0), >=, 0);
  g_assert_cmpint (gnutls_pubkey_init (&public_key), >=, 0);
  g_assert_cmpint (gnutls_pubkey_import_privkey (public_key, abstract, 0, 0), >=, 0);
  g_assert_cmpint (gnutls_pubkey_export2 (public_key, GNUTLS_X509_FMT_DER, &der), >=, 0);
  gsize len;
  const guint8 *spki = get_spki (&len);
  g_assert_cmpmem (spki, len, der.data, der.size);
  gnutls_free (der.data);
  gnutls_pubkey_deinit (public_key);
  gnutls_privkey_deinit (abstract);
  gnutls_x509_privkey_deinit (private_key);
}

/* No byte of the frame may be another, and none may be missing or too many. */
static void
test_public_strict (void)
{
  gsize len;
  const guint8 *spki = get_spki (&len);
  guint8 changed[300];
  for (gsize cut = 0; cut < len; cut++)
    assert_bad_public (spki, cut);
  memcpy (changed, spki, len);
  changed[len] = 0;
  assert_bad_public (changed, len + 1);

  for (gsize at = 0; at < len; at++)
    {
      gboolean in_modulus = at > 33 && at < 33 + MOTUS_RSA_SIZE - 1;
      gboolean in_exponent = at >= len - 3;
      if (in_modulus || in_exponent)
        continue;
      changed[at] ^= 0x81;
      assert_bad_public (changed, len);
      changed[at] ^= 0x81;
    }
}

static void
test_public_exponents (void)
{
  static const struct {
    guint32 exponent;
    gboolean taken;
  } rows[] = {
    { 0, FALSE }, { 1, FALSE }, { 2, FALSE }, { 3, TRUE }, { 127, TRUE }, { 129, TRUE },
    { 65536, FALSE }, { 65537, TRUE }, { 0x7fffffff, TRUE }, { 0xffffffff, TRUE },
  };
  guint8 modulus[MOTUS_RSA_SIZE];
  memset (modulus, 0xc5, sizeof modulus);
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (MotusRsaPublicKey) key = motus_rsa_public_key_new_raw (modulus, rows[i].exponent);
      g_assert_cmpint (key != NULL, ==, rows[i].taken);
      if (key == NULL)
        continue;
      gsize len;
      const guint8 *spki = g_bytes_get_data (motus_rsa_public_key_get_spki (key), &len);
      g_autoptr (MotusRsaPublicKey) again = motus_rsa_public_key_new (spki, len, NULL);
      g_assert_nonnull (again);
      g_assert_true (motus_rsa_public_key_equal (key, again));
    }
}

static void
assert_same_private (const void *data, gsize len)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MotusRsaKey) key = motus_rsa_key_new (data, len, &error);
  g_assert_no_error (error);
  g_assert_true (motus_rsa_public_key_equal (motus_rsa_key_get_public (key),
                                             motus_rsa_key_get_public (shared_key)));
}

/* PKCS#8 of a key of this size is PKCS#1 with 26 bytes before it. */
static void
test_private_forms (void)
{
  g_autoptr (MotusSecret) pkcs8 = motus_rsa_key_export (shared_key, NULL);
  const guint8 *der = motus_secret_peek (pkcs8);
  gsize len = motus_secret_length (pkcs8);
  assert_same_private (der, len);
  assert_same_private (der + 26, len - 26);
  g_autofree char *pem = to_pem ("PRIVATE KEY", der, len);
  g_autofree char *pkcs1_pem = to_pem ("RSA PRIVATE KEY", der + 26, len - 26);
  assert_same_private (pem, strlen (pem));
  assert_same_private (pkcs1_pem, strlen (pkcs1_pem));

  gsize spki_len;
  const guint8 *spki = get_spki (&spki_len);
  assert_bad_private (spki, spki_len);
  assert_bad_private ("", 0);
  for (gsize cut = 1; cut < len; cut += 13)
    assert_bad_private (der, cut);
}

/* A change to n, d, p or q is refused; GnuTLS computes the other numbers anew, and then
 * the key works. */
static void
test_private_consistent (void)
{
  g_autoptr (MotusSecret) pkcs8 = motus_rsa_key_export (shared_key, NULL);
  gsize len = motus_secret_length (pkcs8);
  guint8 *der = motus_secret_data (pkcs8);
  guint taken = 0, refused = 0;
  for (gsize at = 33; at < len; at += 47)
    {
      g_autoptr (MotusRsaKey) key = NULL;
      der[at] ^= 4;
      key = motus_rsa_key_new (der, len, NULL);
      if (key != NULL)
        {
          guint8 in[MOTUS_RSA_SIZE] = { 0 }, middle[MOTUS_RSA_SIZE], out[MOTUS_RSA_SIZE];
          in[200] = 7;
          taken++;
          g_assert_true (motus_rsa_public_key_apply (key->public_key, in, middle));
          g_assert_true (motus_rsa_key_apply (key, middle, out));
          g_assert_cmpmem (in, sizeof in, out, sizeof out);
        }
      refused += key == NULL;
      der[at] ^= 4;
    }
  g_test_message ("%u changes refused, %u repaired", refused, taken);
  g_assert_cmpuint (refused, >=, 16);
}

static void
test_other_sizes (void)
{
  static const guint sizes[] = { 1024, 2047, 3072 };
  for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      gnutls_x509_privkey_t key;
      gnutls_datum_t der;
      g_assert_cmpint (gnutls_x509_privkey_init (&key), >=, 0);
      g_assert_cmpint (gnutls_x509_privkey_generate (key, GNUTLS_PK_RSA, sizes[i], 0), >=, 0);
      g_assert_cmpint (gnutls_x509_privkey_export2_pkcs8 (key, GNUTLS_X509_FMT_DER, NULL,
                                                          GNUTLS_PKCS_PLAIN, &der), >=, 0);
      assert_bad_private (der.data, der.size);
      gnutls_free (der.data);
      gnutls_x509_privkey_deinit (key);
    }
}

/* Often enough for the blinding to be squared and renewed. */
static void
test_round_trip (void)
{
  MotusRsaPublicKey *public_key = motus_rsa_key_get_public (shared_key);
  for (guint i = 0; i < 200; i++)
    {
      guint8 in[MOTUS_RSA_SIZE] = { 0 }, middle[MOTUS_RSA_SIZE], out[MOTUS_RSA_SIZE];
      if (i > 1)
        motus_random_nonce (in + 1, sizeof in - 1);
      in[MOTUS_RSA_SIZE - 1] |= i == 1;
      g_assert_true (motus_rsa_public_key_apply (public_key, in, middle));
      g_assert_true (motus_rsa_key_apply (shared_key, middle, out));
      g_assert_cmpmem (in, sizeof in, out, sizeof out);
      g_assert_true (motus_rsa_key_apply (shared_key, in, middle));
      g_assert_true (motus_rsa_public_key_apply (public_key, middle, out));
      g_assert_cmpmem (in, sizeof in, out, sizeof out);
    }
}

static void
test_range (void)
{
  guint8 in[MOTUS_RSA_SIZE], out[MOTUS_RSA_SIZE] = { 0 }, zeros[MOTUS_RSA_SIZE] = { 0 };
  motus_limbs_write (in, shared_key->public_key->modulus.modulus, MOTUS_RSA_LIMBS);
  g_assert_false (motus_rsa_key_apply (shared_key, in, out));
  g_assert_false (motus_rsa_public_key_apply (shared_key->public_key, in, out));
  g_assert_cmpmem (out, sizeof out, zeros, sizeof zeros);
  in[MOTUS_RSA_SIZE - 1]--;
  g_assert_true (motus_rsa_key_apply (shared_key, in, out));
  g_assert_cmpmem (out, sizeof out, in, sizeof in);
  memset (in, 0xff, sizeof in);
  g_assert_false (motus_rsa_key_apply (shared_key, in, out));
}

/* A number that went wrong in memory must not let a result out. */
static void
test_fault (void)
{
  g_autoptr (MotusSecret) pkcs8 = motus_rsa_key_export (shared_key, NULL);
  g_autoptr (MotusRsaKey) key = motus_rsa_key_new (motus_secret_peek (pkcs8),
                                                   motus_secret_length (pkcs8), NULL);
  guint8 in[MOTUS_RSA_SIZE] = { 0, 1 }, out[MOTUS_RSA_SIZE] = { 0 }, zeros[MOTUS_RSA_SIZE] = { 0 };
  mp_limb_t *places[] = { key->numbers->dp, key->numbers->dq, key->numbers->coefficient };
  for (gsize i = 0; i < G_N_ELEMENTS (places); i++)
    {
      places[i][3] ^= 1 << 9;
      g_assert_false (motus_rsa_key_apply (key, in, out));
      g_assert_cmpmem (out, sizeof out, zeros, sizeof zeros);
      places[i][3] ^= 1 << 9;
    }
  g_assert_true (motus_rsa_key_apply (key, in, out));
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_test_init (&argc, &argv, NULL);
  shared_key = motus_rsa_key_generate (&error);
  g_assert_no_error (error);
  g_test_add_func ("/rsa/public/forms", test_public_forms);
  g_test_add_func ("/rsa/public/encoding", test_public_encoding);
  g_test_add_func ("/rsa/public/strict", test_public_strict);
  g_test_add_func ("/rsa/public/exponents", test_public_exponents);
  g_test_add_func ("/rsa/private/forms", test_private_forms);
  g_test_add_func ("/rsa/private/consistent", test_private_consistent);
  g_test_add_func ("/rsa/private/other-sizes", test_other_sizes);
  g_test_add_func ("/rsa/round-trip", test_round_trip);
  g_test_add_func ("/rsa/range", test_range);
  g_test_add_func ("/rsa/fault", test_fault);
  int status = g_test_run ();
  motus_rsa_key_free (shared_key);
  return status;
}
