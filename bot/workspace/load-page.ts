import type { PageFactory } from "./contract.ts";

/** The page in the browser. It brings a renderer along, which nobody should load who does not show it. */
export async function loadPage(): Promise<PageFactory> {
  const { openPage } = await import("./page/index.ts");
  return openPage;
}
