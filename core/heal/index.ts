/** Repairs: so far drills, and what of repairs stands in fettle.yml. */
export { openDrills, type Drills, type DrillsOptions } from "./drills.ts";
export { drillsSection, type DrillSetting, runbooksSection } from "./options.ts";
