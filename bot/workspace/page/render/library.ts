import type { ReactNode } from "react";
import type { Block } from "slack-blocks-to-jsx";
import { imageSource, safeUrl } from "./safe-url.ts";
import { cleanMarkup } from "./clean-markup.ts";
import type { Cast } from "./cast.ts";

/** slack-blocks-to-jsx behind two questions. Loading it takes about 0.3 s, so it waits for the first page. */
export interface Library {
  /** HTML of a block, cleaned; undefined where the library draws nothing. Throws where it fails. */
  draw(block: object, cast: Cast): string | undefined;
  emoji(name: string): string | undefined;
}

export async function openLibrary(): Promise<Library> {
  const [{ createElement }, { renderToStaticMarkup }, { Message }] = await Promise.all([
    import("react"),
    import("react-dom/server"),
    import("slack-blocks-to-jsx"),
  ]);
  type Hooks = NonNullable<Parameters<typeof Message>[0]["hooks"]>;

  const render = (block: Block, hooks: Hooks): string =>
    renderToStaticMarkup(
      createElement(Message, {
        blocks: [block],
        name: "",
        logo: "",
        withoutWrapper: true,
        theme: "light",
        hooks,
      }),
    );

  const mention = (text: string, extra = ""): ReactNode =>
    createElement("span", { className: `mention ${extra}`.trim(), dir: "auto" }, text);

  const hooksOf = ({ words }: Cast): Hooks => ({
    user: ({ id }) => mention(`@${words.user(id) ?? id}`),
    channel: ({ id }) => mention(`#${words.channel(id) ?? id}`),
    usergroup: ({ id }) => mention(`@${words.group(id) ?? id}`),
    atHere: () => mention("@here", "broadcast"),
    atChannel: () => mention("@channel", "broadcast"),
    atEveryone: () => mention("@everyone", "broadcast"),
    emoji: ({ name }) => words.emoji(name) ?? `:${name}:`,
    date: ({ timestamp, format, fallback }) =>
      createElement("time", { dateTime: timestamp, "data-format": format }, fallback),
    link: ({ href, children }) =>
      safeUrl(href) === undefined
        ? createElement("span", null, children)
        : createElement("a", { href: safeUrl(href), target: "_blank", rel: "noreferrer noopener" }, children),
  });

  return {
    draw: (block, cast) => {
      if (!isBlock(block)) return undefined;
      const html = render(block, hooksOf(cast));
      const clean = cleanMarkup(html, { href: safeUrl, src: (url) => imageSource(url, cast.hosts) });
      return isEmpty(clean) ? undefined : clean;
    },
    emoji: (name) => {
      let found: unknown;
      render(
        {
          type: "rich_text",
          elements: [{ type: "rich_text_section", elements: [{ type: "emoji", name }] }],
        },
        {
          emoji: (data, parse) => {
            found = parse(data);
            return null;
          },
        },
      );
      // For a name that it does not know the library answers the name, or what all objects inherit by it.
      return typeof found === "string" && /[^\p{ASCII}]/u.test(found) ? found : undefined;
    },
  };
}

/** Its parts are checked by nobody: where they are wrong the library throws, and a placeholder is drawn. */
function isBlock(block: object): block is Block {
  return "type" in block && typeof block.type === "string";
}

function isEmpty(html: string): boolean {
  return !/<(?:img|svg|hr)\b/.test(html) && html.replace(/<[^>]*>/g, "").trim() === "";
}
