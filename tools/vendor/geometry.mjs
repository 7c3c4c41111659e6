// What both geometry scripts share: arcs to path text, rounding, writing the file the crate reads (crates/web/src/geometry.rs has the format).
import { writeFileSync } from "node:fs";

/** One decimal, without a trailing `.0`. @param {number} value */
export const short = (value) => String(Math.round(value * 10) / 10);

/** Path text of rings: absolute start, relative steps in tenths. @param {number[][][]} rings */
export function pathOf(rings) {
  let text = "";
  for (const ring of rings) {
    const points = ring.map(([x, y]) => [Math.round(x * 10), Math.round(y * 10)]);
    let [px, py] = points[0];
    let part = `M${px / 10},${py / 10}l`;
    let first = true;
    let count = 0;
    for (const [x, y] of points.slice(1, -1)) {
      if (x === px && y === py) continue;
      const dx = (x - px) / 10;
      const dy = (y - py) / 10;
      part += `${first ? "" : dx < 0 ? "" : " "}${dx}${dy < 0 ? "" : " "}${dy}`;
      [px, py] = [x, y];
      first = false;
      count += 1;
    }
    if (count >= 2) text += `${part}z`;
  }
  return text.replaceAll(/(^|[ l-])0\./g, "$1.");
}

/** Path text of an open line. @param {number[][]} line */
export const lineOf = (line) => pathOf([[...line, line[0]]]).slice(0, -1);

/** Writes one geometry file: places one a line, so that diffs can be read. @param {string} file @param {Record<string, unknown>} head @param {unknown[]} places @param {unknown[]} lines */
export function write(file, head, places, lines) {
  const rows = (/** @type {unknown[]} */ list) => list.map((one) => "  " + JSON.stringify(one)).join(",\n");
  const top = Object.entries(head).map(([key, value]) => `${JSON.stringify(key)}: ${JSON.stringify(value)}`).join(",\n");
  writeFileSync(file, `{${top},\n"places": [\n${rows(places)}\n],\n"lines": [\n${rows(lines)}\n]}\n`);
}
