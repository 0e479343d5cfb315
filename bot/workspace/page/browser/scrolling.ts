const nearPx = 40;

/** Marks a scroller as one that follows its end, until somebody scrolls away from it. */
export function followEnd(scroller: HTMLElement): void {
  let lastTop = 0;
  const note = (): void => {
    const { scrollTop } = scroller;
    // A list that has grown beneath the reader is not one that the reader has left: only going up is.
    if (isNearEnd(scroller)) scroller.toggleAttribute("data-at-end", true);
    else if (scrollTop < lastTop) scroller.toggleAttribute("data-at-end", false);
    lastTop = scrollTop;
  };
  goToEnd(scroller);
  scroller.addEventListener("scroll", note, { passive: true });
  // Pictures come later than their messages, and make them grow; a narrower window does too.
  const grown = new ResizeObserver(() => keepAtBottom());
  grown.observe(scroller);
  for (const child of scroller.children) grown.observe(child);
}

/** Brings `row` into the middle of its scroller, which then no longer follows its end, but where they are one. */
export function goTo(row: HTMLElement): void {
  row.scrollIntoView({ block: "center" });
  const scroller = row.closest<HTMLElement>(".scroller");
  scroller?.toggleAttribute("data-at-end", isNearEnd(scroller));
}

function isNearEnd({ scrollHeight, scrollTop, clientHeight }: HTMLElement): boolean {
  return scrollHeight - scrollTop - clientHeight < nearPx;
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
