/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motus-json-guard.h"

#include "motus-wire-error.h"

#include <stdlib.h>
#include <string.h>

/* Recursive descent, at most MOTUS_JSON_DEPTH_MAX deep. The names of the members of every object
 * that is still open stand on one stack, each object's on top of those of the object around it;
 * when an object ends its names are compared and taken off. */

#define NAMES_MAX (MOTUS_JSON_DEPTH_MAX * MOTUS_JSON_MEMBERS_MAX + MOTUS_JSON_KEYS_MAX)
#define INTEGER_MAX ((G_GINT64_CONSTANT (1) << 53) - 1)

typedef struct {
  const char *start, *end;
  guint32 hash;                 /* of the characters it stands for */
} Name;

typedef struct {
  const char *at, *end;
  const char *fault;            /* the rule that was broken at @at */
  guint depth;
  gsize n_names;
  MotusJsonMember *members;     /* of the outermost object */
  gsize n_members;
  Name names[NAMES_MAX];
} Guard;

static gboolean scan_value (Guard *guard, gsize members_max);

static gboolean
fail (Guard *guard, const char *fault)
{
  guard->fault = fault;
  return FALSE;
}

/* The character at the present place; NUL, which no rule allows, at the end. */
static char
peek (const Guard *guard)
{
  return guard->at < guard->end ? *guard->at : '\0';
}

static void
skip_space (Guard *guard)
{
  while (guard->at < guard->end
         && (*guard->at == ' ' || *guard->at == '\t' || *guard->at == '\n' || *guard->at == '\r'))
    guard->at++;
}

static gboolean
scan_unit (Guard *guard, gunichar *unit)
{
  if (guard->end - guard->at < 6 || guard->at[0] != '\\' || guard->at[1] != 'u')
    return fail (guard, "a whole escape is needed");
  gunichar value = 0;
  for (gsize i = 2; i < 6; i++)
    {
      int digit = g_ascii_xdigit_value (guard->at[i]);
      if (digit < 0)
        return fail (guard, "four hexadecimal digits are needed");
      value = value << 4 | (gunichar) digit;
    }
  guard->at += 6;
  *unit = value;
  return TRUE;
}

static gboolean
scan_unicode_escape (Guard *guard)
{
  gunichar unit, low;
  if (!scan_unit (guard, &unit))
    return FALSE;
  if (unit == 0)
    return fail (guard, "NUL is not allowed");
  if (unit >= 0xdc00 && unit <= 0xdfff)
    return fail (guard, "a lone surrogate is not allowed");
  if (unit >= 0xd800 && unit <= 0xdbff)
    {
      if (!scan_unit (guard, &low))
        return FALSE;
      if (low < 0xdc00 || low > 0xdfff)
        return fail (guard, "a lone surrogate is not allowed");
    }
  return TRUE;
}

static gboolean
scan_escape (Guard *guard)
{
  if (guard->end - guard->at < 2)
    return fail (guard, "a whole escape is needed");
  if (guard->at[1] == 'u')
    return scan_unicode_escape (guard);
  if (guard->at[1] == '\0' || strchr ("\"\\/bfnrt", guard->at[1]) == NULL)
    return fail (guard, "no such escape");
  guard->at += 2;
  return TRUE;
}

static gboolean
scan_utf8 (Guard *guard)
{
  gunichar c = g_utf8_get_char_validated (guard->at, guard->end - guard->at);
  if (c == (gunichar) -1 || c == (gunichar) -2)
    return fail (guard, "valid UTF-8 is needed");
  guard->at = g_utf8_next_char (guard->at);
  return TRUE;
}

/* ASCII that stands for itself in a string. */
static gboolean
is_plain (guint8 c)
{
  return c >= 0x20 && c < 0x80 && c != '"' && c != '\\';
}

/* Most of a header is base64: it is passed over many characters at a time. */
#define LANES 16
typedef guint8 Lanes __attribute__ ((vector_size (LANES)));
typedef guint64 Halves __attribute__ ((vector_size (LANES)));

static gboolean
are_plain (const char *at)
{
  Lanes c;
  memcpy (&c, at, LANES);
  Halves plain = (Halves) ((c >= 0x20) & (c < 0x80) & (c != '"') & (c != '\\'));
  return (plain[0] & plain[1]) == G_MAXUINT64;
}

