const most = 1024;
const longest = 256;

/**
 * `make`, which asks again for no text that it was asked for among the last ones: the same user stands in line after line.
 * What was remembered first is forgotten first; long texts are not remembered.
 */
export function remembering<T extends {} | null>(make: (text: string) => T): (text: string) => T {
  const known = new Map<string, T>();
  return (text) => {
    const before = known.get(text);
    if (before !== undefined) return before;
    const made = make(text);
    if (text.length > longest) return made;
    if (known.size >= most) known.delete(known.keys().next().value ?? "");
    known.set(ownCopy(text), made);
    return made;
  };
}

/** A piece of a text keeps all of the text in memory; a copy does not. */
function ownCopy(text: string): string {
  return Buffer.from(text, "utf16le").toString("utf16le");
}
