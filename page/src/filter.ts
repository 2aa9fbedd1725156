/**
 * What is asked of the events, how many there are of each choice, and how a view is written into the address.
 *
 * Choices of one kind are any of them, kinds are all of them. The number beside a choice is how many events it would
 * show with all the other kinds as they are. A new filter is a field of `State`, its test in `Matcher`, its words in
 * `encode` and `decode`.
 */

import { readDay } from "./civil";
import { STATUSES } from "./events";
import type { Chronology, Name, Status, TimelineEvent } from "./events";

export const FACETS = ["actor", "place", "tag", "source", "status"] as const;
export type Facet = (typeof FACETS)[number];
export const LANES = ["none", "actor", "place", "tag", "source"] as const;
export type LaneBy = (typeof LANES)[number];

export interface State {
  chosen: Record<Facet, ReadonlySet<string>>;
  text: string;
  since: string;
  until: string;
  certainly: boolean;
  lanes: LaneBy;
  /** The uid of the event whose card is open. */
  event: string | null;
  /** null: the good view of the whole. */
  view: readonly [number, number] | null;
}

export function emptyState(): State {
  const none = new Set<string>();
  return {
    chosen: { actor: none, place: none, tag: none, source: none, status: none },
    text: "", since: "", until: "", certainly: false, lanes: "none", event: null, view: null,
  };
}

/** Write a state as a fragment, without what is as it is at first. */
export function encode(state: State): string {
  const out = new URLSearchParams();
  for (const facet of FACETS) for (const uid of [...state.chosen[facet]].sort()) out.append(facet, uid);
  for (const key of ["text", "since", "until"] as const) if (state[key]) out.set(key, state[key]);
  if (state.certainly) out.set("certainly", "1");
  if (state.lanes !== "none") out.set("lanes", state.lanes);
  if (state.view) out.set("view", state.view.map((t) => String(Math.round(t))).join("_"));
  if (state.event !== null) out.set("event", state.event);
  return out.toString();
}

/** Read a fragment; what it says that means nothing here is passed over. */
export function decode(fragment: string): State {
  const given = new URLSearchParams(fragment.replace(/^#/, ""));
  const state = emptyState();
  for (const facet of FACETS) state.chosen[facet] = new Set(given.getAll(facet));
  state.text = given.get("text") ?? "";
  state.since = given.get("since") ?? "";
  state.until = given.get("until") ?? "";
  state.certainly = given.get("certainly") === "1";
  const lanes = given.get("lanes");
  state.lanes = LANES.find((l) => l === lanes) ?? "none";
  state.event = given.get("event");
  const view = /^(-?\d{1,19})_(-?\d{1,19})$/.exec(given.get("view") ?? "");
  if (view && Number(view[1]) < Number(view[2])) state.view = [Number(view[1]), Number(view[2])];
  return state;
}

/** Say whether anything is filtered. */
export function isFiltered(state: State): boolean {
  return FACETS.some((f) => state.chosen[f].size > 0) || Boolean(state.text || state.since || state.until);
}

/** Give a text as the search compares it: without accents and case, words apart. */
export function fold(text: string): string {
  return (text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []).join(" ");
}

export interface Found {
  events: TimelineEvent[];
  counts: Record<Facet, Map<string, number>>;
}

export class Matcher {
  private readonly keys: Record<Facet, string[][]>;
  private texts: string[] | null = null;

  /** `wordsOf` gives all words of an event's card; it is asked when somebody searches, not before. */
  constructor(
    private readonly all: Chronology,
    private readonly wordsOf: (event: TimelineEvent) => string,
  ) {
    const uids = (names: Name[], of: readonly number[]): string[] => of.map((n) => names[n]?.uid ?? "");
    this.keys = {
      actor: all.events.map((e) => uids(all.actors, e.actors)),
      place: all.events.map((e) => (e.place === null ? [] : uids(all.places, [e.place]))),
      tag: all.events.map((e) => uids(all.tags, e.tags)),
      source: all.events.map((e) => uids(all.sources, e.sources)),
      status: all.events.map((e) => [e.status]),
    };
  }

  /** Give the keys of an event in a facet, as the address writes them. */
  keysOf(facet: Facet, event: TimelineEvent): readonly string[] {
    return this.keys[facet][event.index] ?? [];
  }

  /** Find the events, and count every choice. */
  find(state: State): Found {
    const words = fold(state.text).split(" ").filter(Boolean);
    const window = windowOf(state);
    const counts = Object.fromEntries(FACETS.map((f) => [f, new Map<string, number>()])) as Found["counts"];
    const events: TimelineEvent[] = [];
    for (const event of this.all.events) {
      if (words.length > 0 && !this.holds(event, words)) continue;
      if (window && !lies(event, window, state.certainly)) continue;
      const missed = FACETS.filter((facet) => !this.takes(facet, event, state.chosen[facet]));
      if (missed.length === 0) events.push(event);
      if (missed.length > 1) continue;
      // An event that only one kind of choice keeps out counts for the choices of that kind.
      for (const facet of missed.length === 1 ? missed : FACETS) {
        const of = counts[facet];
        for (const key of new Set(this.keysOf(facet, event))) of.set(key, (of.get(key) ?? 0) + 1);
      }
    }
    return { events, counts };
  }

  private takes(facet: Facet, event: TimelineEvent, chosen: ReadonlySet<string>): boolean {
    return chosen.size === 0 || this.keysOf(facet, event).some((key) => chosen.has(key));
  }

  private holds(event: TimelineEvent, words: readonly string[]): boolean {
    this.texts ??= this.all.events.map((e) => ` ${fold(this.wordsOf(e))}`);
    const text = this.texts[event.index] ?? "";
    return words.every((word) => text.includes(` ${word}`));
  }
}

/** Give the window of time that is asked for; null where none is, or what was typed is no date. */
export function windowOf(state: State): readonly [number, number] | null {
  const from = state.since ? readDay(state.since, false) : null;
  const to = state.until ? readDay(state.until, true) : null;
  return from === null && to === null ? null : [from ?? -Infinity, to ?? Infinity];
}

/** Say whether an event possibly, or certainly, shares a second with a window; an undated one never does. */
export function lies(event: TimelineEvent, [from, to]: readonly [number, number], certainly: boolean): boolean {
  if (!event.bounds) return false;
  const [startMin, startMax, endMin, endMax] = event.bounds;
  if (!certainly) {
    if (event.parts.length > 0) return event.parts.some(([low, high]) => low <= to && high >= from);
    return startMin <= to && endMax >= from;
  }
  if (event.parts.length > 0) {
    // With holes: certain only where a whole end of it lies inside.
    return (startMin >= from && startMax <= to) || (endMin >= from && endMax <= to);
  }
  return startMax <= to && endMin >= from;
}

export function statusName(status: Status): string {
  return status[0]!.toUpperCase() + status.slice(1);
}

export function names(all: Chronology, facet: Facet): Name[] {
  if (facet === "status") return STATUSES.map((s) => ({ uid: s, name: statusName(s) }));
  return { actor: all.actors, place: all.places, tag: all.tags, source: all.sources }[facet];
}
