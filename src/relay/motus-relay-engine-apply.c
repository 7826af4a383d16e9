/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motus-relay-engine-private.h"

#include <string.h>

static void
apply_account (MotusRelayEngine *engine, const MotusRelayAccountRecord *record)
{
  const MotusRelayAccount *account = motus_relay_accounts_add (engine->accounts, record);

  motus_relay_directory_changed (engine->directory, account);
}

static void
apply_keys (MotusRelayEngine *engine, const MotusRelayAccountRecord *record)
{
  motus_relay_accounts_set_keys (engine->accounts, record);
  const MotusRelayAccount *account = motus_relay_accounts_find (engine->accounts, record->name);
  if (account != NULL)
    motus_relay_directory_changed (engine->directory, account);
}

static void
apply_bucket (MotusRelayEngine *engine, const MotusRelayChange *change, gboolean loading)
{
  /* Failures count in memory at once, before they are durable. */
  if (!loading)
    return;
  if (change->kind == MOTUS_RELAY_CHANGE_BUCKET_SET)
    motus_relay_lockout_load (engine->lockout, &change->bucket);
  else
    motus_relay_lockout_clear (engine->lockout, change->bucket.key);
}

void
motus_relay_engine_apply (MotusRelayEngine *engine, const MotusRelayChange *change,
                          gboolean loading)
{
  switch (change->kind)
    {
    case MOTUS_RELAY_CHANGE_IDENTITY:
      memcpy (engine->login_secret, change->identity.login_secret, sizeof engine->login_secret);
      engine->has_login_secret = TRUE;
      break;
    case MOTUS_RELAY_CHANGE_ACCOUNT_ADD:
      apply_account (engine, &change->account);
      break;
    case MOTUS_RELAY_CHANGE_ACCOUNT_KEYS:
      apply_keys (engine, &change->account);
      break;
    case MOTUS_RELAY_CHANGE_DEVICE_ADD:
      motus_relay_accounts_add_device (engine->accounts, &change->device);
      break;
    case MOTUS_RELAY_CHANGE_DEVICE_REMOVE:
      motus_relay_accounts_remove_device (engine->accounts, &change->device);
      break;
    case MOTUS_RELAY_CHANGE_BUCKET_SET:
    case MOTUS_RELAY_CHANGE_BUCKET_REMOVE:
      apply_bucket (engine, change, loading);
      break;
    case MOTUS_RELAY_CHANGE_ACCOUNT_INVITE_SET:
      motus_relay_account_invites_set (engine->account_invites, &change->account_invite);
      break;
    case MOTUS_RELAY_CHANGE_ACCOUNT_INVITE_USE:
      motus_relay_account_invites_use (engine->account_invites,
                                       change->account_invite.token_hash);
      break;
    case MOTUS_RELAY_CHANGE_ACCOUNT_INVITE_REMOVE:
      motus_relay_account_invites_remove (engine->account_invites,
                                          change->account_invite.token_hash);
      break;
    case MOTUS_RELAY_CHANGE_ROOM_ADD:
      motus_relay_rooms_add (engine->rooms, &change->room);
      break;
    case MOTUS_RELAY_CHANGE_ROOM_REMOVE:
      motus_relay_rooms_remove (engine->rooms, change->room.id);
      break;
    case MOTUS_RELAY_CHANGE_MEMBER_ADD:
      motus_relay_rooms_add_member (engine->rooms, &change->member);
      break;
    case MOTUS_RELAY_CHANGE_MEMBER_REMOVE:
      motus_relay_rooms_remove_member (engine->rooms, &change->member);
      break;
    case MOTUS_RELAY_CHANGE_ROOM_INVITE_SET:
      motus_relay_rooms_set_invite (engine->rooms, &change->room_invite);
      break;
    case MOTUS_RELAY_CHANGE_ROOM_INVITE_REMOVE:
      motus_relay_rooms_remove_invite (engine->rooms, change->room_invite.id);
      break;
    default:
      g_assert_not_reached ();
    }
}
