/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "motus-digest.h"
#include "motus-secret.h"

G_BEGIN_DECLS

/* SCRAM-SHA-256 and -PLUS (RFC 5802, RFC 7677), as its own text messages, with channel binding of
 * the kind tls-exporter (RFC 9266). Nonces here are printable ASCII without ','. */

#define MOTUS_SCRAM_KEY_SIZE MOTUS_SHA256_SIZE
#define MOTUS_SCRAM_SALT_SIZE 16
#define MOTUS_SCRAM_ITERATIONS 600000
#define MOTUS_SCRAM_ITERATIONS_MIN 4096
/* More would let a relay keep a client busy. */
#define MOTUS_SCRAM_ITERATIONS_MAX 5000000
#define MOTUS_SCRAM_BINDING_SIZE 32

/* What a relay keeps of a password. */
typedef struct {
  guint8 stored_key[MOTUS_SCRAM_KEY_SIZE];
  guint8 server_key[MOTUS_SCRAM_KEY_SIZE];
} MotusScramVerifier;

/* SaltedPassword := Hi (password, salt, iterations). @password is prepared already
 * (motus_password_prepare()). NULL if @iterations is not from MOTUS_SCRAM_ITERATIONS_MIN to
 * MOTUS_SCRAM_ITERATIONS_MAX: fewer would let a false relay guess at leisure from one answer, more
 * would keep the client busy. Slow: call it off the main loop. */
MotusSecret *motus_scram_salt_password (const MotusSecret *password, const void *salt,
                                        gsize salt_len, guint iterations);

/* StoredKey and ServerKey of a salted password. */
void motus_scram_verifier (const MotusSecret *salted_password, MotusScramVerifier *out);

/* The AuthMessage of a login: "n=NAME,r=CNONCE" "," "r=CNONCE SNONCE,s=SALT,i=ITERATIONS" ","
 * "c=BINDING,r=CNONCE SNONCE", the two nonces without a space between them; ',' and '=' in the
 * name become "=2C" and "=3D". @binding is the @binding_len bytes of channel binding data, for
 * which the GS2 header is "p=tls-exporter,,"; NULL for none, with the header "n,,".
 * Free with g_free(). */
char *motus_scram_auth_message (const char *name, const char *cnonce, const char *snonce,
                                const void *salt, gsize salt_len, guint iterations,
                                const void *binding, gsize binding_len);

/* The client's proof, and the ServerSignature it must be answered with. */
void motus_scram_client_proof (const MotusSecret *salted_password, const char *auth_message,
                               guint8 proof[MOTUS_SCRAM_KEY_SIZE],
                               guint8 server_signature[MOTUS_SCRAM_KEY_SIZE]);

/* The relay's check of @proof. Fills in @server_signature when it gives TRUE. Takes the same time
 * whatever the outcome. */
gboolean motus_scram_verify (const MotusScramVerifier *verifier, const char *auth_message,
                             const guint8 proof[MOTUS_SCRAM_KEY_SIZE],
                             guint8 server_signature[MOTUS_SCRAM_KEY_SIZE]);

G_END_DECLS
