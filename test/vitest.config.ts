import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const root = fileURLToPath(new URL("..", import.meta.url));

interface Choice {
  readonly exclude?: readonly string[];
  /** False: files share one process a worker, so that each package is loaded once. They must leave nothing behind. */
  readonly isolate?: boolean;
  /** False: one file after the other. */
  readonly fileParallelism?: boolean;
}

/** One project a test command: what may run where is decided here, and nowhere else. */
const project = (name: string, include: string, { exclude = [], ...how }: Choice = {}) => ({
  test: {
    name,
    root,
    include: [include],
    exclude: ["node_modules/**", ...exclude],
    environment: "node" as const,
    ...how,
  },
});

const architecture = "test/architecture.test.ts";
const live = "test/**/*.live.test.ts";
const slow = ["test/faults/**", "test/peers/**", "test/e2e/**"];

export default defineConfig({
  test: {
    maxWorkers: 2,
    testTimeout: 20_000,
    projects: [
      project("architecture", architecture),
      project("unit", "test/**/*.test.ts", { exclude: [architecture, live, ...slow], isolate: false }),
      project("live", live, { exclude: slow, isolate: false }),
      project("faults", "test/faults/**/*.test.ts"),
      project("peers", "test/peers/**/*.test.ts"),
      // A browser and what it looks at are work enough for two cores.
      project("e2e", "test/e2e/**/*.test.ts", { fileParallelism: false }),
    ],
  },
});
