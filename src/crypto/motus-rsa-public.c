/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motus-rsa-private.h"

#include "motus-crypto-error.h"

#include <gnutls/gnutls.h>
#include <string.h>

#define PEM_MAX 4096

/* What stands before the modulus in the one DER encoding that a key has. The lengths that depend
 * on the exponent are zero here. */
static const guint8 spki_head[] = {
  0x30, 0x82, 0, 0,                                     /* SubjectPublicKeyInfo */
  0x30, 0x0d, 0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01, 0x05, 0x00,
  0x03, 0x82, 0, 0, 0,                                  /* BIT STRING */
};
static const guint8 pkcs1_head[] = {
  0x30, 0x82, 0, 0,                                     /* RSAPublicKey */
  0x02, 0x82, 0x01, 0x01, 0x00,                         /* modulus */
};

static void
put_length (GByteArray *der, gsize at, gsize length)
{
  der->data[at] = (guint8) (length >> 8);
  der->data[at + 1] = (guint8) length;
}

static void
append_exponent (GByteArray *der, guint32 exponent)
{
  guint8 integer[7] = { 0x02 };
  guint len = g_bit_storage (exponent) / 8 + 1;
  integer[1] = (guint8) len;
  for (guint i = 0; i < len; i++)
    integer[2 + i] = (guint8) ((guint64) exponent >> 8 * (len - 1 - i));
  g_byte_array_append (der, integer, 2 + len);
}

/* PKCS#1 RSAPublicKey (RFC 8017, appendix A.1.1). */
static GByteArray *
encode_pkcs1 (const guint8 *modulus, guint32 exponent)
{
  GByteArray *der = g_byte_array_new ();
  g_byte_array_append (der, pkcs1_head, sizeof pkcs1_head);
  g_byte_array_append (der, modulus, MOTUS_RSA_SIZE);
  append_exponent (der, exponent);
  put_length (der, 2, der->len - 4);
  return der;
}

/* SubjectPublicKeyInfo with the algorithm rsaEncryption (RFC 3279, section 2.3.1). */
static GByteArray *
encode_spki (const guint8 *modulus, guint32 exponent)
{
  g_autoptr (GByteArray) pkcs1 = encode_pkcs1 (modulus, exponent);
  GByteArray *der = g_byte_array_new ();
  g_byte_array_append (der, spki_head, sizeof spki_head);
  g_byte_array_append (der, pkcs1->data, pkcs1->len);
  put_length (der, 2, der->len - 4);
  put_length (der, 17 + 4, der->len - 23);
  return der;
}

MotusRsaPublicKey *
motus_rsa_public_key_new_raw (const guint8 modulus[MOTUS_RSA_SIZE], guint32 exponent)
{
  if (modulus[0] < 0x80 || modulus[MOTUS_RSA_SIZE - 1] % 2 == 0 || exponent % 2 == 0
      || exponent < 3)
    return NULL;

  mp_limb_t number[MOTUS_RSA_LIMBS];
  motus_limbs_read (number, modulus, MOTUS_RSA_LIMBS);
  MotusRsaPublicKey *key = g_new0 (MotusRsaPublicKey, 1);
  g_atomic_ref_count_init (&key->refs);
  motus_montgomery_init (&key->modulus, number, MOTUS_RSA_LIMBS);
  key->exponent = exponent;
  key->spki = g_byte_array_free_to_bytes (encode_spki (modulus, exponent));
  return key;
}

MotusRsaPublicKey *
motus_rsa_public_key_ref (MotusRsaPublicKey *key)
{
  g_atomic_ref_count_inc (&key->refs);
  return key;
}

void
motus_rsa_public_key_unref (MotusRsaPublicKey *key)
{
  if (key == NULL || !g_atomic_ref_count_dec (&key->refs))
    return;
  g_bytes_unref (key->spki);
  g_free (key);
}

GBytes *
motus_rsa_public_key_get_spki (const MotusRsaPublicKey *key)
{
  return key->spki;
}

gboolean
motus_rsa_public_key_equal (const MotusRsaPublicKey *a, const MotusRsaPublicKey *b)
{
  return g_bytes_equal (a->spki, b->spki);
}

