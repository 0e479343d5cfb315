import { createServer } from "node:net";

/** Below what Linux gives out by itself, so that no connection of another test takes a port that is free a moment ago. */
const first = 10_000;
/** Each test process has so many of its own, in turns. */
const each = 200;
const processes = 100;
const own = first + (Number(process.env["VITEST_POOL_ID"] ?? process.pid) % processes) * each;
let tried = 0;

/** A port of 127.0.0.1 that nobody had a moment ago. */
export async function freePort(): Promise<number> {
  for (let count = 0; count < each; count++) {
    const port = own + (tried++ % each);
    if (await isFree(port)) return port;
  }
  throw new Error(`none of the ports ${own} to ${own + each - 1} is free`);
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer();
  return new Promise((resolve) => {
    server.once("error", () => resolve(false));
    server.listen(port, "127.0.0.1", () => server.close(() => resolve(true)));
  });
}
