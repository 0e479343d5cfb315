import { cardinality } from "./cardinality.ts";
import { change } from "./change.ts";
import { context } from "./context.ts";
import { frequency } from "./frequency.ts";
import type { Memory, Remembers } from "./memory.ts";
import { newTerm } from "./new-term.ts";
import { spike } from "./spike.ts";

export function openMemory(remembers: Remembers): Memory {
  switch (remembers.kind) {
    case "frequency":
      return frequency(remembers);
    case "change":
      return change();
    case "new_term":
      return newTerm(remembers);
    case "cardinality":
      return cardinality(remembers);
    case "context":
      return context(remembers);
    case "spike":
      return spike(remembers);
  }
}
