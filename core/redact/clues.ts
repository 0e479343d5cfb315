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
  /** Whether that name is whole: but for digits, nothing may follow it. */
  readonly isWhole?: boolean;
}

const exactly = (text: string): string[] => Array.from(text);
const anyCase = (text: string): string[] => Array.from(text, (one) => one.toLowerCase() + one.toUpperCase());

function named(text: string, ...pairsAt: number[]): Clue {
  return { sign: sign.named, places: anyCase(text), pairsAt, name: 0 };
}

function wholeName(text: string, ...pairsAt: number[]): Clue {
  return { ...named(text, ...pairsAt), isWhole: true };
}

function token(of: number, text: string, ...pairsAt: number[]): Clue {
  return { sign: of, places: exactly(text), pairsAt };
}

export const clues: readonly Clue[] = [
  named("pass", 0, 1),
  wholeName("pwd", 0, 1),
  wholeName("secret", 2, 1),
  wholeName("token", 2, 1),
  wholeName("key", 0, 1),
  named("credential", 0, 7),
  wholeName("authorization", 6, 7),
  wholeName("signature", 2, 5),
  {
    sign: sign.named,
    places: ["?&", ...anyCase("sig")],
    pairsAt: [0, -1],
    name: 1,
    isWhole: true,
  },
  { sign: sign.bearer, places: [...anyCase("bearer"), " \t"], pairsAt: [0, 1] },
  { sign: sign.bearer, places: [...anyCase("basic"), " \t"], pairsAt: [0, 3] },
  token(sign.aws, "AKIA", 0, 1),
  token(sign.aws, "ASIA", 0, 1),
  token(sign.google, "AIza", 0, 1),
  token(sign.jwt, "eyJ", 2, 1),
  { sign: sign.github, places: ["g", "h", "pousr", "_", alphanumerics], pairsAt: [0, 3] },
  token(sign.githubFine, "github_pat_", 6, 5),
  token(sign.gitlab, "glpat-", 0, 1),
  { sign: sign.slack, places: ["x", "o", "x", alphanumerics, "-"], pairsAt: [0, 1] },
  token(sign.slack, "xapp-", 0, 3),
  token(sign.slackHook, "hooks.slack.com/", 4, 5),
  token(sign.stripe, "k_live_", 0, 1),
  token(sign.stripe, "k_test_", 0, 1),
  token(sign.npm, "npm_", 2, 1),
  { sign: sign.privateKey, places: exactly("-----BEGIN "), pairsAt: [0, 1] },
  { sign: sign.email, places: ["@"], pairsAt: [0, -1] },
  { sign: sign.email, places: exactly("%40"), pairsAt: [0, 1] },
];
