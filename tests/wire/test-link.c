/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motus-link.h"
#include "motus-wire-error.h"

#include <string.h>

/* 32 and 16 bytes. */
#define PIN "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8"
#define PRINT "_-7d3Ny7uqqpmYiHd3ZmVVREMzIiIREQAA_v_v7d3cw"
#define SECRET "8PHy8_T19vf4-fr7_P3-_w"
#define WHOLE "motus://chat.example.org:7443/i#v1." PIN ".alice." PRINT "." SECRET

static MotusLink *
parse (const char *text)
{
  g_autoptr (GError) error = NULL;
  MotusLink *link = motus_link_parse (text, &error);
  if (link == NULL)
    {
      g_assert_error (error, MOTUS_WIRE_ERROR, MOTUS_WIRE_ERROR_BAD_LINK);
      g_assert_true (g_utf8_validate (error->message, -1, NULL));
      g_assert_null (strstr (error->message, SECRET));
    }
  else
    g_assert_no_error (error);
  return link;
}

static void
assert_refused (const char *text)
{
  g_autoptr (MotusLink) link = parse (text);
  if (link != NULL)
    g_error ("taken: %s", text);
}

static void
test_parse (void)
{
  g_autoptr (MotusLink) link = parse (WHOLE);
  g_assert_nonnull (link);
  g_assert_cmpstr (link->host, ==, "chat.example.org");
  g_assert_cmpuint (link->port, ==, 7443);
  g_assert_cmpstr (link->inviter, ==, "alice");
  for (guint8 i = 0; i < MOTUS_LINK_HASH_SIZE; i++)
    g_assert_cmpuint (link->pin[i], ==, i);
  for (guint8 i = 0; i < MOTUS_LINK_SECRET_SIZE; i++)
    g_assert_cmpuint (link->secret[i], ==, 0xf0 + i);
  g_assert_cmpuint (link->fingerprint[0], ==, 0xff);
  g_assert_cmpuint (link->fingerprint[31], ==, 0xcc);
}

/* Good links are written as they were read. */
static void
test_round_trip (void)
{
  static const char *const links[] = {
    WHOLE,
    "motus://chat.example.org:7443/i#v1." PIN "..." SECRET,
    "motus://localhost:1/i#v1." PIN ".a.b-c_d.e." PRINT "." SECRET,
    "motus://127.0.0.1:65535/i#v1." PIN ".bob." PRINT "." SECRET,
    "motus://[::1]:7443/i#v1." PIN ".bob." PRINT "." SECRET,
    "motus://[2001:db8::17]:443/i#v1." PIN "..." SECRET,
  };
  for (gsize i = 0; i < G_N_ELEMENTS (links); i++)
    {
      g_autoptr (MotusLink) link = parse (links[i]);
      g_assert_nonnull (link);
      g_autofree char *text = motus_link_format (link);
      g_assert_cmpstr (text, ==, links[i]);
    }
}

static void
test_forgiven (void)
{
  g_autoptr (MotusLink) spaced = parse ("  \n" WHOLE "\r\n\t");
  g_autoptr (MotusLink) shouted = parse ("MOTUS://CHAT.Example.org:7443/i#v1." PIN "..." SECRET);
  g_assert_nonnull (spaced);
  g_assert_nonnull (shouted);
  g_assert_cmpstr (shouted->host, ==, "chat.example.org");
  g_assert_null (shouted->inviter);
}

/* A link that is cut at either end is refused, and so is one that lacks a character, but for those
 * of which the host, the port or the name has more than it needs. */
static void
test_cut (void)
{
  gsize len = strlen (WHOLE), name = (gsize) (strstr (WHOLE, "alice") - WHOLE);
  for (gsize i = 0; i < len; i++)
    {
      g_autofree char *cut = g_strndup (WHOLE, i);
      assert_refused (cut);
      assert_refused (WHOLE + i + 1);
      g_autofree char *missing = g_strconcat (cut, WHOLE + i + 1, NULL);
      gboolean in_host = i >= 8 && i < 24, in_port = i >= 25 && i < 29;
      gboolean in_name = i >= name && i < name + strlen ("alice");
      if (!in_host && !in_port && !in_name)
        assert_refused (missing);
    }
}

