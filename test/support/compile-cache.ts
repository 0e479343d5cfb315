import { afterAll } from "vitest";
import { temporaryFolder } from "./temporary-folder.ts";

/** Starting Node is most of what tests of many processes do: each process takes the compiled modules over from the one before. */
export function shareCompileCache(): void {
  const compiled = temporaryFolder();
  process.env["NODE_COMPILE_CACHE"] = compiled.path;
  afterAll(() => {
    delete process.env["NODE_COMPILE_CACHE"];
    compiled[Symbol.dispose]();
  });
}
