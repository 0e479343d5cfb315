/*
 * AssemblyScript (https://www.assemblyscript.org), built into ../kernel.wasm by `npm run build` in the folder above.
 *
 * One pass over the bytes of a text, two at a time, that finds the signs of what detectors look for: core/redact/look.ts
 * says what they are, core/redact/tables.ts fills the tables below. Nothing here allocates, and each loop is bounded
 * or goes over a run of bytes that no other start goes over again, so that time is linear in the text.
 */

/** The kind of each pair of bytes: see core/redact/pair-kinds.ts. */
export const kinds: i32 = 0;
/** For each list of candidates the number of its first one, u16; the next list's is where it ends. */
export const lists: i32 = 0x10000;
/**
 * For each candidate 8 bytes: offset i8, count of places u8, first place u16, sign's bit u16; for a name where in the clue it
 * begins, from 1 on, u8, else 0; and 1, u8, for a name that no letter may follow, else 0.
 */
export const candidates: i32 = 0x10200;
/** For each place the number of the set of bytes that may stand there. */
export const places: i32 = 0x11000;
/** For each set 256 bytes: 1 for a byte that is in it. */
export const sets: i32 = 0x12000;
/** For each kind 256 bytes: 1 for a byte that may follow its pair. */
export const followers: i32 = 0x17000;
/** For each bit of a sign where it was seen first and last, i32 each, counted from the text's begin. */
export const spans: i32 = 0x1b000;
/** Where the text stands. Zeros are before it, as many as the longest look back. */
export const text: i32 = 0x1b100;

/** Bits of signs, as core/redact/signs.ts has them. */
const keyBody: u32 = 1;
const four: u32 = 7;
const six: u32 = 8;
const card: u32 = 9;

/** Whether a secret's name stands at `from` and is complete, with its separator at `end`. */
@external("host", "isName")
declare function isName(from: i32, end: i32): i32;

let found: u32 = 0;

/** The signs of the text of `length` bytes. */
export function scan(length: i32): u32 {
  const end = text + length;
  // What an earlier text left behind ends here, further on than any look ahead of a number's goes past the end.
  store<u64>(end, 0);
  store<u64>(end, 0, 8);
  found = 0;
  let unbroken: u32 = 0;
  let mostUnbroken: u32 = 0;
  for (let at = text; at < end; at += 8) {
    const a = kindAt(at);
    const b = kindAt(at + 2);
    const c = kindAt(at + 4);
    const d = kindAt(at + 6);
    const any = a | b | c | d;
    // Of 64 letters of base64 in a row, seven steps at least are whole.
    unbroken = (unbroken + 1) & (((any >> 6) & 1) - 1);
    mostUnbroken |= unbroken + 1;
    if (any & 63) {
      if (a & 63) look(at, a & 63);
      if (b & 63) look(at + 2, b & 63);
      if (c & 63) look(at + 4, c & 63);
      if (d & 63) look(at + 6, d & 63);
    }
    // Of 13 digits in a row, with single blanks or dashes, six pairs at least are whole, and of some step these three.
    if (b & c & (a | d) & 128 && isInLongNumber(at, a, d)) add(card, at + 2);
  }
  return mostUnbroken >= 8 ? found | (1 << keyBody) : found;
}

// @ts-ignore: decorator
@inline
function kindAt(at: i32): u32 {
  return load<u8>(kinds + load<u16>(at));
}

// @ts-ignore: decorator
@inline
function byte(at: i32): u32 {
  return load<u8>(at);
}

function add(bit: u32, at: i32): void {
  const span = spans + (bit << 3);
  if ((found & (1 << bit)) == 0) store<i32>(span, at - text);
  store<i32>(span, at - text, 4);
  found |= 1 << bit;
}

function look(at: i32, kind: u32): void {
  if (load<u8>(followers + (<i32>kind << 8) + byte(at + 2)) == 0) return;
  if (kind > 2) {
    lookInList(at, kind - 3);
  } else if (kind == 1) {
    const dot = byte(at) == 0x2e ? at : at + 1;
    if (beginsFour(dot)) add(four, dot);
  } else {
    if (byte(at) == 0x3a && beginsSix(at)) add(six, at);
    if (byte(at + 1) == 0x3a && beginsSix(at + 1)) add(six, at + 1);
  }
}

function lookInList(at: i32, list: u32): void {
  let candidate = candidates + (<i32>load<u16>(lists + (list << 1)) << 3);
  const end = candidates + (<i32>load<u16>(lists + (list << 1), 2) << 3);
  for (; candidate < end; candidate += 8) {
    const from = at - load<i8>(candidate);
    if (!standsAt(from, candidate)) continue;
    const name = <i32>load<u8>(candidate, 6);
    if (name != 0) {
      if (load<u8>(candidate, 7) == 1 && isLetter(byte(from + load<u8>(candidate, 1)))) continue;
      if (!nameGoesOn(from + name - 1)) continue;
    }
    add(load<u16>(candidate, 4), from);
  }
}