static void
test_wrong_parts (void)
{
  static const char *const links[] = {
    "", " ", "motus:", "motus://", "motus://x", "https://chat.example.org:7443/i#v1." PIN "..." SECRET,
    "motus:/chat.example.org:7443/i#v1." PIN "..." SECRET,
    "xmotus://chat.example.org:7443/i#v1." PIN "..." SECRET,
    /* host */
    "motus://:7443/i#v1." PIN "..." SECRET, "motus://a b:7443/i#v1." PIN "..." SECRET,
    "motus://-a:7443/i#v1." PIN "..." SECRET, "motus://a-:7443/i#v1." PIN "..." SECRET,
    "motus://a..b:7443/i#v1." PIN "..." SECRET, "motus://.a:7443/i#v1." PIN "..." SECRET,
    "motus://a.:7443/i#v1." PIN "..." SECRET, "motus://a_b:7443/i#v1." PIN "..." SECRET,
    "motus://user@a:7443/i#v1." PIN "..." SECRET, "motus://é:7443/i#v1." PIN "..." SECRET,
    "motus://256.1.1.1:7443/i#v1." PIN "..." SECRET, "motus://1.2.3:7443/i#v1." PIN "..." SECRET,
    "motus://::1:7443/i#v1." PIN "..." SECRET, "motus://[::1:7443/i#v1." PIN "..." SECRET,
    "motus://[]:7443/i#v1." PIN "..." SECRET, "motus://[127.0.0.1]:7443/i#v1." PIN "..." SECRET,
    "motus://[::1%lo]:7443/i#v1." PIN "..." SECRET, "motus://[::1]x:7443/i#v1." PIN "..." SECRET,
    "motus://[g::1]:7443/i#v1." PIN "..." SECRET, "motus://a%2eb:7443/i#v1." PIN "..." SECRET,
    /* port */
    "motus://a/i#v1." PIN "..." SECRET, "motus://a:/i#v1." PIN "..." SECRET,
    "motus://a:0/i#v1." PIN "..." SECRET, "motus://a:65536/i#v1." PIN "..." SECRET,
    "motus://a:99999999999/i#v1." PIN "..." SECRET, "motus://a:-1/i#v1." PIN "..." SECRET,
    "motus://a:+1/i#v1." PIN "..." SECRET, "motus://a:01/i#v1." PIN "..." SECRET,
    "motus://a:7443x/i#v1." PIN "..." SECRET, "motus://a: 1/i#v1." PIN "..." SECRET,
    /* path and version */
    "motus://a:1#v1." PIN "..." SECRET, "motus://a:1/#v1." PIN "..." SECRET,
    "motus://a:1/j#v1." PIN "..." SECRET, "motus://a:1/i/#v1." PIN "..." SECRET,
    "motus://a:1/i?#v1." PIN "..." SECRET, "motus://a:1/i", "motus://a:1/i#",
    "motus://a:1/i#v2." PIN "..." SECRET, "motus://a:1/i#V1." PIN "..." SECRET,
    "motus://a:1/i#v1", "motus://a:1/i#v1.", "motus://a:1/i#v1." PIN,
    "motus://a:1/i#v1." PIN "." SECRET, "motus://a:1/i#v1." PIN ".." SECRET,
    /* pin, inviter, fingerprint, secret */
    "motus://a:1/i#v1...." SECRET, "motus://a:1/i#v1." PIN "A..." SECRET,
    "motus://a:1/i#v1." SECRET "..." SECRET, "motus://a:1/i#v1." PIN "=..." SECRET,
    "motus://a:1/i#v1." PIN ".alice.." SECRET, "motus://a:1/i#v1." PIN ".." PRINT "." SECRET,
    "motus://a:1/i#v1." PIN ".Alice." PRINT "." SECRET,
    "motus://a:1/i#v1." PIN ".al." PRINT "." SECRET,
    "motus://a:1/i#v1." PIN ".everyone." PRINT "." SECRET,
    "motus://a:1/i#v1." PIN "..bob." PRINT "." SECRET,
    "motus://a:1/i#v1." PIN ".bob.." PRINT "." SECRET,
    "motus://a:1/i#v1." PIN ".bob." PRINT "A." SECRET,
    "motus://a:1/i#v1." PIN ".bob." SECRET "." SECRET,
    "motus://a:1/i#v1." PIN "...", "motus://a:1/i#v1." PIN "..." SECRET "A",
    "motus://a:1/i#v1." PIN "..." SECRET "==", "motus://a:1/i#v1." PIN "..." SECRET ".x",
    "motus://a:1/i#v1." PIN "..." SECRET "#x", "motus://a:1/i#v1." PIN "..." SECRET " x",
    "motus://a:1/i#v1." PIN "...8PHy8/T19vf4+fr7/P3+/w", "motus://a:1/i#v1." PIN "...8PHy8_T19vf4-fr7_P3-_x",
  };
  for (gsize i = 0; i < G_N_ELEMENTS (links); i++)
    assert_refused (links[i]);
}

