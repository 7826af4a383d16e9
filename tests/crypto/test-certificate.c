/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motus-certificate.h"

#include "motus-crypto-error.h"

#include <gnutls/x509.h>
#include <string.h>

/* 2030-01-01 00:00 UTC. */
#define CALENDAR G_GINT64_CONSTANT (1893456000000)
#define DAY G_GINT64_CONSTANT (86400)

static char *
make (MotusCertificateKind kind, const char *const *names, MotusSecret **key)
{
  g_autoptr (GError) error = NULL;
  *key = motus_certificate_make_key (kind, &error);
  g_assert_no_error (error);
  char *pem = motus_certificate_make (*key, names, CALENDAR, &error);
  g_assert_no_error (error);
  return pem;
}

static gnutls_x509_crt_t
import (const char *pem)
{
  gnutls_x509_crt_t certificate;
  const gnutls_datum_t datum = { (guint8 *) pem, (unsigned int) strlen (pem) };
  g_assert_cmpint (gnutls_x509_crt_init (&certificate), ==, 0);
  g_assert_cmpint (gnutls_x509_crt_import (certificate, &datum, GNUTLS_X509_FMT_PEM), ==, 0);
  return certificate;
}

static void
assert_alternative_name (gnutls_x509_crt_t certificate, unsigned int i, unsigned int kind,
                         const void *bytes, gsize len)
{
  guint8 name[256];
  size_t size = sizeof name;
  g_assert_cmpint (gnutls_x509_crt_get_subject_alt_name (certificate, i, name, &size, NULL), ==,
                   (int) kind);
  g_assert_cmpmem (name, size, bytes, len);
}

static void
assert_for_server (gnutls_x509_crt_t certificate)
{
  unsigned int ca = 1, critical, usage = 0;
  char purpose[64], dn[128];
  size_t size = sizeof purpose;

  g_assert_cmpint (gnutls_x509_crt_get_basic_constraints (certificate, &critical, &ca, NULL), >=,
                   0);
  g_assert_cmpuint (ca, ==, 0);
  g_assert_cmpint (gnutls_x509_crt_get_key_purpose_oid (certificate, 0, purpose, &size, NULL), ==,
                   0);
  g_assert_cmpstr (purpose, ==, GNUTLS_KP_TLS_WWW_SERVER);
  g_assert_cmpint (gnutls_x509_crt_get_key_usage (certificate, &usage, &critical), ==, 0);
  g_assert_cmpuint (usage, ==, GNUTLS_KEY_DIGITAL_SIGNATURE);
  size = sizeof dn;
  g_assert_cmpint (gnutls_x509_crt_get_dn (certificate, dn, &size), ==, 0);
  g_assert_cmpint (gnutls_x509_crt_get_version (certificate), ==, 3);
}

static void
assert_self_signed (gnutls_x509_crt_t certificate)
{
  unsigned int status = ~0u;
  g_assert_cmpint (gnutls_x509_crt_verify (certificate, &certificate, 1,
                                           GNUTLS_VERIFY_DISABLE_TIME_CHECKS, &status), ==, 0);
  g_assert_cmpuint (status, ==, 0);
}

static void
check_kind (MotusCertificateKind kind, int algorithm, unsigned int bits)
{
  static const char *const names[] = { "chat.example.org", "localhost", "192.0.2.7", "2001:db8::7",
                                       "b\xc3\xbc" "cher.example", NULL };
  static const guint8 v6[16] = { 0x20, 0x01, 0x0d, 0xb8, [15] = 7 };
  g_autoptr (MotusSecret) key = NULL;
  g_autofree char *pem = make (kind, names, &key);
  gnutls_x509_crt_t certificate = import (pem);
  unsigned int found_bits;

  g_assert_nonnull (strstr ((const char *) motus_secret_peek (key), "BEGIN PRIVATE KEY"));
  g_assert_cmpint (gnutls_x509_crt_get_pk_algorithm (certificate, &found_bits), ==, algorithm);
  g_assert_cmpuint (found_bits, ==, bits);
  assert_for_server (certificate);
  assert_self_signed (certificate);
  assert_alternative_name (certificate, 0, GNUTLS_SAN_DNSNAME, "localhost", 9);
  assert_alternative_name (certificate, 1, GNUTLS_SAN_IPADDRESS, "\x7f\0\0\x01", 4);
  assert_alternative_name (certificate, 2, GNUTLS_SAN_DNSNAME, "chat.example.org", 16);
  assert_alternative_name (certificate, 3, GNUTLS_SAN_IPADDRESS, "\xc0\0\x02\x07", 4);
  assert_alternative_name (certificate, 4, GNUTLS_SAN_IPADDRESS, v6, sizeof v6);
  assert_alternative_name (certificate, 5, GNUTLS_SAN_DNSNAME, "xn--bcher-kva.example", 21);
  g_assert_true (gnutls_x509_crt_check_hostname (certificate, "chat.example.org"));
  g_assert_false (gnutls_x509_crt_check_hostname (certificate, "example.org"));
  gnutls_x509_crt_deinit (certificate);
}