/** From behind: the pair that it was found by is most often at the front. */
function standsAt(from: i32, candidate: i32): bool {
  const first = places + load<u16>(candidate, 2);
  for (let place = <i32>load<u8>(candidate, 1) - 1; place >= 0; place--) {
    if (load<u8>(sets + (<i32>load<u8>(first + place) << 8) + byte(from + place)) == 0) return false;
  }
  return true;
}

function isDigit(code: u32): bool {
  return code - 0x30 < 10;
}

function isHex(code: u32): bool {
  return code - 0x30 < 10 || (code | 0x20) - 0x61 < 6;
}

function isLetter(code: u32): bool {
  return (code | 0x20) - 0x61 < 26 || code == 0x5f || code == 0x2d;
}

/** `[\w-]`, what an option's name is made of. */
function isWord(code: u32): bool {
  return isLetter(code) || isDigit(code);
}

function isBlank(code: u32): bool {
  return code == 0x20 || code == 0x09;
}

/** Whether the dot at `at` is the first of `d.ddd.ddd.d`. */
function beginsFour(at: i32): bool {
  if (!isDigit(byte(at - 1))) return false;
  const second = dotAfterDigits(at + 1);
  if (second == 0) return false;
  const third = dotAfterDigits(second + 1);
  return third != 0 && isDigit(byte(third + 1));
}

function dotAfterDigits(from: i32): i32 {
  let at = from;
  while (at < from + 3 && isDigit(byte(at))) at++;
  return at > from && byte(at) == 0x2e ? at : 0;
}

/**
 * Whether the colon at `at` is one of `::`, or the first of `h:hhhh:hhhh:h`: a time of day has two colons. Where an
 * address has `::`, a digit stands beside it.
 */
function beginsSix(at: i32): bool {
  if (byte(at + 1) == 0x3a) return isHex(byte(at - 1)) || isHex(byte(at + 2));
  if (byte(at - 1) == 0x3a) return isHex(byte(at - 2)) || isHex(byte(at + 1));
  if (!isHex(byte(at - 1))) return false;
  const second = colonAfterHex(at + 1);
  if (second == 0) return false;
  const third = colonAfterHex(second + 1);
  return third != 0 && isHex(byte(third + 1));
}

function colonAfterHex(from: i32): i32 {
  let at = from;
  while (at < from + 4 && isHex(byte(at))) at++;
  return at > from && byte(at) == 0x3a ? at : 0;
}

/** Whether the four pairs at `at`, of which the second and third are numeric, are in a number of 13 digits. */
function isInLongNumber(at: i32, a: u32, d: u32): bool {
  const y = kindAt(at - 4);
  const z = kindAt(at - 2);
  const e = kindAt(at + 8);
  const f = kindAt(at + 10);
  // Six pairs in a row of which two are the second and third here.
  const six = (a & z & y & (kindAt(at - 6) | d)) | (a & d & e & (z | f)) | (d & e & f & kindAt(at + 12));
  return (six & 128) != 0 && digits(at + 2, 1) + digits(at + 1, -1) >= 13;
}

/** How many digits stand in one number from `from` on in the direction of `step`; counts no more than 13. */
function digits(from: i32, step: i32): i32 {
  let count = 0;
  for (let at = from; count < 13; at += step) {
    const code = byte(at);
    if (isDigit(code)) count++;
    else if ((code != 0x20 && code != 0x2d) || !isDigit(byte(at + step))) break;
  }
  return count;
}

/** Whether the word at `from` has behind it what may set a secret's name apart from its value. */
function nameGoesOn(from: i32): bool {
  // No secret's name has more than 16 letters behind its first three.
  let end = from + 3;
  while (end < from + 19 && isWord(byte(end))) end++;
  let at = end;
  while (byte(at) == 0x5c) at++;
  if (byte(at) == 0x22 || byte(at) == 0x27 || byte(at) == 0x60) at++;
  while (isBlank(byte(at))) at++;
  if (byte(at) == 0x3a || byte(at) == 0x3d) return isName(from, at) != 0;
  return isBlank(byte(end)) && isOption(end) && isName(from, end) != 0;
}

/** Whether `--` stands before, with up to 40 letters of the option's name between. */
function isOption(end: i32): bool {
  for (let at = end - 1; at > end - 42 && isWord(byte(at)); at--) {
    if (byte(at) == 0x2d && byte(at - 1) == 0x2d) return true;
  }
  return false;
}
