/** From alerts to people's work: fingerprints, firing and resolving, grouping, cards. */
export { acknowledge, unacknowledge, type IncidentRequest } from "./acknowledge.ts";
export { settle, sight, type Sighting } from "./alerting.ts";
export { readCard, type IncidentCard } from "./card.ts";
export { alertEvents, incidentEvents } from "./events.ts";
export { fingerprint, shortHash } from "./fingerprint.ts";
export { groupKey, incidentConsumer, type Grouping } from "./group.ts";
export { routeFor, routesSection, type Route } from "./route.ts";
export { openTending } from "./tend.ts";
