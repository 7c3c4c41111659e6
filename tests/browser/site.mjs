// The site under test and the browser it is seen with. The browser is Debian's; it reaches this machine only.
import { readFileSync, mkdirSync } from "node:fs";
import { createRequire } from "node:module";
import { chromium } from "playwright-core";

const require = createRequire(import.meta.url);

export const url = (process.env.KOINON_URL ?? "http://127.0.0.1:8080").replace(/\/$/, "");
export const screens = process.env.SCREENS ?? "../../target/screens";
export const widths = [320, 1280];
export const languages = [
  { tag: "en", direction: "ltr", prefix: "/en" },
  { tag: "ar", direction: "rtl", prefix: "/ar" },
  { tag: "fr", direction: "ltr", prefix: "/fr" },
];
const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
mkdirSync(screens, { recursive: true });

/** Opens a browser that a container's root may run and that calls nobody. */
export const launch = () =>
  chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: [
      "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update",
      "--disable-sync", "--disable-dev-shm-usage", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
    ],
  });

/** The text of a page or file of the site, and what came with it. */
export const fetched = async (path, options = {}) => {
  const answer = await fetch(new URL(path, url), { redirect: "manual", ...options });
  return { status: answer.status, headers: answer.headers, text: await answer.text() };
};

/** The routes of routes.txt, with a measure, a place and an entry of this node. */
export const routes = async () => {
  const first = async (path, pattern) => {
    const { text } = await fetched(path);
    const found = text.match(pattern);
    if (!found) throw new Error(`${path} links to nothing like ${pattern}`);
    return found[1];
  };
  const filled = {
    "{sid}": await first("/en/policies", /\/measures\/([a-z2-7]{26})\b/),
    "{code}": await first("/en/policies", /\/places\/([A-Z0-9][A-Z0-9_-]{0,15})\b/),
    "{finding}": await first("/en/policies/conflicts?grade=note", /\/findings\/([a-z2-7]{26})\b/),
    "{index}": "7",
  };
  return readFileSync(new URL("routes.txt", import.meta.url), "utf8")
    .split("\n")
    .filter((line) => line && !line.startsWith("#"))
    .map((line) => ({ route: line, path: line.replace(/\{\w+\}/g, (name) => filled[name]) }));
};

/** A page with its own context, and everything that went wrong in it. */
export const open = async (browser, { width, tag = "en", script = true, height = 800 }) => {
  const context = await browser.newContext({ viewport: { width, height }, javaScriptEnabled: script, locale: tag, reducedMotion: "reduce" });
  const page = await context.newPage();
  const faults = [];
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) faults.push(`console: ${message.text()}`);
  });
  page.on("pageerror", (error) => faults.push(`script: ${error.message}`));
  page.on("request", (request) => {
    const to = request.url();
    if (!to.startsWith(url) && !to.startsWith("data:") && !to.startsWith("blob:")) faults.push(`third party: ${to}`);
  });
  page.on("response", (response) => {
    if (response.status() >= 400) faults.push(`${response.status()}: ${response.url()}`);
  });
  return { context, page, faults };
};

/** What axe says against the page, WCAG 2.2 AA and best practice, target size among them. */
export const accessibility = async (page) => {
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() =>
    // @ts-expect-error: axe was put there by the line above
    globalThis.axe.run(document, { rules: { "target-size": { enabled: true } }, resultTypes: ["violations"] }));
  return violations.map((fault) => `axe ${fault.id} (${fault.impact}): ${fault.help}: ${fault.nodes.slice(0, 3).map((node) => node.target.join(" ")).join(" | ")}`);
};

/** What axe does not see: reflow, small targets outside running text, headings, language, direction, names of nothing. */
export const shape = (page, { tag, direction }) =>
  page.evaluate(({ tag, direction }) => {
    const faults = [];
    const root = document.documentElement;
    const view = root.clientWidth;
    if (root.scrollWidth > view) {
      const wide = [...document.querySelectorAll("body *")].filter((element) => {
        const box = element.getBoundingClientRect();
        return box.width > 0 && (box.right > view + 1 || box.left < -1);
      });
      faults.push(`reflow: ${root.scrollWidth} px wide in ${view}: ${wide.slice(0, 4).map((e) => `${e.tagName.toLowerCase()}.${e.getAttribute("class") ?? ""}`).join(", ")}`);
    }
    if (root.lang.split("-")[0] !== tag) faults.push(`lang is ${root.lang}, want ${tag}`);
    if ((root.dir || "ltr") !== direction) faults.push(`dir is ${root.dir}, want ${direction}`);
    if (!document.title.trim()) faults.push("no title");
    const headings = document.querySelectorAll("h1").length;
    if (headings !== 1) faults.push(`${headings} h1`);
    for (const element of document.querySelectorAll("button, summary, select, nav a, input:not([type=hidden], [type=checkbox], [type=radio])")) {
      const box = element.getBoundingClientRect();
      const isShown = box.width > 1 && box.height > 1 && getComputedStyle(element).visibility !== "hidden" && box.bottom > 0;
      if (isShown && (box.height < 23.5 || box.width < 23.5)) {
        faults.push(`target ${Math.round(box.width)}x${Math.round(box.height)}: ${element.tagName.toLowerCase()} ${(element.textContent ?? "").trim().slice(0, 30)}`);
      }
    }
    const body = getComputedStyle(document.body).fontFamily;
    if (/^(serif|"?times)/i.test(body)) faults.push(`body font is ${body}`);
    return [...new Set(faults)].slice(0, 12);
  }, { tag, direction });

/** A file name for a screenshot. */
export const shot = (name) => `${screens}/${name.replace(/^\/(?=-)/, "overview").replace(/^\//, "").replace(/[^a-z0-9]+/gi, "-").replace(/-+$/, "")}.png`;
