/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motus-frame.h"
#include "motus-wire-error.h"

#include <malloc.h>
#include <string.h>

static void
put (MotusFrameReader *reader, const void *data, gsize len)
{
  const guint8 *at = data;
  while (len > 0)
    {
      gsize room = 0;
      guint8 *place = motus_frame_reader_reserve (reader, &room);
      g_assert_cmpuint (room, >=, 1);
      gsize here = MIN (room, len);
      memcpy (place, at, here);
      motus_frame_reader_commit (reader, here);
      at += here;
      len -= here;
    }
}

static void
put_frame (MotusFrameReader *reader, gsize len, guint8 fill)
{
  guint8 prefix[4] = { len >> 24 & 0xff, len >> 16 & 0xff, len >> 8 & 0xff, len & 0xff };
  g_autofree guint8 *data = g_malloc (len);
  memset (data, fill, len);
  put (reader, prefix, sizeof prefix);
  put (reader, data, len);
}

static GBytes *
next (MotusFrameReader *reader)
{
  g_autoptr (GError) error = NULL;
  GBytes *frame = (GBytes *) reader;
  g_assert_true (motus_frame_reader_next (reader, &frame, &error));
  g_assert_no_error (error);
  return frame;
}

static void
assert_next (MotusFrameReader *reader, gsize len, guint8 fill)
{
  g_autoptr (GBytes) frame = next (reader);
  g_assert_nonnull (frame);
  g_assert_cmpuint (g_bytes_get_size (frame), ==, len);
  const guint8 *data = g_bytes_get_data (frame, NULL);
  for (gsize i = 0; i < len; i++)
    g_assert_cmpuint (data[i], ==, fill);
}

/* The failure stays, and nothing is kept of what comes after it. */
static void
assert_failed (MotusFrameReader *reader)
{
  for (guint i = 0; i < 3; i++)
    {
      g_autoptr (GError) error = NULL;
      GBytes *frame = NULL;
      g_assert_false (motus_frame_reader_next (reader, &frame, &error));
      g_assert_error (error, MOTUS_WIRE_ERROR, MOTUS_WIRE_ERROR_BAD_FRAME);
      g_assert_null (frame);
      put (reader, "\0\0\0\1x", 5);
      g_assert_cmpuint (motus_frame_reader_pending (reader), ==, 0);
    }
}

static void
test_lengths (void)
{
  static const struct {
    guint8 prefix[4];
    gboolean good;
  } rows[] = {
    { { 0, 0, 0, 0 }, FALSE },
    { { 0x80, 0, 0, 0 }, FALSE },
    { { 0xff, 0xff, 0xff, 0xff }, FALSE },
    { { 0x7f, 0xff, 0xff, 0xff }, FALSE },
    { { 0, 0, 0x40, 1 }, FALSE },
    { { 0, 0x10, 0, 0 }, FALSE },
    { "GET ", FALSE },
    { { 0x16, 3, 1, 2 }, FALSE },
    { { 0, 0, 0x40, 0 }, TRUE },
    { { 0, 0, 0, 1 }, TRUE },
  };
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (MotusFrameReader) reader
          = motus_frame_reader_new (MOTUS_FRAME_MAX_BEFORE_LOGIN);
      for (gsize k = 0; k < 4; k++)
        {
          g_assert_null (next (reader));
          put (reader, &rows[i].prefix[k], 1);
        }
      if (rows[i].good)
        g_assert_null (next (reader));
      else
        assert_failed (reader);
    }
}

static void
test_maximum (void)
{
  g_autoptr (MotusFrameReader) reader = motus_frame_reader_new (MOTUS_FRAME_MAX);
  put_frame (reader, MOTUS_FRAME_MAX, 'a');
  assert_next (reader, MOTUS_FRAME_MAX, 'a');
  g_assert_null (next (reader));
  put (reader, "\0\x10\0\1", 4);
  assert_failed (reader);
}

/* The maximum counts from the next frame on, be it there already or not. */
static void
test_set_max (void)
{
  g_autoptr (MotusFrameReader) reader = motus_frame_reader_new (10);
  put_frame (reader, 10, 'a');
  put_frame (reader, 11, 'b');
  put_frame (reader, 12, 'c');
  assert_next (reader, 10, 'a');
  motus_frame_reader_set_max (reader, 11);
  assert_next (reader, 11, 'b');
  assert_failed (reader);
}

