import type { RepairOptions } from "#core";
import { Fault } from "#core/domain";

/** For tests in which nothing is repaired. */
export const noRepairs: RepairOptions = {
  sandbox: "off",
  uid: process.getuid?.() ?? 0,
  forbidden: [],
  prometheus: undefined,
  target: () => undefined,
  identify: async (id) => {
    throw new Fault("denied", `${id} is nobody here`);
  },
  holder: "test",
};
