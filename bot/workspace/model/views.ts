import type { Json } from "../json.ts";
import type { Changes } from "./changes.ts";

/** What the inputs of a view or message hold, as Slack's `state.values`: block id, action id, value object. */
export type InputState = Readonly<Record<string, Readonly<Record<string, Json>>>>;

export interface View {
  readonly id: string;
  readonly user: string;
  readonly type: "modal" | "home";
  /** As the app gave it, each block and element with its id. */
  readonly body: Json;
  readonly hash: string;
  readonly rootId: string;
  readonly previousId: string | null;
  readonly state: InputState;
  /** Errors of the last submission, by block id. */
  readonly errors: Readonly<Record<string, string>>;
}

/** Slack's own limit: three views on top of each other. */
export const mostStacked = 3;

/** Modals stand on each other, one stack a person; each person has one Home tab. */
export interface Views {
  get(id: string): View | undefined;
  byExternalId(externalId: string): View | undefined;
  /** A person's open modals, the uppermost last. */
  modals(user: string): readonly View[];
  home(user: string): View | undefined;
  /** Alone in a new stack; what was open before is gone. */
  open(view: View): void;
  push(view: View): void;
  publish(view: View): void;
  replace(view: View): void;
  /** Takes the uppermost away. */
  pop(user: string): void;
  clear(user: string): void;
}

export function openViews(changes: Changes): Views {
  const stacks = new Map<string, readonly View[]>();
  const homes = new Map<string, View>();
  const modals = (user: string): readonly View[] => stacks.get(user) ?? [];
  const all = (): readonly View[] => [...stacks.values()].flat().concat([...homes.values()]);
  const stack = (user: string, views: readonly View[]): void => {
    stacks.set(user, views);
    changes.changed();
  };
  const publish = (view: View): void => {
    homes.set(view.user, view);
    changes.changed();
  };
  return {
    get: (id) => all().find((view) => view.id === id),
    byExternalId: (externalId) => all().find((view) => view.body["external_id"] === externalId),
    modals,
    home: (user) => homes.get(user),
    open: (view) => stack(view.user, [view]),
    push: (view) => stack(view.user, [...modals(view.user), view]),
    publish,
    replace: (view) => {
      if (view.type === "home") publish(view);
      else
        stack(
          view.user,
          modals(view.user).map((one) => (one.id === view.id ? view : one)),
        );
    },
    pop: (user) => stack(user, modals(user).slice(0, -1)),
    clear: (user) => stack(user, []),
  };
}
