/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motus-conversation-private.h"

#include <glib/gi18n-lib.h>

#include "motus-client-enums.h"

#define PREVIEW_CHARACTERS 120

struct _MotusConversation {
  GObject parent_instance;

  char *id;
  MotusConversationKind kind;
  char *title;
  MotusContact *contact;
  GStrv members;
  gboolean closed;

  GPtrArray *lines;             /* of MotusChatMessage, in order */
  guint notices;                /* how many there were */
  guint64 depth;

  guint unread;
  gboolean mentioned;
  char *preview;
  gint64 last_activity;
  char *draft;
};

enum {
  PROP_0,
  PROP_ID,
  PROP_TITLE,
  PROP_KIND,
  PROP_UNREAD,
  PROP_MENTIONED,
  PROP_PREVIEW,
  PROP_LAST_ACTIVITY,
  PROP_DRAFT,
  PROP_CONTACT,
  PROP_MEMBERS,
  PROP_CLOSED,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static GType
motus_conversation_get_item_type (GListModel *model)
{
  return MOTUS_TYPE_CHAT_MESSAGE;
}

static guint
motus_conversation_get_n_items (GListModel *model)
{
  return MOTUS_CONVERSATION (model)->lines->len;
}

static gpointer
motus_conversation_get_item (GListModel *model, guint position)
{
  MotusConversation *self = MOTUS_CONVERSATION (model);

  if (position >= self->lines->len)
    return NULL;
  return g_object_ref (g_ptr_array_index (self->lines, position));
}

static void
motus_conversation_list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = motus_conversation_get_item_type;
  iface->get_n_items = motus_conversation_get_n_items;
  iface->get_item = motus_conversation_get_item;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (MotusConversation, motus_conversation, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL,
                                                      motus_conversation_list_model_init))

static void
notify (MotusConversation *self, guint property)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[property]);
}

