// Invented statements for measuring: measures of an invented country, about 525 bytes as entries, one in three a new word about an older subject.
//
//   node benches/statements.mjs COUNT FROM   lines for `koinon publish`, numbered from FROM; the same for the same numbers
//   node benches/statements.mjs coverage     lines that say from when to when all of them are stated: without, every level is unknown
const [count, from] = process.argv.slice(2).map(Number);
let state = 0x9e3779b9 ^ from;
const below = (bound) => {
  state ^= state << 13; state ^= state >>> 17; state ^= state << 5;
  return (state >>> 0) % bound;
};
const words = Array.from({ length: 20000 }, (_, n) => [..."bdfgklmnprst"][n % 12] + [..."aeiou"][n % 5] + ((n * 7919) % 20000).toString(36));
const instruments = ["C1", "C2", "C3", "C4", "C5", "C6", "C7", "H1", "H6", "H8"];
const highest = { C1: 3, C2: 3, C3: 2, C4: 4, C5: 2, C6: 3, C7: 2, H1: 2, H6: 4, H8: 3 };
if (process.argv[2] === "coverage") {
  for (let n = 0; n < 1000; n += 100) {
    const places = Array.from({ length: 100 }, (_, below) => `QMA-${String(n + below).padStart(3, "0")}`);
    console.log(JSON.stringify({ kind: "coverage/v1", subject: `coverage:${n}`, body: { places, instruments, from: "2020-01-01", to: "2024-12-31" } }));
  }
}
const day = (n) => new Date(Date.UTC(2020, 0, 1 + n)).toISOString().slice(0, 10);
// A third of the lines revise the line before them; `revises` names it, so that a batch stands on its own.
const out = [];
let last = null;
for (let n = 0; n < count; n += 1) {
  const isRevision = last !== null && n % 10 < 3 && n % 10 > 0;
  const instrument = isRevision ? last.instrument : instruments[below(instruments.length)];
  const place = isRevision ? last.place : `QMA-${String(Math.floor((below(1000) / 1000) ** 3 * 1000)).padStart(3, "0")}`;
  const start = isRevision ? last.start : day(below(1400));
  const subject = isRevision ? last.subject : `m${from + n}`;
  const text = Array.from({ length: 12 + below(20) }, () => words[below(words.length)]).join(" ");
  const body = { instrument, place, level: 1 + below(highest[instrument]), flag: below(2), start, title: `Order ${from + n}`, text };
  if (below(2)) body.end = day(1400 + below(300));
  out.push(JSON.stringify({ kind: "measure/v1", subject, ...(isRevision ? { revises: `line:${n}` } : {}), body }));
  last = { instrument, place, start, subject };
  if (out.length === 5000) { process.stdout.write(out.join("\n") + "\n"); out.length = 0; }
}
if (out.length) process.stdout.write(out.join("\n") + "\n");
