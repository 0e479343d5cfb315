// AssemblyScript (https://www.assemblyscript.org), built into ../kernel.wasm by `npm run build` in the folder above. Nothing
// is allocated here: whoever calls lays out the memory (../../kernel.ts). ../../plain-scanner.ts says the same, slowly.

const newline: u8 = 10;
const carriageReturn: u8 = 13;
/** Longest line that stays in one piece (sources/source.ts). */
const mostOfLine: usize = 65_536;

/** Where the next line begins, at or after `at`. */
function lineAfter(at: usize, to: usize): usize {
  while (at < to && load<u8>(at) != newline) at++;
  return at < to ? at + 1 : to;
}

function next(classes: usize, table: usize, state: u32, at: usize): u32 {
  return load<u32>(table + (((state as usize) + (load<u8>(classes + (load<u8>(at) as usize)) as usize)) << 2));
}

function note(at: usize, behind: usize, state: u32): usize {
  store<u32>(at, behind as u32);
  store<u32>(at, state, 4);
  return at + 8;
}

/** Goes on with one part alone; gives where its occurrences end in memory. */
function rest(classes: usize, table: usize, accepting: u32, begin: u32, at: usize, to: usize, from: usize, out: usize): usize {
  let state = begin;
  let found = out;
  while (at < to) {
    state = next(classes, table, state, at);
    at++;
    if (state >= accepting) found = note(found, at - from, state);
  }
  return found;
}

/**
 * Groups occurrences by their lines, as words: begin, end, how many states, and of each the state and where its text ends.
 * Gives where the words end.
 */
function group(found: usize, end: usize, from: usize, to: usize, out: usize): usize {
  while (found < end) {
    const at = from + (load<u32>(found) as usize) - 1;
    let start = at;
    while (start > from && load<u8>(start - 1) != newline) start--;
    start += (at - start) / mostOfLine * mostOfLine;
    let stop = at;
    while (stop < to && load<u8>(stop) != newline) stop++;
    let behind = stop + 1;
    if (stop - start > mostOfLine) {
      stop = start + mostOfLine;
      behind = stop;
    } else if (stop < to && stop > start && load<u8>(stop - 1) == carriageReturn) stop--;
    store<u32>(out, (start - from) as u32);
    store<u32>(out, (stop - from) as u32, 4);
    const count = out + 8;
    out += 12;
    let last: u32 = 0xffffffff;
    while (found < end && from + (load<u32>(found) as usize) - 1 < behind) {
      const behindText = load<u32>(found);
      const state = load<u32>(found, 4);
      found += 8;
      if (state == last) continue;
      last = state;
      store<u32>(out, state);
      store<u32>(out, behindText, 4);
      out += 8;
    }
    store<u32>(count, ((out - count - 4) >> 3) as u32);
  }
  return out;
}

/**
 * Runs the automaton over four parts of the bytes in turns, so that the processor waits for none of its look-ups, and
 * groups what it found by lines. The parts are cut behind line ends: nothing that is looked for stands across two lines.
 * @param found room for 8 bytes a byte; @param out room for 12 bytes a byte.
 * @returns how many words of 4 bytes are at `out`.
 */
export function scan(
  classes: usize, table: usize, accepting: u32, begin: u32, from: usize, to: usize, found: usize, out: usize,
): u32 {
  const quarter = (to - from) >> 2;
  const b0 = lineAfter(from + quarter, to);
  const c0 = max(b0, lineAfter(from + quarter * 2, to));
  const d0 = max(c0, lineAfter(from + quarter * 3, to));
  let a = from, b = b0, c = c0, d = d0;
  // Each part's occurrences have a place of their own, so that they stay in order.
  const ofB = found + ((b0 - from) << 3), ofC = found + ((c0 - from) << 3), ofD = found + ((d0 - from) << 3);
  let fa = found, fb = ofB, fc = ofC, fd = ofD;
  let sa = begin, sb = begin, sc = begin, sd = begin;
  let turns = min(min(b0 - from, c0 - b0), min(d0 - c0, to - d0));
  while (turns > 0) {
    sa = next(classes, table, sa, a);
    sb = next(classes, table, sb, b);
    sc = next(classes, table, sc, c);
    sd = next(classes, table, sd, d);
    a++;
    b++;
    c++;
    d++;
    if (max(max(sa, sb), max(sc, sd)) >= accepting) {
      if (sa >= accepting) fa = note(fa, a - from, sa);
      if (sb >= accepting) fb = note(fb, b - from, sb);
      if (sc >= accepting) fc = note(fc, c - from, sc);
      if (sd >= accepting) fd = note(fd, d - from, sd);
    }
    turns--;
  }
  fa = rest(classes, table, accepting, sa, a, b0, from, fa);
  fb = rest(classes, table, accepting, sb, b, c0, from, fb);
  fc = rest(classes, table, accepting, sc, c, d0, from, fc);
  fd = rest(classes, table, accepting, sd, d, to, from, fd);
  let end = group(found, fa, from, to, out);
  end = group(ofB, fb, from, to, end);
  end = group(ofC, fc, from, to, end);
  end = group(ofD, fd, from, to, end);
  return ((end - out) >> 2) as u32;
}

/** How many line ends there are. */
export function lineEnds(from: usize, to: usize): u32 {
  const wanted = i8x16.splat(newline);
  let count: u32 = 0;
  let at = from;
  while (at + 16 <= to) {
    let counts = i8x16.splat(0);
    for (let blocks = min<usize>(255, (to - at) >> 4); blocks > 0; blocks--) {
      counts = i8x16.sub(counts, i8x16.eq(v128.load(at), wanted));
      at += 16;
    }
    const sums = i32x4.extadd_pairwise_i16x8_u(i16x8.extadd_pairwise_i8x16_u(counts));
    count += i32x4.extract_lane(sums, 0) + i32x4.extract_lane(sums, 1);
    count += i32x4.extract_lane(sums, 2) + i32x4.extract_lane(sums, 3);
  }
  for (; at < to; at++) if (load<u8>(at) == newline) count++;
  return count;
}
