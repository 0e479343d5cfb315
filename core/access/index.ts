/** Who may do what: Cedar policies, a decision, and the policy that decided. Without a policy all is denied. */
export {
  openAccess,
  type Access,
  type AccessOptions,
  type AccessOpening,
  type AccessRequest,
  type Decision,
} from "./access.ts";
export { type Grantee } from "./grantees.ts";
export { type Groups } from "./groups.ts";
export { type PolicyFile } from "./policies.ts";
export { openGuard, type Guard, type GuardOptions } from "./guard.ts";
export { personOf, type Person } from "./person.ts";
export { Denied, formatRefusal, type Refusal, whomText } from "./refusal.ts";
export { actionNames, type Action, type Resource } from "./schema.ts";
export { accessSection, peopleSection } from "./section.ts";
export { starterPolicy } from "./starter.ts";
