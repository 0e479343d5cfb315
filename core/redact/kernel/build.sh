#!/bin/sh
# Compiles scan.as into scan.generated.js. The compiler comes from the registry, at the version below, and is not kept.
set -eu
cd "$(dirname "$0")"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cp scan.as "$work/scan.ts"
(cd "$work" && npx --yes --package assemblyscript@0.28.20 asc scan.ts --outFile scan.wasm \
  -O3 --noAssert --runtime stub --initialMemory 4)
bytes=$(base64 -w 0 "$work/scan.wasm")
source=$(sha256sum scan.as | cut -d ' ' -f 1)
cat >scan.generated.js <<END
// Written by build.sh from scan.as: do not edit.
export const source = "$source";
const bytes = "$bytes";

export function openKernel(isName) {
  const module = new WebAssembly.Module(Buffer.from(bytes, "base64"));
  const { memory, scan, ...globals } = new WebAssembly.Instance(module, { host: { isName } }).exports;
  const at = Object.fromEntries(Object.entries(globals).map(([name, { value }]) => [name, value]));
  return { memory: memory.buffer, scan, at };
}
END
