/** What Fettle shows in Slack: pure functions from what is known to Block Kit, within Slack's limits. */
export {
  faultMessage,
  helpMessage,
  refusalMessage,
  say,
  watchNext,
  statusMessage,
  whoamiMessage,
  whoCanMessage,
} from "./answers.ts";
export { askedMessage } from "./asked.ts";
export { countText, severityText, spanText, timesText, whereText } from "./facts.ts";
export { sandboxText } from "./sandbox-text.ts";
export { type HomeParts, homeView, strangerHome } from "./home.ts";
export { type Drawing, incidentMessage, planMessage } from "./incident-card.ts";
export { incidentDetails, incidentList } from "./lists.ts";
export { type Message, type TextFile } from "./message.ts";
export { detailsModal, listModal, loadingModal, messageModal, noteModal, resolveModal } from "./modals.ts";
export {
  acknowledgedNote,
  callNote,
  detailsMessage,
  overNote,
  resolvedNote,
  returnedNote,
  saidNote,
  stillOnItNote,
} from "./notes.ts";
export { peopleOf, repairText } from "./repair-text.ts";
export { receiptNote, repairDetails, runbookList, runList } from "./repair-answers.ts";
export { denyModal, fixModal, planModal } from "./repair-modals.ts";
export { scoreText, stageText } from "./score-text.ts";
export { escape, printable, printableLines, unprintable, when } from "./text.ts";
