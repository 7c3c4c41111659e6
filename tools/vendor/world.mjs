// Makes crates/web/assets/geometry/world.json: Natural Earth 1:50m (through world-atlas), Equal Earth, simplified, joined by code.
// `node world.mjs`. Codes come from ISO numbers, never from shapes or names; what has no number is named below, one by one.
// Areas whose belonging is disputed are drawn for themselves, hatched, in no one's colour (worldview `neutral-disputed`).
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { geoEqualEarth, geoPath } from "d3-geo";
import { feature } from "topojson-client";
import { presimplify, simplify, sphericalTriangleArea } from "topojson-simplify";
import countries from "i18n-iso-countries";
import { pathOf, short, write } from "./geometry.mjs";

const require = createRequire(import.meta.url);
const read = (/** @type {string} */ name) => JSON.parse(readFileSync(require.resolve(name), "utf8"));
const atlas = read("world-atlas/countries-50m.json");

const WIDTH = 960;
const STERADIANS_MIN = 1.1e-5; // finer is bigger than the page may be, coarser makes borders look crude
const CIRCLE_BELOW = 7; // square pixels: smaller shapes are circles
const SKIPPED = new Set(["Antarctica", "Ashmore and Cartier Is.", "Indian Ocean Ter.", "Fr. S. Antarctic Lands", "Heard I. and McDonald Is.", "S. Geo. and the Is."]);
/** What Natural Earth draws and ISO has no number for: a user-assigned code in common use, or a disputed area without one. */
const WITHOUT_NUMBER = { Kosovo: "RKS", Somaliland: undefined, "N. Cyprus": undefined, "Siachen Glacier": undefined };
const DISPUTED_CODES = new Set(["ESH"]);

/** Keeps what lies on one side of a parallel or within a box. @param {number[][]} ring @param {(p: number[]) => number} side positive is kept */
function clip(ring, side) {
  const out = [];
  for (let i = 0; i + 1 < ring.length; i += 1) {
    const [a, b] = [ring[i], ring[i + 1]];
    const [sa, sb] = [side(a), side(b)];
    if (sa >= 0) out.push(a);
    if (sa >= 0 !== sb >= 0) out.push([a[0] + ((b[0] - a[0]) * sa) / (sa - sb), a[1] + ((b[1] - a[1]) * sa) / (sa - sb)]);
  }
  return out.length > 2 ? [...out, out[0]] : [];
}
const box = (/** @type {number[]} */ [w, s, e, n]) => [(/** @type {number[]} */ p) => p[0] - w, (/** @type {number[]} */ p) => e - p[0], (/** @type {number[]} */ p) => p[1] - s, (/** @type {number[]} */ p) => n - p[1]];
/** Parts of a drawn country that others claim: which country, which box, and whether a polygon of its own lies in it or all south of its upper edge is meant. */
const DISPUTED_PARTS = [
  { name: "Crimea", of: "RUS", whole: true, box: [32.2, 44.2, 36.8, 46.3] },
  { name: "Western Sahara", of: "MAR", whole: false, box: [-18, 20, -8, 27.667] },
];

const topology = simplify(presimplify(atlas, sphericalTriangleArea), STERADIANS_MIN);
const geometries = topology.objects.countries.geometries;
const named = (/** @type {any} */ geometry) => geometry.properties.name;
const codeOf = (/** @type {any} */ geometry) => (named(geometry) in WITHOUT_NUMBER ? WITHOUT_NUMBER[named(geometry)] : countries.numericToAlpha3(geometry.id));
const shown = geometries.filter((/** @type {any} */ geometry) => !SKIPPED.has(named(geometry)));
const world = { type: "FeatureCollection", features: shown.map((/** @type {any} */ geometry) => feature(topology, geometry)) };
const projection = geoEqualEarth().rotate([-11, 0]);
projection.fitWidth(WIDTH - 8, world);
const bounds = geoPath(projection).bounds(world);
projection.translate([projection.translate()[0] - bounds[0][0] + 4, projection.translate()[1] - bounds[0][1] + 4]);
const HEIGHT = Math.ceil(bounds[1][1] - bounds[0][1] + 8);
const draw = geoPath(projection);

