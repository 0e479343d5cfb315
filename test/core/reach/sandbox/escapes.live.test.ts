import { spawn, type ChildProcess } from "node:child_process";
import {
  chmodSync,
  chownSync,
  closeSync,
  copyFileSync,
  openSync,
  readdirSync,
  readFileSync as readText,
  writeFileSync,
} from "node:fs";
import { createServer, type Server } from "node:net";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { absent, type Box, folderIn, openBox, runner, uid } from "./box.ts";

/** Each way out that is known: tried for real, and where that harms nobody also without a sandbox, where it must work. */

const x64 = process.arch === "x64";
const listening: Server[] = [];
let port = 0;
const abstractName = `fettle-escape-${process.pid}`;
let victim: ChildProcess;
let full: Box;
let basic: Box;
let off: Box;

beforeAll(async () => {
  for (const place of [{ host: "127.0.0.1", port: 0 }, { path: `\0${abstractName}` }]) {
    const server = createServer((socket) => {
      // Whoever tried is gone before it is answered.
      socket.on("error", () => {});
      socket.end("hello");
    });
    listening.push(server);
    await new Promise<void>((resolve) => {
      server.listen(place, resolve);
    });
    const address = server.address();
    if (typeof address === "object" && address !== null) port = address.port;
  }
  victim = spawn("sleep", ["120"], uid === 0 ? { uid: runner, gid: runner } : {});
  [full, basic, off] = await Promise.all([openBox("full"), openBox("basic"), openBox("off")]);
});

afterAll(async () => {
  victim.kill("SIGKILL");
  for (const server of listening) server.close();
  await Promise.all([full, basic, off].map((box) => box[Symbol.asyncDispose]()));
});

/** Perl is part of every Debian. */
function perl(code: string): string {
  return `perl -e '${code}'`;
}

function tcp(): string {
  const there = `sockaddr_in(${port}, inet_aton("127.0.0.1"))`;
  return perl(
    `use Socket; socket(S, PF_INET, SOCK_STREAM, 0) or exit 3; connect(S, ${there}) or exit 4; print "out"`,
  );
}

function abstractSocket(): string {
  const there = `pack("S a*", 1, "\\0${abstractName}")`;
  return perl(
    `use Socket; socket(S, PF_UNIX, SOCK_STREAM, 0) or exit 3; connect(S, ${there}) or exit 4; print "out"`,
  );
}

function call(number: number, ...rest: readonly number[]): string {
  return perl(`$r = syscall(${[number, ...rest].join(", ")}); print $r >= 0 ? "out" : "errno " . ($! + 0)`);
}

