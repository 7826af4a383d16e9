/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motus-welcome-page.h"

#include "motus-code-grid.h"
#include "motus-gui-config.h"
#include "motus-label.h"
#include "motus-password-row.h"

#include <glib/gi18n.h>

/* Steps are pages of the stack. relay -> account -> working -> "done"; working <-> ask while the
 * relay's key is in question. Back and Cancel return: account -> relay, working and ask ->
 * account. A failure returns to the step that holds what to change. */

struct _MotusWelcomePage {
  AdwBin parent_instance;

  GtkStack *steps;
  GtkImage *seal;
  GtkLabel *relay_hint;
  AdwEntryRow *relay_row;
  GtkLabel *relay_error;
  GtkButton *switch_button;
  GtkLabel *account_hint;
  AdwEntryRow *name_row;
  GtkEditable *password_row;
  GtkEditable *repeat_row;
  GtkLevelBar *strength_bar;
  GtkLabel *strength_label;
  GtkLabel *account_error;
  GtkSpinner *spinner;
  GtkLabel *working_label;
  GtkWidget *cancel_button;
  GtkLabel *ask_hint;
  MotusCodeGrid *ask_words;
  GtkWidget *distrust_button;
  GtkWidget *back_button;

  char *home;
  char *relay;                  /* "HOST:PORT" of what was typed on the first step */
  gboolean by_address;          /* the first step asks for an address rather than a link */
  gboolean leavable;
  MotusClient *client;          /* while an account is being made */
  GCancellable *cancellable;
};

G_DEFINE_FINAL_TYPE (MotusWelcomePage, motus_welcome_page, ADW_TYPE_BIN)

enum { DONE, LEFT, N_SIGNALS };
static guint signals[N_SIGNALS];

/* The other steps are hidden as well, or GTK 4.8 tells screen readers that they are still there. */
static void
motus_welcome_page_go (MotusWelcomePage *self, const char *step)
{
  GtkWidget *shown = gtk_stack_get_child_by_name (self->steps, step);

  gtk_widget_set_visible (shown, TRUE);
  gtk_stack_set_visible_child (self->steps, shown);
  for (GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self->steps)); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    gtk_widget_set_visible (child, child == shown);
}

static gboolean
motus_welcome_page_is_at (MotusWelcomePage *self, const char *step)
{
  return g_strcmp0 (gtk_stack_get_visible_child_name (self->steps), step) == 0;
}

static void
show_error (GtkLabel *label, const char *sentence)
{
  motus_label_set_text (label, sentence != NULL ? sentence : "");
  gtk_widget_set_visible (GTK_WIDGET (label), sentence != NULL);
}

static void
mark_wrong (gpointer row, gboolean wrong)
{
  if (wrong)
    {
      gtk_widget_add_css_class (row, "error");
      gtk_widget_grab_focus (row);
    }
  else
    {
      gtk_widget_remove_css_class (row, "error");
    }
}

static void
motus_welcome_page_forget_passwords (MotusWelcomePage *self)
{
  gtk_editable_set_text (self->password_row, "");
  gtk_editable_set_text (self->repeat_row, "");
}

static void
motus_welcome_page_update_back (MotusWelcomePage *self)
{
  gboolean first = motus_welcome_page_is_at (self, "relay");

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "welcome.back", !first || self->leavable);
  gtk_widget_set_visible (self->back_button, !first || self->leavable);
}

static void
motus_welcome_page_focus_step (MotusWelcomePage *self)
{
  if (motus_welcome_page_is_at (self, "relay"))
    gtk_widget_grab_focus (GTK_WIDGET (self->relay_row));
  else if (motus_welcome_page_is_at (self, "account"))
    gtk_widget_grab_focus (GTK_WIDGET (self->name_row));
  else if (motus_welcome_page_is_at (self, "working"))
    gtk_widget_grab_focus (self->cancel_button);
  else
    gtk_widget_grab_focus (self->distrust_button);
}

static void
step_changed_cb (MotusWelcomePage *self)
{
  if (gtk_widget_in_destruction (GTK_WIDGET (self)))
    return;
  gtk_spinner_set_spinning (self->spinner, motus_welcome_page_is_at (self, "working"));
  motus_welcome_page_update_back (self);
  motus_welcome_page_focus_step (self);
}

/* The first step. */

