import type { Gesture } from "../../handlers/index.ts";

type Path = readonly string[];

/**
 * Where payloads of all kinds say who and where, in the order in which it counts. The user's own team comes before
 * the workspace's: in a shared channel they differ.
 */
const paths = {
  user: [["user", "id"], ["user_id"], ["event", "user"], ["event", "user", "id"]],
  team: [["user", "team_id"], ["team", "id"], ["team_id"]],
  channel: [["channel", "id"], ["channel_id"], ["event", "channel"]],
  message: [
    ["message", "ts"],
    ["container", "message_ts"],
    ["event", "ts"],
  ],
  thread: [
    ["message", "thread_ts"],
    ["container", "thread_ts"],
    ["event", "thread_ts"],
  ],
  trigger: [["trigger_id"]],
  responseUrl: [["response_url"]],
  view: [["view", "id"]],
  viewType: [["view", "type"]],
  callback: [["view", "callback_id"]],
} as const satisfies Readonly<Record<string, readonly Path[]>>;

const longest = 500;

/** What a payload says of who did it and where. Undefined where it does not say who: nobody has done anything then. */
export function gestureOf(body: unknown): Gesture | undefined {
  const find = (name: keyof typeof paths): string | undefined => firstText(body, paths[name]);
  const user = find("user");
  const team = find("team");
  if (user === undefined || team === undefined) return undefined;
  const view = find("view");
  const type = find("viewType") === "home" ? "home" : "modal";
  return {
    user,
    team,
    channel: find("channel"),
    message: find("message"),
    thread: find("thread"),
    trigger: find("trigger"),
    view: view === undefined ? undefined : { id: view, type, callback: find("callback") ?? "" },
    responseUrl: find("responseUrl"),
  };
}

function firstText(body: unknown, candidates: readonly Path[]): string | undefined {
  for (const path of candidates) {
    const found = path.reduce<unknown>(inside, body);
    if (typeof found === "string" && found !== "" && found.length <= longest) return found;
  }
  return undefined;
}

function inside(value: unknown, key: string): unknown {
  return typeof value === "object" && value !== null && Object.hasOwn(value, key)
    ? Reflect.get(value, key)
    : undefined;
}
