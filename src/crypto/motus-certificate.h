/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "motus-digest.h"
#include "motus-secret.h"

G_BEGIN_DECLS

/* The length of a pin as bytes. As text it is "sha256-" and base64url without padding. */
#define MOTUS_PIN_SIZE MOTUS_SHA256_SIZE
#define MOTUS_CERTIFICATE_DAYS 365

typedef enum {
  MOTUS_CERTIFICATE_ECDSA,      /* P-256 */
  MOTUS_CERTIFICATE_RSA,        /* RSA-2048, as the seed */
} MotusCertificateKind;

/* A new private key for a relay, as PEM PKCS#8. RSA takes a moment. */
MotusSecret *motus_certificate_make_key (MotusCertificateKind kind, GError **error);

/* A self-signed certificate (RFC 5280) for @key_pem, as PEM: subject alternative names localhost
 * and 127.0.0.1 and those in @names (NULL-terminated, host names or addresses; may be NULL), valid
 * from a day before @calendar (milliseconds) for MOTUS_CERTIFICATE_DAYS.
 * Errors: BAD_KEY, BAD_ARGUMENT for a name that is neither a host name nor an address. */
char *motus_certificate_make (const MotusSecret *key_pem, const char *const *names,
                              gint64 calendar, GError **error);

/* When the first certificate in @pem ends, in milliseconds since 1970. Errors: BAD_KEY. */
gboolean motus_certificate_get_expiry (const char *pem, gint64 *expiry, GError **error);

/* The pin of a certificate: SHA-256 of its SubjectPublicKeyInfo (RFC 7469, section 2.4), so that
 * it holds as long as the key does. @data is DER or PEM. Errors: BAD_KEY. */
gboolean motus_certificate_pin (const void *data, gsize len, guint8 pin[MOTUS_PIN_SIZE],
                                GError **error);

/* "sha256-…" and back. motus_pin_parse() takes exactly what motus_pin_format() gives. */
char *motus_pin_format (const guint8 pin[MOTUS_PIN_SIZE]);
gboolean motus_pin_parse (const char *text, guint8 pin[MOTUS_PIN_SIZE]);

G_END_DECLS
