import { Fault } from "#core/domain";
import type { Facts } from "../shelf.ts";
import { fillHoles, type Hole } from "./holes.ts";
import { shellWord } from "./shell.ts";

/** Where a text is used: what a value must be made into, so that it stays a value. */
export type HoleKind = "exec" | "url" | "promql";

/** @throws Fault `missing` for a hole that nothing fills, `invalid` for a value that cannot stand there. */
export function fill(text: string, kind: HoleKind, facts: Facts): string {
  return fillHoles(text, (hole) => encode(valueOf(hole, facts), kind, { hole, text }));
}

function encode(value: string, kind: HoleKind, { hole, text }: { hole: Hole; text: string }): string {
  if (/[\p{Cc}\u2028\u2029]/u.test(value) || !value.isWellFormed()) {
    throw new Fault(
      "invalid",
      `{{ ${hole.name} }} is ${JSON.stringify(value).slice(0, 100)}: expected one line of text`,
    );
  }
  switch (kind) {
    case "exec": {
      // As the beginning of a word it would be taken for an option.
      const begins = /(?:^|\s)$/.test(text.slice(0, hole.start));
      if (begins && value.startsWith("-")) {
        throw new Fault(
          "invalid",
          `{{ ${hole.name} }} is ${JSON.stringify(value)}, which would be an option: put "./" or "--" before it`,
        );
      }
      return shellWord(value);
    }
    case "url":
      return encodeURIComponent(value);
    case "promql":
      return value.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("'", "\\'");
  }
}

function valueOf({ name }: Hole, { target, incident, alert }: Facts): string {
  const [noun, part = "", label = ""] = name.split(".");
  const value = {
    target: { name: target.name, address: target.address, labels: target.labels[label] },
    incident: {
      id: incident?.id,
      title: incident?.title,
      severity: incident?.severity.toString(),
      labels: incident?.labels[label],
    },
    alert: {
      subject: alert?.subject,
      event: alert?.event,
      by: alert?.by[label],
      labels: alert?.labels[label],
    },
  };
  const found =
    noun === "target" || noun === "incident" || noun === "alert" ? readPart(value[noun], part) : undefined;
  if (found !== undefined) return found;
  throw new Fault("missing", `nothing fills the hole {{ ${name} }} here`);
}

function readPart(of: Readonly<Record<string, string | undefined>>, part: string): string | undefined {
  return Object.hasOwn(of, part) ? of[part] : undefined;
}
