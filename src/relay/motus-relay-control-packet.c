/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motus-relay-control-private.h"

#include <sys/socket.h>

GVariant *
motus_relay_control_receive (int fd)
{
  g_autofree guint8 *data = g_malloc (MOTUS_RELAY_CONTROL_PACKET_MAX);
  gssize got = recv (fd, data, MOTUS_RELAY_CONTROL_PACKET_MAX, MSG_TRUNC);
  if (got <= 0 || got > MOTUS_RELAY_CONTROL_PACKET_MAX)
    return NULL;

  g_autoptr (GBytes) bytes = g_bytes_new (data, (gsize) got);
  g_autoptr (GVariant) packet
    = g_variant_ref_sink (g_variant_new_from_bytes (G_VARIANT_TYPE (MOTUS_RELAY_CONTROL_TYPE),
                                                    bytes, FALSE));
  return g_variant_is_normal_form (packet) ? g_steal_pointer (&packet) : NULL;
}

gboolean
motus_relay_control_send (int fd, const char *word, GVariant *values)
{
  g_autoptr (GVariant) packet = g_variant_ref_sink (g_variant_new ("(s@a{sv})", word, values));
  gsize size = g_variant_get_size (packet);
  return size <= MOTUS_RELAY_CONTROL_PACKET_MAX
         && send (fd, g_variant_get_data (packet), size, MSG_NOSIGNAL) == (gssize) size;
}
