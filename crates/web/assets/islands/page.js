// What every page may do with scripts; all of it works without them.
// Tables that are whole sort in place, filters send themselves, `/` goes to the search, charts tell what the pointer rests on.

const { lang } = document.documentElement;
// Digits are 0-9 in every language; French groups them by spaces and has a decimal comma.
const decimals = new Intl.NumberFormat(`${lang}-u-nu-latn`, { minimumFractionDigits: 2, maximumFractionDigits: 2 });

/** @param {string} text */
const numberOf = (text) => {
  const bare = text.replaceAll(/[\s\u2068\u2069]/g, "");
  const plain = lang === "fr" ? bare.replace(",", ".") : bare.replaceAll(",", "");
  return /^-?\d+(\.\d+)?/.test(plain) ? Number.parseFloat(plain) : undefined;
};

/** @param {HTMLTableElement} table */
function sortInPlace(table) {
  const body = table.tBodies[0];
  if (!body) return;
  const headers = [...table.querySelectorAll("thead th")];
  headers.forEach((header, column) => {
    if (header.querySelector("a, button")) return;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "k-sort-button";
    button.textContent = header.textContent;
    header.replaceChildren(button);
    button.addEventListener("click", () => {
      const ascending = header.getAttribute("aria-sort") !== "ascending";
      headers.forEach((other) => other.removeAttribute("aria-sort"));
      header.setAttribute("aria-sort", ascending ? "ascending" : "descending");
      /** @param {HTMLTableRowElement} row */
      const text = (row) => row.cells[column]?.textContent?.trim() ?? "";
      const rows = [...body.rows].map((row) => ({ row, text: text(row), number: numberOf(text(row)) }));
      rows.sort((a, b) => {
        const order = a.number !== undefined && b.number !== undefined ? a.number - b.number : a.number !== undefined ? -1 : b.number !== undefined ? 1 : a.text.localeCompare(b.text, lang);
        return ascending ? order : -order;
      });
      body.append(...rows.map(({ row }) => row));
    });
  });
}

/** @param {HTMLFormElement} form */
function autoSubmit(form) {
  form.addEventListener("change", (event) => {
    if (event.target instanceof HTMLSelectElement) form.requestSubmit();
  });
  // Empty answers are left out of the address, so that links compare.
  form.addEventListener("submit", () => {
    for (const field of form.elements) {
      if ((field instanceof HTMLInputElement || field instanceof HTMLSelectElement) && field.value === "") field.disabled = true;
    }
  });
}
// Back in the history: fields that were left out can be filled in again.
addEventListener("pageshow", () => {
  for (const field of document.querySelectorAll("form[data-auto-submit] :disabled")) {
    if (field instanceof HTMLInputElement || field instanceof HTMLSelectElement) field.disabled = false;
  }
});

/** @param {SVGSVGElement} svg */
function tips(svg) {
  const figure = svg.closest("figure") ?? svg.parentElement;
  if (!(figure instanceof HTMLElement)) return;
  const tip = document.createElement("div");
  tip.className = "k-tip";
  tip.hidden = true;
  tip.setAttribute("aria-hidden", "true");
  figure.style.position = "relative";
  figure.append(tip);
  const cross = crosshair(svg);
  svg.addEventListener("pointermove", (event) => {
    const shape = event.target instanceof Element ? event.target.closest("[data-place], path, rect") : null;
    const title = shape?.querySelector(":scope > title");
    const text = cross?.(event) ?? title?.textContent;
    tip.hidden = !text;
    if (!text) return;
    tip.textContent = text;
    tip.style.whiteSpace = "pre-line";
    const box = figure.getBoundingClientRect();
    const left = event.clientX - box.left;
    tip.style.left = `${Math.max(0, left > box.width / 2 ? left - tip.offsetWidth - 12 : left + 14)}px`;
    tip.style.top = `${event.clientY - box.top + 14}px`;
  });
  svg.addEventListener("pointerleave", () => {
    tip.hidden = true;
    cross?.(undefined);
  });
}

/**
 * On charts of step lines: a line at the pointer, and what each series says on that day.
 * @param {SVGSVGElement} svg
 * @returns {((event: PointerEvent | undefined) => string | undefined) | undefined}
 */
function crosshair(svg) {
  const { first, days, left, width, top, bottom } = svg.dataset;
  if (!first || !days || !left || !width || !top || !bottom) return undefined;
  const line = document.createElementNS("http://www.w3.org/2000/svg", "path");
  line.setAttribute("stroke", "#14212b");
  line.setAttribute("pointer-events", "none");
  svg.append(line);
  const series = [...svg.querySelectorAll("path[data-steps]")].map((path) => ({
    name: path.querySelector("title")?.textContent ?? "",
    steps: (path.getAttribute("data-steps") ?? "").split(" ").map((step) => step.split(":")).map(([day, value]) => ({ day: Number(day), value: value ?? "" })),
  }));
  return (event) => {
    const matrix = svg.getScreenCTM();
    const point = event && matrix ? new DOMPoint(event.clientX, event.clientY).matrixTransform(matrix.inverse()) : undefined;
    const day = point ? Math.floor(((point.x - Number(left)) / Number(width)) * Number(days)) : -1;
    if (!point || day < 0 || day >= Number(days) || point.y < Number(top) || point.y > Number(bottom)) {
      line.removeAttribute("d");
      return undefined;
    }
    line.setAttribute("d", `M${point.x} ${top}V${bottom}`);
    const date = new Date(Date.parse(`${first}T00:00:00Z`) + day * 86_400_000).toISOString().slice(0, 10);
    const said = series.map(({ name, steps }) => {
      const value = steps.findLast((step) => step.day <= day)?.value;
      return `${name}: ${value ? decimals.format(Number(value) / 100) : "?"}`;
    });
    return [date, ...said].join("\n");
  };
}

for (const table of document.querySelectorAll("table[data-sortable]")) if (table instanceof HTMLTableElement) sortInPlace(table);
for (const form of document.querySelectorAll("form[data-auto-submit]")) if (form instanceof HTMLFormElement) autoSubmit(form);
for (const svg of document.querySelectorAll(".k-chart svg")) if (svg instanceof SVGSVGElement) tips(svg);
document.addEventListener("keydown", (event) => {
  const typing = event.target instanceof HTMLElement && event.target.matches("input, textarea, select, [contenteditable]");
  if (event.key !== "/" || typing || event.ctrlKey || event.metaKey || event.altKey) return;
  const search = document.getElementById("k-q");
  if (!search) return;
  event.preventDefault();
  search.focus();
});
export {};
