// Three small sums over a ring of points.

/** Signed area. @param {number[][]} ring */
export const polygonArea = (ring) => ring.reduce((sum, [x, y], i) => { const [a, b] = ring[(i + 1) % ring.length]; return sum + x * b - a * y; }, 0) / 2;

/** Centre of mass. @param {number[][]} ring */
export function polygonCentroid(ring) {
  let [cx, cy, total] = [0, 0, 0];
  ring.forEach(([x, y], i) => {
    const [a, b] = ring[(i + 1) % ring.length];
    const cross = x * b - a * y;
    cx += (x + a) * cross;
    cy += (y + b) * cross;
    total += cross;
  });
  return total === 0 ? ring[0] : [cx / (3 * total), cy / (3 * total)];
}

/** Whether a point lies within a ring. @param {number[][]} ring @param {number[]} point */
export function polygonContains(ring, [x, y]) {
  let within = false;
  ring.forEach(([ax, ay], i) => {
    const [bx, by] = ring[(i + 1) % ring.length];
    if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) within = !within;
  });
  return within;
}
