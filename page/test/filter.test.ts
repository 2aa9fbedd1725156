import assert from "node:assert/strict";
import { test } from "node:test";
import { readBlocks } from "../src/events";
import { decode, emptyState, encode, fold, lies, Matcher } from "../src/filter";

const day = 86400;
const block = JSON.stringify({
  actors: [["anna", "Anna"], ["boris", "Boris"]], tags: ["war", "law"],
  events: [
    ["a", "A", "x", "", [0, 0, 0, 0], 0, 0, [0, 1], -1, [0], []],
    ["b", "B", "x", "", [0, 30 * day, 0, 30 * day], 0, 1, [0], -1, [1], []],
    ["c", "C", "x", "", [-1e18, -1e18, day, day], 4, 0, [1], -1, [0], []],
    ["d", "D", "", "undated", 0, 0, 0, [], -1, [], []],
  ],
});
const all = readBlocks("t", [block], [""]);
const matcher = new Matcher(all, (e) => `Café ${e.title}`);
const state = (fragment: string): ReturnType<typeof decode> => decode(fragment);

test("a view comes back from its address as it was", () => {
  const fragments = ["", "actor=a%26b&actor=b&tag=%23&text=%C3%A9&since=-0043&certainly=1&lanes=place&view=-5_9&event=x"];
  for (const fragment of fragments) assert.deepEqual(encode(decode(`#${fragment}`)), encode(decode(encode(decode(fragment)))));
  assert.equal(encode(emptyState()), "");
  assert.deepEqual(decode("#view=9_1&lanes=bogus&foo=1"), emptyState());
});

test("choices of one kind are any of them, kinds are all of them", () => {
  const uids = (fragment: string): string[] => matcher.find(state(fragment)).events.map((e) => e.uid);
  assert.deepEqual(uids("actor=anna&actor=boris"), ["a", "b", "c"]);
  assert.deepEqual(uids("actor=anna&tag=war"), ["a"]);
  assert.deepEqual(uids("text=cafe+c"), ["a", "b", "c", "d"]);
  assert.deepEqual(uids("status=disputed"), ["b"]);
});

test("the number beside a choice is what choosing it alone of its kind would show", () => {
  for (const fragment of ["", "actor=anna", "tag=war", "actor=anna&tag=law", "status=confirmed&actor=boris"]) {
    const now = state(fragment);
    const { counts } = matcher.find(now);
    for (const facet of ["actor", "tag", "status"] as const) {
      for (const [uid, count] of counts[facet]) {
        const chosen = { ...now, chosen: { ...now.chosen, [facet]: new Set([uid]) } };
        assert.equal(matcher.find(chosen).events.length, count, `${fragment}: ${facet} ${uid}`);
      }
    }
  }
});

test("possibly and certainly are told apart, and an undated event lies in no window", () => {
  const [a, b, c, d] = all.events;
  assert.ok(lies(a!, [0, day], true));
  assert.ok(lies(b!, [0, day], false) && !lies(b!, [0, day], true) && lies(b!, [0, 31 * day], true));
  assert.ok(lies(c!, [-1e15, -1e14], true));
  assert.ok(!lies(d!, [-Infinity, Infinity], false));
});

test("folding takes accents, case and signs away", () => {
  assert.equal(fold("Kim Jong-Un’s  CAFÉ"), "kim jong un s cafe");
});
