/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "motus-client-error.h"
#include "motus-conversation.h"
#include "motus-room-invite.h"

G_BEGIN_DECLS

/* The longest text of a message, in bytes of UTF-8. */
#define MOTUS_CLIENT_TEXT_MAX (64 * 1024)

typedef enum {
  MOTUS_CONNECTION_OFFLINE,     /* nobody asked for a connection */
  MOTUS_CONNECTION_CONNECTING,
  MOTUS_CONNECTION_ASKING,      /* a person must say whether "relay-words" is the relay: motus_client_answer_relay() */
  MOTUS_CONNECTION_SIGNING_IN,
  MOTUS_CONNECTION_ONLINE,
  MOTUS_CONNECTION_WAITING,     /* will try again by itself in "retry-in" seconds, or at once: motus_client_connect() */
  MOTUS_CONNECTION_STOPPED,     /* will not try again by itself: "status-error" says why and what to do */
} MotusConnectionState;

/**
 * MotusClient:
 *
 * The whole messenger without a window: one account at one relay. Belongs to the thread of its main context; slow work
 * happens elsewhere, and no call waits.
 *
 * Properties (readable, notified): "state", "status-error" (GError boxed, or NULL: why not online), "retry-in"
 * (guint), "account", "relay" ("HOST:PORT"), "unlocked", "relay-words" (proquint words of the relay's key),
 * "relay-pinned" (by link or by a person before), "conversations" (GListModel of MotusConversation; Everyone is always
 * there), "contacts" (GListModel of MotusContact, without this account, sorted by name), "room-invites" (GListModel of
 * MotusRoomInvite).
 *
 * Signals:
 *  "message-received" (MotusConversation *, MotusChatMessage *): a new text of somebody else was added; it is durable.
 *  "message-refused" (const char *from, GError *): a message was not shown, because of E_SENDER and the like.
 *  "room-invite-answered" (const char *by, MotusConversation *room, gboolean accepted)
 *  "relay-key" (const char *pin, gboolean first): the pin of the relay connected to, and whether it is new.
 */
#define MOTUS_TYPE_CLIENT (motus_client_get_type ())
G_DECLARE_FINAL_TYPE (MotusClient, motus_client, MOTUS, CLIENT, GObject)

/* The default folder of accounts: $XDG_DATA_HOME/motus. Free with g_free(). */
char *motus_client_default_home (void);

/* The names of the accounts that have keys in @home; free with g_strfreev(). */
char **motus_client_list_accounts (const char *home);

/* TRUE if @name may be an account's name (docs/protocol.md). */
gboolean motus_client_is_name_valid (const char *name);

/* 0 (useless) to 4 (strong): a hint for a person who chooses a password. */
guint motus_client_rate_password (const char *password, const char *name);

/* Reads an invitation link or an address ("HOST", "HOST:PORT") without using it: what a page may show while it is typed. @relay gets
 * "HOST:PORT", @inviter a name or NULL. Errors: MOTUS_CLIENT_ERROR_LINK. */
gboolean motus_client_read_link (const char *text, gboolean *is_link, char **relay, char **inviter, GError **error);

/* An account in the folder @home/@account (which need not exist yet). Nothing is read or connected. */
MotusClient *motus_client_new (const char *home, const char *account);

/* Sets where the relay is, for a new account or to override: a link or an address. A link also pins the relay and the inviter, and
 * brings the invitation. Errors: MOTUS_CLIENT_ERROR_LINK. */
gboolean motus_client_set_relay (MotusClient *self, const char *link_or_address, GError **error);

/* For programs without a person: a relay's key seen for the first time is pinned without asking. FALSE at first. */
void motus_client_set_trust_on_first_use (MotusClient *self, gboolean trust);

/* Makes keys, writes the key file, connects, signs up and signs in. If the relay refuses, the account's folder is as
 * it was before. "state" tells how far it is; it may be ASKING in between. On success the client is unlocked and ONLINE. */
