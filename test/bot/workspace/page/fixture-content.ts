import type { Member, MessageView, UserGroup } from "../../../../bot/workspace/contract.ts";

export const appUser = "U0FETTLE";

export const members: readonly Member[] = [
  member("U0ADA", "ada", "Ada Lovelace", "developer"),
  { ...member("U0GRACE", "grace", "Grace Hopper", "on call"), owner: true },
  member("U0RADIA", "radia", "שולמית בן־דוד", "on call · תורנית"),
  member(
    "U0LONG",
    "long",
    "Maria-Magdalena Theodora Wolfeschlegelsteinhausenbergerdorff-Featherstonehaugh",
    "site reliability engineering, Europe and the Middle East",
  ),
  { ...member("U0GUEST", "gus", "Gus Guest", "guest"), kind: "guest" },
  { ...member("U0OUT", "otto", "Otto Outside", "from Elsewhere"), kind: "stranger", team: "T0OTHER" },
  { ...member("U0GONE", "gone", "Gone Gibson", "has left"), kind: "deactivated" },
  { ...member(appUser, "fettle", "Fettle", "app"), kind: "bot" },
];

export const groups: readonly UserGroup[] = [
  { id: "S0ONCALL", handle: "oncall", name: "On call", users: ["U0GRACE", "U0RADIA"] },
];

function member(id: string, name: string, realName: string, title: string): Member {
  return { id, team: "T0LOCAL", name, realName, title, kind: "member" };
}

/** A message as it is kept: ephemeral ones are for one person. */
export interface Kept extends Omit<MessageView, "ephemeral" | "mentionsMe"> {
  readonly for: string | null;
}

export const mrkdwn = (text: string): object => ({ type: "mrkdwn", text });
export const plain = (text: string): object => ({ type: "plain_text", text, emoji: true });

export interface CardState {
  readonly acknowledgedBy: string | null;
}

export function incidentCard({ acknowledgedBy }: CardState): object[] {
  return [
    { type: "header", block_id: "head", text: plain(":fire: Disk on db-1 fills up: 94 % and rising") },
    {
      type: "section",
      block_id: "what",
      text: mrkdwn(
        "*`/var/lib/postgresql`* on <https://wiki.example/db-1|db-1> is *94 %* full; at this pace it is full <!date^1767225600^{date_short_pretty} at {time}|on 1 January>. <!subteam^S0ONCALL> please look.",
      ),
    },
    {
      type: "section",
      block_id: "facts",
      fields: [
        mrkdwn("*Severity*\n:red_circle: 2 – high"),
        mrkdwn("*Target*\ndb-1.example.net"),
        mrkdwn("*Since*\n14 minutes"),
        mrkdwn(`*Taken by*\n${acknowledgedBy === null ? "_nobody yet_" : `<@${acknowledgedBy}>`}`),
      ],
    },
    {
      type: "rich_text",
      block_id: "log",
      elements: [
        {
          type: "rich_text_preformatted",
          elements: [
            {
              type: "text",
              text: "03:12:07 postgres[811]: could not extend file: No space left\n03:12:09 checkpointer: <!channel> is only text here\n03:12:11 kernel: EXT4-fs warning (device nvme0n1p2): ext4_end_bio:345: I/O error 3 writing to inode 524301 starting block 19660801)",
            },
          ],
        },
      ],
    },
    {
      type: "context",
      block_id: "foot",
      elements: [mrkdwn("*inc-7* · rule `disk-fills` · `shop/db`"), plain("seen 3 times")],
    },
    {
      type: "actions",
      block_id: "do",
      elements: [
        ...(acknowledgedBy === null
          ? [
              {
                type: "button",
                action_id: "incident.ack",
                text: plain("Acknowledge"),
                style: "primary",
                value: "inc-7",
              },
            ]
          : []),
        { type: "button", action_id: "plan.open", text: plain("Fix…"), value: "inc-7" },
        {
          type: "button",
          action_id: "service.restart",
          text: plain("Restart"),
          style: "danger",
          value: "db-1",
          confirm: {
            title: plain("Restart postgres on db-1?"),
            text: mrkdwn(
              "About *120* clients lose their connection for some seconds.\nThis is written into the audit log.",
            ),
            confirm: plain("Restart"),
            deny: plain("Leave it"),
            style: "danger",
          },
        },
        {
          type: "overflow",
          action_id: "incident.more",
          options: [
            { text: plain("Silence for an hour"), value: "silence" },
            { text: plain("Show the forecast"), value: "forecast" },
            { text: plain("Resolve"), value: "resolve" },
          ],
        },
      ],
    },
  ];
}

