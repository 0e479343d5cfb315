import { Fault, isFault } from "#core/domain";
import type { Clock, Log } from "#core/runtime";
import { type Frame, readFrame } from "./envelope.ts";
import type { Intake } from "./intake.ts";
import { openSocket, type Socket } from "./socket.ts";

/** One connection of Socket Mode that has said hello. */
export interface Connection {
  /** Resolves, with the reason, when another one is to take its place: Slack wants it closed, or it is. */
  readonly over: Promise<string>;
  readonly closed: Promise<string>;
  close(): void;
}

export interface ConnectionOptions {
  readonly clock: Clock;
  readonly log: Log;
  readonly intake: Intake;
  /** Asks for the address of one connection. */
  readonly ticket: () => Promise<string>;
}

const helloMs = 10_000;

/** @throws Fault `unavailable` when it does not open, or says no hello within 10 s; whatever `ticket` throws. */
export async function openConnection(options: ConnectionOptions): Promise<Connection> {
  const { clock, log, intake } = options;
  const hello = Promise.withResolvers<"hello">();
  const over = Promise.withResolvers<string>();

  function take(frame: Frame, socket: Socket): void {
    switch (frame.kind) {
      case "hello":
        hello.resolve("hello");
        return;
      case "disconnect":
        over.resolve(`Slack asked for it: ${frame.reason}`);
        return;
      case "unknown":
        log.warn("Slack sent a frame that is none");
        return;
      case "envelope":
        intake.take({
          body: frame.payload,
          ack: (response) => answer({ socket, log }, frame.id, response),
        });
    }
  }

  const url = await options.ticket();
  const socket = await openSocket({ url, clock, onText: (text, from) => take(readFrame(text), from) });
  void tellEnd(socket, over.resolve);
  const heard = new AbortController();
  const first = await Promise.race([hello.promise, socket.closed, silence(clock, heard.signal)]);
  heard.abort();
  if (first !== "hello") {
    socket.close();
    throw new Fault("unavailable", "Slack opened a connection and said no hello");
  }
  return { over: over.promise, closed: socket.closed, close: () => socket.close() };
}

async function tellEnd(socket: Socket, tell: (why: string) => void): Promise<void> {
  tell(await socket.closed);
}

async function silence(clock: Clock, heard: AbortSignal): Promise<string> {
  await clock.sleep(helloMs, heard);
  return "silence";
}

async function answer(
  { socket, log }: { readonly socket: Socket; readonly log: Log },
  id: string,
  response: unknown,
): Promise<void> {
  const text = JSON.stringify(
    response === undefined ? { envelope_id: id } : { envelope_id: id, payload: response },
  );
  try {
    await socket.send(text);
  } catch (thrown) {
    if (!isFault(thrown)) throw thrown;
    // Slack asks again for events; a person sees that their click failed. Its effect is there all the same.
    log.warn("an answer to Slack was lost with its connection", { thrown });
  }
}
