/** The page of the local Slack, for a server on loopback to hand its requests to. */
export { openPage, type PageSettings } from "./page.ts";
