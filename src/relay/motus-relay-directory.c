/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motus-relay-engine-private.h"

struct _MotusRelayDirectory {
  const MotusRelayAccounts *accounts;
  GPtrArray *pages;             /* of GBytes, or NULL where nobody asked since it changed */
  GPtrArray *news;              /* of MotusRelayAccount */
};

static void
page_free (gpointer page)
{
  if (page != NULL)
    g_bytes_unref (page);
}

MotusRelayDirectory *
motus_relay_directory_new (const MotusRelayAccounts *accounts)
{
  MotusRelayDirectory *directory = g_new0 (MotusRelayDirectory, 1);

  directory->accounts = accounts;
  directory->pages = g_ptr_array_new_with_free_func (page_free);
  directory->news = g_ptr_array_new ();
  return directory;
}

void
motus_relay_directory_free (MotusRelayDirectory *directory)
{
  if (directory == NULL)
    return;
  g_ptr_array_unref (directory->pages);
  g_ptr_array_unref (directory->news);
  g_free (directory);
}

static void
drop_page (MotusRelayDirectory *directory, guint index)
{
  if (index >= directory->pages->len)
    return;
  page_free (directory->pages->pdata[index]);
  directory->pages->pdata[index] = NULL;
}

void
motus_relay_directory_changed (MotusRelayDirectory *directory, const MotusRelayAccount *account)
{
  guint index = account->index / MOTUS_RELAY_PAGE;

  drop_page (directory, index);
  /* The page before it was the last one and is not any more. */
  if (index > 0 && account->index % MOTUS_RELAY_PAGE == 0)
    drop_page (directory, index - 1);
  if (!g_ptr_array_find (directory->news, account, NULL))
    g_ptr_array_add (directory->news, (gpointer) account);
}

static void
add_person (MotusMessage *message, const MotusRelayAccount *account)
{
  gsize len;
  const void *spki = g_bytes_get_data (account->record.pubkey, &len);

  motus_message_add_key (message, "keys", account->record.name, spki, len);
  if (account->record.has_signing_key)
    motus_message_add_key (message, "signing_keys", account->record.name,
                           account->record.signing_key, sizeof account->record.signing_key);
}

static MotusMessage *
page_new (void)
{
  MotusMessage *page = motus_message_new (MOTUS_MESSAGE_PEER_KEYS);

  motus_message_set_empty (page, "signing_keys");
  return page;
}

guint
motus_relay_directory_n_pages (const MotusRelayDirectory *directory)
{
  guint count = motus_relay_accounts_count (directory->accounts);

  return (count + MOTUS_RELAY_PAGE - 1) / MOTUS_RELAY_PAGE;
}

static GBytes *
encode_page (const MotusRelayDirectory *directory, guint index)
{
  g_autoptr (MotusMessage) page = page_new ();
  guint count = motus_relay_accounts_count (directory->accounts);
  guint end = MIN ((index + 1) * MOTUS_RELAY_PAGE, count);

  for (guint i = index * MOTUS_RELAY_PAGE; i < end; i++)
    add_person (page, motus_relay_accounts_get (directory->accounts, i));
  if (end < count)
    motus_message_set_bool (page, "more", TRUE);
  return motus_relay_encode (page);
}

GBytes *
motus_relay_directory_get_page (MotusRelayDirectory *directory, guint index)
{
  if (index >= directory->pages->len)
    g_ptr_array_set_size (directory->pages, index + 1);
  if (directory->pages->pdata[index] == NULL)
    directory->pages->pdata[index] = encode_page (directory, index);
  return directory->pages->pdata[index];
}

gboolean
motus_relay_directory_has_news (const MotusRelayDirectory *directory)
{
  return directory->news->len > 0;
}

GBytes *
motus_relay_directory_take_news (MotusRelayDirectory *directory)
{
  guint n = MIN (directory->news->len, MOTUS_RELAY_PAGE);

  if (n == 0)
    return NULL;

  g_autoptr (MotusMessage) page = page_new ();
  for (guint i = 0; i < n; i++)
    add_person (page, directory->news->pdata[i]);
  g_ptr_array_remove_range (directory->news, 0, n);
  return motus_relay_encode (page);
}

void
motus_relay_directory_forget_news (MotusRelayDirectory *directory)
{
  g_ptr_array_set_size (directory->news, 0);
}
