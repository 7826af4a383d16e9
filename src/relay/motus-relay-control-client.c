/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motus-relay-control-private.h"

#include "motus-relay-error.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

int
motus_relay_control_connect (const char *state_dir)
{
  const struct timeval patience = { .tv_sec = MOTUS_RELAY_CONTROL_SECONDS };
  struct sockaddr_un address;
  int folder = open (state_dir, O_PATH | O_DIRECTORY | O_CLOEXEC);
  if (folder < 0)
    return -1;

  int fd = socket (AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0);
  motus_relay_control_address (folder, &address);
  if (fd >= 0)
    {
      setsockopt (fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
      setsockopt (fd, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
      if (connect (fd, (const struct sockaddr *) &address, sizeof address) != 0)
        {
          close (fd);
          fd = -1;
        }
    }
  close (folder);
  return fd;
}

static GVariant *
results_of (GVariant *answer, GError **error)
{
  const char *word, *message = NULL;
  g_autoptr (GVariant) results = NULL;

  g_variant_get (answer, "(&s@a{sv})", &word, &results);
  if (strcmp (word, "ok") == 0)
    return g_steal_pointer (&results);
  g_variant_lookup (results, "message", "&s", &message);
  g_set_error_literal (error, MOTUS_RELAY_ERROR, MOTUS_RELAY_ERROR_CONTROL,
                       message != NULL ? message : "The relay refused, and did not say why.");
  return NULL;
}

GVariant *
motus_relay_control_ask (int fd, const char *command, GVariant *arguments, GError **error)
{
  g_autoptr (GVariant) answer = NULL;
  if (motus_relay_control_send (fd, command, arguments))
    answer = motus_relay_control_receive (fd);
  close (fd);
  if (answer != NULL)
    return results_of (answer, error);
  g_set_error (error, MOTUS_RELAY_ERROR, MOTUS_RELAY_ERROR_CONTROL,
               "The running relay did not answer within %d seconds. Only its own user and root "
               "are answered.",
               MOTUS_RELAY_CONTROL_SECONDS);
  return NULL;
}
