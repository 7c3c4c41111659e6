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

test("from the overview to a measure, its entry and its proof, by keyboard alone", async () => {
  const { context, page, faults } = await open(browser, { width: 1280 });
  await page.goto(`${url}/en/`);
  assert.ok(await tabTo(page, ({ href }) => /\/policies$/.test(href)), "no tab stop leads to Policies");
  await Promise.all([page.waitForURL(/\/policies$/), page.keyboard.press("Enter")]);
  assert.ok(await tabTo(page, ({ href }) => /\/measures\/[a-z2-7]{26}$/.test(href), 150), "no tab stop leads to a measure");
  await Promise.all([page.waitForURL(/\/measures\//), page.keyboard.press("Enter")]);
  assert.ok(await tabTo(page, ({ href }) => /\/record\/\d+$/.test(href), 150), "no tab stop leads to the entry behind the measure");
  await Promise.all([page.waitForURL(/\/record\/\d+/), page.keyboard.press("Enter")]);
  await verifyHere(page);
  assert.match(await outcome(page), /verified/i);
  assert.doesNotMatch(await outcome(page), /not verified/i);
  await page.screenshot({ path: shot("journey-verified"), fullPage: true });
  assert.deepEqual(faults, []);
  await context.close();
});

test("an entry whose bytes were changed on the way does not verify", async () => {
  const { context, page } = await open(browser, { width: 1280 });
  let changed = 0;
  await page.route(/\/log\/|\.tlog-proof|\.entry|proof/, async (route) => {
    if (route.request().resourceType() === "document" || /\.js$/.test(route.request().url())) return route.continue();
    const answer = await route.fetch();
    const body = await answer.body();
    if (body.length > 8) body[Math.floor(body.length / 2)] ^= 1;
    changed += 1;
    return route.fulfill({ response: answer, body });
  });
  await page.goto(`${url}/en/record/7`);
  await verifyHere(page);
  assert.ok(changed > 0, "the page fetched nothing to verify");
  assert.doesNotMatch(await outcome(page), /(^|[^t]\s)verified/i, "a changed entry counts as verified");
  await page.screenshot({ path: shot("journey-tampered"), fullPage: true });
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

test("an earlier state of the record is shown as such", async () => {
  const { status, text } = await fetched("/en/policies?asof=2001-01-01T00:00:00Z", { headers: { accept: "text/html" } });
  assert.ok([200, 404].includes(status), `status ${status}`);
  assert.match(text, /2001/);
});

/** Presses the button that checks the entry here, where the page does not do so by itself. */
async function verifyHere(page) {
  const button = page.locator("main button", { hasText: /verify|check/i }).first();
  if (await button.count()) await button.press("Enter");
  await page.waitForFunction(() => (document.querySelector("[data-verify-outcome], [role=status], output")?.textContent ?? "").trim().length > 3, null, { timeout: 5000 });
  await page.waitForTimeout(300);
}

async function outcome(page) {
  return (await page.locator("[data-verify-outcome], [role=status], output").first().innerText()).trim();
}
