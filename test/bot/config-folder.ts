import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { ConfigurationFault, type Options, readOptions } from "../../bot/options.ts";

/** DESIGN's example of the whole file. */
export const wholeExample = `state: st
slack:   { mode: local, botToken: {env: SLACK_BOT_TOKEN}, appToken: {file: app.token} }
people:  { groups: { oncall: { slackGroup: S0123 }, dev: { users: [U1, U2] } } }
access:  { policies: policies/*.cedar }
routes:  [ { match: { severity: ">=4", labels: { env: prod } }, channel: "#ops-alerts", mention: oncall }, { channel: "#ops-notes" } ]
targets: { defaults: { ssh: { user: ops, key: ~/.ssh/id_ed25519, knownHosts: ~/.ssh/known_hosts } },
           hosts: [ { name: web-01, address: 10.0.0.5, labels: { env: prod, group: web }, ssh: { port: 22 } } ],
           import: [ { sshConfig: ~/.ssh/config }, { ansible: inventory.yml }, { fileSd: targets/*.json } ] }
sources: [ { file: /var/log/app/*.log, format: auto, labels: { service: shop } } ]
rules:   rules/*.yml
runbooks: runbooks/*.runbook
metrics: { prometheus: { url: "http://127.0.0.1:9090", token: {env: PROM_TOKEN} } }
checks:  [ { probe: http, url: "http://127.0.0.1:8080/healthz", every: 15s, event: shop_down } ]
forecasts: [ { name: disk-data, query: 'node_filesystem_avail_bytes{mountpoint="/data"}', horizon: 7d, limit: 95, direction: up, lead: 2d } ]
reports: [ { forecast: [disk-*], channel: "#ops-forecast", cron: "0 9 * * 1-5", zone: Europe/Berlin } ]
drills:  [ { name: shop-disk, break: { http: "POST http://127.0.0.1:8081/break/disk" }, expect: disk_full, runbook: "free the shop's disk" } ]
redact:  { patterns: ['card=\\d{16}'], keep: [private-addresses, inventory] }
sandbox: { level: full }
api:     { listen: 127.0.0.1:9464, metricsAllow: [127.0.0.0/8] }
`;

/** The options of a folder with these files in it. */
export function optionsOf(
  folder: string,
  yaml: string,
  files: Readonly<Record<string, string>> = {},
): Options {
  for (const [file, text] of Object.entries({ ...files, "fettle.yml": yaml })) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), text);
  }
  return readOptions(join(folder, "fettle.yml"));
}

/** Each mistake as `file:line:col path: message`, with paths that start at the folder. */
export function mistakesIn(
  folder: string,
  yaml: string,
  files: Readonly<Record<string, string>> = {},
): string[] {
  try {
    optionsOf(folder, yaml, files);
  } catch (thrown) {
    if (!(thrown instanceof ConfigurationFault)) throw thrown;
    return thrown.lines.map((line) => line.replaceAll(`${folder}/`, "").replaceAll(folder, "FOLDER"));
  }
  throw new Error("expected mistakes, and there were none");
}
