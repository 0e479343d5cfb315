import { localDate } from "./local-date.ts";

/** What HTML from the server cannot have in itself: the reader's own time, own name, and inline styles. */
export function startEnlivening(root: HTMLElement, me: string): void {
  for (const time of root.querySelectorAll<HTMLTimeElement>("time[data-format]")) {
    const seconds = Number(time.getAttribute("datetime"));
    if (!Number.isFinite(seconds)) continue;
    const at = new Date(seconds * 1000);
    if (Number.isNaN(at.getTime())) continue;
    time.title = at.toLocaleString();
    time.textContent = localDate(time.dataset["format"] ?? "", at, new Date());
    time.dateTime = at.toISOString();
  }
  for (const mention of root.querySelectorAll<HTMLElement>(".mention[data-user]")) {
    mention.classList.toggle("is-me", mention.dataset["user"] === me);
  }
  // The page's policy forbids style attributes, not what a script of its own sets.
  for (const styled of root.querySelectorAll<HTMLElement | SVGElement>("[data-style]")) {
    styled.style.cssText = styled.dataset["style"] ?? "";
  }
}