static void
motus_welcome_page_update_relay_words (MotusWelcomePage *self)
{
  motus_label_set_text (self->relay_hint,
                      self->by_address
                      ? _("Type the address of your relay, such as relay.example or relay.example:7443. You will compare its key.")
                      : _("Paste an invitation link. It says which relay to use and proves that it is the right one."));
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->relay_row),
                                 self->by_address ? _("Relay address") : _("Invitation link"));
  gtk_button_set_label (self->switch_button,
                        self->by_address ? _("Or paste an invitation link") : _("Or connect to a relay"));
}

static void
switch_cb (MotusWelcomePage *self)
{
  self->by_address = !self->by_address;
  gtk_editable_set_text (GTK_EDITABLE (self->relay_row), "");
  motus_welcome_page_update_relay_words (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->relay_row));
}

static void
relay_changed_cb (MotusWelcomePage *self)
{
  show_error (self->relay_error, NULL);
  mark_wrong (self->relay_row, FALSE);
}

static void
motus_welcome_page_refuse_relay (MotusWelcomePage *self, const char *sentence)
{
  motus_welcome_page_go (self, "relay");
  show_error (self->relay_error, sentence);
  mark_wrong (self->relay_row, TRUE);
}

static char *
describe_relay (const char *relay, const char *inviter, gboolean is_link)
{
  if (inviter != NULL)
    return g_strdup_printf (_("%s invites you to the relay %s."), inviter, relay);
  if (is_link)
    return g_strdup_printf (_("You are invited to the relay %s."), relay);
  return g_strdup_printf (_("Motus will connect to the relay %s and show you its key."), relay);
}

static void
relay_next_cb (MotusWelcomePage *self)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->relay_row));
  g_autofree char *relay = NULL;
  g_autofree char *inviter = NULL;
  g_autoptr (GError) error = NULL;
  gboolean is_link = FALSE;

  if (!motus_client_read_link (text, &is_link, &relay, &inviter, &error))
    {
      motus_welcome_page_refuse_relay (self, error->message);
      return;
    }

  g_autofree char *hint = describe_relay (relay, inviter, is_link);
  motus_label_set_text (self->account_hint, hint);
  g_free (self->relay);
  self->relay = g_steal_pointer (&relay);
  motus_welcome_page_go (self, "account");
}

static void
pasted_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (MotusWelcomePage) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (source), result, &error);

  if (text == NULL)
    {
      show_error (self->relay_error, _("There is no text to paste. Copy the link first."));
      return;
    }
  gtk_editable_set_text (GTK_EDITABLE (self->relay_row), g_strstrip (text));
  relay_next_cb (self);
}

static void
paste_cb (MotusWelcomePage *self)
{
  gdk_clipboard_read_text_async (gtk_widget_get_clipboard (GTK_WIDGET (self)), NULL,
                                 pasted_cb, g_object_ref (self));
}

/* The second step. */

static char *
motus_welcome_page_get_name (MotusWelcomePage *self)
{
  g_autofree char *typed = g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->name_row)));
  return g_utf8_strdown (g_strstrip (typed), -1);
}

static void
motus_welcome_page_rate_password (MotusWelcomePage *self)
{
  static const char *const words[] = {
    N_("Useless"), N_("Weak"), N_("Fair"), N_("Good"), N_("Strong"),
  };
  const char *password = gtk_editable_get_text (self->password_row);
  g_autofree char *name = motus_welcome_page_get_name (self);
  guint rate = MIN (motus_client_rate_password (password, name), G_N_ELEMENTS (words) - 1);

  gtk_level_bar_set_value (self->strength_bar, rate);
  motus_label_set_text (self->strength_label, *password != '\0' ? _(words[rate]) : "");
}

static void
account_changed_cb (MotusWelcomePage *self)
{
  show_error (self->account_error, NULL);
  mark_wrong (self->name_row, FALSE);
  mark_wrong (self->password_row, FALSE);
  mark_wrong (self->repeat_row, FALSE);
  motus_welcome_page_rate_password (self);
}

static gboolean
motus_welcome_page_refuse (MotusWelcomePage *self, gpointer row, const char *sentence)
{
  motus_welcome_page_go (self, "account");
  show_error (self->account_error, sentence);
  if (row != NULL)
    mark_wrong (row, TRUE);
  return FALSE;
}

