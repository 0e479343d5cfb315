import { describe, expect, test } from "vitest";
import { cleanMarkup } from "../../../../../bot/workspace/page/render/clean-markup.ts";
import { safeUrl } from "../../../../../bot/workspace/page/render/safe-url.ts";

const clean = (html: string): string => cleanMarkup(html, { href: safeUrl, src: () => undefined });

describe("markup from the library", () => {
  test.for([
    [
      "keeps what it may have",
      '<p class="x" dir="auto">a &lt;b&gt;</p>',
      '<p class="x" dir="auto">a &lt;b&gt;</p>',
    ],
    [
      "loses controls with all that is in them",
      "<div><button><button>x</button>y</button>z</div>",
      "<div>z</div>",
    ],
    ["loses frames and scripts", '<p><iframe src="x"></iframe><script>x</script></p>', "<p></p>"],
    ["loses tags that nobody listed, not their text", "<p><blink>x</blink></p>", "<p>x</p>"],
    ["loses what runs", '<p onclick="x" id="y">z</p>', "<p>z</p>"],
    ["loses addresses that run", '<a href="javascript:x">y</a>', "<a>y</a>"],
    ["loses what preloads", '<link rel="preload" href="https://e.org/x.png"/><p>x</p>', "<p>x</p>"],
    [
      "keeps its colours for the browser to apply",
      '<i style="x"></i><p style="color:rgb(1, 2, 3)">x</p>',
      '<p data-style="color:rgb(1, 2, 3)">x</p>',
    ],
    ["loses styles that load", '<p style="background:url(https://e.org)">x</p>', "<p>x</p>"],
  ] as const)("%s", ([, html, wanted]) => {
    expect(clean(html)).toBe(wanted);
  });

  test.for(["<p", "<p class=x>", "a > b", "<p class='x'>", "<button>x", '<p class="a" "b">'])(
    "is refused where React would not have written it: %s",
    (html) => {
      expect(() => clean(html)).toThrow("not as React writes it");
    },
  );

  test("long markup that is wrong is refused at once", () => {
    const started = performance.now();
    expect(() => clean(`<p ${'a="b" '.repeat(20_000)}!`)).toThrow("not as React writes it");
    expect(performance.now() - started).toBeLessThan(500);
  });
});