static void
test_long (void)
{
  g_autofree char *label = g_strnfill (63, 'a');
  g_autofree char *good = g_strconcat ("motus://", label, ".", label, ":1/i#v1." PIN "..." SECRET, NULL);
  g_autofree char *longer = g_strconcat ("motus://", label, "a:1/i#v1." PIN "..." SECRET, NULL);
  g_autofree char *filler = g_strnfill (100000, 'a');
  g_autofree char *huge = g_strconcat (WHOLE, filler, NULL);
  g_autoptr (MotusLink) link = parse (good);
  g_assert_nonnull (link);
  assert_refused (longer);
  assert_refused (huge);
}

static void
test_address (void)
{
  static const struct {
    const char *text, *host;
    guint16 port;
  } rows[] = {
    { "localhost", "localhost", 7443 },
    { " chat.Example.org ", "chat.example.org", 7443 },
    { "chat.example.org:443", "chat.example.org", 443 },
    { "127.0.0.1", "127.0.0.1", 7443 },
    { "127.0.0.1:65535", "127.0.0.1", 65535 },
    { "[::1]:1", "::1", 1 },
    { "[::1]", "::1", 7443 },
    { "[2001:DB8:0:0::17]:7443", "2001:db8::17", 7443 },
    { "3com.example", "3com.example", 7443 },
    { "xn--caf-dma.example", "xn--caf-dma.example", 7443 },
  };
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *host = NULL;
      guint16 port = 0;
      g_assert_true (motus_address_parse (rows[i].text, &host, &port, &error));
      g_assert_no_error (error);
      g_assert_cmpstr (host, ==, rows[i].host);
      g_assert_cmpuint (port, ==, rows[i].port);

      g_autofree char *text = motus_address_format (host, port);
      g_autofree char *again = NULL;
      g_assert_true (motus_address_parse (text, &again, &port, NULL));
      g_assert_cmpstr (again, ==, host);
    }
}

static void
test_not_an_address (void)
{
  static const char *const rows[] = {
    "", " ", ":", ":7443", "a:", "a:0", "a:65536", "a:x", "a:1:2", "::1", "::1:7443", "[::1", "[::1]7443",
    "[]", "[a]:1", "a b", "a/b", "https://a", "user@a", "-a", "a-", "a..b", ".", "a.", "1.2.3.4.5",
    "1.2.3.256", "01.2.3.4", "0x7f.0.0.1", "2130706433", "é", "a\nb", "a:1\n2", "_a",
  };
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GError) error = NULL;
      char *host = (char *) "untouched";
      guint16 port = 9;
      if (motus_address_parse (rows[i], &host, &port, &error))
        g_error ("taken: %s", rows[i]);
      g_assert_error (error, MOTUS_WIRE_ERROR, MOTUS_WIRE_ERROR_BAD_ADDRESS);
      g_assert_cmpstr (host, ==, "untouched");
      g_assert_cmpuint (port, ==, 9);
    }
}

static void
test_longest_host (void)
{
  g_autofree char *label = g_strnfill (49, 'a');
  g_autofree char *host = g_strjoin (".", label, label, label, label, label, "aaa", NULL);
  g_autofree char *longer = g_strconcat (host, "a", NULL);
  g_autofree char *found = NULL;
  guint16 port;
  g_assert_cmpuint (strlen (host), ==, 253);
  g_assert_true (motus_address_parse (host, &found, &port, NULL));
  g_assert_false (motus_address_parse (longer, &found, &port, NULL));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/link/parse", test_parse);
  g_test_add_func ("/link/round-trip", test_round_trip);
  g_test_add_func ("/link/forgiven", test_forgiven);
  g_test_add_func ("/link/cut", test_cut);
  g_test_add_func ("/link/wrong-parts", test_wrong_parts);
  g_test_add_func ("/link/long", test_long);
  g_test_add_func ("/link/address", test_address);
  g_test_add_func ("/link/not-an-address", test_not_an_address);
  g_test_add_func ("/link/longest-host", test_longest_host);
  return g_test_run ();
}
