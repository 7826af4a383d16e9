/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * MotusMessageType:
 *
 * The messages of docs/protocol.md, first those of a client, then those of a relay. A
 * ROOM_INVITATION is the relay's "room_invite" to the invitee.
 */
typedef enum {
  MOTUS_MESSAGE_AUTH_REQUEST,
  MOTUS_MESSAGE_AUTH_RESPONSE,
  MOTUS_MESSAGE_ENCRYPTED_SEND,
  MOTUS_MESSAGE_ROOM_INVITE,
  MOTUS_MESSAGE_ROOM_INVITE_RESPONSE,
  MOTUS_MESSAGE_ROOM_LEAVE,
  MOTUS_MESSAGE_ACCOUNT_INVITE,
  MOTUS_MESSAGE_PING,

  MOTUS_MESSAGE_AUTH_CHALLENGE,
  MOTUS_MESSAGE_AUTH_RESULT,
  MOTUS_MESSAGE_PEER_KEYS,
  MOTUS_MESSAGE_PRESENCE,
  MOTUS_MESSAGE_ENCRYPTED_MESSAGE,
  MOTUS_MESSAGE_ROOM_INVITATION,
  MOTUS_MESSAGE_ROOM_INVITE_RESULT,
  MOTUS_MESSAGE_ROOM_MEMBERS,
  MOTUS_MESSAGE_ACK,
  MOTUS_MESSAGE_ERROR,
} MotusMessageType;

typedef enum {
  MOTUS_SENDER_CLIENT,
  MOTUS_SENDER_RELAY,
} MotusSender;

/**
 * MotusMessage:
 *
 * One message with its fields checked against the schema: what motus_message_parse() gives has all
 * the fields its type needs, each of the right kind and size, and nothing else. Not thread safe.
 *
 * The getters and setters take names of fields that the type has, with the kind the schema gives
 * them; anything else is a mistake of the program. A getter of an absent field gives NULL or
 * FALSE and leaves its out-parameter as it was.
 */
typedef struct _MotusMessage MotusMessage;

/* An empty message of @type, to be filled in and encoded. */
MotusMessage *motus_message_new (MotusMessageType type);
MotusMessage *motus_message_ref (MotusMessage *message);
void motus_message_unref (MotusMessage *message);

/* Reads a frame (without its prefix) that @sender sent. Errors: BAD_FRAME, UNKNOWN_TYPE,
 * BAD_MESSAGE. With the latter two, @tag (which may be NULL) receives the request's "id" if it
 * has a proper one, for the answer to repeat; free with g_free(). */
MotusMessage *motus_message_parse (GBytes *frame, MotusSender sender, char **tag, GError **error);

/* The whole frame with its prefix, ready to be sent. Errors: TOO_LARGE; BAD_MESSAGE if a field
 * the type needs was not set, or one was set to something that its kind does not take, so that
 * the other side would refuse the message. */
GBytes *motus_message_encode (const MotusMessage *message, GError **error);

MotusMessageType motus_message_get_message_type (const MotusMessage *message);
/* The word on the wire, e.g. "auth_request". */
const char *motus_message_get_type_name (const MotusMessage *message);

gboolean motus_message_has (const MotusMessage *message, const char *field);

/* name, id, tag, text, chars, word; also base64 as its text where that is wanted (SCRAM). Owned
 * by the message. */
const char *motus_message_get_text (const MotusMessage *message, const char *field);
gboolean motus_message_get_int (const MotusMessage *message, const char *field, gint64 *value);
/* FALSE for an absent field too. */
gboolean motus_message_get_bool (const MotusMessage *message, const char *field);
/* bytes, decoded: new bytes, or NULL. */
GBytes *motus_message_get_bytes (const MotusMessage *message, const char *field);
/* bytes of exactly @len, decoded into @out. FALSE if absent or of another length. */
gboolean motus_message_get_exact (const MotusMessage *message, const char *field, void *out,
                                  gsize len);

/* names and ints. The strings are owned by the message. */
gsize motus_message_get_count (const MotusMessage *message, const char *field);
const char *motus_message_get_name_at (const MotusMessage *message, const char *field, gsize index);
gint64 motus_message_get_int_at (const MotusMessage *message, const char *field, gsize index);

/* keys and limits: one member. */
GBytes *motus_message_get_key (const MotusMessage *message, const char *field, const char *name);
gboolean motus_message_get_limit (const MotusMessage *message, const char *field, const char *name,
                                  gint64 *value);
/* keys: calls @each for every member in the order of the header; @text is the base64, checked. */
typedef void (*MotusMessageKeyFunc) (const char *name, const char *text, gpointer user_data);
void motus_message_each_key (const MotusMessage *message, const char *field,
                             MotusMessageKeyFunc each, gpointer user_data);
/* changes: likewise. */
typedef void (*MotusMessageChangeFunc) (const char *username, gboolean online, gpointer user_data);
void motus_message_each_change (const MotusMessage *message, const char *field,
                                MotusMessageChangeFunc each, gpointer user_data);

/* The opaque bytes after the header, owned by the message; NULL if there are none. An
 * ENCRYPTED_SEND or ENCRYPTED_MESSAGE has either a body or "ciphertext", never both, and no other
 * type has a body: motus_message_get_ciphertext() gives whichever there is as raw bytes (new),
 * empty bytes for an empty body that a frame does not carry. */
GBytes *motus_message_get_body (const MotusMessage *message);
GBytes *motus_message_get_ciphertext (const MotusMessage *message);

/* Copies of what is given. bytes take their base64 through motus_message_set_text() too, for what
 * was received as such and goes on unchanged. Lists grow by one; an empty one (keys, limits) is
 * set by motus_message_set_empty(). */
void motus_message_set_text (MotusMessage *message, const char *field, const char *value);
void motus_message_set_int (MotusMessage *message, const char *field, gint64 value);
void motus_message_set_bool (MotusMessage *message, const char *field, gboolean value);
void motus_message_set_bytes (MotusMessage *message, const char *field, const void *data,
                              gsize len);
void motus_message_add_name (MotusMessage *message, const char *field, const char *name);
void motus_message_add_int (MotusMessage *message, const char *field, gint64 value);
void motus_message_add_key (MotusMessage *message, const char *field, const char *name,
                            const void *data, gsize len);
/* The same with bytes that are base64 already. */
void motus_message_add_key_text (MotusMessage *message, const char *field, const char *name,
                                 const char *text);
void motus_message_add_limit (MotusMessage *message, const char *field, const char *name,
                              gint64 value);
void motus_message_add_change (MotusMessage *message, const char *field, const char *username,
                               gboolean online);
void motus_message_set_empty (MotusMessage *message, const char *field);
/* Empty bytes are the same as none. Only for the two types above; at most 524,288 bytes. */
void motus_message_set_body (MotusMessage *message, GBytes *body);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MotusMessage, motus_message_unref)

G_END_DECLS