static void
motus_conversation_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  MotusConversation *self = MOTUS_CONVERSATION (object);

  switch (id)
    {
    case PROP_ID:
      g_value_set_string (value, self->id);
      break;
    case PROP_TITLE:
      g_value_set_string (value, self->title);
      break;
    case PROP_KIND:
      g_value_set_enum (value, self->kind);
      break;
    case PROP_UNREAD:
      g_value_set_uint (value, self->unread);
      break;
    case PROP_MENTIONED:
      g_value_set_boolean (value, self->mentioned);
      break;
    case PROP_PREVIEW:
      g_value_set_string (value, self->preview);
      break;
    case PROP_LAST_ACTIVITY:
      g_value_set_int64 (value, self->last_activity);
      break;
    case PROP_DRAFT:
      g_value_set_string (value, self->draft);
      break;
    case PROP_CONTACT:
      g_value_set_object (value, self->contact);
      break;
    case PROP_MEMBERS:
      g_value_set_boxed (value, self->members);
      break;
    case PROP_CLOSED:
      g_value_set_boolean (value, self->closed);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
motus_conversation_set_property (GObject *object, guint id, const GValue *value,
                                 GParamSpec *pspec)
{
  if (id == PROP_DRAFT)
    motus_conversation_set_draft (MOTUS_CONVERSATION (object), g_value_get_string (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
motus_conversation_finalize (GObject *object)
{
  MotusConversation *self = MOTUS_CONVERSATION (object);

  g_free (self->id);
  g_free (self->title);
  g_clear_object (&self->contact);
  g_strfreev (self->members);
  g_ptr_array_unref (self->lines);
  g_free (self->preview);
  g_free (self->draft);
  G_OBJECT_CLASS (motus_conversation_parent_class)->finalize (object);
}

static void
motus_conversation_class_init (MotusConversationClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = motus_conversation_get_property;
  object_class->set_property = motus_conversation_set_property;
  object_class->finalize = motus_conversation_finalize;

  properties[PROP_ID] = g_param_spec_string ("id", NULL, NULL, "", flags);
  properties[PROP_TITLE] = g_param_spec_string ("title", NULL, NULL, "", flags);
  properties[PROP_KIND] = g_param_spec_enum ("kind", NULL, NULL, MOTUS_TYPE_CONVERSATION_KIND,
                                             MOTUS_CONVERSATION_EVERYONE, flags);
  properties[PROP_UNREAD] = g_param_spec_uint ("unread", NULL, NULL, 0, G_MAXUINT, 0, flags);
  properties[PROP_MENTIONED] = g_param_spec_boolean ("mentioned", NULL, NULL, FALSE, flags);
  properties[PROP_PREVIEW] = g_param_spec_string ("preview", NULL, NULL, "", flags);
  properties[PROP_LAST_ACTIVITY] = g_param_spec_int64 ("last-activity", NULL, NULL, 0, G_MAXINT64,
                                                       0, flags);
  properties[PROP_DRAFT] = g_param_spec_string ("draft", NULL, NULL, "",
                                                flags | G_PARAM_WRITABLE
                                                | G_PARAM_EXPLICIT_NOTIFY);
  properties[PROP_CONTACT] = g_param_spec_object ("contact", NULL, NULL, MOTUS_TYPE_CONTACT, flags);
  properties[PROP_MEMBERS] = g_param_spec_boxed ("members", NULL, NULL, G_TYPE_STRV, flags);
  properties[PROP_CLOSED] = g_param_spec_boolean ("closed", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
motus_conversation_init (MotusConversation *self)
{
  self->lines = g_ptr_array_new_with_free_func (g_object_unref);
  self->preview = g_strdup ("");
  self->draft = g_strdup ("");
}

static MotusConversation *
new_conversation (MotusConversationKind kind, char *id, const char *title)
{
  MotusConversation *self = g_object_new (MOTUS_TYPE_CONVERSATION, NULL);

  self->kind = kind;
  self->id = id;
  self->title = g_strdup (title);
  return self;
}

MotusConversation *
motus_conversation_new_everyone (void)
{
  return new_conversation (MOTUS_CONVERSATION_EVERYONE, g_strdup (MOTUS_CONVERSATION_EVERYONE_ID),
                           _("Everyone"));
}

MotusConversation *
motus_conversation_new_room (const char *room, const char *title)
{
  MotusConversation *self = new_conversation (MOTUS_CONVERSATION_ROOM, g_strdup (room), title);

  self->members = g_new0 (char *, 1);
  return self;
}

MotusConversation *
motus_conversation_new_person (MotusContact *contact)
{
  const char *name = motus_contact_get_name (contact);
  MotusConversation *self = new_conversation (MOTUS_CONVERSATION_PERSON,
                                              g_strconcat ("@", name, NULL), name);

  self->contact = g_object_ref (contact);
  return self;
}

/* Where @message belongs: before the first line that sorts after it. */
static guint
find_place (MotusConversation *self, MotusChatMessage *message)
{
  guint low = 0, high = self->lines->len;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;
      if (motus_chat_message_compare (g_ptr_array_index (self->lines, middle), message) <= 0)
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}

static char *
make_preview (MotusConversation *self)
{
  for (guint i = self->lines->len; i > 0; i--)
    {
      MotusChatMessage *line = g_ptr_array_index (self->lines, i - 1);
      if (motus_chat_message_get_kind (line) != MOTUS_CHAT_TEXT)
        continue;
      g_autofree char *start = g_utf8_substring (motus_chat_message_get_text (line), 0, MIN (
        PREVIEW_CHARACTERS, g_utf8_strlen (motus_chat_message_get_text (line), -1)));
      g_strstrip (g_strdelimit (start, "\n\r\t", ' '));
      return g_steal_pointer (&start);
    }
  return g_strdup ("");
}

static void
update_preview (MotusConversation *self)
{
  g_autofree char *preview = make_preview (self);

  if (g_str_equal (preview, self->preview))
    return;
  g_free (self->preview);
  self->preview = g_steal_pointer (&preview);
  notify (self, PROP_PREVIEW);
}

static void
count_unread (MotusConversation *self, MotusChatMessage *message)
{
  self->unread++;
  notify (self, PROP_UNREAD);
  if (motus_chat_message_mentions_me (message) && !self->mentioned)
    {
      self->mentioned = TRUE;
      notify (self, PROP_MENTIONED);
    }
}

void
motus_conversation_add (MotusConversation *self, MotusChatMessage *message, gint64 activity,
                        gboolean unread)
{
  guint place = find_place (self, message);

  self->depth = MAX (self->depth, motus_chat_message_get_depth (message));
  g_ptr_array_insert (self->lines, (int) place, g_object_ref (message));
  g_list_model_items_changed (G_LIST_MODEL (self), place, 0, 1);
  if (self->lines->len > MOTUS_CONVERSATION_MAX)
    {
      g_ptr_array_remove_index (self->lines, 0);
      g_list_model_items_changed (G_LIST_MODEL (self), 0, 1, 0);
    }

  update_preview (self);
  if (activity > self->last_activity)
    {
      self->last_activity = activity;
      notify (self, PROP_LAST_ACTIVITY);
    }
  if (unread)
    count_unread (self, message);
}

void
motus_conversation_add_notice (MotusConversation *self, const char *text, gint64 now)
{
  g_autoptr (MotusChatMessage) notice =
    motus_chat_message_new_notice (text, now, self->depth, self->notices++);

  motus_conversation_add (self, notice, 0, FALSE);
}

void
motus_conversation_remove (MotusConversation *self, MotusChatMessage *message)
{
  guint place;

  if (!g_ptr_array_find (self->lines, message, &place))
    return;
  g_ptr_array_remove_index (self->lines, place);
  g_list_model_items_changed (G_LIST_MODEL (self), place, 1, 0);
  update_preview (self);
}

guint64
motus_conversation_get_depth (MotusConversation *self)
{
  return self->depth;
}

guint64
motus_conversation_reserve_depth (MotusConversation *self)
{
  return ++self->depth;
}

guint64
motus_conversation_clamp_depth (MotusConversation *self, guint64 depth)
{
  return MIN (depth, self->depth + MOTUS_CONVERSATION_DEPTH_JUMP);
}

void
motus_conversation_set_members (MotusConversation *self, const char *const *members)
{
  if (self->members != NULL && g_strv_equal ((const char *const *) self->members, members))
    return;
  g_strfreev (self->members);
  self->members = g_strdupv ((char **) members);
  notify (self, PROP_MEMBERS);
}

void
motus_conversation_set_closed (MotusConversation *self, gboolean closed)
{
  if (self->closed == closed)
    return;
  self->closed = closed;
  notify (self, PROP_CLOSED);
}

void
motus_conversation_restore (MotusConversation *self, guint unread, gboolean mentioned,
                            gint64 last_activity, const char *draft)
{
  self->unread = unread;
  self->mentioned = mentioned;
  self->last_activity = MAX (last_activity, 0);
  g_free (self->draft);
  self->draft = g_strdup (draft);
  for (guint i = PROP_UNREAD; i <= PROP_DRAFT; i++)
    notify (self, i);
}

const char *
motus_conversation_get_id (MotusConversation *self)
{
  return self->id;
}

MotusConversationKind
motus_conversation_get_kind (MotusConversation *self)
{
  return self->kind;
}

const char *
motus_conversation_get_title (MotusConversation *self)
{
  return self->title;
}

MotusContact *
motus_conversation_get_contact (MotusConversation *self)
{
  return self->contact;
}

const char *const *
motus_conversation_get_members (MotusConversation *self)
{
  return (const char *const *) self->members;
}

guint
motus_conversation_get_unread (MotusConversation *self)
{
  return self->unread;
}

gboolean
motus_conversation_is_mentioned (MotusConversation *self)
{
  return self->mentioned;
}

const char *
motus_conversation_get_preview (MotusConversation *self)
{
  return self->preview;
}

gint64
motus_conversation_get_last_activity (MotusConversation *self)
{
  return self->last_activity;
}

gboolean
motus_conversation_is_closed (MotusConversation *self)
{
  return self->closed;
}

const char *
motus_conversation_get_draft (MotusConversation *self)
{
  return self->draft;
}

void
motus_conversation_set_draft (MotusConversation *self, const char *draft)
{
  if (g_str_equal (self->draft, draft) || strlen (draft) > MOTUS_CONVERSATION_DRAFT_MAX)
    return;
  g_free (self->draft);
  self->draft = g_strdup (draft);
  notify (self, PROP_DRAFT);
}

void
motus_conversation_mark_read (MotusConversation *self)
{
  if (self->unread == 0)
    return;
  self->unread = 0;
  notify (self, PROP_UNREAD);
  if (self->mentioned)
    {
      self->mentioned = FALSE;
      notify (self, PROP_MENTIONED);
    }
}
