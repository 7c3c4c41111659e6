// Draws the invented archipelago of `koinon demo`: islands, countries, regions, towns. Seeded: the same file each time.
// `node archipelago.mjs` writes crates/web/assets/geometry/archipelago.json. Nothing in it is a real place.
import { Delaunay } from "d3-delaunay";
import { topology } from "topojson-server";
import { feature, mergeArcs, mesh, neighbors } from "topojson-client";
import { polygonArea, polygonCentroid, polygonContains } from "./polygon.mjs";
import { lineOf, pathOf, short, write } from "./geometry.mjs";

const WIDTH = 960;
const HEIGHT = 600;
const CELLS = 5200;

/** mulberry32: small, seeded, the same everywhere. @param {number} seed */
function random(seed) {
  return () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}
const next = random(20261);

// Islands: centre, half axes, turn. The sea between them is never narrower than a ship.
const ISLANDS = [
  { id: "great", at: [318, 318], half: [208, 158], turn: -0.25 },
  { id: "east", at: [715, 330], half: [140, 170], turn: 0.3 },
  { id: "tern", at: [118, 92], half: [44, 26], turn: 0.4 },
  { id: "tern", at: [196, 60], half: [28, 17], turn: -0.2 },
  { id: "tern", at: [70, 150], half: [16, 20], turn: 0 },
  { id: "mid", at: [500, 100], half: [52, 29], turn: -0.5 },
  { id: "mid", at: [572, 58], half: [24, 16], turn: 0.1 },
  { id: "mid", at: [585, 128], half: [20, 13], turn: 0.6 },
  { id: "wren", at: [560, 520], half: [40, 24], turn: 0.2 },
  { id: "wren", at: [640, 556], half: [25, 15], turn: -0.3 },
  { id: "wren", at: [505, 566], half: [17, 12], turn: 0 },
];

