import type { Clock } from "#core/runtime";
import type { Notice } from "../contract.ts";
import type { Changes } from "./changes.ts";

/** What Slack itself says to a person, until they dismiss it. */
export interface Notices {
  tell(user: string, text: string, channel: string | null): void;
  of(user: string): readonly Notice[];
  dismiss(user: string, id: number): void;
}

const mostKept = 20;

export function openNotices(clock: Clock, changes: Changes): Notices {
  const notices = new Map<string, readonly Notice[]>();
  let last = 0;
  const of = (user: string): readonly Notice[] => notices.get(user) ?? [];
  const set = (user: string, now: readonly Notice[]): void => {
    notices.set(user, now.slice(-mostKept));
    changes.changed();
  };
  return {
    tell: (user, text, channel) => {
      last += 1;
      set(user, [...of(user), { id: last, atMs: clock.nowMs(), channel, text }]);
    },
    of,
    dismiss: (user, id) =>
      set(
        user,
        of(user).filter((notice) => notice.id !== id),
      ),
  };
}
