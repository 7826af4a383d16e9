/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motus-frame.h"
#include "motus-message-schema.h"
#include "motus-wire-error.h"

#include <string.h>

/* Replays docs/protocol-example.md: every block of it is a frame. */

typedef struct {
  char *from, *to;
  GBytes *frame;                /* with its prefix */
} Step;

static void
step_free (Step *step)
{
  g_free (step->from);
  g_free (step->to);
  g_bytes_unref (step->frame);
  g_free (step);
}

static void
append_hex (GByteArray *out, const char *hex)
{
  g_assert_cmpuint (strlen (hex) % 2, ==, 0);
  for (; *hex != '\0'; hex += 2)
    {
      guint8 byte = (guint8) (g_ascii_xdigit_value (hex[0]) << 4 | g_ascii_xdigit_value (hex[1]));
      g_byte_array_append (out, &byte, 1);
    }
}

/* A block's lines: "```FROM TO", the length, the header, perhaps NUL and body, "```". */
static Step *
read_step (char **lines)
{
  g_auto (GStrv) sides = g_strsplit (lines[0] + strlen ("```"), " ", -1);
  g_autoptr (GByteArray) frame = g_byte_array_new ();
  Step *step = g_new0 (Step, 1);

  g_assert_cmpuint (g_strv_length (sides), ==, 2);
  step->from = g_strdup (sides[0]);
  step->to = g_strdup (sides[1]);
  append_hex (frame, lines[1]);
  g_byte_array_append (frame, (const guint8 *) lines[2], (guint) strlen (lines[2]));
  if (lines[3][0] != '`')
    append_hex (frame, lines[3]);
  step->frame = g_bytes_new (frame->data, frame->len);
  return step;
}

static GPtrArray *
read_steps (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  g_autofree char *path
      = g_test_build_filename (G_TEST_DIST, "..", "docs", "protocol-example.md", NULL);
  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);

  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  GPtrArray *steps = g_ptr_array_new_with_free_func ((GDestroyNotify) step_free);
  for (gsize i = 0; lines[i] != NULL; i++)
    if (g_str_has_prefix (lines[i], "```") && strlen (lines[i]) > strlen ("```"))
      g_ptr_array_add (steps, read_step (&lines[i]));
  g_assert_cmpuint (steps->len, >, 30);
  return steps;
}

static MotusSender
sender_of (const Step *step)
{
  return strcmp (step->from, "relay") == 0 ? MOTUS_SENDER_RELAY : MOTUS_SENDER_CLIENT;
}

static GBytes *
without_prefix (const Step *step)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MotusFrameReader) reader = motus_frame_reader_new (MOTUS_FRAME_MAX);
  gsize len, room;
  const guint8 *data = g_bytes_get_data (step->frame, &len);
  GBytes *frame = NULL;

  memcpy (motus_frame_reader_reserve (reader, &room), data, len);
  motus_frame_reader_commit (reader, len);
  g_assert_true (motus_frame_reader_next (reader, &frame, &error));
  g_assert_no_error (error);
  g_assert_nonnull (frame);
  g_assert_cmpuint (motus_frame_reader_pending (reader), ==, 0);
  return frame;
}

static MotusMessage *
parse (const Step *step, GError **error)
{
  g_autoptr (GBytes) frame = without_prefix (step);
  return motus_message_parse (frame, sender_of (step), NULL, error);
}

/* Every frame but the one of an unknown type reads, and is written as it stands there. */
static void
test_replay (void)
{
  g_autoptr (GPtrArray) steps = read_steps ();
  guint unknown = 0;
  for (guint i = 0; i < steps->len; i++)
    {
      const Step *step = g_ptr_array_index (steps, i);
      g_autoptr (GError) error = NULL;
      g_autoptr (MotusMessage) message = parse (step, &error);
      if (g_error_matches (error, MOTUS_WIRE_ERROR, MOTUS_WIRE_ERROR_UNKNOWN_TYPE))
        {
          unknown++;
          continue;
        }
      g_assert_no_error (error);
      g_autoptr (GBytes) again = motus_message_encode (message, &error);
      g_assert_no_error (error);
      if (!g_bytes_equal (again, step->frame))
        g_error ("frame %u is not written as it was read", i + 1);
      g_assert_true ((strcmp (step->from, "relay") == 0) != (strcmp (step->to, "relay") == 0));
    }
  g_assert_cmpuint (unknown, ==, 1);
}

/* The text after "member": in @step's header, up to the next quote. */
static char *
find_text (const Step *step, const char *member)
{
  g_autoptr (GBytes) frame = without_prefix (step);
  g_autoptr (GBytes) header = NULL;
  g_autoptr (GBytes) body = NULL;
  motus_frame_split (frame, &header, &body);
  g_autofree char *text
      = g_strndup (g_bytes_get_data (header, NULL), g_bytes_get_size (header));
  g_autofree char *start = g_strdup_printf ("\"%s\":\"", member);
  const char *found = strstr (text, start);
  if (found == NULL)
    return NULL;
  found += strlen (start);
  return g_strndup (found, strcspn (found, "\""));
}

static gboolean
is_answered (GPtrArray *steps, guint request, const char *id)
{
  const Step *asked = g_ptr_array_index (steps, request);
  for (guint i = request + 1; i < steps->len; i++)
    {
      const Step *step = g_ptr_array_index (steps, i);
      g_autofree char *re = find_text (step, "re");
      if (g_strcmp0 (re, id) == 0 && strcmp (step->to, asked->from) == 0)
        return TRUE;
    }
  return FALSE;
}

static void
test_answers (void)
{
  g_autoptr (GPtrArray) steps = read_steps ();
  for (guint i = 0; i < steps->len; i++)
    {
      const Step *step = g_ptr_array_index (steps, i);
      g_autofree char *id = find_text (step, "id");
      if (sender_of (step) == MOTUS_SENDER_CLIENT && (id == NULL || !is_answered (steps, i, id)))
        g_error ("request %u is not answered", i + 1);
    }
}

/* Every message that there is occurs. */
static void
test_complete (void)
{
  g_autoptr (GPtrArray) steps = read_steps ();
  gboolean seen[MOTUS_MESSAGE_TYPES] = { FALSE };
  for (guint i = 0; i < steps->len; i++)
    {
      g_autoptr (MotusMessage) message = parse (g_ptr_array_index (steps, i), NULL);
      if (message != NULL)
        seen[motus_message_get_message_type (message)] = TRUE;
    }
  for (int type = 0; type < MOTUS_MESSAGE_TYPES; type++)
    if (!seen[type])
      g_error ("there is no example of “%s”", motus_message_schema (type)->name);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/protocol-example/replay", test_replay);
  g_test_add_func ("/protocol-example/answers", test_answers);
  g_test_add_func ("/protocol-example/complete", test_complete);
  return g_test_run ();
}
