import { type MessagePort, workerData } from "node:worker_threads";
import type { Labels } from "#core/domain";
import { redactorFrom } from "#core/redact";
import type { Hit } from "../engine.ts";
import { openFilteredEngine } from "../filtered-engine.ts";
import { traitsFor } from "../line-engine.ts";
import { loadRules } from "../rules/load.ts";
import { type Rule, withEarlier } from "../rules/rule.ts";
import { blockReceiver } from "./blocks.ts";
import { type CrewJob, hitWords, isCrewData, type Order, ready, type Report } from "./job.ts";

/** The number of a hit's rule, among all that the engine judges by. */
type NumberOf = (hit: Pick<Hit, "rule" | "leg">) => number;

/** One thread of a crew: judges chunks one after the other. */
function work({ ruleFiles, redactor, format }: CrewJob, port: MessagePort): void {
  const loaded = loadRules(ruleFiles);
  if (!loaded.ok) throw new Error("rules that were loaded before do not load here");
  const traits = traitsFor(format);
  const { rules } = loaded;
  const engine = openFilteredEngine({ rules, redactor: redactorFrom(redactor), source: () => traits });
  const judging = withEarlier(rules);
  const numbers = new Map(judging.map(({ id, leg }, number) => [`${id}/${leg}`, number]));
  const numberOf: NumberOf = ({ rule, leg }) => numbers.get(`${rule}/${leg}`) ?? 0;
  const report = reporter(judging, numberOf);
  const bytesOf = blockReceiver();
  port.on("message", (order: Order) => {
    const { number, bytes, ...chunk } = order;
    const { hits, ...counts } = engine.judge({ ...chunk, bytes: bytesOf(bytes), position: undefined });
    port.postMessage({
      number,
      ...counts,
      ...report(newsOf(hits, judging, numberOf), chunk.offset),
    } satisfies Report);
  });
  port.postMessage(ready);
}

/**
 * Hits of which something can come: all of a rule that remembers; of every other the first of its keys, because the
 * rest is told already; and the last of all, which may tell the time. Millions of hits would cost more to tell than to find.
 */
function newsOf(hits: readonly Hit[], rules: readonly Rule[], numberOf: NumberOf): readonly Hit[] {
  const told = new Set<string | number>();
  return hits.filter((hit, index) => {
    const number = numberOf(hit);
    const rule = rules[number];
    if (rule?.remembers !== undefined || index === hits.length - 1) return true;
    const key = rule?.by.length === 0 ? number : JSON.stringify([number, hit.by]);
    if (told.has(key)) return false;
    told.add(key);
    return true;
  });
}

function reporter(rules: readonly Rule[], numberOf: NumberOf) {
  return (hits: readonly Hit[], offset: number): Pick<Report, "hits" | "times" | "keyOf" | "keys"> => {
    const words = new Uint32Array(hits.length * hitWords);
    const times = new Float64Array(hits.length);
    const keyOf = new Uint32Array(hits.length);
    const keys: Labels[] = [{}];
    const known = new Map<string, number>();
    for (const [index, hit] of hits.entries()) {
      const number = numberOf(hit);
      const rule = rules[number];
      const word = index * hitWords;
      words[word] = number;
      words[word + 1] = hit.offset - offset;
      words[word + 2] = hit.severity;
      times[index] = rule?.remembers === undefined ? NaN : (hit.timeMs ?? NaN);
      if (rule === undefined || rule.by.length === 0) continue;
      const text = JSON.stringify(hit.by);
      const place = known.get(text) ?? keys.push(hit.by) - 1;
      known.set(text, place);
      keyOf[index] = place;
    }
    return { hits: words, times, keyOf, keys };
  };
}

const data: unknown = workerData;
if (isCrewData(data)) work(data.job, data.port);
