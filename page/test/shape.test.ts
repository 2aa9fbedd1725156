import assert from "node:assert/strict";
import { test } from "node:test";
import { SPAN } from "../src/events";
import { DOT, FADE, pieces } from "../src/shape";
import type { Bounds } from "../src/events";

const x = (t: number): number => t / 10;
const draw = (bounds: Bounds, marks = 0, parts: [number, number][] = []): ReturnType<typeof pieces> =>
  pieces({ bounds, marks, parts }, x, 0, 10_000);

/** Bounds of all kinds, tight as the database gives them. */
function* cases(): Generator<[Bounds, number]> {
  const open = [-Infinity, 0, 700, 5000];
  for (const a of open) for (const b of [a, a + 400, a + 3000, Infinity]) for (const c of [a, a + 900, a + 4000, Infinity]) for (const d of [c, c + 700, Infinity]) {
    const [startMin, startMax, endMin, endMax] = [a, Math.min(b, d), Math.max(c, a), d];
    if (startMin === Infinity || endMax === -Infinity || startMin > startMax || endMin > endMax) continue;
    yield [[startMin, startMax, endMin, endMax], SPAN];
    yield [[startMin, endMax, startMin, endMax], 0];
  }
}

test("no ink lies where the event is known not to have been", () => {
  for (const [bounds, marks] of cases()) {
    for (const piece of draw(bounds, marks)) {
      const allowed = piece.kind === "dot" ? DOT : 0.2;
      assert.ok(piece.from >= x(bounds[0]) - allowed, JSON.stringify([bounds, piece]));
      assert.ok(piece.to <= x(bounds[3] + 1) + allowed, JSON.stringify([bounds, piece]));
      assert.ok(Number.isFinite(piece.from) && Number.isFinite(piece.to), JSON.stringify([bounds, piece]));
      assert.ok(piece.to >= piece.from, JSON.stringify([bounds, piece]));
    }
  }
});

test("no solid ink lies where the event is not known to have been", () => {
  for (const [bounds, marks] of cases()) {
    for (const piece of draw(bounds, marks)) {
      if (piece.kind !== "core" || piece.peak !== 1) continue;
      assert.ok(piece.from >= x(bounds[1]) - 0.2 || bounds[1] === -Infinity, JSON.stringify([bounds, piece]));
      assert.ok(piece.to <= x(bounds[2] + 1) + 0.2, JSON.stringify([bounds, piece]));
    }
  }
});

test("what has no bound has an arrow, and what has one has none", () => {
  for (const [bounds, marks] of cases()) {
    const all = draw(bounds, marks);
    const arrows = all.map((p) => p.arrow);
    assert.equal(arrows.some((a) => a === "left" || a === "both"), bounds[0] === -Infinity, JSON.stringify([bounds, all]));
    assert.equal(arrows.some((a) => a === "right" || a === "both"), bounds[3] === Infinity, JSON.stringify([bounds, all]));
  }
});

test("a moment is a window, even and nowhere solid, until it is no wider than a dot", () => {
  assert.deepEqual(draw([0, 999, 0, 999]), [{ kind: "window", from: 0, to: 100 }]);
  assert.deepEqual(draw([100, 139, 100, 139]), [{ kind: "dot", from: 12, to: 12 }]);
});

test("a span has its certain core between what is possible", () => {
  assert.deepEqual(draw([0, 299, 700, 999], SPAN).map((p) => [p.kind, Math.round(p.from), Math.round(p.to)]), [
    ["rise", 0, 30], ["core", 30, 70], ["fall", 70, 100],
  ]);
});

test("what goes on is solid as far as the chronology reaches, then fades", () => {
  const all = draw([1000, 1000, Infinity, Infinity], SPAN);
  assert.deepEqual(all.map((p) => [p.kind, p.to]), [["core", 10_000], ["fall", 10_000 + FADE]]);
});

test("of a date in parts only the parts are drawn, and a line that joins them", () => {
  const all = draw([0, 2999, 0, 2999], 0, [[0, 999], [2000, 2999]]);
  assert.deepEqual(all.map((p) => p.kind), ["window", "join", "window"]);
});
