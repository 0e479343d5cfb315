import { drawPicture } from "./picture.ts";
import type {
  Act,
  ActResult,
  Backstage,
  ChannelView,
  Notice,
  Snapshot,
  ViewState,
} from "../../../../bot/workspace/contract.ts";
import {
  appUser,
  chart,
  code40,
  groups,
  homeBlocks,
  incidentCard,
  members,
  mrkdwn,
  plain,
  silenceModal,
  table,
  type Kept,
} from "./fixture-content.ts";

/** A local Slack of lists and answers by rote, to look at the page and to test it. */
export interface Stage {
  readonly backstage: Backstage;
  /** All that was done on the page. */
  readonly acts: { readonly user: string; readonly act: Act }[];
  /** Acts wait until the returned function is called: an app that takes its time. */
  readonly hold: () => () => void;
  /** Posts as the app, or as `user`. */
  readonly post: (channel: string, message: Partial<Kept>) => string;
  readonly openModal: (user: string, view: Record<string, unknown>) => void;
  readonly updateModal: (user: string, view: Record<string, unknown>) => void;
  readonly setConnections: (count: number) => void;
  readonly tell: (user: string, text: string, channel: string | null) => void;
}

/** 2026-01-01 12:00 UTC, when the world begins. */
const startMs = Date.UTC(2026, 0, 1, 12);

interface Room extends Pick<ChannelView, "id" | "name" | "kind" | "topic" | "shared"> {
  readonly members: Set<string>;
  readonly messages: Kept[];
}

const png = drawPicture(480, 200);

