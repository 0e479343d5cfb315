import { z } from "zod";

/** What Slack delivers, whichever way it comes. */
interface Delivery {
  readonly body: Readonly<Record<string, unknown>>;
  /** Names it for ever: the same name is the same delivery, come again. */
  readonly key: string;
}

const id = z.string().min(1).max(200);

/** The least that each kind must have for anything to be done with it; the rest is for whoever handles it. */
const eventShape = z.looseObject({
  type: z.literal("event_callback"),
  event_id: id,
  team_id: id,
  event: z.looseObject({ type: id }),
});
const commandShape = z.looseObject({
  command: z.string().startsWith("/").max(64),
  trigger_id: id,
  user_id: id,
  team_id: id,
  channel_id: id,
  text: z.string().max(40_000).default(""),
});
const actionShape = z.looseObject({
  type: z.literal("block_actions"),
  trigger_id: id,
  user: z.looseObject({ id }),
  actions: z
    .array(z.looseObject({ type: id, action_id: z.string().max(255), block_id: z.string().max(255) }))
    .length(1),
});
const viewShape = z.looseObject({
  type: z.enum(["view_submission", "view_closed"]),
  user: z.looseObject({ id }),
  view: z.looseObject({
    id,
    callback_id: z.string().max(255),
    state: z
      .looseObject({ values: z.record(z.string(), z.record(z.string(), z.looseObject({}))) })
      .optional(),
  }),
});
const shortcutShape = z.looseObject({
  type: z.enum(["shortcut", "message_action"]),
  callback_id: z.string().max(255),
  trigger_id: id,
  user: z.looseObject({ id }),
});

/** What came, or why it is nothing that can be handled. */
export type Read =
  | { readonly kind: "delivery"; readonly delivery: Delivery }
  /** Slack's own news to the app, such as `app_rate_limited`: known, and without anybody who waits for an effect. */
  | { readonly kind: "notice"; readonly type: string }
  | { readonly kind: "unknown" };

export function readDelivery(body: unknown): Read {
  const event = eventShape.safeParse(body);
  if (event.success)
    return { kind: "delivery", delivery: { body: event.data, key: `event:${event.data.event_id}` } };
  const command = commandShape.safeParse(body);
  if (command.success) return triggered(command.data);
  const action = actionShape.safeParse(body);
  if (action.success) return triggered(action.data);
  const shortcut = shortcutShape.safeParse(body);
  if (shortcut.success) return triggered(shortcut.data);
  const view = viewShape.safeParse(body);
  if (view.success) {
    const { type, view: about, user, trigger_id: trigger } = view.data;
    const key = typeof trigger === "string" ? trigger : `${about.id}:${user.id}`;
    return { kind: "delivery", delivery: { body: view.data, key: `${type}:${key}` } };
  }
  const notice = z.looseObject({ type: z.string().max(100) }).safeParse(body);
  return notice.success && notice.data.type === "app_rate_limited"
    ? { kind: "notice", type: notice.data.type }
    : { kind: "unknown" };
}

function triggered(body: { readonly trigger_id: string } & Readonly<Record<string, unknown>>): Read {
  return { kind: "delivery", delivery: { body, key: `trigger:${body.trigger_id}` } };
}
