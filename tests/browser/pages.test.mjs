// Every page, on a phone and on a desk, left to right and right to left, with and without scripts.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { accessibility, fetched, languages, launch, open, routes, shape, shot, url, widths } from "./site.mjs";

const all = await routes();
/** @type {import("playwright-core").Browser} */
let browser;
before(async () => { browser = await launch(); });
after(async () => { await browser.close(); });

for (const { route, path } of all) {
  describe(route, { concurrency: 2 }, () => {
    for (const { tag, direction, prefix } of languages) {
      for (const width of widths) {
        for (const script of [true, false]) {
          test(`${route} ${tag} ${width} px ${script ? "with" : "without"} scripts`, async () => {
            const { context, page, faults } = await open(browser, { width, tag, script });
            try {
              const answer = await page.goto(url + prefix + (path === "/" ? "/" : path), { waitUntil: "load" });
              assert.equal(answer?.status(), 200);
              if (script) await page.waitForLoadState("networkidle");
              faults.push(...await shape(page, { tag, direction }));
              // axe waits on timers, which stand still where scripts are off.
              if (script) faults.push(...await accessibility(page));
              if (script) await page.screenshot({ path: shot(`${route}-${width}-${tag}`), fullPage: true });
              assert.deepEqual(faults, []);
            } finally {
              await context.close();
            }
          });
        }
      }
    }

    test(`${route} answers as a careful site does`, async () => {
      const { status, headers, text } = await fetched(path, { headers: { accept: "text/html" } });
      assert.equal(status, 200);
      const policy = headers.get("content-security-policy") ?? "";
      assert.match(policy, /default-src 'none'/);
      assert.doesNotMatch(policy, /unsafe-(inline|eval)/);
      assert.equal(headers.get("x-content-type-options"), "nosniff");
      assert.match(headers.get("referrer-policy") ?? "", /\S/);
      assert.match(headers.get("etag") ?? "", /^(W\/)?"/, "no ETag");
      const again = await fetched(path, { headers: { accept: "text/html", "if-none-match": headers.get("etag") ?? "" } });
      assert.equal(again.status, 304, "the ETag is not honoured");
      assert.doesNotMatch(text, /\sstyle="|\son[a-z]+="|javascript:/, "inline style or script");
      assert.match(text, /<meta[^>]+name="viewport"/);
    });

    test(`${route} prints on one column without navigation`, async () => {
      const { context, page } = await open(browser, { width: 794 });
      try {
        await page.emulateMedia({ media: "print" });
        await page.goto(url + path);
        await page.screenshot({ path: shot(`${route}-print`), fullPage: true });
        const shown = await page.locator("nav:visible, form button:visible").count();
        assert.equal(shown, 0, "navigation or buttons on paper");
        const wide = await page.evaluate(() => document.documentElement.scrollWidth);
        assert.ok(wide <= 794, `${wide} px wide on a sheet of 794`);
      } finally {
        await context.close();
      }
    });
  });
}

test("every link on every page leads somewhere, and every other representation is there", async () => {
  const seen = new Map();
  for (const { path } of all) {
    for (const { prefix } of languages) {
      const { text } = await fetched(prefix + path);
      for (const [, link] of text.matchAll(/\s(?:href|src)="([^"#]+)/g)) {
        const to = new URL(link.replaceAll("&amp;", "&"), url + prefix + path);
        if (to.origin === url && seen.size < 600) seen.set(to.href, path);
      }
    }
  }
  const broken = [];
  for (const [link, from] of seen) {
    const { status } = await fetched(link);
    if (status >= 400) broken.push(`${status} ${link} on ${from}`);
  }
  assert.deepEqual(broken, []);
  assert.ok(seen.size > 30, `only ${seen.size} links found`);
});

test("what is not there is said so, in words and for machines", async () => {
  const page = await fetched("/measures/aaaaaaaaaaaaaaaaaaaaaaaaaa", { headers: { accept: "text/html" } });
  assert.equal(page.status, 404);
  assert.match(page.text, /<h1/);
  const data = await fetched("/measures/aaaaaaaaaaaaaaaaaaaaaaaaaa.json");
  assert.equal(data.status, 404);
  assert.match(data.headers.get("content-type") ?? "", /application\/problem\+json/);
  assert.equal(JSON.parse(data.text).status, 404);
});

test("the map is on screen for less than 100 kB, its scripts less than 25 kB", async () => {
  const { context, page } = await open(browser, { width: 1280 });
  const sizes = [];
  page.on("requestfinished", (request) => sizes.push(request.sizes().then(({ responseBodySize }) => [request.url(), responseBodySize])));
  await page.goto(`${url}/en/policies/map`, { waitUntil: "networkidle" });
  const all = await Promise.all(sizes);
  const sum = (pattern) => all.filter(([of]) => pattern.test(of)).reduce((total, [, size]) => total + size, 0);
  assert.ok(sum(/./) > 5000, "nothing was measured");
  assert.ok(sum(/./) <= 100_000, `${sum(/./)} bytes: ${all.map(([of, size]) => `${of} ${size}`).join(", ")}`);
  assert.ok(sum(/\.js$/) <= 25_000, `${sum(/\.js$/)} bytes of scripts`);
  await context.close();
});