static void
test_ecdsa (void)
{
  check_kind (MOTUS_CERTIFICATE_ECDSA, GNUTLS_PK_ECDSA, 256);
}

static void
test_rsa (void)
{
  check_kind (MOTUS_CERTIFICATE_RSA, GNUTLS_PK_RSA, 2048);
}

static void
test_validity (void)
{
  g_autoptr (MotusSecret) key = NULL;
  g_autofree char *pem = make (MOTUS_CERTIFICATE_ECDSA, NULL, &key);
  gnutls_x509_crt_t certificate = import (pem);
  gint64 expiry = 0;

  g_assert_true (motus_certificate_get_expiry (pem, &expiry, NULL));
  g_assert_cmpint (expiry, ==, CALENDAR + 364 * DAY * 1000);
  g_assert_cmpint (gnutls_x509_crt_get_activation_time (certificate), ==, CALENDAR / 1000 - DAY);
  gnutls_x509_crt_deinit (certificate);
}

/* A renewed certificate has another serial number and the same pin; another key has another. */
static void
test_pin (void)
{
  g_autoptr (MotusSecret) key = NULL, other_key = NULL;
  g_autofree char *pem = make (MOTUS_CERTIFICATE_ECDSA, NULL, &key);
  g_autofree char *other = make (MOTUS_CERTIFICATE_ECDSA, NULL, &other_key);
  g_autofree char *renewed = motus_certificate_make (key, NULL, CALENDAR + 1000, NULL);
  guint8 pin[MOTUS_PIN_SIZE], found[MOTUS_PIN_SIZE];
  gnutls_datum_t der;
  gnutls_x509_crt_t certificate = import (pem);

  g_assert_cmpstr (pem, !=, renewed);
  g_assert_true (motus_certificate_pin (pem, strlen (pem), pin, NULL));
  g_assert_true (motus_certificate_pin (renewed, strlen (renewed), found, NULL));
  g_assert_cmpmem (pin, sizeof pin, found, sizeof found);
  g_assert_cmpint (gnutls_x509_crt_export2 (certificate, GNUTLS_X509_FMT_DER, &der), ==, 0);
  g_assert_true (motus_certificate_pin (der.data, der.size, found, NULL));
  g_assert_cmpmem (pin, sizeof pin, found, sizeof found);
  g_assert_true (motus_certificate_pin (other, strlen (other), found, NULL));
  g_assert_cmpint (memcmp (pin, found, sizeof pin), !=, 0);
  gnutls_free (der.data);
  gnutls_x509_crt_deinit (certificate);
}

/* Made with another program, which also gave the pin. */
static void
test_pin_known (void)
{
  static const char pem[] =
    "-----BEGIN CERTIFICATE-----\n"
    "MIIBdTCCARugAwIBAgIUabx4nwyJxrxq1jmSP4m2miKlFb8wCgYIKoZIzj0EAwIw\n"
    "EDEOMAwGA1UEAwwFa25vd24wHhcNMjYxMTIzMDA0MjM0WhcNMzYxMTIwMDA0MjM0\n"
    "WjAQMQ4wDAYDVQQDDAVrbm93bjBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABF8M\n"
    "HlZP/m26dgxWskeNIxJpIh0AMg/Oy7zWCqlP5nqA05cwnzp/HChIMk/YO0nARROH\n"
    "vFvWjC8qkNnsbpy6mXKjUzBRMB0GA1UdDgQWBBSP1a6senBcUtqauGQygZ35GDyL\n"
    "JTAfBgNVHSMEGDAWgBSP1a6senBcUtqauGQygZ35GDyLJTAPBgNVHRMBAf8EBTAD\n"
    "AQH/MAoGCCqGSM49BAMCA0gAMEUCIDwxyUZ4FBZ7TVz/czkPXqp+hhhZLP217sdH\n"
    "Yxft3X6DAiEA7eG5xqnGX5gKLqswYBZMo47TuNuloBj2e7/s4hgWQNA=\n"
    "-----END CERTIFICATE-----\n";
  static const char expected[] = "sha256-FJaSRs_M8eHGTjlX4_OKRACFsE8k-vXXsT-RMb1gHw0";
  guint8 pin[MOTUS_PIN_SIZE];
  g_assert_true (motus_certificate_pin (pem, sizeof pem - 1, pin, NULL));
  g_autofree char *text = motus_pin_format (pin);
  g_assert_cmpstr (text, ==, expected);
}

