const nearPx = 40;

/** Marks a scroller as one that follows its end, until somebody scrolls away from it. */
export function followEnd(scroller: HTMLElement): void {
  const note = (): void => {
    const left = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight;
    scroller.toggleAttribute("data-at-end", left < nearPx);
  };
  scroller.toggleAttribute("data-at-end", true);
  scroller.scrollTop = scroller.scrollHeight;
  scroller.addEventListener("scroll", note, { passive: true });
  // Pictures come later than their messages, and make them grow; a narrower window does too.
  const grown = new ResizeObserver(() => keepAtBottom());
  grown.observe(scroller);
  for (const child of scroller.children) grown.observe(child);
}

export function goToEnd(scroller: Element | null | undefined): void {
  if (!(scroller instanceof HTMLElement)) return;
  scroller.toggleAttribute("data-at-end", true);
  scroller.scrollTop = scroller.scrollHeight;
}

/** After each drawing: those at their end stay there. */
export function keepAtBottom(): void {
  for (const scroller of document.querySelectorAll("[data-at-end]")) {
    if (scroller instanceof HTMLElement) scroller.scrollTop = scroller.scrollHeight;
  }
}
