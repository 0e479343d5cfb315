import type { Hole } from "./holes.ts";

/**
 * Why a hole may not stand where it does in a command: it becomes one quoted word, so it must stand outside of
 * quotation marks, comments and substitutions, and it must not be what is run. Undefined where it may.
 */
export function shellMistake(command: string, { start }: Hole): string | undefined {
  const state = scan(command.slice(0, start));
  switch (state.within) {
    case "single":
    case "double":
      return "a hole inside quotation marks: leave them out, it becomes one quoted word";
    case "backtick":
    case "substitution":
    case "comment":
    case "here":
      return "a hole inside a substitution, a comment or a here-document: put it into a word of the command";
    case "nothing":
      return state.isFirst
        ? "a hole where a command is named: what runs must stand in the runbook"
        : undefined;
  }
}

interface Scanned {
  readonly within: "nothing" | "single" | "double" | "backtick" | "substitution" | "comment" | "here";
  /** Nothing of the command has come yet that stands here. */
  readonly isFirst: boolean;
}

function scan(before: string): Scanned {
  let isFirst = true;
  for (let at = 0; at < before.length; at++) {
    const rest = before.slice(at);
    const skipped = skip(rest);
    if (typeof skipped === "string") return { within: skipped, isFirst: false };
    if (skipped > 0) {
      at += skipped - 1;
      isFirst = false;
    } else if (/^(?:[;|&(\n]|\{\s)/.test(rest)) isFirst = true;
    else if (!/^[ \t]/.test(rest)) {
      const word = /^[\w./-]+/.exec(rest)?.[0] ?? "";
      isFirst =
        isFirst &&
        (word === "" || /^(?:if|then|else|do|while|until|exec|command|env|eval|sh|sudo)$/.test(word));
      at += Math.max(0, word.length - 1);
    }
  }
  return { within: "nothing", isFirst };
}

/** How far something goes that is not looked into; its name where it does not end. */
function skip(rest: string): number | Exclude<Scanned["within"], "nothing"> {
  if (rest.startsWith("\\")) return 2;
  if (rest.startsWith("'")) return lengthTo(rest, "'", 1) ?? "single";
  if (rest.startsWith('"')) return doubleQuoted(rest) ?? "double";
  if (rest.startsWith("`")) return lengthTo(rest, "`", 1) ?? "backtick";
  if (rest.startsWith("$(") || rest.startsWith("${"))
    return lengthTo(rest, rest[1] === "(" ? ")" : "}", 2) ?? "substitution";
  if (rest.startsWith("#")) return lengthTo(rest, "\n", 1) ?? "comment";
  return rest.startsWith("<<") ? "here" : 0;
}

function lengthTo(rest: string, sign: string, from: number): number | undefined {
  const end = rest.indexOf(sign, from);
  return end === -1 ? undefined : end + 1;
}

function doubleQuoted(rest: string): number | undefined {
  for (let at = 1; at < rest.length; at++) {
    if (rest[at] === "\\") at += 1;
    else if (rest[at] === '"') return at + 1;
  }
  return undefined;
}

/** One word for sh, whatever is in it (POSIX Shell Command Language, 2.2.2). */
export function shellWord(value: string): string {
  return `'${value.replaceAll("'", `'\\''`)}'`;
}
