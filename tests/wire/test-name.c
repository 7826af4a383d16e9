/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motus-name.h"

#include <string.h>

#define ASCII_32 "abcdefghijklmnopqrstuvwxyz012345"

static const char *const good[] = {
  "abc", "bob", "alice", "a1b", "123", "000", "a-b", "a.b", "a_b", "0-0", "anna.maria", "jean-luc",
  "jean_luc", "a.b-c_d", "a.b.c.d.e", "x-1_2.3", "newsroom", "dr.no", "r2-d2", "c3po", "4ever",
  "7even", "admin", "root", "system", "support", "moderator", "everybody", "everyone1", "everyon",
  "relay1", "relays", "motus1", "motus-et", "re-lay", "mot.us", "everyone.else", "null", "undefined",
  "true", "nan", "con", "aux", "www", "localhost", "xn-80ak6aa92e1", "a0a0a0", "l33t", "ll1", "l11",
  "o0o", "abcdefghijklmnopqrstuvwxyz", ASCII_32, "01234567890123456789012345678901",
  "a.b.c.d.e.f.g.h.i.j.k.l.m.n.o.p", "a-b-c-d-e-f-g-h-i-j-k-l-m-n-o-pq", "maria2026", "t.t", "z_z",
  "zoe", "lea", "noe", "francois", "bjorn", "strasse", "jose", "nguyen", "oconnor", "smith-jones",
};

static const char *const bad[] = {
  /* length */
  "", "a", "ab", "1", "12", "-", ".", "_", ASCII_32 "6", ASCII_32 ASCII_32,
  /* reserved */
  "everyone", "relay", "motus",
  /* case */
  "Alice", "ALICE", "alicE", "aLice", "Everyone", "MOTUS", "Relay", "Bob",
  /* separators at an end or together */
  "-bob", ".bob", "_bob", "bob-", "bob.", "bob_", "a--b", "a..b", "a__b", "a-.b", "a.-b", "a_-b",
  "a-_b", "a._b", "a_.b", "xn--80ak6aa92e1", "---", "...", "___", "..a", "a..", "-a-", ".a.", "a-b--c", "a.b.",
  /* paths and things that mean something elsewhere */
  "../../etc/x", "..", "a/b", "a\\b", "%2e%2e", "a%00b", "~root", "a:b", "c:\\x", "*", "a*b", "a?b",
  "a;b", "a|b", "a&b", "a$b", "a`b", "a'b", "a\"b", "a<b", "a>b", "a(b", "a)b", "a{b", "a}b", "a[b",
  "a]b", "a=b", "a+b", "a,b", "a!b", "a#b", "a@b", "@bob", "bob@x", "a^b", "/msg", "a,r=x", "n=bob",
  /* white space and controls */
  " bob", "bob ", "b ob", "bo\tb", "bob\n", "\nbob", "bob\r", "b\x01" "b", "b\x07" "b",
  "\x1b]0;x\x07", "\x1b[31mbob", "bob\x7f", "bob\x1b", "bob\x08",
  /* look-alikes: Cyrillic, Greek, full width, mathematical, letters with marks */
  "аlice", "аlісе", "bоb", "Ьоb", "bοb", "ɑlice", "alıce", "a1іce", "ｂｏｂ", "bｏb", "𝐛𝐨𝐛", "𝖻𝗈𝖻",
  "bób", "böb", "bo\xcc\x88" "b", "aliçe", "zoé", "ſmith", "straße", "b०b", "b٠b", "ⓑⓞⓑ", "ﬁona",
  "ﬂora", "mоtus", "relаy", "everуone", "Ꭺlice", "ꓮlice", "aⅼice", "paypaӏ", "bob․x", "bob‐x", "bob–x",
  "bob‿x", "bob．x", "bob＿x", "李小龙", "محمد", "אבג", "אbob", "đorđe", "łukasz",
  /* invisible and reordering */
  "bo\xe2\x80\x8b" "b", "bo\xe2\x80\x8c" "b", "bo\xe2\x80\x8d" "b", "bob\xe2\x80\x8e",
  "\xe2\x80\xae" "bob", "\xe2\x81\xa6" "bob\xe2\x81\xa9", "\xef\xbb\xbf" "bob", "bo\xc2\xad" "b",
  "bob\xc2\xa0", "bob\xe3\x85\xa4", "bob\xef\xb8\x8f", "bob\xf3\xa0\x81\xa1", "bob\xe2\x80\xa8",
  /* not UTF-8 */
  "bob\xff", "b\xc3" "b", "\xc0\xae\xc0\xae", "bo\x80" "b", "bob\xed\xa0\x80", "b\xe9" "b",
};

