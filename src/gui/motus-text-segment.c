/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motus-text-segment.h"

#include <gio/gio.h>
#include <string.h>

#define LINK_MAX_BYTES 2048
#define NAME_MIN_CHARS 3
#define NAME_MAX_CHARS 32

static const char *const schemes[] = { "https://", "http://", "mailto:", "motus://" };

static gboolean
is_web_link (const char *uri)
{
  g_autofree char *userinfo = NULL, *host = NULL;

  return g_uri_split (uri, G_URI_FLAGS_NONE, NULL, &userinfo, &host, NULL, NULL, NULL, NULL, NULL)
         && userinfo == NULL && host != NULL && *host != '\0';
}

/* Some mail programs attach a file that a link names: such a link is none. */
static gboolean
is_mail_link (const char *uri)
{
  g_autofree char *lower = g_ascii_strdown (uri, -1);
  const char *address = lower + strlen ("mailto:");
  const char *at = strchr (address, '@');

  return at != NULL && at > address && g_ascii_isalnum (at[1]) && strstr (lower, "attach") == NULL && strchr (lower, '%') == NULL;
}

gboolean
motus_text_is_link (const char *uri)
{
  if (strlen (uri) > LINK_MAX_BYTES || !g_utf8_validate (uri, -1, NULL))
    return FALSE;
  for (const char *p = uri; *p; p++)
    if ((guchar) *p <= 0x20 || *p == 0x7f)
      return FALSE;
  if (g_ascii_strncasecmp (uri, "https://", 8) == 0 || g_ascii_strncasecmp (uri, "http://", 7) == 0)
    return is_web_link (uri);
  if (g_ascii_strncasecmp (uri, "mailto:", 7) == 0)
    return is_mail_link (uri);
  return g_ascii_strncasecmp (uri, "motus://", 8) == 0 && g_ascii_isgraph (uri[8]);
}

char *
motus_text_describe_link (const char *uri)
{
  g_autofree char *host = NULL;

  if (g_ascii_strncasecmp (uri, "mailto:", 7) == 0)
    return g_strndup (uri + 7, strcspn (uri + 7, "?"));
  if (!g_uri_split (uri, G_URI_FLAGS_NONE, NULL, NULL, &host, NULL, NULL, NULL, NULL, NULL) || host == NULL)
    return g_strdup (uri);
  char *ascii = g_hostname_to_ascii (host);
  return ascii ? ascii : g_steal_pointer (&host);
}

/* Ends a link: space, quotes, brackets of markup, whatever is not seen or reorders. */
static gboolean
ends_link (gunichar c)
{
  return c <= 0x20 || c == 0x7f || strchr ("<>\"`|\\^{}", (int) MIN (c, 0x7f)) != NULL || g_unichar_isspace (c)
         || g_unichar_iscntrl (c) || g_unichar_type (c) == G_UNICODE_FORMAT || c == 0xfffd;
}

static gsize
count_byte (const char *start, const char *end, char byte)
{
  gsize count = 0;

  for (; start < end; start++)
    count += *start == byte;
  return count;
}

/* The full stop behind a link, and the bracket around it, are the sentence's. */
static const char *
trim_link (const char *start, const char *end)
{
  while (end > start)
    {
      const char *last = g_utf8_prev_char (end);
      gunichar c = g_utf8_get_char (last);
      if (c == ')' && count_byte (start, end, '(') >= count_byte (start, end, ')'))
        break;
      if (c == ']' && count_byte (start, end, '[') >= count_byte (start, end, ']'))
        break;
      if (c == '/' || c == '=' || c == '#' || c == '-' || c == '_' || c == '&' || c == '+' || c == '~' || c == '%' || c == '*'
          || c == '$' || c == '@' || !g_unichar_ispunct (c))
        break;
      end = last;
    }
  return end;
}

/* How many bytes of a link begin at @start; 0 if none does. */
static gsize
match_link (const char *start)
{
  const char *end = start;

  for (gsize i = 0; i < G_N_ELEMENTS (schemes) && end == start; i++)
    if (g_ascii_strncasecmp (start, schemes[i], strlen (schemes[i])) == 0)
      end += strlen (schemes[i]);
  if (end == start)
    return 0;
  while (*end && end - start <= LINK_MAX_BYTES && !ends_link (g_utf8_get_char (end)))
    end = g_utf8_next_char (end);
  end = trim_link (start, end);
  g_autofree char *uri = g_strndup (start, (gsize) (end - start));
  return motus_text_is_link (uri) ? (gsize) (end - start) : 0;
}

