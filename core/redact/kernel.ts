import { readFileSync } from "node:fs";

/** What kernel/assembly/index.ts exports. */
export interface Kernel {
  readonly memory: ArrayBuffer;
  /** The signs of the text of so many bytes, which stands at `at.text`. */
  readonly scan: (length: number) => number;
  /** Addresses in `memory`: the kernel's source says of what. */
  readonly at: Readonly<
    Record<"kinds" | "lists" | "candidates" | "places" | "sets" | "followers" | "spans" | "text", number>
  >;
}

/** Whether a secret's name stands at `from` and is complete, with its separator at `end`: both in the kernel's memory. */
type IsName = (from: number, end: number) => boolean;

let compiled: WebAssembly.Module | undefined;

export function openKernel(isName: IsName): Kernel {
  compiled ??= new WebAssembly.Module(readFileSync(new URL("kernel/kernel.wasm", import.meta.url)));
  const host = { isName: (from: number, end: number) => (isName(from, end) ? 1 : 0) };
  const { exports } = new WebAssembly.Instance(compiled, { host });
  const globals: Readonly<Record<string, unknown>> = exports;
  if (!isKernel(exports)) throw new Error("kernel.wasm is not the kernel");
  const of = (name: string): number => addressOf(globals[name]);
  return {
    memory: exports.memory.buffer,
    scan: exports.scan,
    at: {
      kinds: of("kinds"),
      lists: of("lists"),
      candidates: of("candidates"),
      places: of("places"),
      sets: of("sets"),
      followers: of("followers"),
      spans: of("spans"),
      text: of("text"),
    },
  };
}

interface Exports {
  readonly memory: WebAssembly.Memory;
  readonly scan: Kernel["scan"];
}

function isKernel(exports: object): exports is Exports {
  return "memory" in exports && exports.memory instanceof WebAssembly.Memory && "scan" in exports;
}

function addressOf(exported: unknown): number {
  if (!(exported instanceof WebAssembly.Global))
    throw new Error("kernel.wasm does not say where its tables are");
  return Number(exported.value);
}
