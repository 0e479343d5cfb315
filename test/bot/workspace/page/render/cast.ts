import type { Cast } from "../../../../../bot/workspace/page/render/cast.ts";

const users = new Map([
  ["U0ADA", "Ada Lovelace"],
  ["U0EVIL", '<img src=x onerror="alert(1)">'],
]);

/** Names for blocks to speak of; one of them is an attack. */
export const cast: Cast = {
  words: {
    user: (id) => users.get(id),
    channel: (id) => (id === "C0OPS" ? "ops-alerts" : undefined),
    group: (id) => (id === "S0ONCALL" ? "oncall" : undefined),
    emoji: (name) => (name === "fire" ? "🔥" : undefined),
  },
  people: [{ id: "U0ADA", name: "Ada Lovelace", handle: "ada", title: "developer", kind: "member" }],
  channels: [{ id: "C0OPS", name: "ops-alerts" }],
  hosts: ["127.0.0.1:4747", "localhost:4747"],
  key: "one",
};
