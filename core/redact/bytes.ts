export const digits = "0123456789";
const letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";

/** 1 for each byte of the set. */
export type ByteSet = Uint8Array;

export function setOf(members: string): ByteSet {
  const set = new Uint8Array(256);
  for (const byte of Buffer.from(members, "latin1")) set[byte] = 1;
  return set;
}

export const hexDigits: string = `${digits}abcdefABCDEF`;
export const alphanumerics: string = digits + letters;

const hex = setOf(hexDigits);
/** `[\w-]`, what an option's name is made of. */
const word = setOf(`${alphanumerics}_-`);

export function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= 0x30 && byte <= 0x39;
}

export function isHex(byte: number | undefined): boolean {
  return hex[byte ?? 0] === 1;
}

export function isWord(byte: number | undefined): boolean {
  return word[byte ?? 0] === 1;
}

export function isBlank(byte: number | undefined): boolean {
  return byte === 0x20 || byte === 0x09;
}
