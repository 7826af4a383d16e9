/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motus-key-file-private.h"

#include "motus-crypto-error.h"
#include "motus-random.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Everything happens relative to the opened folder, whose owner and mode were looked at: nobody can
 * put another folder in its place in between. */

#define FORBIDDEN_BITS (S_IRWXG | S_IRWXO)
#define TEMPORARY_RANDOM 8

static void
close_descriptor (int *fd)
{
  if (*fd >= 0)
    close (*fd);
}

/* A descriptor that is closed at the end of its block. */
#define autoclose __attribute__ ((cleanup (close_descriptor))) int

/* @what goes on from the name of the file; it is marked for translation where it stands. */
static gboolean
fail (MotusCryptoError code, const char *path, const char *what, GError **error)
{
  g_autofree char *name = g_filename_display_name (path);
  g_set_error (error, MOTUS_CRYPTO_ERROR, code, _("“%s” %s"), name, _(what));
  return FALSE;
}

static gboolean
fail_errno (int number, const char *path, const char *verb, GError **error)
{
  g_autofree char *name = g_filename_display_name (path);
  g_set_error (error, MOTUS_CRYPTO_ERROR, MOTUS_CRYPTO_ERROR_IO, _("“%s” cannot be %s: %s. Check the disk and who may use the folder."),
               name, _(verb), g_strerror (number));
  return FALSE;
}

static gboolean
check_private_folder (int folder, const char *path, GError **error)
{
  struct stat status;
  if (fstat (folder, &status) != 0)
    return fail_errno (errno, path, N_("looked at"), error);
  if (status.st_uid != geteuid ())
    return fail (MOTUS_CRYPTO_ERROR_PERMISSIONS, path,
                 N_("belongs to another user. Keep keys in a folder of your own."), error);
  if ((status.st_mode & FORBIDDEN_BITS) != 0)
    return fail (MOTUS_CRYPTO_ERROR_PERMISSIONS, path,
                 N_("is open to other users. Close the folder to them (chmod 700)."), error);
  return TRUE;
}

