/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motus-relay-statements.h"

#include "motus-relay-database.h"
#include "motus-relay-error.h"
#include "motus-writer.h"

/* What is bound lives until the statement was run. */
static void
bind_text (sqlite3_stmt *statement, int place, const char *text)
{
  sqlite3_bind_text (statement, place, text, -1, SQLITE_STATIC);
}

static void
bind_blob (sqlite3_stmt *statement, int place, const void *data, gsize len)
{
  sqlite3_bind_blob (statement, place, data, (int) len, SQLITE_STATIC);
}

static void
bind_pubkey (sqlite3_stmt *statement, int place, GBytes *pubkey)
{
  gsize len;
  const void *data = g_bytes_get_data (pubkey, &len);

  bind_blob (statement, place, data, len);
}

static void
bind_keys (sqlite3_stmt *statement, const MotusRelayChange *change)
{
  const MotusRelayAccountRecord *account = &change->account;

  bind_text (statement, 1, account->name);
  bind_pubkey (statement, 2, account->pubkey);
  if (account->has_signing_key)
    bind_blob (statement, 3, account->signing_key, sizeof account->signing_key);
}

static void
bind_account (sqlite3_stmt *statement, const MotusRelayChange *change)
{
  const MotusRelayAccountRecord *account = &change->account;

  bind_keys (statement, change);
  sqlite3_bind_int (statement, 4, account->mech);
  bind_blob (statement, 5, account->salt, account->salt_len);
  sqlite3_bind_int64 (statement, 6, account->iterations);
  bind_blob (statement, 7, account->stored_key, sizeof account->stored_key);
  bind_blob (statement, 8, account->server_key, sizeof account->server_key);
  sqlite3_bind_int64 (statement, 9, account->created_at);
}

static void
bind_device (sqlite3_stmt *statement, const MotusRelayChange *change)
{
  bind_text (statement, 1, change->device.account);
  bind_blob (statement, 2, change->device.token_hash, sizeof change->device.token_hash);
}

static void
bind_new_device (sqlite3_stmt *statement, const MotusRelayChange *change)
{
  bind_device (statement, change);
  sqlite3_bind_int64 (statement, 3, change->device.created_at);
}

static void
bind_bucket_key (sqlite3_stmt *statement, const MotusRelayChange *change)
{
  bind_text (statement, 1, change->bucket.key);
}

/* Times as eight bytes each, most significant first. */
static void
bind_bucket (sqlite3_stmt *statement, const MotusRelayChange *change)
{
  const MotusRelayBucketRecord *bucket = &change->bucket;
  g_autoptr (MotusWriter) writer = motus_writer_new (sizeof bucket->failures);

  for (guint i = 0; i < bucket->n_failures; i++)
    motus_writer_u64 (writer, (guint64) bucket->failures[i]);
  bind_bucket_key (statement, change);
  bind_text (statement, 2, bucket->boot);
  sqlite3_bind_int64 (statement, 3, bucket->locked_until);
  sqlite3_bind_blob (statement, 4, motus_writer_peek (writer),
                     (int) motus_writer_length (writer), SQLITE_TRANSIENT);
  if (bucket->n_failures == 0)
    sqlite3_bind_zeroblob (statement, 4, 0);
}

static void
bind_token_hash (sqlite3_stmt *statement, const MotusRelayChange *change)
{
  bind_blob (statement, 1, change->account_invite.token_hash, MOTUS_RELAY_HASH_SIZE);
}

static void
bind_account_invite (sqlite3_stmt *statement, const MotusRelayChange *change)
{
  const MotusRelayAccountInviteRecord *invite = &change->account_invite;

  bind_token_hash (statement, change);
  if (invite->inviter[0] != '\0')
    bind_text (statement, 2, invite->inviter);
  sqlite3_bind_int64 (statement, 3, invite->uses);
  sqlite3_bind_int64 (statement, 4, invite->expires_at);
}

static void
bind_room_id (sqlite3_stmt *statement, const MotusRelayChange *change)
{
  bind_text (statement, 1, change->room.id);
}

static void
bind_room (sqlite3_stmt *statement, const MotusRelayChange *change)
{
  bind_room_id (statement, change);
  bind_text (statement, 2, change->room.name);
}

static void
bind_member (sqlite3_stmt *statement, const MotusRelayChange *change)
{
  bind_text (statement, 1, change->member.room);
  bind_text (statement, 2, change->member.account);
}

static void
bind_room_invite_id (sqlite3_stmt *statement, const MotusRelayChange *change)
{
  bind_text (statement, 1, change->room_invite.id);
}

static void
bind_room_invite (sqlite3_stmt *statement, const MotusRelayChange *change)
{
  const MotusRelayRoomInviteRecord *invite = &change->room_invite;

  bind_room_invite_id (statement, change);
  bind_text (statement, 2, invite->room);
  bind_text (statement, 3, invite->inviter);
  bind_text (statement, 4, invite->invitee);
  sqlite3_bind_int64 (statement, 5, invite->expires_at);
}

