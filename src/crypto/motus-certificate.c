/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motus-certificate.h"

#include "motus-base64.h"
#include "motus-crypto-error.h"
#include "motus-random.h"

#include <arpa/inet.h>
#include <gnutls/abstract.h>
#include <gnutls/x509.h>
#include <string.h>
#include <time.h>

#define PIN_PREFIX "sha256-"
#define RSA_BITS 2048
#define SERIAL_SIZE 16
#define DAY_SECONDS (24 * 60 * 60)
#define HOST_NAME_MAX_LENGTH 253
#define HOST_LABEL_MAX_LENGTH 63

typedef struct gnutls_x509_crt_int MotusX509;
typedef struct gnutls_x509_privkey_int MotusX509Key;
typedef struct gnutls_pubkey_st MotusX509PublicKey;
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MotusX509, gnutls_x509_crt_deinit)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MotusX509Key, gnutls_x509_privkey_deinit)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MotusX509PublicKey, gnutls_pubkey_deinit)

/* GnuTLS's initialisers fail only for want of memory, where GLib ends the process too. */
static MotusX509 *
x509_new (void)
{
  MotusX509 *certificate = NULL;
  if (gnutls_x509_crt_init (&certificate) < 0)
    g_error ("out of memory for a certificate");
  return certificate;
}

static MotusX509Key *
x509_key_new (void)
{
  MotusX509Key *key = NULL;
  if (gnutls_x509_privkey_init (&key) < 0)
    g_error ("out of memory for a private key");
  return key;
}

static gboolean
report (int result, MotusCryptoError code, const char *what, GError **error)
{
  if (result >= 0)
    return TRUE;
  g_set_error (error, MOTUS_CRYPTO_ERROR, code, "%s: %s.", what, gnutls_strerror (result));
  return FALSE;
}

static MotusSecret *
export_key (MotusX509Key *key, GError **error)
{
  gnutls_datum_t pem = { NULL, 0 };
  if (!report (gnutls_x509_privkey_export2_pkcs8 (key, GNUTLS_X509_FMT_PEM, NULL,
                                                  GNUTLS_PKCS_PLAIN, &pem),
               MOTUS_CRYPTO_ERROR_BAD_KEY, "The relay's new private key cannot be written", error))
    return NULL;

  MotusSecret *secret = motus_secret_new_copy (pem.data, pem.size);
  motus_wipe (pem.data, pem.size);
  gnutls_free (pem.data);
  return secret;
}

MotusSecret *
motus_certificate_make_key (MotusCertificateKind kind, GError **error)
{
  g_autoptr (MotusX509Key) key = x509_key_new ();
  gboolean ecdsa = kind == MOTUS_CERTIFICATE_ECDSA;
  unsigned int bits = ecdsa ? GNUTLS_CURVE_TO_BITS (GNUTLS_ECC_CURVE_SECP256R1) : RSA_BITS;
  int result = gnutls_x509_privkey_generate (key, ecdsa ? GNUTLS_PK_ECDSA : GNUTLS_PK_RSA, bits, 0);
  if (!report (result, MOTUS_CRYPTO_ERROR_BAD_KEY, "No private key for the relay could be made",
               error))
    return NULL;
  return export_key (key, error);
}

static gboolean
label_is_valid (const char *label)
{
  gsize len = strlen (label);
  if (len == 0 || len > HOST_LABEL_MAX_LENGTH || label[0] == '-' || label[len - 1] == '-')
    return FALSE;
  for (gsize i = 0; i < len; i++)
    if (!g_ascii_isalnum (label[i]) && label[i] != '-')
      return FALSE;
  return TRUE;
}

/* RFC 1123, section 2.1. A last label of digits alone would be an address gone wrong. */
static gboolean
host_name_is_valid (const char *name)
{
  if (strlen (name) > HOST_NAME_MAX_LENGTH)
    return FALSE;

  g_auto (GStrv) labels = g_strsplit (name, ".", -1);
  guint count = g_strv_length (labels);
  for (guint i = 0; i < count; i++)
    if (!label_is_valid (labels[i]))
      return FALSE;
  return count > 0 && strspn (labels[count - 1], "0123456789") < strlen (labels[count - 1]);
}

static int
add_host_name (MotusX509 *certificate, const char *name)
{
  g_autofree char *ascii = g_hostname_to_ascii (name);
  if (ascii == NULL || !host_name_is_valid (ascii))
    return GNUTLS_E_INVALID_REQUEST;
  return gnutls_x509_crt_set_subject_alt_name (certificate, GNUTLS_SAN_DNSNAME, ascii,
                                               (unsigned int) strlen (ascii), GNUTLS_FSAN_APPEND);
}