// Regions: where they are seeded, and on which islands.
const PLACES = [
  { code: "QZZ", level: "league", name: { en: "League of the Sunder Isles", ar: "رابطة جزر سندر" } },
  { code: "QMA", level: "country", parent: "QZZ", name: { en: "Calmere", ar: "كالمير" } },
  { code: "QMA-H", level: "region", parent: "QMA", name: { en: "Highfell", ar: "هايفل" }, island: "great", seed: [225, 225] },
  { code: "QMA-S", level: "region", parent: "QMA", name: { en: "Saltmere", ar: "سالتمير" }, island: "great", seed: [170, 345] },
  { code: "QMA-A", level: "region", parent: "QMA", name: { en: "Aldervale", ar: "ألدرفيل" }, island: "great", seed: [255, 425] },
  { code: "QMA-M", level: "region", parent: "QMA", name: { en: "Marchwater", ar: "مارشووتر" }, island: "great", seed: [295, 310] },
  { code: "QMA-T", level: "region", parent: "QMA", name: { en: "Tern Isles", ar: "جزر تيرن" }, island: "tern", seed: [118, 92] },
  { code: "QNA", level: "country", parent: "QZZ", name: { en: "Neravia", ar: "نيرافيا" } },
  { code: "QNA-E", level: "region", parent: "QNA", name: { en: "Eastmark", ar: "إيستمارك" }, island: "great", seed: [390, 335] },
  { code: "QNA-L", level: "region", parent: "QNA", name: { en: "Lumen Coast", ar: "ساحل لومن" }, island: "great", seed: [405, 215] },
  { code: "QNA-D", level: "region", parent: "QNA", name: { en: "Darrowby", ar: "داروبي" }, island: "great", seed: [480, 300] },
  { code: "QNA-I", level: "region", parent: "QNA", name: { en: "Neravian Isles", ar: "جزر نيرافيا" }, island: "mid", seed: [500, 100] },
  { code: "QNA-F", level: "region", parent: "QNA", name: { en: "Farhaven", ar: "فارهيفن" }, island: "east", seed: [650, 225] },
  { code: "QPA", level: "country", parent: "QZZ", name: { en: "Pavonne", ar: "بافون" } },
  { code: "QPA-U", level: "region", parent: "QPA", name: { en: "Upper Pavonne", ar: "بافون العليا" }, island: "east", seed: [770, 245] },
  { code: "QPA-K", level: "region", parent: "QPA", name: { en: "Kestrel Shore", ar: "ساحل كستريل" }, island: "east", seed: [650, 345] },
  { code: "QPA-H", level: "region", parent: "QPA", name: { en: "Hollinmoor", ar: "هولينمور" }, island: "east", seed: [780, 370] },
  { code: "QPA-L", level: "region", parent: "QPA", name: { en: "Lower Pavonne", ar: "بافون السفلى" }, island: "east", seed: [700, 445] },
  { code: "QPA-W", level: "region", parent: "QPA", name: { en: "Wren Isles", ar: "جزر رين" }, island: "wren", seed: [560, 520] },
];
// Towns: the first of a country is its capital. `beside` puts a town at the border with another region, facing its twin.
const TOWNS = [
  ["QMA-H-FEL", "Fellgate", "فيلغيت"], ["QMA-H-TAR", "Tarnside", "تارنسايد"],
  ["QMA-S-CAL", "Port Calmere", "ميناء كالمير"], ["QMA-S-BRI", "Brineholm", "برينهولم"],
  ["QMA-A-ALD", "Alderwick", "ألدرويك"], ["QMA-A-MIL", "Millstrand", "ملستراند"],
  ["QMA-M-TWA", "West Twainbridge", "توينبريدج الغربية", "QNA-E"], ["QMA-M-LOC", "Lockmere", "لوكمير"],
  ["QMA-T-TER", "Ternhaven", "تيرنهيفن"],
  ["QNA-E-TWA", "East Twainbridge", "توينبريدج الشرقية", "QMA-M"], ["QNA-E-OST", "Ostrell", "أوستريل"],
  ["QNA-L-LUM", "Lumenport", "لومنبورت"], ["QNA-L-GLA", "Glasswater", "غلاسووتر"],
  ["QNA-D-DAR", "Darrow Bay", "خليج دارو"], ["QNA-D-VEN", "Vennel", "فينل"],
  ["QNA-I-ISL", "Islestead", "آيلستيد"],
  ["QNA-F-LAN", "Lantern Cross", "لانترن كروس", "QPA-U"], ["QNA-F-FAR", "Farhaven Quay", "رصيف فارهيفن"],
  ["QPA-U-LAN", "Lantern Gate", "لانترن غيت", "QNA-F"], ["QPA-U-ORR", "Orrinden", "أوريندن"],
  ["QPA-K-KES", "Kestrelby", "كستريلبي"], ["QPA-K-SHO", "Shorewell", "شورويل"],
  ["QPA-H-HOL", "Hollin Market", "سوق هولين"], ["QPA-H-PEA", "Peatford", "بيتفورد"],
  ["QPA-L-PAV", "Pavonne Harbour", "مرفأ بافون"], ["QPA-L-SUN", "Sunderley", "سندرلي"],
  ["QPA-W-WRE", "Wrenport", "رينبورت"],
];

// A relaxed mesh of cells.
let points = Array.from({ length: CELLS }, () => [next() * WIDTH, next() * HEIGHT]);
let cells = new Delaunay(Float64Array.from(points.flat())).voronoi([0, 0, WIDTH, HEIGHT]);
for (let round = 0; round < 3; round += 1) {
  points = points.map((point, i) => polygonCentroid(/** @type {number[][]} */ (cells.cellPolygon(i))) ?? point);
  cells = new Delaunay(Float64Array.from(points.flat())).voronoi([0, 0, WIDTH, HEIGHT]);
}

// Coast: an ellipse, disturbed by a few waves of its own.
const waves = ISLANDS.map(() => Array.from({ length: 7 }, (_, k) => ({ n: k + 2, size: (0.16 / Math.sqrt(k + 1)) * (0.4 + next()), at: next() * 6.283 })));
/** @param {number[]} point */
function islandAt([x, y]) {
  for (const [i, island] of ISLANDS.entries()) {
    const [dx, dy] = [x - island.at[0], y - island.at[1]];
    const [cos, sin] = [Math.cos(island.turn), Math.sin(island.turn)];
    const [u, v] = [(dx * cos + dy * sin) / island.half[0], (dy * cos - dx * sin) / island.half[1]];
    const angle = Math.atan2(v, u);
    const bound = 1 + waves[i].reduce((sum, wave) => sum + wave.size * Math.sin(wave.n * angle + wave.at), 0) * 0.6;
    if (Math.hypot(u, v) < bound) return island.id;
  }
  return undefined;
}
const seeds = PLACES.filter((place) => place.seed);
/** @type {(string | undefined)[]} */
const owner = points.map((point) => {
  const island = islandAt(point);
  if (!island) return undefined;
  const wobble = [point[0] + 14 * Math.sin(point[1] / 21), point[1] + 14 * Math.sin(point[0] / 19)];
  const near = seeds.filter((place) => place.island === island).map((place) => [Math.hypot(wobble[0] - place.seed[0], wobble[1] - place.seed[1]), place.code]);
  near.sort((a, b) => Number(a[0]) - Number(b[0]));
  return String(near[0][1]);
});

