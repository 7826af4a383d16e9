/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motus-message-private.h"

#include "motus-json-guard.h"
#include "motus-name.h"
#include "motus-wire-error.h"

#include <string.h>

/* The guard has listed the members of the header; each one that the schema knows is read into its
 * place, and the others are passed over. Texts are copied, unescaped, one behind the other into
 * one block as long as the header: each is written with at least two quotes, of which one makes
 * room for its NUL. */

typedef struct {
  MotusMessage *message;
  char *free;                   /* the rest of the block */
} Parse;

static const char *
read_text (Parse *parse, const char *escaped, gsize escaped_len, gsize *len)
{
  const char *text = parse->free;
  *len = motus_json_unescape (escaped, escaped_len, parse->free);
  parse->free += *len + 1;
  return text;
}

/* A string that @field takes, or NULL. */
static const char *
read_string (Parse *parse, const MotusMessageField *field, const MotusJsonMember *member)
{
  gsize len;
  if (*member->value != '"')
    return NULL;
  const char *text = read_text (parse, member->value + 1, member->value_len - 2, &len);
  return motus_message_field_takes_text (field, text, len) ? text : NULL;
}

static gboolean
read_integer (const MotusMessageField *field, const MotusJsonMember *member, gint64 *value)
{
  if (*member->value != '-' && !g_ascii_isdigit (*member->value))
    return FALSE;
  gint64 integer = motus_json_integer (member->value);
  if (!motus_message_field_takes_int (field, integer))
    return FALSE;
  *value = integer;
  return TRUE;
}

static gboolean
read_bool (const MotusJsonMember *member, gint64 *value)
{
  if (*member->value != 't' && *member->value != 'f')
    return FALSE;
  *value = *member->value == 't';
  return TRUE;
}

/* {"username": name, "online": bool} and whatever else. */
static gboolean
read_change (Parse *parse, const MotusMessageField *field, const MotusJsonMember *element,
             MotusMessageItem *item)
{
  MotusJsonMember member;
  MotusJsonWalk walk;
  gboolean told = FALSE;

  if (*element->value != '{')
    return FALSE;
  motus_json_walk_init (&walk, element->value);
  while (motus_json_walk_next (&walk, &member))
    if (motus_json_text_equal (member.name, member.name_len, "username"))
      {
        item->name = read_string (parse, field, &member);
        if (item->name == NULL)
          return FALSE;
      }
    else if (motus_json_text_equal (member.name, member.name_len, "online"))
      {
        told = read_bool (&member, &item->integer);
        if (!told)
          return FALSE;
      }
  return item->name != NULL && told;
}

/* A member of keys or limits. */
static gboolean
read_named (Parse *parse, const MotusMessageField *field, const MotusJsonMember *member,
            MotusMessageItem *item)
{
  gsize len;
  item->name = read_text (parse, member->name, member->name_len, &len);
  if (field->kind == MOTUS_FIELD_LIMITS)
    return motus_message_field_takes_text (field, item->name, len)
           && read_integer (field, member, &item->integer);
  item->text = read_string (parse, field, member);
  return item->text != NULL && motus_name_is_valid (item->name);
}

static gboolean
read_item (Parse *parse, const MotusMessageField *field, const MotusJsonMember *member,
           MotusMessageItem *item)
{
  switch ((int) field->kind)
    {
    case MOTUS_FIELD_NAMES:
      item->name = read_string (parse, field, member);
      return item->name != NULL;
    case MOTUS_FIELD_INTS:
      return read_integer (field, member, &item->integer);
    case MOTUS_FIELD_CHANGES:
      return read_change (parse, field, member, item);
    default:
      return read_named (parse, field, member, item);
    }
}

static gboolean
read_list (Parse *parse, const MotusMessageField *field, const MotusJsonMember *list,
           MotusMessageValue *value)
{
  gboolean is_object = field->kind == MOTUS_FIELD_KEYS || field->kind == MOTUS_FIELD_LIMITS;
  MotusJsonMember member;
  MotusJsonWalk walk;

  if (*list->value != (is_object ? '{' : '['))
    return FALSE;
  motus_json_walk_init (&walk, list->value);
  while (motus_json_walk_next (&walk, &member))
    if (motus_message_value_count (value) == field->count
        || !read_item (parse, field, &member, motus_message_value_add (value)))
      return FALSE;
  return is_object || motus_message_value_count (value) > 0;
}

static gboolean
read_value (Parse *parse, const MotusMessageField *field, const MotusJsonMember *member,
            MotusMessageValue *value)
{
  if (motus_message_field_is_list (field))
    return read_list (parse, field, member, value);
  if (field->kind == MOTUS_FIELD_INT)
    return read_integer (field, member, &value->integer);
  if (field->kind == MOTUS_FIELD_BOOL)
    return read_bool (member, &value->integer);
  value->text = read_string (parse, field, member);
  return value->text != NULL;
}