static gboolean
motus_welcome_page_check_name (MotusWelcomePage *self)
{
  g_autofree char *name = motus_welcome_page_get_name (self);

  if (motus_client_is_name_valid (name))
    return TRUE;
  return motus_welcome_page_refuse (self, self->name_row,
                                    _("A name has 3 to 32 letters from a to z or digits. Dots, hyphens and underscores may stand between them."));
}

static gboolean
motus_welcome_page_check_password (MotusWelcomePage *self)
{
  const char *password = gtk_editable_get_text (self->password_row);
  g_autofree char *name = motus_welcome_page_get_name (self);

  if (*password == '\0')
    return motus_welcome_page_refuse (self, self->password_row,
                                      _("Choose a password. A few words that do not belong together are easy to remember and hard to guess."));
  if (motus_client_rate_password (password, name) == 0)
    return motus_welcome_page_refuse (self, self->password_row,
                                      _("This password would be guessed at once. Make it longer, or use a few words that do not belong together."));
  return TRUE;
}

static void
name_next_cb (MotusWelcomePage *self)
{
  if (motus_welcome_page_check_name (self))
    gtk_widget_grab_focus (GTK_WIDGET (self->password_row));
}

static void
password_next_cb (MotusWelcomePage *self)
{
  if (motus_welcome_page_check_password (self))
    gtk_widget_grab_focus (GTK_WIDGET (self->repeat_row));
}

static gboolean
motus_welcome_page_check_account (MotusWelcomePage *self)
{
  if (!motus_welcome_page_check_name (self) || !motus_welcome_page_check_password (self))
    return FALSE;
  if (strcmp (gtk_editable_get_text (self->password_row),
              gtk_editable_get_text (self->repeat_row)) != 0)
    return motus_welcome_page_refuse (self, self->repeat_row,
                                      _("The two passwords differ. Type the same one again."));
  return TRUE;
}

/* While the account is made. */

static void
motus_welcome_page_ask (MotusWelcomePage *self)
{
  g_autofree char *words = NULL;
  g_autofree char *hint = g_strdup_printf (_("No link has proven the key of %s. Have somebody who runs it read these words to you, and compare."), self->relay);

  g_object_get (self->client, "relay-words", &words, NULL);
  motus_label_set_text (self->ask_hint, hint);
  motus_code_grid_set_code (self->ask_words, words != NULL ? words : "", 2);
  motus_welcome_page_go (self, "ask");
}

static void
client_state_cb (MotusWelcomePage *self)
{
  MotusConnectionState state;
  g_autofree char *sentence = NULL;

  g_object_get (self->client, "state", &state, NULL);
  if (state == MOTUS_CONNECTION_ASKING)
    {
      motus_welcome_page_ask (self);
      return;
    }
  if (state == MOTUS_CONNECTION_CONNECTING)
    sentence = g_strdup_printf (_("Connecting to %s…"), self->relay);
  else if (state == MOTUS_CONNECTION_SIGNING_IN)
    sentence = g_strdup (_("Signing in…"));
  else
    sentence = g_strdup (_("Making your keys…"));
  motus_label_set_text (self->working_label, sentence);
  motus_welcome_page_go (self, "working");
}

static void
motus_welcome_page_drop_client (MotusWelcomePage *self)
{
  if (self->client != NULL)
    g_signal_handlers_disconnect_by_data (self->client, self);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->client);
}

static gboolean
concerns_relay (const GError *error)
{
  return g_error_matches (error, MOTUS_CLIENT_ERROR, MOTUS_CLIENT_ERROR_LINK)
      || g_error_matches (error, MOTUS_CLIENT_ERROR, MOTUS_CLIENT_ERROR_UNREACHABLE)
      || g_error_matches (error, MOTUS_CLIENT_ERROR, MOTUS_CLIENT_ERROR_RELAY_KEY_CHANGED)
      || g_error_matches (error, MOTUS_CLIENT_ERROR, MOTUS_CLIENT_ERROR_RELAY_KEY_REFUSED)
      || g_error_matches (error, MOTUS_CLIENT_ERROR, MOTUS_CLIENT_ERROR_CHANNEL_BINDING);
}

