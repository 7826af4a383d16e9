/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "motus-account-record.h"
#include "motus-backoff.h"
#include "motus-client.h"
#include "motus-connection.h"
#include "motus-credentials.h"
#include "motus-link.h"
#include "motus-login.h"
#include "motus-peer.h"
#include "motus-vault.h"
#include "motus-worker.h"

G_BEGIN_DECLS

/* How long an answer of the relay may take. */
#define MOTUS_CLIENT_REQUEST_SECONDS 30
/* From the end of the handshake to being online. */
#define MOTUS_CLIENT_LOGIN_SECONDS 40
/* A connection over which nothing came for so long is asked for a sign of life, and given up if none
 * comes. */
#define MOTUS_CLIENT_IDLE_SECONDS 60
#define MOTUS_CLIENT_PING_SECONDS 20
/* Messages that may wait to be opened: beyond the first, nothing more is read from the relay until
 * fewer than the second wait. */
#define MOTUS_CLIENT_OPENING_MAX 256
#define MOTUS_CLIENT_OPENING_RESUME 64
/* Changes of a conversation are written together after so long. */
#define MOTUS_CLIENT_KEEP_MILLISECONDS 100
/* Requests that may wait for their answers. */
#define MOTUS_CLIENT_REQUESTS_MAX 1024
/* People, rooms and open invitations taken from a relay. */
#define MOTUS_CLIENT_PEERS_MAX 100000
#define MOTUS_CLIENT_ROOMS_MAX 1024
#define MOTUS_CLIENT_INVITES_MAX 256

/* How far the login on the present connection is. */
typedef enum {
  MOTUS_PHASE_NONE,
  MOTUS_PHASE_SALTING,          /* the password is being salted, for a sign-up or for a response */
  MOTUS_PHASE_SIGNING_UP,       /* the answer to a sign-up is awaited */
  MOTUS_PHASE_CHALLENGE,        /* the challenge is awaited */
  MOTUS_PHASE_RESULT,           /* the outcome is awaited */
  MOTUS_PHASE_LISTING,          /* signed in; what the relay tells at first is coming in */
  MOTUS_PHASE_ONLINE,
} MotusPhase;

typedef struct _MotusUnlocking MotusUnlocking;

struct _MotusClient {
  GObject parent_instance;

  char *home;
  char *account;
  char *host;                   /* of the relay; NULL as long as nobody said */
  guint16 port;
  MotusLink *link;              /* as given; NULL without one, or once it has done its work */
  gboolean address_changed;     /* account.ini has another one */

  /* Properties. */
  MotusConnectionState state;
  GError *status_error;
  guint retry_in;
  gboolean unlocked;
  gboolean trust_on_first_use;
  GListStore *conversations;    /* of MotusConversation */
  GListStore *contacts;         /* of MotusContact, by name */
  GListStore *room_invites;     /* of MotusRoomInvite */

  /* Lookups; keys and values are borrowed, but peers are owned. */
  GHashTable *conversation_by_id;
  GHashTable *contact_by_name;
  GHashTable *peers;            /* name -> MotusPeer, owned */
  GHashTable *gaps;             /* name -> GHashTable of place -> MotusGapLine, owned */

  gboolean unlocking;           /* the key file or the store is being opened */

  /* The account, once unlocked. The vault is touched by the worker's jobs only. */
  MotusWorker *worker;
  MotusVault *vault;
  MotusPeerKeys own;
  MotusAccountRecord record;
  MotusCredentials *credentials;
  GHashTable *unkept;           /* MotusConversation, owned: to be written */

  /* The connection. */
  gboolean wanted;              /* to be online */
  MotusConnection *connection;
  gboolean has_seen_pin;
  guint8 seen_pin[MOTUS_CONNECTION_PIN_SIZE];   /* of the relay connected to last */
  MotusClock *clock;
  MotusBackoff *backoff;
  GSource *tick;
  MotusPhase phase;
  MotusLogin *login;
  gint64 login_due;             /* boot time by which it is to be online */
  GBytes *sign_up_salt;
  GTask *sign_up;               /* the sign-up under way */
  gboolean sign_up_made_folder;
  gboolean sign_up_made_keys;
  gboolean sign_up_sent;        /* the relay may have made the account */
  GHashTable *requests;         /* tag -> MotusRequest, owned */
  guint64 last_tag;
  gboolean ping_pending;
  guint opening;                /* messages that wait to be opened */
  GHashTable *rooms_listed;     /* ids named by the relay since the login */
};

/* motus-client.c: changes of properties, each with its notification. @error is taken. */
void motus_client_set_state (MotusClient *self, MotusConnectionState state, GError *error);
void motus_client_set_retry_in (MotusClient *self, guint seconds);
void motus_client_set_unlocked (MotusClient *self, gboolean unlocked);
void motus_client_notify_relay (MotusClient *self);
/* Takes a conversation into the list; it stays owned by the list. */
void motus_client_add_conversation (MotusClient *self, MotusConversation *conversation);
gint64 motus_client_now (MotusClient *self);
/* Emissions of the signals. */
void motus_client_emit_received (MotusClient *self, MotusConversation *conversation,
                                 MotusChatMessage *line);
void motus_client_emit_refused (MotusClient *self, const char *from, const GError *error);
void motus_client_emit_invite_answered (MotusClient *self, const char *by,
                                        MotusConversation *room, gboolean accepted);
