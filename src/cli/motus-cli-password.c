/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motus-cli-password.h"

#include <errno.h>
#include <fcntl.h>
#include <gio/gio.h>
#include <glib/gi18n.h>
#include <stdio.h>
#include <termios.h>
#include <unistd.h>

/* Longer than any password taken, so that one too long is told from one cut short. */
#define LINE_MAX_BYTES 4096

static void
fail (GError **error, int code)
{
  g_set_error (error, G_IO_ERROR, g_io_error_from_errno (code),
               _("The password cannot be read (%s). Check --password-file."), g_strerror (code));
}

/* Byte by byte: what follows the line belongs to whoever reads next. */
static MotusSecret *
read_line (int fd, GError **error)
{
  g_autoptr (MotusSecret) line = motus_secret_new (LINE_MAX_BYTES);
  gsize len = 0;

  while (len < LINE_MAX_BYTES)
    {
      gssize got = read (fd, motus_secret_data (line) + len, 1);
      if (got < 0 && errno == EINTR)
        continue;
      if (got < 0)
        {
          fail (error, errno);
          return NULL;
        }
      if (got == 0 || motus_secret_data (line)[len] == '\n')
        break;
      len++;
    }
  if (len > 0 && motus_secret_data (line)[len - 1] == '\r')
    len--;
  return motus_secret_new_copy (motus_secret_data (line), len);
}

static MotusSecret *
read_terminal (GError **error)
{
  struct termios before;

  if (tcgetattr (STDIN_FILENO, &before) != 0)
    return read_line (STDIN_FILENO, error);
  struct termios quiet = before;
  quiet.c_lflag &= ~(tcflag_t) ECHO;
  fputs (_("Password: "), stderr);
  tcsetattr (STDIN_FILENO, TCSAFLUSH, &quiet);
  MotusSecret *password = read_line (STDIN_FILENO, error);
  tcsetattr (STDIN_FILENO, TCSAFLUSH, &before);
  fputc ('\n', stderr);
  return password;
}

MotusSecret *
motus_cli_password_read (const char *path, GError **error)
{
  if (path == NULL)
    return read_terminal (error);

  int fd = open (path, O_RDONLY | O_CLOEXEC);
  if (fd < 0)
    {
      fail (error, errno);
      return NULL;
    }
  MotusSecret *password = read_line (fd, error);
  close (fd);
  return password;
}
