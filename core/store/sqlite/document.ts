import { z } from "zod";
import { Fault } from "#core/domain";

/** Most characters of one document: an alert has about a thousand. */
const maxDocumentChars = 1024 * 1024;

/** Where a document stands, for messages. */
interface Place {
  readonly table: string;
  readonly id: string;
}

/**
 * A document as JSON, checked on the way in, so that a mistake is met where it is made.
 * @throws Fault `invalid` when it is not what `schema` says, or too long.
 */
export function writeDocument<T>(schema: z.ZodType<T>, document: T, place: Place): string {
  const found = schema.safeParse(document);
  if (!found.success) throw wrong(place, "does not fit the store", found.error);
  const text: string | undefined = JSON.stringify(document);
  if (text === undefined) throw new Fault("invalid", `${named(place)} must be JSON, not undefined`);
  if (text.length > maxDocumentChars) {
    const size = `${text.length} characters long, more than ${maxDocumentChars}`;
    throw new Fault("invalid", `${named(place)} is ${size}`);
  }
  return text;
}

/**
 * The document of a row, as it was written: the schema only looks at it, it does not copy.
 * @throws Fault `invalid` naming table and id when somebody or something has changed it.
 */
export function readDocument<T>(schema: z.ZodType<T>, text: string, place: Place): T {
  const value = parseJson(text, place);
  if (fits(schema, value)) return value;
  throw wrong(place, "is damaged", schema.safeParse(value).error);
}

/** A row's JSON of no known shape. */
export function parseJson(text: string, place: Place): unknown {
  try {
    return JSON.parse(text);
  } catch (thrown) {
    throw new Fault("invalid", `${named(place)} is damaged: no JSON; ${advice}`, { cause: thrown });
  }
}

const advice = "restore a backup (fettle restore)";

function fits<T>(schema: z.ZodType<T>, value: unknown): value is T {
  return schema.safeParse(value).success;
}

/** Names the place inside the document, never its content, which may be large or private. */
function wrong(place: Place, what: string, error: z.ZodError | undefined): Fault {
  const issue = error?.issues[0];
  const path = issue === undefined || issue.path.length === 0 ? "it" : issue.path.join(".");
  const tail = what === "is damaged" ? `; ${advice}` : "";
  return new Fault("invalid", `${named(place)} ${what}: ${path} is ${issue?.code ?? "wrong"}${tail}`);
}

function named(place: Place): string {
  return `${place.table} row ${JSON.stringify(place.id)}`;
}
