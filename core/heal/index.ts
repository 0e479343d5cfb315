/** Repairs: so far only what of it stands in fettle.yml. */
export { drillsSection, runbooksSection } from "./options.ts";
