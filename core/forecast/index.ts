/** Forecasts: so far only what of it stands in fettle.yml. */
export { forecastsSection, reportsSection } from "./options.ts";
