import { mkdirSync, readFileSync, rmdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { kill, pid as ownPid } from "node:process";

/** Bounds on what one command's processes take together. */
export interface Limits {
  readonly pids: number;
  readonly memoryBytes: number;
}

/** A control group of one command. */
export interface Group {
  /** @throws Error where the kernel does not let it in. */
  add(pid: number): void;
  /** Ends whoever is left in it, and removes it; false while the kernel still holds it. */
  remove(): boolean;
}

/** Control groups that Fettle may make; undefined where it may not, with the reason. */
export interface Groups {
  make(name: string): Group;
}

const root = "/sys/fs/cgroup";

/** Of version 1 where its controllers are mounted, else of version 2 (https://docs.kernel.org/admin-guide/cgroup-v2.html). */
export function openGroups(limits: Limits): Groups | { readonly gap: string } {
  const own = readFileSync("/proc/self/cgroup", "utf8").split("\n");
  const groups = versionOne(own, limits) ?? versionTwo(own, limits);
  if (groups === undefined)
    return { gap: "memory and processes are not limited: no control group that Fettle may make" };
  try {
    const trial = groups.make(`fettle-trial-${ownPid}`);
    trial.remove();
    return groups;
  } catch {
    return { gap: "memory and processes are not limited: Fettle may not make control groups" };
  }
}

type Setting = readonly [file: string, value: string];

function versionOne(own: readonly string[], { pids, memoryBytes }: Limits): Groups | undefined {
  const folderOf = (controller: string): string | undefined => {
    const line = own.find((one) => one.split(":")[1]?.split(",").includes(controller));
    return line === undefined ? undefined : join(root, controller, line.split(":")[2] ?? "/");
  };
  const [ofPids, ofMemory] = [folderOf("pids"), folderOf("memory")];
  if (ofPids === undefined || ofMemory === undefined) return undefined;
  const memory: Setting[] = [["memory.limit_in_bytes", String(memoryBytes)]];
  return {
    make: (name) =>
      groupIn([
        { folder: join(ofPids, name), settings: [["pids.max", String(pids)]] },
        { folder: join(ofMemory, name), settings: memory },
      ]),
  };
}

function versionTwo(own: readonly string[], { pids, memoryBytes }: Limits): Groups | undefined {
  const line = own.find((one) => one.startsWith("0::"));
  if (line === undefined) return undefined;
  const folder = join(root, line.slice(3));
  const settings: Setting[] = [
    ["pids.max", String(pids)],
    ["memory.max", String(memoryBytes)],
    ["memory.swap.max", "0"],
  ];
  return {
    make: (name) => {
      writeFileSync(join(folder, "cgroup.subtree_control"), "+pids +memory");
      return groupIn([{ folder: join(folder, name), settings }]);
    },
  };
}

function groupIn(
  parts: readonly { readonly folder: string; readonly settings: readonly Setting[] }[],
): Group {
  const made: string[] = [];
  const remove = (): boolean => made.map(removeFolder).every(Boolean);
  try {
    for (const { folder, settings } of parts) {
      mkdirSync(folder);
      made.push(folder);
      for (const [file, value] of settings) writeFileSync(join(folder, file), value);
    }
  } catch (thrown) {
    remove();
    throw thrown;
  }
  return {
    add: (pid) => {
      for (const folder of made) writeFileSync(join(folder, "cgroup.procs"), String(pid));
    },
    remove,
  };
}

/** Whoever is left in it is of a command that has ended: its process namespace takes them along, and this the rest. */
function removeFolder(folder: string): boolean {
  try {
    for (const pid of readFileSync(join(folder, "cgroup.procs"), "utf8").split("\n")) {
      if (pid !== "") killQuietly(Number(pid));
    }
    rmdirSync(folder);
    return true;
  } catch (thrown) {
    return thrown instanceof Error && "code" in thrown && thrown.code === "ENOENT";
  }
}

function killQuietly(pid: number): void {
  try {
    kill(pid, "SIGKILL");
  } catch {
    // It has ended meanwhile.
  }
}
