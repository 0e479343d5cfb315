const segmenter = new Intl.Segmenter();

/** The first signs of the first and the last word, whole ones: an emoji or a letter with marks is one sign. */
export function initials(name: string): string {
  const words = name.trim().split(/\s+/);
  const first = (word: string | undefined): string => {
    const [segment] = segmenter.segment(word ?? "");
    return segment?.segment ?? "";
  };
  const last = words.length > 1 ? first(words.at(-1)) : "";
  return (first(words[0]) + last).toLocaleUpperCase() || "?";
}
