/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motus-message-schema.h"

#include "motus-name.h"

#include <string.h>

/* What stands before a field's name: whether every message of the type has it. */
#define NEEDED TRUE
#define MAYBE FALSE

#define NAME(need, called) { called, MOTUS_FIELD_NAME, need }
#define ID(need, called) { called, MOTUS_FIELD_ID, need }
#define TAG(need, called) { called, MOTUS_FIELD_TAG, need }
#define TEXT(need, called, max) { called, MOTUS_FIELD_TEXT, need, 0, max }
#define CHARS(need, called, min, max) { called, MOTUS_FIELD_CHARS, need, min, max }
#define WORD(need, called, list) { called, MOTUS_FIELD_WORD, need, .words = list }
#define INT(need, called, min, max) { called, MOTUS_FIELD_INT, need, min, max }
#define BOOL(need, called) { called, MOTUS_FIELD_BOOL, need }
#define BYTES(need, called, min, max) { called, MOTUS_FIELD_BYTES, need, min, max }
#define NAMES(need, called, most) { called, MOTUS_FIELD_NAMES, need, .count = most }
#define INTS(need, called, count) { called, MOTUS_FIELD_INTS, need, 1, MOTUS_INTEGER_MAX, count }
#define KEYS(need, called, count, min, max) { called, MOTUS_FIELD_KEYS, need, min, max, count }
#define CHANGES(need, called, most) { called, MOTUS_FIELD_CHANGES, need, .count = most }
#define LIMITS(need, called, count) \
  { called, MOTUS_FIELD_LIMITS, need, 0, MOTUS_INTEGER_MAX, count }

static const char *const auth_types[] = { "login", "register", NULL };
static const char *const mechs[] = { "scram-sha-256-plus", "seed-hmac", NULL };
static const char *const modes[] = { "broadcast", "room", "private", NULL };

static const MotusMessageField auth_request[] = {
  TAG (MAYBE, "id"),
  INT (MAYBE, "protocol", 1, 65535),
  WORD (NEEDED, "auth_type", auth_types),
  TEXT (NEEDED, "username", 64),
  BYTES (MAYBE, "pubkey", 64, 1024),
  BYTES (MAYBE, "signing_key", 32, 32),
  WORD (MAYBE, "mech", mechs),
  CHARS (MAYBE, "cnonce", 18, 64),
  BYTES (MAYBE, "cb", 32, 32),
  BYTES (MAYBE, "device_token", 32, 32),
  BYTES (MAYBE, "invite", 32, 32),
  BYTES (MAYBE, "salt", 16, 64),
  INT (MAYBE, "iterations", 4096, 5000000),
  BYTES (MAYBE, "stored_key", 32, 32),
  BYTES (MAYBE, "server_key", 32, 32),
  BYTES (MAYBE, "password_key", 32, 32),
};

static const MotusMessageField auth_response[] = {
  TAG (MAYBE, "id"),
  BYTES (NEEDED, "response", 32, 32),
};

static const MotusMessageField encrypted_send[] = {
  ID (MAYBE, "id"),
  NAME (NEEDED, "from"),
  WORD (MAYBE, "mode", modes),
  ID (MAYBE, "room"),
  NAMES (NEEDED, "targets", 1024),
  INTS (MAYBE, "seqs", 1024),
  INT (MAYBE, "depth", 1, MOTUS_INTEGER_MAX),
  INT (MAYBE, "sent_at", 0, MOTUS_INTEGER_MAX),
  KEYS (NEEDED, "keys", 1024, 256, 256),
  BYTES (NEEDED, "nonce", 16, 16),
  BYTES (NEEDED, "tag", 16, 16),
  BYTES (MAYBE, "ciphertext", 0, MOTUS_CIPHERTEXT_MAX),
  BYTES (MAYBE, "signature", 64, 64),
};

static const MotusMessageField room_invite[] = {
  TAG (MAYBE, "id"),
  NAME (NEEDED, "target"),
  ID (MAYBE, "room"),
  TEXT (MAYBE, "name", MOTUS_ROOM_NAME_MAX),
};

