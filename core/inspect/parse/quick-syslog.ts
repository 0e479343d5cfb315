import { quickStamp } from "./quick-stamp.ts";

/** What stands before the message of a line as rsyslog writes it into files. */
export interface SyslogHead {
  readonly timeMs: number;
  readonly host: string;
  readonly service: string;
  readonly pid: string | undefined;
  /** Where the message begins. */
  readonly end: number;
}

const [space, colon, open, close] = [32, 58, 91, 93];

/**
 * `2026-01-02T03:04:05.678Z web-01 sshd[42]: ` read letter by letter, where it is plain ASCII; undefined for every other
 * form: syslog.ts knows more.
 */
export function quickSyslog(line: string): SyslogHead | undefined {
  if (line.charCodeAt(10) !== 84) return undefined;
  const timeEnd = line.indexOf(" ", 19);
  // A stamp of less than 19 and 8 characters behind its T, or more than 24, is none of syslog's.
  if (timeEnd < 19 || timeEnd > 35) return undefined;
  const timeMs = quickStamp(line, 0, endsAtBlank);
  const hostEnd = wordEnd(line, timeEnd + 1, 255, false);
  if (timeMs === undefined || hostEnd === timeEnd + 1 || line.charCodeAt(hostEnd) !== space) return undefined;
  const serviceEnd = wordEnd(line, hostEnd + 1, 64, true);
  if (serviceEnd === hostEnd + 1) return undefined;
  const pid = pidAt(line, serviceEnd);
  const at = pid === undefined ? serviceEnd : serviceEnd + pid.length + 2;
  if (line.charCodeAt(at) !== colon) return undefined;
  return {
    timeMs,
    host: line.slice(timeEnd + 1, hostEnd),
    service: line.slice(hostEnd + 1, serviceEnd),
    pid,
    end: line.charCodeAt(at + 1) === space ? at + 2 : at + 1,
  };
}

function endsAtBlank(text: string, at: number): boolean {
  return text.charCodeAt(at) === space;
}

/** Behind at most `most` printing characters of ASCII; of a tag, before `:`, `[` and `]` too. */
function wordEnd(line: string, from: number, most: number, isTag: boolean): number {
  let at = from;
  for (; at - from < most; at++) {
    const code = line.charCodeAt(at);
    if (!(code > space && code < 127)) break;
    if (isTag && (code === colon || code === open || code === close)) break;
  }
  return at;
}

/** The digits of `[42]`. */
function pidAt(line: string, from: number): string | undefined {
  if (line.charCodeAt(from) !== open) return undefined;
  let at = from + 1;
  while (at - from < 11 && line.charCodeAt(at) >= 48 && line.charCodeAt(at) <= 57) at++;
  return at > from + 1 && line.charCodeAt(at) === close ? line.slice(from + 1, at) : undefined;
}
