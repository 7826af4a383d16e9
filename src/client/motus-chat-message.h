/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef enum {
  MOTUS_CHAT_TEXT,              /* somebody wrote it */
  MOTUS_CHAT_NOTICE,            /* something happened: "Bob joined", "Bob's key changed" */
  MOTUS_CHAT_GAP,               /* messages of a sender are missing here: "3 messages from Bob are missing" */
} MotusChatKind;

/* What is known of who wrote a text. */
typedef enum {
  MOTUS_PROOF_UNSIGNED,         /* nobody signed it (a client of the seed's kind): the relay's word only */
  MOTUS_PROOF_SIGNED,           /* signed by the key pinned for the sender */
  MOTUS_PROOF_VERIFIED,         /* and the person compared that key */
} MotusProof;

typedef enum {
  MOTUS_DELIVERY_NONE,          /* not mine */
  MOTUS_DELIVERY_WAITING,
  MOTUS_DELIVERY_SENT,          /* the relay acknowledged it */
  MOTUS_DELIVERY_DELIVERED,
  MOTUS_DELIVERY_FAILED,        /* "failure" says why */
} MotusDelivery;

/**
 * MotusChatMessage:
 *
 * One line of a conversation. Properties (all readable, notified when they change): "id", "kind",
 * "sender", "mine", "text", "sent-at" (gint64, milliseconds; any value), "proof", "delivery", "failure",
 * "private" (in Everyone's or a room's list it would mark a private message), "mentions-me".
 */
#define MOTUS_TYPE_CHAT_MESSAGE (motus_chat_message_get_type ())
G_DECLARE_FINAL_TYPE (MotusChatMessage, motus_chat_message, MOTUS, CHAT_MESSAGE, GObject)

const char *motus_chat_message_get_id (MotusChatMessage *self);         /* hexadecimal; "" for notices and gaps */
MotusChatKind motus_chat_message_get_kind (MotusChatMessage *self);
const char *motus_chat_message_get_sender (MotusChatMessage *self);     /* an account's name; "" for a notice */
gboolean motus_chat_message_is_mine (MotusChatMessage *self);
const char *motus_chat_message_get_text (MotusChatMessage *self);       /* valid UTF-8, to be shown as it is, never as markup */
gint64 motus_chat_message_get_sent_at (MotusChatMessage *self);
MotusProof motus_chat_message_get_proof (MotusChatMessage *self);
MotusDelivery motus_chat_message_get_delivery (MotusChatMessage *self);
const char *motus_chat_message_get_failure (MotusChatMessage *self);    /* NULL unless FAILED */
gboolean motus_chat_message_mentions_me (MotusChatMessage *self);
/* Times shown are local; a date outside of the years 1970 to 9999 is NULL. Free with g_date_time_unref(). */
GDateTime *motus_chat_message_get_local_time (MotusChatMessage *self);

G_END_DECLS
