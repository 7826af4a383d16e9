/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motus-draft-buffer.h"

#include "motus-display-text.h"

#define PARTING "\xe2\x80\x8b"

struct _MotusDraftBuffer {
  GtkTextBuffer parent_instance;
};

G_DEFINE_FINAL_TYPE (MotusDraftBuffer, motus_draft_buffer, GTK_TYPE_TEXT_BUFFER)

/* 0 at the start. */
static gunichar
get_char_before (const GtkTextIter *iter)
{
  GtkTextIter before = *iter;

  return gtk_text_iter_backward_char (&before) ? gtk_text_iter_get_char (&before) : 0;
}

static gboolean
meet (gunichar before, const GtkTextIter *iter)
{
  return motus_display_needs_parting (before, gtk_text_iter_get_char (iter));
}

static void
motus_draft_buffer_insert_text (GtkTextBuffer *buffer, GtkTextIter *iter, const char *text, int len)
{
  g_autofree char *inserted = len < 0 ? g_strdup (text) : g_strndup (text, (gsize) len);
  g_autofree char *parted = motus_display_part (inserted);
  gsize end = strlen (parted);
  gunichar last = end > 0 ? g_utf8_get_char (g_utf8_find_prev_char (parted, parted + end)) : 0;
  gboolean before = motus_display_needs_parting (get_char_before (iter), g_utf8_get_char (parted));
  g_autofree char *whole = g_strconcat (before ? PARTING : "", parted, last != 0 && meet (last, iter) ? PARTING : "", NULL);

  GTK_TEXT_BUFFER_CLASS (motus_draft_buffer_parent_class)->insert_text (buffer, iter, whole, (int) strlen (whole));
}

/* A sign that was parted from the one before it takes along what parted them. */
static void
take_parting (GtkTextIter *start)
{
  GtkTextIter parting = *start;

  if (get_char_before (start) == MOTUS_DISPLAY_PARTING && gtk_text_iter_backward_char (&parting)
      && meet (get_char_before (&parting), start))
    *start = parting;
}

/* Whoever deletes only what parts two signs means one of them: the one that the cursor does not touch. */
static void
widen (GtkTextBuffer *buffer, GtkTextIter *start, GtkTextIter *end)
{
  GtkTextIter cursor;

  take_parting (start);
  if (gtk_text_iter_get_offset (end) - gtk_text_iter_get_offset (start) != 1
      || gtk_text_iter_get_char (start) != MOTUS_DISPLAY_PARTING || !meet (get_char_before (start), end))
    return;
  gtk_text_buffer_get_iter_at_mark (buffer, &cursor, gtk_text_buffer_get_insert (buffer));
  if (gtk_text_iter_equal (&cursor, start))
    gtk_text_iter_forward_char (end);
  else
    gtk_text_iter_backward_char (start);
}

static void
motus_draft_buffer_delete_range (GtkTextBuffer *buffer, GtkTextIter *start, GtkTextIter *end)
{
  widen (buffer, start, end);
  GTK_TEXT_BUFFER_CLASS (motus_draft_buffer_parent_class)->delete_range (buffer, start, end);
  if (meet (get_char_before (start), start))
    gtk_text_buffer_insert (buffer, start, PARTING, -1);
  *end = *start;
}

char *
motus_draft_buffer_get_text (MotusDraftBuffer *self)
{
  GtkTextIter start, end;
  g_autofree char *parted = NULL;

  g_return_val_if_fail (MOTUS_IS_DRAFT_BUFFER (self), NULL);
  gtk_text_buffer_get_bounds (GTK_TEXT_BUFFER (self), &start, &end);
  parted = gtk_text_buffer_get_text (GTK_TEXT_BUFFER (self), &start, &end, FALSE);
  return motus_display_join (parted);
}

static void
motus_draft_buffer_class_init (MotusDraftBufferClass *klass)
{
  GTK_TEXT_BUFFER_CLASS (klass)->insert_text = motus_draft_buffer_insert_text;
  GTK_TEXT_BUFFER_CLASS (klass)->delete_range = motus_draft_buffer_delete_range;
}

static void
motus_draft_buffer_init (MotusDraftBuffer *self)
{
}
