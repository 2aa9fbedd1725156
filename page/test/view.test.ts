import assert from "node:assert/strict";
import { test } from "node:test";
import { axis } from "../src/ticks";
import { secondOf, YEAR } from "../src/civil";
import { bounded, opening, panned, showing, zoomed } from "../src/view";
import { pack } from "../src/pack";
import type { Bounds } from "../src/events";
import type { DatedEvent } from "../src/pack";

const at = (from: number, to = from): { bounds: Bounds } => ({ bounds: [from, to, from, to] });

test("the opening view holds all events where none lies far off", () => {
  const events = [at(0), at(100 * YEAR), at(40 * YEAR)];
  const [from, to] = opening(events);
  assert.ok(from < 0 && to > 100 * YEAR);
});

test("a few far ones do not squeeze the others", () => {
  const events = [at(secondOf(-9000)), ...Array.from({ length: 20 }, (_, n) => at(n * YEAR))];
  const [from, to] = opening(events);
  assert.ok(from > -5 * YEAR && to > 19 * YEAR);
});

test("up to a quarter of far ones do not squeeze the others", () => {
  const far = [-9000, -8000, -5000, -3000].map((year) => at(secondOf(year)));
  const [from, to] = opening([...far, ...Array.from({ length: 16 }, (_, n) => at(n * YEAR))]);
  assert.ok(from > -5 * YEAR && to > 15 * YEAR && to < 40 * YEAR);
});

test("a lone day is seen among days, a minute among minutes", () => {
  const day = opening([at(0, 86399)]);
  assert.ok(day[1] - day[0] >= 11.9 * 86400 && day[0] < 0 && day[1] > 86400);
  const minutes = opening([at(0, 59), at(600, 659)]);
  assert.ok(minutes[1] - minutes[0] < 3600);
});

test("no event, or none with a bound, still gives a view", () => {
  assert.ok(opening([])[1] > opening([])[0]);
  assert.ok(opening([at(-Infinity, Infinity)])[1] > 0);
});

test("zoom keeps the moment under the pointer where it is", () => {
  const view = zoomed([0, 1000], 2, 250);
  assert.deepEqual(view, [125, 625]);
});

test("no window is narrower than a minute nor wider than all time, wherever it is", () => {
  assert.equal(zoomed([0, 60], 10)[1], 60);
  const far = bounded([9e17, 9e17 + 1]);
  assert.ok(far[1] - far[0] > 1e5);
  const all = bounded([-1e30, 1e30]);
  assert.deepEqual(all, [-1e18, 1e18]);
  const pushed = panned([-1e18, 0], -0.5);
  assert.equal(pushed[0], -1e18);
});

test("what is seen already moves nothing", () => {
  const view = [0, 1000] as const;
  assert.equal(showing(view, 10, 20), view);
  assert.notEqual(showing(view, 2000, 2010), view);
});

test("every scale from a minute to all of time has its ticks, apart and in order", () => {
  for (let span = 60; span < 2e18; span *= 3.7) {
    for (const start of [-1e17, secondOf(-600), secondOf(2024, 2, 20)]) {
      if (span < Math.abs(start) * 1e-12) continue;
      const { ticks } = axis(start, start + span, 900);
      assert.ok(ticks.length > 0 && ticks.length < 16, `${start} ${span} ${ticks.length}`);
      for (let n = 1; n < ticks.length; n += 1) {
        assert.ok(ticks[n]!.at > ticks[n - 1]!.at);
        assert.ok((ticks[n]!.at - ticks[n - 1]!.at) / span * 900 > 40, `${span}: ${ticks[n - 1]!.label} ${ticks[n]!.label}`);
      }
    }
  }
});

test("years before our era are ticked as people count them", () => {
  const { ticks } = axis(secondOf(-1050), secondOf(600), 900);
  assert.ok(ticks.some((t) => t.label === "1000 BC"));
  assert.ok(ticks.some((t) => t.label === "AD 1"));
});

const event = (index: number, from: number, to: number): DatedEvent => ({
  ...at(from, to), index, uid: String(index), title: "title", edtf: "x", words: "", marks: 0, status: "confirmed",
  actors: [], place: null, tags: [], sources: [], parts: [], block: 0, nth: 0,
});

test("nothing in a row lies on its neighbour, near or far", () => {
  const events = Array.from({ length: 500 }, (_, n) => event(n, n * 50, n * 50 + (n % 7) * 400));
  for (const scale of [0.001, 0.05, 2]) {
    const packing = pack([{ key: "", name: "", events }], scale, 600, () => 80);
    const ends = new Map<number, number>();
    for (const placed of packing.lanes[0]!.placed) {
      assert.ok(placed.from >= (ends.get(placed.row) ?? -Infinity));
      ends.set(placed.row, placed.to);
    }
    assert.equal(packing.lanes[0]!.placed.length, events.length);
  }
});

test("open beginnings and ends take a row for themselves on that side", () => {
  const events = [event(0, -Infinity, 10), event(1, 20, Infinity), event(2, 5000, 5001)];
  const packing = pack([{ key: "", name: "", events }], 1, 600, () => 10);
  assert.deepEqual(packing.lanes[0]!.placed.map((p) => p.row), [0, 1, 0].map((r, n) => (n === 1 ? packing.lanes[0]!.placed[1]!.row : r)));
  assert.notEqual(packing.lanes[0]!.placed[1]!.row, packing.lanes[0]!.placed[2]!.row);
});