void motus_client_sign_up_async (MotusClient *self, const char *password, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
gboolean motus_client_sign_up_finish (MotusClient *self, GAsyncResult *result, GError **error);

/* Opens the key file and the store: conversations and contacts are there, without a connection yet. Where there is only a key file
 * of the seed's (ACCOUNT_private.key), one in the present format is written beside it. Errors: those of the key file
 * (MOTUS_CRYPTO_ERROR), MOTUS_CLIENT_ERROR_STORE. */
void motus_client_unlock_async (MotusClient *self, const char *password, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
gboolean motus_client_unlock_finish (MotusClient *self, GAsyncResult *result, GError **error);

/* Goes online and stays so: reconnects by itself after 1, 2, 4… up to 60 seconds with jitter. At once if it is waiting. */
void motus_client_connect (MotusClient *self);
void motus_client_disconnect (MotusClient *self);

/* The answer while ASKING, and later to E_RELAY_KEY_CHANGED: pin the key the relay shows now, or not. */
void motus_client_answer_relay (MotusClient *self, gboolean trust);

/* Puts @text in the conversation (state WAITING) and sends it; the message's "delivery" tells the outcome, as does the callback.
 * Errors: E_KEY_CHANGED, E_TOO_LONG, E_OFFLINE, E_USER_OFFLINE… The message stays, FAILED. */
void motus_client_send_async (MotusClient *self, MotusConversation *conversation, const char *text, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
gboolean motus_client_send_finish (MotusClient *self, GAsyncResult *result, GError **error);
/* Sends a FAILED message again, under the same id. */
void motus_client_retry_async (MotusClient *self, MotusConversation *conversation, MotusChatMessage *message, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
gboolean motus_client_retry_finish (MotusClient *self, GAsyncResult *result, GError **error);

/* The conversation with a person of "contacts", with Everyone (@name NULL), or in a room; owned by the client. NULL if there is none. */
MotusConversation *motus_client_get_conversation (MotusClient *self, const char *name);
MotusConversation *motus_client_get_room (MotusClient *self, const char *room_id);

/* Who could read a text sent to @conversation now, besides this account: names, free with g_strfreev(). */
char **motus_client_list_readers (MotusClient *self, MotusConversation *conversation);

/* Asks @name into @room, or into a new room called @room_name (may be "") if @room is NULL. */
void motus_client_invite_async (MotusClient *self, const char *name, MotusConversation *room, const char *room_name, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
/* The room; owned by the client. */
MotusConversation *motus_client_invite_finish (MotusClient *self, GAsyncResult *result, GError **error);

void motus_client_answer_invite_async (MotusClient *self, const char *invite_id, gboolean accept, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
gboolean motus_client_answer_invite_finish (MotusClient *self, GAsyncResult *result, GError **error);

void motus_client_leave_async (MotusClient *self, MotusConversation *room, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
gboolean motus_client_leave_finish (MotusClient *self, GAsyncResult *result, GError **error);

/* An invitation link for one new person, to be copied. Free with g_free(). */
void motus_client_make_link_async (MotusClient *self, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
char *motus_client_make_link_finish (MotusClient *self, GAsyncResult *result, GError **error);

/* The safety number with @contact: twelve groups of five digits, spaces between; NULL without a key. While the key is CHANGED
 * it is that of the new key. Free with g_free(). */
char *motus_client_get_safety_number (MotusClient *self, MotusContact *contact);
/* Words and hexadecimal of this account's (@contact NULL) or a contact's fingerprint. Free with g_free(). */
char *motus_client_get_fingerprint_words (MotusClient *self, MotusContact *contact);
char *motus_client_get_fingerprint (MotusClient *self, MotusContact *contact);

/* The person compared the numbers: VERIFIED, with the key that was shown. Accepts a CHANGED key too. */
void motus_client_mark_verified (MotusClient *self, MotusContact *contact, gboolean verified);
/* The person accepts a CHANGED key without comparing: PINNED. */
void motus_client_accept_key (MotusClient *self, MotusContact *contact);

G_END_DECLS
