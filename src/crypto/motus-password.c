/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motus-password.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* RFC 8265, section 4.2.2: what looks like a space is one; nothing is done about case or width. */
static gboolean
map_characters (const char *text, GString *mapped)
{
  for (const char *c = text; *c != '\0'; c = g_utf8_next_char (c))
    {
      gunichar character = g_utf8_get_char (c);
      if (g_unichar_type (character) == G_UNICODE_CONTROL)
        return FALSE;
      if (g_unichar_type (character) == G_UNICODE_SPACE_SEPARATOR)
        character = ' ';
      g_string_append_unichar (mapped, character);
    }
  return TRUE;
}

static const char *
find_fault (const char *text)
{
  gsize len = strnlen (text, MOTUS_PASSWORD_MAX + 1);
  if (len == 0)
    return _("The password is empty. Type one.");
  if (len > MOTUS_PASSWORD_MAX)
    return _("The password is too long. Choose one of at most 1,024 bytes.");
  if (!g_utf8_validate (text, (gssize) len, NULL))
    return _("The password is not text in UTF-8. Check the keyboard or the file it comes from.");
  return NULL;
}

static MotusSecret *
take_normalised (const char *mapped)
{
  char *normal = g_utf8_normalize (mapped, -1, G_NORMALIZE_NFC);
  if (normal == NULL)
    return NULL;

  MotusSecret *password = motus_secret_new_text (normal);
  motus_wipe (normal, strlen (normal));
  g_free (normal);
  return password;
}

MotusSecret *
motus_password_prepare (const char *text, GError **error)
{
  const char *fault = find_fault (text);
  if (fault != NULL)
    {
      g_set_error_literal (error, MOTUS_CRYPTO_ERROR, MOTUS_CRYPTO_ERROR_BAD_ARGUMENT, fault);
      return NULL;
    }

  /* Room for everything from the start: growing would leave copies behind. Mapping never makes a
   * text longer. */
  GString *mapped = g_string_sized_new (MOTUS_PASSWORD_MAX + 1);
  g_autoptr (MotusSecret) password = NULL;
  if (map_characters (text, mapped))
    password = take_normalised (mapped->str);
  motus_wipe (mapped->str, mapped->allocated_len);
  g_string_free (mapped, TRUE);

  if (password == NULL)
    g_set_error_literal (error, MOTUS_CRYPTO_ERROR, MOTUS_CRYPTO_ERROR_BAD_ARGUMENT,
                         _("The password holds a character that cannot be typed, such as a line "
                           "break. Leave it out."));
  else if (motus_secret_length (password) > MOTUS_PASSWORD_MAX)
    {
      g_clear_pointer (&password, motus_secret_free);
      g_set_error_literal (error, MOTUS_CRYPTO_ERROR, MOTUS_CRYPTO_ERROR_BAD_ARGUMENT,
                           _("The password is too long. Choose one of at most 1,024 bytes."));
    }
  return g_steal_pointer (&password);
}
