/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "motus-relay-identity.h"

#include <gnutls/gnutls.h>

G_BEGIN_DECLS

/**
 * MotusRelayTls:
 *
 * What the TLS sessions of a relay have in common: TLS 1.3, or 1.2 with ephemeral Diffie-Hellman,
 * AES-GCM or ChaCha20-Poly1305 and the extended master secret (RFC 7627); X25519 before other
 * groups; session tickets; ALPN "motus/1" for those who ask; neither renegotiation nor
 * compression. Immutable and counted: a session holds the one it began with, while new ones begin
 * with a newer certificate.
 */
typedef struct _MotusRelayTls MotusRelayTls;

/* Errors: TLS. */
MotusRelayTls *motus_relay_tls_new (const MotusRelayIdentity *identity, GError **error);
MotusRelayTls *motus_relay_tls_ref (MotusRelayTls *tls);
void motus_relay_tls_unref (MotusRelayTls *tls);

/* A new session of the server's side on a socket that does not block, its transport not yet set.
 * NULL if there is no memory. */
gnutls_session_t motus_relay_tls_begin (MotusRelayTls *tls);

/* What priorities alone cannot refuse: TRUE if the session, its handshake done, keeps what is
 * said above. */
gboolean motus_relay_tls_is_acceptable (gnutls_session_t session);

/* The tls-exporter channel binding (RFC 9266) of a session; FALSE if it has none. */
#define MOTUS_RELAY_TLS_BINDING_SIZE 32
gboolean motus_relay_tls_get_binding (gnutls_session_t session,
                                      guint8 binding[MOTUS_RELAY_TLS_BINDING_SIZE]);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MotusRelayTls, motus_relay_tls_unref)

G_END_DECLS