static gboolean
add_name (MotusX509 *certificate, const char *name, GError **error)
{
  guint8 address[sizeof (struct in6_addr)];
  unsigned int len = 0;
  if (inet_pton (AF_INET, name, address) == 1)
    len = sizeof (struct in_addr);
  else if (inet_pton (AF_INET6, name, address) == 1)
    len = sizeof (struct in6_addr);

  int result = len > 0 ? gnutls_x509_crt_set_subject_alt_name (certificate, GNUTLS_SAN_IPADDRESS,
                                                               address, len, GNUTLS_FSAN_APPEND)
                       : add_host_name (certificate, name);
  if (result >= 0)
    return TRUE;
  g_set_error (error, MOTUS_CRYPTO_ERROR, MOTUS_CRYPTO_ERROR_BAD_ARGUMENT,
               "“%s” is neither a host name nor an address. Correct the names of the relay.", name);
  return FALSE;
}

static gboolean
add_names (MotusX509 *certificate, const char *const *names, GError **error)
{
  static const char *const local[] = { "localhost", "127.0.0.1", NULL };
  for (gsize i = 0; local[i] != NULL; i++)
    if (!add_name (certificate, local[i], error))
      return FALSE;
  for (gsize i = 0; names != NULL && names[i] != NULL; i++)
    if (!g_strv_contains (local, names[i]) && !add_name (certificate, names[i], error))
      return FALSE;
  return TRUE;
}

/* A positive number that no certificate of this relay had before (RFC 5280, section 4.1.2.2). */
static int
set_serial (MotusX509 *certificate)
{
  guint8 serial[SERIAL_SIZE];
  motus_random_nonce (serial, sizeof serial);
  serial[0] = (serial[0] & 0x3f) | 0x40;
  return gnutls_x509_crt_set_serial (certificate, serial, sizeof serial);
}

static int
set_validity (MotusX509 *certificate, gint64 calendar)
{
  time_t start = (time_t) (calendar / 1000) - DAY_SECONDS;
  int result = gnutls_x509_crt_set_activation_time (certificate, start);
  if (result < 0)
    return result;
  return gnutls_x509_crt_set_expiration_time (certificate,
                                              start + MOTUS_CERTIFICATE_DAYS * DAY_SECONDS);
}

static int
set_key_identifier (MotusX509 *certificate)
{
  guint8 id[MOTUS_SHA256_SIZE];
  size_t size = sizeof id;
  int result = gnutls_x509_crt_get_key_id (certificate, 0, id, &size);
  if (result < 0)
    return result;
  return gnutls_x509_crt_set_subject_key_id (certificate, id, size);
}

/* The fields of a certificate for a server that is nobody's authority. */
static int
fill (MotusX509 *certificate, MotusX509Key *key, gint64 calendar)
{
  int result = gnutls_x509_crt_set_version (certificate, 3);
  if (result >= 0)
    result = set_serial (certificate);
  if (result >= 0)
    result = gnutls_x509_crt_set_dn (certificate, "CN=localhost,O=Motus", NULL);
  if (result >= 0)
    result = set_validity (certificate, calendar);
  if (result >= 0)
    result = gnutls_x509_crt_set_key (certificate, key);
  if (result >= 0)
    result = gnutls_x509_crt_set_basic_constraints (certificate, 0, -1);
  if (result >= 0)
    result = gnutls_x509_crt_set_key_usage (certificate, GNUTLS_KEY_DIGITAL_SIGNATURE);
  if (result >= 0)
    result = gnutls_x509_crt_set_key_purpose_oid (certificate, GNUTLS_KP_TLS_WWW_SERVER, 0);
  if (result >= 0)
    result = set_key_identifier (certificate);
  return result;
}

static MotusX509Key *
import_key (const MotusSecret *pem, GError **error)
{
  g_autoptr (MotusX509Key) key = x509_key_new ();
  const gnutls_datum_t datum = { (guint8 *) motus_secret_peek (pem),
                                 (unsigned int) motus_secret_length (pem) };
  if (!report (gnutls_x509_privkey_import2 (key, &datum, GNUTLS_X509_FMT_PEM, NULL,
                                            GNUTLS_PKCS_PLAIN),
               MOTUS_CRYPTO_ERROR_BAD_KEY, "The relay's private key cannot be read", error))
    return NULL;
  return g_steal_pointer (&key);
}

