/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motus-client.h"

#include <math.h>
#include <string.h>

/* Guesses are counted in bits. Below each of these a password is rated one less; the last is what a
 * guesser who has the key file cannot reach, Argon2id being what each guess costs. */
static const double steps[] = { 20, 32, 45, 60 };

/* What many people choose; each is worth the few bits of its place in such a list. */
static const char *const common[] = {
  "password", "passwort", "motdepasse", "azerty", "qwerty", "qwertz", "letmein", "welcome",
  "bonjour", "soleil", "iloveyou", "jetaime", "admin", "monkey", "dragon", "football", "baseball",
  "master", "shadow", "sunshine", "princess", "secret", "hello", "doudou", "loulou", "chouchou",
  "marseille", "summer", "winter", "spring", "autumn", "asdfgh", "zxcvbn", "motus", "test",
};
#define COMMON_BITS 6

static guint
alphabet_of (gunichar c)
{
  if (c >= '0' && c <= '9')
    return 10;
  if (g_unichar_islower (c) && c < 128)
    return 26;
  if (g_unichar_isupper (c) && c < 128)
    return 26;
  return c < 128 ? 33 : 100;
}

/* The letters and digits a common spelling stands for: "P4ssw0rd" is "password". */
static char *
simplify (const char *text)
{
  char *simple = g_utf8_casefold (text, -1);

  g_strdelimit (simple, "@4", 'a');
  g_strdelimit (simple, "0", 'o');
  g_strdelimit (simple, "3", 'e');
  g_strdelimit (simple, "$5", 's');
  return g_strdelimit (simple, "1!", 'i');
}

static const char *
find_common (const char *simple, const char *name, gsize *len)
{
  const char *at;

  if (*name != '\0' && (at = strstr (simple, name)) != NULL)
    {
      *len = strlen (name);
      return at;
    }
  for (gsize i = 0; i < G_N_ELEMENTS (common); i++)
    if ((at = strstr (simple, common[i])) != NULL)
      {
        *len = strlen (common[i]);
        return at;
      }
  return NULL;
}

/* Each common part counts for a few bits only and is taken out. */
static char *
take_out_common (const char *password, const char *name, double *bits)
{
  g_autofree char *simple = simplify (password);
  g_autofree char *simple_name = simplify (name);
  GString *rest = g_string_new (simple);
  gsize len;
  const char *at;

  if (strlen (simple) != strlen (password))
    {
      g_string_free (rest, TRUE);
      return g_strdup (password);
    }
  g_string_assign (rest, password);
  while ((at = find_common (simple, simple_name, &len)) != NULL)
    {
      g_string_erase (rest, at - simple, (gssize) len);
      memmove ((char *) at, at + len, strlen (at + len) + 1);
      *bits += COMMON_BITS;
    }
  return g_string_free (rest, FALSE);
}

/* A character that repeats or continues a run ("aaaa", "1234") tells a guesser little. */
static double
weigh (gunichar before, gunichar c, double full)
{
  gint64 step = (gint64) c - (gint64) before;

  return step >= -1 && step <= 1 ? 1 : full;
}

static double
count_bits (const char *text)
{
  gunichar before = 0;
  double bits = 0;
  guint alphabets = 0, seen = 0;

  for (const char *at = text; *at != '\0'; at = g_utf8_next_char (at))
    {
      guint alphabet = alphabet_of (g_utf8_get_char (at));
      guint mark = alphabet == 26 && g_unichar_isupper (g_utf8_get_char (at)) ? 27 : alphabet;
      if ((seen & (1u << (mark % 31))) == 0)
        alphabets += alphabet;
      seen |= 1u << (mark % 31);
    }
  for (const char *at = text; *at != '\0'; at = g_utf8_next_char (at))
    {
      /* People do not choose at random: a fifth less than the alphabet would give. */
      bits += weigh (before, g_utf8_get_char (at), log2 (MAX (alphabets, 2)) * 0.8);
      before = g_utf8_get_char (at);
    }
  return bits;
}

guint
motus_client_rate_password (const char *password, const char *name)
{
  double bits = 0;
  guint rating = 0;

  if (!g_utf8_validate (password, -1, NULL) || strlen (password) > 1024)
    return 0;
  g_autofree char *rest = take_out_common (password, name != NULL ? name : "", &bits);
  bits += count_bits (rest);
  for (gsize i = 0; i < G_N_ELEMENTS (steps); i++)
    rating += bits >= steps[i];
  return rating;
}
