/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "motus-message.h"
#include "motus-relay-engine.h"
#include "motus-relay-store-memory.h"
#include "motus-scram.h"

/* A whole relay without a network: its engine on a store in memory and a clock that the test
 * moves, and what each connection was sent. */
typedef struct {
  MotusRelayConfig *config;
  MotusClock *clock;
  MotusRelayStore *store;
  MotusRelayEngine *engine;
  GHashTable *inboxes;
  guint64 last_id;
  guint64 n_frames;             /* sent to anybody */
  gboolean hold;                /* the store waits for the test to run it */
  const guint8 *signing_key;    /* sent with logins, or NULL */
  gboolean seed_client;         /* logins do not announce a protocol */
  GString *log;
} Relay;

/* Open registration, ample budgets. */
Relay *relay_new (void);
void relay_free (Relay *relay);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Relay, relay_free)

/* Ends the engine and makes another one on the same store. All connections are gone. */
void relay_restart (Relay *relay);

/* Moves the clock and does what is due. */
void relay_advance (Relay *relay, double seconds);

#define HOME "127.0.0.1/32"
#define ELSEWHERE "127.0.0.2/32"

guint64 relay_connect (Relay *relay, const char *source);
void relay_disconnect (Relay *relay, guint64 id);
gboolean relay_is_closed (Relay *relay, guint64 id);

/* Sends @message, which is freed. */
void relay_send (Relay *relay, guint64 id, MotusMessage *message);
void relay_send_text (Relay *relay, guint64 id, const char *json);

/* The next thing that @id was sent: the frame, or the message, or NULL. */
GBytes *relay_take_frame (Relay *relay, guint64 id);
MotusMessage *relay_take (Relay *relay, guint64 id);
/* The next of this type; what stands before it is dropped. Fails if there is none. */
MotusMessage *relay_expect (Relay *relay, guint64 id, MotusMessageType type);
/* An error, or an auth_result that says no, with this code. */
void relay_expect_error (Relay *relay, guint64 id, const char *code);
void relay_expect_refused (Relay *relay, guint64 id, const char *code, guint retry_after);
/* How many of this type wait; all that waits is dropped. */
guint relay_count (Relay *relay, guint64 id, MotusMessageType type);
void relay_drop (Relay *relay, guint64 id);

MotusMessage *message_with_id (MotusMessageType type, const char *id);

/* One RSA key for everybody: making one takes long. */
GBytes *fixture_spki (void);

/* The client's side of SCRAM, with the password "secret of NAME" unless said otherwise. */
MotusMessage *register_message (const char *name);
void relay_sign_up (Relay *relay, guint64 id, const char *name);

typedef struct {
  const char *name;
  const char *password;         /* NULL: the right one */
  const guint8 *device_token;   /* 32 bytes, or NULL */
} Login;

/* Up to the challenge, and the answer to it. FALSE from the first if there was another answer. */
gboolean relay_begin_login (Relay *relay, guint64 id, const Login *login);
void relay_finish_login (Relay *relay, guint64 id, const Login *login);
/* The length of the frame that challenged. */
gsize relay_challenge_length (Relay *relay, guint64 id);
/* The AuthMessage of the login that was begun; free with g_free(). */
char *relay_auth_message (Relay *relay, guint64 id, const char *name);
/* Both, with the auth_result; @device_token (32 bytes, or NULL) receives the new token.
 * Fails if the login does. */
void relay_login (Relay *relay, guint64 id, const char *name, guint8 *device_token);
/* A wrong password. */
void relay_fail_login (Relay *relay, guint64 id, const char *name);

/* A new connection, signed up and in, with nothing waiting. */
guint64 relay_join (Relay *relay, const char *name);
/* A new connection of one who signed up before. */
guint64 relay_come_back (Relay *relay, const char *name);

/* An encrypted_send of protocol 1 to @targets (ascending). @room may be NULL. */
MotusMessage *send_message (const char *id, const char *from, const char *mode, const char *room,
                            const char *const *targets, const char *text);
