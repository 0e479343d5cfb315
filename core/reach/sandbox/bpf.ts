/**
 * Classic BPF as seccomp takes it (linux/filter.h, https://docs.kernel.org/userspace-api/seccomp_filter.html): eight
 * bytes an instruction, in the machine's byte order, which is little on all that Node's Linux builds run on.
 */
export interface Instruction {
  readonly code: number;
  readonly jt?: number;
  readonly jf?: number;
  readonly k: number;
}

/** Loads a 32-bit word of `struct seccomp_data`. */
export const load = (offset: number): Instruction => ({ code: 0x20, k: offset });
export const and = (mask: number): Instruction => ({ code: 0x54, k: mask });
export const give = (verdict: number): Instruction => ({ code: 0x06, k: verdict });
/** Goes over `skip` instructions unless the word is `k`. */
export const unless = (k: number, skip: number): Instruction => ({ code: 0x15, jt: 0, jf: skip, k });
/** Goes over `skip` instructions where the word is `k`. */
export const where = (k: number, skip: number): Instruction => ({ code: 0x15, jt: skip, jf: 0, k });
/** Goes over `skip` instructions where the word is less than `k`. */
export const below = (k: number, skip: number): Instruction => ({ code: 0x35, jt: 0, jf: skip, k });

export function assemble(instructions: readonly Instruction[]): Buffer {
  const bytes = Buffer.alloc(instructions.length * 8);
  for (const [index, { code, jt = 0, jf = 0, k }] of instructions.entries()) {
    bytes.writeUInt16LE(code, index * 8);
    bytes.writeUInt8(jt, index * 8 + 2);
    bytes.writeUInt8(jf, index * 8 + 3);
    bytes.writeUInt32LE(k >>> 0, index * 8 + 4);
  }
  return bytes;
}
