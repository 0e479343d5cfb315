import { Fault } from "#core/domain";
import { change } from "./change.ts";
import { configHelp, configOption, configPath, exit, type Given, type Terminal, type Verb } from "./verb.ts";

/** What usage says of words that stand after the incident. */
const notes = { no: "", may: " [NOTE]", must: " NOTE" } as const;

export const ack: Verb = incidentVerb({
  name: "ack",
  summary: "take an incident on, so that others know",
  note: "may",
  done: "is acknowledged",
});
export const unack: Verb = incidentVerb({
  name: "unack",
  summary: "give an incident back",
  note: "no",
  done: "is given back",
});
export const resolve: Verb = incidentVerb({
  name: "resolve",
  summary: "say that an incident is over, and why",
  note: "must",
  done: "is resolved",
});

interface IncidentVerb {
  readonly name: "ack" | "unack" | "resolve";
  readonly summary: string;
  /** Whether words may stand after the incident. */
  readonly note: "no" | "may" | "must";
  readonly done: string;
}

function incidentVerb({ name, summary, note, done }: IncidentVerb): Verb {
  return {
    name,
    summary,
    usage: `INCIDENT${notes[note]} [--config FILE]`,
    options: configOption,
    optionHelp: configHelp,
    run: async (given: Given, terminal: Terminal) => {
      const [id, ...words] = given.positionals;
      if (
        id === undefined ||
        (note === "no" && words.length > 0) ||
        (note === "must" && words.length === 0)
      ) {
        const example = note === "must" ? ` "restarted the shop"` : "";
        throw new Fault(
          "invalid",
          `expected ${note === "must" ? "an incident and a note" : "one incident"}, such as: fettle ${name} inc-7${example}`,
        );
      }
      await change(configPath(given), name, { id, ...(words.length > 0 ? { note: words.join(" ") } : {}) });
      terminal.out(`${id} ${done}\n`);
      return exit.fine;
    },
  };
}
