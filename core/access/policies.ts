import type { DetailedError, PolicyJson } from "@cedar-policy/cedar-wasm/nodejs";
import type { FileFault } from "#core/domain";
import { suggestion } from "#core/expr";
import type { Cedar } from "./cedar.ts";
import { unknownGroups } from "./group-names.ts";
import { faultAt } from "./places.ts";
import { actionNames, schema } from "./schema.ts";
import { tooDeep } from "./too-deep.ts";

/** One `.cedar` file: `name` is what a policy without an `@id` is called by, `file` where faults point. */
export interface PolicyFile {
  readonly name: string;
  readonly text: string;
  readonly file: string;
}

/** One policy, under the name that decisions give: its `@id`, else `<file's name>:policy<n>`, n from 0. */
export interface NamedPolicy {
  readonly name: string;
  readonly text: string;
  readonly json: PolicyJson;
}

export interface PlacedPolicy extends NamedPolicy {
  readonly byteOffset: number;
}

type Reading = { readonly policies: readonly PlacedPolicy[]; readonly faults: readonly FileFault[] };

const maxFileBytes = 256 * 1024;

/** What policies are checked with: the engine, and the names of the groups that there are. */
interface Checking {
  readonly cedar: Cedar;
  readonly groups: readonly string[];
}

/** Reads and checks all files; a fault of one does not hide those of the others. */
export function readPolicies(
  checking: Checking,
  files: readonly PolicyFile[],
): { policies: NamedPolicy[]; faults: FileFault[] } {
  const policies = new Map<string, NamedPolicy>();
  const faults: FileFault[] = [];
  for (const file of files) {
    const reading = readFile(checking, file);
    faults.push(...reading.faults);
    for (const policy of reading.policies) {
      if (policies.has(policy.name)) {
        const message = "expected a name of its own; another policy has this one";
        faults.push(faultAt(file, policy.byteOffset, { path: policy.name, message }));
      }
      policies.set(policy.name, policy);
    }
  }
  return { policies: [...policies.values()], faults };
}

function readFile({ cedar, groups }: Checking, file: PolicyFile): Reading {
  if (Buffer.byteLength(file.text) > maxFileBytes) {
    return refuse(
      faultAt(file, 0, { path: "", message: `expected at most ${maxFileBytes} bytes of policies` }),
    );
  }
  const deep = tooDeep(file.text);
  if (deep !== undefined) return refuse(faultAt(file, deep.byteOffset, { path: "", message: deep.message }));
  const parts = cedar.policySetTextToParts(file.text);
  if (parts.type === "failure") return refuse(...parts.errors.map((error) => toFault(file, "", error)));
  const template = parts.policy_templates[0];
  if (template !== undefined) {
    const message = "expected a policy without ?principal and ?resource: templates are not supported";
    return refuse(faultAt(file, byteOffset(file.text, file.text.indexOf(template)), { path: "", message }));
  }
  const policies = inOrder(parts.policies).map(placer(cedar, file));
  const faults = [
    ...validate(cedar, file, policies),
    ...policies.flatMap((policy) => unknownGroups(policy, { file, groups })),
  ];
  return { policies, faults: faults.toSorted((a, b) => a.line - b.line || a.column - b.column) };
}

function refuse(...faults: FileFault[]): Reading {
  return { policies: [], faults };
}

/** Cedar gives the parts in the alphabetical order of `policy0`, `policy1`, `policy10` …; this is the file's. */
function inOrder(parts: readonly string[]): string[] {
  const given = parts.map((_, index) => `policy${index}`).toSorted();
  return parts.map((_, index) => parts[given.indexOf(`policy${index}`)] ?? "");
}

function placer(cedar: Cedar, file: PolicyFile): (text: string, index: number) => PlacedPolicy {
  let from = 0;
  return (text, index) => {
    const answer = cedar.policyToJson(text);
    if (answer.type === "failure")
      throw new Error(`a policy of ${file.file} parses in its file but not alone`);
    const at = file.text.indexOf(text, from);
    from = at + text.length;
    const id = answer.json.annotations?.["id"] ?? "";
    const name = id === "" ? `${file.name}:policy${index}` : id;
    return { name, text, json: answer.json, byteOffset: byteOffset(file.text, at) };
  };
}

function byteOffset(text: string, at: number): number {
  return Buffer.byteLength(text.slice(0, at));
}

/** Strict validation; warnings (a policy that can never apply, look-alike letters) are faults too. */
function validate(cedar: Cedar, file: PolicyFile, policies: readonly PlacedPolicy[]): FileFault[] {
  const answer = cedar.validate({ schema, policies: { staticPolicies: file.text } });
  if (answer.type === "failure") return answer.errors.map((error) => toFault(file, "", error));
  const wrong = new Set(answer.validationErrors.map((found) => found.policyId));
  const warnings = answer.validationWarnings.filter((found) => !wrong.has(found.policyId));
  const faults = new Map<string, FileFault>();
  for (const { policyId, error } of [...answer.validationErrors, ...warnings]) {
    const name = policies[Number(policyId.slice("policy".length))]?.name ?? policyId;
    const fault = toFault(file, name, error);
    const place = `${fault.line}:${fault.column}`;
    // One mistake is told once for each type that it could stand for; a telling with a hint is the best.
    if (!faults.has(place) || error.help !== null) faults.set(place, fault);
  }
  for (const warning of answer.otherWarnings) faults.set(warning.message, toFault(file, "", warning));
  return [...faults.values()];
}

function toFault(file: PolicyFile, path: string, error: DetailedError): FileFault {
  const place = error.sourceLocations?.[0];
  const action = /unrecognized action `Fettle::Action::"(.*)"`/.exec(error.message)?.[1];
  if (action !== undefined) {
    // Cedar would name the action with the most similar letters, and that may be one of wider reach.
    const message = `there is no action "${action}"; ${suggestion(action, actionNames)}`;
    return faultAt(file, place?.start ?? 0, { path, message });
  }
  const message = [error.message, place?.label ?? "", error.help ?? ""]
    .map((said) => said.replace(/^(?:failed to parse policies from string: |for policy `[^`]*`, )/, ""))
    .filter((said) => said !== "")
    .join("; ");
  return faultAt(file, place?.start ?? 0, { path, message });
}
