/**
 * A local Slack: a strict imitation of its Web API, Socket Mode and signed HTTP deliveries, to run, test and
 * show the bot against. It knows nothing of the bot but its manifest.
 */
export { openWorkspace } from "./workspace.ts";
export { loadPage } from "./load-page.ts";
export type { Workspace, WorkspaceOptions } from "./options.ts";
export { defaultFixture, type Fixture } from "./fixture.ts";
export type { Person } from "./people/person.ts";
/** The same limits by themselves, for tests of what draws. */
export { problemLine } from "./limits/check.ts";
export { blockProblems, tooLong } from "./limits/message.ts";
export { viewProblems, viewTooLarge } from "./limits/view.ts";
