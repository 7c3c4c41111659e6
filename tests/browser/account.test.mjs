// What an official does: signs in, states a measure, corrects it; and what must not pass. Real browser, real node, real cookies.
//
// The account comes from KOINON_USER and KOINON_PASSPHRASE, made with `koinon user add` before; without them there is nothing to test.
import assert from "node:assert/strict";
import { createServer } from "node:http";
import { after, before, test } from "node:test";
import { accessibility, languages, launch, open, shape, shot, url, widths } from "./site.mjs";

const name = process.env.KOINON_USER ?? "";
const passphrase = process.env.KOINON_PASSPHRASE ?? "";
const skip = name && passphrase ? false : "skipped: no account; make one with `koinon user add` and name it in KOINON_USER and KOINON_PASSPHRASE";

/** @type {import("playwright-core").Browser} */
let browser;
before(async () => { browser = await launch(); });
after(async () => { await browser.close(); });

const signIn = async (page, next = "") => {
  await page.goto(`${url}/en/signin${next}`);
  await page.fill("#name", name);
  await page.fill("#passphrase", passphrase);
  await Promise.all([page.waitForURL((to) => !to.pathname.endsWith("/signin")), page.click("main button[type=submit]")]);
};

const go = async (page, to = /./) => { await Promise.all([page.waitForURL(to), page.click("main form button[type=submit]")]); };

/** Answers every question of a new draft but the title; ends on the answers. */
const answer = async (page, title) => {
  await page.goto(`${url}/en/my`);
  await go(page, /\/instrument$/);
  await page.check("input[value=H6]");
  await go(page, /\/place$/);
  if (await page.locator("select[name=place]").count()) await page.selectOption("select[name=place]", { index: 1 });
  else await page.locator("input[name=place]").first().check();
  await go(page, /\/level$/);
  await page.check("input[name=level][value='2']");
  await page.locator("input[name=flag][value='1']").check();
  await go(page, /\/dates$/);
  for (const [field, value] of [["#start", "1"], ["#start-month", "12"], ["#start-year", "2026"], ["#end", "24"], ["#end-month", "12"], ["#end-year", "2026"]]) await page.fill(field, value);
  await go(page, /\/people$/);
  await go(page, /\/mode$/);
  await page.check("input[value=floor]");
  await go(page, /\/words$/);
  await page.fill("#title", title);
  await page.fill("#text", "Masks are worn in shops.\nNot outside.");
  await go(page, /\/(coverage|check)$/);
  if (page.url().endsWith("/coverage")) {
    await page.check("input[name=covers][value=no]");
    await go(page, /\/check$/);
  }
};

const state = async (page) => {
  if (await page.locator("#tick").count()) await page.check("#tick");
  await go(page, /\/receipt$/);
};

test("the session's cookie is out of reach of scripts and goes to this site alone", { skip }, async () => {
  const { context, page, faults } = await open(browser, { width: 1280 });
  await signIn(page);
  assert.match(page.url(), /\/my$/);
  const [cookie, ...others] = await context.cookies();
  assert.deepEqual(others, []);
  assert.deepEqual([cookie?.name, cookie?.secure, cookie?.httpOnly, cookie?.sameSite, cookie?.path, cookie?.expires], ["__Host-koinon", true, true, "Lax", "/", -1]);
  assert.equal(await page.evaluate(() => document.cookie), "");
  assert.deepEqual(faults, []);
  await context.close();
});

