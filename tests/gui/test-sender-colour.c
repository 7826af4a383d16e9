/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motus-sender-colour.h"

#include <math.h>
#include <string.h>

/* What a name stands on: the window, a card on it, a list's hovered row. */
static const MotusSenderColour light_grounds[] = { { 0xfa, 0xfa, 0xfa }, { 0xff, 0xff, 0xff }, { 0xf0, 0xf0, 0xf0 } };
static const MotusSenderColour dark_grounds[] = { { 0x24, 0x24, 0x24 }, { 0x36, 0x36, 0x36 }, { 0x3a, 0x3a, 0x3a } };

/* WCAG 2.1, "relative luminance". */
static double
channel (guint8 value)
{
  double part = value / 255.0;

  return part <= 0.03928 ? part / 12.92 : pow ((part + 0.055) / 1.055, 2.4);
}

static double
luminance (MotusSenderColour colour)
{
  return 0.2126 * channel (colour.red) + 0.7152 * channel (colour.green) + 0.0722 * channel (colour.blue);
}

static double
contrast (MotusSenderColour a, MotusSenderColour b)
{
  double la = luminance (a), lb = luminance (b);

  return (MAX (la, lb) + 0.05) / (MIN (la, lb) + 0.05);
}

static void
test_contrast (void)
{
  for (guint i = 0; i < MOTUS_SENDER_COLOURS; i++)
    for (guint ground = 0; ground < 3; ground++)
      {
        g_test_message ("colour %u ground %u", i, ground);
        g_assert_cmpfloat (contrast (motus_sender_colour_get (i, FALSE), light_grounds[ground]), >=, 4.5);
        g_assert_cmpfloat (contrast (motus_sender_colour_get (i, TRUE), dark_grounds[ground]), >=, 4.5);
      }
}

/* A name keeps its colour: these may never change. */
static void
test_stable (void)
{
  guint seen[MOTUS_SENDER_COLOURS] = { 0 };

  g_assert_cmpuint (motus_sender_colour_index ("bob"), ==, g_str_hash ("bob") % 14);
  g_assert_cmpuint (motus_sender_colour_index ("alice"), ==, motus_sender_colour_index ("alice"));
  for (guint i = 0; i < 1400; i++)
    {
      g_autofree char *name = g_strdup_printf ("person-%u", i);
      seen[motus_sender_colour_index (name)]++;
    }
  for (guint i = 0; i < MOTUS_SENDER_COLOURS; i++)
    g_assert_cmpuint (seen[i], >, 50);
}

static void
test_css (void)
{
  g_autofree char *light = motus_sender_colour_make_css (FALSE);
  g_autofree char *dark = motus_sender_colour_make_css (TRUE);

  g_assert_nonnull (strstr (light, ".sender-0 { color: #1a5fb4; }"));
  g_assert_nonnull (strstr (dark, ".sender-13 { color: #c0bfbc; }"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sender-colour/contrast", test_contrast);
  g_test_add_func ("/sender-colour/stable", test_stable);
  g_test_add_func ("/sender-colour/css", test_css);
  return g_test_run ();
}
