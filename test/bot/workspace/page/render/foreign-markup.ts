/** Tags that the page's own code or the library writes; none of them runs or loads anything by itself. */
const knownTags = new Set(
  (
    "a blockquote br circle code del div ellipse em figcaption figure g h1 h2 h3 h4 h5 h6 hr img input li line ol p " +
    "path polygon polyline pre rect s section small span strong svg table tbody td text th thead time tr tspan u ul"
  ).split(" "),
);

const knownAddresses: Readonly<Record<string, RegExp>> = {
  href: /^(?:https?:|mailto:)/,
  src: /^(?:\/files\/|data:image\/(?:png|jpeg|gif|webp);base64,)/,
};

/**
 * What stands in HTML and should not: a tag that is not known, an attribute that runs, an address that is
 * not for the web. It reads the text as a browser does, by its own rules and not by those of the code under test.
 */
export function foreignMarkup(html: string): string[] {
  const found: string[] = [];
  const tag = /<(?:!--|[!?/]?([a-zA-Z][^\s/>]*)((?:[^>"']|"[^"]*"|'[^']*')*)>?)/g;
  for (const [whole, name = "", attributes = ""] of html.matchAll(tag)) {
    if (!knownTags.has(name.toLowerCase())) found.push(whole);
    for (const [, key = "", value = ""] of attributes.matchAll(/([^\s"'>/=]+)(?:\s*=\s*"([^"]*)")?/g)) {
      if (/^on|^style$|^srcdoc$|^formaction$|^id$/i.test(key)) found.push(`${key} of ${whole}`);
      const address = knownAddresses[key.toLowerCase()];
      if (address !== undefined && !address.test(value)) found.push(`${key}=${value}`);
    }
  }
  return found;
}
