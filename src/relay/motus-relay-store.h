/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "motus-name.h"

#include <glib.h>

G_BEGIN_DECLS

/**
 * MotusRelayStore:
 *
 * What the relay remembers, behind a table of functions: SQLite in a thread of its own
 * (motus-relay-store-sqlite.h) and memory alone, for tests (motus-relay-store-memory.h).
 *
 * A change is handed over whole, as a batch, and either becomes durable as a whole or not at
 * all; its callback runs on the thread of the engine, in the order in which the batches were
 * handed over.
 */
typedef struct _MotusRelayStore MotusRelayStore;

#define MOTUS_RELAY_HASH_SIZE 32
#define MOTUS_RELAY_SALT_MAX 64
/* The most failures of one bucket that are remembered, whatever the configuration says. */
#define MOTUS_RELAY_FAILURES_MAX 64
/* A name, and a device token's hash or a source. */
#define MOTUS_RELAY_BUCKET_KEY_MAX 128
/* Names a boot of the machine, as /proc/sys/kernel/random/boot_id does. */
#define MOTUS_RELAY_BOOT_MAX 40

/* How an account logs in. The values are stored. */
typedef enum {
  MOTUS_RELAY_MECH_SCRAM = 1,
  MOTUS_RELAY_MECH_SEED = 2,
} MotusRelayMech;

/* A value that the store made at its birth: the secret from which answers about
 * names that do not exist are derived. */
typedef struct {
  guint8 login_secret[MOTUS_RELAY_HASH_SIZE];
} MotusRelayIdentityRecord;

typedef struct {
  char name[MOTUS_NAME_MAX + 1];
  MotusRelayMech mech;
  GBytes *pubkey;                               /* SubjectPublicKeyInfo */
  gboolean has_signing_key;
  guint8 signing_key[32];
  guint8 salt[MOTUS_RELAY_SALT_MAX];
  gsize salt_len;
  guint iterations;
  guint8 stored_key[32];                        /* with MECH_SEED: the password key */
  guint8 server_key[32];                        /* with MECH_SEED: zeros */
  gint64 created_at;                            /* milliseconds since 1970 */
} MotusRelayAccountRecord;

/* Only the hash of a device token is kept. */
typedef struct {
  char account[MOTUS_NAME_MAX + 1];
  guint8 token_hash[MOTUS_RELAY_HASH_SIZE];
  gint64 created_at;
} MotusRelayDeviceRecord;

/* Times are microseconds of boot time and mean something only within @boot. */
typedef struct {
  char key[MOTUS_RELAY_BUCKET_KEY_MAX + 1];
  char boot[MOTUS_RELAY_BOOT_MAX + 1];
  gint64 locked_until;                          /* 0: open */
  guint n_failures;
  gint64 failures[MOTUS_RELAY_FAILURES_MAX];
} MotusRelayBucketRecord;

typedef struct {
  guint8 token_hash[MOTUS_RELAY_HASH_SIZE];
  char inviter[MOTUS_NAME_MAX + 1];             /* empty: the operator */
  guint uses;                                   /* left */
  gint64 expires_at;                            /* milliseconds since 1970 */
} MotusRelayAccountInviteRecord;

typedef struct {
  char id[MOTUS_ID_LENGTH + 1];
  char name[MOTUS_ROOM_NAME_MAX + 1];
} MotusRelayRoomRecord;

typedef struct {
  char room[MOTUS_ID_LENGTH + 1];
  char account[MOTUS_NAME_MAX + 1];
} MotusRelayMemberRecord;

typedef struct {
  char id[MOTUS_ID_LENGTH + 1];
  char room[MOTUS_ID_LENGTH + 1];
  char inviter[MOTUS_NAME_MAX + 1];
  char invitee[MOTUS_NAME_MAX + 1];
  gint64 expires_at;                            /* milliseconds since 1970 */
} MotusRelayRoomInviteRecord;

/**
 * MotusRelayChangeKind:
 * @MOTUS_RELAY_CHANGE_IDENTITY: @identity; only ever loaded
 * @MOTUS_RELAY_CHANGE_ACCOUNT_ADD: all of @account; the name must be new
 * @MOTUS_RELAY_CHANGE_ACCOUNT_KEYS: name, pubkey and signing key of @account
 * @MOTUS_RELAY_CHANGE_DEVICE_ADD: all of @device
 * @MOTUS_RELAY_CHANGE_DEVICE_REMOVE: account and token hash of @device
 * @MOTUS_RELAY_CHANGE_BUCKET_SET: all of @bucket, made or replaced
 * @MOTUS_RELAY_CHANGE_BUCKET_REMOVE: key of @bucket
 * @MOTUS_RELAY_CHANGE_ACCOUNT_INVITE_SET: all of @account_invite, made or replaced
 * @MOTUS_RELAY_CHANGE_ACCOUNT_INVITE_USE: token hash of @account_invite, which loses one use
 * and goes with its last
 * @MOTUS_RELAY_CHANGE_ACCOUNT_INVITE_REMOVE: token hash of @account_invite
 * @MOTUS_RELAY_CHANGE_ROOM_ADD: all of @room
 * @MOTUS_RELAY_CHANGE_ROOM_REMOVE: id of @room; its members and invitations go with it
 * @MOTUS_RELAY_CHANGE_MEMBER_ADD: all of @member
 * @MOTUS_RELAY_CHANGE_MEMBER_REMOVE: all of @member
 * @MOTUS_RELAY_CHANGE_ROOM_INVITE_SET: all of @room_invite, made or replaced
 * @MOTUS_RELAY_CHANGE_ROOM_INVITE_REMOVE: id of @room_invite
 */
