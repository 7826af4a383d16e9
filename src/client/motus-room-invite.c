/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motus-room-invite-private.h"

struct _MotusRoomInvite {
  GObject parent_instance;

  char *id;
  char *from;
  char *room;
  char *room_name;
};

G_DEFINE_FINAL_TYPE (MotusRoomInvite, motus_room_invite, G_TYPE_OBJECT)

enum {
  PROP_0,
  PROP_ID,
  PROP_FROM,
  PROP_ROOM,
  PROP_ROOM_NAME,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static void
motus_room_invite_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  MotusRoomInvite *self = MOTUS_ROOM_INVITE (object);

  switch (id)
    {
    case PROP_ID:
      g_value_set_string (value, self->id);
      break;
    case PROP_FROM:
      g_value_set_string (value, self->from);
      break;
    case PROP_ROOM:
      g_value_set_string (value, self->room);
      break;
    case PROP_ROOM_NAME:
      g_value_set_string (value, self->room_name);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
motus_room_invite_finalize (GObject *object)
{
  MotusRoomInvite *self = MOTUS_ROOM_INVITE (object);

  g_free (self->id);
  g_free (self->from);
  g_free (self->room);
  g_free (self->room_name);
  G_OBJECT_CLASS (motus_room_invite_parent_class)->finalize (object);
}

static void
motus_room_invite_class_init (MotusRoomInviteClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = motus_room_invite_get_property;
  object_class->finalize = motus_room_invite_finalize;

  properties[PROP_ID] = g_param_spec_string ("id", NULL, NULL, "", flags);
  properties[PROP_FROM] = g_param_spec_string ("from", NULL, NULL, "", flags);
  properties[PROP_ROOM] = g_param_spec_string ("room", NULL, NULL, "", flags);
  properties[PROP_ROOM_NAME] = g_param_spec_string ("room-name", NULL, NULL, "", flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
motus_room_invite_init (MotusRoomInvite *self)
{
}

MotusRoomInvite *
motus_room_invite_new (const char *id, const char *from, const char *room, const char *room_name)
{
  MotusRoomInvite *self = g_object_new (MOTUS_TYPE_ROOM_INVITE, NULL);

  self->id = g_strdup (id);
  self->from = g_strdup (from);
  self->room = g_strdup (room);
  self->room_name = g_strdup (room_name);
  return self;
}

const char *
motus_room_invite_get_id (MotusRoomInvite *self)
{
  return self->id;
}

const char *
motus_room_invite_get_from (MotusRoomInvite *self)
{
  return self->from;
}

const char *
motus_room_invite_get_room (MotusRoomInvite *self)
{
  return self->room;
}

const char *
motus_room_invite_get_room_name (MotusRoomInvite *self)
{
  return self->room_name;
}
