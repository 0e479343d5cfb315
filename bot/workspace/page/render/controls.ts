import { z } from "zod";
import type { Control, ControlHead } from "../model.ts";
import { choiceControl } from "./control-choices.ts";
import { peopleControl } from "./control-people.ts";
import { momentControl, textControl } from "./control-inputs.ts";
import { confirm, options, toChoices, toConfirm } from "./options.ts";
import { plainText, textObject } from "./text-object.ts";
import type { Cast } from "./cast.ts";
import { safeUrl } from "./safe-url.ts";
import type { Given } from "./stage.ts";

const head = z.object({
  type: z.string(),
  action_id: z.string().default(""),
  confirm: confirm.nullish(),
});

/** An interactive element as the browser draws it. Never throws: what cannot be drawn says so in its place. */
export function toControl(element: unknown, block: string, cast: Cast): Control {
  const parsed = head.safeParse(element);
  const none: ControlHead = { block, action: parsed.data?.action_id ?? "", confirm: null };
  if (!parsed.success) return { ...none, kind: "unsupported", what: "element" };
  const type = parsed.data.type;
  try {
    const own: ControlHead = { ...none, confirm: toConfirm(parsed.data.confirm, cast.words) };
    const given: Given = { element, type, head: own, cast };
    return (
      buttonControl(given) ??
      choiceControl(given) ??
      peopleControl(given) ??
      momentControl(given) ??
      textControl(given) ?? { ...none, kind: "unsupported", what: type }
    );
  } catch (error) {
    if (!(error instanceof z.ZodError)) throw error;
    return { ...none, kind: "unsupported", what: type };
  }
}

const button = z.object({
  text: textObject,
  style: z.enum(["primary", "danger"]).nullish(),
  url: z.string().nullish(),
  accessibility_label: z.string().nullish(),
});

function buttonControl({ element, type, head: own, cast }: Given): Control | undefined {
  if (type === "overflow") {
    const given = z.object({ options }).parse(element);
    return { ...own, kind: "overflow", options: toChoices(given.options, cast.words) };
  }
  if (type !== "button" && type !== "workflow_button") return undefined;
  const given = button.parse(element);
  const text = plainText(given.text, cast.words);
  return {
    ...own,
    kind: "button",
    text,
    label: given.accessibility_label ?? text,
    style: given.style ?? "default",
    url: (given.url ? safeUrl(given.url) : undefined) ?? null,
  };
}
