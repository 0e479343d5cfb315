import { addresses, type KeptAddresses } from "./addresses.ts";
import { bearer } from "./bearer.ts";
import { cards } from "./cards.ts";
import type { Detector } from "./detector.ts";
import { email } from "./email.ts";
import { keyLines } from "./key-lines.ts";
import { named } from "./named.ts";
import { privateKeys } from "./private-keys.ts";
import type { Pseudonymize } from "./pseudonym.ts";
import { everySign } from "./signs.ts";
import { anywhere, type Span } from "./span.ts";
import { tokens } from "./tokens.ts";
import { urlPasswords } from "./url-passwords.ts";

/**
 * In this order, so that a second time finds nothing new: where a named value ends depends on what stands
 * behind it, which tokens may change, and addresses cannot.
 */
export function detectorsInOrder(kept: KeptAddresses): readonly Detector[] {
  return [privateKeys, keyLines, urlPasswords, ...tokens, named, bearer, email, ...addresses(kept), cards];
}

export interface Signs {
  readonly signs: number;
  readonly spanOf: (one: number) => Span;
}

/** For what nobody looked at: all detectors search all of it. */
export const everywhere: Signs = { signs: everySign, spanOf: () => anywhere };

/**
 * What the detectors make of `text`, one after the other. The signs are those of the text as it was: a pseudonym has `<` and `>`
 * around it, so that no sign comes to be beside one, and in it only `secret:`, which is known for what it is.
 */
export function hideAll(
  text: string,
  detectors: readonly Detector[],
  { signs, spanOf, pseudonym }: Signs & { readonly pseudonym: Pseudonymize },
): string {
  let result = text;
  for (const detector of detectors) {
    if ((detector.sign & signs) === 0) continue;
    // Where something was hidden, signs stand elsewhere now.
    const span = result === text ? spanOf(detector.sign) : anywhere;
    result = detector.hide(result, pseudonym, span);
  }
  return result;
}
