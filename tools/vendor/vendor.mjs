// Regenerates crates/web/assets/vendor: the stylesheets taken from others, both directions, the font of pictures, their licences, and VENDOR.toml.
// `node vendor.mjs`. What is taken: govuk-frontend without its fonts, crest, branding, and the blocks that no page of ours uses.
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import postcss from "postcss";
import rtlcss from "rtlcss";
import subsetFont from "subset-font";

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

/** What pictures are written in: Latin with Vietnamese, Greek, Cyrillic, and the signs that charts use. */
const LETTERS = [
  [0x20, 0x7e], [0xa0, 0x24f], [0x259, 0x259], [0x2bb, 0x2bd], [0x2c6, 0x2dd], [0x300, 0x304], [0x306, 0x30c], [0x323, 0x323], [0x326, 0x328],
  [0x370, 0x3ff], [0x400, 0x4ff], [0x1e80, 0x1e85], [0x1e9e, 0x1e9e], [0x1ea0, 0x1ef9], [0x2010, 0x2027], [0x202f, 0x203a], [0x20a0, 0x20bf],
  [0x2116, 0x2116], [0x2122, 0x2122], [0x2190, 0x2199], [0x2212, 0x2212], [0x221e, 0x221e], [0x2248, 0x2248], [0x2260, 0x2265], [0x25a0, 0x25ff],
];
const letters = LETTERS.flatMap(([from, to]) => Array.from({ length: to - from + 1 }, (_, at) => String.fromCodePoint(from + at))).join("");
const inter = "@expo-google-fonts/inter";
for (const [weight, name] of [["400Regular", "regular"], ["700Bold", "bold"]]) {
  const whole = readFileSync(require.resolve(`${inter}/${weight}/Inter_${weight}.ttf`));
  const keepFeatures = ["kern", "mark", "mkmk", "ccmp", "locl"];
  writeFileSync(`${out}inter-${name}.ttf`, await subsetFont(whole, letters, { targetFormat: "sfnt", noHinting: true, keepFeatures, dropTables: ["gasp"] }));
}
copyFileSync(require.resolve(`${inter}/LICENSE_FONT`), `${out}inter.LICENCE.txt`);

const lock = JSON.parse(readFileSync(new URL("package-lock.json", import.meta.url), "utf8"));
const TAKEN = [
  { name: "govuk-frontend", licence: "MIT", files: ["base.css", "base.rtl.css"], text: "govuk-frontend.LICENCE.txt", note: "fonts, crest and unused blocks removed; second sheet turned by rtlcss" },
  { name: "world-atlas", licence: "ISC", files: ["../geometry/world.json"], text: "world-atlas.LICENCE.txt", note: "Natural Earth 4.1 (public domain), projected and simplified by world.mjs" },
  { name: inter, licence: "OFL-1.1", files: ["inter-regular.ttf", "inter-bold.ttf"], text: "inter.LICENCE.txt", note: "cut to Latin, Greek, Cyrillic and signs of charts, without hinting; draws text in PNG" },
];
const rows = TAKEN.map(({ name, licence, files, text, note }) => {
  const { version, integrity } = lock.packages[`node_modules/${name}`];
  return `[[package]]\nname = "${name}"\nversion = "${version}"\nlicence = "${licence}"\nlicence_text = "${text}"\nintegrity = "${integrity}"\nfiles = [${files.map((file) => `"${file}"`).join(", ")}]\nnote = "${note}"\n`;
});
writeFileSync(`${out}VENDOR.toml`, `# Made by tools/vendor/vendor.mjs from package-lock.json.\n\n${rows.join("\n")}`);
