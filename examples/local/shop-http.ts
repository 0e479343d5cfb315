import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { Reply } from "./shop-checkout.ts";
import type { Sales } from "./shop-sales.ts";

/** As many visitors wait at once; whoever comes then is let go without an answer. */
const connectionsMax = 100;

/** Serves the shop on the loopback interface. @throws Error where the port is taken */
export async function openHttp(sales: Sales, port: number): Promise<Server> {
  let requests = 0;
  const server = createServer((request, response) => {
    void serve(sales, { request, response, id: `web-${++requests}` });
  });
  server.maxConnections = connectionsMax;
  server.listen(port, "127.0.0.1");
  try {
    await once(server, "listening");
  } catch (thrown) {
    throw new Error(`port ${port} of 127.0.0.1 cannot be had: end what listens there, or name another`, {
      cause: thrown,
    });
  }
  return server;
}

interface Call {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly id: string;
}

async function serve(sales: Sales, { request, response, id }: Call): Promise<void> {
  request.resume();
  const gone = new AbortController();
  response.once("close", () => {
    gone.abort();
  });
  try {
    const {
      status,
      text,
      type = "text/plain; charset=utf-8",
      allow,
    } = await sales.till.use(() => answer(sales, request, id), gone.signal);
    const headers = { "content-type": type, ...(allow === undefined ? {} : { allow }) };
    response.writeHead(status, headers).end(`${text}\n`);
  } catch (thrown) {
    if (!gone.signal.aborted) throw thrown;
  }
}

type Answer = Reply & { readonly type?: string; readonly allow?: string };

interface Route {
  readonly methods: readonly string[];
  readonly answer: (sales: Sales, visit: Visit) => Answer | Promise<Answer>;
}

interface Visit {
  readonly request: string;
  readonly query: URLSearchParams;
}

const look = ["GET", "HEAD"];
const act = ["POST"];

const routes = new Map<string, Route>([
  ["/", { methods: look, answer: () => ({ status: 200, text: "a small shop: POST /order buys something" }) }],
  ["/healthz", { methods: look, answer: healthAnswer }],
  ["/order", { methods: ["GET", "POST"], answer: (sales, { request }) => sales.order({ request }) }],
  ["/login", { methods: act, answer: loginAnswer }],
  ["/break/errors", { methods: act, answer: (sales) => ({ status: 200, text: sales.breakErrors() }) }],
  ["/break/disk", { methods: act, answer: (sales) => ({ status: 200, text: sales.breakDisk() }) }],
  ["/break/hang", { methods: act, answer: (sales) => ({ status: 200, text: sales.breakHang() }) }],
]);

function answer(sales: Sales, request: IncomingMessage, id: string): Answer | Promise<Answer> {
  if (!isFromHere(request)) return { status: 403, text: "web pages have no business here" };
  const [path = "", query = ""] = (request.url ?? "").split("?", 2);
  const route = routes.get(path);
  if (route === undefined) return { status: 404, text: `there is nothing at this path` };
  const { methods } = route;
  if (!methods.includes(request.method ?? "")) {
    return { status: 405, text: `expected ${methods.join(" or ")}`, allow: methods.join(", ") };
  }
  return route.answer(sales, { request: id, query: new URLSearchParams(query) });
}

/** Browsers name the page that asks, and the name under which it reached us: neither can be a stranger's. */
function isFromHere({ headers, socket }: IncomingMessage): boolean {
  const hosts = ["127.0.0.1", "localhost"].map((name) => `${name}:${socket.localPort}`);
  return headers.origin === undefined && hosts.includes(headers.host ?? "");
}

function healthAnswer(sales: Sales): Answer {
  const health = sales.health();
  return { status: health.ok ? 200 : 503, text: JSON.stringify(health), type: "application/json" };
}

/** Nobody has a password here, so each try from outside fails. */
function loginAnswer(sales: Sales, { request, query }: Visit): Answer {
  const user = query.get("user")?.slice(0, 100) ?? "";
  if (user === "") return { status: 400, text: "expected ?user=NAME" };
  return sales.login({ request, user }, false);
}