/* The place of the field that @member is, or that of no field. Members mostly come in the order
 * of the schema: @guess is tried first. */
static gsize
find_place (const MotusMessageSchema *schema, const MotusJsonMember *member, gsize guess)
{
  for (gsize i = 0; i < schema->n_fields; i++)
    {
      gsize place = (guess + i) % schema->n_fields;
      if (motus_json_text_equal (member->name, member->name_len, schema->fields[place].name))
        return place;
    }
  return schema->n_fields;
}

static gboolean
read_members (Parse *parse, const MotusJsonMember *members, gsize n_members, GError **error)
{
  const MotusMessageSchema *schema = parse->message->schema;
  gsize guess = 0;

  for (gsize i = 0; i < n_members; i++)
    {
      gsize place = find_place (schema, &members[i], guess);
      if (place == schema->n_fields)
        continue;
      MotusMessageValue *value = &parse->message->values[place];
      if (!read_value (parse, &schema->fields[place], &members[i], value))
        {
          g_set_error (error, MOTUS_WIRE_ERROR, MOTUS_WIRE_ERROR_BAD_MESSAGE,
                       "In the message “%s” the member “%s” has the wrong type or size.",
                       schema->name, schema->fields[place].name);
          return FALSE;
        }
      value->present = TRUE;
      guess = place + 1;
    }
  return TRUE;
}

static const MotusJsonMember *
find_member (const MotusJsonMember *members, gsize n_members, const char *name)
{
  for (gsize i = 0; i < n_members; i++)
    if (motus_json_text_equal (members[i].name, members[i].name_len, name))
      return &members[i];
  return NULL;
}

static char *
find_tag (const MotusJsonMember *members, gsize n_members)
{
  const MotusJsonMember *id = find_member (members, n_members, "id");
  if (id == NULL || *id->value != '"')
    return NULL;
  g_autofree char *text = g_malloc (id->value_len);
  gsize len = motus_json_unescape (id->value + 1, id->value_len - 2, text);
  return motus_tag_is_valid (text, len) ? g_steal_pointer (&text) : NULL;
}

static gboolean
find_type (const MotusJsonMember *members, gsize n_members, MotusSender sender,
           MotusMessageType *type, GError **error)
{
  const MotusJsonMember *member = find_member (members, n_members, "type");
  if (member == NULL || *member->value != '"')
    {
      g_set_error_literal (error, MOTUS_WIRE_ERROR, MOTUS_WIRE_ERROR_BAD_MESSAGE,
                           "A message does not say its type.");
      return FALSE;
    }

  g_autofree char *name = g_malloc (member->value_len);
  motus_json_unescape (member->value + 1, member->value_len - 2, name);
  if (motus_message_schema_find (name, sender, type))
    return TRUE;
  g_set_error_literal (error, MOTUS_WIRE_ERROR, MOTUS_WIRE_ERROR_UNKNOWN_TYPE,
                       "A message is of a type that is unknown or that this side does not send.");
  return FALSE;
}

static gboolean
take_body (MotusMessage *message, GBytes *frame, gsize start, GError **error)
{
  gsize len = g_bytes_get_size (frame);
  if (start >= len)
    return TRUE;
  if (!message->schema->has_body)
    {
      g_set_error (error, MOTUS_WIRE_ERROR, MOTUS_WIRE_ERROR_BAD_MESSAGE,
                   "The message “%s” has a body, which this type cannot have.",
                   message->schema->name);
      return FALSE;
    }
  message->body = g_bytes_new_from_bytes (frame, start, len - start);
  return TRUE;
}

static MotusMessage *
read_message (GBytes *frame, gsize header_len, const MotusJsonMember *members, gsize n_members,
              MotusSender sender, GError **error)
{
  MotusMessageType type;
  if (!find_type (members, n_members, sender, &type, error))
    return NULL;

  g_autoptr (MotusMessage) message = motus_message_new (type);
  message->header = g_malloc (header_len);
  Parse parse = { message, message->header };
  if (!read_members (&parse, members, n_members, error)
      || !take_body (message, frame, header_len + 1, error)
      || !motus_message_check (message, error))
    return NULL;
  return g_steal_pointer (&message);
}

MotusMessage *
motus_message_parse (GBytes *frame, MotusSender sender, char **tag, GError **error)
{
  MotusJsonMember members[MOTUS_JSON_MEMBERS_MAX];
  gsize len, n_members;
  const char *header = g_bytes_get_data (frame, &len);
  const char *nul = len > 0 ? memchr (header, '\0', len) : NULL;
  gsize header_len = nul != NULL ? (gsize) (nul - header) : len;

  if (!motus_json_guard_index (header, header_len, members, &n_members, error))
    return NULL;
  MotusMessage *message = read_message (frame, header_len, members, n_members, sender, error);
  if (message == NULL && tag != NULL)
    *tag = find_tag (members, n_members);
  return message;
}
