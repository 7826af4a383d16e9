/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motus-rsa-private.h"

#include "motus-crypto-error.h"
#include "motus-digest.h"

#include <gnutls/x509.h>
#include <string.h>

#define HALF MOTUS_RSA_HALF_LIMBS
#define HALF_SIZE (MOTUS_RSA_SIZE / 2)

/* The longest private key read, in bytes. One in PEM has about 1,700. */
#define PRIVATE_MAX 8192

/* What every key in DER begins with, and none in PEM. */
#define DER_SEQUENCE 0x30

/* Wrong with a probability of at most 4 to this power, for a number made to deceive. */
#define PRIME_TESTS 32

typedef enum { N, E, D, P, Q, COEFFICIENT, DP, DQ, N_PARTS } Part;

/* The numbers of a key as GnuTLS gives them, highest byte first. */
typedef struct {
  gnutls_datum_t parts[N_PARTS];
} RawKey;

static void
raw_key_clear (RawKey *raw)
{
  for (Part i = 0; i < N_PARTS; i++)
    {
      motus_wipe (raw->parts[i].data, raw->parts[i].size);
      gnutls_free (raw->parts[i].data);
    }
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (RawKey, raw_key_clear)

static gboolean
raw_key_read (RawKey *raw, gnutls_x509_privkey_t key)
{
  gnutls_datum_t *parts = raw->parts;
  return gnutls_x509_privkey_get_pk_algorithm (key) == GNUTLS_PK_RSA
         && gnutls_x509_privkey_export_rsa_raw2 (key, &parts[N], &parts[E], &parts[D], &parts[P],
                                                 &parts[Q], &parts[COEFFICIENT], &parts[DP],
                                                 &parts[DQ]) >= 0;
}

/* Copies a number to exactly @size bytes; FALSE if it has more. */
static gboolean
fit (guint8 *out, gsize size, const gnutls_datum_t *number)
{
  const guint8 *bytes = number->data;
  gsize len = number->size;
  for (; len > 0 && bytes[0] == 0; len--)
    bytes++;
  if (len > size)
    return FALSE;
  memset (out, 0, size - len);
  if (len > 0)
    memcpy (out + size - len, bytes, len);
  return TRUE;
}

static void
wipe_integer (mpz_t integer)
{
  motus_wipe (integer->_mp_d, (gsize) integer->_mp_alloc * sizeof (mp_limb_t));
  mpz_clear (integer);
}

/* @a @b is 1 modulo @m. */
static gboolean
are_inverse (const mpz_t a, const mpz_t b, const mpz_t m)
{
  mpz_t product;
  mpz_init2 (product, 2 * MOTUS_RSA_BITS);
  mpz_mul (product, a, b);
  mpz_mod (product, product, m);
  gboolean are = mpz_cmp_ui (product, 1) == 0;
  wipe_integer (product);
  return are;
}

static gboolean
is_product (const mpz_t n, const mpz_t p, const mpz_t q)
{
  mpz_t product;
  mpz_init2 (product, MOTUS_RSA_BITS);
  mpz_mul (product, p, q);
  gboolean is = mpz_cmp (product, n) == 0;
  wipe_integer (product);
  return is;
}

/* A prime of half the size of the modulus, with @d and, reduced, @inverse the inverse of @e modulo
 * it less one. */
static gboolean
is_good_prime (const mpz_t prime, const mpz_t e, const mpz_t d, const mpz_t inverse)
{
  mpz_t less_one;
  mpz_init2 (less_one, MOTUS_RSA_BITS);
  mpz_sub_ui (less_one, prime, 1);
  gboolean good = mpz_sizeinbase (prime, 2) == MOTUS_RSA_BITS / 2
                  && mpz_cmp (inverse, less_one) < 0
                  && are_inverse (e, inverse, less_one)
                  && are_inverse (e, d, less_one)
                  && mpz_probab_prime_p (prime, PRIME_TESTS) != 0;
  wipe_integer (less_one);
  return good;
}

/* Whether the numbers belong together: with wrong ones the private operation could give results
 * that betray the key. Not constant in time, and done once, when a key is read. */
static gboolean
raw_key_is_consistent (const RawKey *raw)
{
  mpz_t numbers[N_PARTS];
  for (Part i = 0; i < N_PARTS; i++)
    {
      mpz_init2 (numbers[i], MOTUS_RSA_BITS + 64);
      mpz_import (numbers[i], raw->parts[i].size, 1, 1, 1, 0, raw->parts[i].data);
    }
  gboolean consistent = is_good_prime (numbers[P], numbers[E], numbers[D], numbers[DP])
                        && is_good_prime (numbers[Q], numbers[E], numbers[D], numbers[DQ])
                        && is_product (numbers[N], numbers[P], numbers[Q])
                        && mpz_cmp (numbers[COEFFICIENT], numbers[P]) < 0
                        && are_inverse (numbers[COEFFICIENT], numbers[Q], numbers[P]);
  for (Part i = 0; i < N_PARTS; i++)
    wipe_integer (numbers[i]);
  return consistent;
}

static MotusRsaPublicKey *
raw_key_get_public (const RawKey *raw)
{
  guint8 modulus[MOTUS_RSA_SIZE], exponent[4];
  if (!fit (modulus, sizeof modulus, &raw->parts[N])
      || !fit (exponent, sizeof exponent, &raw->parts[E]))
    return NULL;
  return motus_rsa_public_key_new_raw (modulus,
                                       (guint32) exponent[0] << 24 | (guint32) exponent[1] << 16
                                       | (guint32) exponent[2] << 8 | exponent[3]);
}

static gboolean
read_half (const RawKey *raw, Part part, mp_limb_t out[HALF])
{
  guint8 bytes[HALF_SIZE];
  gboolean fits = fit (bytes, sizeof bytes, &raw->parts[part]);
  if (fits)
    motus_limbs_read (out, bytes, HALF);
  motus_wipe (bytes, sizeof bytes);
  return fits;
}

static gboolean
read_prime (const RawKey *raw, Part part, MotusMontgomery *out)
{
  mp_limb_t prime[HALF];
  gboolean fits = read_half (raw, part, prime);
  if (fits)
    motus_montgomery_init (out, prime, HALF);
  motus_wipe (prime, sizeof prime);
  return fits;
}

static gboolean
fill_numbers (MotusRsaNumbers *numbers, const RawKey *raw)
{
  static const char label[] = "Motus RSA-OAEP implicit rejection";
  if (!read_prime (raw, P, &numbers->p) || !read_prime (raw, Q, &numbers->q)
      || !read_half (raw, DP, numbers->dp) || !read_half (raw, DQ, numbers->dq)
      || !read_half (raw, COEFFICIENT, numbers->coefficient))
    return FALSE;
  motus_montgomery_enter (&numbers->p, numbers->coefficient, numbers->coefficient);
  motus_hmac_sha256 (raw->parts[D].data, raw->parts[D].size, label, strlen (label),
                     numbers->rejection);
  return TRUE;
}

static MotusSecret *
export_pkcs8 (gnutls_x509_privkey_t key)
{
  gnutls_datum_t der = { NULL, 0 };
  if (gnutls_x509_privkey_export2_pkcs8 (key, GNUTLS_X509_FMT_DER, NULL, GNUTLS_PKCS_PLAIN, &der)
      < 0)
    return NULL;
  MotusSecret *secret = motus_secret_new_copy (der.data, der.size);
  motus_wipe (der.data, der.size);
  gnutls_free (der.data);
  return secret;
}

static MotusRsaKey *
key_from_gnutls (gnutls_x509_privkey_t source)
{
  g_auto (RawKey) raw = { { { NULL, 0 } } };
  g_autoptr (MotusRsaKey) key = g_new0 (MotusRsaKey, 1);
  if (!raw_key_read (&raw, source))
    return NULL;
  key->public_key = raw_key_get_public (&raw);
  if (key->public_key == NULL || !raw_key_is_consistent (&raw))
    return NULL;

  key->memory = motus_secret_new (sizeof (MotusRsaNumbers));
  key->numbers = (MotusRsaNumbers *) (gpointer) motus_secret_data (key->memory);
  key->pkcs8 = export_pkcs8 (source);
  if (key->pkcs8 == NULL || !fill_numbers (key->numbers, &raw))
    return NULL;
  return g_steal_pointer (&key);
}

static void
set_bad_key (GError **error)
{
  g_set_error (error, MOTUS_CRYPTO_ERROR, MOTUS_CRYPTO_ERROR_BAD_KEY,
               "This is not a private RSA key of %d bits whose numbers belong together. It may be "
               "damaged; use a copy of it, or make a new key.", MOTUS_RSA_BITS);
}

MotusRsaKey *
motus_rsa_key_new (const void *data, gsize len, GError **error)
{
  gnutls_x509_privkey_t source;
  MotusRsaKey *key = NULL;
  if (len > 0 && len <= PRIVATE_MAX && gnutls_x509_privkey_init (&source) >= 0)
    {
      const gnutls_datum_t datum = { (guint8 *) data, (unsigned int) len };
      gnutls_x509_crt_fmt_t format = *(const guint8 *) data == DER_SEQUENCE ? GNUTLS_X509_FMT_DER
                                                                            : GNUTLS_X509_FMT_PEM;
      if (gnutls_x509_privkey_import2 (source, &datum, format, NULL, GNUTLS_PKCS_PLAIN) >= 0)
        key = key_from_gnutls (source);
      gnutls_x509_privkey_deinit (source);
    }
  if (key == NULL)
    set_bad_key (error);
  return key;
}

MotusRsaKey *
motus_rsa_key_generate (GError **error)
{
  gnutls_x509_privkey_t source;
  MotusRsaKey *key = NULL;
  if (gnutls_x509_privkey_init (&source) >= 0)
    {
      if (gnutls_x509_privkey_generate (source, GNUTLS_PK_RSA, MOTUS_RSA_BITS, 0) >= 0)
        key = key_from_gnutls (source);
      gnutls_x509_privkey_deinit (source);
    }
  if (key == NULL)
    g_set_error_literal (error, MOTUS_CRYPTO_ERROR, MOTUS_CRYPTO_ERROR_BAD_KEY,
                         "A new RSA key could not be made. Try again.");
  return key;
}

void
motus_rsa_key_free (MotusRsaKey *key)
{
  if (key == NULL)
    return;
  motus_rsa_public_key_unref (key->public_key);
  motus_secret_free (key->memory);
  motus_secret_free (key->pkcs8);
  g_free (key);
}

MotusSecret *
motus_rsa_key_export (const MotusRsaKey *key, GError **error)
{
  return motus_secret_copy (key->pkcs8);
}

MotusRsaPublicKey *
motus_rsa_key_get_public (const MotusRsaKey *key)
{
  return key->public_key;
}
