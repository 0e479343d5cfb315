import { and, assemble, below, give, type Instruction, load, unless, where } from "./bpf.ts";
import { clone, clone3, denied, ioctl, socket } from "./syscalls.ts";

const arches = { x64: 0xc000003e, arm64: 0xc00000b7 } as const;
export type FilterArch = keyof typeof arches;

/** Offsets in `struct seccomp_data`; an argument's lower half comes first. */
const [nr, arch, first, second] = [0, 4, 16, 24];
const allow = give(0x7fff0000);
const refuse = give(0x00050000 | 1); // EPERM
const notThere = give(0x00050000 | 38); // ENOSYS: the C library goes on with what was before
const kill = give(0x80000000);

/** CLONE_NEW*: all kinds of namespaces. */
const newNamespaces = 0x7e020000 | 0x80;
/** TIOCSTI and TIOCLINUX, by which one types into somebody else's terminal. */
const typing = [0x5412, 0x541c];
/** AF_UNIX, AF_INET, AF_INET6, AF_NETLINK: all others reach past the network's namespace, or nobody needs them. */
const families = [1, 2, 10, 16];

export function filterArch(name: string): FilterArch | undefined {
  return name === "x64" || name === "arm64" ? name : undefined;
}

/** The filter of `full`, for bwrap's `--seccomp`: everything that is not named is allowed. */
export function seccompFilter(name: FilterArch): Buffer {
  const at = name === "x64" ? 0 : 1;
  const numbers = Object.values(denied).flatMap((both) => both[at] ?? []);
  return assemble([
    load(arch),
    where(arches[name], 1),
    kill,
    load(nr),
    // x32, the second set of system calls on x64.
    ...(name === "x64" ? [below(0x40000000, 1), kill] : []),
    ...numbers.flatMap((number) => [unless(number, 1), refuse]),
    unless(clone3[at], 1),
    notThere,
    ...onlyIf(clone[at], [load(first), and(newNamespaces), where(0, 1), refuse, allow]),
    ...onlyIf(socket[at], [load(first), ...families.flatMap((family) => [unless(family, 1), allow]), refuse]),
    ...onlyIf(ioctl[at], [load(second), ...typing.flatMap((one) => [unless(one, 1), refuse]), allow]),
    allow,
  ]);
}

/** Instructions for one system call; each way through them ends with a verdict. */
function onlyIf(number: number, instructions: readonly Instruction[]): Instruction[] {
  return [unless(number, instructions.length), ...instructions];
}
