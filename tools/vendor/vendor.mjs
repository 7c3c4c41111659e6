// Regenerates crates/web/assets/vendor: the stylesheets taken from others, both directions, their licences, and VENDOR.toml.
// `node vendor.mjs`. What is taken: govuk-frontend without its fonts, crest, branding, and the blocks that no page of ours uses.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import postcss from "postcss";
import rtlcss from "rtlcss";

const require = createRequire(import.meta.url);
const out = new URL("../../crates/web/assets/vendor/", import.meta.url).pathname;
mkdirSync(out, { recursive: true });

/** Blocks and utilities that are not used: pages have their own header, navigation and footer. */
const DROPPED = /\.govuk-(header|footer|service-navigation|generic-header|language-navigation|exit-this|cookie-banner|password-input|feedback|accordion|file-upload|drop-zone|frontend-supported|logo|task-list|phase-banner|character-count|panel|link-image|\\!-static|\\!-(margin|padding)-[a-z]+-[0789]|\\!-font-size|template--rebranded)/;
const css = readFileSync(require.resolve("govuk-frontend/dist/govuk/govuk-frontend.min.css"), "utf8");
const sheet = postcss.parse(css);
sheet.walkAtRules("font-face", (rule) => rule.remove());
sheet.walkRules((rule) => {
  const kept = rule.selectors.filter((selector) => !DROPPED.test(selector));
  if (kept.length === 0) rule.remove();
  else rule.selectors = kept;
});
sheet.walkDecls((decl) => {
  decl.value = decl.value.replace(/"?GDS Transport"?,\s*arial,\s*sans-serif/gi, "var(--k-font)");
  if (/url\((?!["']?data:)/.test(decl.value)) decl.remove();
});
for (let round = 0; round < 2; round += 1) sheet.walkAtRules((rule) => { if (rule.nodes?.length === 0) rule.remove(); });
const plain = sheet.toString();
if (/GDS|url\((?!["']?data:)|@font-face/i.test(plain)) throw new Error("branding or an address is left in the stylesheet");
writeFileSync(`${out}base.css`, plain);
writeFileSync(`${out}base.rtl.css`, rtlcss.process(plain));

const lock = JSON.parse(readFileSync(new URL("package-lock.json", import.meta.url), "utf8"));
const TAKEN = [
  { name: "govuk-frontend", licence: "MIT", files: ["base.css", "base.rtl.css"], text: "govuk-frontend.LICENCE.txt", note: "fonts, crest and unused blocks removed; second sheet turned by rtlcss" },
  { name: "world-atlas", licence: "ISC", files: ["../geometry/world.json"], text: "world-atlas.LICENCE.txt", note: "Natural Earth 4.1 (public domain), projected and simplified by world.mjs" },
];
const rows = TAKEN.map(({ name, licence, files, text, note }) => {
  const { version, integrity } = lock.packages[`node_modules/${name}`];
  return `[[package]]\nname = "${name}"\nversion = "${version}"\nlicence = "${licence}"\nlicence_text = "${text}"\nintegrity = "${integrity}"\nfiles = [${files.map((file) => `"${file}"`).join(", ")}]\nnote = "${note}"\n`;
});
writeFileSync(`${out}VENDOR.toml`, `# Made by tools/vendor/vendor.mjs from package-lock.json.\n\n${rows.join("\n")}`);
