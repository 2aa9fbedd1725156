/**
 * What is drawn for a date, in pixels: the one place that decides what the picture claims.
 *
 * The rule is that no ink lies where the event is known not to have been, and no solid ink where it is not known to
 * have been. A date that is narrower than a mark on the screen is a `dot`; its centre is inside the date. Wider, a
 * moment is a `window` (once, somewhere in here: even, pale, with a bar at each end), a span is a `core` (certain)
 * between a `rise` and a `fall` (possible). Where there is no end, a piece fades into an arrow. Tests hold the rule
 * for all kinds of bounds.
 */

import { ALL_OF, SPAN } from "./events";
import type { Bounds } from "./events";

export const DOT = 9;
/** Pixels in which what has no end fades away. */
export const FADE = 84;

export type Kind = "dot" | "core" | "rise" | "fall" | "window" | "join";

export interface Piece {
  kind: Kind;
  from: number;
  to: number;
  /** Drawn with an arrow at this end, for there is no bound there. */
  arrow?: "left" | "right" | "both";
  /** How strong at the strong end, 0 to 1; 1 where it meets what is certain. */
  peak?: number;
}

export interface Drawable {
  bounds: Bounds;
  marks: number;
  parts: readonly (readonly [number, number])[];
}

/**
 * Give the pieces of an event, from left to right.
 *
 * `x` maps seconds to pixels; `first` and `last` are the pixels of the first and the last moment that any event of the
 * chronology names, beyond which what goes on fades away.
 */
export function pieces(event: Drawable, x: (second: number) => number, first: number, last: number): Piece[] {
  const [startMin, startMax, endMin, endMax] = event.bounds;
  if (event.parts.length > 0) return partPieces(event, x, first, last);
  const left = x(startMin);
  const right = x(endMax + 1);
  if (right - left <= DOT) return [dot(left, right)];
  if (!(event.marks & SPAN)) return [windowPiece(left, right, first, last)];
  const certain = startMax <= endMin && startMax !== Infinity && endMin !== -Infinity;
  return spanPieces(left, x(startMax), x(endMin + 1), right, certain, first, last);
}

function dot(left: number, right: number): Piece {
  const middle = (left + right) / 2;
  return { kind: "dot", from: middle, to: middle };
}

/** Each part is a window of its own; a line joins them, for they are one event. */
function partPieces(event: Drawable, x: (second: number) => number, first: number, last: number): Piece[] {
  const out: Piece[] = [];
  let before: number | null = null;
  for (const [from, to] of event.parts) {
    const left = x(from);
    const right = x(to + 1);
    if (before !== null && left - before > 1) {
      out.push({ kind: "join", from: before, to: left, peak: event.marks & ALL_OF ? 1 : 0.5 });
    }
    out.push(right - left <= DOT ? dot(left, right) : windowPiece(left, right, first, last));
    before = right;
  }
  return out;
}

function windowPiece(left: number, right: number, first: number, last: number): Piece {
  if (left === -Infinity && right === Infinity) {
    return { kind: "window", from: first - FADE, to: last + FADE, arrow: "both" };
  }
  if (left === -Infinity) return { kind: "window", from: Math.min(first, right) - FADE, to: right, arrow: "left" };
  if (right === Infinity) return { kind: "window", from: left, to: Math.max(last, left) + FADE, arrow: "right" };
  return { kind: "window", from: left, to: right };
}

function spanPieces(
  left: number, startMax: number, endMin: number, right: number, certain: boolean, first: number, last: number,
): Piece[] {
  const out: Piece[] = [];
  if (!certain) {
    // Nowhere certain: both ends may lie anywhere between; it is likeliest where they overlap, never sure.
    const one = Number.isFinite(startMax) && startMax > left ? Math.min(startMax, right) : left;
    const other = Number.isFinite(endMin) && endMin < right ? Math.max(endMin, left) : right;
    let low = Math.min(one, other);
    let high = Math.max(one, other);
    if (left === -Infinity && low === -Infinity) low = Math.min(first, high, right);
    if (right === Infinity && high === Infinity) high = Math.max(last, low, left);
    rise(out, left, low, first, 0.55);
    if (high > low) out.push({ kind: "core", from: low, to: high, peak: 0.55 });
    fall(out, high, right, last, 0.55);
    return out;
  }
  // It goes on, or always was: solid as far as this chronology reaches, then it fades away.
  const from = startMax === -Infinity ? Math.min(first, endMin) : startMax;
  const to = endMin === Infinity ? Math.max(last, from) : endMin;
  rise(out, left, from, first, 1);
  if (to > from) out.push({ kind: "core", from, to, peak: 1 });
  fall(out, to, right, last, 1);
  return out;
}

function rise(out: Piece[], left: number, to: number, first: number, peak: number): void {
  if (left === -Infinity) out.push({ kind: "rise", from: Math.min(first, to) - FADE, to, peak, arrow: "left" });
  else if (to > left) out.push({ kind: "rise", from: left, to, peak });
}

function fall(out: Piece[], from: number, right: number, last: number, peak: number): void {
  if (right === Infinity) out.push({ kind: "fall", from, to: Math.max(last, from) + FADE, peak, arrow: "right" });
  else if (right > from) out.push({ kind: "fall", from, to: right, peak });
}
