/** From alerts to people's work: fingerprints, firing and resolving, grouping, cards. */
export { settle, sight, type Sighting } from "./alerting.ts";
export { readCard, type IncidentCard, type StormParts } from "./card.ts";
export { type Taking } from "./acknowledge.ts";
export { openDesk, type Desk, type IncidentList } from "./desk.ts";
export { alertEvents, incidentEvents, newsOf, type IncidentNews } from "./events.ts";
export { incidentResource } from "./request.ts";
export { fingerprint, shortHash } from "./fingerprint.ts";
export { groupKey, incidentConsumer, type Grouping } from "./group.ts";
export { isStorm, restOf, routesSection, type Route, type Way, wayOf } from "./route.ts";
export { openTending } from "./tend.ts";
