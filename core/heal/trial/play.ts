import type { FileFault } from "#core/domain";
import { isFault, messageOf } from "#core/domain";
import { suggestion } from "#core/expr";
import type { Store } from "#core/store";
import type { HandClock } from "#core/runtime";
import type { Shelf } from "../shelf.ts";
import { judge } from "./judge.ts";
import { openTrialRoom, type TrialRoom } from "./room.ts";
import type { Line, Statement, Trial } from "./script.ts";

export interface PlayOptions {
  readonly shelf: Shelf;
  /** A store of its own, empty, on the same clock. */
  readonly store: Store;
  readonly clock: HandClock;
  /** Ends a test that takes too long. */
  readonly signal: AbortSignal;
}

/** Most mistakes that are told of one test. */
const most = 10;

/**
 * Does a test's lines in order: with the real plans, approvals, engine and hands, on a clock that is wound by hand and
 * in a world that answers what the test says. What is not as it is expected comes back with its place.
 */
export async function playTrial(trial: Trial, options: PlayOptions): Promise<readonly FileFault[]> {
  await using room = await openTrialRoom(options);
  const faults: FileFault[] = [];
  for (const line of trial.lines) {
    if (options.signal.aborted) return [...faults, line.place("the test took too long before this line")];
    const wrong = await playLine(line, room, options.shelf);
    if (wrong !== undefined) faults.push(wrong);
    // What comes after a plan that was not made, or an answer that is missing, would only repeat that.
    if (faults.length >= most || (wrong !== undefined && line.statement.kind !== "expect")) break;
  }
  return [...faults, ...leftOver(trial, room, faults.length > 0)];
}

/** What a test that passes otherwise does not show after all. */
function leftOver({ place }: Trial, { refused, world }: TrialRoom, isWrong: boolean): FileFault[] {
  const [untold] = world.untold;
  const [unasked] = world.unasked;
  const left: FileFault[] = [];
  if (refused !== undefined && !isWrong) left.push(place(`nothing expects: ${refused}`));
  if (untold !== undefined)
    left.push(place(`the test does not say what is asked of the world; add: ${untold}`));
  if (unasked !== undefined) left.push(place(`nothing asks for what the test gives: ${unasked}`));
  return left;
}

async function playLine(
  { statement, place }: Line,
  room: TrialRoom,
  { runbooks }: Shelf,
): Promise<FileFault | undefined> {
  const expectsRefusal =
    statement.kind === "expect" && (statement.what.kind === "no-plan" || statement.what.kind === "ends");
  if (room.refused !== undefined && !expectsRefusal) return place(`before this: ${room.refused}`);
  if (statement.kind === "expect") {
    const wrong = await judge(statement.what, room);
    return wrong === undefined ? undefined : place(wrong);
  }
  if (statement.kind === "plan" && !runbooks.some(({ name }) => name === statement.runbook)) {
    const names = runbooks.map(({ name }) => name);
    const named = JSON.stringify(statement.runbook);
    return place(`there is no runbook ${named} in these files; ${suggestion(statement.runbook, names)}`);
  }
  try {
    await act(statement, room);
    return undefined;
  } catch (thrown) {
    if (!isFault(thrown)) throw thrown;
    // Whether that was expected says the next line.
    room.refuse(messageOf(thrown));
    return undefined;
  }
}

async function act(statement: Exclude<Statement, { kind: "expect" }>, room: TrialRoom): Promise<void> {
  switch (statement.kind) {
    case "event":
      return room.raise(statement);
    case "answers":
      return room.world.tell(statement.of, statement.asked, statement.answers);
    case "plan":
      return room.plan(statement.runbook);
    case "approved":
      return room.approve(statement.votes);
    case "time":
      return room.pass(statement.ms);
  }
}
