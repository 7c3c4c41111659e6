// What people come to do, by keyboard, and with a record that somebody tampered with.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { fetched, launch, open, routes, shot, url } from "./site.mjs";

/** @type {import("playwright-core").Browser} */
let browser;
before(async () => { browser = await launch(); });
after(async () => { await browser.close(); });

/** Tabs until the focused element fits, at most `most` times. */
const tabTo = async (page, fits, most = 80) => {
  for (let count = 0; count < most; count += 1) {
    await page.keyboard.press("Tab");
    const is = await page.evaluate((text) => {
      const at = document.activeElement;
      return at ? { tag: at.tagName, name: (at.getAttribute("aria-label") ?? at.textContent ?? "").trim(), href: at.getAttribute("href") ?? "", id: at.id, outline: getComputedStyle(at).outlineStyle, shadow: getComputedStyle(at).boxShadow, back: getComputedStyle(at).backgroundColor } : null;
    });
    if (is && fits(is)) return is;
  }
  return null;
};

test("the first tab stop skips to the content, and focus is seen", async () => {
  const { context, page } = await open(browser, { width: 1280 });
  await page.goto(`${url}/en/policies`);
  const skip = await tabTo(page, () => true, 1);
  assert.match(skip?.href ?? "", /^#/, "the first tab stop is no skip link");
  assert.ok(skip?.outline !== "none" || skip?.shadow !== "none", "focus is not seen");
  await page.keyboard.press("Enter");
  await page.keyboard.press("Tab");
  const inside = await page.evaluate(() => document.querySelector("main")?.contains(document.activeElement));
  assert.ok(inside, "after the skip link, Tab is not inside <main>");
  await context.close();
});

test("`/` goes to the search, whose words are marked in what is found", async () => {
  const { context, page, faults } = await open(browser, { width: 1280 });
  await page.goto(`${url}/en/policies`);
  const word = (await page.locator("main table tbody a").first().textContent())?.match(/\p{L}{4,}/u)?.[0] ?? "";
  assert.ok(word, "no measure has a title");
  await page.keyboard.press("/");
  assert.equal(await page.evaluate(() => document.activeElement?.id), "k-q");
  await page.keyboard.type(word.slice(0, 4).toUpperCase());
  await Promise.all([page.waitForURL(/\/en\/search\?q=/), page.keyboard.press("Enter")]);
  const marks = await page.locator(".k-found mark").allTextContents();
  assert.ok(marks.length > 0 && marks.every((mark) => mark.toLowerCase().startsWith(word.slice(0, 4).toLowerCase())), `marked: ${marks.join(", ")}`);
  assert.match((await page.locator("main [role=status]").textContent()) ?? "", /statements? of this record/);
  await page.screenshot({ path: shot("journey-search"), fullPage: true });
  await Promise.all([page.waitForURL(/\/(measures|record|places)\//), page.locator(".k-found h2 a").first().click()]);
  await page.goto(`${url}/en/search?q=zzzzzz`);
  assert.ok(await page.locator(".k-empty a").count() >= 2, "nothing found, and nowhere to go");
  assert.deepEqual(faults, []);
  await context.close();
});

test("from the overview to a measure, its entry and its proof, by keyboard alone", async () => {
  const { context, page, faults } = await open(browser, { width: 1280 });
  await page.goto(`${url}/en/`);
  assert.ok(await tabTo(page, ({ href }) => /\/policies$/.test(href)), "no tab stop leads to Policies");
  await Promise.all([page.waitForURL(/\/policies$/), page.keyboard.press("Enter")]);
  assert.ok(await tabTo(page, ({ href }) => /\/measures\/[a-z2-7]{26}$/.test(href), 150), "no tab stop leads to a measure");
  await Promise.all([page.waitForURL(/\/measures\//), page.keyboard.press("Enter")]);
  assert.ok(await tabTo(page, ({ href }) => /\/record\/\d+$/.test(href), 150), "no tab stop leads to the entry behind the measure");
  await Promise.all([page.waitForURL(/\/record\/\d+/), page.keyboard.press("Enter")]);
  assert.equal(await verifyHere(page), "good");
  assert.ok(await page.locator(".k-proof [data-steps] li").count() >= 4, "the steps are not shown");
  await page.screenshot({ path: shot("journey-verified"), fullPage: true });
  assert.deepEqual(faults, []);
  await context.close();
});

/** Bytes with one bit changed where `at` says. */
const flipped = (bytes, at) => { const copy = Buffer.from(bytes); copy[at] ^= 1; return copy; };
const damages = {
  "the entry": { file: "entry", at: (bytes) => Math.floor(bytes.length / 2) },
  "a hash of the path": { file: "tlog-proof", at: (bytes) => bytes.indexOf("\n", bytes.indexOf("index ")) + 5 },
  "the root": { file: "tlog-proof", at: (bytes) => bytes.indexOf("\n\n\u2014") - 10 },
  "the log's signature": { file: "tlog-proof", at: (bytes) => bytes.indexOf("\n", bytes.indexOf("\n\n\u2014") + 2) - 20 },
};
for (const [what, { file, at }] of Object.entries(damages)) {
  test(`a record page says so where one bit of ${what} was changed on the way`, async () => {
    const { context, page } = await open(browser, { width: 1280 });
    let changed = 0;
    await page.route((address) => address.pathname.endsWith(`.${file}`), async (route) => {
      const answer = await route.fetch();
      const body = await answer.body();
      changed += 1;
      return route.fulfill({ response: answer, body: flipped(body, at(body)) });
    });
    await page.goto(`${url}/en/record/7`);
    const verdict = await verifyHere(page);
    assert.equal(changed, 1, `the page did not fetch one .${file}`);
    assert.equal(verdict, "bad");
    await page.screenshot({ path: shot(`journey-tampered-${what}`), fullPage: true });
    await context.close();
  });
}

test("two files from elsewhere are checked on /verify, and a changed one is told", async () => {
  const { context, page, faults } = await open(browser, { width: 320 });
  const proof = await fetched("/record/7.tlog-proof");
  const entry = await fetched("/record/7.entry");
  assert.deepEqual([proof.status, entry.status], [200, 200]);
  const give = async (bytes) => {
    await page.goto(`${url}/en/verify`);
    await page.locator("input[type=file]").setInputFiles([
      { name: "seven.tlog-proof", mimeType: "text/plain", buffer: Buffer.from(proof.text) },
      { name: "seven.entry", mimeType: "application/json", buffer: bytes },
    ]);
    return verifyHere(page);
  };
  assert.equal(await give(Buffer.from(entry.text)), "good");
  assert.equal(await give(flipped(Buffer.from(entry.text), 30)), "bad");
  assert.deepEqual(faults, []);
  await context.close();
});

test("a filter works without scripts, and its address keeps it", async () => {
  const { context, page } = await open(browser, { width: 1280, script: false });
  await page.goto(`${url}/en/policies`);
  const place = page.locator("form select[name=place], form input[name=place]").first();
  assert.ok(await place.count(), "no field `place` in the filter");
  const { path } = (await routes()).find(({ route }) => route.startsWith("/places/")) ?? { path: "" };
  const code = path.split("/").pop() ?? "";
  if (await place.evaluate((element) => element.tagName) === "SELECT") await place.selectOption(code);
  else await place.fill(code);
  await Promise.all([page.waitForURL(/place=/), place.evaluate((element) => { /** @type {HTMLInputElement} */ (element).form?.requestSubmit(); })]);
  assert.match(page.url(), new RegExp(`place=${code}`));
  assert.ok(await page.locator("main a[href*='/measures/']").count(), `no measure of ${code} listed`);
  await context.close();
});

test("a list that finds nothing says which filter to drop", async () => {
  const { context, page } = await open(browser, { width: 320 });
  await page.goto(`${url}/en/policies?on=1900-01-01`);
  assert.equal(await page.locator("main a[href*='/measures/']").count(), 0);
  assert.ok((await page.locator("main").innerText()).length > 80, "an empty list says nothing");
  await page.screenshot({ path: shot("policies-nothing-320"), fullPage: true });
  await context.close();
});

test("an earlier state of the record is shown as such, and before its first word it says so", async () => {
  const { text } = await fetched("/en/record/7.json");
  const then = JSON.stringify(JSON.parse(text)).match(/\d{4}-\d\d-\d\dT[\d:.]+Z/)?.[0] ?? "";
  assert.ok(then, "an entry's JSON names no time");
  const earlier = await fetched(`/en/policies?asof=${then}`, { headers: { accept: "text/html" } });
  assert.equal(earlier.status, 200);
  assert.match(earlier.text, new RegExp(then.slice(0, 4)));
  assert.match(earlier.text, /href="\/en\/policies"/, "no way back to now");
  const before = await fetched("/en/policies?asof=2001-01-01T00:00:00Z", { headers: { accept: "text/html" } });
  assert.equal(before.status, 404);
  assert.match(before.text, new RegExp(`begins[^<]*${then.slice(0, 4)}`), "what was before the record does not say when it begins");
});

test("from the list of clashes to one finding, the statement behind it, its rule and back to the place", async () => {
  const { context, page, faults } = await open(browser, { width: 1280, script: false });
  await page.goto(`${url}/en/policies/conflicts?grade=note`);
  const card = page.locator(".k-finding").first();
  assert.ok(await card.locator(".k-sides > li").count(), "no side is shown");
  await card.locator("h2 a").click();
  await page.waitForURL(/\/findings\/[a-z2-7]{26}/);
  const finding = page.url();
  assert.ok(await page.locator("main svg[role=img]").count(), "no lanes are drawn");
  await page.locator("main a[href*='/record/']").first().click();
  await page.waitForURL(/\/record\/([^/]+\/)?\d+/);
  assert.ok(await page.locator(".k-proof").count(), "the statement has no proof");
  await page.goto(finding);
  await page.locator("main a[href*='/rules/']").first().click();
  await page.waitForURL(/\/rules\//);
  assert.match(await page.locator("main").innerText(), /"off": true/);
  await page.goto(finding);
  await page.locator("main a[href*='/places/']").first().click();
  await page.waitForURL(/\/places\//);
  assert.deepEqual(faults, []);
  await context.close();
});

test("clashes are filtered without scripts, and a filter is dropped by its chip", async () => {
  const { context, page } = await open(browser, { width: 320, script: false });
  await page.goto(`${url}/en/policies/conflicts`);
  const rule = page.locator("form select[name=rule]");
  if (!await rule.isVisible()) await page.locator(".k-fold summary").click();
  await rule.selectOption("stale");
  await Promise.all([page.waitForURL(/rule=stale/), rule.evaluate((element) => { /** @type {HTMLSelectElement} */ (element).form?.requestSubmit(); })]);
  await page.locator(".k-chips a").first().click();
  assert.doesNotMatch(page.url(), /rule=stale/);
  await context.close();
});

/** Presses the button of the proof box by keyboard; the verdict. */
async function verifyHere(page) {
  const box = page.locator(".k-proof[data-verdict]").first();
  const button = box.locator("[data-verify]");
  await button.waitFor({ state: "visible", timeout: 5000 });
  const { "verify-running": running } = JSON.parse(await box.getAttribute("data-words") ?? "{}");
  const told = await box.locator("[role=status]").innerText();
  await button.press("Enter");
  await page.waitForFunction(([before, during]) => {
    const now = document.querySelector(".k-proof [role=status]")?.textContent ?? "";
    return now !== before && now !== during;
  }, [told, running], { timeout: 5000 }).catch(() => undefined);
  return box.getAttribute("data-verdict");
}

test("places are put side by side without scripts, one at a time, and printed on one sheet", async () => {
  const { context, page, faults } = await open(browser, { width: 1280, script: false });
  await page.goto(`${url}/en/policies/map`);
  await page.getByRole("link", { name: "Compare", exact: true }).click();
  for (const code of ["QMA", "QNA", "QMA-H", "QMA-M", "QNA-D", "QMA-S"]) {
    await page.selectOption("select#place", code);
    await page.getByRole("button", { name: "Show", exact: true }).click();
  }
  assert.equal(await page.locator("select#place").count(), 0, "a seventh place could be added");
  const heads = await page.locator("main thead th").allTextContents();
  assert.equal(heads.length, 7, heads.join(", "));
  const rows = page.locator("main tbody tr");
  const differing = await rows.count();
  assert.ok(differing > 0 && await rows.first().locator('td a[href*="/record/"]').count() > 0, "no cell leads to its statement");
  const sheets = async () => ((await page.pdf({ preferCSSPageSize: true })).toString("latin1").match(/\/Type\s*\/Page[^s]/g) ?? []).length;
  assert.equal(await sheets(), 1, "differences take more than one sheet");
  await page.selectOption("select#all", "1");
  await page.getByRole("button", { name: "Show", exact: true }).click();
  assert.ok(await rows.count() > differing, "everything is no more than the differences");
  await page.fill("input#from", "2026-09-01");
  await page.fill("input#to", "2026-11-20");
  await page.selectOption("select#all", "");
  await page.getByRole("button", { name: "Show", exact: true }).click();
  assert.ok(await page.locator(".k-strips svg").count() > 0, "no charts over time");
  assert.equal(await sheets(), 1, "a comparison over time takes more than one sheet");
  await page.screenshot({ path: shot("journey-compared"), fullPage: true });
  assert.deepEqual(faults, []);
  const many = await fetched("/en/compare?place=QMA,QNA,QMA-H,QMA-M,QNA-D,QMA-S,QNA-F", { headers: { accept: "text/html" } });
  assert.equal(many.status, 400);
  assert.match(many.text.replaceAll(/[\u2068\u2069]/g, ""), /at most 6/i);
  await context.close();
});

test("what is taken away: pixels, a ZIP, and a citation whose address shows the same again", async () => {
  const { context, page } = await open(browser, { width: 1280 });
  await page.goto(`${url}/en/policies/timeline`);
  const png = await page.locator(".k-cite a", { hasText: "PNG" }).getAttribute("href");
  const picture = Buffer.from(await (await fetch(new URL(png ?? "", url))).arrayBuffer());
  assert.equal(picture.toString("latin1", 1, 4), "PNG");
  assert.ok(picture.readUInt32BE(16) === 1600 && picture.length > 10_000, "the picture is empty");
  const packed = Buffer.from(await (await fetch(new URL(await page.locator(".k-cite a", { hasText: "ZIP" }).getAttribute("href") ?? "", url))).arrayBuffer());
  assert.equal(packed.toString("latin1", 0, 2), "PK");
  await page.locator(".k-cite summary").click();
  const citation = await page.locator(".k-citation").inputValue();
  assert.match(citation, /statements, root [0-9a-f]{12}/);
  const table = await page.locator("main table").textContent();
  await page.goto((citation.match(/https?:\S+/) ?? [""])[0].replace(/^https?:\/\/[^/]+/, url));
  assert.equal(await page.locator("main table").textContent(), table);
  await page.goto(`${url}/ar/policies/timeline`);
  assert.equal(await page.locator(".k-cite a", { hasText: "PNG" }).count(), 0, "a picture without its letters is offered");
  await context.close();
});
