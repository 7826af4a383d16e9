/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the wire costs a relay for a message of 1 KiB: an encrypted_send is read, and the
 * encrypted_message made from it is written. Printed in microseconds and as a ratio to SHA-256 of
 * the same bytes, so that runs on different machines can be compared. */
#include "motus-frame.h"
#include "motus-json-guard.h"
#include "motus-message.h"

#include <locale.h>
#include <string.h>

#define ROUNDS 20000
#define BATCHES 7
#define PREFIX MOTUS_FRAME_PREFIX

typedef void (*Work) (GBytes *frame);

/* The fastest of several batches: what the code costs when nothing else disturbs it. */
static double
measure (Work work, GBytes *frame)
{
  double best = G_MAXDOUBLE;
  for (guint batch = 0; batch < BATCHES; batch++)
    {
      gint64 start = g_get_monotonic_time ();
      for (guint i = 0; i < ROUNDS; i++)
        work (frame);
      best = MIN (best, (double) (g_get_monotonic_time () - start) / ROUNDS);
    }
  return best;
}

static GBytes *
make_send (void)
{
  guint8 bytes[1024];
  for (gsize i = 0; i < sizeof bytes; i++)
    bytes[i] = (guint8) (i * 151 + 7);
  g_autoptr (GBytes) body = g_bytes_new (bytes, sizeof bytes);
  g_autoptr (MotusMessage) message = motus_message_new (MOTUS_MESSAGE_ENCRYPTED_SEND);
  motus_message_set_text (message, "id", "00112233445566778899aabbccddeeff");
  motus_message_set_text (message, "from", "alice");
  motus_message_set_text (message, "mode", "private");
  motus_message_add_name (message, "targets", "bob");
  motus_message_add_int (message, "seqs", 12345);
  motus_message_set_int (message, "depth", 23456);
  motus_message_set_int (message, "sent_at", 1767225600000);
  motus_message_add_key (message, "keys", "bob", bytes, 256);
  motus_message_set_bytes (message, "nonce", bytes, 16);
  motus_message_set_bytes (message, "tag", bytes, 16);
  motus_message_set_bytes (message, "signature", bytes, 64);
  motus_message_set_body (message, body);

  g_autoptr (GBytes) whole = motus_message_encode (message, NULL);
  return g_bytes_new_from_bytes (whole, PREFIX, g_bytes_get_size (whole) - PREFIX);
}

static void
guard (GBytes *frame)
{
  gsize len = g_bytes_get_size (frame);
  const char *header = g_bytes_get_data (frame, NULL);
  g_assert_true (motus_json_guard_check (header, strnlen (header, len), NULL));
}

static void
parse (GBytes *frame)
{
  g_autoptr (MotusMessage) message
      = motus_message_parse (frame, MOTUS_SENDER_CLIENT, NULL, NULL);
  g_assert_nonnull (message);
}

static void
echo (GBytes *frame)
{
  g_autoptr (MotusMessage) message
      = motus_message_parse (frame, MOTUS_SENDER_CLIENT, NULL, NULL);
  g_autoptr (GBytes) out = motus_message_encode (message, NULL);
  g_assert_nonnull (out);
}

static void
set_key (const char *name, const char *text, gpointer user_data)
{
  motus_message_set_text (user_data, "key", text);
}

static void
copy_texts (const MotusMessage *from, MotusMessage *to)
{
  static const char *const fields[] = { "id", "from", "mode", "nonce", "tag", "signature" };
  for (gsize i = 0; i < G_N_ELEMENTS (fields); i++)
    motus_message_set_text (to, fields[i], motus_message_get_text (from, fields[i]));
}

static MotusMessage *
narrow (const MotusMessage *sent)
{
  MotusMessage *message = motus_message_new (MOTUS_MESSAGE_ENCRYPTED_MESSAGE);
  gint64 value = 0;

  copy_texts (sent, message);
  motus_message_add_name (message, "targets", motus_message_get_name_at (sent, "targets", 0));
  motus_message_add_int (message, "seqs", motus_message_get_int_at (sent, "seqs", 0));
  motus_message_get_int (sent, "depth", &value);
  motus_message_set_int (message, "depth", value);
  motus_message_get_int (sent, "sent_at", &value);
  motus_message_set_int (message, "sent_at", value);
  motus_message_each_key (sent, "keys", set_key, message);
  motus_message_set_body (message, motus_message_get_body (sent));
  return message;
}

static void
relay (GBytes *frame)
{
  g_autoptr (MotusMessage) sent = motus_message_parse (frame, MOTUS_SENDER_CLIENT, NULL, NULL);
  g_autoptr (MotusMessage) message = narrow (sent);
  g_autoptr (GBytes) out = motus_message_encode (message, NULL);
  g_assert_nonnull (out);
}

static void
digest (GBytes *frame)
{
  guint8 out[32];
  gsize len = sizeof out;
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  g_checksum_update (checksum, g_bytes_get_data (frame, NULL), (gssize) g_bytes_get_size (frame));
  g_checksum_get_digest (checksum, out, &len);
}

int
main (void)
{
  setlocale (LC_ALL, "");
  g_autoptr (GBytes) frame = make_send ();
  double reference = measure (digest, frame);
  static const struct {
    const char *name;
    Work work;
  } rows[] = {
    { "guard", guard },
    { "guard and parse", parse },
    { "guard, parse and encode again", echo },
    { "guard, parse, narrow and encode", relay },
  };

  g_print ("frame of %" G_GSIZE_FORMAT " bytes; SHA-256 of it (GLib): %.2f µs\n",
           g_bytes_get_size (frame), reference);
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      double cost = measure (rows[i].work, frame);
      g_print ("%s: %.2f µs, %.2f of SHA-256\n", rows[i].name, cost, cost / reference);
    }
  return 0;
}