static const MotusMessageField room_invite_response[] = {
  TAG (MAYBE, "id"),
  ID (NEEDED, "invite_id"),
  BOOL (NEEDED, "accepted"),
};

static const MotusMessageField room_leave[] = {
  TAG (MAYBE, "id"),
  ID (NEEDED, "room"),
};

static const MotusMessageField account_invite[] = {
  TAG (MAYBE, "id"),
  BYTES (NEEDED, "token", 32, 32),
};

static const MotusMessageField ping[] = {
  TAG (MAYBE, "id"),
};

static const MotusMessageField auth_challenge[] = {
  TAG (MAYBE, "re"),
  BYTES (NEEDED, "nonce", 32, 32),
  BYTES (NEEDED, "salt", 16, 64),
  INT (NEEDED, "iterations", 4096, 5000000),
};

static const MotusMessageField auth_result[] = {
  TAG (MAYBE, "re"),
  BOOL (NEEDED, "ok"),
  TEXT (MAYBE, "code", 64),
  TEXT (MAYBE, "message", 1024),
  INT (MAYBE, "retry_after", 0, 86400),
  BYTES (MAYBE, "server_signature", 32, 32),
  BYTES (MAYBE, "device_token", 32, 32),
  INT (MAYBE, "protocol", 1, 65535),
  LIMITS (MAYBE, "limits", 64),
};

static const MotusMessageField peer_keys[] = {
  KEYS (NEEDED, "keys", 256, 64, 1024),
  KEYS (NEEDED, "signing_keys", 256, 32, 32),
  BOOL (MAYBE, "more"),
};

static const MotusMessageField presence[] = {
  CHANGES (NEEDED, "changes", 1024),
};

static const MotusMessageField encrypted_message[] = {
  ID (NEEDED, "id"),
  NAME (NEEDED, "from"),
  WORD (NEEDED, "mode", modes),
  ID (MAYBE, "room"),
  NAMES (MAYBE, "targets", 1024),
  INTS (MAYBE, "seqs", 1024),
  INT (MAYBE, "depth", 1, MOTUS_INTEGER_MAX),
  INT (NEEDED, "sent_at", 0, MOTUS_INTEGER_MAX),
  BYTES (NEEDED, "key", 256, 256),
  BYTES (NEEDED, "nonce", 16, 16),
  BYTES (NEEDED, "tag", 16, 16),
  BYTES (MAYBE, "ciphertext", 0, MOTUS_CIPHERTEXT_MAX),
  BYTES (MAYBE, "signature", 64, 64),
};

static const MotusMessageField room_invitation[] = {
  ID (NEEDED, "invite_id"),
  NAME (NEEDED, "from"),
  ID (NEEDED, "room"),
  TEXT (NEEDED, "name", MOTUS_ROOM_NAME_MAX),
};

static const MotusMessageField room_invite_result[] = {
  ID (NEEDED, "invite_id"),
  NAME (NEEDED, "by"),
  BOOL (NEEDED, "accepted"),
  ID (NEEDED, "room"),
};

static const MotusMessageField room_members[] = {
  ID (NEEDED, "room"),
  TEXT (NEEDED, "name", MOTUS_ROOM_NAME_MAX),
  NAMES (NEEDED, "members", 256),
};

static const MotusMessageField ack[] = {
  TAG (NEEDED, "re"),
  NAMES (MAYBE, "undelivered", 1024),
  ID (MAYBE, "room"),
  ID (MAYBE, "invite_id"),
  INT (MAYBE, "expires_at", 0, MOTUS_INTEGER_MAX),
};

static const MotusMessageField error[] = {
  TEXT (NEEDED, "code", 64),
  TEXT (NEEDED, "message", 1024),
  TAG (MAYBE, "re"),
  NAMES (MAYBE, "targets", 1024),
  INT (MAYBE, "retry_after", 0, 86400),
};