static gboolean
is_name_char (char c)
{
  return g_ascii_isalnum (c) || c == '.' || c == '_' || c == '-';
}

/* How many bytes of "@name" begin at @start; 0 if none does. */
static gsize
match_mention (const char *start)
{
  gsize len = 0;

  if (*start != '@' || !g_ascii_isalnum (start[1]))
    return 0;
  while (is_name_char (start[1 + len]))
    len++;
  while (len > 0 && !g_ascii_isalnum (start[len]))
    len--;
  return len >= NAME_MIN_CHARS && len <= NAME_MAX_CHARS ? len + 1 : 0;
}

static gboolean
begins_word (const char *text, const char *p)
{
  if (p == text)
    return TRUE;
  gunichar before = g_utf8_get_char (g_utf8_prev_char (p));
  return !g_unichar_isalnum (before) && before != '_' && before != '@' && before != '/';
}

static void
add_segment (GArray *segments, MotusSegmentKind kind, gsize start, gsize len, gboolean mine)
{
  MotusTextSegment segment = { .kind = kind, .start = start, .end = start + len, .mine = mine };

  g_array_append_val (segments, segment);
}

static gboolean
is_own_name (const char *name, gsize len, const char *own_name)
{
  return own_name != NULL && strlen (own_name) == len && g_ascii_strncasecmp (name, own_name, len) == 0;
}

GArray *
motus_text_find_segments (const char *text, const char *own_name)
{
  GArray *segments = g_array_new (FALSE, FALSE, sizeof (MotusTextSegment));
  const char *p = text;

  while (*p && segments->len < MOTUS_TEXT_SEGMENTS_MAX)
    {
      gboolean candidate = strchr ("hHmM@", *p) != NULL && begins_word (text, p);
      gsize link = candidate ? match_link (p) : 0;
      gsize mention = candidate && link == 0 ? match_mention (p) : 0;
      if (link > 0)
        add_segment (segments, MOTUS_SEGMENT_LINK, (gsize) (p - text), link, FALSE);
      else if (mention > 0)
        add_segment (segments, MOTUS_SEGMENT_MENTION, (gsize) (p - text), mention, is_own_name (p + 1, mention - 1, own_name));
      p = link + mention > 0 ? p + link + mention : g_utf8_next_char (p);
    }
  return segments;
}

static void
append_escaped (GString *markup, const char *text, gsize len)
{
  g_autofree char *escaped = g_markup_escape_text (text, (gssize) len);

  g_string_append (markup, escaped);
}

static void
append_link (GString *markup, const char *text, gsize len)
{
  g_autofree char *uri = g_strndup (text, len);
  g_autofree char *where = motus_text_describe_link (uri);
  /* The label shows a link's title in a tooltip, as markup once more. */
  g_autofree char *title = g_markup_escape_text (where, -1);

  g_string_append (markup, "<a href=\"");
  append_escaped (markup, uri, len);
  g_string_append (markup, "\" title=\"");
  append_escaped (markup, title, strlen (title));
  g_string_append (markup, "\">");
  append_escaped (markup, uri, len);
  g_string_append (markup, "</a>");
}

char *
motus_text_make_markup (const char *text, GArray *segments)
{
  g_autoptr (GString) markup = g_string_new (NULL);
  gsize done = 0;

  for (guint i = 0; i < segments->len; i++)
    {
      const MotusTextSegment *segment = &g_array_index (segments, MotusTextSegment, i);
      if (segment->kind != MOTUS_SEGMENT_LINK)
        continue;
      append_escaped (markup, text + done, segment->start - done);
      append_link (markup, text + segment->start, segment->end - segment->start);
      done = segment->end;
    }
  if (done == 0)
    return NULL;
  append_escaped (markup, text + done, strlen (text) - done);
  return g_string_free (g_steal_pointer (&markup), FALSE);
}
