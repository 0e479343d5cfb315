import { Fault, messageOf } from "#core/domain";

/** Reports each trouble once, until it changes or has passed. */
export interface Troubles {
  report(place: string, thrown: unknown): void;
  /** `place` works again: the next trouble there is news. */
  passed(place: string): void;
}

/** Whoever can make files can make places: of more than these the oldest is forgotten, and would be told again. */
const maxPlaces = 10_000;

export function newTroubles(onTrouble: (fault: Fault) => void): Troubles {
  const known = new Map<string, string>();
  return {
    report(place, thrown) {
      const message = messageOf(thrown);
      if (known.get(place) === message) return;
      known.delete(place);
      known.set(place, message);
      const [oldest] = known.keys();
      if (known.size > maxPlaces && oldest !== undefined) known.delete(oldest);
      onTrouble(asFault(place, thrown));
    },
    passed: (place) => void known.delete(place),
  };
}

/** An `Error` of the file system as a Fault; a bug is thrown on. */
export function asFault(place: string, thrown: unknown): Fault {
  if (thrown instanceof Fault) return thrown;
  const code = errorCode(thrown);
  if (code === undefined) throw thrown;
  const said = words[code];
  return new Fault(said?.kind ?? "unavailable", `${place} cannot be read: ${said?.text ?? code}`, {
    cause: thrown,
  });
}

/** `ENOENT` and the like; undefined for what is not an error of the system. */
export function errorCode(thrown: unknown): string | undefined {
  if (!(thrown instanceof Error) || !("code" in thrown)) return undefined;
  return typeof thrown.code === "string" && /^E[A-Z0-9]+$/.test(thrown.code) ? thrown.code : undefined;
}

const words: Readonly<
  Record<string, { readonly kind: "denied" | "missing" | "invalid"; readonly text: string }>
> = {
  EACCES: { kind: "denied", text: "no permission; give Fettle's user the right to read it" },
  EPERM: { kind: "denied", text: "not permitted; give Fettle's user the right to read it" },
  ENOENT: { kind: "missing", text: "there is no such file" },
  ENOTDIR: { kind: "missing", text: "a part of its path is no folder" },
  EISDIR: { kind: "invalid", text: "expected a file, found a folder" },
};
