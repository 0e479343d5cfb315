import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { PageSettings } from "../../../../bot/workspace/page/index.ts";
import { openPage } from "../../../../bot/workspace/page/index.ts";
import { pageAddress } from "../../../../bot/workspace/contract.ts";
import { openStage, type Stage } from "./fixture.ts";

export interface Served extends AsyncDisposable {
  readonly stage: Stage;
  readonly origin: string;
  /** With the secret in it. */
  readonly address: string;
  /** Cuts all lines, as when the program dies; `start` brings it back on the same port. */
  stop(): Promise<void>;
  start(): Promise<void>;
}

const secret = "let-me-in";

/** The page of a fixture, on a port of loopback. */
export async function serveFixture(port = 0): Promise<Served> {
  const stage = openStage();
  let close = async (): Promise<void> => undefined;
  let bound = port;
  const start = async (): Promise<void> => {
    const server = createServer((request, response) => {
      void answer(request, response);
    });
    await new Promise<void>((resolve) => {
      server.listen(bound, "127.0.0.1", resolve);
    });
    bound = portOf(server.address());
    const origins = [`http://127.0.0.1:${bound}`, `http://localhost:${bound}`];
    const settings: PageSettings = {
      backstage: stage.backstage,
      secret,
      origins,
      personas: ["U0ADA", "U0GRACE"],
    };
    const page = openPage(settings);
    const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
      if (!(await page.handle(request, response))) response.writeHead(404).end();
    };
    close = async () => {
      await page[Symbol.asyncDispose]();
      server.closeAllConnections();
      await new Promise((resolve) => {
        server.close(resolve);
      });
    };
  };
  await start();
  const origin = `http://127.0.0.1:${bound}`;
  return {
    stage,
    origin,
    address: pageAddress(origin, secret),
    start,
    stop: () => close(),
    [Symbol.asyncDispose]: () => close(),
  };
}

function portOf(address: AddressInfo | string | null): number {
  if (address === null || typeof address === "string") throw new TypeError("expected an address with a port");
  return address.port;
}

if (import.meta.main) {
  const served = await serveFixture(Number(process.argv[2] ?? 4747));
  process.stdout.write(`${served.address}\n`);
}