static void
test_list (void)
{
  g_assert_cmpuint (G_N_ELEMENTS (good) + G_N_ELEMENTS (bad), >=, 200);
  for (gsize i = 0; i < G_N_ELEMENTS (good); i++)
    if (!motus_name_is_valid (good[i]))
      g_error ("refused: %s", good[i]);
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    if (motus_name_is_valid (bad[i]))
      g_error ("taken: %s", bad[i]);
}

/* In a name of any length and in any place only these characters stand. */
static void
test_every_character (void)
{
  for (guint c = 1; c < 256; c++)
    for (gsize i = 0; i < 5; i++)
      {
        char name[] = "abcde";
        gboolean inside = i > 0 && i < 4;
        name[i] = (char) c;
        gboolean expected = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')
                            || (inside && (c == '.' || c == '_' || c == '-'));
        g_assert_cmpint (motus_name_is_valid (name), ==, expected);
      }
}

static void
test_room_name (void)
{
  static const char *const rooms[] = {
    "", "a", "The Room", "été", "李小龙", "محمد", "😀 🇫🇷 ❤️", "a/b\\c\"'<>&%", "  ",
    "0123456789012345678901234567890123456789012345678901234567890123",
  };
  static const char *const refused[] = {
    "0123456789012345678901234567890123456789012345678901234567890123x", "a\nb", "\x1b[0m", "\x7f",
    "a\xc2\x80" "b", "\xe2\x80\xae" "gnp", "a\xe2\x80\x8b", "\xe2\x80\xa8", "\xe2\x80\xa9",
    "\xef\xbb\xbf" "a", "\xf3\xa0\x80\xa0", "\xe2\x81\xa0", "\xff", "\xc3", "\xed\xa0\x80",
    "ééééééééééééééééééééééééééééééééé",
  };
  for (gsize i = 0; i < G_N_ELEMENTS (rooms); i++)
    g_assert_true (motus_room_name_is_valid (rooms[i]));
  for (gsize i = 0; i < G_N_ELEMENTS (refused); i++)
    g_assert_false (motus_room_name_is_valid (refused[i]));
}

static void
test_id (void)
{
  guint8 id[MOTUS_ID_SIZE], back[MOTUS_ID_SIZE];
  for (gsize i = 0; i < sizeof id; i++)
    id[i] = (guint8) (i * 17 + 5);
  g_autofree char *text = motus_id_format (id);
  g_assert_cmpstr (text, ==, "05162738495a6b7c8d9eafc0d1e2f304");
  g_assert_true (motus_id_parse (text, back));
  g_assert_cmpmem (back, sizeof back, id, sizeof id);
}

static void
test_not_an_id (void)
{
  static const char proper[] = "05162738495a6b7c8d9eafc0d1e2f304";
  guint8 out[MOTUS_ID_SIZE], before[MOTUS_ID_SIZE];
  memset (out, 0xee, sizeof out);
  memcpy (before, out, sizeof out);

  for (gsize len = 0; len < MOTUS_ID_LENGTH; len++)
    {
      g_autofree char *cut = g_strndup (proper, len);
      g_assert_false (motus_id_parse (cut, out));
    }
  for (gsize i = 0; i < MOTUS_ID_LENGTH; i++)
    for (const char *c = "ABCDEFGgG/:@`xX .-+%\x01\xff"; *c != '\0'; c++)
      {
        g_autofree char *changed = g_strdup (proper);
        changed[i] = *c;
        g_assert_false (motus_id_parse (changed, out));
      }
  g_assert_false (motus_id_parse ("05162738495a6b7c8d9eafc0d1e2f3040", out));
  g_assert_false (motus_id_parse ("05162738495a6b7c8d9eafc0d1e2f304 ", out));
  g_assert_cmpmem (out, sizeof out, before, sizeof before);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/name/list", test_list);
  g_test_add_func ("/name/every-character", test_every_character);
  g_test_add_func ("/name/room-name", test_room_name);
  g_test_add_func ("/name/id", test_id);
  g_test_add_func ("/name/not-an-id", test_not_an_id);
  return g_test_run ();
}
