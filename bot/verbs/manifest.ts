import { manifestText } from "../manifest.ts";
import { exit, refuseWords, textOf, type Verb } from "./verb.ts";

export const manifest: Verb = {
  name: "manifest",
  summary: "write the manifest of the Slack app, to make one from",
  usage: "[--http URL]",
  options: { http: { type: "string" } },
  optionHelp: {
    http: "URL  where Slack reaches Fettle, instead of Socket Mode (https://fettle.example.com)",
  },
  run: async (given, terminal) => {
    refuseWords(given, "manifest");
    terminal.out(manifestText(textOf(given, "http")));
    return exit.fine;
  },
};
