/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motus-relay-source.h"

#include <arpa/inet.h>
#include <netinet/in.h>

static void
test_rows (void)
{
  static const struct {
    int family;
    const char *address, *expected;
  } rows[] = {
    { AF_INET, "192.0.2.7", "192.0.2.7/32" },
    { AF_INET6, "::ffff:192.0.2.7", "192.0.2.7/32" },
    { AF_INET6, "2001:db8::1", "2001:db8::/64" },
    { AF_INET6, "2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64" },
    { AF_INET6, "::1", "::/64" },
  };
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      struct sockaddr_in v4 = { .sin_family = AF_INET };
      struct sockaddr_in6 v6 = { .sin6_family = AF_INET6 };
      gboolean is_v4 = rows[i].family == AF_INET;
      inet_pton (rows[i].family, rows[i].address,
                 is_v4 ? (void *) &v4.sin_addr : (void *) &v6.sin6_addr);
      g_autofree char *found = motus_relay_source_format (is_v4 ? (struct sockaddr *) &v4
                                                                : (struct sockaddr *) &v6);
      g_assert_cmpstr (found, ==, rows[i].expected);
    }

  const struct sockaddr other = { .sa_family = AF_UNIX };
  g_autofree char *unknown = motus_relay_source_format (&other);
  g_assert_cmpstr (unknown, ==, "unknown");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/relay-source/rows", test_rows);
  return g_test_run ();
}