static void
skip_plain (Guard *guard)
{
  while (guard->end - guard->at >= LANES && are_plain (guard->at))
    guard->at += LANES;
  while (guard->at < guard->end && is_plain ((guint8) *guard->at))
    guard->at++;
}

static gboolean
scan_string (Guard *guard)
{
  if (peek (guard) != '"')
    return fail (guard, "a string is needed");
  guard->at++;
  for (;;)
    {
      skip_plain (guard);
      if (guard->at == guard->end)
        return fail (guard, "the text is cut short");

      guint8 c = (guint8) *guard->at;
      if (c == '"')
        break;
      if (c < 0x20)
        return fail (guard, "a control character must be escaped");
      if (!(c == '\\' ? scan_escape (guard) : scan_utf8 (guard)))
        return FALSE;
    }
  guard->at++;
  return TRUE;
}

static gboolean
scan_number (Guard *guard)
{
  gboolean negative = peek (guard) == '-';
  if (negative)
    guard->at++;
  if (!g_ascii_isdigit (peek (guard)))
    return fail (guard, "a value is needed");

  gboolean zero = peek (guard) == '0';
  gint64 sum = 0;
  const char *start = guard->at;
  for (; g_ascii_isdigit (peek (guard)); guard->at++)
    {
      sum = sum * 10 + (*guard->at - '0');
      if (sum > INTEGER_MAX)
        return fail (guard, "the number is too large");
    }
  if (zero && (negative || guard->at - start > 1))
    return fail (guard, "a number must not begin with 0");
  if (peek (guard) == '.' || peek (guard) == 'e' || peek (guard) == 'E')
    return fail (guard, "a number must be an integer");
  return TRUE;
}

static gboolean
scan_word (Guard *guard, const char *word)
{
  gsize len = strlen (word);
  if ((gsize) (guard->end - guard->at) < len || memcmp (guard->at, word, len) != 0)
    return fail (guard, "a value is needed");
  guard->at += len;
  return TRUE;
}

static gboolean
scan_array (Guard *guard)
{
  gsize count = 0;
  guard->at++;
  skip_space (guard);
  if (peek (guard) == ']')
    {
      guard->at++;
      return TRUE;
    }
  for (;;)
    {
      if (++count > MOTUS_JSON_ELEMENTS_MAX)
        return fail (guard, "an array has too many elements");
      if (!scan_value (guard, MOTUS_JSON_MEMBERS_MAX))
        return FALSE;
      skip_space (guard);
      if (peek (guard) != ',')
        break;
      guard->at++;
      skip_space (guard);
    }
  if (peek (guard) != ']')
    return fail (guard, "a comma or a closing bracket is needed");
  guard->at++;
  return TRUE;
}

static guint32
hash_name (const char *at, const char *end)
{
  guint32 hash = 2166136261u;
  while (at < end)
    hash = (hash ^ motus_json_next_char (&at)) * 16777619u;
  return hash;
}

static int
compare_names (const void *a, const void *b)
{
  const Name *one = a, *other = b;
  if (one->hash != other->hash)
    return one->hash < other->hash ? -1 : 1;

  const char *x = one->start, *y = other->start;
  while (x < one->end && y < other->end)
    {
      gunichar c = motus_json_next_char (&x), d = motus_json_next_char (&y);
      if (c != d)
        return c < d ? -1 : 1;
    }
  return (x < one->end) - (y < other->end);
}

/* Comparing all pairs is the fastest for the few members that most objects have. */
static gboolean
names_differ (Name *names, gsize count)
{
  if (count > MOTUS_JSON_MEMBERS_MAX)
    {
      qsort (names, count, sizeof *names, compare_names);
      for (gsize i = 1; i < count; i++)
        if (compare_names (&names[i - 1], &names[i]) == 0)
          return FALSE;
      return TRUE;
    }
  for (gsize i = 1; i < count; i++)
    for (gsize k = 0; k < i; k++)
      if (names[i].hash == names[k].hash && compare_names (&names[i], &names[k]) == 0)
        return FALSE;
  return TRUE;
}

