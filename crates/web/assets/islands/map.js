// The slider over a map: recolours it from one series file, then lets the rest of the page follow.
// Series: {"schema":"map-series/v1","first":"2024-01-01","days":1096,"places":{"QMA":[[0,1250],[31,null]]}}: from which day (counted from `first`)
// which value holds, in hundredths; null is not known. Loaded when the slider is first touched.

/** @typedef {{ first: string, days: number, places: Record<string, [number, number | null][]> }} Series */

const DAY = 86_400_000;
/** @param {string} date */
const dayNumber = (date) => Math.round(Date.parse(`${date}T00:00:00Z`) / DAY);
/** @param {number} day */
const isoOf = (day) => new Date(day * DAY).toISOString().slice(0, 10);

/** @param {HTMLElement} slider */
function start(slider) {
  const svg = document.getElementById(slider.dataset.map ?? "");
  const input = slider.querySelector("input");
  const output = slider.querySelector("output");
  const [back, on] = slider.querySelectorAll("button");
  const { series: address, first, last, day, parameter } = slider.dataset;
  if (!(svg instanceof SVGSVGElement) || !input || !output || !back || !on || !address || !first || !last || !day) return;
  const months = (slider.dataset.months ?? "").split("|");
  const bounds = (svg.dataset.bounds ?? "").split(",").map(Number);
  const colours = (svg.dataset.colours ?? "").split(",");
  const decimals = Number(svg.dataset.decimals ?? "0");
  const shapes = [...svg.querySelectorAll("[data-place]")];
  const zero = dayNumber(first);
  /** @type {Promise<Series> | undefined} */
  let loading;
  const load = () => (loading ??= fetch(address).then((answer) => (answer.ok ? answer.json() : Promise.reject(new Error(String(answer.status))))));

  /** @param {number} at */
  const said = (at) => {
    const [year, month, date] = isoOf(at).split("-").map(Number);
    return (slider.dataset.format ?? "{day} {month} {year}").replace("{day}", String(date)).replace("{month}", months[(month ?? 1) - 1] ?? "").replace("{year}", String(year));
  };
  /** @param {Series} series @param {number} at */
  const paint = (series, at) => {
    const offset = at - dayNumber(series.first);
    for (const shape of shapes) {
      const steps = series.places[shape.getAttribute("data-place") ?? ""] ?? [];
      const value = steps.findLast(([from]) => from <= offset)?.[1];
      const known = value !== null && value !== undefined && offset < series.days;
      const place = known ? bounds.findLastIndex((bound) => bound <= value) : -1;
      shape.setAttribute("fill", known ? (colours[Math.max(place, 0)] ?? "#fff") : `url(#${svg.id}-none)`);
      if (shape.tagName === "path") shape.setAttribute("stroke", known ? "#fff" : "#8d9aa3");
      const title = shape.querySelector("title");
      if (title) title.textContent = `${shape.getAttribute("data-name")}: ${known ? (value / 100).toFixed(decimals) : (svg.dataset.unknown ?? "?")}`;
    }
  };
  const addressOf = (/** @type {string} */ href, /** @type {number} */ at) => {
    const url = new URL(href, location.href);
    url.searchParams.set(parameter ?? "on", isoOf(at));
    return url;
  };
  let turn = 0;
  /** What else depends on the day is taken from the page of that day. @param {number} at */
  const follow = async (at) => {
    const mine = (turn += 1);
    const url = addressOf(location.href, at);
    history.replaceState(null, "", url);
    for (const link of document.querySelectorAll("a[data-follows-view], a[data-permalink]")) {
      if (link instanceof HTMLAnchorElement) link.href = addressOf(link.href, at).href;
    }
    const answer = await fetch(url, { headers: { accept: "text/html" } });
    if (!answer.ok || mine !== turn) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (mine !== turn) return;
    const fresh = page.querySelectorAll("[data-follows-day]");
    document.querySelectorAll("[data-follows-day]").forEach((old, i) => {
      const next = fresh[i];
      if (next) old.replaceWith(document.adoptNode(next));
    });
    const titles = [page.getElementById(svg.id)?.querySelector("text"), svg.querySelector("text")];
    if (titles[0] && titles[1]) titles[1].textContent = titles[0].textContent;
    document.title = page.title;
  };
  const show = () => {
    const at = zero + Number(input.value);
    output.textContent = said(at);
    input.setAttribute("aria-valuetext", said(at));
    load().then((series) => paint(series, at), () => { location.href = addressOf(location.href, at).href; });
  };
  let waiting = 0;
  const settle = () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => void follow(zero + Number(input.value)), 250);
  };
  input.min = "0";
  input.max = String(dayNumber(last) - zero);
  input.value = String(dayNumber(day) - zero);
  output.textContent = said(dayNumber(day));
  input.setAttribute("aria-valuetext", said(dayNumber(day)));
  input.addEventListener("input", show);
  input.addEventListener("change", settle);
  input.addEventListener("pointerdown", () => void load().catch(() => {}), { once: true });
  for (const [button, step] of /** @type {[HTMLButtonElement, number][]} */ ([[back, -7], [on, 7]])) {
    button.addEventListener("click", () => {
      input.value = String(Number(input.value) + step);
      show();
      settle();
    });
  }
  slider.hidden = false;
}

for (const slider of document.querySelectorAll(".k-slider")) if (slider instanceof HTMLElement) start(slider);
export {};
