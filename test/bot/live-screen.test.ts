import { describe, expect, test } from "vitest";
import { openLiveScreen } from "../../bot/live-screen.ts";
import { openScreen } from "./screen.ts";

describe("the live part of a terminal", () => {
  test("is edited in place: only the newest blocks are seen", () => {
    const screen = openScreen(20, 10);
    const live = openLiveScreen(screen);
    live.show([["a firing"], ["b firing", "  since 1s"]]);
    live.show([["b firing", "  since 2s"]]);
    expect(screen.all()).toEqual(["b firing", "  since 2s"]);
    live.show([]);
    expect(screen.all()).toEqual([]);
  });

  test("uses these very sequences: cursor up, to the left, erase below", () => {
    const written: string[] = [];
    const live = openLiveScreen({ write: (text) => written.push(text) });
    live.show([["one", "two"]]);
    live.show([["three"]]);
    live.write("log\n");
    expect(written).toEqual([
      "one\ntwo\n",
      "\u001B[2A\r\u001B[0Jthree\n",
      "\u001B[1A\r\u001B[0Jlog\nthree\n",
    ]);
  });

  test("stays below what is written, with or without a line end", () => {
    const screen = openScreen(20, 10);
    const live = openLiveScreen(screen);
    live.write("before\n");
    live.show([["card"]]);
    live.write("log 1\n");
    live.write("log 2");
    live.show([["card 2"]]);
    expect(screen.all()).toEqual(["before", "log 1", "log 2", "card 2"]);
  });

  test("writes nothing when nothing changed", () => {
    const screen = openScreen(20, 10);
    const live = openLiveScreen(screen);
    live.show([["card"]]);
    live.show([["card"]]);
    expect(screen.writes).toBe(1);
  });

  test("scrolls with a full screen, and leaves nothing of itself behind", () => {
    const screen = openScreen(20, 6);
    const live = openLiveScreen(screen);
    for (let i = 0; i < 20; i++) {
      live.write(`log ${i}\n`);
      live.show([[`card ${i}`, "  two"]]);
    }
    const logs = Array.from({ length: 20 }, (_, i) => `log ${i}`);
    expect(screen.all()).toEqual([...logs, "card 19", "  two"]);
  });

  test("counts what does not fit the height, and shows whole blocks only", () => {
    const screen = openScreen(40, 10);
    const live = openLiveScreen(screen);
    const card = (name: string) => [name, "  1", "  2"];
    live.show(["a", "b", "c", "d"].map(card));
    expect(screen.seen()).toEqual([...card("a"), ...card("b"), "  and 2 more: fettle incidents"]);
    live.show(["a", "b"].map(card));
    expect(screen.seen()).toEqual([...card("a"), ...card("b")]);
  });

  test("is taken away whole after the window became narrower and wrapped it", () => {
    const screen = openScreen(20, 12);
    const live = openLiveScreen(screen);
    live.write("log\n");
    live.show([["\u001B[1;31m12345678901234567\u001B[0m", "  漢字漢字漢字"]]);
    screen.resize(10, 12);
    live.show([["narrow"]]);
    expect(screen.all()).toEqual(["log", "narrow"]);
    screen.resize(20, 12);
    live.show([["wide again"]]);
    expect(screen.all()).toEqual(["log", "wide again"]);
  });
});
