/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motus-relay-account-invites.h"

#include <string.h>

struct _MotusRelayAccountInvites {
  const MotusRelayAccounts *accounts;
  GHashTable *table;            /* token hash to MotusRelayAccountInviteRecord, which holds it */
};

static guint
token_hash_hash (gconstpointer key)
{
  guint value;

  memcpy (&value, key, sizeof value);
  return value;
}

static gboolean
token_hash_equal (gconstpointer a, gconstpointer b)
{
  return memcmp (a, b, MOTUS_RELAY_HASH_SIZE) == 0;
}

MotusRelayAccountInvites *
motus_relay_account_invites_new (const MotusRelayAccounts *accounts)
{
  MotusRelayAccountInvites *invites = g_new0 (MotusRelayAccountInvites, 1);

  invites->accounts = accounts;
  invites->table = g_hash_table_new_full (token_hash_hash, token_hash_equal, NULL, g_free);
  return invites;
}

void
motus_relay_account_invites_free (MotusRelayAccountInvites *invites)
{
  if (invites == NULL)
    return;
  g_hash_table_unref (invites->table);
  g_free (invites);
}

const MotusRelayAccountInviteRecord *
motus_relay_account_invites_find (const MotusRelayAccountInvites *invites,
                                  const guint8 token_hash[MOTUS_RELAY_HASH_SIZE])
{
  return g_hash_table_lookup (invites->table, token_hash);
}

static MotusRelayAccount *
find_inviter (const MotusRelayAccountInvites *invites, const MotusRelayAccountInviteRecord *record)
{
  return record->inviter[0] == '\0'
             ? NULL
             : motus_relay_accounts_find (invites->accounts, record->inviter);
}

void
motus_relay_account_invites_set (MotusRelayAccountInvites *invites,
                                 const MotusRelayAccountInviteRecord *record)
{
  motus_relay_account_invites_remove (invites, record->token_hash);

  MotusRelayAccountInviteRecord *copy = g_memdup2 (record, sizeof *record);
  MotusRelayAccount *inviter = find_inviter (invites, copy);

  g_hash_table_insert (invites->table, copy->token_hash, copy);
  if (inviter != NULL)
    inviter->account_invites_made++;
}

void
motus_relay_account_invites_use (MotusRelayAccountInvites *invites,
                                 const guint8 token_hash[MOTUS_RELAY_HASH_SIZE])
{
  MotusRelayAccountInviteRecord *record = g_hash_table_lookup (invites->table, token_hash);

  if (record != NULL && --record->uses == 0)
    motus_relay_account_invites_remove (invites, token_hash);
}

void
motus_relay_account_invites_remove (MotusRelayAccountInvites *invites,
                                    const guint8 token_hash[MOTUS_RELAY_HASH_SIZE])
{
  const MotusRelayAccountInviteRecord *record = g_hash_table_lookup (invites->table, token_hash);

  if (record == NULL)
    return;
  MotusRelayAccount *inviter = find_inviter (invites, record);
  if (inviter != NULL)
    inviter->account_invites_made--;
  g_hash_table_remove (invites->table, record->token_hash);
}

void
motus_relay_account_invites_expire (const MotusRelayAccountInvites *invites, gint64 now,
                                    MotusRelayBatch *batch)
{
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, invites->table);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      const MotusRelayAccountInviteRecord *record = value;

      if (record->expires_at > now)
        continue;
      MotusRelayChange *change
          = motus_relay_batch_add (batch, MOTUS_RELAY_CHANGE_ACCOUNT_INVITE_REMOVE);
      memcpy (change->account_invite.token_hash, record->token_hash, MOTUS_RELAY_HASH_SIZE);
    }
}

guint
motus_relay_account_invites_size (const MotusRelayAccountInvites *invites)
{
  return g_hash_table_size (invites->table);
}
