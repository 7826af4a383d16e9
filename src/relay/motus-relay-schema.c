/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motus-relay-database.h"

/* A migration that was released is never changed: another is added, MOTUS_RELAY_SCHEMA with
 * it, and a dump of the new schema to the test data. */

static const char from_nothing[] =
    "CREATE TABLE identity ("
    "  id INTEGER PRIMARY KEY CHECK (id = 1),"
    "  login_secret BLOB NOT NULL CHECK (length (login_secret) = 32)"
    ") STRICT;"
    /* Rows are never deleted: a name is not given out twice. */
    "CREATE TABLE account ("
    "  id INTEGER PRIMARY KEY,"
    "  name TEXT NOT NULL UNIQUE,"
    "  mech INTEGER NOT NULL,"
    "  pubkey BLOB NOT NULL,"
    "  signing_key BLOB,"
    "  salt BLOB NOT NULL,"
    "  iterations INTEGER NOT NULL,"
    "  stored_key BLOB NOT NULL,"
    "  server_key BLOB NOT NULL,"
    "  created_at INTEGER NOT NULL"
    ") STRICT;"
    "CREATE TABLE device ("
    "  id INTEGER PRIMARY KEY,"
    "  account TEXT NOT NULL REFERENCES account (name),"
    "  token_hash BLOB NOT NULL,"
    "  created_at INTEGER NOT NULL,"
    "  UNIQUE (account, token_hash)"
    ") STRICT;"
    "CREATE TABLE bucket ("
    "  key TEXT NOT NULL PRIMARY KEY,"
    "  boot TEXT NOT NULL,"
    "  locked_until INTEGER NOT NULL,"
    "  failures BLOB NOT NULL"
    ") STRICT, WITHOUT ROWID;"
    "CREATE TABLE account_invite ("
    "  token_hash BLOB NOT NULL PRIMARY KEY,"
    "  inviter TEXT REFERENCES account (name),"
    "  uses INTEGER NOT NULL CHECK (uses >= 0),"
    "  expires_at INTEGER NOT NULL"
    ") STRICT, WITHOUT ROWID;"
    "CREATE TRIGGER account_invite_used_up AFTER UPDATE ON account_invite WHEN NEW.uses = 0 BEGIN"
    "  DELETE FROM account_invite WHERE token_hash = NEW.token_hash;"
    "END;"
    "CREATE TABLE room ("
    "  id TEXT NOT NULL PRIMARY KEY,"
    "  name TEXT NOT NULL"
    ") STRICT, WITHOUT ROWID;"
    "CREATE TABLE room_member ("
    "  id INTEGER PRIMARY KEY,"
    "  room TEXT NOT NULL REFERENCES room (id) ON DELETE CASCADE,"
    "  account TEXT NOT NULL REFERENCES account (name),"
    "  UNIQUE (room, account)"
    ") STRICT;"
    "CREATE TABLE room_invite ("
    "  id TEXT NOT NULL PRIMARY KEY,"
    "  room TEXT NOT NULL REFERENCES room (id) ON DELETE CASCADE,"
    "  inviter TEXT NOT NULL REFERENCES account (name),"
    "  invitee TEXT NOT NULL REFERENCES account (name),"
    "  expires_at INTEGER NOT NULL,"
    "  UNIQUE (room, invitee)"
    ") STRICT, WITHOUT ROWID;";

static const char *const migrations[] = { from_nothing };
G_STATIC_ASSERT (G_N_ELEMENTS (migrations) == MOTUS_RELAY_SCHEMA);

const char *
motus_relay_schema_get_migration (guint from)
{
  return migrations[from];
}
