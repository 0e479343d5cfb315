import type { World } from "../model/world.ts";

/**
 * What people type, as it reaches an app: `& < >` escaped, names of people, groups and channels as
 * references. `named` adds the name to those, as commands with `should_escape` have it.
 */
export function typedText(text: string, world: World, named: boolean): string {
  const escaped = text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
  return picked(escaped, world)
    .replaceAll(/(?<![\w@#!|<])@([\w.-]*\w)/g, (all, name: string) => mention(name, world) ?? all)
    .replaceAll(/(?<![\w@#!|<&])#([\w-]*\w)/g, (all, name: string) => {
      const channel = world.channels.find(name);
      return channel === undefined ? all : `<#${channel.id}>`;
    })
    .replaceAll(/<([@#])(\w+)>/g, (all, sign: string, id: string) =>
      named ? `<${sign}${id}|${nameOf(id, world)}>` : all,
    )
    .replaceAll(/<!subteam\^(\w+)>/g, (all, id: string) =>
      named ? `<!subteam^${id}|@${world.people.group(id)?.handle ?? ""}>` : all,
    );
}

/** Without references, for a command that has not asked for them. */
export function plainTyped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

/** As keyboards of phones and Macs write them. */
export function typographic(text: string): string {
  return text
    .replaceAll(/(^|[\s([{=:,])"/g, "$1“")
    .replaceAll('"', "”")
    .replaceAll(/(^|[\s([{=:,])'/g, "$1‘")
    .replaceAll("'", "’");
}

/** A name that was picked from the list instead of typed, which clients send as a reference at once. */
function picked(text: string, world: World): string {
  return text
    .replaceAll(/&lt;@(U\w+)(?:\|[^&]*)?&gt;/g, (all, id: string) =>
      world.people.get(id) === undefined ? all : `<@${id}>`,
    )
    .replaceAll(/&lt;#(C\w+)(?:\|[^&]*)?&gt;/g, (all, id: string) =>
      world.channels.get(id) === undefined ? all : `<#${id}>`,
    )
    .replaceAll(/&lt;!subteam\^(S\w+)(?:\|[^&]*)?&gt;/g, (all, id: string) =>
      world.people.group(id) === undefined ? all : `<!subteam^${id}>`,
    );
}

function mention(name: string, world: World): string | undefined {
  if (["channel", "here", "everyone"].includes(name)) return `<!${name}>`;
  const member = world.people.byName(name);
  if (member !== undefined) return `<@${member.id}>`;
  const group = world.people.groups().find(({ handle }) => handle === name);
  return group === undefined ? undefined : `<!subteam^${group.id}>`;
}

function nameOf(id: string, world: World): string {
  return world.people.get(id)?.name ?? world.channels.get(id)?.name ?? "";
}