/* The folder that @path lies in, opened; -1 if there is none that is ours alone. */
static int
open_folder (const char *path, GError **error)
{
  g_autofree char *folder_path = g_path_get_dirname (path);
  autoclose folder = open (folder_path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (folder < 0)
    {
      if (errno == ENOENT)
        fail (MOTUS_CRYPTO_ERROR_NOT_FOUND, path, N_("does not exist. This account has no keys on this device."),
              error);
      else
        fail_errno (errno, folder_path, N_("opened"), error);
      return -1;
    }
  if (!check_private_folder (folder, folder_path, error))
    return -1;

  int opened = folder;
  folder = -1;
  return opened;
}

static gboolean
fail_symlink (const char *path, GError **error)
{
  return fail (MOTUS_CRYPTO_ERROR_SYMLINK, path,
               N_("is a symbolic link. Put the key file itself in its place."), error);
}

static gboolean
fail_open (int number, const char *path, GError **error)
{
  if (number == ELOOP)
    return fail_symlink (path, error);
  if (number == ENOENT)
    return fail (MOTUS_CRYPTO_ERROR_NOT_FOUND, path,
                 N_("does not exist. This account has no keys on this device."), error);
  return fail_errno (number, path, N_("opened"), error);
}

static gboolean
check_private_file (int file, const char *path, gsize *size, GError **error)
{
  struct stat status;
  if (fstat (file, &status) != 0)
    return fail_errno (errno, path, N_("looked at"), error);
  if (!S_ISREG (status.st_mode))
    return fail (MOTUS_CRYPTO_ERROR_IO, path, N_("is not a file, and so not a key file."), error);
  if (status.st_uid != geteuid ())
    return fail (MOTUS_CRYPTO_ERROR_PERMISSIONS, path,
                 N_("belongs to another user. A key file must be your own."), error);
  if ((status.st_mode & FORBIDDEN_BITS) != 0)
    return fail (MOTUS_CRYPTO_ERROR_PERMISSIONS, path,
                 N_("may be read or written by other users. Close it to them (chmod 600)."), error);
  if (status.st_size > MOTUS_KEY_FILE_MAX)
    return fail (MOTUS_CRYPTO_ERROR_CHANGED, path,
                 N_("is too long for a key file. Put back a copy of it."), error);
  *size = (gsize) status.st_size;
  return TRUE;
}

/* The next @size bytes of @file, or as many as there are. */
static GBytes *
read_up_to (int file, gsize size, const char *path, GError **error)
{
  g_autofree guint8 *data = g_malloc (size);
  gsize len = 0;
  while (len < size)
    {
      ssize_t count = read (file, data + len, size - len);
      if (count == 0)
        break;
      if (count > 0)
        len += (gsize) count;
      else if (errno != EINTR)
        {
          fail_errno (errno, path, N_("read"), error);
          return NULL;
        }
    }
  return g_bytes_new_take (g_steal_pointer (&data), len);
}

GBytes *
motus_key_file_read (const char *path, GError **error)
{
  autoclose folder = open_folder (path, error);
  if (folder < 0)
    return NULL;

  /* O_NONBLOCK: a named pipe must not hold us up before we see that it is one. */
  g_autofree char *name = g_path_get_basename (path);
  autoclose file = openat (folder, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
  gsize size = 0;
  if (file < 0)
    {
      fail_open (errno, path, error);
      return NULL;
    }
  if (!check_private_file (file, path, &size, error))
    return NULL;
  return read_up_to (file, size, path, error);
}

static gboolean
fail_exists (const char *path, GError **error)
{
  return fail (MOTUS_CRYPTO_ERROR_EXISTS, path,
               N_("exists already. Sign in with it, or move it away first."), error);
}

/* Nothing but a file, or nothing at all, may stand where we write. */
static gboolean
check_place (int folder, const char *name, const char *path, gboolean replace, GError **error)
{
  struct stat status;
  if (fstatat (folder, name, &status, AT_SYMLINK_NOFOLLOW) != 0)
    return errno == ENOENT || fail_errno (errno, path, N_("looked at"), error);
  if (S_ISLNK (status.st_mode))
    return fail_symlink (path, error);
  if (!S_ISREG (status.st_mode))
    return fail (MOTUS_CRYPTO_ERROR_IO, path, N_("is not a file; no keys can be written there."),
                 error);
  return replace || fail_exists (path, error);
}

gboolean
motus_key_file_check_place (const char *path, gboolean replace, GError **error)
{
  autoclose folder = open_folder (path, error);
  g_autofree char *name = g_path_get_basename (path);
  return folder >= 0 && check_place (folder, name, path, replace, error);
}

static gboolean
write_all (int file, GBytes *data)
{
  gsize left;
  const guint8 *bytes = g_bytes_get_data (data, &left);
  while (left > 0)
    {
      ssize_t count = write (file, bytes, left);
      if (count < 0 && errno != EINTR)
        return FALSE;
      if (count > 0)
        {
          bytes += count;
          left -= (gsize) count;
        }
    }
  return TRUE;
}

/* The whole of @data on the disk under the new name @temporary, closed to others from its first
 * moment. */
static gboolean
write_temporary (int folder, const char *temporary, GBytes *data, const char *path, GError **error)
{
  autoclose file = openat (folder, temporary,
                           O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_NOCTTY | O_CLOEXEC,
                           S_IRUSR | S_IWUSR);
  if (file < 0)
    return fail_errno (errno, path, N_("written"), error);

  /* fchmod: a umask may have taken our own bits away. */
  if (fchmod (file, S_IRUSR | S_IWUSR) == 0 && write_all (file, data) && fsync (file) == 0)
    return TRUE;

  int number = errno;
  unlinkat (folder, temporary, 0);
  return fail_errno (number, path, N_("written"), error);
}

/* Gives @temporary the name @name, in one step even where the file system cannot refuse to
 * replace. */
static gboolean
move_into_place (int folder, const char *temporary, const char *name, gboolean replace)
{
  if (replace)
    return renameat (folder, temporary, folder, name) == 0;
  if (renameat2 (folder, temporary, folder, name, RENAME_NOREPLACE) == 0)
    return TRUE;
  if (errno != EINVAL && errno != ENOSYS)
    return FALSE;
  if (linkat (folder, temporary, folder, name, 0) != 0)
    return FALSE;
  unlinkat (folder, temporary, 0);
  return TRUE;
}

static char *
make_temporary_name (const char *name)
{
  guint8 random[TEMPORARY_RANDOM];
  GString *text = g_string_new (NULL);
  motus_random_nonce (random, sizeof random);
  g_string_printf (text, ".%s.", name);
  for (gsize i = 0; i < sizeof random; i++)
    g_string_append_printf (text, "%02x", random[i]);
  return g_string_free (text, FALSE);
}

static gboolean
replace_file (int folder, const char *name, GBytes *data, gboolean replace, const char *path,
              GError **error)
{
  g_autofree char *temporary = make_temporary_name (name);
  if (!write_temporary (folder, temporary, data, path, error))
    return FALSE;
  if (!move_into_place (folder, temporary, name, replace))
    {
      int number = errno;
      unlinkat (folder, temporary, 0);
      return number == EEXIST ? fail_exists (path, error)
                              : fail_errno (number, path, N_("written"), error);
    }
  if (fsync (folder) != 0)
    return fail_errno (errno, path, N_("written for certain"), error);
  return TRUE;
}

gboolean
motus_key_file_write (const char *path, GBytes *data, gboolean replace, GError **error)
{
  autoclose folder = open_folder (path, error);
  g_autofree char *name = g_path_get_basename (path);
  return folder >= 0 && check_place (folder, name, path, replace, error)
         && replace_file (folder, name, data, replace, path, error);
}
