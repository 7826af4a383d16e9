/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motus-message-text.h"

#include "motus-display-text.h"
#include "motus-label.h"
#include "motus-text-segment.h"

#include <glib/gi18n.h>

#define BUBBLE_WIDTH_CHARS 60

/* A tint that reads on light and dark: the accent's blue, of which little is laid over the bubble. */
#define TINT_RED 0x3535
#define TINT_GREEN 0x8484
#define TINT_BLUE 0xe4e4

struct _MotusMessageText {
  GtkWidget parent_instance;

  GtkLabel *label;
  GtkButton *more;
  char *text;
  char *own_name;
};

G_DEFINE_FINAL_TYPE (MotusMessageText, motus_message_text, GTK_TYPE_WIDGET)

static void
add_attribute (PangoAttrList *list, PangoAttribute *attribute, const MotusTextSegment *segment)
{
  attribute->start_index = (guint) segment->start;
  attribute->end_index = (guint) segment->end;
  pango_attr_list_insert (list, attribute);
}

static PangoAttrList *
make_attributes (GArray *segments)
{
  PangoAttrList *list = pango_attr_list_new ();

  for (guint i = 0; i < segments->len; i++)
    {
      const MotusTextSegment *segment = &g_array_index (segments, MotusTextSegment, i);
      if (segment->kind != MOTUS_SEGMENT_MENTION)
        continue;
      add_attribute (list, pango_attr_weight_new (segment->mine ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_SEMIBOLD), segment);
      add_attribute (list, pango_attr_background_new (TINT_RED, TINT_GREEN, TINT_BLUE), segment);
      add_attribute (list, pango_attr_background_alpha_new (segment->mine ? 0x5000 : 0x2800), segment);
    }
  return list;
}

/* The only label that is ever given markup: see motus_text_make_markup(). */
static void
show_text (MotusMessageText *self, const char *shown)
{
  g_autoptr (GArray) segments = motus_text_find_segments (shown, self->own_name);
  g_autofree char *markup = motus_text_make_markup (shown, segments);
  g_autoptr (PangoAttrList) attributes = make_attributes (segments);

  if (markup)
    gtk_label_set_markup (self->label, markup);
  else
    motus_label_set_text (self->label, shown);
  gtk_label_set_attributes (self->label, attributes);
}

static void
show (MotusMessageText *self, gsize max_chars, gsize max_lines)
{
  gboolean cut = FALSE;
  g_autofree char *shown = motus_display_text (self->text, max_chars, max_lines, &cut);

  show_text (self, shown);
  gtk_widget_set_visible (GTK_WIDGET (self->more), cut);
}

static void
more_cb (MotusMessageText *self)
{
  show (self, G_MAXSIZE, G_MAXSIZE);
}

static void
launched_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  if (!g_app_info_launch_default_for_uri_finish (result, &error))
    g_message ("A link could not be opened: %s", error->message);
}

static gboolean
activate_link_cb (MotusMessageText *self, const char *uri)
{
  GdkDisplay *display = gtk_widget_get_display (GTK_WIDGET (self));
  g_autoptr (GdkAppLaunchContext) context = gdk_display_get_app_launch_context (display);

  if (!motus_text_is_link (uri))
    return TRUE;
  if (g_ascii_strncasecmp (uri, "motus:", 6) == 0)
    gtk_widget_activate_action (GTK_WIDGET (self), "win.open-link", "s", uri);
  else
    g_app_info_launch_default_for_uri_async (uri, G_APP_LAUNCH_CONTEXT (context), NULL, launched_cb, NULL);
  return TRUE;
}

void
motus_message_text_set (MotusMessageText *self, const char *text, const char *own_name)
{
  g_return_if_fail (MOTUS_IS_MESSAGE_TEXT (self));
  g_free (self->text);
  self->text = g_strdup (text);
  g_free (self->own_name);
  self->own_name = g_strdup (own_name);
  show (self, MOTUS_DISPLAY_CHARS_MAX, MOTUS_DISPLAY_LINES_MAX);
}

const char *
motus_message_text_get_shown (MotusMessageText *self)
{
  g_return_val_if_fail (MOTUS_IS_MESSAGE_TEXT (self), NULL);
  return gtk_label_get_text (self->label);
}

static void
motus_message_text_dispose (GObject *object)
{
  MotusMessageText *self = MOTUS_MESSAGE_TEXT (object);
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  g_clear_pointer (&self->text, g_free);
  g_clear_pointer (&self->own_name, g_free);
  G_OBJECT_CLASS (motus_message_text_parent_class)->dispose (object);
}

static void
motus_message_text_class_init (MotusMessageTextClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = motus_message_text_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BOX_LAYOUT);
}

static void
add_label (MotusMessageText *self)
{
  self->label = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_wrap (self->label, TRUE);
  gtk_label_set_wrap_mode (self->label, PANGO_WRAP_WORD_CHAR);
  gtk_label_set_max_width_chars (self->label, BUBBLE_WIDTH_CHARS);
  gtk_label_set_xalign (self->label, 0);
  gtk_label_set_selectable (self->label, TRUE);
  gtk_widget_set_parent (GTK_WIDGET (self->label), GTK_WIDGET (self));
  g_signal_connect_swapped (self->label, "activate-link", G_CALLBACK (activate_link_cb), self);
}

static void
motus_message_text_init (MotusMessageText *self)
{
  GtkLayoutManager *layout = gtk_widget_get_layout_manager (GTK_WIDGET (self));

  gtk_orientable_set_orientation (GTK_ORIENTABLE (layout), GTK_ORIENTATION_VERTICAL);
  add_label (self);
  self->more = GTK_BUTTON (gtk_button_new_with_label (_("Show all of it")));
  gtk_widget_set_halign (GTK_WIDGET (self->more), GTK_ALIGN_START);
  gtk_widget_add_css_class (GTK_WIDGET (self->more), "flat");
  gtk_widget_set_visible (GTK_WIDGET (self->more), FALSE);
  gtk_widget_set_parent (GTK_WIDGET (self->more), GTK_WIDGET (self));
  g_signal_connect_swapped (self->more, "clicked", G_CALLBACK (more_cb), self);
}

GtkWidget *
motus_message_text_new (void)
{
  return g_object_new (MOTUS_TYPE_MESSAGE_TEXT, NULL);
}
