import type { Member } from "../contract.ts";
import { isJson, type Json } from "../json.ts";
import type { SlashCommand } from "../manifest.ts";
import type { Channel } from "../model/channels.ts";
import { nameInPayload } from "../payload/channel.ts";
import { teamOf } from "../payload/user.ts";
import { respond } from "../api/respond.ts";
import { type Acted, refused, type Stage } from "./stage.ts";
import { plainTyped, typedText, typographic } from "./typed.ts";

/** Somebody typed a slash command (docs.slack.dev/interactivity/implementing-slash-commands). */
export async function command(stage: Stage, member: Member, channel: Channel, typed: string): Promise<Acted> {
  const { world, courier } = stage;
  const [, name = "", rest = ""] = /^(\/\S*)\s*([\s\S]*)$/.exec(typed.trim()) ?? [];
  const declared = world.manifest.commands.find((one) => one.command === name);
  if (declared === undefined) {
    return say(stage, member, channel, `${name || "That"} is not a valid command.`);
  }
  const payload = commandPayload(stage, { member, channel, declared, text: rest.trim() });
  const outcome = await courier.deliver({
    type: "slash_commands",
    name,
    payload,
    takesAnswer: true,
    eventId: null,
  });
  if (outcome.kind !== "acked") {
    const error = outcome.kind === "timeout" ? "operation_timeout" : "dispatch_failed";
    return say(stage, member, channel, `${name} failed with the error "${error}"`);
  }
  const answer = typeof outcome.answer === "string" ? { text: outcome.answer } : outcome.answer;
  if (!isJson(answer) || Object.keys(answer).length === 0) return { ok: true, ackMs: outcome.ackMs };
  const respondent = { user: member.id, channel: channel.id, message: null };
  const wrong = respond(world, respondent, answer);
  if (wrong === undefined) return { ok: true, ackMs: outcome.ackMs };
  world.log.warn("the answer to a command is no message", { name, error: wrong.error, ...wrong.beside });
  return say(stage, member, channel, `${name} failed with the error "invalid_command_response"`);
}

function say({ world }: Stage, member: Member, channel: Channel, told: string): Acted {
  world.notices.tell(member.id, told, channel.id);
  return refused(told);
}

interface Typed {
  readonly member: Member;
  readonly channel: Channel;
  readonly declared: SlashCommand;
  readonly text: string;
}

function commandPayload({ world, token }: Stage, { member, channel, declared, text }: Typed): Json {
  const team = teamOf(member, world);
  const curly = typographic(text);
  const path = world.responseUrls.issue({ user: member.id, channel: channel.id, message: null });
  return {
    token,
    team_id: team.id,
    team_domain: team.domain,
    channel_id: channel.id,
    channel_name: nameInPayload(channel),
    user_id: member.id,
    user_name: member.name,
    command: declared.command,
    text: declared.escape ? typedText(curly, world, true) : plainTyped(curly),
    api_app_id: world.app.id,
    is_enterprise_install: "false",
    response_url: `${world.url}${path}`,
    trigger_id: world.triggers.issue({ user: member.id, view: null }),
  };
}