/** Rings of points, projected. @param {any} shape */
const ringsOf = (shape) => (draw(shape) ?? "").split("M").filter(Boolean).map((part) => part.replace("Z", "").split("L").map((pair) => pair.split(",").map(Number))).map((ring) => [...ring, ring[0]]);
/** @param {number[][]} ring */
const area = (ring) => Math.abs(ring.slice(0, -1).reduce((sum, [x, y], i) => sum + x * ring[i + 1][1] - ring[i + 1][0] * y, 0) / 2);
const speck = (/** @type {number[][]} */ ring) => area(ring) < 0.6;

const english = new Intl.DisplayNames(["en"], { type: "region" });
const arabic = new Intl.DisplayNames(["ar"], { type: "region" });
const nameOf = (/** @type {string} */ code) => {
  const two = code === "RKS" ? "XK" : countries.alpha3ToAlpha2(code);
  return { en: english.of(two), ar: arabic.of(two) };
};

const places = [];
const disputed = [];
for (const geometry of shown) {
  const code = codeOf(geometry);
  const shape = feature(topology, geometry);
  if (!code) {
    disputed.push({ kind: "disputed", name: named(geometry), path: pathOf(ringsOf(shape)) });
    continue;
  }
  let polygons = shape.geometry.type === "Polygon" ? [shape.geometry.coordinates] : shape.geometry.coordinates;
  for (const part of DISPUTED_PARTS.filter((part) => part.of === code)) {
    const within = (/** @type {number[][]} */ ring) => ring.every((p) => box(part.box).every((side) => side(p) >= 0));
    const parted = part.whole ? polygons.filter((/** @type {number[][][]} */ [ring]) => within(ring)) : polygons;
    const cut = parted.map((/** @type {number[][][]} */ [ring]) => box(part.box).reduce(clip, ring)).filter((/** @type {number[][]} */ ring) => ring.length > 3);
    disputed.push({ kind: "disputed", name: part.name, path: pathOf(cut.flatMap((/** @type {number[][]} */ ring) => ringsOf({ type: "Polygon", coordinates: [ring] }))) });
    if (part.whole) polygons = polygons.filter((/** @type {number[][][]} */ [ring]) => !within(ring));
    else polygons = polygons.map((/** @type {number[][][]} */ rings) => rings.map((ring) => clip(ring, (p) => p[1] - part.box[3])).filter((ring) => ring.length > 3)).filter((/** @type {number[][][]} */ rings) => rings.length);
  }
  const rings = ringsOf({ type: "MultiPolygon", coordinates: polygons });
  const large = rings.filter((ring) => !speck(ring));
  const total = rings.reduce((sum, ring) => sum + area(ring), 0);
  const [x, y] = draw.centroid(shape);
  const head = { code, level: "country", name: nameOf(code), ...(DISPUTED_CODES.has(code) ? { disputed: true } : {}) };
  if (total < CIRCLE_BELOW || large.length === 0) places.push({ ...head, point: [Number(short(x)), Number(short(y))] });
  else places.push({ ...head, path: pathOf(large) });
}
places.sort((a, b) => (a.code < b.code ? -1 : 1));
if (new Set(places.map((place) => place.code)).size !== places.length) throw new Error("a code stands twice");
write(new URL("../../crates/web/assets/geometry/world.json", import.meta.url).pathname, {
  format: "koinon-geometry/1",
  view: [WIDTH, HEIGHT],
  invented: false,
  projection: "Equal Earth, rotated 11 degrees",
  worldview: "neutral-disputed",
  source: "Natural Earth 4.1, 1:50m (world-atlas 2.0.2); names: CLDR",
  licence: "Public domain",
}, places, disputed);
