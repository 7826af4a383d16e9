/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "motus-message.h"

G_BEGIN_DECLS

/**
 * MotusRelayNarrow:
 *
 * One message on its way to many: what each recipient gets is the same but for the one key. It
 * is encoded once for each spelling that is asked for, and the key is put into a copy.
 */
typedef struct _MotusRelayNarrow MotusRelayNarrow;

/* The length of a recipient's key in base64. */
#define MOTUS_RELAY_KEY_TEXT 344

/* @send is an encrypted_send; @id, @mode and @sent_at are what it says or, for a client of
 * the seed's kind, what the relay says for it. */
MotusRelayNarrow *motus_relay_narrow_new (MotusMessage *send, const char *id, const char *mode,
                                          gint64 sent_at);
void motus_relay_narrow_free (MotusRelayNarrow *narrow);

/* The frame for a recipient whose key is @key (base64), with the ciphertext as the body or,
 * if @in_header, in the header. NULL if it does not fit a frame. */
GBytes *motus_relay_narrow_encode (MotusRelayNarrow *narrow, const char *key, gboolean in_header);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MotusRelayNarrow, motus_relay_narrow_free)

G_END_DECLS
