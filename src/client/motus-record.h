/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "motus-reader.h"
#include "motus-writer.h"

G_BEGIN_DECLS

/* What the records of the store are spelled with. */

/* Reads @data from its start; it must outlive @reader. */
void motus_record_start (MotusReader *reader, GBytes *data);

/* A text behind its 32-bit length. Reading gives a new string, or NULL once the reader has failed or
 * for one longer than @max or with a NUL in it. */
void motus_record_write_text (MotusWriter *writer, const char *text);
char *motus_record_read_text (MotusReader *reader, gsize max);

/* Bytes behind their 32-bit length; an absent (NULL) run is one of no bytes. */
void motus_record_write_bytes (MotusWriter *writer, GBytes *bytes);
GBytes *motus_record_read_bytes (MotusReader *reader, gsize max);

G_END_DECLS
