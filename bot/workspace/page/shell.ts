import type { Person } from "./model.ts";
import { escapeHtml } from "./render/escape.ts";

interface Team {
  readonly id: string;
  readonly name: string;
}

/** The page before anything is drawn; the browser's modules find in it as whom they act. */
export function pageShell(me: Person, team: Team, modules: readonly string[]): string {
  const preload = modules.map((path) => `<link rel="modulepreload" href="${path}">`).join("\n");
  return document({
    title: `${escapeHtml(team.name)} – local Slack`,
    attributes: `data-me="${escapeHtml(me.id)}" data-team="${escapeHtml(team.id)}"`,
    head: `${preload}\n<script type="module" src="/page/main.ts"></script>`,
    body: '<div id="page"><p class="starting" role="status">Opening the workspace…</p></div>',
  });
}

/** Personas beside each other, each in a page of its own. */
export function sideBySideShell(people: readonly Person[], team: string, at: string): string {
  const hash = escapeHtml(/^\/[\w./%-]{1,200}$/.test(at) ? `#${at}` : "");
  const frames = people.map(
    ({ id, name }) =>
      `<iframe src="/as/${encodeURIComponent(id)}${hash}" title="${escapeHtml(name)}" data-persona="${escapeHtml(id)}"></iframe>`,
  );
  return document({
    title: `${escapeHtml(team)} – side by side`,
    attributes: 'class="side-by-side"',
    head: "",
    body: `<main class="frames">${frames.join("")}</main>`,
  });
}

/** For one who may not come in, or came to nothing. `why` is a sentence of ours. */
export function noticeShell(title: string, why: string): string {
  return document({
    title: escapeHtml(title),
    attributes: 'class="notice-page"',
    head: "",
    body: `<main class="notice"><h1>${escapeHtml(title)}</h1><p>${escapeHtml(why)}</p></main>`,
  });
}

interface Parts {
  readonly title: string;
  readonly attributes: string;
  readonly head: string;
  readonly body: string;
}

/** `before-paint.ts` runs before the body is there: it sets the theme, so that nothing flashes. */
function document({ title, attributes, head, body }: Parts): string {
  return `<!doctype html>
<html lang="en" ${attributes}>
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<link rel="icon" href="/page/icon.svg">
<link rel="stylesheet" href="/page/style.css">
<script src="/page/before-paint.ts"></script>
${head}
</head>
<body>${body}</body>
</html>
`;
}