void motus_client_emit_relay_key (MotusClient *self, const char *pin, gboolean first);

/* motus-client-folder.c: paths of the account, to be freed with g_free(). */
char *motus_client_folder (MotusClient *self);
char *motus_client_key_path (const char *folder);
char *motus_client_store_path (const char *folder);
/* The seed's key file of @account, or NULL if there is none. */
char *motus_client_seed_key_path (const char *home, const char *account);
/* Makes the folder, or checks that it is ours alone. @made tells which. Errors: STORE. */
gboolean motus_client_make_folder (const char *home, const char *folder, gboolean *made,
                                   GError **error);
/* The relay's address in account.ini. */
char *motus_client_load_address (const char *folder);
gboolean motus_client_save_address (const char *folder, const char *address, GError **error);

/* motus-client-keep.c: what is to be on disk, written in the background in the order of the calls. A
 * failure takes the client offline. */
typedef struct {
  MotusStoreKind kind;
  char *name;
  GBytes *value;                /* NULL: remove */
} MotusStoreItem;
void motus_client_keep (MotusClient *self, MotusStoreKind kind, const char *name, GBytes *value);
/* Several in one transaction; @items (of MotusStoreItem, made by the next function) is taken. */
void motus_client_keep_all (MotusClient *self, GPtrArray *items);
GPtrArray *motus_client_keep_list (void);
void motus_client_keep_list_add (GPtrArray *items, MotusStoreKind kind, const char *name,
                                 GBytes *value);
void motus_client_keep_account (MotusClient *self);
void motus_client_keep_peer (MotusClient *self, const MotusPeer *peer);
/* Soon, together with what else changes meanwhile: a draft changes with every key. */
void motus_client_keep_conversation (MotusClient *self, MotusConversation *conversation);
/* The disk cannot be relied on: goes offline and says so. */
void motus_client_store_failed (MotusClient *self, const GError *error);

/* motus-client-connect.c. Ends the present connection because of @error; tries again later if that
 * may help. */
void motus_client_lose (MotusClient *self, const GError *error);
/* The same without another attempt. */
void motus_client_stop (MotusClient *self, const GError *error);
/* The login is done, and what the relay tells at first is known. */
void motus_client_is_online (MotusClient *self);
void motus_client_pin_relay (MotusClient *self);

/* motus-client-login.c. */
void motus_client_begin_login (MotusClient *self);
void motus_client_handle_login (MotusClient *self, MotusMessage *message);

/* motus-client-sign-up.c: the sign-up under way failed; nothing if there is none. */
void motus_client_sign_up_failed (MotusClient *self, const GError *error);
void motus_client_sign_up_done (MotusClient *self);

/* motus-client-dispatch.c: hands out what comes in. */
void motus_client_dispatch (MotusClient *self, MotusMessage *message);

/* motus-client-request.c. @func is called exactly once, with the relay's ack or an error. */
typedef void (*MotusRequestFunc) (MotusClient *self, MotusMessage *answer, const GError *error,
                                  gpointer user_data);
void motus_client_request (MotusClient *self, MotusMessage *message, guint seconds,
                           MotusRequestFunc func, gpointer user_data);
void motus_client_request_frame (MotusClient *self, const char *tag, GBytes *frame, guint seconds,
                                 MotusRequestFunc func, gpointer user_data);
/* An "ack" or an "error" with "re". TRUE if it answered something. */
gboolean motus_client_take_answer (MotusClient *self, MotusMessage *message);
void motus_client_check_requests (MotusClient *self);
void motus_client_fail_requests (MotusClient *self, const GError *error);

/* motus-client-peers.c. */
MotusPeer *motus_client_get_peer (MotusClient *self, const char *name);
/* The contact, made if it is new, together with its conversation; NULL beyond the limit. */
MotusContact *motus_client_ensure_contact (MotusClient *self, const char *name);
void motus_client_take_peer (MotusClient *self, MotusPeer *peer);
void motus_client_handle_peer_keys (MotusClient *self, MotusMessage *message);
void motus_client_handle_presence (MotusClient *self, MotusMessage *message);
void motus_client_all_offline (MotusClient *self);
void motus_client_update_trust (MotusClient *self, const MotusPeer *peer);
void motus_client_apply_promise (MotusClient *self);

/* motus-client-receive.c. */
void motus_client_handle_message (MotusClient *self, MotusMessage *message);

/* motus-client-gaps.c: shows the gaps of @sender's messages as they are now. */
void motus_client_show_gaps (MotusClient *self, const char *sender, GPtrArray *missing);

/* motus-client-readers.c: MotusRecipient for each who would get a text in @conversation; names left
 * out because their keys changed go to @left_out (may be NULL). NULL with an error if nobody would. */
GPtrArray *motus_client_find_recipients (MotusClient *self, MotusConversation *conversation,
                                         GPtrArray *left_out, GError **error);

/* motus-client-rooms.c. */
MotusConversation *motus_client_ensure_room (MotusClient *self, const char *room,
                                             const char *name);
void motus_client_handle_members (MotusClient *self, MotusMessage *message);
void motus_client_close_unlisted_rooms (MotusClient *self);

/* motus-client-invites.c. */
void motus_client_handle_invitation (MotusClient *self, MotusMessage *message);
void motus_client_handle_invite_result (MotusClient *self, MotusMessage *message);

G_END_DECLS
