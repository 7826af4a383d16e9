/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "motus-relay-control.h"

#include <sys/socket.h>
#include <sys/un.h>

G_BEGIN_DECLS

/* The address of the socket in the open folder @folder: a state directory may have a longer path
 * than a socket's address holds. */
static inline void
motus_relay_control_address (int folder, struct sockaddr_un *address)
{
  address->sun_family = AF_UNIX;
  g_snprintf (address->sun_path, sizeof address->sun_path, "/proc/self/fd/%d/%s", folder,
              MOTUS_RELAY_CONTROL_SOCKET);
}

/* Reads a packet that is one value of the type of requests and answers, in its normal form; NULL
 * if it is not. */
GVariant *motus_relay_control_receive (int fd);
gboolean motus_relay_control_send (int fd, const char *word, GVariant *values);

G_END_DECLS
