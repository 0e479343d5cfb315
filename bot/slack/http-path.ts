/** Where Slack's requests arrive in HTTP mode: events, commands and interactions alike. */
export const eventsPath = "/slack/events";