/** GeoJSON of shapes and what they are. @param {[unknown, unknown][]} pairs */
const collection = (pairs) => ({ type: "FeatureCollection", features: pairs.map(([geometry, properties]) => ({ type: "Feature", geometry, properties })) });
const land = points.map((_, i) => i).filter((i) => owner[i]);
const mosaic = topology({ cells: collection(land.map((i) => [{ type: "Polygon", coordinates: [cells.cellPolygon(i)] }, { owner: owner[i] }])) });
const regions = seeds.map((place) => [
  feature(mosaic, mergeArcs(mosaic, mosaic.objects.cells.geometries.filter((cell) => cell.properties.owner === place.code))).geometry,
  { code: place.code },
]);
const map = topology({ regions: collection(regions) });
// Chaikin's corner cutting on shared arcs: smooth coasts, and borders that still meet.
map.arcs = map.arcs.map((arc) => {
  const ring = arc[0][0] === arc.at(-1)[0] && arc[0][1] === arc.at(-1)[1];
  const cut = [];
  for (let i = 0; i + 1 < arc.length; i += 1) {
    const [a, b] = [arc[i], arc[i + 1]];
    cut.push([a[0] * 0.75 + b[0] * 0.25, a[1] * 0.75 + b[1] * 0.25], [a[0] * 0.25 + b[0] * 0.75, a[1] * 0.25 + b[1] * 0.75]);
  }
  if (ring) return [...cut, cut[0]];
  return [arc[0], ...cut.slice(1, -1), arc.at(-1)];
});

const shapes = new Map(map.objects.regions.geometries.map((geometry) => {
  const { coordinates, type } = feature(map, geometry).geometry;
  return [geometry.properties.code, type === "Polygon" ? [coordinates] : coordinates];
}));
const codes = map.objects.regions.geometries.map((geometry) => geometry.properties.code);
const beside = new Map(neighbors(map.objects.regions.geometries).map((list, i) => [codes[i], list.map((j) => codes[j]).sort()]));
const parentOf = (/** @type {string} */ code) => code.split("-")[0];

/** The largest ring of a region. @param {string} code */
const mainRing = (code) => shapes.get(code).map((polygon) => polygon[0]).sort((a, b) => Math.abs(polygonArea(b)) - Math.abs(polygonArea(a)))[0];
/** The place in a ring farthest from its edge, by trial. @param {number[][]} ring @param {number[][]} away */
function inside(ring, away) {
  let best = [polygonCentroid(ring), -1];
  const xs = ring.map((p) => p[0]);
  const ys = ring.map((p) => p[1]);
  for (let k = 0; k < 900; k += 1) {
    const p = [Math.min(...xs) + next() * (Math.max(...xs) - Math.min(...xs)), Math.min(...ys) + next() * (Math.max(...ys) - Math.min(...ys))];
    if (!polygonContains(ring, p)) continue;
    const edge = Math.min(...ring.map((q) => Math.hypot(q[0] - p[0], q[1] - p[1])));
    const other = Math.min(1e9, ...away.map((q) => Math.hypot(q[0] - p[0], q[1] - p[1]) * 0.3));
    if (Math.min(edge, other) > best[1]) best = [p, Math.min(edge, other)];
  }
  return best[0];
}
const coast = mesh(map, map.objects.regions, (a, b) => a === b).coordinates.flat();
/** A harbour: just within the ring, at the coast, away from what is taken and from the region's name. @param {number[][]} ring @param {number[][]} away */
function harbour(ring, away) {
  const shore = coast.filter((p) => ring.some((q) => q[0] === p[0] && q[1] === p[1]));
  const middle = inside(ring, []);
  let best = [middle, -1];
  for (const p of shore) {
    const distance = Math.hypot(middle[0] - p[0], middle[1] - p[1]);
    const at = [p[0] + ((middle[0] - p[0]) / distance) * 6, p[1] + ((middle[1] - p[1]) / distance) * 6];
    if (!polygonContains(ring, at)) continue;
    const edge = Math.min(...ring.map((q) => Math.hypot(q[0] - at[0], q[1] - at[1])));
    const land = Math.min(200, ...ring.filter((q) => !shore.includes(q)).map((q) => Math.hypot(q[0] - at[0], q[1] - at[1])));
    const other = Math.min(200, ...away.map((q) => Math.hypot(q[0] - at[0], q[1] - at[1])));
    const score = Math.min(edge, 4) + Math.min(land, 40) / 10 + Math.min(other, 60) / 10 - Math.abs(distance - 50) / 40;
    if (score > best[1]) best = [at, score];
  }
  return best[0];
}
const HARBOURS = /port|bay|harbour|quay|strand|haven|brine|glass|kestrelby|sunderley/i;
const round = (/** @type {number[]} */ p) => p.map((value) => Number(short(value)));

