/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motus-sender-colour.h"

/* In the order of the avatar's own colours, which are picked by the same hash. */
static const struct {
  MotusSenderColour light, dark;
} colours[MOTUS_SENDER_COLOURS] = {
  { { 0x1a, 0x5f, 0xb4 }, { 0x99, 0xc1, 0xf1 } },       /* blue */
  { { 0x0a, 0x66, 0x86 }, { 0x7a, 0xd9, 0xf1 } },       /* cyan */
  { { 0x1a, 0x6c, 0x46 }, { 0x8d, 0xe6, 0xb1 } },       /* green */
  { { 0x3d, 0x6b, 0x20 }, { 0xb5, 0xe9, 0x8a } },       /* lime */
  { { 0x75, 0x58, 0x00 }, { 0xf8, 0xe3, 0x59 } },       /* yellow */
  { { 0x86, 0x4f, 0x00 }, { 0xff, 0xcb, 0x62 } },       /* gold */
  { { 0xa3, 0x3d, 0x00 }, { 0xff, 0xa9, 0x5a } },       /* orange */
  { { 0xae, 0x20, 0x3a }, { 0xf9, 0x99, 0x88 } },       /* raspberry */
  { { 0xab, 0x1f, 0x5a }, { 0xf0, 0x8f, 0xbd } },       /* magenta */
  { { 0x86, 0x38, 0xa0 }, { 0xdc, 0x9a, 0xe3 } },       /* purple */
  { { 0x60, 0x40, 0xb8 }, { 0xb8, 0xae, 0xf0 } },       /* violet */
  { { 0x72, 0x55, 0x2d }, { 0xe3, 0xcf, 0x9c } },       /* beige */
  { { 0x6b, 0x45, 0x28 }, { 0xd4, 0xae, 0x8e } },       /* brown */
  { { 0x5e, 0x5c, 0x64 }, { 0xc0, 0xbf, 0xbc } },       /* grey */
};

guint
motus_sender_colour_index (const char *name)
{
  return g_str_hash (name) % MOTUS_SENDER_COLOURS;
}

MotusSenderColour
motus_sender_colour_get (guint index, gboolean dark)
{
  return dark ? colours[index % MOTUS_SENDER_COLOURS].dark : colours[index % MOTUS_SENDER_COLOURS].light;
}

char *
motus_sender_colour_make_css (gboolean dark)
{
  GString *css = g_string_new (NULL);

  for (guint i = 0; i < MOTUS_SENDER_COLOURS; i++)
    {
      MotusSenderColour colour = motus_sender_colour_get (i, dark);
      g_string_append_printf (css, ".sender-%u { color: #%02x%02x%02x; }\n", i, colour.red, colour.green, colour.blue);
    }
  return g_string_free (css, FALSE);
}
