import { Fault } from "#core/domain";
import { change } from "./change.ts";
import { configHelp, configOption, configPath, exit, type Given, type Terminal, type Verb } from "./verb.ts";

export const ack: Verb = incidentVerb("ack", "take an incident on, so that others know");
export const unack: Verb = incidentVerb("unack", "give an incident back");

function incidentVerb(name: "ack" | "unack", summary: string): Verb {
  return {
    name,
    summary,
    usage: "INCIDENT [--config FILE]",
    options: configOption,
    optionHelp: configHelp,
    run: async (given: Given, terminal: Terminal) => {
      const [id, ...more] = given.positionals;
      if (id === undefined || more.length > 0) {
        throw new Fault("invalid", `expected one incident, such as: fettle ${name} inc-7`);
      }
      await change(configPath(given), name, { id });
      terminal.out(`${id} ${name === "ack" ? "is acknowledged" : "is given back"}\n`);
      return exit.fine;
    },
  };
}
