/**
 * The page: reads the chronology in the file, puts picture, filters and list together, and keeps the address in step.
 *
 * Everything the reader can ask is in one `State`, which is what the fragment says. A change goes one way: new state →
 * address → `apply` → picture, list, counts. Back and forward only take the middle of that way.
 */

import { civilOf } from "./civil";
import { Cards } from "./card";
import { Chart } from "./chart";
import { button, element } from "./dom";
import { palette } from "./draw";
import { isDated, readDocument } from "./events";
import { FACET_NAMES, Facets } from "./facets";
import { decode, emptyState, encode, FACETS, isFiltered, LANES, Matcher, names } from "./filter";
import { Legend } from "./legend";
import { List } from "./list";
import { Overview } from "./overview";
import { bounded, extent, opening, padded } from "./view";
import type { Chronology, TimelineEvent } from "./events";
import type { Palette } from "./draw";
import type { Facet, Found, LaneBy, State } from "./filter";
import type { DatedEvent, Lane } from "./pack";
import type { View } from "./view";

const LANE_NAMES: Record<LaneBy, string> = { none: "together", actor: "by actor", place: "by place", tag: "by tag", source: "by source" };
const MOST_LANES = 40;

class Page {
  private state: State;
  private readonly all: Chronology;
  private readonly dated: DatedEvent[];
  private readonly matcher: Matcher;
  private readonly chart: Chart;
  private readonly overview: Overview;
  private readonly list: List;
  private readonly facets: Facets;
  private readonly legend: Legend;
  private readonly status = element("p", { class: "hidden", role: "status", "aria-live": "polite" });
  private readonly tally = element("p", { class: "tally" });
  private readonly chips = element("ul", { class: "chips", role: "list", "aria-label": "Filters in force" });
  private readonly search: HTMLInputElement;
  private readonly laneBox: HTMLSelectElement;
  private readonly home: View;
  /** All of it, with what lies far off. */
  private readonly everything: View;
  private colours: Palette = palette(document.documentElement);
  private view: View;
  private found: Found;
  private shownFor: string | null = null;
  private spoken = 0;
  private written = 0;

  constructor(all: Chronology) {
    this.all = all;
    this.dated = all.events.filter(isDated);
    const cards = new Cards(all);
    this.matcher = new Matcher(all, (event) => cards.words(event));
    this.home = opening(this.dated);
    this.everything = padded(extent(this.dated) ?? this.home);
    this.state = decode(location.hash);
    this.view = this.state.view ? bounded(this.state.view) : this.home;
    this.found = this.matcher.find(emptyState());
    this.chart = new Chart({
      moved: (view, settled) => { this.moved(view, settled); },
      opened: (event) => { this.pick(event, true); },
      whole: () => { this.whole(); },
      say: (text) => { this.say(text); },
    });
    this.overview = new Overview((view, settled) => {
      this.chart.setView(view);
      this.moved(view, settled);
    }, () => this.colours);
    this.list = new List(cards, (event) => { this.pick(event, false); }, (event) => this.people(event),
      () => { this.toChart(); }, all.events.length > 0 ? "No event matches the filters." : "This chronology has no event.");
    this.facets = new Facets(all, this.found, (state) => { this.ask(state); }, () => { this.useView(); });
    this.legend = new Legend(new Set(all.events.map((e) => e.status)), all.events.some((e) => e.parts.length > 0));
    this.search = element("input", { type: "search", placeholder: "Search words…", "aria-label": "Search in titles, summaries, names and quotes" });
    this.laneBox = element("select", { "aria-label": "Lanes" }, ...this.laneOptions());
    this.build();
    this.listen();
    this.layout();
    this.apply();
    if (this.state.view && this.state.event === null) this.list.follow(this.view, true);
  }

