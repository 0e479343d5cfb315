import type { IncomingMessage } from "node:http";
import { archiveSpot } from "./browser/archive-spot.ts";

/** What a request asks of the page. */
type AnyRoute =
  | { readonly kind: "start"; readonly secret: string }
  | { readonly kind: "page"; readonly persona: string }
  /** `at` is where all of them look, the part of an address after `#`; "" for nowhere in particular. */
  | { readonly kind: "side-by-side"; readonly personas: readonly string[]; readonly at: string }
  | { readonly kind: "state"; readonly persona: string; readonly channel: string }
  | { readonly kind: "changes" }
  | { readonly kind: "act"; readonly persona: string }
  | { readonly kind: "file"; readonly id: string }
  | { readonly kind: "asset"; readonly path: string }
  /** A permalink, as `chat.getPermalink` gives it. */
  | { readonly kind: "archive"; readonly spot: string };

export type Route<Kind extends AnyRoute["kind"] = AnyRoute["kind"]> = Extract<
  AnyRoute,
  { readonly kind: Kind }
>;

/** The route of a request; undefined for what belongs to somebody else, such as the Web API. */
export function matchRoute(request: IncomingMessage): Route | undefined {
  const url = URL.parse(request.url ?? "", "http://own.invalid");
  if (url === null) return undefined;
  const persona = url.searchParams.get("as") ?? "";
  const path = url.pathname;
  if (request.method === "POST") return path === "/act" ? { kind: "act", persona } : undefined;
  if (request.method !== "GET") return undefined;
  switch (path) {
    case "/":
      return { kind: "start", secret: url.searchParams.get("secret") ?? "" };
    case "/side-by-side":
      return {
        kind: "side-by-side",
        personas: url.searchParams.getAll("as"),
        at: url.searchParams.get("at") ?? "",
      };
    case "/state":
      return { kind: "state", persona, channel: url.searchParams.get("channel") ?? "" };
    case "/changes":
      return { kind: "changes" };
    default:
      return matchDeeper(path, request);
  }
}

function matchDeeper(path: string, request: IncomingMessage): Route | undefined {
  const [, first = "", second = "", third, ...rest] = path.split("/");
  if (first === "page") return { kind: "asset", path };
  if (first === "as" && third === undefined) return { kind: "page", persona: second };
  if (first === "archives" && rest.length === 0) {
    const spot = archiveSpot(request.url ?? "");
    return spot === undefined ? undefined : { kind: "archive", spot };
  }
  // An app that reads a file comes with its token, and is the API's guest.
  const isApp = request.headers.authorization !== undefined;
  if (first === "files" && third !== undefined && rest.length === 0 && !isApp)
    return { kind: "file", id: second };
  return undefined;
}
