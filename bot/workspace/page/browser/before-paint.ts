/** Sets the theme before anything is drawn, and follows the system and the other frames from then on. */
(() => {
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const apply = (): void => {
    let chosen: string | null = null;
    try {
      chosen = localStorage.getItem("fettle.theme");
    } catch {
      // Nothing is kept here: the system decides.
    }
    const theme = chosen === "dark" || chosen === "light" ? chosen : dark.matches ? "dark" : "light";
    document.documentElement.dataset["theme"] = theme;
  };
  apply();
  dark.addEventListener("change", apply);
  window.addEventListener("storage", apply);
})();
