/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motus-relay-statements.h"

#include "motus-reader.h"
#include "motus-relay-database.h"
#include "motus-relay-error.h"

#include <string.h>

/* Rows as changes. A reader gives FALSE for a row that this program cannot have written. */

static gboolean
read_text (sqlite3_stmt *row, int column, char *out, gsize room)
{
  const char *text = (const char *) sqlite3_column_text (row, column);

  return g_strlcpy (out, text != NULL ? text : "", room) < room;
}

static gboolean
read_blob (sqlite3_stmt *row, int column, guint8 *out, gsize len)
{
  const void *data = sqlite3_column_blob (row, column);

  if ((gsize) sqlite3_column_bytes (row, column) != len)
    return FALSE;
  memcpy (out, data, len);
  return TRUE;
}

static gboolean
read_identity (sqlite3_stmt *row, MotusRelayChange *change)
{
  return read_blob (row, 0, change->identity.login_secret,
                    sizeof change->identity.login_secret);
}

static gboolean
read_account_keys (sqlite3_stmt *row, MotusRelayAccountRecord *account)
{
  account->has_signing_key = sqlite3_column_type (row, 2) != SQLITE_NULL;
  account->pubkey
      = g_bytes_new (sqlite3_column_blob (row, 1), (gsize) sqlite3_column_bytes (row, 1));
  return !account->has_signing_key
         || read_blob (row, 2, account->signing_key, sizeof account->signing_key);
}

static gboolean
read_account (sqlite3_stmt *row, MotusRelayChange *change)
{
  MotusRelayAccountRecord *account = &change->account;

  account->mech = (MotusRelayMech) sqlite3_column_int (row, 3);
  account->salt_len = MIN ((gsize) sqlite3_column_bytes (row, 4), sizeof account->salt);
  account->iterations = (guint) sqlite3_column_int64 (row, 5);
  account->created_at = sqlite3_column_int64 (row, 8);
  return read_account_keys (row, account) && read_text (row, 0, account->name, sizeof account->name)
         && read_blob (row, 4, account->salt, account->salt_len)
         && read_blob (row, 6, account->stored_key, sizeof account->stored_key)
         && read_blob (row, 7, account->server_key, sizeof account->server_key);
}

static gboolean
read_device (sqlite3_stmt *row, MotusRelayChange *change)
{
  MotusRelayDeviceRecord *device = &change->device;

  device->created_at = sqlite3_column_int64 (row, 2);
  return read_text (row, 0, device->account, sizeof device->account)
         && read_blob (row, 1, device->token_hash, sizeof device->token_hash);
}

static gboolean
read_bucket (sqlite3_stmt *row, MotusRelayChange *change)
{
  MotusRelayBucketRecord *bucket = &change->bucket;
  gsize len = (gsize) sqlite3_column_bytes (row, 3);
  MotusReader reader;
  guint64 time;

  motus_reader_init (&reader, sqlite3_column_blob (row, 3), len);
  while (bucket->n_failures < MOTUS_RELAY_FAILURES_MAX && motus_reader_left (&reader) > 0
         && motus_reader_u64 (&reader, &time))
    bucket->failures[bucket->n_failures++] = (gint64) time;
  bucket->locked_until = sqlite3_column_int64 (row, 2);
  return motus_reader_end (&reader) && read_text (row, 0, bucket->key, sizeof bucket->key)
         && read_text (row, 1, bucket->boot, sizeof bucket->boot);
}

static gboolean
read_account_invite (sqlite3_stmt *row, MotusRelayChange *change)
{
  MotusRelayAccountInviteRecord *invite = &change->account_invite;

  invite->uses = (guint) sqlite3_column_int64 (row, 2);
  invite->expires_at = sqlite3_column_int64 (row, 3);
  return read_blob (row, 0, invite->token_hash, sizeof invite->token_hash)
         && read_text (row, 1, invite->inviter, sizeof invite->inviter);
}

static gboolean
read_room (sqlite3_stmt *row, MotusRelayChange *change)
{
  return read_text (row, 0, change->room.id, sizeof change->room.id)
         && read_text (row, 1, change->room.name, sizeof change->room.name);
}

