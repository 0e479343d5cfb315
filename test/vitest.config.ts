import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const root = fileURLToPath(new URL("..", import.meta.url));

/** One project a test command: what may run where is decided here, and nowhere else. */
const project = (name: string, include: string[], exclude: string[] = []) => ({
  test: { name, root, include, exclude: ["node_modules/**", ...exclude], environment: "node" as const },
});

/**
 * Its files share one process a worker, so that each loads the packages once. They must leave nothing behind:
 * no global changed, no module state, which the project has none of.
 */
const together = (name: string, include: string[], exclude: string[]) => {
  const alone = project(name, include, exclude);
  return { test: { ...alone.test, isolate: false } };
};

const live = "test/**/*.live.test.ts";
const slow = ["test/faults/**", "test/peers/**", "test/e2e/**"];

export default defineConfig({
  test: {
    maxWorkers: 2,
    testTimeout: 20_000,
    projects: [
      project("architecture", ["test/architecture.test.ts"]),
      together("unit", ["test/**/*.test.ts"], ["test/architecture.test.ts", live, ...slow]),
      together("live", [live], slow),
      project("faults", ["test/faults/**/*.test.ts"]),
      project("peers", ["test/peers/**/*.test.ts"]),
      project("e2e", ["test/e2e/**/*.test.ts"]),
    ],
  },
});