static void
test_byte_by_byte (void)
{
  static const char stream[] = "\0\0\0\1a\0\0\0\3bbb\0\0\0\2cc";
  g_autoptr (MotusFrameReader) reader = motus_frame_reader_new (100);
  for (gsize i = 0; i < sizeof stream - 1; i++)
    {
      put (reader, &stream[i], 1);
      if (i == 4)
        assert_next (reader, 1, 'a');
      if (i == 11)
        assert_next (reader, 3, 'b');
      if (i == 17)
        assert_next (reader, 2, 'c');
      g_assert_null (next (reader));
    }
  g_assert_cmpuint (motus_frame_reader_pending (reader), ==, 0);
}

/* Whatever pieces a stream of frames comes in, the same frames come out. */
static void
test_any_pieces (void)
{
  g_autoptr (GByteArray) stream = g_byte_array_new ();
  gsize lengths[60];
  for (gsize i = 0; i < G_N_ELEMENTS (lengths); i++)
    {
      lengths[i] = i % 7 == 6 ? 70000 + (gsize) g_test_rand_int_range (0, 9999)
                              : (gsize) g_test_rand_int_range (1, 3000);
      guint32 prefix = GUINT32_TO_BE ((guint32) lengths[i]);
      g_byte_array_append (stream, (const guint8 *) &prefix, 4);
      g_byte_array_set_size (stream, stream->len + (guint) lengths[i]);
      memset (stream->data + stream->len - lengths[i], (int) i + 1, lengths[i]);
    }

  g_autoptr (MotusFrameReader) reader = motus_frame_reader_new (MOTUS_FRAME_MAX);
  gsize at = 0, seen = 0;
  while (at < stream->len)
    {
      gsize piece = (gsize) g_test_rand_int_range (1, 30000);
      piece = MIN (piece, stream->len - at);
      put (reader, stream->data + at, piece);
      at += piece;
      for (g_autoptr (GBytes) frame = next (reader); frame != NULL;)
        {
          const guint8 *data = g_bytes_get_data (frame, NULL);
          g_assert_cmpuint (g_bytes_get_size (frame), ==, lengths[seen]);
          g_assert_cmpuint (data[0], ==, ++seen);
          g_assert_cmpuint (data[lengths[seen - 1] - 1], ==, seen);
          g_bytes_unref (frame);
          frame = next (reader);
        }
    }
  g_assert_cmpuint (seen, ==, G_N_ELEMENTS (lengths));
  g_assert_cmpuint (motus_frame_reader_pending (reader), ==, 0);
}

/* A length that is announced makes no room: what is offered grows with what has come. */
static void
test_room (void)
{
  g_autoptr (MotusFrameReader) reader = motus_frame_reader_new (MOTUS_FRAME_MAX);
  put (reader, "\0\x10\0\0", 4);
  g_assert_null (next (reader));

  for (gsize came = 4; came < 4 + MOTUS_FRAME_MAX;)
    {
      gsize room = 0;
      guint8 *place = motus_frame_reader_reserve (reader, &room);
      g_assert_cmpuint (room, <=, 16 * 1024);
      g_assert_cmpuint (came + room, <=, 4 + MOTUS_FRAME_MAX);
      memset (place, 'x', room);
      motus_frame_reader_commit (reader, room);
      came += room;
      g_assert_cmpuint (motus_frame_reader_pending (reader), ==, came);
    }
  assert_next (reader, MOTUS_FRAME_MAX, 'x');
  g_assert_cmpuint (motus_frame_reader_pending (reader), ==, 0);
}

static gsize
allocated (void)
{
  struct mallinfo2 info = mallinfo2 ();
  return info.uordblks + info.hblkhd;
}

static void
test_announced (void)
{
  gsize before = allocated ();
  g_autoptr (MotusFrameReader) reader = motus_frame_reader_new (MOTUS_FRAME_MAX);
  put (reader, "\0\x10\0\0", 4);
  g_assert_null (next (reader));
  for (gsize came = 0; came < 40000; came += 10)
    put (reader, "0123456789", 10);
  g_assert_null (next (reader));
  g_assert_cmpuint (allocated (), <, before + 80 * 1024);
}

static void
test_nothing_read (void)
{
  g_autoptr (MotusFrameReader) reader = motus_frame_reader_new (100);
  gsize room = 0;
  g_assert_nonnull (motus_frame_reader_reserve (reader, &room));
  motus_frame_reader_commit (reader, 0);
  g_assert_null (next (reader));
  put_frame (reader, 5, 'a');
  put (reader, "\0\0", 2);
  motus_frame_reader_reserve (reader, &room);
  motus_frame_reader_commit (reader, 0);
  assert_next (reader, 5, 'a');
  put (reader, "\0\2bb", 4);
  assert_next (reader, 2, 'b');
}

