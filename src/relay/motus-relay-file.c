/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motus-relay-file.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

static gboolean
fail (GError **error, int code, const char *what, const char *path)
{
  g_set_error (error, G_FILE_ERROR, g_file_error_from_errno (code), "%s %s: %s", what, path,
               g_strerror (code));
  return FALSE;
}

static gboolean
check_file (int fd, const char *path, gsize max, gboolean private, gsize *size, GError **error)
{
  struct stat status;
  if (fstat (fd, &status) != 0)
    return fail (error, errno, "Cannot look at", path);
  if (!S_ISREG (status.st_mode))
    return fail (error, EINVAL, "This is not a file:", path);
  if (status.st_size < 0 || (guint64) status.st_size > max)
    return fail (error, EFBIG, "This is not what belongs here:", path);
  if (private && (status.st_mode & (S_IROTH | S_IWOTH | S_IWGRP)) != 0)
    {
      g_set_error (error, G_FILE_ERROR, G_FILE_ERROR_PERM,
                   "Others may read or write %s; make it private with chmod 600", path);
      return FALSE;
    }
  *size = (gsize) status.st_size;
  return TRUE;
}

/* FALSE with errno set, 0 if the file is shorter than it said. */
static gboolean
read_whole (int fd, guint8 *out, gsize size)
{
  for (gsize done = 0; done < size;)
    {
      gssize got = read (fd, out + done, size - done);
      if (got < 0 && errno == EINTR)
        continue;
      if (got <= 0)
        {
          errno = got == 0 ? EIO : errno;
          return FALSE;
        }
      done += (gsize) got;
    }
  return TRUE;
}

MotusSecret *
motus_relay_file_read (const char *path, gsize max, gboolean private, GError **error)
{
  int fd = open (path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  gsize size;
  if (fd < 0)
    {
      fail (error, errno, "Cannot open", path);
      return NULL;
    }

  g_autoptr (MotusSecret) content = NULL;
  if (check_file (fd, path, max, private, &size, error))
    {
      content = motus_secret_new (size);
      if (!read_whole (fd, motus_secret_data (content), size))
        {
          fail (error, errno, "Cannot read", path);
          g_clear_pointer (&content, motus_secret_free);
        }
    }
  close (fd);
  return g_steal_pointer (&content);
}

/* The name is on the disk only when the folder is. */
static void
sync_folder (const char *path)
{
  g_autofree char *folder = g_path_get_dirname (path);
  int fd = open (folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (fd < 0)
    return;
  fsync (fd);
  close (fd);
}

gboolean
motus_relay_file_write (const char *path, const void *data, gsize len, int mode, GError **error)
{
  if (!g_file_set_contents_full (path, data, (gssize) len,
                                 G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE,
                                 mode, error))
    return FALSE;
  sync_folder (path);
  return TRUE;
}

gboolean
motus_relay_file_make_folder (const char *path, GError **error)
{
  struct stat status;
  if (g_mkdir_with_parents (path, 0700) != 0)
    return fail (error, errno, "Cannot make the folder", path);
  if (stat (path, &status) != 0)
    return fail (error, errno, "Cannot look at", path);
  if ((status.st_mode & (S_IWGRP | S_IWOTH)) != 0)
    {
      g_set_error (error, G_FILE_ERROR, G_FILE_ERROR_PERM,
                   "Others may write to %s; make it private with chmod 700", path);
      return FALSE;
    }
  return TRUE;
}
