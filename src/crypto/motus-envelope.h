/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "motus-ed25519.h"
#include "motus-rsa.h"

G_BEGIN_DECLS

/* The seed's protection: the text under AES-256-EAX with a fresh key, that key under RSA-OAEP
 * (SHA-1, MGF1 with SHA-1) for each recipient; and a detached Ed25519 signature over all that
 * matters, so that nobody in between can change, invent, re-address or reorder a message.
 * docs/protocol.md, "The envelope", gives every byte. */

#define MOTUS_ENVELOPE_ID_SIZE 16
#define MOTUS_ENVELOPE_ROOM_SIZE 16
#define MOTUS_ENVELOPE_NONCE_SIZE 16
#define MOTUS_ENVELOPE_TAG_SIZE 16
#define MOTUS_ENVELOPE_TARGETS_MAX 1024
#define MOTUS_ENVELOPE_NAME_MAX 255
#define MOTUS_ENVELOPE_TEXT_MAX (1024 * 1024)

/* How a message speaks. The numbers are signed: they do not change. */
typedef enum {
  MOTUS_ENVELOPE_BROADCAST = 0,
  MOTUS_ENVELOPE_ROOM = 1,
  MOTUS_ENVELOPE_PRIVATE = 2,
} MotusEnvelopeMode;

/* One of those a message is for. */
typedef struct {
  char *name;
  guint64 seq;          /* the how manyth message of this sender to this recipient, from 1 */
} MotusEnvelopeTarget;

/**
 * MotusEnvelope:
 *
 * A sealed message, all fields as they travel. The targets are in ascending order of the bytes of
 * their names, none twice.
 */
typedef struct {
  guint8 id[MOTUS_ENVELOPE_ID_SIZE];
  char *from;
  MotusEnvelopeMode mode;
  gboolean has_room;                            /* exactly when @mode is ROOM */
  guint8 room[MOTUS_ENVELOPE_ROOM_SIZE];
  gint64 sent_at;                               /* milliseconds since 1970, the sender's calendar */
  guint64 depth;                                /* 1 + the largest depth the sender had seen in the conversation */
  GArray *targets;                              /* of MotusEnvelopeTarget */
  guint8 nonce[MOTUS_ENVELOPE_NONCE_SIZE];
  guint8 tag[MOTUS_ENVELOPE_TAG_SIZE];
  GBytes *ciphertext;                           /* as long as the text */
  gboolean has_signature;                       /* FALSE only for those of the seed's clients */
  guint8 signature[MOTUS_ED25519_SIGNATURE_SIZE];
} MotusEnvelope;

/* An envelope with nothing in it yet; free with motus_envelope_free(). */
MotusEnvelope *motus_envelope_new (void);
void motus_envelope_free (MotusEnvelope *envelope);

/* Adds a target at its place in the order. FALSE if the name is there already, is empty or longer
 * than MOTUS_ENVELOPE_NAME_MAX bytes, or if there are MOTUS_ENVELOPE_TARGETS_MAX targets. */
gboolean motus_envelope_add_target (MotusEnvelope *envelope, const char *name, guint64 seq);

/* Seals @len bytes at @text (0 to MOTUS_ENVELOPE_TEXT_MAX) into @envelope, whose id, from, mode,
 * room, sent_at, depth and targets are set: fills in nonce, tag, ciphertext and signature.
 * @recipients are the public keys of the targets, one each, in the order of the targets.
 * @wrapped, of as many elements, receives the message key wrapped for each
 * (MOTUS_RSA_SIZE bytes); free the elements with g_bytes_unref().
 * Errors: BAD_ARGUMENT. */
gboolean motus_envelope_seal (MotusEnvelope *envelope, const void *text, gsize len,
                              MotusRsaPublicKey *const *recipients,
                              const guint8 signing_seed[MOTUS_ED25519_SEED_SIZE],
                              const guint8 signing_public[MOTUS_ED25519_PUBLIC_SIZE],
                              GBytes **wrapped, GError **error);

/* Opens what @sender_public's owner sealed for @name with @wrapped_key (any length; only
 * MOTUS_RSA_SIZE can be right). Verifies the signature and that @name is among the targets before
 * anything is opened, and the tag before anything is given. Every failure is
 * MOTUS_CRYPTO_ERROR_FAILED with one message. */
MotusSecret *motus_envelope_open (const MotusEnvelope *envelope, const char *name,
                                  MotusRsaKey *key, const void *wrapped_key, gsize wrapped_len,
                                  const guint8 sender_public[MOTUS_ED25519_PUBLIC_SIZE],
                                  GError **error);

/* Opens one of the seed's envelopes, which nobody signed: what it says of its sender is the
 * relay's word only. An envelope that has a signature is refused. Errors as above. */
MotusSecret *motus_envelope_open_unsigned (const MotusEnvelope *envelope, MotusRsaKey *key,
                                           const void *wrapped_key, gsize wrapped_len,
                                           GError **error);

/* The bytes that are signed, as docs/protocol.md lists them; NULL if a field is missing, out of its
 * bounds or out of order. */
GBytes *motus_envelope_signed_bytes (const MotusEnvelope *envelope);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MotusEnvelope, motus_envelope_free)

G_END_DECLS