test("a measure is stated, corrected and withdrawn without scripts", { skip }, async () => {
  const { context, page, faults } = await open(browser, { width: 1280, script: false });
  await signIn(page);
  await answer(page, "Masks in shops <b>everywhere</b>");
  assert.match(await page.locator("main").innerText(), /Masks in shops <b>everywhere<\/b>/);
  await page.click("main a.govuk-button");
  assert.match(page.url(), /\/clashes$/);
  await state(page);
  assert.match(await page.locator("h1").innerText(), /stated/i);
  assert.equal((await context.request.get(new URL(await page.locator("a[href$='.tlog-proof']").first().getAttribute("href") ?? "", url).href)).status(), 200);
  await page.screenshot({ path: shot("account-receipt"), fullPage: true });
  const look = await browser.newContext({ storageState: await context.storageState() });
  const receipt = await look.newPage();
  await receipt.goto(page.url());
  assert.deepEqual([...await shape(receipt, { tag: "en", direction: "ltr" }), ...await accessibility(receipt)], []);
  await look.close();
  // Put right: one level less.
  await go(page, /\/reason$/);
  await page.fill("#reason", "The order says level 1.");
  await go(page, /\/check$/);
  await page.click("main a[href$='/level']");
  await page.check("input[name=level][value='1']");
  await go(page, /\/check$/);
  await page.click("main a.govuk-button");
  await state(page);
  await page.click("main a[href*='/measures/']");
  assert.match(await page.locator("main").innerText(), /The order says level 1\./);
  // Taken back, from the measure's own page.
  await Promise.all([page.waitForURL(/\/reason$/), page.click("form[action$='/withdraw'] button")]);
  await page.fill("#reason", "It was never decided.");
  await go(page, /\/check$/);
  await page.click("main a.govuk-button");
  await state(page);
  await page.click("main a[href*='/measures/']");
  assert.match(await page.locator("main").innerText(), /It was never decided\./);
  assert.equal(await page.locator("form[action$='/correct']").count(), 0);
  assert.deepEqual(faults, []);
  await context.close();
});

test("faults are told at the head of the page, with links to their fields, and nothing typed is lost", { skip }, async () => {
  const { context, page } = await open(browser, { width: 320 });
  await signIn(page);
  await page.goto(`${url}/en/my`);
  await go(page, /\/instrument$/);
  await page.click("main form button[type=submit]");
  await page.waitForSelector(".govuk-error-summary");
  await page.click(".govuk-error-summary a");
  assert.equal(await page.evaluate(() => document.activeElement?.getAttribute("name")), "instrument");
  await page.check("input[value=C1]");
  await go(page, /\/place$/);
  await page.fill("#place-other", "Atlantis");
  await page.click("main form button[type=submit]");
  await page.waitForSelector(".govuk-error-summary");
  assert.equal(await page.inputValue("#place-other"), "Atlantis");
  assert.deepEqual(await shape(page, { tag: "en", direction: "ltr" }), []);
  assert.deepEqual(await accessibility(page), []);
  await page.screenshot({ path: shot("account-fault-320"), fullPage: true });
  await context.close();
});

test("what is typed when the session is over is in the draft after signing in again", { skip }, async () => {
  const { context, page } = await open(browser, { width: 1280, script: false });
  await signIn(page);
  await answer(page, "Before the night");
  await page.click("main a[href$='/words']");
  await page.fill("#title", "Typed \"over\" night & kept");
  // Over night: the session ends on the server; the page stays open.
  const other = await context.newPage();
  await other.goto(`${url}/en/my`);
  const cookies = await context.cookies();
  await other.click(".k-account form button");
  await context.addCookies(cookies);
  await page.click("main form button[type=submit]");
  assert.match(await page.locator("h1").innerText(), /Sign in again/);
  await page.fill("#name", name);
  await page.fill("#passphrase", "not the right passphrase");
  await page.click("main button[type=submit]");
  await page.waitForSelector(".govuk-error-summary");
  await page.fill("#passphrase", passphrase);
  await Promise.all([page.waitForURL(/\/check$/), page.click("main button[type=submit]")]);
  assert.match(await page.locator("main").innerText(), /Typed "over" night & kept/);
  await context.close();
});

