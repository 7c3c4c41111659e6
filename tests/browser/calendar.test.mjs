// Calendars as another program reads them: ical.js, which no one here wrote.
import assert from "node:assert/strict";
import { test } from "node:test";
import ICAL from "ical.js";
import { fetched, routes, url } from "./site.mjs";

/** The events of a calendar of this site, read strictly. */
const events = async (path) => {
  const { status, headers, text } = await fetched(path);
  assert.equal(status, 200, path);
  assert.match(headers.get("content-type") ?? "", /^text\/calendar; charset=utf-8/);
  assert.ok(text.endsWith("END:VCALENDAR\r\n") && !/[^\r]\n/.test(text), `${path}: lines end in CRLF`);
  const longest = Math.max(...text.split("\r\n").map((line) => Buffer.byteLength(line)));
  assert.ok(longest <= 75, `${path}: a line of ${longest} bytes`);
  const calendar = new ICAL.Component(ICAL.parse(text));
  assert.equal(calendar.name, "vcalendar");
  for (const name of ["version", "prodid", "name", "source"]) assert.ok(calendar.getFirstPropertyValue(name), `${path} has no ${name}`);
  assert.ok(calendar.getAllSubcomponents().length > 0, `${path} is empty, which RFC 5545 forbids`);
  const all = calendar.getAllSubcomponents("vevent").map((component) => new ICAL.Event(component));
  assert.equal(new Set(all.map((event) => event.uid)).size, all.length, `${path}: a UID twice`);
  for (const event of all) {
    assert.ok(event.startDate.isDate && event.duration.toSeconds() === 86_400, `${event.uid} is no whole day`);
    assert.match(event.uid, /^[a-z2-7]{26}-(ends|review)@[a-z0-9.-]+$/);
    assert.ok(event.summary && event.component.getFirstPropertyValue("url").startsWith("http"));
    assert.equal(event.component.getAllSubcomponents("valarm").length, 0);
  }
  return all;
};

test("calendars of measures, places and one measure are read by another program, in three languages", async () => {
  const paths = (await routes()).map(({ path }) => path);
  const place = paths.find((path) => /^\/places\/[A-Z]/.test(path));
  for (const path of ["/policies.ics", "/policies.ics?place=NOWHERE".replace("NOWHERE", place.split("/")[2]), `${place}.ics`, `/ar${place}.ics`, "/fr/policies.ics"]) await events(path);
});

test("a measure's calendar has the last day that its page has, under a name that stays", async () => {
  const { measures } = JSON.parse((await fetched("/policies.json?limit=200")).text);
  const ending = measures.filter((measure) => measure.to && !measure.withdrawn).slice(0, 5);
  assert.ok(ending.length > 0, "no measure of this node ends");
  for (const { sid, to } of ending) {
    const days = (await events(`/measures/${sid}.ics`)).filter((event) => event.uid.startsWith(`${sid}-ends@`));
    assert.deepEqual(days.map((event) => event.startDate.toString()), [to]);
  }
});

test("a page links its calendar, and the same cut and day give the same bytes", async () => {
  const page = (await fetched("/en/policies")).text;
  assert.match(page, /href="[^"]*\/policies\.ics/);
  const [first, second] = [await fetched("/policies.ics"), await fetched("/policies.ics")];
  assert.equal(first.text, second.text);
  assert.equal(first.headers.get("etag"), second.headers.get("etag"));
  assert.ok(url.startsWith("http"));
});
