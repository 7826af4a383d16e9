/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motus-relay-code.h"

static const struct {
  const char *word;
  const char *sentence;
} codes[] = {
  [MOTUS_RELAY_CODE_BAD_MESSAGE] = { "bad-message", "The message lacks what it needs." },
  [MOTUS_RELAY_CODE_UNKNOWN_TYPE]
  = { "unknown-type", "A client does not send messages of this type." },
  [MOTUS_RELAY_CODE_NOT_SIGNED_IN] = { "not-signed-in", "Sign in first." },
  [MOTUS_RELAY_CODE_LOGIN_FAILED] = { "login-failed", "The name or the password is wrong." },
  [MOTUS_RELAY_CODE_LOCKED]
  = { "locked", "Too many attempts failed from here; wait before you try again." },
  [MOTUS_RELAY_CODE_CHALLENGE_EXPIRED]
  = { "challenge-expired", "The login took too long or was answered twice; start it again." },
  [MOTUS_RELAY_CODE_CHANNEL_BINDING]
  = { "channel-binding", "The two ends of this connection differ: somebody stands between." },
  [MOTUS_RELAY_CODE_MECHANISM_UNAVAILABLE]
  = { "mechanism-unavailable", "This relay does not take this way to sign in." },
  [MOTUS_RELAY_CODE_PROTOCOL_UNSUPPORTED]
  = { "protocol-unsupported", "This relay speaks version 1 of the protocol." },
  [MOTUS_RELAY_CODE_NAME_INVALID]
  = { "name-invalid", "A name is 3 to 32 of a-z, 0-9 and single . _ - between them." },
  [MOTUS_RELAY_CODE_NAME_TAKEN] = { "name-taken", "Somebody has this name; choose another." },
  [MOTUS_RELAY_CODE_KEY_INVALID]
  = { "key-invalid", "The public key is not an RSA-2048 key, or a key is missing." },
  [MOTUS_RELAY_CODE_REGISTRATION_CLOSED]
  = { "registration-closed", "Nobody can sign up at this relay." },
  [MOTUS_RELAY_CODE_INVITE_REQUIRED]
  = { "invite-required", "Signing up at this relay needs an invitation." },
  [MOTUS_RELAY_CODE_INVITE_INVALID]
  = { "invite-invalid", "The invitation is unknown, used up or expired." },
  [MOTUS_RELAY_CODE_RATE_LIMITED]
  = { "rate-limited", "Too many requests; wait before you try again." },
  [MOTUS_RELAY_CODE_STORAGE]
  = { "storage", "The relay cannot write to its disk now; try again later." },
  [MOTUS_RELAY_CODE_REPLACED] = { "replaced", "This account signed in elsewhere." },
  [MOTUS_RELAY_CODE_SHUTTING_DOWN] = { "shutting-down", "The relay stops; come back later." },
  [MOTUS_RELAY_CODE_USER_UNKNOWN] = { "user-unknown", "There is no such account." },
  [MOTUS_RELAY_CODE_USER_OFFLINE] = { "user-offline", "Nobody it was sent to is there now." },
  [MOTUS_RELAY_CODE_NOT_IN_ROOM]
  = { "not-in-room", "The room does not exist, or you are not in it." },
  [MOTUS_RELAY_CODE_NOT_A_MEMBER]
  = { "not-a-member", "Somebody it was sent to is not in the room." },
  [MOTUS_RELAY_CODE_ALREADY_IN_ROOM] = { "already-in-room", "That person is in the room." },
  [MOTUS_RELAY_CODE_ROOM_FULL] = { "room-full", "The room holds no more people." },
  [MOTUS_RELAY_CODE_TOO_MANY] = { "too-many", "There are too many of these." },
};

const char *
motus_relay_code_word (MotusRelayCode code)
{
  return codes[code].word;
}

const char *
motus_relay_code_sentence (MotusRelayCode code)
{
  return codes[code].sentence;
}
