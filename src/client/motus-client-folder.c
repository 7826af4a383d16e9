/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motus-client-private.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "motus-name.h"

#define KEY_FILE "keys.motus"
#define STORE_FILE "store.db"
#define SETTINGS_FILE "account.ini"
#define SEED_KEY_SUFFIX "_private.key"

char *
motus_client_default_home (void)
{
  return g_build_filename (g_get_user_data_dir (), "motus", NULL);
}

gboolean
motus_client_is_name_valid (const char *name)
{
  return motus_name_is_valid (name);
}

char *
motus_client_folder (MotusClient *self)
{
  return g_build_filename (self->home, self->account, NULL);
}

char *
motus_client_key_path (const char *folder)
{
  return g_build_filename (folder, KEY_FILE, NULL);
}

char *
motus_client_store_path (const char *folder)
{
  return g_build_filename (folder, STORE_FILE, NULL);
}

static gboolean
is_there (const char *path)
{
  return g_file_test (path, G_FILE_TEST_EXISTS) || g_file_test (path, G_FILE_TEST_IS_SYMLINK);
}

char *
motus_client_seed_key_path (const char *home, const char *account)
{
  g_autofree char *file = g_strconcat (account, SEED_KEY_SUFFIX, NULL);
  g_autofree char *within = g_build_filename (home, account, file, NULL);
  g_autofree char *beside = g_build_filename (home, file, NULL);

  if (is_there (within))
    return g_steal_pointer (&within);
  return is_there (beside) ? g_steal_pointer (&beside) : NULL;
}

/* The account whose keys @entry of @home is or holds; NULL if none. */
static char *
account_of_entry (const char *home, const char *entry)
{
  g_autofree char *name = g_strdup (entry);

  if (g_str_has_suffix (name, SEED_KEY_SUFFIX))
    name[strlen (name) - strlen (SEED_KEY_SUFFIX)] = '\0';
  if (!motus_name_is_valid (name))
    return NULL;
  g_autofree char *folder = g_build_filename (home, name, NULL);
  g_autofree char *keys = motus_client_key_path (folder);
  g_autofree char *seed = motus_client_seed_key_path (home, name);
  return is_there (keys) || seed != NULL ? g_steal_pointer (&name) : NULL;
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(char *const *) a, *(char *const *) b);
}

char **
motus_client_list_accounts (const char *home)
{
  g_autoptr (GDir) dir = g_dir_open (home, 0, NULL);
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  const char *entry;

  while (dir != NULL && (entry = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *name = account_of_entry (home, entry);
      if (name != NULL && !g_ptr_array_find_with_equal_func (names, name, g_str_equal, NULL))
        g_ptr_array_add (names, g_steal_pointer (&name));
    }
  g_ptr_array_sort (names, compare_names);
  g_ptr_array_add (names, NULL);
  return (char **) g_ptr_array_steal (names, NULL);
}

static gboolean
fail (const char *folder, int code, GError **error)
{
  g_set_error (error, MOTUS_CLIENT_ERROR, MOTUS_CLIENT_ERROR_STORE,
               _("The account's folder “%s” cannot be used (%s). Check its permissions."), folder,
               g_strerror (code));
  return FALSE;
}

static gboolean
check_folder (const char *folder, GError **error)
{
  GStatBuf info;

  if (g_lstat (folder, &info) != 0)
    return fail (folder, errno, error);
  if (!S_ISDIR (info.st_mode))
    return fail (folder, ENOTDIR, error);
  if (info.st_uid == geteuid () && (info.st_mode & 077) == 0)
    return TRUE;
  g_set_error (error, MOTUS_CLIENT_ERROR, MOTUS_CLIENT_ERROR_STORE,
               _("Others may look into the account's folder “%s”. Close it to them (mode 0700) "
                 "and try again."),
               folder);
  return FALSE;
}

gboolean
motus_client_make_folder (const char *home, const char *folder, gboolean *made, GError **error)
{
  if (g_mkdir_with_parents (home, 0700) != 0)
    return fail (home, errno, error);
  *made = g_mkdir (folder, 0700) == 0;
  if (!*made && errno != EEXIST)
    return fail (folder, errno, error);
  return check_folder (folder, error);
}

char *
motus_client_load_address (const char *folder)
{
  g_autofree char *path = g_build_filename (folder, SETTINGS_FILE, NULL);
  g_autoptr (GKeyFile) settings = g_key_file_new ();

  if (!g_key_file_load_from_file (settings, path, G_KEY_FILE_NONE, NULL))
    return NULL;
  return g_key_file_get_string (settings, "relay", "address", NULL);
}

gboolean
motus_client_save_address (const char *folder, const char *address, GError **error)
{
  g_autofree char *path = g_build_filename (folder, SETTINGS_FILE, NULL);
  g_autoptr (GKeyFile) settings = g_key_file_new ();
  gsize len;

  g_key_file_set_string (settings, "relay", "address", address);
  g_autofree char *text = g_key_file_to_data (settings, &len, NULL);
  return g_file_set_contents_full (path, text, (gssize) len,
                                   G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE,
                                   0600, error);
}
