/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motus-relay-source.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <string.h>

#define IPV6_PREFIX 8   /* bytes that one customer is given at least */

static char *
format_ipv4 (const void *bytes)
{
  char text[INET_ADDRSTRLEN];
  inet_ntop (AF_INET, bytes, text, sizeof text);
  return g_strconcat (text, "/32", NULL);
}

static char *
format_ipv6 (const struct in6_addr *address)
{
  if (IN6_IS_ADDR_V4MAPPED (address))
    return format_ipv4 (&address->s6_addr[12]);

  struct in6_addr prefix = { 0 };
  char text[INET6_ADDRSTRLEN];
  memcpy (&prefix, address, IPV6_PREFIX);
  inet_ntop (AF_INET6, &prefix, text, sizeof text);
  return g_strconcat (text, "/64", NULL);
}

char *
motus_relay_source_format (const struct sockaddr *address)
{
  switch (address->sa_family)
    {
    case AF_INET:
      return format_ipv4 (&((const struct sockaddr_in *) (gconstpointer) address)->sin_addr);
    case AF_INET6:
      return format_ipv6 (&((const struct sockaddr_in6 *) (gconstpointer) address)->sin6_addr);
    default:
      return g_strdup ("unknown");
    }
}
