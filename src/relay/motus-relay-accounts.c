/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motus-relay-accounts.h"

#include "motus-secret.h"

#include <string.h>

struct _MotusRelayAccounts {
  GPtrArray *in_order;          /* owns them */
  GHashTable *by_name;
};

static void
account_free (gpointer data)
{
  MotusRelayAccount *account = data;

  g_bytes_unref (account->record.pubkey);
  g_array_unref (account->devices);
  motus_relay_recent_ids_clear (&account->recent_ids);
  g_hash_table_unref (account->rooms);
  g_hash_table_unref (account->invitations);
  motus_wipe (account, sizeof *account);
  g_free (account);
}

MotusRelayAccounts *
motus_relay_accounts_new (void)
{
  MotusRelayAccounts *accounts = g_new0 (MotusRelayAccounts, 1);

  accounts->in_order = g_ptr_array_new_with_free_func (account_free);
  accounts->by_name = g_hash_table_new (g_str_hash, g_str_equal);
  return accounts;
}

void
motus_relay_accounts_free (MotusRelayAccounts *accounts)
{
  if (accounts == NULL)
    return;
  g_hash_table_unref (accounts->by_name);
  g_ptr_array_unref (accounts->in_order);
  g_free (accounts);
}

MotusRelayAccount *
motus_relay_accounts_find (const MotusRelayAccounts *accounts, const char *name)
{
  return g_hash_table_lookup (accounts->by_name, name);
}

guint
motus_relay_accounts_count (const MotusRelayAccounts *accounts)
{
  return accounts->in_order->len;
}

MotusRelayAccount *
motus_relay_accounts_get (const MotusRelayAccounts *accounts, guint index)
{
  return accounts->in_order->pdata[index];
}

MotusRelayAccount *
motus_relay_accounts_add (MotusRelayAccounts *accounts, const MotusRelayAccountRecord *record)
{
  MotusRelayAccount *account = g_new0 (MotusRelayAccount, 1);

  account->record = *record;
  account->record.pubkey = g_bytes_ref (record->pubkey);
  account->index = accounts->in_order->len;
  account->devices = g_array_new (FALSE, FALSE, sizeof (MotusRelayDeviceRecord));
  account->rooms = g_hash_table_new (NULL, NULL);
  account->invitations = g_hash_table_new (NULL, NULL);
  g_ptr_array_add (accounts->in_order, account);
  g_hash_table_insert (accounts->by_name, account->record.name, account);
  return account;
}

void
motus_relay_accounts_set_keys (MotusRelayAccounts *accounts, const MotusRelayAccountRecord *record)
{
  MotusRelayAccount *account = motus_relay_accounts_find (accounts, record->name);

  if (account == NULL)
    return;
  g_bytes_unref (account->record.pubkey);
  account->record.pubkey = g_bytes_ref (record->pubkey);
  account->record.has_signing_key = record->has_signing_key;
  memcpy (account->record.signing_key, record->signing_key, sizeof record->signing_key);
}

void
motus_relay_accounts_add_device (MotusRelayAccounts *accounts,
                                 const MotusRelayDeviceRecord *record)
{
  MotusRelayAccount *account = motus_relay_accounts_find (accounts, record->account);

  if (account != NULL)
    g_array_append_val (account->devices, *record);
}

static gssize
find_device (const MotusRelayAccount *account, const guint8 *token_hash)
{
  for (guint i = 0; i < account->devices->len; i++)
    {
      const MotusRelayDeviceRecord *device
          = &g_array_index (account->devices, MotusRelayDeviceRecord, i);

      if (memcmp (device->token_hash, token_hash, MOTUS_RELAY_HASH_SIZE) == 0)
        return i;
    }
  return -1;
}

void
motus_relay_accounts_remove_device (MotusRelayAccounts *accounts,
                                    const MotusRelayDeviceRecord *record)
{
  MotusRelayAccount *account = motus_relay_accounts_find (accounts, record->account);
  gssize index = account == NULL ? -1 : find_device (account, record->token_hash);

  if (index >= 0)
    g_array_remove_index (account->devices, index);
}

gboolean
motus_relay_account_knows_device (const MotusRelayAccount *account,
                                  const guint8 token_hash[MOTUS_RELAY_HASH_SIZE])
{
  return find_device (account, token_hash) >= 0;
}