export function openStage(): Stage {
  let version = 1;
  let nowMs = startMs;
  let connections = 2;
  let count = 0;
  let gate: Promise<void> | undefined;
  const listeners = new Set<() => void>();
  const acts: { user: string; act: Act }[] = [];
  const modals = new Map<string, ViewState[]>();
  const notices = new Map<string, Notice[]>();
  const files = new Map([
    ["F0LOG", { mimetype: "text/plain", name: "postgres.log", bytes: Buffer.from(code40) }],
    ["F0PNG", { mimetype: "image/png", name: "forecast.png", bytes: png }],
    ["F0HTML", { mimetype: "text/html", name: "evil.html", bytes: Buffer.from("<script>alert(1)</script>") }],
  ]);
  const rooms: Room[] = [
    room("C0OPS", "ops-alerts", "What needs somebody now", [
      "U0ADA",
      "U0GRACE",
      "U0RADIA",
      "U0LONG",
      "U0GUEST",
    ]),
    room(
      "C0GENERAL",
      "general",
      "Everybody",
      members.map(({ id }) => id),
    ),
    room("C0LONG", "a-channel-with-a-name-that-somebody-did-not-think-through-at-all-2026", "", [
      "U0ADA",
      "U0GRACE",
    ]),
    { ...room("C0OUT", "partners", "With Elsewhere", ["U0ADA", "U0OUT"]), shared: true },
    room("C0SHOP", "shop", "The shop and its machines", ["U0GRACE"]),
    { ...room("D0ADA", "Fettle", "", ["U0ADA"]), kind: "im" },
  ];

  const changed = (): void => {
    version += 1;
    for (const listener of listeners) listener();
  };
  const post: Stage["post"] = (channel, message) => {
    nowMs += 20_000;
    count += 1;
    const ts = `${Math.floor(nowMs / 1000)}.${String(count).padStart(6, "0")}`;
    const kept: Kept = {
      ts,
      user: appUser,
      text: "",
      blocks: [],
      threadTs: null,
      edited: false,
      files: [],
      for: null,
      ...message,
    };
    rooms.find(({ id }) => id === channel)?.messages.push(kept);
    changed();
    return ts;
  };
  const stackOf = (user: string): ViewState[] => {
    const stack = modals.get(user) ?? [];
    modals.set(user, stack);
    return stack;
  };
  const openModal: Stage["openModal"] = (user, view) => {
    count += 1;
    stackOf(user).push({ id: `V0${count}`, hash: `${count}`, view, errors: {} });
    changed();
  };
  const updateModal: Stage["updateModal"] = (user, view) => {
    const top = stackOf(user).pop();
    count += 1;
    if (top !== undefined) stackOf(user).push({ ...top, hash: `${count}`, view });
    changed();
  };
  const tell: Stage["tell"] = (user, text, channel) => {
    count += 1;
    notices.set(user, [...(notices.get(user) ?? []), { id: count, atMs: nowMs, channel, text }]);
    changed();
  };

  seed(post);
  const card = post("C0OPS", {
    text: "Disk on db-1 fills up",
    blocks: incidentCard({ acknowledgedBy: null }),
  });
  post("C0OPS", { user: "U0GRACE", text: "I am on it; who has `psql` open on *db-1*?", threadTs: card });
  post("C0OPS", { user: "U0RADIA", text: "אני בודקת עכשיו את היומן :eyes:", threadTs: card });
  post("C0OPS", {
    text: "The log of the last hour:",
    threadTs: card,
    files: [
      {
        id: "F0LOG",
        name: "postgres.log",
        title: "postgres.log",
        mimetype: "text/plain",
        bytes: code40.length,
        url: "/files/F0LOG/postgres.log",
      },
    ],
  });
  post("C0OPS", {
    text: "Only those in <!subteam^S0ONCALL> may resolve an incident of severity 2. <@U0GRACE> could do it.",
    for: "U0ADA",
  });

  const cardRoom = rooms[0];
  const setCard = (change: Partial<Kept>): void => {
    if (cardRoom === undefined) return;
    const at = cardRoom.messages.findIndex(({ ts }) => ts === card);
    const old = cardRoom.messages[at];
    if (old !== undefined) cardRoom.messages[at] = { ...old, ...change };
    changed();
  };

  const perform = (user: string, act: Act): ActResult => {
    switch (act.kind) {
      case "message":
        post(act.channel, { user, text: act.text, threadTs: act.threadTs ?? null });
        return { ok: true };
      case "command":
        return command(user, act.channel, act.text);
      case "click":
        return click(user, act);
      case "submit":
        return submit(user, act);
      case "close":
        stackOf(user).pop();
        changed();
        return { ok: true };
      case "shortcut":
        openModal(user, silenceModal());
        return { ok: true };
      case "home":
        return { ok: true };
      case "join":
        rooms.find(({ id }) => id === act.channel)?.members.add(user);
        changed();
        return { ok: true };
      case "dismiss":
        notices.set(
          user,
          (notices.get(user) ?? []).filter(({ id }) => id !== act.notice),
        );
        changed();
        return { ok: true };
    }
  };

  const submit = (user: string, { values }: Extract<Act, { kind: "submit" }>): ActResult => {
    const top = stackOf(user).pop();
    if (values["reason"]?.["text"] === "no" && top !== undefined) {
      stackOf(user).push({ ...top, errors: { reason: "Say it in more words than “no”." } });
      changed();
    } else post("C0OPS", { text: `<@${user}> silenced ${JSON.stringify(values["target"])}` });
    return { ok: true };
  };

  const command = (user: string, channel: string, text: string): ActResult => {
    if (text.startsWith("/fettle silence")) openModal(user, silenceModal());
    else if (text.startsWith("/fettle sleep")) {
      const told = "/fettle failed with the error “operation_timeout”";
      tell(user, told, channel);
      return { ok: false, told };
    } else if (text.startsWith("/fettle")) {
      post(channel, {
        text: "*Commands*\n• `/fettle status` shows what is open\n• `/fettle silence` keeps quiet",
        for: user,
      });
    } else return { ok: false, told: `${text.split(" ")[0]} is not a valid command.` };
    return { ok: true };
  };

  const click = (user: string, act: Extract<Act, { kind: "click" }>): ActResult => {
    if (act.action === "incident.ack" && user === "U0GUEST") {
      post("C0OPS", { text: "You may not acknowledge: guests only read. Ask <@U0GRACE>.", for: user });
    } else if (act.action === "incident.ack") {
      setCard({ blocks: incidentCard({ acknowledgedBy: user }), edited: true });
    } else if (act.action === "plan.open") openModal(user, silenceModal());
    else if (act.action === "service.restart")
      return { ok: false, told: "The app did not answer in time (operation_timeout)." };
    else if (act.action === "incident.more")
      post("C0OPS", { text: `Chosen: ${JSON.stringify(act.value)}`, threadTs: card });
    return { ok: true };
  };

  const snapshot = (user: string): Snapshot | undefined => {
    const me = members.find(({ id }) => id === user);
    if (me === undefined || me.kind === "bot" || me.kind === "deactivated") return undefined;
    return {
      version,
      nowMs,
      me,
      team: { id: "T0LOCAL", name: "Fettle Local" },
      app: { id: "A0FETTLE", name: "Fettle", botUser: appUser, connections },
      members,
      groups,
      channels: rooms
        .filter(
          (one) => one.members.has(user) || (one.kind === "channel" && !one.shared && me.kind === "member"),
        )
        .map((one) => ({
          ...one,
          joined: one.members.has(user),
          messages: one.messages.flatMap((kept) => viewOf(kept, user)),
        })),
      home: {
        id: `V0HOME${user}`,
        hash: "1",
        view: { type: "home", blocks: homeBlocks(me.realName) },
        errors: {},
      },
      modals: [...(modals.get(user) ?? [])],
      notices: notices.get(user) ?? [],
      command: {
        command: "/fettle",
        description: "Asks Fettle; try /fettle help",
        usageHint: "[help | status | alerts | ack inc-7 | …]",
      },
      shortcuts: [
        {
          name: "Show open incidents",
          type: "global",
          callbackId: "incidents.list",
          description: "Lists what is open, the worst first",
        },
        {
          name: "Acknowledge incident",
          type: "message",
          callbackId: "incident.acknowledge_here",
          description: "Takes on the incident of this card or thread",
        },
        {
          name: "Add to an incident",
          type: "message",
          callbackId: "incident.note",
          description: "Puts this message into an incident's thread",
        },
      ],
    };
  };

  return {
    acts,
    post,
    openModal,
    updateModal,
    tell,
    setConnections: (to) => {
      connections = to;
      changed();
    },
    hold: () => {
      const { promise, resolve } = Promise.withResolvers<void>();
      gate = promise;
      return () => {
        gate = undefined;
        resolve();
      };
    },
    backstage: {
      snapshot,
      act: async (user, act) => {
        acts.push({ user, act });
        await gate;
        return perform(user, act);
      },
      onChange: (listener) => {
        listeners.add(listener);
        return { [Symbol.dispose]: () => void listeners.delete(listener) };
      },
      file: (id) => files.get(id),
    },
  };
}

