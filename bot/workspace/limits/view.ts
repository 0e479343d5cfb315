import { isJson, type Json, objectsOf } from "../json.ts";
import { type Check, fields, flag, type Problem, text } from "./check.ts";
import { plainText } from "./composition.ts";
import { limits } from "./limits.ts";
import { blockProblems } from "./message.ts";
import type { FileLookup } from "./slack-files.ts";

/** docs.slack.dev/reference/views. Blocks have their own check. */
const ignore: Check = () => undefined;
const common = {
  private_metadata: text(limits.view.privateMetadata, 0),
  callback_id: text(limits.view.callbackId, 0),
  external_id: text(limits.view.externalId, 0),
};

const modal = fields(
  { blocks: ignore, title: plainText(limits.view.title) },
  {
    ...common,
    submit: plainText(limits.view.submit),
    close: plainText(limits.view.close),
    clear_on_close: flag,
    notify_on_close: flag,
    submit_disabled: flag,
  },
);
const home = fields({ blocks: ignore }, common);

/** What is wrong with a view that is to be a modal, or the Home tab. */
export function viewProblems(
  view: unknown,
  type: "modal" | "home",
  isReadyFile: FileLookup,
): readonly Problem[] {
  if (!isJson(view)) return [{ message: "must provide an object", at: "/view" }];
  if (view["type"] !== type)
    return [{ message: `unsupported type: ${String(view["type"])}`, at: "/view/type" }];
  const problems: Problem[] = [];
  (type === "modal" ? modal : home)(view, "/view", problems);
  if (needsSubmit(view)) problems.push({ message: "missing required field: submit", at: "/view" });
  return [...problems, ...blockProblems(view["blocks"], type, isReadyFile, "/view/blocks")];
}

export function viewTooLarge(view: Json): boolean {
  return JSON.stringify(view).length > limits.view.json;
}

/** A modal with inputs cannot be left without a way to send them. */
function needsSubmit(view: Json): boolean {
  if (view["type"] !== "modal" || view["submit"] !== undefined) return false;
  return objectsOf(view["blocks"]).some((block) => block["type"] === "input");
}
