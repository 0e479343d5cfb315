/** The engine of https://www.cedarpolicy.com, as its package exports it. */
export type Cedar = typeof import("@cedar-policy/cedar-wasm/nodejs");

/** Loaded when first asked for: 4 MB of wasm that a command without a decision need not pay for. */
export function loadCedar(): Promise<Cedar> {
  return import("@cedar-policy/cedar-wasm/nodejs");
}