/** @type {Map<string, number[]>} */
const town = new Map();
for (const [code, , , twin] of TOWNS) {
  if (!twin) continue;
  const region = code.slice(0, 5);
  const border = mesh(map, map.objects.regions, (a, b) => [a.properties.code, b.properties.code].sort().join() === [region, twin].sort().join()).coordinates[0];
  const i = Math.floor(border.length / 2);
  const [mid, along] = [border[i], [border[i + 1][0] - border[i - 1][0], border[i + 1][1] - border[i - 1][1]]];
  const size = Math.hypot(along[0], along[1]);
  const side = [[-along[1] / size, along[0] / size], [along[1] / size, -along[0] / size]].map((n) => [mid[0] + n[0] * 5, mid[1] + n[1] * 5]);
  town.set(code, side.find((p) => polygonContains(mainRing(region), p)) ?? side[0]);
}
for (const [code, name, , twin] of TOWNS) {
  if (twin) continue;
  const taken = [...town].filter(([other]) => other.startsWith(code.slice(0, 5))).map(([, p]) => p);
  const ring = mainRing(code.slice(0, 5));
  town.set(code, HARBOURS.test(name) ? harbour(ring, [...taken, inside(ring, [])]) : inside(ring, [...taken, inside(ring, [])]));
}
const CAPITALS = new Set(["QMA-S-CAL", "QNA-L-LUM", "QPA-L-PAV"]);

const places = PLACES.flatMap((place) => {
  const { code, name, level, parent } = place;
  if (level === "league") return [{ code, level, name, neighbours: [] }];
  if (level === "country") {
    const parts = map.objects.regions.geometries.filter((geometry) => parentOf(geometry.properties.code) === code);
    const { coordinates } = feature(map, mergeArcs(map, parts)).geometry;
    const polygons = typeof coordinates[0][0][0] === "number" ? [coordinates] : coordinates;
    const main = polygons.map((polygon) => polygon[0]).sort((a, b) => Math.abs(polygonArea(b)) - Math.abs(polygonArea(a)))[0];
    const abroad = codes.filter((other) => parentOf(other) === code).flatMap((other) => beside.get(other)).map(parentOf).filter((other) => other !== code);
    return [{ code, level, parent, name, neighbours: [...new Set(abroad)].sort(), label: round(inside(main, [])), path: pathOf(polygons.flat()) }];
  }
  return [
    { code, level, parent, name, neighbours: beside.get(code), label: round(inside(mainRing(code), [])), path: pathOf(shapes.get(code).flat()) },
    ...TOWNS.filter(([town]) => town.startsWith(`${code}-`)).map(([own, en, ar]) => ({
      code: own, level: "town", parent: code, name: { en, ar }, ...(CAPITALS.has(own) ? { capital: true } : {}),
      neighbours: TOWNS.filter((other) => other[3] && own.slice(6) === other[0].slice(6) && other[0] !== own).map((other) => other[0]), point: round(town.get(own)),
    })),
  ];
});
const borders = mesh(map, map.objects.regions, (a, b) => a !== b && parentOf(a.properties.code) !== parentOf(b.properties.code)).coordinates;
write(new URL("../../crates/web/assets/geometry/archipelago.json", import.meta.url).pathname, {
  format: "koinon-geometry/1",
  view: [WIDTH, HEIGHT],
  invented: true,
  projection: "none: an invented sea",
  source: "Koinon demo archipelago, drawn by tools/vendor/archipelago.mjs, seed 20261",
  licence: "MIT OR Apache-2.0",
}, places, borders.map((line) => ({ kind: "border", path: lineOf(line) })));