describe.skipIf(absent !== undefined)(`at full${absent === undefined ? "" : `: ${absent}`}`, () => {
  test("what is to run runs, as nobody who could do anything, with nothing of ours around it", async () => {
    const { exit, stdout } = await full.run(
      "id -u; pwd; env | sort; ls /proc/self/fd; grep -E 'Cap|NoNew|Seccomp:' /proc/self/status",
    );
    expect(exit).toBe(0);
    const told = stdout.split("\n");
    expect(told.slice(0, 2)).toEqual([String(runner), "/tmp"]);
    expect(
      told.filter((line) => line.startsWith("Cap")).every((line) => line.endsWith("0000000000000000")),
    ).toBe(true);
    expect(stdout).toMatch(/NoNewPrivs:\s+1/);
    expect(stdout).toMatch(/Seccomp:\s+2/);
    expect(told.filter((line) => line.includes("=")).map((line) => line.split("=")[0])).toEqual([
      "HOME",
      "LANG",
      "PATH",
      "PWD",
    ]);
  });

  test.for<readonly [string, () => string]>([
    ["reading /etc/shadow", () => "cat /etc/shadow && echo out"],
    ["writing to the system", () => "(echo x > /usr/bin/x || echo x > /etc/x || echo x > /x) && echo out"],
    ["a TCP socket of this machine", tcp],
    ["an abstract socket of this machine", abstractSocket],
    ["a process of this machine", () => `kill -9 ${victim.pid} && echo out`],
    ["mounting", () => "mount -t tmpfs none /tmp && echo out"],
    ["another namespace", () => "unshare -U true && echo out"],
    ["a device", () => "mknod /tmp/m c 1 1 && cat /tmp/m > /dev/null && echo out"],
    ["a kernel setting", () => "echo x > /proc/sys/kernel/core_pattern && echo out"],
    ["the first process's root", () => "cat /proc/1/root/etc/hostname && echo out"],
    ["the memory of another process", () => "cat /proc/1/mem > /dev/null && echo out"],
    ["a new root", () => "chroot / true && echo out"],
  ])("%s stays out of reach", async ([, command]) => {
    const { stdout, ended } = await full.run(command());
    expect([stdout.includes("out"), ended]).toEqual([false, "exit"]);
    expect(victim.exitCode).toBeNull();
  });

  test.runIf(x64).for([
    ["keyctl", 250, [0]],
    ["io_uring", 425, [1, 0]],
    ["ptrace", 101, [0, 0, 0, 0]],
    ["bpf", 321, [0, 0, 0]],
    ["perf events", 298, [0, 0, 0, 0, 0]],
    ["userfaultfd", 323, [0]],
    ["a namespace by clone", 56, [0x10000000 | 17, 0, 0, 0, 0]],
    ["sockets of a virtual machine", 41, [40, 1, 0]],
    ["packets as they are", 41, [17, 3, 0]],
  ] as const)("the system call of %s is refused", async ([, number, words]) => {
    expect((await full.run(call(number, ...words))).stdout).toBe("errno 1");
  });

  test("the other set of system calls ends whoever tries it", async () => {
    const { exit, signal } = await full.run(`exec ${call(0x40000000 | 39)}`);
    expect(exit === 0 ? "out" : (signal ?? exit)).not.toBe("out");
  });

  test.runIf(uid === 0)("a file of root's with the set-uid bit gives nothing", async () => {
    const folder = folderIn(full, "suid");
    const file = join(folder, "id");
    copyFileSync("/usr/bin/id", file);
    chmodSync(file, 0o4755);
    const { stdout } = await full.run(`${file} -u`, { grants: [{ kind: "read", path: folder }] });
    expect(stdout.trim()).toBe(String(runner));
  });

  test("a descriptor that Fettle holds is not there", async () => {
    const secret = join(full.folder, "secret");
    writeFileSync(secret, "hunter2");
    const held = openSync(secret, "r");
    const { stdout } = await full.run(
      "for f in /proc/self/fd/*; do readlink $f; done; cat /dev/fd/5 /dev/fd/6 /dev/fd/7 /dev/fd/20 2>&1",
    );
    closeSync(held);
    expect(stdout).not.toContain("secret");
    expect(stdout).not.toContain("hunter2");
  });

  test("disks are filled only where something may be written, and there no more than the sandbox's own", async () => {
    const { stdout } = await full.run("dd if=/dev/zero of=/tmp/f bs=1M count=100 2>&1; stat -c %s /tmp/f");
    expect(stdout).toContain("No space left");
    expect(Number(stdout.trim().split("\n").at(-1))).toBeLessThanOrEqual(64 * 1024 * 1024);
  });

  test("a fork bomb is bounded, and nothing of it is left", async ({ skip }) => {
    if (full.sandbox.outlook.gaps.some((gap) => gap.startsWith("memory and processes"))) {
      skip(`asserted as a gap: ${full.sandbox.outlook.gaps.join("; ")}`);
    }
    const { ended } = await full.run("f() { f | f & }; f; sleep 60", { deadlineMs: 2_000 });
    expect(ended).toBe("deadline");
    expect(processesNamed("sleep 60")).toEqual([]);
  });

  test("a memory hog is ended, and nobody else", async ({ skip }) => {
    if (full.sandbox.outlook.gaps.some((gap) => gap.startsWith("memory and processes"))) {
      skip(`asserted as a gap: ${full.sandbox.outlook.gaps.join("; ")}`);
    }
    const { stdout, exit } = await full.run(perl('$x = "a" x (1 << 30); $y = $x . "b"; print "out"'), {
      deadlineMs: 10_000,
    });
    expect([stdout, exit === 0]).toEqual(["", false]);
    expect(victim.exitCode).toBeNull();
  });
});

