/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "motus-client-error.h"

G_BEGIN_DECLS

#define MOTUS_STORE_KEY_LENGTH 32
/* The longest record, in bytes. */
#define MOTUS_STORE_VALUE_MAX (1024 * 1024)

/* What is kept. The numbers are on disk: they do not change. */
typedef enum {
  MOTUS_STORE_ACCOUNT = 1,      /* "": MotusAccountRecord */
  MOTUS_STORE_PEER = 2,         /* NAME: MotusPeer */
  MOTUS_STORE_SENT = 3,         /* NAME: how many messages were numbered for it */
  MOTUS_STORE_RECEIVED = 4,     /* NAME: MotusReceived */
  MOTUS_STORE_CONVERSATION = 5, /* ID: MotusConversationRecord */
  MOTUS_STORE_MESSAGE = 6,      /* FROM/ID: MotusMessageRecord */
  MOTUS_STORE_OUTGOING = 7,     /* ID: MotusOutgoing, until the relay acknowledged it */
  MOTUS_STORE_SEEN = 8,         /* FROM/ID: nothing */
} MotusStoreKind;

/**
 * MotusStore:
 *
 * What an account remembers, in an SQLite file. Of a record the file shows its kind and its length:
 * the value is sealed with AES-256-GCM, bound to its place, and the name is an HMAC. Belongs to one
 * thread; one process at a time.
 *
 * Errors: MOTUS_CLIENT_ERROR_STORE.
 */
typedef struct _MotusStore MotusStore;

/* Opens or makes the file @path, 0600, under @key. */
MotusStore *motus_store_open (const char *path, const guint8 key[MOTUS_STORE_KEY_LENGTH],
                              GError **error);
void motus_store_close (MotusStore *store);

/* Changes between these two become durable together, at the commit (an fdatasync). A commit that
 * fails has changed nothing. Without a begin every change is its own transaction. */
gboolean motus_store_begin (MotusStore *store, GError **error);
gboolean motus_store_commit (MotusStore *store, GError **error);
void motus_store_roll_back (MotusStore *store);

gboolean motus_store_put (MotusStore *store, MotusStoreKind kind, const char *name, GBytes *value,
                          GError **error);
gboolean motus_store_remove (MotusStore *store, MotusStoreKind kind, const char *name,
                             GError **error);
/* TRUE with NULL in @value if there is none. */
gboolean motus_store_get (MotusStore *store, MotusStoreKind kind, const char *name,
                          GBytes **value, GError **error);

/* Remembers that @name was there: @fresh tells whether it is new. */
gboolean motus_store_see (MotusStore *store, const char *name, gboolean *fresh, GError **error);

/* Calls @each for the value of every record of @kind, in no order, until it gives FALSE. */
typedef gboolean (*MotusStoreFunc) (GBytes *value, gpointer user_data);
gboolean motus_store_each (MotusStore *store, MotusStoreKind kind, MotusStoreFunc each,
                           gpointer user_data, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MotusStore, motus_store_close)

G_END_DECLS
