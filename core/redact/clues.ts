import { alphanumerics } from "./bytes.ts";
import { sign } from "./signs.ts";

/** A few bytes in a row without which a detector finds nothing. */
export interface Clue {
  readonly sign: number;
  /** What may stand at each place. */
  readonly places: readonly string[];
  /**
   * Where the pairs begin by which it is found. Texts are read two bytes at a time, so one is even and one odd, -1 at
   * least; what lies outside of the places may be anything. The rarer they are in logs, the cheaper.
   */
  readonly pairsAt: readonly number[];
  /** The place where a secret's name begins, of which the rest and a separator must follow, too. */
  readonly name?: number;
}

const exactly = (text: string): string[] => Array.from(text);
const anyCase = (text: string): string[] => Array.from(text, (one) => one.toLowerCase() + one.toUpperCase());

function named(text: string, ...pairsAt: number[]): Clue {
  return { sign: sign.named, places: anyCase(text), pairsAt, name: 0 };
}

function token(text: string, ...pairsAt: number[]): Clue {
  return { sign: sign.token, places: exactly(text), pairsAt };
}

export const clues: readonly Clue[] = [
  named("pass", 0, 1),
  named("pwd", 0, 1),
  named("secret", 2, 1),
  named("token", 2, 1),
  named("key", 0, 1),
  named("credential", 0, 7),
  named("authorization", 6, 7),
  named("signature", 2, 5),
  {
    sign: sign.named,
    places: ["?&", ...anyCase("sig")],
    pairsAt: [0, -1],
    name: 1,
  },
  { sign: sign.bearer, places: [...anyCase("bearer"), " \t"], pairsAt: [0, 1] },
  { sign: sign.bearer, places: [...anyCase("basic"), " \t"], pairsAt: [0, 3] },
  token("AKIA", 0, 1),
  token("ASIA", 0, 1),
  token("AIza", 0, 1),
  token("eyJ", 2, 1),
  { sign: sign.token, places: ["g", "h", "pousr", "_", alphanumerics], pairsAt: [0, 3] },
  token("github_pat_", 6, 5),
  token("glpat-", 0, 1),
  { sign: sign.token, places: ["x", "o", "x", alphanumerics, "-"], pairsAt: [0, 1] },
  token("xapp-", 0, 3),
  token("hooks.slack.com/", 4, 5),
  token("k_live_", 0, 1),
  token("k_test_", 0, 1),
  token("npm_", 2, 1),
  { sign: sign.privateKey, places: exactly("-----BEGIN "), pairsAt: [0, 1] },
  { sign: sign.email, places: ["@"], pairsAt: [0, -1] },
  { sign: sign.email, places: exactly("%40"), pairsAt: [0, 1] },
];
