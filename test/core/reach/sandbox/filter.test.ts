import { describe, expect, test } from "vitest";
import { seccompFilter } from "../../../../core/reach/sandbox/filter.ts";
import { clone, clone3, denied, ioctl, socket } from "../../../../core/reach/sandbox/syscalls.ts";

const [allow, errno, kill] = [0x7fff0000, 0x00050000, 0x80000000];

/** What the kernel would do with one call: the filter, run as its documentation says. */
function judge(filter: Buffer, call: { arch?: number; nr: number; args?: readonly number[] }): number {
  const data = Buffer.alloc(64);
  data.writeInt32LE(call.nr | 0, 0);
  data.writeUInt32LE(call.arch ?? 0xc000003e, 4);
  for (const [index, value] of (call.args ?? []).entries()) data.writeUInt32LE(value >>> 0, 16 + index * 8);
  let accumulator = 0;
  for (let at = 0; at * 8 < filter.length; at++) {
    const [code, jt, jf, k] = [
      filter.readUInt16LE(at * 8),
      filter.readUInt8(at * 8 + 2),
      filter.readUInt8(at * 8 + 3),
      filter.readUInt32LE(at * 8 + 4),
    ];
    if (code === 0x20) accumulator = data.readUInt32LE(k);
    else if (code === 0x54) accumulator = (accumulator & k) >>> 0;
    else if (code === 0x06) return k;
    else if (code === 0x15) at += accumulator === k ? jt : jf;
    else if (code === 0x35) at += accumulator >= k ? jt : jf;
    else throw new Error(`no such instruction: ${code}`);
  }
  throw new Error("the filter ends without a verdict");
}

describe.each([
  ["x64", 0xc000003e, 0],
  ["arm64", 0xc00000b7, 1],
] as const)("the filter for %s", (name, arch, at) => {
  const filter = seccompFilter(name);
  const verdict = (nr: number, ...args: readonly number[]): number => judge(filter, { arch, nr, args });

  test("refuses what is on the list and allows what is not, for every number there is", () => {
    const numbers = new Set(Object.values(denied).flatMap((both) => both[at] ?? []));
    for (let nr = 0; nr < 600; nr++) {
      if ([clone[at], clone3[at], socket[at], ioctl[at]].includes(nr)) continue;
      expect([nr, verdict(nr)]).toEqual([nr, numbers.has(nr) ? errno | 1 : allow]);
    }
  });

  test("ends whoever calls in another machine's way", () => {
    expect(judge(filter, { arch: 0x40000003, nr: 1 })).toBe(kill);
    if (name === "x64") expect(verdict(0x40000000 | 1)).toBe(kill);
  });

  test("allows new processes and threads, and no new namespaces", () => {
    expect(verdict(clone[at], 17)).toBe(allow);
    expect(verdict(clone[at], 0x3d0f00)).toBe(allow);
    for (const flag of [0x00020000, 0x02000000, 0x04000000, 0x08000000, 0x10000000, 0x20000000, 0x40000000]) {
      expect(verdict(clone[at], flag | 17)).toBe(errno | 1);
    }
    expect(verdict(clone3[at])).toBe(errno | 38);
  });

  test("allows the usual sockets, and no typing into terminals", () => {
    expect([1, 2, 10, 16].map((family) => verdict(socket[at], family))).toEqual([allow, allow, allow, allow]);
    expect([17, 38, 40].map((family) => verdict(socket[at], family))).toEqual([
      errno | 1,
      errno | 1,
      errno | 1,
    ]);
    expect(verdict(ioctl[at], 0, 0x5412)).toBe(errno | 1);
    expect(verdict(ioctl[at], 0, 0x5401)).toBe(allow);
  });
});