static gsize
members_allowed (const Guard *guard, const MotusJsonMember *member)
{
  if (guard->depth == 1
      && (motus_json_text_equal (member->name, member->name_len, "keys")
          || motus_json_text_equal (member->name, member->name_len, "signing_keys")))
    return MOTUS_JSON_KEYS_MAX;
  return MOTUS_JSON_MEMBERS_MAX;
}

static gboolean
scan_member (Guard *guard, MotusJsonMember *member)
{
  const char *start = guard->at + 1;
  if (!scan_string (guard))
    return FALSE;
  const char *end = guard->at - 1;
  guard->names[guard->n_names++] = (Name) { start, end, hash_name (start, end) };
  member->name = start;
  member->name_len = (gsize) (end - start);

  skip_space (guard);
  if (peek (guard) != ':')
    return fail (guard, "a colon is needed");
  guard->at++;
  skip_space (guard);
  member->value = guard->at;
  if (!scan_value (guard, members_allowed (guard, member)))
    return FALSE;
  member->value_len = (gsize) (guard->at - member->value);
  return TRUE;
}

static gboolean
scan_members (Guard *guard, gsize members_max)
{
  for (gsize count = 1;; count++)
    {
      MotusJsonMember member;
      if (count > members_max)
        return fail (guard, "an object has too many members");
      if (!scan_member (guard, &member))
        return FALSE;
      if (guard->depth == 1 && guard->members != NULL)
        guard->members[guard->n_members++] = member;
      skip_space (guard);
      if (peek (guard) != ',')
        break;
      guard->at++;
      skip_space (guard);
    }
  if (peek (guard) != '}')
    return fail (guard, "a comma or a closing brace is needed");
  return TRUE;
}

static gboolean
scan_object (Guard *guard, gsize members_max)
{
  gsize first = guard->n_names;
  guard->at++;
  skip_space (guard);
  if (peek (guard) != '}' && !scan_members (guard, members_max))
    return FALSE;
  if (!names_differ (&guard->names[first], guard->n_names - first))
    return fail (guard, "an object names a member twice");
  guard->n_names = first;
  guard->at++;
  return TRUE;
}

static gboolean
scan_nested (Guard *guard, gsize members_max)
{
  if (guard->depth == MOTUS_JSON_DEPTH_MAX)
    return fail (guard, "objects and arrays are nested too deeply");
  guard->depth++;
  if (!(peek (guard) == '{' ? scan_object (guard, members_max) : scan_array (guard)))
    return FALSE;
  guard->depth--;
  return TRUE;
}

static gboolean
scan_value (Guard *guard, gsize members_max)
{
  switch (peek (guard))
    {
    case '"':
      return scan_string (guard);
    case '{':
    case '[':
      return scan_nested (guard, members_max);
    case 't':
      return scan_word (guard, "true");
    case 'f':
      return scan_word (guard, "false");
    case 'n':
      return scan_word (guard, "null");
    default:
      return scan_number (guard);
    }
}

static gboolean
scan_text (Guard *guard)
{
  skip_space (guard);
  if (peek (guard) != '{')
    return fail (guard, "an object is needed");
  if (!scan_value (guard, MOTUS_JSON_MEMBERS_MAX))
    return FALSE;
  skip_space (guard);
  if (guard->at < guard->end)
    return fail (guard, "nothing may follow the object");
  return TRUE;
}

gboolean
motus_json_guard_index (const char *text, gsize len,
                        MotusJsonMember members[MOTUS_JSON_MEMBERS_MAX], gsize *n_members,
                        GError **error)
{
  Guard guard;
  guard.at = text;
  guard.end = text + len;
  guard.fault = NULL;
  guard.depth = 0;
  guard.n_names = 0;
  guard.members = members;
  guard.n_members = 0;

  if (!scan_text (&guard))
    {
      g_set_error (error, MOTUS_WIRE_ERROR, MOTUS_WIRE_ERROR_BAD_FRAME,
                   "The header of a frame breaks a rule at byte %" G_GSIZE_FORMAT ": %s.",
                   (gsize) (guard.at - text), guard.fault);
      return FALSE;
    }
  if (n_members != NULL)
    *n_members = guard.n_members;
  return TRUE;
}

gboolean
motus_json_guard_check (const char *text, gsize len, GError **error)
{
  return motus_json_guard_index (text, len, NULL, NULL, error);
}
