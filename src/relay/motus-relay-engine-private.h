/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "motus-message.h"
#include "motus-relay-account-invites.h"
#include "motus-relay-code.h"
#include "motus-relay-client.h"
#include "motus-relay-directory.h"
#include "motus-relay-engine.h"
#include "motus-relay-error.h"
#include "motus-relay-lockout.h"
#include "motus-relay-presence.h"
#include "motus-relay-reservations.h"
#include "motus-relay-rooms.h"
#include "motus-relay-sources.h"

G_BEGIN_DECLS

#define MOTUS_RELAY_PROTOCOL 1
/* Batches that may be on their way to the disk at once; more are refused as if the disk had. */
#define MOTUS_RELAY_COMMITS_MAX 16384

struct _MotusRelayEngine {
  const MotusRelayConfig *config;
  MotusClock *clock;
  MotusRelayStore *store;
  const MotusRelayOutput *output;
  gpointer output_data;

  guint8 login_secret[MOTUS_RELAY_HASH_SIZE];
  gboolean has_login_secret;
  MotusRelayRate request_rate;
  MotusRelayAccounts *accounts;
  MotusRelayAccountInvites *account_invites;
  MotusRelayRooms *rooms;
  MotusRelayLockout *lockout;
  MotusRelaySources *sources;
  MotusRelayReservations *reservations;
  GHashTable *commits;          /* of MotusRelayCommit: on their way to the disk */

  GHashTable *clients;      /* id to MotusRelayClient, which holds it */
  GQueue waiting;               /* of those not signed in, by deadline */
  GPtrArray *online;            /* of those signed in */
  MotusRelayDirectory *directory;
  MotusRelayPresence *presence;
  gint64 next_sweep;            /* boot time */
};

/* --- motus-relay-engine-apply.c --- */

/* Does to the memory what a change says that is durable. @loading: it was stored before this
 * engine was made. */
void motus_relay_engine_apply (MotusRelayEngine *engine, const MotusRelayChange *change,
                               gboolean loading);

/* --- motus-relay-commit.c --- */

/**
 * MotusRelayCommit:
 *
 * Changes on their way to the disk, what is reserved for them, and who waits for them.
 */
typedef struct _MotusRelayCommit MotusRelayCommit;
/* @durable: the changes are on the disk, and the memory says so. @client is NULL if it has
 * gone meanwhile. */
typedef void (*MotusRelayCommitDone) (MotusRelayEngine *engine, MotusRelayClient *client,
                                      const char *tag, gboolean durable, gpointer user_data);

/* @client (which may be NULL) is answered under @tag, which may be NULL. */
MotusRelayCommit *motus_relay_commit_new (MotusRelayEngine *engine,
                                          const MotusRelayClient *client,
                                          const char *tag);
MotusRelayChange *motus_relay_commit_add (MotusRelayCommit *commit, MotusRelayChangeKind kind);
MotusRelayBatch *motus_relay_commit_get_batch (MotusRelayCommit *commit);
/* Reserves @key until the commit is done. */
void motus_relay_commit_reserve (MotusRelayCommit *commit, const char *key);
/* Hands the changes to the store, and the commit with them. @done may be NULL; it is called
 * once unless the engine goes first, and at once if there is nothing to be stored or too
 * much on its way already. */
void motus_relay_commit_submit (MotusRelayCommit *commit, MotusRelayCommitDone done,
                                gpointer user_data, GDestroyNotify destroy);
/* At the engine's end: what is on its way becomes durable, but nobody is told. */
void motus_relay_commits_forget (MotusRelayEngine *engine);

/* --- motus-relay-reply.c --- */

/* Encodes and sends @message. */
void motus_relay_send (MotusRelayEngine *engine, MotusRelayClient *client,
                       const MotusMessage *message);
void motus_relay_send_frame (MotusRelayEngine *engine, MotusRelayClient *client,
                             GBytes *frame);
/* To everybody signed in. */
void motus_relay_send_all (MotusRelayEngine *engine, GBytes *frame);
/* Encodes @message; NULL, logged, if it cannot be. */
GBytes *motus_relay_encode (const MotusMessage *message);
/* Signs @client out and ends its connection once what was sent has gone out. */
void motus_relay_close (MotusRelayEngine *engine, MotusRelayClient *client);

/* An ack, if @tag is not NULL. */
void motus_relay_reply_ack (MotusRelayEngine *engine, MotusRelayClient *client,
                            const char *tag);
/* An error with the code's own sentence, or with @sentence. */
void motus_relay_reply_error (MotusRelayEngine *engine, MotusRelayClient *client,
                              const char *tag, MotusRelayCode code);
void motus_relay_reply_error_saying (MotusRelayEngine *engine, MotusRelayClient *client,
                                     const char *tag, MotusRelayCode code, const char *sentence);
/* The same with a code of the wire's own. */
void motus_relay_reply_word (MotusRelayEngine *engine, MotusRelayClient *client, const char *tag,
                             const char *code, const char *sentence);