/* @needs_row: the change makes no sense unless it meets a row. */
static const struct {
  const char *sql;
  void (*bind) (sqlite3_stmt *statement, const MotusRelayChange *change);
  gboolean needs_row;
} writes[MOTUS_RELAY_CHANGE_KINDS] = {
  [MOTUS_RELAY_CHANGE_ACCOUNT_ADD]
  = { "INSERT INTO account (name, pubkey, signing_key, mech, salt, iterations, stored_key,"
      " server_key, created_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
      bind_account },
  [MOTUS_RELAY_CHANGE_ACCOUNT_KEYS]
  = { "UPDATE account SET pubkey = ?2, signing_key = ?3 WHERE name = ?1", bind_keys, TRUE },
  [MOTUS_RELAY_CHANGE_DEVICE_ADD]
  = { "INSERT INTO device (account, token_hash, created_at) VALUES (?1, ?2, ?3)",
      bind_new_device },
  [MOTUS_RELAY_CHANGE_DEVICE_REMOVE]
  = { "DELETE FROM device WHERE account = ?1 AND token_hash = ?2", bind_device },
  [MOTUS_RELAY_CHANGE_BUCKET_SET]
  = { "INSERT OR REPLACE INTO bucket (key, boot, locked_until, failures)"
      " VALUES (?1, ?2, ?3, ?4)",
      bind_bucket },
  [MOTUS_RELAY_CHANGE_BUCKET_REMOVE]
  = { "DELETE FROM bucket WHERE key = ?1", bind_bucket_key },
  [MOTUS_RELAY_CHANGE_ACCOUNT_INVITE_SET]
  = { "INSERT OR REPLACE INTO account_invite (token_hash, inviter, uses, expires_at)"
      " VALUES (?1, ?2, ?3, ?4)",
      bind_account_invite },
  /* A trigger deletes what has no uses left. */
  [MOTUS_RELAY_CHANGE_ACCOUNT_INVITE_USE]
  = { "UPDATE account_invite SET uses = uses - 1 WHERE token_hash = ?1 AND uses > 0",
      bind_token_hash, TRUE },
  [MOTUS_RELAY_CHANGE_ACCOUNT_INVITE_REMOVE]
  = { "DELETE FROM account_invite WHERE token_hash = ?1", bind_token_hash },
  [MOTUS_RELAY_CHANGE_ROOM_ADD]
  = { "INSERT INTO room (id, name) VALUES (?1, ?2)", bind_room },
  [MOTUS_RELAY_CHANGE_ROOM_REMOVE] = { "DELETE FROM room WHERE id = ?1", bind_room_id },
  [MOTUS_RELAY_CHANGE_MEMBER_ADD]
  = { "INSERT OR IGNORE INTO room_member (room, account) VALUES (?1, ?2)", bind_member },
  [MOTUS_RELAY_CHANGE_MEMBER_REMOVE]
  = { "DELETE FROM room_member WHERE room = ?1 AND account = ?2", bind_member },
  [MOTUS_RELAY_CHANGE_ROOM_INVITE_SET]
  = { "INSERT OR REPLACE INTO room_invite (id, room, inviter, invitee, expires_at)"
      " VALUES (?1, ?2, ?3, ?4, ?5)",
      bind_room_invite },
  [MOTUS_RELAY_CHANGE_ROOM_INVITE_REMOVE]
  = { "DELETE FROM room_invite WHERE id = ?1", bind_room_invite_id },
};

struct _MotusRelayStatements {
  sqlite3 *db;
  sqlite3_stmt *prepared[MOTUS_RELAY_CHANGE_KINDS];
};

MotusRelayStatements *
motus_relay_statements_new (sqlite3 *db, GError **error)
{
  g_autoptr (MotusRelayStatements) statements = g_new0 (MotusRelayStatements, 1);

  statements->db = db;
  for (guint i = 0; i < MOTUS_RELAY_CHANGE_KINDS; i++)
    if (writes[i].sql != NULL
        && sqlite3_prepare_v3 (db, writes[i].sql, -1, SQLITE_PREPARE_PERSISTENT,
                               &statements->prepared[i], NULL)
               != SQLITE_OK)
      {
        motus_relay_database_set_error (db, error);
        return NULL;
      }
  return g_steal_pointer (&statements);
}

void
motus_relay_statements_free (MotusRelayStatements *statements)
{
  if (statements == NULL)
    return;
  for (guint i = 0; i < MOTUS_RELAY_CHANGE_KINDS; i++)
    sqlite3_finalize (statements->prepared[i]);
  g_free (statements);
}

gboolean
motus_relay_statements_write (MotusRelayStatements *statements, const MotusRelayChange *change,
                              GError **error)
{
  sqlite3_stmt *statement = statements->prepared[change->kind];
  gboolean written = FALSE;

  g_return_val_if_fail (statement != NULL, FALSE);
  writes[change->kind].bind (statement, change);
  if (sqlite3_step (statement) != SQLITE_DONE)
    motus_relay_database_set_error (statements->db, error);
  else if (writes[change->kind].needs_row && sqlite3_changes (statements->db) == 0)
    g_set_error_literal (error, MOTUS_RELAY_ERROR, MOTUS_RELAY_ERROR_STORE,
                         "The relay's database lacks what was to be changed.");
  else
    written = TRUE;
  sqlite3_reset (statement);
  sqlite3_clear_bindings (statement);
  return written;
}
