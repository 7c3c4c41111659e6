// Compares `koinon index --format csv` with a published file of the Oxford tracker, cell by cell.
// Where they may differ, and why: ../../docs (ties that the source rounded by the order of its floats; values that it filled down).
import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";

const [ours, theirs] = process.argv.slice(2);
const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const cells = (line) => line.split(",").map((cell) => cell.replace(/^"|"$/g, ""));

const lines = gunzipSync(readFileSync(theirs)).toString().split(/\r?\n/);
const dates = cells(lines[0]).slice(3).map((day) => `${day.slice(5)}-${String(months.indexOf(day.slice(2, 5)) + 1).padStart(2, "0")}-${day.slice(0, 2)}`);
const published = new Map();
for (const line of lines.slice(1).filter(Boolean)) {
  // A name may hold a comma: what counts from the right is the days.
  const row = cells(line);
  const values = row.slice(row.length - dates.length);
  values.forEach((value, at) => { if (value !== "" && value !== "NA") published.set(`${row[1]},${dates[at]}`, Number(value)); });
}

let same = 0, near = 0, apart = [], beyond = 0;
for (const line of readFileSync(ours, "utf8").split(/\r?\n/).slice(1).filter(Boolean)) {
  const [place, date, , , value] = line.split(",");
  const want = published.get(`${place},${date}`);
  if (want === undefined) { beyond += 1; continue; }
  published.delete(`${place},${date}`);
  const difference = Math.abs(Number(value) - want);
  if (difference < 1e-9) same += 1;
  else if (difference <= 0.0101) near += 1;
  else apart.push(`${place} ${date}: ${value}, published ${want}`);
}
// Filled down by the source where no indicator exists (329 cells of government response, GRD and CHN); nothing else may be missing.
const filled = [...published.keys()].filter((key) => /^(GRD|CHN),/.test(key)).length;
const missing = published.size - filled;
const isTied = /government_response/.test(theirs);
console.log(`${same} equal, ${near} within a rounding, ${apart.length} apart, ${missing} missing, ${filled} filled down by the source, ${beyond} not published`);
console.log(apart.slice(0, 5).join("\n"));
process.exit(apart.length === 0 && missing === 0 && beyond === 0 && (isTied ? near <= 2376 : near === 0) && same > 200000 ? 0 : 1);