static void
test_pin_text (void)
{
  static const char *const refused[] = {
    "", "sha256-", "sha256-AAAA", "sha1-AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
    "sha256-AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
    "sha256-AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAB",
    "SHA256-AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
    " sha256-AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
  };
  guint8 pin[MOTUS_PIN_SIZE], back[MOTUS_PIN_SIZE];
  for (guint i = 0; i < sizeof pin; i++)
    pin[i] = (guint8) (0xf8 + i);
  g_autofree char *text = motus_pin_format (pin);
  g_assert_true (motus_pin_parse (text, back));
  g_assert_cmpmem (pin, sizeof pin, back, sizeof back);
  for (gsize i = 0; i < G_N_ELEMENTS (refused); i++)
    g_assert_false (motus_pin_parse (refused[i], back));
  g_assert_cmpmem (pin, sizeof pin, back, sizeof back);
}

static void
test_bad_names (void)
{
  static const char *const bad[] = { "", "-a", "a-", "a..b", ".a", "a.", "a b", "a_b", "1.2.3",
                                     "256.1.1.1", "*.example.org", "::1%lo", "a\nb", "\xff" };
  g_autoptr (MotusSecret) key = motus_certificate_make_key (MOTUS_CERTIFICATE_ECDSA, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      const char *const names[] = { bad[i], NULL };
      g_autoptr (GError) error = NULL;
      g_assert_null (motus_certificate_make (key, names, CALENDAR, &error));
      g_assert_error (error, MOTUS_CRYPTO_ERROR, MOTUS_CRYPTO_ERROR_BAD_ARGUMENT);
    }
}

static void
test_bad_input (void)
{
  g_autoptr (MotusSecret) key = motus_secret_new_text ("-----BEGIN PRIVATE KEY-----\nAAAA\n");
  g_autoptr (GError) no_key = NULL, no_certificate = NULL, no_expiry = NULL;
  guint8 pin[MOTUS_PIN_SIZE];
  gint64 expiry = 5;

  g_assert_null (motus_certificate_make (key, NULL, CALENDAR, &no_key));
  g_assert_error (no_key, MOTUS_CRYPTO_ERROR, MOTUS_CRYPTO_ERROR_BAD_KEY);
  g_assert_false (motus_certificate_pin ("\x30\x82", 2, pin, &no_certificate));
  g_assert_error (no_certificate, MOTUS_CRYPTO_ERROR, MOTUS_CRYPTO_ERROR_BAD_KEY);
  g_assert_false (motus_certificate_pin ("", 0, pin, NULL));
  g_assert_false (motus_certificate_get_expiry ("nothing", &expiry, &no_expiry));
  g_assert_error (no_expiry, MOTUS_CRYPTO_ERROR, MOTUS_CRYPTO_ERROR_BAD_KEY);
  g_assert_cmpint (expiry, ==, 5);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/certificate/ecdsa", test_ecdsa);
  g_test_add_func ("/certificate/rsa", test_rsa);
  g_test_add_func ("/certificate/validity", test_validity);
  g_test_add_func ("/certificate/pin", test_pin);
  g_test_add_func ("/certificate/pin-known", test_pin_known);
  g_test_add_func ("/certificate/pin-text", test_pin_text);
  g_test_add_func ("/certificate/bad-names", test_bad_names);
  g_test_add_func ("/certificate/bad-input", test_bad_input);
  return g_test_run ();
}
