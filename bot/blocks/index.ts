/** What Fettle shows in Slack: pure functions from what is known to Block Kit, within Slack's limits. */
export {
  faultMessage,
  helpMessage,
  refusalMessage,
  say,
  statusMessage,
  whoamiMessage,
  whoCanMessage,
} from "./answers.ts";
export { alertText, countText, severityText, spanText, timesText, whereText } from "./facts.ts";
export { type HomeParts, homeView, strangerHome } from "./home.ts";
export { type Drawing, incidentMessage } from "./incident-card.ts";
export { limits } from "./limits.ts";
export { incidentDetails, incidentList, type Listed } from "./lists.ts";
export { type Message, type TextFile } from "./message.ts";
export {
  detailsModal,
  listModal,
  loadingModal,
  messageModal,
  noteModal,
  nothingModal,
  resolveModal,
} from "./modals.ts";
export {
  acknowledgedNote,
  callNote,
  type Call,
  detailsMessage,
  resolvedNote,
  returnedNote,
  saidNote,
  stillOnItNote,
} from "./notes.ts";
export { cut, escape, escapeLines, printable, printableLines, when } from "./text.ts";
