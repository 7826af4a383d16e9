/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motus-relay-identity.h"

#include "motus-relay-error.h"
#include "motus-relay-file.h"

#include <gnutls/x509.h>
#include <string.h>

#define KEY_FILE "relay-key.pem"
#define CERTIFICATE_FILE "relay-certificate.pem"
/* A chain of certificates is a small part of this. */
#define PEM_MAX (256 * 1024)
#define DAY_MILLISECONDS (G_GINT64_CONSTANT (24) * 60 * 60 * 1000)

void
motus_relay_identity_free (MotusRelayIdentity *identity)
{
  if (identity == NULL)
    return;
  g_free (identity->certificate);
  motus_secret_free (identity->key);
  g_free (identity);
}

gboolean
motus_relay_identity_is_due (const MotusRelayIdentity *identity, gint64 calendar)
{
  return identity->self_made
         && identity->expiry < calendar + MOTUS_RELAY_RENEW_DAYS * DAY_MILLISECONDS;
}

static MotusSecret *
read_key (const char *path, GError **error)
{
  return motus_relay_file_read (path, PEM_MAX, TRUE, error);
}

static char *
read_certificate (const char *path, GError **error)
{
  g_autoptr (MotusSecret) text = motus_relay_file_read (path, PEM_MAX, FALSE, error);
  return text != NULL ? g_strdup ((const char *) motus_secret_peek (text)) : NULL;
}

/* Fills in pin and end. */
static gboolean
describe (MotusRelayIdentity *identity, GError **error)
{
  return motus_certificate_pin (identity->certificate, strlen (identity->certificate),
                                identity->pin, error)
         && motus_certificate_get_expiry (identity->certificate, &identity->expiry, error);
}

static gboolean
same_key (gnutls_x509_crt_t certificate, gnutls_x509_privkey_t key)
{
  guint8 ours[64], theirs[64];
  gsize our_len = sizeof ours, their_len = sizeof theirs;
  return gnutls_x509_crt_get_key_id (certificate, GNUTLS_KEYID_USE_SHA256, theirs, &their_len) == 0
         && gnutls_x509_privkey_get_key_id (key, GNUTLS_KEYID_USE_SHA256, ours, &our_len) == 0
         && our_len == their_len && memcmp (ours, theirs, our_len) == 0;
}

static gboolean
has_names (gnutls_x509_crt_t certificate, char **names)
{
  for (gsize i = 0; names != NULL && names[i] != NULL; i++)
    if (!gnutls_x509_crt_check_hostname2 (certificate, names[i],
                                          GNUTLS_VERIFY_DO_NOT_ALLOW_WILDCARDS))
      return FALSE;
  return TRUE;
}

/* TRUE if the certificate is one for this key and for all the names asked for. */
static gboolean
certificate_fits (const MotusRelayIdentity *identity, char **names)
{
  const gnutls_datum_t pem = {
    (unsigned char *) identity->certificate, (unsigned) strlen (identity->certificate),
  };
  const gnutls_datum_t key_pem = {
    motus_secret_data (identity->key), (unsigned) motus_secret_length (identity->key),
  };
  gnutls_x509_crt_t certificate;
  gnutls_x509_privkey_t key;

  gnutls_x509_crt_init (&certificate);
  gnutls_x509_privkey_init (&key);
  gboolean fits = gnutls_x509_crt_import (certificate, &pem, GNUTLS_X509_FMT_PEM) == 0
                  && gnutls_x509_privkey_import2 (key, &key_pem, GNUTLS_X509_FMT_PEM, NULL, 0) == 0
                  && same_key (certificate, key)
                  && has_names (certificate, names);
  gnutls_x509_privkey_deinit (key);
  gnutls_x509_crt_deinit (certificate);
  return fits;
}

/* Only a key that was never there is made: one that cannot be read may be back tomorrow, and
 * clients know the relay by it. */
static gboolean
load_own_key (MotusRelayIdentity *identity, const MotusRelayConfig *config, GError **error)
{
  g_autofree char *path = g_build_filename (config->state_dir, KEY_FILE, NULL);
  g_autoptr (GError) missing = NULL;

  identity->key = read_key (path, &missing);
  if (identity->key != NULL)
    return TRUE;
  if (!g_error_matches (missing, G_FILE_ERROR, G_FILE_ERROR_NOENT))
    {
      g_propagate_error (error, g_steal_pointer (&missing));
      return FALSE;
    }
  identity->key = motus_certificate_make_key (config->rsa_key ? MOTUS_CERTIFICATE_RSA
                                                              : MOTUS_CERTIFICATE_ECDSA, error);
  return identity->key != NULL
         && motus_relay_file_write (path, motus_secret_peek (identity->key),
                                    motus_secret_length (identity->key), 0600, error);
}

static gboolean
make_certificate (MotusRelayIdentity *identity, const MotusRelayConfig *config, const char *path,
                  gint64 calendar, GError **error)
{
  g_free (identity->certificate);
  identity->certificate = motus_certificate_make (identity->key,
                                                  (const char *const *) config->names,
                                                  calendar, error);
  return identity->certificate != NULL
         && motus_relay_file_write (path, identity->certificate, strlen (identity->certificate),
                                    0644, error)
         && describe (identity, error);
}

static gboolean
load_own (MotusRelayIdentity *identity, const MotusRelayConfig *config, gint64 calendar,
          GError **error)
{
  g_autofree char *path = g_build_filename (config->state_dir, CERTIFICATE_FILE, NULL);

  identity->self_made = TRUE;
  if (!load_own_key (identity, config, error))
    return FALSE;
  identity->certificate = read_certificate (path, NULL);
  if (identity->certificate != NULL && certificate_fits (identity, config->names)
      && describe (identity, NULL) && !motus_relay_identity_is_due (identity, calendar))
    return TRUE;
  return make_certificate (identity, config, path, calendar, error);
}

static gboolean
load_given (MotusRelayIdentity *identity, const MotusRelayConfig *config, GError **error)
{
  identity->certificate = read_certificate (config->certificate, error);
  if (identity->certificate == NULL)
    return FALSE;
  identity->key = read_key (config->key, error);
  if (identity->key == NULL || !describe (identity, error))
    return FALSE;
  if (certificate_fits (identity, NULL))
    return TRUE;
  g_set_error (error, MOTUS_RELAY_ERROR, MOTUS_RELAY_ERROR_TLS, "%s is not the key of %s",
               config->key, config->certificate);
  return FALSE;
}

MotusRelayIdentity *
motus_relay_identity_load (const MotusRelayConfig *config, gint64 calendar, GError **error)
{
  g_autoptr (MotusRelayIdentity) identity = g_new0 (MotusRelayIdentity, 1);
  g_autoptr (GError) wrong = NULL;
  gboolean loaded = config->certificate != NULL
                    ? load_given (identity, config, &wrong)
                    : load_own (identity, config, calendar, &wrong);
  if (loaded)
    return g_steal_pointer (&identity);
  g_set_error (error, MOTUS_RELAY_ERROR, MOTUS_RELAY_ERROR_TLS,
               "The relay has no certificate to show: %s", wrong->message);
  return NULL;
}