static void
motus_welcome_page_fail (MotusWelcomePage *self, const GError *error)
{
  motus_welcome_page_drop_client (self);
  if (concerns_relay (error))
    motus_welcome_page_refuse_relay (self, error->message);
  else
    motus_welcome_page_refuse (self, NULL, error->message);
}

static void
signed_up_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (MotusWelcomePage) self = user_data;
  g_autoptr (MotusClient) client = g_object_ref (MOTUS_CLIENT (source));
  g_autoptr (GError) error = NULL;
  gboolean signed_up = motus_client_sign_up_finish (client, result, &error);

  if (client != self->client)   /* cancelled meanwhile */
    return;
  if (!signed_up)
    {
      motus_welcome_page_fail (self, error);
      return;
    }
  g_signal_handlers_disconnect_by_data (client, self);
  g_clear_object (&self->client);
  g_clear_object (&self->cancellable);
  motus_welcome_page_forget_passwords (self);
  g_signal_emit (self, signals[DONE], 0, client);
}

static void
create_cb (MotusWelcomePage *self)
{
  g_autofree char *name = motus_welcome_page_get_name (self);
  g_autoptr (GError) error = NULL;

  if (self->client != NULL || !motus_welcome_page_check_account (self))
    return;

  self->client = motus_client_new (self->home, name);
  self->cancellable = g_cancellable_new ();
  if (!motus_client_set_relay (self->client, gtk_editable_get_text (GTK_EDITABLE (self->relay_row)), &error))
    {
      motus_welcome_page_fail (self, error);
      return;
    }
  g_signal_connect_swapped (self->client, "notify::state", G_CALLBACK (client_state_cb), self);
  client_state_cb (self);
  motus_client_sign_up_async (self->client, gtk_editable_get_text (self->password_row),
                              self->cancellable, signed_up_cb, g_object_ref (self));
}

static void
trust_cb (MotusWelcomePage *self)
{
  if (self->client != NULL)
    motus_client_answer_relay (self->client, TRUE);
}

static void
distrust_cb (MotusWelcomePage *self)
{
  if (self->client != NULL)
    motus_client_answer_relay (self->client, FALSE);
}

static void
back_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  MotusWelcomePage *self = MOTUS_WELCOME_PAGE (widget);

  if (self->client != NULL)
    {
      motus_welcome_page_drop_client (self);
      motus_welcome_page_go (self, "account");
    }
  else if (motus_welcome_page_is_at (self, "account"))
    {
      motus_welcome_page_forget_passwords (self);
      motus_welcome_page_go (self, "relay");
    }
  else
    {
      g_signal_emit (self, signals[LEFT], 0);
    }
}

static void
motus_welcome_page_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (motus_welcome_page_parent_class)->map (widget);
  motus_welcome_page_focus_step (MOTUS_WELCOME_PAGE (widget));
}

static void
motus_welcome_page_dispose (GObject *object)
{
  MotusWelcomePage *self = MOTUS_WELCOME_PAGE (object);

  motus_welcome_page_drop_client (self);
  g_clear_pointer (&self->home, g_free);
  g_clear_pointer (&self->relay, g_free);
  G_OBJECT_CLASS (motus_welcome_page_parent_class)->dispose (object);
}

static void
motus_welcome_page_bind_children (GtkWidgetClass *klass)
{
  gtk_widget_class_bind_template_child (klass, MotusWelcomePage, steps);
  gtk_widget_class_bind_template_child (klass, MotusWelcomePage, seal);
  gtk_widget_class_bind_template_child (klass, MotusWelcomePage, relay_hint);
  gtk_widget_class_bind_template_child (klass, MotusWelcomePage, relay_row);
  gtk_widget_class_bind_template_child (klass, MotusWelcomePage, relay_error);
  gtk_widget_class_bind_template_child (klass, MotusWelcomePage, switch_button);
  gtk_widget_class_bind_template_child (klass, MotusWelcomePage, account_hint);
  gtk_widget_class_bind_template_child (klass, MotusWelcomePage, name_row);
  gtk_widget_class_bind_template_child (klass, MotusWelcomePage, password_row);
  gtk_widget_class_bind_template_child (klass, MotusWelcomePage, repeat_row);
  gtk_widget_class_bind_template_child (klass, MotusWelcomePage, strength_bar);
  gtk_widget_class_bind_template_child (klass, MotusWelcomePage, strength_label);
  gtk_widget_class_bind_template_child (klass, MotusWelcomePage, account_error);
  gtk_widget_class_bind_template_child (klass, MotusWelcomePage, spinner);
  gtk_widget_class_bind_template_child (klass, MotusWelcomePage, working_label);
  gtk_widget_class_bind_template_child (klass, MotusWelcomePage, cancel_button);
  gtk_widget_class_bind_template_child (klass, MotusWelcomePage, ask_hint);
  gtk_widget_class_bind_template_child (klass, MotusWelcomePage, ask_words);
  gtk_widget_class_bind_template_child (klass, MotusWelcomePage, distrust_button);
  gtk_widget_class_bind_template_child (klass, MotusWelcomePage, back_button);
}

