import { existsSync, lstatSync, readlinkSync } from "node:fs";
import type { Binding } from "./grants.ts";

/** What a command is shut in with. */
export interface Room {
  readonly bindings: readonly Binding[];
  readonly net: boolean;
  /** Sees the machine as it is, read-only. */
  readonly machine: boolean;
  readonly argv: readonly string[];
}

const tmpBytes = 64 * 1024 * 1024;
const env = { PATH: "/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin", HOME: "/tmp", LANG: "C.UTF-8" } as const;

/** The environment at every level: nothing of Fettle's own, which may hold tokens. */
export const cleanEnv: Readonly<Record<string, string>> = env;

/** Where a command begins: in the first folder that it may write, or else read, or else nowhere. */
export function startOf(bindings: readonly Binding[]): string {
  const folders = bindings.filter(({ folder }) => folder);
  return (folders.find(({ writable }) => writable) ?? folders[0])?.to ?? "/tmp";
}

/**
 * bubblewrap's words (https://github.com/containers/bubblewrap): everything unshared, the system's programs read-only, its
 * own /proc, /dev and /tmp, the grants, no capability, no new namespaces, the filter from descriptor 3.
 */
export function bubblewrapArgs(room: Room): string[] {
  return [
    "--unshare-user",
    "--unshare-ipc",
    "--unshare-cgroup-try",
    ...(room.machine ? machineView : ownView(room)),
    "--die-with-parent",
    "--new-session",
    "--disable-userns",
    "--cap-drop",
    "ALL",
    "--clearenv",
    ...Object.entries(env).flatMap(([name, value]) => ["--setenv", name, value]),
    "--seccomp",
    "3",
    "--",
    ...room.argv,
  ];
}

/** Processes, network, name and mounts of the machine, none of which can be written. */
const machineView = [
  "--ro-bind",
  "/",
  "/",
  "--dev",
  "/dev",
  "--tmpfs",
  "/tmp",
  "--remount-ro",
  "/tmp",
  "--chdir",
  "/",
];

function ownView({ bindings, net }: Room): string[] {
  return [
    "--unshare-pid",
    "--unshare-uts",
    "--hostname",
    "sandbox",
    ...(net ? [] : ["--unshare-net"]),
    "--ro-bind",
    "/usr",
    "/usr",
    ...["/bin", "/sbin", "/lib", "/lib32", "/lib64"].flatMap(systemFolder),
    ...["/etc/alternatives", "/etc/ld.so.cache", "/etc/localtime"].flatMap(readable),
    ...(net ? ["/etc/resolv.conf", "/etc/hosts", "/etc/nsswitch.conf", "/etc/ssl"].flatMap(readable) : []),
    "--proc",
    "/proc",
    "--dev",
    "/dev",
    "--size",
    String(tmpBytes),
    "--tmpfs",
    "/tmp",
    ...bindings.flatMap(({ from, to, writable }) => [writable ? "--bind" : "--ro-bind", from, to]),
    // bwrap's own root is a tmpfs without a size: nothing is written there.
    "--remount-ro",
    "/",
    "--chdir",
    startOf(bindings),
  ];
}

/** Links into /usr where the system has merged them, as they are; folders where it has not. */
function systemFolder(path: string): string[] {
  if (!existsSync(path)) return [];
  return lstatSync(path).isSymbolicLink()
    ? ["--symlink", readlinkSync(path), path]
    : ["--ro-bind", path, path];
}

function readable(path: string): string[] {
  return ["--ro-bind-try", path, path];
}

/**
 * setpriv's words, util-linux alone: it ends with Fettle, and what it runs with it; own processes, network, mounts and no
 * way to new rights; the host's files are as readable and writable as they are for this user.
 */
export function unshareArgs(unshare: string, { net, machine, argv }: Room): string[] {
  return [
    "--pdeathsig",
    "KILL",
    unshare,
    "--user",
    "--map-current-user",
    "--fork",
    "--kill-child",
    "--mount",
    "--ipc",
    "--cgroup",
    ...(machine ? [] : ["--pid", "--mount-proc", "--uts"]),
    ...(net || machine ? [] : ["--net"]),
    "--",
    "setpriv",
    "--no-new-privs",
    "--inh-caps=-all",
    "--",
    ...argv,
  ];
}
