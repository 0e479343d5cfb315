import type { Json } from "../json.ts";
import type { Message } from "../model/messages.ts";
import type { Respondent } from "../model/response-urls.ts";
import type { World } from "../model/world.ts";
import { flagArg, textArg } from "./args.ts";
import { appMessage } from "./chat.ts";
import { needContent } from "./content.ts";
import { Refusal } from "./refusal.ts";

/**
 * Posts what came to a response_url, or with the acknowledgement of a command
 * (docs.slack.dev/interactivity/handling-user-interaction#message_responses). Membership does not count here.
 * Undefined when it was done.
 */
export function respond(world: World, to: Respondent, args: Json): Refusal | undefined {
  try {
    post(world, to, args);
    return undefined;
  } catch (thrown) {
    if (thrown instanceof Refusal) return thrown;
    throw thrown;
  }
}

function post(world: World, to: Respondent, args: Json): void {
  const channel = world.channels.get(to.channel);
  if (channel === undefined) throw new Refusal("channel_not_found");
  const type = textArg(args, "response_type") ?? "ephemeral";
  if (type !== "ephemeral" && type !== "in_channel") throw new Refusal("invalid_response_type");
  const original = to.message === null ? undefined : world.messages.get(to.message);
  if (flagArg(args, "delete_original")) {
    if (original !== undefined) world.messages.remove(original.ts);
    if (args["text"] === undefined && args["blocks"] === undefined) return;
  }
  const content = needContent(args, world);
  if (flagArg(args, "replace_original") && original !== undefined) {
    world.messages.replace({ ...original, ...content, metadata: content.metadata ?? original.metadata });
    return;
  }
  const message: Message = appMessage(world, channel, content, textArg(args, "thread_ts") ?? null);
  world.messages.add({ ...message, ephemeralTo: type === "ephemeral" ? to.user : null });
}
