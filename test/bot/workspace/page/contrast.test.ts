import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";

/** What stands on what. 4.5 is what WCAG 2.2 asks of text (1.4.3), 3 of the edges of controls (1.4.11). */
const pairs: readonly (readonly [front: string, back: string, least: number])[] = [
  ["text", "bg", 4.5],
  ["text-soft", "bg", 4.5],
  ["text-soft", "bg-soft", 4.5],
  ["text-soft", "row-ephemeral", 4.5],
  ["text", "row-mention", 4.5],
  ["link", "bg", 4.5],
  ["link", "row-mention", 4.5],
  ["code-text", "code-bg", 4.5],
  ["text", "code-bg", 4.5],
  ["danger", "bg", 4.5],
  ["new", "bg", 4.5],
  ["on-primary", "primary", 4.5],
  ["frame-text", "frame", 4.5],
  ["frame-text", "frame-2", 4.5],
  ["frame-soft", "frame-2", 4.5],
  ["frame-on-current", "frame-current", 4.5],
  ["line-strong", "bg", 3],
  ["focus", "bg", 3],
];

const css = readFileSync(
  new URL("../../../../bot/workspace/page/styles/10-tokens.css", import.meta.url),
  "utf8",
);
const [light = "", dark = ""] = css.split(':root[data-theme="dark"]');
const themes = { light: tokensOf(light), dark: new Map([...tokensOf(light), ...tokensOf(dark)]) };

describe.for(Object.entries(themes))("the %s theme can be read:", ([, tokens]) => {
  test.for(pairs)("%s on %s", ([front, back, least]) => {
    expect(contrast(colourOf(tokens, front), colourOf(tokens, back))).toBeGreaterThanOrEqual(least);
  });
});

function tokensOf(text: string): Map<string, string> {
  return new Map(
    [...text.matchAll(/--([\w-]+): (#[0-9a-f]{6});/g)].map(([, name = "", value = ""]) => [name, value]),
  );
}

function colourOf(tokens: ReadonlyMap<string, string>, name: string): string {
  const value = tokens.get(name);
  if (value === undefined) throw new TypeError(`expected a colour --${name} of six digits`);
  return value;
}

/** https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio */
function contrast(one: string, other: string): number {
  const [dim = 0, bright = 0] = [luminance(one), luminance(other)].toSorted((a, b) => a - b);
  return (bright + 0.05) / (dim + 0.05);
}

function luminance(colour: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const value = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