/* An error to be completed and sent. */
MotusMessage *motus_relay_error_message (const char *tag, MotusRelayCode code);
/* An auth_result that says no. @retry_after: 0 for none. */
void motus_relay_reply_refused (MotusRelayEngine *engine, MotusRelayClient *client,
                                const char *tag, MotusRelayCode code, guint retry_after);
/* An auth_result that says yes, with protocol and limits, to be completed and sent. */
MotusMessage *motus_relay_accepted_message (MotusRelayEngine *engine, const char *tag);
/* What a client does before login that it must not: an error, and the connection is closed. */
void motus_relay_reply_violation (MotusRelayEngine *engine, MotusRelayClient *client,
                                  const char *tag, const char *code, const char *sentence);

/* --- motus-relay-sign-in.c --- */

/* Signs @client in as @account: ends an earlier connection, tells everybody and brings the
 * client up to date. */
void motus_relay_sign_in (MotusRelayEngine *engine, MotusRelayClient *client,
                          MotusRelayAccount *account, guint protocol);
/* @client is no longer signed in. */
void motus_relay_sign_out (MotusRelayEngine *engine, MotusRelayClient *client);

/* --- motus-relay-room-limits.c --- */

/* Both count what is reserved for changes on their way to the disk. */
gboolean motus_relay_room_is_full (const MotusRelayEngine *engine, const MotusRelayRoom *room);
gboolean motus_relay_may_join_room (const MotusRelayEngine *engine,
                                    const MotusRelayAccount *account);
/* TRUE while the last of @room are on their way out of it: it will be gone then. */
gboolean motus_relay_room_is_ending (const MotusRelayEngine *engine, const MotusRelayRoom *room);
/* What to reserve for one more in @room, one less, one more room of @account, and one more
 * open invitation made by it. */
char *motus_relay_room_key (const MotusRelayRoom *room);
char *motus_relay_room_leavers_key (const MotusRelayRoom *room);
char *motus_relay_rooms_key (const MotusRelayAccount *account);
char *motus_relay_room_invites_key (const MotusRelayAccount *account);
/* What is reserved while the answer to the invitation @invite_id is on its way. */
char *motus_relay_answer_key (const char *invite_id);

/* --- motus-relay-room-news.c --- */

/* room_members to those who are in the room and online, and to @leaver (which may be NULL). */
void motus_relay_tell_room (MotusRelayEngine *engine, const MotusRelayRoom *room,
                            const MotusRelayAccount *leaver);
void motus_relay_tell_room_members (MotusRelayEngine *engine, MotusRelayClient *client,
                                    const MotusRelayRoom *room);
/* room_invite to the invitee, if online. */
void motus_relay_tell_invitation (MotusRelayEngine *engine, const MotusRelayRoomInvite *invite);

/* Tells everybody of new and changed keys, so that whoever gets a message knows its sender. */
void motus_relay_tell_directory (MotusRelayEngine *engine);

/* --- a file for each message --- */

typedef void (*MotusRelayHandler) (MotusRelayEngine *engine, MotusRelayClient *client,
                                   MotusMessage *message);
void motus_relay_handle_auth_request (MotusRelayEngine *engine, MotusRelayClient *client,
                                      MotusMessage *message);
void motus_relay_handle_sign_up (MotusRelayEngine *engine, MotusRelayClient *client,
                                 MotusMessage *message);
void motus_relay_handle_login (MotusRelayEngine *engine, MotusRelayClient *client,
                               MotusMessage *message);
void motus_relay_handle_auth_response (MotusRelayEngine *engine, MotusRelayClient *client,
                                       MotusMessage *message);
void motus_relay_handle_encrypted_send (MotusRelayEngine *engine,
                                        MotusRelayClient *client, MotusMessage *message);
void motus_relay_handle_room_invite (MotusRelayEngine *engine, MotusRelayClient *client,
                                     MotusMessage *message);
void motus_relay_handle_room_invite_response (MotusRelayEngine *engine,
                                              MotusRelayClient *client,
                                              MotusMessage *message);
void motus_relay_handle_room_leave (MotusRelayEngine *engine, MotusRelayClient *client,
                                    MotusMessage *message);
void motus_relay_handle_account_invite (MotusRelayEngine *engine,
                                        MotusRelayClient *client, MotusMessage *message);

/* The mech a request names; one without means the seed's. */
MotusRelayMech motus_relay_mech_of (const MotusMessage *message);
/* The request's key as SubjectPublicKeyInfo. FALSE if it is not an RSA-2048 key; TRUE with
 * NULL if there is none. */
gboolean motus_relay_read_pubkey (const MotusMessage *message, GBytes **spki);

gint64 motus_relay_engine_now (const MotusRelayEngine *engine);
gint64 motus_relay_engine_calendar (const MotusRelayEngine *engine);

G_END_DECLS
