/**
 * Which stretch of time is seen: a good one to open with, and how zoom and pan may change it.
 *
 * Outliers do not rule: where a few events lie so far off that the others would be squeezed into a corner, the page
 * opens on the others, and says at the edge how many lie beyond.
 */

import { DAY, YEAR } from "./civil";
import type { Dated } from "./events";

export type View = readonly [from: number, to: number];

const FARTHEST = 1e18;
/** A window narrower than a minute shows nothing more. */
const NARROWEST = 60;
/** How many of the events the opening view must hold, and how many times finer it must be to leave the others out. */
const BULKS = [[0.9, 12], [0.75, 40]] as const;
/** The least width of the opening view, in widths of the date that is known best: a lone day is no picture of hours. */
const WIDTHS = 12;

/** Give the stretch that holds all finite bounds of the events; null where no event has one. */
export function extent(events: readonly Dated[]): View | null {
  let from = Infinity;
  let to = -Infinity;
  for (const { bounds } of events) {
    for (const bound of bounds) {
      if (Number.isFinite(bound)) {
        from = Math.min(from, bound);
        to = Math.max(to, bound);
      }
    }
  }
  return from <= to ? [from, to] : null;
}

/** Give a good view of the whole: all events, or, where outliers would squeeze them, the bulk. */
export function opening(events: readonly Dated[]): View {
  const all = extent(events);
  if (!all) return [0, YEAR];
  const reaches = events
    .map(({ bounds }) => bounds.filter((b) => Number.isFinite(b)))
    .filter((b) => b.length > 0)
    .map((b) => [Math.min(...b), Math.max(...b)] as const)
    .sort((a, b) => a[0] - b[0]);
  let chosen = all;
  for (const [share, gain] of reaches.length >= 8 ? BULKS : []) {
    const bulk = densest(reaches, Math.ceil(reaches.length * share));
    if (bulk && (bulk[1] - bulk[0] + DAY) * gain < chosen[1] - chosen[0]) chosen = bulk;
  }
  const [from, to] = roomy(chosen, reaches.length);
  const air = Math.max(0, WIDTHS * finest(events) - (to - from)) / 2;
  return bounded([from - air, to + air]);
}

/** Give the width of the narrowest stretch in which a moment is known to lie; 0 where there is none. */
function finest(events: readonly Dated[]): number {
  let least = Infinity;
  for (const { bounds: [startMin, startMax, endMin, endMax] } of events) {
    if (startMin === endMin && startMax === endMax) least = Math.min(least, endMax - startMin + 1);
  }
  return Number.isFinite(least) ? least : 0;
}

/** Give a view with air, and with more of it at the right where there are few enough events to write titles. */
function roomy(of: View, count: number): View {
  const [from, to] = padded(of);
  return count > 100 ? [from, to] : bounded([from, to + (to - from) * 0.14]);
}

/** Give the shortest stretch that wholly holds `wanted` of the reaches, which are in order of their beginnings. */
function densest(reaches: readonly (readonly [number, number])[], wanted: number): View | null {
  const ends = reaches.map((r) => r[1]);
  let best: View | null = null;
  const window: number[] = [];
  // The reaches that begin at or after a start, by end: the `wanted`-th least end closes the stretch.
  for (let first = reaches.length - 1; first >= 0; first -= 1) {
    insert(window, ends[first]!);
    const end = window[wanted - 1];
    const start = reaches[first]![0];
    if (end !== undefined && (!best || end - start < best[1] - best[0])) best = [start, end];
  }
  return best;
}

function insert(sorted: number[], value: number): void {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle]! < value) low = middle + 1;
    else high = middle;
  }
  sorted.splice(low, 0, value);
}

/** Give a view with air at both sides. */
export function padded([from, to]: View): View {
  // A single moment is seen within its hour.
  const air = Math.max((to - from) * 0.06, to - from < 60 ? 1800 : 30);
  return bounded([from - air, to + 1 + air]);
}

/** Give the view as it may be: no narrower than doubles can tell apart on a screen, no wider than all time. */
export function bounded([from, to]: View): View {
  let span = to - from;
  const middle = from + span / 2;
  const least = Math.max(NARROWEST, Math.abs(middle) * 2 ** -52 * 4000);
  span = Math.min(Math.max(span, least), 2 * FARTHEST);
  let start = span === to - from ? from : middle - span / 2;
  start = Math.max(-FARTHEST, Math.min(start, FARTHEST - span));
  return [start, start + span];
}

/** Give the view zoomed by `factor` (above 1: nearer) about the moment `at`. */
export function zoomed([from, to]: View, factor: number, at = (from + to) / 2): View {
  const [low, high] = bounded([at - (at - from) / factor, at + (to - at) / factor]);
  // At a limit the moment under the pointer must not slide away.
  if (high - low >= to - from && factor > 1) return [from, to];
  return [low, high];
}

/** Give the view moved by a part of its width. */
export function panned([from, to]: View, part: number): View {
  const shift = (to - from) * part;
  return bounded([from + shift, to + shift]);
}

/** Give the view moved, and widened if need be, so that a stretch is seen. */
export function showing(view: View, from: number, to: number): View {
  const [low, high] = view;
  const span = high - low;
  if (from >= low && to <= high) return view;
  if (to - from > span * 0.84) {
    // What is already wide on the screen need not fit: some of it is enough.
    const some = span * 0.08;
    return from < high - some && to > low + some ? view : padded([from, to]);
  }
  const middle = (from + to) / 2;
  return bounded([middle - span / 2, middle + span / 2]);
}