static char *
export_certificate (MotusX509 *certificate, GError **error)
{
  gnutls_datum_t pem = { NULL, 0 };
  if (!report (gnutls_x509_crt_export2 (certificate, GNUTLS_X509_FMT_PEM, &pem),
               MOTUS_CRYPTO_ERROR_BAD_KEY, "The relay's certificate cannot be written", error))
    return NULL;
  char *text = g_strndup ((const char *) pem.data, pem.size);
  gnutls_free (pem.data);
  return text;
}

char *
motus_certificate_make (const MotusSecret *key_pem, const char *const *names, gint64 calendar,
                        GError **error)
{
  g_autoptr (MotusX509Key) key = import_key (key_pem, error);
  if (key == NULL)
    return NULL;

  g_autoptr (MotusX509) certificate = x509_new ();
  if (!report (fill (certificate, key, calendar), MOTUS_CRYPTO_ERROR_BAD_KEY,
               "The relay's certificate cannot be made", error)
      || !add_names (certificate, names, error)
      || !report (gnutls_x509_crt_sign2 (certificate, certificate, key, GNUTLS_DIG_SHA256, 0),
                  MOTUS_CRYPTO_ERROR_BAD_KEY, "The relay's certificate cannot be signed", error))
    return NULL;
  return export_certificate (certificate, error);
}

static MotusX509 *
import_certificate (const void *data, gsize len, GError **error)
{
  static const char pem_mark[] = "-----BEGIN ";
  if (len > G_MAXINT)
    {
      report (GNUTLS_E_BASE64_DECODING_ERROR, MOTUS_CRYPTO_ERROR_BAD_KEY,
              "The relay's certificate cannot be read", error);
      return NULL;
    }

  g_autoptr (MotusX509) certificate = x509_new ();
  const gnutls_datum_t datum = { (guint8 *) data, (unsigned int) len };
  gboolean pem = memmem (data, len, pem_mark, sizeof pem_mark - 1) != NULL;
  if (!report (gnutls_x509_crt_import (certificate, &datum,
                                       pem ? GNUTLS_X509_FMT_PEM : GNUTLS_X509_FMT_DER),
               MOTUS_CRYPTO_ERROR_BAD_KEY, "The relay's certificate cannot be read", error))
    return NULL;
  return g_steal_pointer (&certificate);
}

gboolean
motus_certificate_get_expiry (const char *pem, gint64 *expiry, GError **error)
{
  g_autoptr (MotusX509) certificate = import_certificate (pem, strlen (pem), error);
  if (certificate == NULL)
    return FALSE;

  time_t end = gnutls_x509_crt_get_expiration_time (certificate);
  if (end == (time_t) -1)
    return report (GNUTLS_E_ASN1_VALUE_NOT_VALID, MOTUS_CRYPTO_ERROR_BAD_KEY,
                   "The relay's certificate cannot be read", error);
  *expiry = (gint64) end * 1000;
  return TRUE;
}

static gboolean
hash_public_key (MotusX509 *certificate, guint8 pin[MOTUS_PIN_SIZE])
{
  gnutls_pubkey_t handle = NULL;
  if (gnutls_pubkey_init (&handle) < 0)
    return FALSE;

  g_autoptr (MotusX509PublicKey) key = handle;
  gnutls_datum_t spki = { NULL, 0 };
  if (gnutls_pubkey_import_x509 (key, certificate, 0) < 0
      || gnutls_pubkey_export2 (key, GNUTLS_X509_FMT_DER, &spki) < 0)
    return FALSE;
  motus_sha256 (spki.data, spki.size, pin);
  gnutls_free (spki.data);
  return TRUE;
}

gboolean
motus_certificate_pin (const void *data, gsize len, guint8 pin[MOTUS_PIN_SIZE], GError **error)
{
  g_autoptr (MotusX509) certificate = import_certificate (data, len, error);
  if (certificate == NULL)
    return FALSE;
  if (hash_public_key (certificate, pin))
    return TRUE;
  return report (GNUTLS_E_UNIMPLEMENTED_FEATURE, MOTUS_CRYPTO_ERROR_BAD_KEY,
                 "The key in the relay's certificate is of an unknown kind", error);
}

char *
motus_pin_format (const guint8 pin[MOTUS_PIN_SIZE])
{
  g_autofree char *text = motus_base64url_encode (pin, MOTUS_PIN_SIZE);
  return g_strconcat (PIN_PREFIX, text, NULL);
}

gboolean
motus_pin_parse (const char *text, guint8 pin[MOTUS_PIN_SIZE])
{
  return g_str_has_prefix (text, PIN_PREFIX)
         && motus_base64url_decode_exact (text + strlen (PIN_PREFIX), pin, MOTUS_PIN_SIZE);
}
