import { expect, it } from "vitest";
import { html } from "./html.ts";

it("escapes text, also in attributes", () => {
  const name = `<b title='1' class="2">&`;
  const escaped = "&#60;b title=&#39;1&#39; class=&#34;2&#34;&#62;&#38;";
  expect(html`<p title="${name}">${name}</p>`.text).toBe(`<p title="${escaped}">${escaped}</p>`);
});

it("keeps markup and joins lists of it", () => {
  const items = ["<", 2].map((value) => html`<i>${value}</i>`);
  expect(html`<b>${items}</b>${[]}`.text).toBe("<b><i>&#60;</i>\n<i>2</i></b>");
});
