/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motus-relay-control-private.h"

#include "motus-relay-error.h"

#include <errno.h>
#include <fcntl.h>
#include <glib-unix.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

struct _MotusRelayControl {
  int folder, fd;
  GMainContext *context;
  GSource *source;
  GPtrArray *clients;   /* every caller, also those whose request is being handled */
  MotusRelayControlHandler handler;
  gpointer user_data;
};

/* One caller: at first it is waited for, then its request is handled. */
struct _MotusRelayControlRequest {
  MotusRelayControl *control;   /* NULL once that is gone */
  int fd;
  GSource *source, *timeout;    /* NULL while it is handled */
};

static void
stop_source (GSource **source)
{
  if (*source == NULL)
    return;
  g_source_destroy (*source);
  g_source_unref (*source);
  *source = NULL;
}

static void
free_request (MotusRelayControlRequest *request)
{
  stop_source (&request->source);
  stop_source (&request->timeout);
  close (request->fd);
  g_free (request);
}

static void
finish (MotusRelayControlRequest *request)
{
  if (request->control != NULL)
    {
      g_ptr_array_remove_fast (request->control->clients, request);
      return;
    }
  free_request (request);
}

static gboolean
timeout_cb (gpointer user_data)
{
  MotusRelayControlRequest *request = user_data;
  finish (request);
  return G_SOURCE_REMOVE;
}

static gboolean
request_cb (int fd, GIOCondition condition, gpointer user_data)
{
  MotusRelayControlRequest *request = user_data;
  const MotusRelayControl *control = request->control;
  g_autoptr (GVariant) packet = motus_relay_control_receive (fd);

  if (packet == NULL)
    {
      finish (request);
      return G_SOURCE_REMOVE;
    }
  stop_source (&request->source);
  stop_source (&request->timeout);

  const char *command;
  g_autoptr (GVariant) arguments = NULL;
  g_variant_get (packet, "(&s@a{sv})", &command, &arguments);
  control->handler (request, command, arguments, control->user_data);
  return G_SOURCE_REMOVE;
}

void
motus_relay_control_reply (MotusRelayControlRequest *request, GVariant *results)
{
  motus_relay_control_send (request->fd, "ok", results);
  finish (request);
}

void
motus_relay_control_fail (MotusRelayControlRequest *request, const char *message)
{
  g_autoptr (GVariantDict) results = g_variant_dict_new (NULL);
  g_variant_dict_insert (results, "message", "s", message);
  motus_relay_control_send (request->fd, "error", g_variant_dict_end (results));
  finish (request);
}

static gboolean
may_ask (int fd)
{
  struct ucred credentials;
  socklen_t length = sizeof credentials;
  return getsockopt (fd, SOL_SOCKET, SO_PEERCRED, &credentials, &length) == 0
         && (credentials.uid == 0 || credentials.uid == geteuid ());
}

static void
add_client (MotusRelayControl *control, int fd)
{
  MotusRelayControlRequest *request = g_new0 (MotusRelayControlRequest, 1);
  request->control = control;
  request->fd = fd;
  request->source = g_unix_fd_source_new (fd, G_IO_IN);
  g_source_set_callback (request->source, G_SOURCE_FUNC (request_cb), request, NULL);
  g_source_attach (request->source, control->context);
  request->timeout = g_timeout_source_new_seconds (MOTUS_RELAY_CONTROL_SECONDS);
  g_source_set_callback (request->timeout, timeout_cb, request, NULL);
  g_source_attach (request->timeout, control->context);
  g_ptr_array_add (control->clients, request);
}

static gboolean
accept_cb (int listening, GIOCondition condition, gpointer user_data)
{
  MotusRelayControl *control = user_data;
  int fd = accept4 (listening, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);
  if (fd < 0)
    return G_SOURCE_CONTINUE;
  if (control->clients->len >= MOTUS_RELAY_CONTROL_CLIENTS_MAX || !may_ask (fd))
    close (fd);
  else
    add_client (control, fd);
  return G_SOURCE_CONTINUE;
}

/* The mode is set before the name is there (the umask may only take from it). */
static gboolean
open_socket (MotusRelayControl *control)
{
  struct sockaddr_un address;
  motus_relay_control_address (control->folder, &address);
  control->fd = socket (AF_UNIX, SOCK_SEQPACKET | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (control->fd < 0)
    return FALSE;
  unlinkat (control->folder, MOTUS_RELAY_CONTROL_SOCKET, 0);
  return fchmod (control->fd, 0600) == 0
         && bind (control->fd, (const struct sockaddr *) &address, sizeof address) == 0
         && listen (control->fd, MOTUS_RELAY_CONTROL_CLIENTS_MAX) == 0;
}

MotusRelayControl *
motus_relay_control_new (const char *state_dir, GMainContext *context,
                         MotusRelayControlHandler handler, gpointer user_data, GError **error)
{
  g_autoptr (MotusRelayControl) control = g_new0 (MotusRelayControl, 1);
  control->fd = -1;
  control->context = context;
  control->handler = handler;
  control->user_data = user_data;
  control->clients = g_ptr_array_new_with_free_func ((GDestroyNotify) free_request);
  control->folder = open (state_dir, O_PATH | O_DIRECTORY | O_CLOEXEC);
  if (control->folder < 0 || !open_socket (control))
    {
      g_set_error (error, MOTUS_RELAY_ERROR, MOTUS_RELAY_ERROR_CONTROL,
                   "The control socket cannot be made in %s: %s", state_dir, g_strerror (errno));
      return NULL;
    }
  control->source = g_unix_fd_source_new (control->fd, G_IO_IN);
  g_source_set_callback (control->source, G_SOURCE_FUNC (accept_cb), control, NULL);
  g_source_attach (control->source, context);
  return g_steal_pointer (&control);
}

/* A request being handled belongs to its handler from now on. */
static void
release_clients (MotusRelayControl *control)
{
  for (guint i = control->clients->len; i > 0; i--)
    {
      MotusRelayControlRequest *request = g_ptr_array_index (control->clients, i - 1);
      if (request->source != NULL)
        continue;
      request->control = NULL;
      g_ptr_array_steal_index_fast (control->clients, i - 1);
    }
  g_ptr_array_unref (control->clients);
}

void
motus_relay_control_free (MotusRelayControl *control)
{
  if (control == NULL)
    return;
  stop_source (&control->source);
  release_clients (control);
  if (control->fd >= 0)
    {
      unlinkat (control->folder, MOTUS_RELAY_CONTROL_SOCKET, 0);
      close (control->fd);
    }
  if (control->folder >= 0)
    close (control->folder);
  g_free (control);
}