function viewOf(kept: Kept, user: string): ChannelView["messages"] {
  if (kept.for !== null && kept.for !== user) return [];
  const onCall = groups[0]?.users.includes(user) ?? false;
  const all = JSON.stringify([kept.text, kept.blocks]);
  const mentionsMe = all.includes(`<@${user}>`) || (onCall && all.includes("<!subteam^S0ONCALL>"));
  return [{ ...kept, ephemeral: kept.for !== null, mentionsMe }];
}

function room(id: string, name: string, topic: string, who: readonly string[]): Room {
  return { id, name, kind: "channel", topic, shared: false, members: new Set(who), messages: [] };
}

function seed(post: Stage["post"]): void {
  for (let i = 0; i < 200; i += 1) {
    const user = ["U0ADA", "U0GRACE", "U0LONG", "U0RADIA"][Math.floor(i / 3) % 4] ?? "U0ADA";
    const text =
      i % 7 === 0
        ? `Message *${i}* with \`code\` and <https://example.org/${i}|a link> :tada:`
        : `Message ${i}`;
    post("C0GENERAL", {
      user,
      text: i % 11 === 0 ? "בדיקה: הטקסט הזה נכתב מימין לשמאל, with English inside." : text,
    });
  }
  post("C0OPS", { user: "U0ADA", text: "Good morning :sunrise: <@U0GRACE>, deploys are done. 👩🏽‍💻🏳️‍🌈" });
  post("C0OPS", { user: "U0ADA", text: "> quoted\n> twice\n• one\n• two _slanted_ ~gone~ *bold*" });
  post("C0OPS", { user: "U0LONG", text: `Here is what I ran:\n\`\`\`\n${code40}\n\`\`\`` });
  post("C0OPS", {
    text: "Usage",
    blocks: [{ type: "section", text: mrkdwn("*Where it stands*") }, table, chart, { type: "nonsense" }],
  });
  post("C0OPS", {
    text: "The forecast",
    files: [
      {
        id: "F0PNG",
        name: "forecast.png",
        title: "Forecast for db-1",
        mimetype: "image/png",
        bytes: 812,
        url: "/files/F0PNG/forecast.png",
      },
    ],
  });
  post("D0ADA", {
    text: "Hello! I watch what you run. Try `/fettle help`.",
    blocks: [
      {
        type: "section",
        text: mrkdwn("Hello! I watch what you run. Try `/fettle help`."),
        accessory: { type: "button", action_id: "hello", text: plain("Show me"), value: "x" },
      },
    ],
  });
}
