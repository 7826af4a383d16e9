/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motus-base64.h"

#include "motus-secret.h"

#include <string.h>

typedef struct {
  const char *alphabet;
  gboolean padded;
} Variant;

static const Variant standard = {
  "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/", TRUE,
};
static const Variant for_addresses = {
  "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_", FALSE,
};

/* What is encoded may be a key: no table is indexed by it or by a character of it. */
static guint
mask_in_range (guint value, guint first, guint last)
{
  return (((first - 1 - value) & (value - last - 1)) >> 8) & 0xff;
}

static inline int
value_of (const Variant *variant, guint8 c)
{
  guint value = (mask_in_range (c, 'A', 'Z') & (c - 'A' + 1))
                | (mask_in_range (c, 'a', 'z') & (c - 'a' + 27))
                | (mask_in_range (c, '0', '9') & (c - '0' + 53))
                | (mask_in_range (c, (guint8) variant->alphabet[62], (guint8) variant->alphabet[62])
                   & 63)
                | (mask_in_range (c, (guint8) variant->alphabet[63], (guint8) variant->alphabet[63])
                   & 64);
  return (int) value - 1;
}

static char
character_of (const Variant *variant, guint value)
{
  guint c = (mask_in_range (value, 0, 25) & (value + 'A'))
            | (mask_in_range (value, 26, 51) & (value - 26 + 'a'))
            | (mask_in_range (value, 52, 61) & (value - 52 + '0'))
            | (mask_in_range (value, 62, 62) & (guint8) variant->alphabet[62])
            | (mask_in_range (value, 63, 63) & (guint8) variant->alphabet[63]);
  return (char) c;
}

static char *
encode (const Variant *variant, const guint8 *data, gsize len)
{
  g_return_val_if_fail (len <= G_MAXSIZE / 2, NULL);

  char *text = g_malloc ((len + 2) / 3 * 4 + 1);
  char *end = text;
  for (gsize i = 0; i < len; i += 3)
    {
      gsize here = MIN (len - i, 3);
      guint group = (guint) data[i] << 16;
      if (here > 1)
        group |= (guint) data[i + 1] << 8;
      if (here > 2)
        group |= data[i + 2];
      for (gsize k = 0; k < 4; k++)
        {
          if (k <= here)
            *end++ = character_of (variant, group >> (18 - 6 * k) & 63);
          else if (variant->padded)
            *end++ = '=';
        }
    }
  *end = '\0';
  return text;
}

/* How many characters of @text carry data, and how many bytes those make. */
static gboolean
measure (const Variant *variant, const char *text, gsize len, gsize *characters, gsize *decoded)
{
  gsize padding = 0;
  if (variant->padded)
    {
      if (len % 4 != 0)
        return FALSE;
      while (padding < 2 && padding < len && text[len - 1 - padding] == '=')
        padding++;
    }
  gsize carrying = len - padding;
  if (carrying % 4 == 1 || (variant->padded && (carrying + padding) % 4 != 0))
    return FALSE;
  if (variant->padded && padding > 0 && carrying % 4 == 0)
    return FALSE;
  *characters = carrying;
  *decoded = carrying / 4 * 3 + (carrying % 4 > 0 ? carrying % 4 - 1 : 0);
  return TRUE;
}

#define LANES 16
typedef guint8 Lanes __attribute__ ((vector_size (LANES)));
typedef gint8 LanesMask __attribute__ ((vector_size (LANES)));

/* All bits set in the place of each character of the alphabet. Like value_of(), but many at a
 * time: texts that are only passed on are checked at every hop. */
static LanesMask
mask_of_alphabet (const Variant *variant, Lanes c)
{
  return ((c >= 'A') & (c <= 'Z')) | ((c >= 'a') & (c <= 'z')) | ((c >= '0') & (c <= '9'))
         | (c == (guint8) variant->alphabet[62]) | (c == (guint8) variant->alphabet[63]);
}

static gboolean
all_in_alphabet (const Variant *variant, const char *text, gsize len)
{
  static const LanesMask every = { -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1 };
  LanesMask good = every;
  int worst = 0;

  for (; len >= LANES; len -= LANES, text += LANES)
    {
      Lanes lanes;
      memcpy (&lanes, text, LANES);
      good &= mask_of_alphabet (variant, lanes);
    }
  for (gsize i = 0; i < len; i++)
    worst |= value_of (variant, (guint8) text[i]);
  return worst >= 0 && memcmp (&good, &every, LANES) == 0;
}

/* Whether the last group of @characters has no bit set that makes no whole byte. */
static gboolean
ends_clean (const Variant *variant, const char *text, gsize characters)
{
  gsize here = characters % 4;
  if (here == 0)
    return TRUE;
  guint last = (guint) value_of (variant, (guint8) text[characters - 1]);
  return (last & (here == 2 ? 15 : 3)) == 0;
}

static gboolean
check (const Variant *variant, const char *text, gsize characters)
{
  return all_in_alphabet (variant, text, characters) && ends_clean (variant, text, characters);
}

static gboolean
decode_into (const Variant *variant, const char *text, gsize characters, guint8 *out)
{
  int worst = 0;
  guint left_over = 0;
  for (gsize i = 0; i < characters; i += 4)
    {
      gsize here = MIN (characters - i, 4);
      guint group = 0;
      for (gsize k = 0; k < here; k++)
        {
          int value = value_of (variant, (guint8) text[i + k]);
          worst |= value;
          group |= ((guint) value & 63) << (18 - 6 * k);
        }
      gsize bytes = here - 1;
      if (bytes < 3)
        left_over |= group & ((1u << (8 * (3 - bytes))) - 1);
      for (gsize k = 0; k < bytes; k++)
        *out++ = (guint8) (group >> (16 - 8 * k));
    }
  return worst >= 0 && left_over == 0;
}

static GBytes *
decode (const Variant *variant, const char *text, gsize max)
{
  gsize characters, len;
  if (!measure (variant, text, strlen (text), &characters, &len) || len > max)
    return NULL;

  guint8 *data = g_malloc (MAX (len, 1));
  if (!decode_into (variant, text, characters, data))
    {
      motus_wipe (data, len);
      g_free (data);
      return NULL;
    }
  return g_bytes_new_take (data, len);
}

static gboolean
decode_exact (const Variant *variant, const char *text, void *out, gsize len)
{
  gsize characters, found;
  if (!measure (variant, text, strlen (text), &characters, &found) || found != len)
    return FALSE;
  return check (variant, text, characters) && decode_into (variant, text, characters, out);
}

char *
motus_base64_encode (const void *data, gsize len)
{
  return encode (&standard, data, len);
}

GBytes *
motus_base64_decode (const char *text, gsize max)
{
  return decode (&standard, text, max);
}

gboolean
motus_base64_decode_exact (const char *text, void *out, gsize len)
{
  return decode_exact (&standard, text, out, len);
}

char *
motus_base64url_encode (const void *data, gsize len)
{
  return encode (&for_addresses, data, len);
}

GBytes *
motus_base64url_decode (const char *text, gsize max)
{
  return decode (&for_addresses, text, max);
}

gboolean
motus_base64url_decode_exact (const char *text, void *out, gsize len)
{
  return decode_exact (&for_addresses, text, out, len);
}

gboolean
motus_base64_measure (const char *text, gsize len, gsize *decoded)
{
  gsize characters, found;
  if (!measure (&standard, text, len, &characters, &found)
      || !check (&standard, text, characters))
    return FALSE;
  *decoded = found;
  return TRUE;
}
