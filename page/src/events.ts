/**
 * The events as the page holds them, read once from the blocks of data in the file.
 *
 * The file tells each event twice, without saying anything twice: a short row of numbers here, for the picture and
 * the filters, and its card as markup inside <noscript>, which is the whole page where no script runs. The row's place
 * in its block is the card's place in the block's <noscript>.
 */

export const UNCERTAIN = 1;
export const APPROXIMATE = 2;
export const SPAN = 4;
export const GAPS = 8;
export const ALL_OF = 16;

export type Status = "confirmed" | "draft" | "disputed" | "retracted";
export const STATUSES: readonly Status[] = ["confirmed", "disputed", "draft", "retracted"];

/** start_min, start_max, end_min, end_max: inclusive civil seconds; infinite where there is no bound. */
export type Bounds = readonly [number, number, number, number];

export interface Dated {
  bounds: Bounds;
}

export interface TimelineEvent {
  index: number;
  uid: string;
  title: string;
  /** Canonical EDTF; "" where undated. */
  edtf: string;
  words: string;
  /** null: undated. */
  bounds: Bounds | null;
  marks: number;
  status: Status;
  actors: readonly number[];
  place: number | null;
  tags: readonly number[];
  sources: readonly number[];
  /** The stretches inside the bounds in which it may lie, where there are gaps between them. */
  parts: readonly (readonly [number, number])[];
  block: number;
  nth: number;
}

export interface Name {
  uid: string;
  name: string;
}

export interface Chronology {
  title: string;
  events: TimelineEvent[];
  actors: Name[];
  places: Name[];
  tags: Name[];
  sources: Name[];
  /** The markup of each block, as it stands in its <noscript>. */
  markup: string[];
}

type Row = [
  uid: string, title: string, edtf: string, words: string, bounds: [number, number, number, number] | 0, marks: number, status: number,
  actors: number[], place: number, tags: number[], sources: number[], parts?: [number, number][],
];

interface Block {
  actors?: [string, string][];
  places?: [string, string][];
  tags?: string[];
  sources?: [string, string][];
  events: Row[];
}

/** Read all blocks of a document, in their order. */
export function readDocument(document: Document): Chronology {
  const blocks = Array.from(document.querySelectorAll("script[type='application/json']"), (s) => s.textContent);
  const markup = Array.from(document.querySelectorAll("main noscript"), (n) => n.textContent);
  return readBlocks(document.title, blocks, markup);
}

export function readBlocks(title: string, blocks: readonly string[], markup: string[]): Chronology {
  const all: Chronology = { title, events: [], actors: [], places: [], tags: [], sources: [], markup };
  blocks.forEach((text, block) => {
    const given = JSON.parse(text) as Block;
    for (const [uid, name] of given.actors ?? []) all.actors.push({ uid, name });
    for (const [uid, name] of given.places ?? []) all.places.push({ uid, name });
    for (const [uid, name] of given.sources ?? []) all.sources.push({ uid, name });
    for (const tag of given.tags ?? []) all.tags.push({ uid: tag, name: tag });
    given.events.forEach((row, nth) => all.events.push(readRow(row, all.events.length, block, nth)));
  });
  return all;
}

function readRow(row: Row, index: number, block: number, nth: number): TimelineEvent {
  const [uid, title, edtf, words, given, marks, status, actors, place, tags, sources, parts] = row;
  return {
    index, uid, title, edtf, words, marks, actors, tags, sources, block, nth,
    bounds: given === 0 ? null : [reach(given[0]), reach(given[1]), reach(given[2]), reach(given[3])],
    status: STATUSES[status] ?? "confirmed",
    place: place < 0 ? null : place,
    parts: (parts ?? []).map(([from, to]) => [reach(from), reach(to)] as const),
  };
}

/** Give a bound as it is: the file writes 10^18 where there is none, as the database does. */
function reach(bound: number): number {
  return bound >= 1e18 ? Infinity : bound <= -1e18 ? -Infinity : bound;
}

/** Say whether an event is drawn on the axis. */
export function isDated(event: TimelineEvent): event is TimelineEvent & Dated {
  return event.bounds !== null;
}
