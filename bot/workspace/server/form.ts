import { isJson, type Json, parseJson } from "../json.ts";

/** What a Web API request says, apart from its path. */
export interface Form {
  readonly args: Json;
  readonly token: string | undefined;
}

export interface Sent {
  /** Content type. */
  readonly type: string;
  readonly query: URLSearchParams;
  readonly body: string;
  readonly authorization: string | undefined;
}

/**
 * Reads the arguments as Slack does: from the address, and from a form or JSON. Undefined for a body of
 * another kind, or one that is not what it says. A token is taken from the header or a form, not from JSON.
 */
export function readForm({ type, query, body, authorization }: Sent): Form | undefined {
  const inUrl = Object.fromEntries(query);
  const header = bearerOf(authorization);
  const [kind = ""] = type.split(";");
  switch (kind.trim().toLowerCase()) {
    case "":
      return body === "" ? { args: inUrl, token: header } : undefined;
    case "application/x-www-form-urlencoded": {
      const { token, ...args } = Object.fromEntries(new URLSearchParams(body));
      return { args: { ...inUrl, ...args }, token: header ?? token };
    }
    case "application/json": {
      const parsed = body === "" ? {} : parseJson(body);
      return isJson(parsed) ? { args: { ...inUrl, ...parsed }, token: header } : undefined;
    }
    default:
      return undefined;
  }
}

export function bearerOf(authorization: string | undefined): string | undefined {
  return /^Bearer (\S+)$/i.exec(authorization ?? "")?.[1];
}

const jsonFields = new Set(["blocks", "view", "metadata", "files", "attachments"]);

/** For the log: JSON that came in text is told as what it is. */
export function legible(args: Json): Json {
  return Object.fromEntries(
    Object.entries(args).map(([name, value]) => {
      const parsed = jsonFields.has(name) && typeof value === "string" ? parseJson(value) : undefined;
      return [name, parsed ?? value];
    }),
  );
}