/* A reader whose frames nobody takes goes on taking bytes; the caller sees in pending that it must
 * stop. */
static void
test_not_taken (void)
{
  g_autoptr (MotusFrameReader) reader = motus_frame_reader_new (1000);
  for (guint i = 0; i < 100; i++)
    put_frame (reader, 1000, (guint8) i);
  g_assert_cmpuint (motus_frame_reader_pending (reader), ==, 100 * 1004);
  for (guint i = 0; i < 100; i++)
    assert_next (reader, 1000, (guint8) i);
  g_assert_null (next (reader));
}

static void
assert_split (const char *frame, gsize len, const char *header, const char *body)
{
  g_autoptr (GBytes) bytes = g_bytes_new (frame, len);
  g_autoptr (GBytes) found_header = NULL;
  g_autoptr (GBytes) found_body = NULL;

  motus_frame_split (bytes, &found_header, &found_body);
  g_assert_cmpmem (g_bytes_get_data (found_header, NULL), g_bytes_get_size (found_header), header,
                   strlen (header));
  g_assert_cmpint (found_body != NULL, ==, body != NULL);
  if (body != NULL)
    g_assert_cmpmem (g_bytes_get_data (found_body, NULL), g_bytes_get_size (found_body), body,
                     len - strlen (header) - 1);
}

static void
test_split (void)
{
  assert_split ("{}", 2, "{}", NULL);
  assert_split ("{}\0", 3, "{}", "");
  assert_split ("{}\0abc", 6, "{}", "abc");
  assert_split ("{}\0a\0c\0", 7, "{}", "a\0c\0");
  assert_split ("\0abc", 4, "", "abc");
  assert_split ("", 0, "", NULL);
}

static void
assert_encode (const char *header, const char *body, gsize body_len, const char *expected,
               gsize expected_len)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = body != NULL ? g_bytes_new (body, body_len) : NULL;
  g_autoptr (GBytes) frame = motus_frame_encode (header, strlen (header), bytes, &error);
  g_assert_no_error (error);
  g_assert_cmpmem (g_bytes_get_data (frame, NULL), g_bytes_get_size (frame), expected,
                   expected_len);
}

static void
test_encode (void)
{
  assert_encode ("{}", NULL, 0, "\0\0\0\2{}", 6);
  assert_encode ("{}", "", 0, "\0\0\0\3{}\0", 7);
  assert_encode ("{}", "a\0b", 3, "\0\0\0\6{}\0a\0b", 10);
}

static gboolean
encodes (gsize header_len, gssize body_len)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *header = g_malloc (header_len);
  memset (header, ' ', header_len);
  g_autoptr (GBytes) body
      = body_len >= 0 ? g_bytes_new_take (g_malloc0 ((gsize) body_len), (gsize) body_len) : NULL;
  g_autoptr (GBytes) frame = motus_frame_encode (header, header_len, body, &error);
  if (frame == NULL)
    g_assert_error (error, MOTUS_WIRE_ERROR, MOTUS_WIRE_ERROR_TOO_LARGE);
  return frame != NULL;
}

static void
test_encode_limit (void)
{
  g_assert_true (encodes (MOTUS_FRAME_MAX, -1));
  g_assert_false (encodes (MOTUS_FRAME_MAX, 0));
  g_assert_false (encodes (MOTUS_FRAME_MAX + 1, -1));
  g_assert_true (encodes (100, MOTUS_FRAME_MAX - 101));
  g_assert_false (encodes (100, MOTUS_FRAME_MAX - 100));
  g_assert_false (encodes (100, MOTUS_FRAME_MAX));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/frame/lengths", test_lengths);
  g_test_add_func ("/frame/maximum", test_maximum);
  g_test_add_func ("/frame/set-max", test_set_max);
  g_test_add_func ("/frame/byte-by-byte", test_byte_by_byte);
  g_test_add_func ("/frame/any-pieces", test_any_pieces);
  g_test_add_func ("/frame/room", test_room);
  g_test_add_func ("/frame/announced", test_announced);
  g_test_add_func ("/frame/nothing-read", test_nothing_read);
  g_test_add_func ("/frame/not-taken", test_not_taken);
  g_test_add_func ("/frame/split", test_split);
  g_test_add_func ("/frame/encode", test_encode);
  g_test_add_func ("/frame/encode-limit", test_encode_limit);
  return g_test_run ();
}