typedef enum {
  MOTUS_RELAY_CHANGE_IDENTITY,
  MOTUS_RELAY_CHANGE_ACCOUNT_ADD,
  MOTUS_RELAY_CHANGE_ACCOUNT_KEYS,
  MOTUS_RELAY_CHANGE_DEVICE_ADD,
  MOTUS_RELAY_CHANGE_DEVICE_REMOVE,
  MOTUS_RELAY_CHANGE_BUCKET_SET,
  MOTUS_RELAY_CHANGE_BUCKET_REMOVE,
  MOTUS_RELAY_CHANGE_ACCOUNT_INVITE_SET,
  MOTUS_RELAY_CHANGE_ACCOUNT_INVITE_USE,
  MOTUS_RELAY_CHANGE_ACCOUNT_INVITE_REMOVE,
  MOTUS_RELAY_CHANGE_ROOM_ADD,
  MOTUS_RELAY_CHANGE_ROOM_REMOVE,
  MOTUS_RELAY_CHANGE_MEMBER_ADD,
  MOTUS_RELAY_CHANGE_MEMBER_REMOVE,
  MOTUS_RELAY_CHANGE_ROOM_INVITE_SET,
  MOTUS_RELAY_CHANGE_ROOM_INVITE_REMOVE,
} MotusRelayChangeKind;

#define MOTUS_RELAY_CHANGE_KINDS (MOTUS_RELAY_CHANGE_ROOM_INVITE_REMOVE + 1)

typedef struct {
  MotusRelayChangeKind kind;
  union {
    MotusRelayIdentityRecord identity;
    MotusRelayAccountRecord account;
    MotusRelayDeviceRecord device;
    MotusRelayBucketRecord bucket;
    MotusRelayAccountInviteRecord account_invite;
    MotusRelayRoomRecord room;
    MotusRelayMemberRecord member;
    MotusRelayRoomInviteRecord room_invite;
  };
} MotusRelayChange;

/**
 * MotusRelayBatch:
 *
 * Changes that belong together, in order.
 */
typedef struct _MotusRelayBatch MotusRelayBatch;

MotusRelayBatch *motus_relay_batch_new (void);
MotusRelayBatch *motus_relay_batch_ref (MotusRelayBatch *batch);
/* Batches cross threads; the last reference wipes what was secret. */
void motus_relay_batch_unref (MotusRelayBatch *batch);

/* Appends an empty change of @kind, to be filled in; owned by the batch and valid until the
 * next is added. */
MotusRelayChange *motus_relay_batch_add (MotusRelayBatch *batch, MotusRelayChangeKind kind);
guint motus_relay_batch_length (const MotusRelayBatch *batch);
const MotusRelayChange *motus_relay_batch_get (const MotusRelayBatch *batch, guint index);

/* @error is NULL if the batch is durable. */
typedef void (*MotusRelayStoreDone) (const GError *error, gpointer user_data);
typedef void (*MotusRelayStoreEach) (const MotusRelayChange *change, gpointer user_data);

/* Tells @each of changes that lead from nothing to what is stored: accounts in the order in
 * which they were made, members after their rooms. To be called before the first batch is
 * handed over. Errors: MOTUS_RELAY_ERROR_STORE. */
gboolean motus_relay_store_load (MotusRelayStore *store, MotusRelayStoreEach each,
                                 gpointer user_data, GError **error);

/* Hands @batch over; it must not be changed any more. @done is called exactly once, later
 * and never from within this call, at the latest from motus_relay_store_free(). Its errors
 * are MOTUS_RELAY_ERROR_STORE. */
void motus_relay_store_submit (MotusRelayStore *store, MotusRelayBatch *batch,
                               MotusRelayStoreDone done, gpointer user_data);

/* Names the present boot of the machine: boot times of another boot mean nothing in this one. */
const char *motus_relay_store_get_boot (MotusRelayStore *store);

/* Makes durable what was handed over, tells so, and closes. */
void motus_relay_store_free (MotusRelayStore *store);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MotusRelayBatch, motus_relay_batch_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MotusRelayStore, motus_relay_store_free)

/*< private: for those who implement a store >*/

typedef struct {
  gboolean (*load) (MotusRelayStore *store, MotusRelayStoreEach each, gpointer user_data,
                    GError **error);
  void (*submit) (MotusRelayStore *store, MotusRelayBatch *batch, MotusRelayStoreDone done,
                  gpointer user_data);
  const char *(*get_boot) (MotusRelayStore *store);
  void (*free) (MotusRelayStore *store);
} MotusRelayStoreFuncs;

struct _MotusRelayStore {
  const MotusRelayStoreFuncs *funcs;
};

G_END_DECLS
