import type { HomeView, ModalView } from "@slack/types";
import type { Message } from "../../../bot/blocks/index.ts";
import {
  blockProblems,
  problemLine,
  tooLong,
  viewProblems,
  viewTooLarge,
} from "../../../bot/workspace/index.ts";

/**
 * What the local workspace, whose limits somebody else read from Slack's pages, has against what a builder made; and
 * what of it could call, link or hide something that Fettle itself did not write.
 */
export function wrongWithMessage({ text, blocks }: Message): readonly string[] {
  const json: unknown = JSON.parse(JSON.stringify(blocks));
  return [
    ...blockProblems(json, "message", () => false).map(problemLine),
    ...(tooLong(blocks.map((block) => ({ ...block })))
      ? [`blocks of ${JSON.stringify(blocks).length} characters`]
      : []),
    ...(text.length === 0 || text.length > 4_000 ? [`a text of ${text.length} characters`] : []),
    ...foreignIn(text),
    ...wrongTexts(json),
  ];
}

export function wrongWithModal(view: ModalView): readonly string[] {
  const json: unknown = JSON.parse(JSON.stringify(view));
  return [
    ...viewProblems(json, "modal", () => false).map(problemLine),
    ...(viewTooLarge({ ...view }) ? ["a view that is too large"] : []),
    ...wrongTexts(json),
  ];
}

export function wrongWithHome(view: HomeView): readonly string[] {
  const json: unknown = JSON.parse(JSON.stringify(view));
  return [
    ...viewProblems(json, "home", () => false).map(problemLine),
    ...(viewTooLarge({ ...view }) ? ["a view that is too large"] : []),
    ...wrongTexts(json),
  ];
}

/** Texts of blocks of one kind, in order of reading. */
export function textsOf(value: unknown, type: "mrkdwn" | "plain_text"): string[] {
  return objectsIn(value)
    .filter((one) => one["type"] === type)
    .map(({ text }) => String(text));
}

/** Everything that people can read in it, a line each. */
export function wordsOf(value: unknown): string {
  return objectsIn(value)
    .map(({ text }) => text)
    .filter((text) => typeof text === "string")
    .join("\n");
}

/** `incident.acknowledge` of a button, `incident.more=details:inc-7` of each choice of a menu, in order. */
export function controlsOf(value: unknown): string[] {
  return objectsIn(value)
    .filter(({ action_id: id }) => typeof id === "string")
    .flatMap(({ action_id: id, options }) =>
      Array.isArray(options)
        ? objectsIn(options).flatMap(({ value: choice }) =>
            typeof choice === "string" ? [`${String(id)}=${choice}`] : [],
          )
        : [String(id)],
    );
}

type Json = Readonly<Record<string, unknown>>;

/** Each object in it, however deep, a parent before its children. */
export function objectsIn(value: unknown): Json[] {
  if (typeof value !== "object" || value === null) return [];
  const inner = Object.values(value).flatMap(objectsIn);
  return Array.isArray(value) ? inner : [{ ...value }, ...inner];
}

function wrongTexts(json: unknown): string[] {
  const hidden = objectsIn(json).flatMap(({ type, text, elements }) => {
    if (typeof text !== "string" || Array.isArray(elements)) return [];
    return [
      ...(type === "mrkdwn" ? foreignIn(text) : []),
      ...(/[\p{Cc}\p{Bidi_Control}\u2028\u2029]/u.test(text.replaceAll("\n", "")) ? ["a control"] : []),
    ];
  });
  // Slack's form encoding cannot carry half a surrogate pair: the SDK throws, or sends another character.
  const halves = stringsIn(json).filter((text) => !text.isWellFormed());
  return [...hidden, ...halves.map(() => "half a surrogate pair")];
}

function stringsIn(value: unknown): string[] {
  if (typeof value === "string") return [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(stringsIn) : [];
}

/** The only `<…>` that builders make: whom they call, cards of incidents in this workspace, dates in these forms. */
const ours =
  /<!subteam\^S0CALLED>|<https:\/\/acme\.test\/archives\/C0\/p1\|(?:inc|plan)-\d+>|<!date\^[12]\d{9}\^(?:\{date_short_pretty\}, )?\{time\}\|\d{4}-\d\d-\d\d \d\d:\d\d UTC>/g;

function foreignIn(text: string): string[] {
  // Quotes begin with the sign, and only there does it stand as itself.
  const rest = text.replaceAll(ours, "").replaceAll(/^>[ …]/gm, "");
  const around = (at: number): string => rest.slice(Math.max(0, at - 20), at + 20);
  const angle = rest.search(/[<>]/);
  const half = rest.search(/&(?!amp;|lt;|gt;)/);
  return [
    ...(angle === -1 ? [] : [`not escaped: ${around(angle)}`]),
    ...(half === -1 ? [] : [`half an entity: ${around(half)}`]),
    ...(text.isWellFormed() ? [] : ["half a surrogate pair"]),
  ];
}
