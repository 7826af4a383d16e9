/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motus-relay-tls.h"

#include "motus-relay-error.h"

#include <string.h>

/* Everything is named, so that no later default of the library comes in by itself. */
#define PRIORITIES \
  "NONE:+VERS-TLS1.3:+VERS-TLS1.2:+COMP-NULL:+CTYPE-SRV-X509:" \
  "+ECDHE-ECDSA:+ECDHE-RSA:+DHE-RSA:" \
  "+AES-256-GCM:+AES-128-GCM:+CHACHA20-POLY1305:+AEAD:" \
  "+GROUP-X25519:+GROUP-SECP256R1:+GROUP-SECP384R1:+GROUP-FFDHE2048:+GROUP-FFDHE3072:" \
  "+SIGN-ECDSA-SECP256R1-SHA256:+SIGN-ECDSA-SECP384R1-SHA384:+SIGN-EDDSA-ED25519:" \
  "+SIGN-ECDSA-SHA256:+SIGN-ECDSA-SHA384:+SIGN-RSA-PSS-RSAE-SHA256:+SIGN-RSA-PSS-RSAE-SHA384:" \
  "+SIGN-RSA-SHA256:+SIGN-RSA-SHA384:%SERVER_PRECEDENCE"

struct _MotusRelayTls {
  grefcount references;
  gnutls_certificate_credentials_t credentials;
  gnutls_priority_t priorities;
  gnutls_datum_t ticket_key;
};

static gboolean
check (int code, const char *what, GError **error)
{
  if (code >= 0)
    return TRUE;
  g_set_error (error, MOTUS_RELAY_ERROR, MOTUS_RELAY_ERROR_TLS, "%s: %s", what,
               gnutls_strerror (code));
  return FALSE;
}

static gboolean
set_identity (MotusRelayTls *tls, const MotusRelayIdentity *identity, GError **error)
{
  const gnutls_datum_t certificate = {
    (unsigned char *) identity->certificate, (unsigned) strlen (identity->certificate),
  };
  const gnutls_datum_t key = {
    motus_secret_data (identity->key), (unsigned) motus_secret_length (identity->key),
  };
  return check (gnutls_certificate_set_x509_key_mem2 (tls->credentials, &certificate, &key,
                                                      GNUTLS_X509_FMT_PEM, NULL, 0),
                "The certificate and its key cannot be used", error);
}

MotusRelayTls *
motus_relay_tls_new (const MotusRelayIdentity *identity, GError **error)
{
  g_autoptr (MotusRelayTls) tls = g_new0 (MotusRelayTls, 1);
  const char *failed_at = NULL;

  g_ref_count_init (&tls->references);
  if (!check (gnutls_certificate_allocate_credentials (&tls->credentials),
              "TLS cannot be set up", error)
      || !check (gnutls_priority_init (&tls->priorities, PRIORITIES, &failed_at),
                 "TLS cannot be set up", error)
      || !check (gnutls_session_ticket_key_generate (&tls->ticket_key),
                 "TLS cannot be set up", error)
      || !check (gnutls_certificate_set_known_dh_params (tls->credentials, GNUTLS_SEC_PARAM_MEDIUM),
                 "TLS cannot be set up", error)
      || !set_identity (tls, identity, error))
    return NULL;
  return g_steal_pointer (&tls);
}

MotusRelayTls *
motus_relay_tls_ref (MotusRelayTls *tls)
{
  g_ref_count_inc (&tls->references);
  return tls;
}

void
motus_relay_tls_unref (MotusRelayTls *tls)
{
  if (tls == NULL || !g_ref_count_dec (&tls->references))
    return;
  if (tls->credentials != NULL)
    gnutls_certificate_free_credentials (tls->credentials);
  if (tls->priorities != NULL)
    gnutls_priority_deinit (tls->priorities);
  if (tls->ticket_key.data != NULL)
    {
      motus_wipe (tls->ticket_key.data, tls->ticket_key.size);
      gnutls_free (tls->ticket_key.data);
    }
  g_free (tls);
}

gnutls_session_t
motus_relay_tls_begin (MotusRelayTls *tls)
{
  static unsigned char protocol[] = "motus/1";
  const gnutls_datum_t protocols = { protocol, sizeof protocol - 1 };
  gnutls_session_t session = NULL;

  if (gnutls_init (&session, GNUTLS_SERVER | GNUTLS_NONBLOCK | GNUTLS_NO_SIGNAL) < 0)
    return NULL;
  if (gnutls_priority_set (session, tls->priorities) < 0
      || gnutls_credentials_set (session, GNUTLS_CRD_CERTIFICATE, tls->credentials) < 0
      || gnutls_session_ticket_enable_server (session, &tls->ticket_key) < 0
      || gnutls_alpn_set_protocols (session, &protocols, 1, 0) < 0)
    {
      gnutls_deinit (session);
      return NULL;
    }
  return session;
}

gboolean
motus_relay_tls_is_acceptable (gnutls_session_t session)
{
  return gnutls_protocol_get_version (session) == GNUTLS_TLS1_3
         || (gnutls_protocol_get_version (session) == GNUTLS_TLS1_2
             && gnutls_session_ext_master_secret_status (session));
}

gboolean
motus_relay_tls_get_binding (gnutls_session_t session,
                             guint8 binding[MOTUS_RELAY_TLS_BINDING_SIZE])
{
  gnutls_datum_t found = { NULL, 0 };
  gboolean has = gnutls_session_channel_binding (session, GNUTLS_CB_TLS_EXPORTER, &found) == 0
                 && found.size == MOTUS_RELAY_TLS_BINDING_SIZE;
  if (has)
    memcpy (binding, found.data, MOTUS_RELAY_TLS_BINDING_SIZE);
  gnutls_free (found.data);
  return has;
}