  private build(): void {
    const heading = document.querySelector("header") ?? document.body.insertBefore(element("header"), document.body.firstChild);
    const main = document.querySelector("main") ?? document.body.appendChild(element("main"));
    const tools = element("div", { class: "tools" },
      this.search,
      element("label", { class: "lanes" }, element("span", {}, "Lanes"), this.laneBox),
      element("div", { class: "zoom", role: "group", "aria-label": "Zoom" },
        button("−", () => { this.chart.zoomBy(1 / 1.8); }, "icon", "Zoom out"),
        button("Whole", () => { this.whole(); }, "", "Show the whole chronology; again: with what lies far off"),
        button("+", () => { this.chart.zoomBy(1.8); }, "icon", "Zoom in")));
    tools.querySelectorAll(".icon").forEach((b, n) => { b.setAttribute("aria-label", n === 0 ? "Zoom out" : "Zoom in"); });
    heading.append(tools);
    const skip = (words: string, to: () => void): HTMLElement => button(words, to, "skip");
    heading.before(element("nav", { class: "skips", "aria-label": "Skip" },
      skip("To the chart", () => { this.chart.focus(); }), skip("To the list", () => { this.list.root.focus(); })));
    const undated = this.all.events.length - this.dated.length;
    const side = element("details", { class: "side", open: "" }, element("summary", {}, "Filters"), this.facets.root);
    if (matchMedia("(max-width: 60rem)").matches) side.open = false;
    const keys = element("p", { class: "hidden", id: "chart-keys" },
      "Left and right move in time, plus and minus zoom, 0 shows the whole, 0 again what lies far off too, up and down go from event to event, Enter opens its card, Escape closes it.");
    const picture = element("section", { class: "picture", "aria-label": "Timeline" },
      this.legend.root, this.chart.root, this.overview.root, keys);
    const beside = element("div", { class: "beside" }, element("div", { class: "bar" }, this.tally, this.chips), this.list.root);
    main.replaceChildren(side, picture, beside, this.status);
    if (undated > 0) {
      this.overview.root.append(element("p", { class: "undated" }, `${undated.toLocaleString("en-GB")} without a date: in the list only`));
    }
  }

