/**
 * Where the events stand one below the other: lanes, and in each lane as few rows as keep marks and titles apart.
 *
 * Rows depend on how near one looks, never on where, so that panning moves nothing up or down. Titles are written if
 * there is room for them; otherwise rows become lower, step by step, until all of them are seen.
 */

import { DOT } from "./shape";
import type { Dated, TimelineEvent } from "./events";

export type DatedEvent = TimelineEvent & Dated;

export interface Lane {
  key: string;
  name: string;
  events: readonly DatedEvent[];
}

export interface Placed {
  event: DatedEvent;
  /** Row in its lane. */
  row: number;
  /** Pixels, at pan 0, that it holds for itself: the mark and the title. */
  from: number;
  to: number;
  /** Where the next mark of its row begins: so far its title may reach. */
  next: number;
}

export interface PackedLane {
  lane: Lane;
  top: number;
  rows: number;
  height: number;
  placed: Placed[];
}

export interface Packing {
  lanes: PackedLane[];
  rowHeight: number;
  titled: boolean;
  height: number;
}

/** Heights of a row, the first with titles. */
const HEIGHTS = [32, 15, 9, 6, 4, 3];
const GAP = 12;
export const LANE_HEAD = 26;
const LANE_FOOT = 8;

/**
 * Pack lanes at `scale` pixels a second, so that they fill `height` pixels, or a little more, which is scrolled.
 *
 * `titleWidth` gives the pixels of a title; `last` and `first` are the pixels up to which open dates are drawn.
 */
export function pack(
  lanes: readonly Lane[], scale: number, height: number, titleWidth: (event: DatedEvent) => number,
): Packing {
  const heads = lanes.length > 1 ? LANE_HEAD : 0;
  for (const rowHeight of HEIGHTS) {
    const titled = rowHeight === HEIGHTS[0];
    // Lanes are read one after the other, so that titles are worth more scrolling.
    const limit = (height * (lanes.length > 1 ? 3.5 : 1.7)) / rowHeight;
    const packed = packAt(lanes, scale, rowHeight, titled, heads, titleWidth, rowHeight === HEIGHTS.at(-1) ? Infinity : limit);
    if (packed) return packed;
  }
  throw new Error("the last height takes any number of rows");
}

function packAt(
  lanes: readonly Lane[], scale: number, rowHeight: number, titled: boolean, heads: number,
  titleWidth: (event: DatedEvent) => number, limit: number,
): Packing | null {
  const out: PackedLane[] = [];
  let top = 0;
  let total = 0;
  for (const lane of lanes) {
    const placed: Placed[] = [];
    const ends: number[] = [];
    const lasts: Placed[] = [];
    const dot = titled ? DOT + 4 : Math.min(DOT, rowHeight);
    for (const event of titled ? lane.events : openLast(lane.events)) {
      const [startMin, , , endMax] = event.bounds;
      let from = startMin * scale;
      let to = (endMax + 1) * scale;
      if (to - from < dot) {
        const middle = (from + to) / 2;
        from = middle - dot / 2;
        to = middle + dot / 2;
        if (titled) to += 4 + titleWidth(event);
      } else if (titled) {
        to = Math.max(to, from === -Infinity ? to : from + titleWidth(event));
      }
      let row = ends.findIndex((end) => end <= from);
      if (row < 0) row = ends.length;
      ends[row] = to + (titled ? GAP : 1);
      if (row + total > limit) return null;
      const last = lasts[row];
      if (last) last.next = from;
      placed.push((lasts[row] = { event, row, from, to, next: Infinity }));
    }
    total += ends.length;
    const height = heads + ends.length * rowHeight + (heads ? LANE_FOOT : 0);
    out.push({ lane, top, rows: ends.length, height, placed });
    top += height;
  }
  return { lanes: out, rowHeight, titled, height: top };
}

/** Where there are too many for titles, what has no end or no beginning stands below the others, and hides none of them. */
function openLast(events: readonly DatedEvent[]): readonly DatedEvent[] {
  const open = (event: DatedEvent): boolean => event.bounds[0] === -Infinity || event.bounds[3] === Infinity;
  return [...events.filter((e) => !open(e)), ...events.filter(open)];
}
