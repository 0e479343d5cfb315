/** Light or dark: what the system wants, until somebody chooses; the choice is kept for all personas. */
export function toggleTheme(): void {
  const next = currentTheme() === "dark" ? "light" : "dark";
  document.documentElement.dataset["theme"] = next;
  try {
    localStorage.setItem("fettle.theme", next);
  } catch {
    // A browser that keeps nothing forgets the choice, no more.
  }
}

export function currentTheme(): "light" | "dark" {
  return document.documentElement.dataset["theme"] === "dark" ? "dark" : "light";
}
