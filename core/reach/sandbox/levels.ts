import { existsSync } from "node:fs";
import { arch, platform } from "node:process";
import { filterArch } from "./filter.ts";
import { bubblewrapArgs, type Room, unshareArgs } from "./profile.ts";
import type { SandboxLevel } from "./request.ts";

const places = ["/usr/bin", "/bin", "/usr/local/bin"];

/** The words by which a level runs a command. */
export function argvFor(level: SandboxLevel, room: Room): readonly string[] {
  switch (level) {
    case "full":
      return [pathOf("bwrap") ?? "bwrap", ...bubblewrapArgs(room)];
    case "basic":
      return [pathOf("setpriv") ?? "setpriv", ...unshareArgs(pathOf("unshare") ?? "unshare", room)];
    case "off":
      return room.argv;
  }
}

/** What must be installed for a level. */
export function absentFor(level: SandboxLevel): string | undefined {
  if (platform !== "linux") return `the sandbox needs Linux, and this is ${platform}`;
  if (level === "full" && filterArch(arch) === undefined) {
    return `the sandbox has no filter for ${arch}: allow a weaker level by name (sandbox.level: basic)`;
  }
  if (level === "full" && pathOf("bwrap") === undefined) {
    return "no command runs without a sandbox: install the package bubblewrap, or allow a weaker level by name (sandbox.level: basic)";
  }
  if (level === "basic" && (pathOf("unshare") === undefined || pathOf("setpriv") === undefined)) {
    return "no command runs without a sandbox: install the package util-linux";
  }
  return undefined;
}

function pathOf(name: string): string | undefined {
  return places.map((folder) => `${folder}/${name}`).find(existsSync);
}

/** What a level does not do, on any machine. */
export function gapsOf(level: SandboxLevel): string[] {
  switch (level) {
    case "full":
      return [];
    case "basic":
      return [
        "files of this machine are as readable and writable as they are for its user: grants are not enforced",
        "system calls are not filtered",
      ];
    case "off":
      return ["commands run as Fettle does, on this machine, without any isolation"];
  }
}
