// Asks `koinon policy` for every golden number of coherence and compares. Usage: golden.mjs KOINON PACK_DIR BORDERS GOLDEN. Prints what differs, and fails.
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";

const [koinon, dir, borders, path] = process.argv.slice(2);
const golden = JSON.parse(readFileSync(path, "utf8"));
const ask = (...words) => JSON.parse(execFileSync(koinon, ["policy", ...words, "--dir", dir, "--json"], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"], maxBuffer: 1 << 28 }));
const period = ["--from", "2020-01-01", "--to", "2022-12-31"];
let broken = 0;
const same = (what, got, want) => {
  if (JSON.stringify(got) !== JSON.stringify(want)) {
    broken += 1;
    console.log(`${what}: got ${JSON.stringify(got)}, want ${JSON.stringify(want)}`);
  }
};

const neighbours = Object.fromEntries(ask("coherence", "--rule", "neighbour", "--borders", borders, ...period).sums.map((sum) => [sum.instrument, sum]));
for (const [code, want] of Object.entries(golden["neighbour_mismatch_ge2_2020_2022"])) {
  const { days, days_known, intervals } = neighbours[code];
  same(`neighbours ${code}`, [days, days_known, intervals], [want.pair_days, want.known_pair_days, want.intervals]);
}
for (const [date, want] of Object.entries(golden["neighbour_mismatch_ge2_on"])) {
  const sums = Object.fromEntries(ask("coherence", "--rule", "neighbour", "--borders", borders, "--on", date).sums.map((sum) => [sum.instrument, sum.intervals]));
  for (const [code, count] of Object.entries(want)) same(`neighbours ${code} on ${date}`, sums[code] ?? 0, count);
}
for (const [code, want] of Object.entries(golden.gap)) {
  const [sum] = ask("coherence", "--rule", "gap", "--instrument", code, "--borders", borders, ...period).sums;
  same(`gap ${code}`, [sum.days, sum.intervals], [want.country_days, want.intervals]);
}
for (const [rule, want] of Object.entries(golden.cross_sector)) {
  const [sum] = ask("coherence", "--rule", rule, ...period).sums;
  same(rule, [sum.days, sum.intervals, sum.places], [want.days, want.intervals, want.countries]);
}
const on = ask("coherence", "--rule", "C2>=2 & E1==0", "--on", "2020-04-15").findings.map((finding) => finding.place_a);
same("closed without support on 2020-04-15", on, golden["cross_sector_C2>=2_E1==0_on_2020-04-15"]);
for (const [rule, want] of Object.entries(golden.diffusion)) {
  const [code, threshold] = rule.split(">=");
  const got = ask("diffusion", "--instrument", code, "--threshold", threshold, "--borders", borders);
  const names = ["adopters", "leaders", "simultaneous", "followers", "within7", "within14", "within28"];
  same(rule, names.map((name) => got[name]), names.map((name) => want[name]));
  same(`${rule}, median lag`, Number(got.median_lag), want.median_lag);
  same(`${rule}, first`, got.places.slice(0, 4).map(({ place, date }) => [place, date]), want.first);
}
console.log(broken === 0 ? "every golden number is computed" : `${broken} numbers differ`);
process.exit(broken === 0 ? 0 : 1);