typedef GByteArray *(*Encode) (const guint8 *modulus, guint32 exponent);

/* Takes the numbers from where they stand in the one right encoding, whose head is @head_len bytes
 * long, and takes the key only if encoding it gives the same bytes again. */
static MotusRsaPublicKey *
parse_der (const guint8 *der, gsize len, gsize head_len, Encode encode)
{
  gsize at = head_len + MOTUS_RSA_SIZE + 2;
  if (len <= at || len > at + 5)
    return NULL;

  guint64 exponent = 0;
  for (gsize i = at; i < len; i++)
    exponent = exponent << 8 | der[i];
  if (exponent > G_MAXUINT32)
    return NULL;

  g_autoptr (GByteArray) again = encode (der + head_len, (guint32) exponent);
  if (again->len != len || memcmp (again->data, der, len) != 0)
    return NULL;
  return motus_rsa_public_key_new_raw (der + head_len, (guint32) exponent);
}

static MotusRsaPublicKey *
parse_spki (const guint8 *der, gsize len)
{
  return parse_der (der, len, sizeof spki_head + sizeof pkcs1_head, encode_spki);
}

static MotusRsaPublicKey *
parse_pkcs1 (const guint8 *der, gsize len)
{
  return parse_der (der, len, sizeof pkcs1_head, encode_pkcs1);
}

/* The text must be one block with the given label and nothing else but white space around it. */
static MotusRsaPublicKey *
parse_pem (const char *text, const char *label,
           MotusRsaPublicKey *(*parse) (const guint8 *der, gsize len))
{
  g_autofree char *begin = g_strdup_printf ("-----BEGIN %s-----", label);
  g_autofree char *end = g_strdup_printf ("-----END %s-----", label);
  if (!g_str_has_prefix (text, begin) || !g_str_has_suffix (text, end)
      || strstr (text + 1, "-----BEGIN") != NULL)
    return NULL;

  const gnutls_datum_t pem = { (guint8 *) text, (unsigned int) strlen (text) };
  gnutls_datum_t der = { NULL, 0 };
  if (gnutls_pem_base64_decode2 (label, &pem, &der) < 0)
    return NULL;
  MotusRsaPublicKey *key = parse (der.data, der.size);
  gnutls_free (der.data);
  return key;
}

static MotusRsaPublicKey *
parse_any_pem (const void *data, gsize len)
{
  if (len > PEM_MAX || memchr (data, '\0', len) != NULL)
    return NULL;
  g_autofree char *text = g_strstrip (g_strndup (data, len));
  MotusRsaPublicKey *key = parse_pem (text, "PUBLIC KEY", parse_spki);
  return key != NULL ? key : parse_pem (text, "RSA PUBLIC KEY", parse_pkcs1);
}

MotusRsaPublicKey *
motus_rsa_public_key_new (const void *data, gsize len, GError **error)
{
  MotusRsaPublicKey *key = NULL;
  if (len > 0)
    key = parse_spki (data, len);
  if (key == NULL && len > 0)
    key = parse_pkcs1 (data, len);
  if (key == NULL && len > 0)
    key = parse_any_pem (data, len);
  if (key == NULL)
    g_set_error (error, MOTUS_CRYPTO_ERROR, MOTUS_CRYPTO_ERROR_BAD_KEY,
                 "This is not an RSA public key of %d bits. Ask for the key again.",
                 MOTUS_RSA_BITS);
  return key;
}

gboolean
motus_rsa_public_key_apply (const MotusRsaPublicKey *key, const guint8 in[MOTUS_RSA_SIZE],
                            guint8 out[MOTUS_RSA_SIZE])
{
  mp_limb_t number[MOTUS_RSA_LIMBS];
  motus_limbs_read (number, in, MOTUS_RSA_LIMBS);
  gboolean taken = mpn_cmp (number, key->modulus.modulus, MOTUS_RSA_LIMBS) < 0;
  if (taken)
    {
      motus_montgomery_power_public (&key->modulus, number, number, key->exponent);
      motus_limbs_write (out, number, MOTUS_RSA_LIMBS);
    }
  motus_wipe (number, sizeof number);
  return taken;
}
