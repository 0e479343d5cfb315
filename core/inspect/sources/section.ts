import { z } from "zod";
import { logFormats } from "../parse/parser.ts";

/** As the file system and the store want names; they stand in alerts and metrics too. */
const printable = (text: string): boolean => text.isWellFormed() && !/\p{Cc}/u.test(text);
const notPrintable = "expected text without control characters";
const path = z.string().min(1).max(4096).refine(printable, notPrintable);

const fileSource = z.strictObject({
  /** Paths, or patterns with `*`, `?`, `[…]`, `{…}` and `**`. */
  file: z.union([path, z.array(path).min(1).max(100)]),
  /** Names the source in alerts and checkpoints; a source that gets another name is read as a new one. */
  name: z.string().min(1).max(200).refine(printable, notPrintable).optional(),
  format: z.enum(logFormats).default("auto"),
  from: z.enum(["start", "end"]).default("start"),
  labels: z.record(z.string().min(1).max(100), z.string().max(1000)).default({}),
});

/** `sources:` of fettle.yml. */
export const sourcesSection = z
  .array(fileSource)
  .max(1000)
  .default([])
  .superRefine((sources, context) => {
    const seen = new Set<string>();
    for (const [i, source] of sources.entries()) {
      const id = sourceId(source);
      if (seen.has(id)) {
        const message = `another source is called ${JSON.stringify(id)} already: give one of them a name`;
        context.addIssue({ code: "custom", path: [i, source.name === undefined ? "file" : "name"], message });
      }
      seen.add(id);
    }
  });

export type SourceSettings = z.infer<typeof fileSource>;

/** A source is called by its name, or else by its first pattern. */
export function sourceId({ name, file }: Pick<SourceSettings, "name" | "file">): string {
  return name ?? globsOf({ file })[0] ?? "";
}

export function globsOf({ file }: Pick<SourceSettings, "file">): readonly string[] {
  return typeof file === "string" ? [file] : file;
}