export const chart: object = {
  type: "data_visualization",
  block_id: "chart",
  title: "Disk used on db-1, %",
  chart: {
    type: "line",
    series: [
      { name: "measured", data: ["00", "01", "02", "03"].map((label, i) => ({ label, value: 71 + i * 7 })) },
      { name: "forecast", data: ["00", "01", "02", "03"].map((label, i) => ({ label, value: 70 + i * 8 })) },
    ],
    axis_config: { categories: ["00", "01", "02", "03"], x_label: "hour", y_label: "%" },
  },
};

export const table: object = {
  type: "table",
  block_id: "table",
  rows: [
    ["Host", "Used", "Full in"],
    ["db-1", "94 %", "# not a heading"],
    ["web-1", "41 %", "–"],
  ].map((row) => row.map((text) => ({ type: "raw_text", text }))),
};

export const code40 = Array.from(
  { length: 40 },
  (_, i) =>
    `${String(i + 1).padStart(2)}  for host in db-1 db-2 db-3; do ssh "$host" df -h --output=source,pcent,target / # line ${i + 1}`,
).join("\n");

export function homeBlocks(name: string): object[] {
  return [
    { type: "header", text: plain(`Good morning, ${name} :wave:`) },
    { type: "section", text: mrkdwn("*2 incidents are open*, one of them is yours.") },
    { type: "divider" },
    {
      type: "section",
      block_id: "inc7",
      text: mrkdwn("*inc-7* Disk on db-1 fills up\n:red_circle: severity 2 · 14 minutes"),
      accessory: { type: "button", action_id: "incident.show", text: plain("Show"), value: "inc-7" },
    },
    {
      type: "section",
      block_id: "inc6",
      text: mrkdwn(
        "*inc-6* Certificate of shop.example ends in 6 days\n:large_yellow_circle: severity 4 · 2 hours",
      ),
      accessory: { type: "button", action_id: "incident.show", text: plain("Show"), value: "inc-6" },
    },
    {
      type: "actions",
      block_id: "home-do",
      elements: [
        { type: "button", action_id: "home.refresh", text: plain("Refresh"), style: "primary" },
        { type: "button", action_id: "home.silences", text: plain("Silences…") },
      ],
    },
    {
      type: "context",
      elements: [mrkdwn("Watching *14* targets · last look <!date^1767225600^{time}|now>")],
    },
  ];
}

export function silenceModal(): Record<string, unknown> {
  return {
    type: "modal",
    callback_id: "silence.make",
    title: plain("Silence an alert"),
    submit: plain("Silence"),
    close: plain("Cancel"),
    notify_on_close: true,
    blocks: [
      {
        type: "section",
        block_id: "intro",
        text: mrkdwn("Nobody is told of what matches, until it ends. *Say why.*"),
      },
      input(
        "reason",
        "Why?",
        {
          type: "plain_text_input",
          action_id: "text",
          multiline: true,
          placeholder: plain("Planned work on…"),
        },
        "Stands in the audit log.",
      ),
      input("target", "Target", {
        type: "static_select",
        action_id: "choice",
        placeholder: plain("Choose a target"),
        option_groups: [
          {
            label: plain("Databases"),
            options: ["db-1", "db-2"].map((name) => ({ text: plain(name), value: name })),
          },
          {
            label: plain("Web"),
            options: ["web-1", "web-2"].map((name) => ({
              text: plain(name),
              value: name,
              description: plain("behind the balancer"),
            })),
          },
        ],
      }),
      input("until", "Until", { type: "datepicker", action_id: "date", initial_date: "2026-01-02" }),
      {
        ...input("tell", "Tell", {
          type: "multi_users_select",
          action_id: "people",
          placeholder: plain("Choose people"),
        }),
        optional: true,
      },
      {
        ...input("how", "What is silenced", {
          type: "radio_buttons",
          action_id: "kind",
          initial_option: { text: plain("Only this alert"), value: "one" },
          options: [
            { text: plain("Only this alert"), value: "one" },
            {
              text: mrkdwn("*Everything* on the target"),
              value: "all",
              description: plain("also what nobody has seen yet"),
            },
          ],
        }),
      },
      {
        ...input("also", "Also", {
          type: "checkboxes",
          action_id: "flags",
          options: [
            { text: plain("End it when the alert resolves"), value: "end" },
            { text: plain("Remind me before it ends"), value: "remind" },
          ],
        }),
        optional: true,
      },
    ],
  };
}

function input(block: string, label: string, element: object, hint = ""): object {
  return {
    type: "input",
    block_id: block,
    label: plain(label),
    element,
    ...(hint === "" ? {} : { hint: plain(hint) }),
  };
}
