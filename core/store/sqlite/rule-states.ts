import type { Kysely } from "kysely";
import { Fault } from "#core/domain";
import type { RuleState, RuleStateRepository } from "../store.ts";
import { parseJson, writeDocument } from "./document.ts";
import { anyShape } from "./shapes.ts";
import type { Tables } from "./tables.ts";

/** Keys stand in the table as JSON: they come from log lines and may hold any character, or half of one. */
export function ruleStateRepository(db: Kysely<Tables>): RuleStateRepository {
  return {
    async list(rule, hash) {
      const found = await db
        .selectFrom("rule_states")
        .selectAll()
        .where("rule", "=", rule)
        .where("hash", "=", hash)
        .orderBy("key")
        .execute();
      return found.map(stateOf);
    },
    async put(states) {
      for (const state of states) {
        const row = stateRow(state);
        await db
          .insertInto("rule_states")
          .values(row)
          .onConflict((known) => known.columns(["rule", "hash", "key"]).doUpdateSet({ state: row.state }))
          .execute();
      }
    },
    async remove(rule, hash, keys) {
      for (const key of keys) {
        await db
          .deleteFrom("rule_states")
          .where("rule", "=", rule)
          .where("hash", "=", hash)
          .where("key", "=", JSON.stringify(key))
          .execute();
      }
    },
    async keepOnly(rules) {
      const kept = new Set(rules.map(({ rule, hash }) => JSON.stringify([rule, hash])));
      const known = await db.selectFrom("rule_states").select(["rule", "hash"]).distinct().execute();
      for (const { rule, hash } of known) {
        if (kept.has(JSON.stringify([rule, hash]))) continue;
        await db.deleteFrom("rule_states").where("rule", "=", rule).where("hash", "=", hash).execute();
      }
    },
  };
}

function stateRow(state: RuleState): Tables["rule_states"] {
  const { rule, hash } = state;
  const key = JSON.stringify(state.key);
  const text = writeDocument(anyShape, state.state, { table: "rule_states", id: `${rule} ${key}` });
  return { rule, hash, key, state: text };
}

function stateOf(row: Tables["rule_states"]): RuleState {
  const place = { table: "rule_states", id: `${row.rule} ${row.key}` };
  const key = parseJson(row.key, place);
  if (typeof key !== "string") {
    throw new Fault("invalid", `rule_states row ${row.key} of rule ${row.rule} is damaged: restore a backup`);
  }
  return { rule: row.rule, hash: row.hash, key, state: parseJson(row.state, place) };
}