test("a cookie that was copied opens nothing once its person has signed out", { skip }, async () => {
  const { context, page } = await open(browser, { width: 1280 });
  await signIn(page);
  const stolen = await context.cookies();
  await Promise.all([page.waitForURL((to) => /^\/en\/?$/.test(to.pathname)), page.click(".k-account form button")]);
  assert.deepEqual(await context.cookies(), []);
  const thief = await browser.newContext();
  await thief.addCookies(stolen);
  const there = await thief.newPage();
  await there.goto(`${url}/en/my`);
  assert.match(there.url(), /\/signin\?next=/);
  await thief.close();
  // Back in the browser's history is nothing of theirs either.
  await page.goBack();
  await page.waitForLoadState();
  assert.doesNotMatch(await page.locator("body").innerText(), /Sign out/);
  await context.close();
});

test("a form that another site sends is refused, with a word on what to do", { skip }, async () => {
  const { context, page } = await open(browser, { width: 1280 });
  await signIn(page);
  const evil = createServer((_, answer) => {
    answer.setHeader("content-type", "text/html");
    answer.end(`<form method="post" action="${url}/en/state"><input type="hidden" name="form-token" value="guess"><button>win</button></form>`);
  });
  await new Promise((ready) => { evil.listen(0, "127.0.0.1", () => ready(undefined)); });
  const address = evil.address();
  // Another port of the same host: browsers send our cookie along, so the origin alone tells the two apart.
  await page.goto(`http://127.0.0.1:${typeof address === "object" ? address?.port : ""}/`);
  const [refused] = await Promise.all([page.waitForResponse((response) => response.url().startsWith(url) && response.request().method() === "POST"), page.click("button")]);
  assert.equal(refused.status(), 403);
  assert.match(await page.locator("main").innerText(), /Open the page here, and send the form from there/);
  await page.screenshot({ path: shot("account-cross-site"), fullPage: true });
  evil.close();
  await context.close();
});

test("public pages are the same for all; one who is signed in sees their name on their own", { skip }, async () => {
  const { context, page } = await open(browser, { width: 1280 });
  await signIn(page);
  await page.goto(`${url}/en/policies`);
  assert.match(await page.locator("header").innerText(), new RegExp(name));
  const stranger = await browser.newContext();
  const theirs = await stranger.newPage();
  await theirs.goto(`${url}/en/policies`);
  assert.doesNotMatch(await theirs.locator("body").innerText(), new RegExp(name));
  assert.match(await theirs.locator("header").innerText(), /Sign in/);
  await stranger.close();
  await context.close();
});

test("every page of the form is fit for a phone and a desk, both ways", { skip }, async () => {
  const { context, page } = await open(browser, { width: 1280 });
  await signIn(page);
  await answer(page, "Looked at from all sides");
  const draft = new URL(page.url()).pathname.replace(/^\/en/, "").replace(/\/check$/, "");
  const steps = ["instrument", "place", "level", "dates", "people", "mode", "words", "coverage", "check", "clashes", "remove"];
  const faults = [];
  for (const { tag, direction, prefix } of languages) {
    for (const width of widths) {
      await page.setViewportSize({ width, height: 900 });
      for (const path of ["/my", ...steps.map((step) => `${draft}/${step}`)]) {
        await page.goto(`${url}${prefix}${path}`);
        // What axe sees does not change with the words: once each way is enough.
        const found = [...await shape(page, { tag, direction }), ...(tag === "fr" ? [] : await accessibility(page))];
        faults.push(...found.map((fault) => `${path} ${tag} ${width}: ${fault}`));
        await page.screenshot({ path: shot(`account-${path.split("/").pop()}-${width}-${tag}`), fullPage: true });
      }
    }
  }
  assert.deepEqual(faults, []);
  await page.setViewportSize({ width: 794, height: 900 });
  await page.emulateMedia({ media: "print" });
  await page.goto(`${url}/en${draft}/check`);
  assert.equal(await page.locator("nav:visible, form button:visible").count(), 0, "navigation or buttons on paper");
  await context.close();
});