static gboolean
read_member (sqlite3_stmt *row, MotusRelayChange *change)
{
  return read_text (row, 0, change->member.room, sizeof change->member.room)
         && read_text (row, 1, change->member.account, sizeof change->member.account);
}

static gboolean
read_room_invite (sqlite3_stmt *row, MotusRelayChange *change)
{
  MotusRelayRoomInviteRecord *invite = &change->room_invite;

  invite->expires_at = sqlite3_column_int64 (row, 4);
  return read_text (row, 0, invite->id, sizeof invite->id)
         && read_text (row, 1, invite->room, sizeof invite->room)
         && read_text (row, 2, invite->inviter, sizeof invite->inviter)
         && read_text (row, 3, invite->invitee, sizeof invite->invitee);
}

/* In an order in which each finds what it refers to. */
static const struct {
  MotusRelayChangeKind kind;
  const char *sql;
  gboolean (*read) (sqlite3_stmt *row, MotusRelayChange *change);
} reads[] = {
  { MOTUS_RELAY_CHANGE_IDENTITY, "SELECT login_secret FROM identity", read_identity },
  { MOTUS_RELAY_CHANGE_ACCOUNT_ADD,
    "SELECT name, pubkey, signing_key, mech, salt, iterations, stored_key, server_key, created_at"
    " FROM account ORDER BY id",
    read_account },
  { MOTUS_RELAY_CHANGE_DEVICE_ADD,
    "SELECT account, token_hash, created_at FROM device ORDER BY id", read_device },
  { MOTUS_RELAY_CHANGE_BUCKET_SET, "SELECT key, boot, locked_until, failures FROM bucket",
    read_bucket },
  { MOTUS_RELAY_CHANGE_ACCOUNT_INVITE_SET,
    "SELECT token_hash, inviter, uses, expires_at FROM account_invite", read_account_invite },
  { MOTUS_RELAY_CHANGE_ROOM_ADD, "SELECT id, name FROM room", read_room },
  { MOTUS_RELAY_CHANGE_MEMBER_ADD, "SELECT room, account FROM room_member ORDER BY id",
    read_member },
  { MOTUS_RELAY_CHANGE_ROOM_INVITE_SET,
    "SELECT id, room, inviter, invitee, expires_at FROM room_invite", read_room_invite },
};

static gboolean
read_row (sqlite3_stmt *row, gsize which, MotusRelayStoreEach each, gpointer user_data,
          GError **error)
{
  g_autoptr (MotusRelayBatch) batch = motus_relay_batch_new ();
  MotusRelayChange *change = motus_relay_batch_add (batch, reads[which].kind);

  if (!reads[which].read (row, change))
    {
      g_set_error (error, MOTUS_RELAY_ERROR, MOTUS_RELAY_ERROR_STORE,
                   "The relay's database holds a row that cannot be read (“%s”). Restore it "
                   "from a backup.",
                   reads[which].sql);
      return FALSE;
    }
  each (change, user_data);
  return TRUE;
}

static gboolean
read_rows (sqlite3 *db, gsize which, MotusRelayStoreEach each, gpointer user_data, GError **error)
{
  sqlite3_stmt *row = NULL;
  int result = sqlite3_prepare_v2 (db, reads[which].sql, -1, &row, NULL);
  gboolean sound = TRUE;

  while (sound && result != SQLITE_DONE)
    {
      if (result == SQLITE_ROW)
        sound = read_row (row, which, each, user_data, error);
      else if (result != SQLITE_OK)
        sound = motus_relay_database_set_error (db, error);
      if (sound)
        result = sqlite3_step (row);
    }
  sqlite3_finalize (row);
  return sound;
}

gboolean
motus_relay_statements_read_all (sqlite3 *db, MotusRelayStoreEach each, gpointer user_data,
                                 GError **error)
{
  for (gsize i = 0; i < G_N_ELEMENTS (reads); i++)
    if (!read_rows (db, i, each, user_data, error))
      return FALSE;
  return TRUE;
}