  private listen(): void {
    let waiting = 0;
    this.search.addEventListener("input", () => {
      clearTimeout(waiting);
      waiting = window.setTimeout(() => { this.ask({ ...this.state, text: this.search.value.trim() }); }, 140);
    });
    this.laneBox.addEventListener("change", () => {
      this.ask({ ...this.state, lanes: LANES.find((l) => l === this.laneBox.value) ?? "none" });
    });
    window.addEventListener("popstate", () => { this.restore(); });
    window.addEventListener("hashchange", () => { this.restore(); });
    new ResizeObserver(() => { this.layout(); }).observe(this.chart.root);
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => { this.layout(); });
    document.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && this.state.event !== null) {
        this.pick(null, false);
      } else if (event.key === "/" && !(event.target instanceof HTMLInputElement)) {
        event.preventDefault();
        this.search.focus();
      }
    });
    // Links between events are written as in any page; here they open the other card.
    document.addEventListener("click", (event) => {
      const link = event.target instanceof Element ? event.target.closest("a[href^='#e-']") : null;
      if (!link) return;
      event.preventDefault();
      const uid = decodeURIComponent(link.getAttribute("href")!.slice(3));
      const other = this.all.events.find((e) => e.uid === uid);
      if (other) this.pick(other, true);
    });
    window.addEventListener("beforeprint", () => { this.print(); });
    window.addEventListener("afterprint", () => { document.querySelector(".report")?.remove(); });
  }

  /** Bring the address to a new state, as a step that "back" takes back. */
  private ask(state: State): void {
    this.state = state;
    this.write(true);
    this.apply();
  }

  private restore(): void {
    const state = decode(location.hash);
    if (encode(state) === encode(this.state)) return;
    this.state = state;
    this.view = state.view ? bounded(state.view) : this.home;
    this.chart.setView(this.view);
    this.overview.setView(this.view);
    this.apply();
    if (state.view && state.event === null) this.list.follow(this.view, true);
  }

  private write(step: boolean): void {
    clearTimeout(this.written);
    const fragment = `#${encode(this.state)}`;
    if (fragment === (location.hash || "#")) return;
    try {
      if (step) history.pushState(null, "", fragment);
      else history.replaceState(null, "", fragment);
    } catch {
      // A browser that lets no file write its history still takes a fragment.
      location.hash = fragment;
    }
  }

  private apply(): void {
    const { state } = this;
    this.found = this.matcher.find(state);
    const filtered = encode({ ...state, view: null, event: null });
    if (filtered !== this.shownFor) {
      this.shownFor = filtered;
      this.list.show(this.found.events);
      const shown = this.found.events.filter(isDated).sort(byStart);
      this.chart.show(this.lanes(shown), shown, this.dated);
      this.overview.show(shown, this.home, this.dated);
      this.say(this.countText());
    }
    this.chart.setView(this.view);
    this.overview.setView(this.view);
    this.facets.show(state, this.found);
    if (document.activeElement !== this.search) this.search.value = state.text;
    this.laneBox.value = state.lanes;
    this.tally.replaceChildren(...this.countNodes());
    this.showChips();
    const chosen = this.all.events.find((e) => e.uid === state.event) ?? null;
    this.list.choose(chosen);
    this.chart.choose(chosen?.index ?? null);
    this.list.follow(this.view, false);
  }

  private pick(event: TimelineEvent | null, focus: boolean): void {
    const closed = event === null ? this.state.event : null;
    this.state = { ...this.state, event: event?.uid ?? null };
    if (event && !this.found.events.includes(event)) {
      // A link may lead to an event that the filters hide: it is shown, without them.
      this.state = { ...emptyState(), lanes: this.state.lanes, view: this.state.view, event: event.uid };
    }
    this.write(true);
    this.apply();
    if (event) this.list.choose(event, focus);
    if (event && isDated(event)) this.chart.bring(event);
    if (closed !== null && !this.list.root.contains(document.activeElement)) this.chart.focus();
  }

  private moved(view: View, settled: boolean): void {
    this.view = view;
    this.overview.setView(view);
    if (!settled) return;
    this.state = { ...this.state, view: this.isHome(view) ? null : [Math.floor(view[0]), Math.ceil(view[1])] };
    clearTimeout(this.written);
    this.written = window.setTimeout(() => {
      this.write(false);
      this.list.follow(this.view, true);
      this.say(this.chart.describe());
    }, 180);
  }

  private whole(): void {
    const wider = this.everything[0] < this.home[0] || this.everything[1] > this.home[1];
    this.chart.goTo(wider && this.isHome(this.view) ? this.everything : this.home);
  }

  private isHome([from, to]: View): boolean {
    const near = Math.max(1, (to - from) / 1e6);
    return Math.abs(from - this.home[0]) < near && Math.abs(to - this.home[1]) < near;
  }

  /** Where chart and list lie one below the other, the way back from a card. */
  private toChart(): void {
    this.chart.root.scrollIntoView({ block: "center" });
    this.chart.focus();
  }

  private useView(): void {
    const [from, to] = this.view;
    const day = (t: number): string => {
      const at = civilOf(t);
      const year = at.year < 0 ? `-${String(-at.year).padStart(4, "0")}` : String(at.year).padStart(4, "0");
      return `${year}-${String(at.month).padStart(2, "0")}-${String(at.day).padStart(2, "0")}`;
    };
    this.ask({ ...this.state, since: day(from), until: day(to) });
  }

  private lanes(shown: DatedEvent[]): Lane[] {
    const by = this.state.lanes;
    if (by === "none") return [{ key: "", name: "", events: shown }];
    const lanes = new Map<string, DatedEvent[]>();
    for (const event of shown) {
      const keys = new Set(this.matcher.keysOf(by, event));
      for (const key of keys.size > 0 ? keys : [""]) {
        const lane = lanes.get(key);
        if (lane) lane.push(event);
        else lanes.set(key, [event]);
      }
    }
    const named = new Map(names(this.all, by).map(({ uid, name }) => [uid, name]));
    const chosen = this.state.chosen[by];
    const ordered = [...lanes].sort(([a, x], [b, y]) =>
      Number(a === "") - Number(b === "") || Number(chosen.has(b)) - Number(chosen.has(a)) || y.length - x.length);
    const out: Lane[] = ordered.slice(0, MOST_LANES).map(([key, events]) =>
      ({ key, name: named.get(key) ?? `No ${by}`, events }));
    const rest = ordered.slice(MOST_LANES);
    if (rest.length > 0) {
      const events = [...new Set(rest.flatMap(([, inside]) => inside))].sort(byStart);
      out.push({ key: " rest", name: `${rest.length.toLocaleString("en-GB")} others`, events });
    }
    return out;
  }

  private laneOptions(): HTMLOptionElement[] {
    const has: Record<LaneBy, number> = {
      none: 1, actor: this.all.actors.length, place: this.all.places.length, tag: this.all.tags.length, source: this.all.sources.length,
    };
    return LANES.filter((l) => has[l] > 0).map((l) => element("option", { value: l }, LANE_NAMES[l]));
  }

  private countText(): string {
    const shown = this.found.events.length;
    const all = this.all.events.length;
    const noun = all === 1 ? "event" : "events";
    return isFiltered(this.state) ? `${shown.toLocaleString("en-GB")} of ${all.toLocaleString("en-GB")} ${noun}` : `${all.toLocaleString("en-GB")} ${noun}`;
  }

  private countNodes(): Node[] {
    const [first, ...rest] = this.countText().split(" ");
    return [element("strong", {}, first ?? ""), document.createTextNode(` ${rest.join(" ")}`)];
  }

  private showChips(): void {
    const { state } = this;
    const chip = (label: string, without: State): HTMLElement => {
      const remove = button(label, () => { this.ask(without); }, "chip");
      remove.append(element("span", { "aria-hidden": "true" }, " ×"));
      remove.setAttribute("aria-label", `Remove the filter ${label}`);
      return element("li", {}, remove);
    };
    const out: HTMLElement[] = [];
    for (const facet of FACETS) {
      const named = new Map(names(this.all, facet).map(({ uid, name }) => [uid, name]));
      for (const uid of state.chosen[facet]) {
        out.push(chip(`${singular(facet)}: ${named.get(uid) ?? uid}`, without(state, facet, uid)));
      }
    }
    if (state.text) out.push(chip(`“${state.text}”`, { ...state, text: "" }));
    if (state.since || state.until) {
      const window = `${state.certainly ? "certainly" : "possibly"} ${state.since || "…"} to ${state.until || "…"}`;
      out.push(chip(window, { ...state, since: "", until: "" }));
    }
    if (out.length > 1) {
      out.push(element("li", {}, button("Clear all", () => {
        this.ask({ ...emptyState(), lanes: state.lanes, view: state.view, event: state.event });
      }, "plain")));
    }
    this.chips.replaceChildren(...out);
  }

  private people(event: TimelineEvent): string {
    const who = event.actors.slice(0, 3).map((n) => this.all.actors[n]?.name ?? "");
    const more = event.actors.length > 3 ? ` and ${event.actors.length - 3} more` : "";
    return who.join(", ") + more;
  }

  private layout(): void {
    this.colours = palette(document.body);
    this.chart.recolour();
    this.chart.resize();
    this.overview.resize();
    this.legend.draw();
  }

  private say(text: string): void {
    clearTimeout(this.spoken);
    this.spoken = window.setTimeout(() => { this.status.textContent = text; }, 250);
  }

  /** Put the report of what is shown into the page, for paper alone. */
  private print(): void {
    document.querySelector(".report")?.remove();
    const report = element("div", { class: "report" });
    const cards = new Cards(this.all);
    const asked = Array.from(this.chips.querySelectorAll(".chip"), (c) => c.firstChild?.textContent ?? "");
    report.append(element("p", { class: "asked" }, asked.length > 0 ? `${this.countText()}: ${asked.join("; ")}` : this.countText()));
    let heading = "";
    const told = new Set<string>();
    for (const event of this.found.events) {
      const year = cards.heading(event);
      if (year !== heading) report.append(element("h2", {}, year));
      heading = year;
      const card = cards.of(event);
      if (!card) continue;
      // What is told about a source need not be told again on the same paper.
      for (const about of card.querySelectorAll("details")) {
        if (told.has(about.textContent)) about.remove();
        else told.add(about.textContent);
      }
      report.append(card);
    }
    document.querySelector("main")?.append(report);
  }
}

function byStart(a: DatedEvent, b: DatedEvent): number {
  const [x, y] = [a.bounds[0], b.bounds[0]];
  return x === y ? b.bounds[3] - a.bounds[3] || a.index - b.index : x < y ? -1 : 1;
}

function singular(facet: Facet): string {
  return FACET_NAMES[facet].replace(/s$/, "");
}

function without(state: State, facet: Facet, uid: string): State {
  const chosen = new Set(state.chosen[facet]);
  chosen.delete(uid);
  return { ...state, chosen: { ...state.chosen, [facet]: chosen } };
}

document.documentElement.classList.add("live");
new Page(readDocument(document));
document.documentElement.dataset["ready"] = "";
