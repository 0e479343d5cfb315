/** How a program may be asked, so that it reads and does nothing else. Whatever is not here is not allowed. */
export interface Program {
  /** Single letters that take no value, and may stand together: `-lah`. */
  readonly flags?: string;
  /** Other words that stand for themselves. */
  readonly words?: readonly string[];
  /** Options with a value, which follows as a word, or after `=` where the option begins with `--`. */
  readonly values?: Readonly<Record<string, RegExp>>;
  /** `-20`, for so many lines. */
  readonly counts?: boolean;
  readonly operands: Operands;
  /** `machine`: processes, network and mounts as they are. `files`: those that its operands name. */
  readonly sees: "machine" | "files";
}

type Operands =
  | { readonly kind: "none" }
  /** Paths, at most twenty. `contents`: what stands in the files is shown. */
  | { readonly kind: "paths"; readonly contents: boolean }
  /** A pattern, then paths whose contents are searched. */
  | { readonly kind: "pattern" }
  /** So many words of this form. */
  | { readonly kind: "words"; readonly like: RegExp; readonly counts: readonly number[] };

const none = { kind: "none" } as const;
const contents = { kind: "paths", contents: true } as const;
const paths = { kind: "paths", contents: false } as const;
const few = /^\d{1,3}$/;
const some = /^\+?\d{1,6}$/;
const signed = /^[+-]?\d{1,6}$/;
const word = /^[A-Za-z0-9_.-]{1,40}$/;
/** None of what ps can show of a process is its environment. */
const columns = /^%?[a-z_]{1,12}(?:,%?[a-z_]{1,12}){0,15}$/;
const sizes = /^[+-]?\d{1,9}[bckwMG]?$/;
const name = /^[^/]{1,100}$/;

export const programs: Readonly<Record<string, Program>> = {
  // What the machine is, and how it does.
  uptime: { flags: "ps", operands: none, sees: "machine" },
  free: { flags: "bkmghwt", operands: none, sees: "machine" },
  nproc: { words: ["--all"], operands: none, sees: "machine" },
  uname: { flags: "asnrvmpio", operands: none, sees: "machine" },
  hostname: { operands: none, sees: "machine" },
  // With anything but a format it would set the clock; a wide field would fill the memory.
  date: {
    flags: "uI",
    operands: { kind: "words", like: /^\+(?:%[-^#]?\d?[A-Za-z]|[A-Za-z0-9 :/_.-]){1,60}$/, counts: [0, 1] },
    sees: "machine",
  },
  who: { flags: "abHqru", operands: none, sees: "machine" },
  df: { flags: "hHiTakl", values: { "-t": word, "-x": word }, operands: none, sees: "machine" },
  lsblk: { flags: "bfmpr", operands: none, sees: "machine" },
  lscpu: { words: ["--json"], flags: "ae", operands: none, sees: "machine" },
  // `vmstat 1` would go on for ever: so many seconds, so many lines.
  vmstat: { flags: "asdw", operands: { kind: "words", like: /^[1-9]$/, counts: [0, 2] }, sees: "machine" },
  // `e`, which shows environments, is none of these.
  ps: {
    words: ["aux", "-ef", "-e", "-A"],
    values: {
      "-o": columns,
      "-eo": columns,
      "--sort": /^[+-]?(?:%cpu|%mem|rss|vsz|time|pid|start_time|etime)$/,
    },
    operands: none,
    sees: "machine",
  },
  // Without `K`, which kills sockets, and `F`, `D`, which read and write files.
  ss: { flags: "tulnpasxem46ioH", operands: none, sees: "machine" },
  ip: {
    words: ["addr", "address", "link", "route", "neigh", "show", "-s", "-br", "-4", "-6"],
    operands: none,
    sees: "machine",
  },
  // Files.
  ls: { flags: "lahtrSR1dinsFc", operands: paths, sees: "files" },
  stat: { flags: "Lft", operands: paths, sees: "files" },
  du: { flags: "shacmkbx", values: { "-d": few, "--max-depth": few }, operands: paths, sees: "files" },
  find: {
    words: ["-empty", "-xdev"],
    values: {
      "-maxdepth": few,
      "-mindepth": few,
      "-name": name,
      "-iname": name,
      "-type": /^[fdlsp]$/,
      "-size": sizes,
      "-mtime": signed,
      "-mmin": signed,
    },
    operands: paths,
    sees: "files",
  },
  // None of these shows less than a line: what hides a secret goes by what stands around it.
  cat: { flags: "nbs", operands: contents, sees: "files" },
  head: { flags: "qv", values: { "-n": some }, counts: true, operands: contents, sees: "files" },
  // Without `f`, which never ends.
  tail: { flags: "qv", values: { "-n": some }, counts: true, operands: contents, sees: "files" },
  wc: { flags: "lwcmL", operands: contents, sees: "files" },
  // Without `P`, whose patterns can take for ever, `f`, which reads them from files, and `o`, which shows less than a line.
  grep: {
    flags: "ivnclwxhHEFr",
    values: { "-m": some, "-A": few, "-B": few, "-C": few },
    operands: { kind: "pattern" },
    sees: "files",
  },
};

/** Programs that people think of first, and why they are not here. */
export const absent: Readonly<Record<string, string>> = {
  journalctl: "the journal is not readable from inside the sandbox; ask the log file",
  systemctl: "the service manager is not reachable from inside the sandbox",
  top: "it never ends; ask ps aux --sort=-%cpu",
  htop: "it never ends; ask ps aux --sort=-%cpu",
  less: "there is nobody to turn pages; ask head or tail",
};