#define FIELDS(fields) fields, G_N_ELEMENTS (fields)
#define CLIENT(name, has_body) name, MOTUS_SENDER_CLIENT, has_body
#define RELAY(name, has_body) name, MOTUS_SENDER_RELAY, has_body
#define BODY TRUE
#define PLAIN FALSE

static const MotusMessageSchema schemas[] = {
  [MOTUS_MESSAGE_AUTH_REQUEST] = { CLIENT ("auth_request", PLAIN), FIELDS (auth_request) },
  [MOTUS_MESSAGE_AUTH_RESPONSE] = { CLIENT ("auth_response", PLAIN), FIELDS (auth_response) },
  [MOTUS_MESSAGE_ENCRYPTED_SEND] = { CLIENT ("encrypted_send", BODY), FIELDS (encrypted_send) },
  [MOTUS_MESSAGE_ROOM_INVITE] = { CLIENT ("room_invite", PLAIN), FIELDS (room_invite) },
  [MOTUS_MESSAGE_ROOM_INVITE_RESPONSE] = { CLIENT ("room_invite_response", PLAIN),
      FIELDS (room_invite_response) },
  [MOTUS_MESSAGE_ROOM_LEAVE] = { CLIENT ("room_leave", PLAIN), FIELDS (room_leave) },
  [MOTUS_MESSAGE_ACCOUNT_INVITE] = { CLIENT ("account_invite", PLAIN), FIELDS (account_invite) },
  [MOTUS_MESSAGE_PING] = { CLIENT ("ping", PLAIN), FIELDS (ping) },
  [MOTUS_MESSAGE_AUTH_CHALLENGE] = { RELAY ("auth_challenge", PLAIN), FIELDS (auth_challenge) },
  [MOTUS_MESSAGE_AUTH_RESULT] = { RELAY ("auth_result", PLAIN), FIELDS (auth_result) },
  [MOTUS_MESSAGE_PEER_KEYS] = { RELAY ("peer_keys", PLAIN), FIELDS (peer_keys) },
  [MOTUS_MESSAGE_PRESENCE] = { RELAY ("presence", PLAIN), FIELDS (presence) },
  [MOTUS_MESSAGE_ENCRYPTED_MESSAGE] = { RELAY ("encrypted_message", BODY),
      FIELDS (encrypted_message) },
  [MOTUS_MESSAGE_ROOM_INVITATION] = { RELAY ("room_invite", PLAIN), FIELDS (room_invitation) },
  [MOTUS_MESSAGE_ROOM_INVITE_RESULT] = { RELAY ("room_invite_result", PLAIN),
      FIELDS (room_invite_result) },
  [MOTUS_MESSAGE_ROOM_MEMBERS] = { RELAY ("room_members", PLAIN), FIELDS (room_members) },
  [MOTUS_MESSAGE_ACK] = { RELAY ("ack", PLAIN), FIELDS (ack) },
  [MOTUS_MESSAGE_ERROR] = { RELAY ("error", PLAIN), FIELDS (error) },
};

G_STATIC_ASSERT (G_N_ELEMENTS (schemas) == MOTUS_MESSAGE_TYPES);
G_STATIC_ASSERT (G_N_ELEMENTS (auth_request) <= MOTUS_MESSAGE_FIELDS_MAX);
G_STATIC_ASSERT (G_N_ELEMENTS (encrypted_send) <= MOTUS_MESSAGE_FIELDS_MAX);
G_STATIC_ASSERT (G_N_ELEMENTS (encrypted_message) <= MOTUS_MESSAGE_FIELDS_MAX);

const MotusMessageSchema *
motus_message_schema (MotusMessageType type)
{
  g_assert ((gsize) type < G_N_ELEMENTS (schemas));
  return &schemas[type];
}

gboolean
motus_message_schema_find (const char *name, MotusSender sender, MotusMessageType *type)
{
  for (gsize i = 0; i < G_N_ELEMENTS (schemas); i++)
    if (schemas[i].sender == sender && strcmp (schemas[i].name, name) == 0)
      {
        *type = (MotusMessageType) i;
        return TRUE;
      }
  return FALSE;
}
