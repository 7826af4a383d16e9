/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>
#include <string.h>

/* The bytes written in hexadecimal at @hex; ends the test if it is not that. Free with
 * g_byte_array_unref(). Its data is never NULL. */
static inline GByteArray *
test_hex (const char *hex)
{
  gsize len = strlen (hex);
  g_assert_cmpuint (len % 2, ==, 0);
  GByteArray *bytes = g_byte_array_sized_new ((guint) len / 2 + 1);
  for (gsize i = 0; i < len; i += 2)
    {
      int high = g_ascii_xdigit_value (hex[i]), low = g_ascii_xdigit_value (hex[i + 1]);
      g_assert_true (high >= 0 && low >= 0);
      guint8 byte = (guint8) (high << 4 | low);
      g_byte_array_append (bytes, &byte, 1);
    }
  return bytes;
}

/* Ends the test unless the @size bytes at @found are those of @hex. */
#define test_assert_hex(found, size, hex)                             \
  G_STMT_START                                                        \
    {                                                                 \
      g_autoptr (GByteArray) expected_ = test_hex (hex);              \
      g_assert_cmpmem (found, size, expected_->data, expected_->len); \
    }                                                                 \
  G_STMT_END