static void
motus_welcome_page_bind_callbacks (GtkWidgetClass *klass)
{
  gtk_widget_class_bind_template_callback (klass, step_changed_cb);
  gtk_widget_class_bind_template_callback (klass, switch_cb);
  gtk_widget_class_bind_template_callback (klass, relay_changed_cb);
  gtk_widget_class_bind_template_callback (klass, relay_next_cb);
  gtk_widget_class_bind_template_callback (klass, paste_cb);
  gtk_widget_class_bind_template_callback (klass, account_changed_cb);
  gtk_widget_class_bind_template_callback (klass, name_next_cb);
  gtk_widget_class_bind_template_callback (klass, password_next_cb);
  gtk_widget_class_bind_template_callback (klass, create_cb);
  gtk_widget_class_bind_template_callback (klass, trust_cb);
  gtk_widget_class_bind_template_callback (klass, distrust_cb);
}

static void
motus_welcome_page_class_init (MotusWelcomePageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = motus_welcome_page_dispose;
  widget_class->map = motus_welcome_page_map;

  signals[DONE] = g_signal_new ("done", MOTUS_TYPE_WELCOME_PAGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                NULL, G_TYPE_NONE, 1, MOTUS_TYPE_CLIENT);
  signals[LEFT] = g_signal_new ("left", MOTUS_TYPE_WELCOME_PAGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                NULL, G_TYPE_NONE, 0);

  g_type_ensure (MOTUS_TYPE_CODE_GRID);
  gtk_widget_class_set_template_from_resource (widget_class, MOTUS_RESOURCE_BASE "/motus-welcome-page.ui");
  motus_welcome_page_bind_children (widget_class);
  motus_welcome_page_bind_callbacks (widget_class);
  gtk_widget_class_install_action (widget_class, "welcome.back", NULL, back_cb);
}

static void
motus_welcome_page_init (MotusWelcomePage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_image_set_from_icon_name (self->seal, MOTUS_APPLICATION_ID);
  gtk_level_bar_remove_offset_value (self->strength_bar, GTK_LEVEL_BAR_OFFSET_LOW);
  gtk_level_bar_remove_offset_value (self->strength_bar, GTK_LEVEL_BAR_OFFSET_HIGH);
  gtk_level_bar_remove_offset_value (self->strength_bar, GTK_LEVEL_BAR_OFFSET_FULL);
  motus_password_row_name_button (GTK_WIDGET (self->password_row));
  motus_password_row_name_button (GTK_WIDGET (self->repeat_row));
  motus_welcome_page_update_relay_words (self);
  motus_welcome_page_update_back (self);
  motus_welcome_page_go (self, "relay");
}

GtkWidget *
motus_welcome_page_new (const char *home)
{
  MotusWelcomePage *self = g_object_new (MOTUS_TYPE_WELCOME_PAGE, NULL);

  self->home = g_strdup (home);
  return GTK_WIDGET (self);
}

void
motus_welcome_page_set_link (MotusWelcomePage *self, const char *link)
{
  g_return_if_fail (MOTUS_IS_WELCOME_PAGE (self));
  g_return_if_fail (link != NULL);

  if (self->client != NULL)
    return;
  self->by_address = FALSE;
  motus_welcome_page_update_relay_words (self);
  gtk_editable_set_text (GTK_EDITABLE (self->relay_row), link);
  relay_next_cb (self);
}

void
motus_welcome_page_set_leavable (MotusWelcomePage *self, gboolean leavable)
{
  g_return_if_fail (MOTUS_IS_WELCOME_PAGE (self));

  self->leavable = leavable;
  motus_welcome_page_update_back (self);
}
