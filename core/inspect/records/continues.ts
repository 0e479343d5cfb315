/**
 * Whether a line goes on with the record before it, as traces of Java, Python and Go do, and lines that are indented.
 * `before` is the line before it, undefined for none.
 */
export function continues(line: string, before: string | undefined): boolean {
  if (before === undefined || beginsRecord(line.charCodeAt(0))) return false;
  if (/^[ \t]+\S/.test(line)) return true;
  if (line === "") return false;
  if (javaCause.test(line) || pythonBegin.test(line) || goRoutine.test(line)) return true;
  // These have no indent, and stand for themselves anywhere but behind lines of a trace.
  if (!isOfTrace(before)) return false;
  return pythonEnd.test(line) || goCall.test(line) || goCreated.test(line);
}

/** A digit, `{`, `<` or `[`: no trace goes on like this, and nearly all lines begin so. */
export function beginsRecord(first: number | undefined): boolean {
  if (first === undefined) return false;
  return (first >= 48 && first <= 57) || first === 123 || first === 60 || first === 91;
}

const javaCause = /^(?:Caused by|Suppressed): /;
const pythonBegin =
  /^(?:Traceback \(most recent call last\):|During handling of the above exception, |The above exception was )/;
/** `ValueError: x`, `requests.exceptions.Timeout`; `INFO: x` and `Warning: x` are records of their own. */
const pythonEnd =
  /^(?:(?:[a-z_]\w{0,60}\.){1,10}[A-Z]\w{0,60}|\w{0,60}(?:Error|Exception|Interrupt|Exit|Iteration|Group))(?:: |$)/;
const goRoutine = /^goroutine \d+ \[[^\]]{1,100}\]:$/;
/** `main.(*Server).handle(0xc000010000, 0x1)` */
const goCall = /^[\w./*()[\]·-]{1,300}\(.{0,300}\)$/;
const goCreated = /^created by \S/;

function isOfTrace(line: string): boolean {
  return /^[ \t]+\S/.test(line) || goRoutine.test(line) || pythonBegin.test(line);
}