describe("without a sandbox the same attempts succeed, so that the tests above test something:", () => {
  test.for<readonly [string, () => string]>([
    ["a TCP socket", tcp],
    ["an abstract socket", abstractSocket],
  ])("%s", async ([, command]) => {
    expect((await off.run(command())).stdout).toBe("out");
  });

  test("a process of the same user", async () => {
    const other = spawn("sleep", ["120"], uid === 0 ? { uid: runner, gid: runner } : {});
    const ended = new Promise((resolve) => {
      other.once("exit", (_, signal) => resolve(signal));
    });
    await off.run(`kill -9 ${other.pid}`);
    expect(await ended).toBe("SIGKILL");
  });

  test.runIf(x64)("the system calls that are filtered", async () => {
    expect((await off.run(call(56, 17, 0, 0, 0, 0))).stdout).toContain("out");
  });
});

/** Opens a sandbox and runs `sleep` in it; whoever runs this kills it. */
function sleeper(level: string, seconds: string): string {
  return `
    import { openSandbox } from "#core/reach";
    import { openLog, systemClock as clock } from "#core/runtime";
    const redact = (text) => text;
    const log = openLog({ level: "error", clock, redact, to: { write: () => {} } });
    const sandbox = await openSandbox({ level: "${level}", clock, log, uid: process.getuid(), forbidden: [], redact });
    await sandbox.execute({ argv: ["sleep", "${seconds}"], grants: [], deadlineMs: 60_000,
      signal: new AbortController().signal, mostBytes: 1_000, what: "test" });`;
}

describe.each(["full", "basic"])("at %s", (level) => {
  test.skipIf(level === "full" && absent !== undefined)(
    "a command ends with Fettle, however that ends",
    async () => {
      const seconds = level === "full" ? "86.5" : "87.5";
      const fettle = spawn(process.execPath, ["--input-type=module", "-e", sleeper(level, seconds)]);
      await expect
        .poll(() => processesNamed(`sleep ${seconds}`).filter(isSleep).length, { timeout: 10_000 })
        .toBeGreaterThan(0);
      fettle.kill("SIGKILL");
      await expect.poll(() => processesNamed(`sleep ${seconds}`), { timeout: 5_000 }).toEqual([]);
    },
  );
});

describe("at basic", () => {
  test("network, processes and mounts are its own", async () => {
    for (const command of [
      tcp(),
      `kill -9 ${victim.pid} && echo out`,
      "mount -t tmpfs none /mnt && echo out",
    ]) {
      expect((await basic.run(command)).stdout).not.toContain("out");
    }
    expect(victim.exitCode).toBeNull();
  });

  test("the gaps that its outlook names are there", async () => {
    const { gaps } = basic.sandbox.outlook;
    expect(gaps).toContain("system calls are not filtered");
    expect(gaps.some((gap) => gap.includes("grants are not enforced"))).toBe(true);
    const ungranted = folderIn(basic, "ungranted");
    writeFileSync(join(ungranted, "file"), "readable");
    chownSync(join(ungranted, "file"), runner, runner);
    expect((await basic.run(`cat ${ungranted}/file; echo more >> ${ungranted}/file`)).stdout).toBe(
      "readable",
    );
    expect((await basic.run("grep Seccomp: /proc/self/status")).stdout).toMatch(/Seccomp:\s+0/);
  });
});

/** The command itself, and not what is about to become it. */
function isSleep(pid: string): boolean {
  return commandOf(pid).startsWith("sleep ");
}

function processesNamed(words: string): string[] {
  return readdirSync("/proc").filter((name) => /^\d+$/.test(name) && commandOf(name).includes(words));
}

function commandOf(pid: string): string {
  try {
    const file = openSync(`/proc/${pid}/cmdline`, "r");
    try {
      return readText(file, "utf8").replaceAll("\0", " ");
    } finally {
      closeSync(file);
    }
  } catch {
    // It has ended meanwhile.
    return "";
  }
}
