/**
 * The list beside the picture: every event that is shown, a line each, whose card opens under it.
 *
 * All lines are real and in order, so that screen readers and the browser's search find them; they are made a section
 * at a time, when the section is near or when there is nothing else to do, and the browser lays out only what is seen.
 */

import { civilOf, yearName } from "./civil";
import { button, element } from "./dom";
import type { Cards } from "./card";
import type { TimelineEvent } from "./events";
import type { View } from "./view";

const SECTION = 80;
const LINE = 58;

interface Section {
  root: HTMLElement;
  events: TimelineEvent[];
  built: boolean;
}

export class List {
  readonly root: HTMLElement;
  private readonly body: HTMLElement;
  private sections: Section[] = [];
  private readonly lines = new Map<number, HTMLElement>();
  private readonly sectionOf = new Map<number, Section>();
  private readonly events = new Map<number, TimelineEvent>();
  private open: number | null = null;
  private view: View | null = null;
  private readonly near: IntersectionObserver;
  private idle = 0;

  constructor(
    private readonly cards: Cards,
    private readonly picked: (event: TimelineEvent | null) => void,
    private readonly detail: (event: TimelineEvent) => string,
    private readonly back: () => void,
    private readonly none: string,
  ) {
    this.body = element("div", { class: "sections" });
    this.root = element("section", { class: "list", id: "list", "aria-label": "List of events", tabindex: "-1" }, this.body);
    this.root.addEventListener("keydown", (event) => { this.key(event); });
    this.near = new IntersectionObserver((entries) => {
      for (const entry of entries) {
        const section = entry.isIntersecting ? this.sections.find((s) => s.root === entry.target) : undefined;
        if (section) this.build(section);
      }
    }, { root: null, rootMargin: "400px 0px" });
  }

  /** Show these events, in this order. */
  show(events: readonly TimelineEvent[]): void {
    cancelIdle(this.idle);
    this.near.disconnect();
    this.lines.clear();
    this.sectionOf.clear();
    this.sections = sectioned(events).map(({ name, events: inside }) => {
      const root = element("section", { class: "years" }, element("h2", {}, name), element("ol", { role: "list" }));
      root.style.setProperty("contain-intrinsic-size", `auto ${inside.length * LINE + 36}px`);
      const section: Section = { root, events: inside, built: false };
      for (const event of inside) {
        this.sectionOf.set(event.index, section);
        this.events.set(event.index, event);
      }
      return section;
    });
    this.body.replaceChildren(...this.sections.map((s) => s.root));
    if (events.length === 0) this.body.append(element("p", { class: "none" }, this.none));
    for (const section of this.sections) this.near.observe(section.root);
    if (this.sections[0]) this.build(this.sections[0]);
    this.fill(0);
    if (this.open !== null) this.expand(this.open);
  }

  /** Open the card of an event and bring it into sight; null closes. */
  choose(event: TimelineEvent | null, focus = false): void {
    if (this.open !== null && this.open !== event?.index) this.collapse(this.open);
    this.open = event?.index ?? null;
    if (!event) return;
    this.expand(event.index);
    const line = this.lines.get(event.index);
    if (!line) return;
    const top = line.getBoundingClientRect();
    const box = this.window();
    if (top.top < box.top || top.top > box.bottom - 120 || top.bottom > box.bottom) {
      line.scrollIntoView({ block: top.height > box.bottom - box.top ? "start" : "nearest" });
    }
    if (focus) line.querySelector("button")?.focus({ preventScroll: true });
  }

  /** Pale what lies outside the view, and bring the first line of the view into sight, unless the reader is here. */
  follow(view: View, scroll: boolean): void {
    this.view = view;
    for (const [index, line] of this.lines) this.mark(index, line);
    if (!scroll || this.open !== null || this.root.matches(":hover, :focus-within")) return;
    if (this.root.scrollHeight <= this.root.clientHeight + 1) return;
    for (const section of this.sections) {
      const first = section.events.find((e) => e.bounds && e.bounds[0] >= view[0] && e.bounds[0] <= view[1]);
      if (!first) continue;
      this.build(section);
      const line = this.lines.get(first.index);
      if (line) this.root.scrollTop += line.getBoundingClientRect().top - this.root.getBoundingClientRect().top - 40;
      return;
    }
  }

  /** The part of the screen in which lines are seen: the list scrolls in a box of its own, or with the page. */
  private window(): { top: number; bottom: number } {
    return this.scrolls() ? this.root.getBoundingClientRect() : { top: 0, bottom: window.innerHeight };
  }

  private scrolls(): boolean {
    return getComputedStyle(this.root).overflowY !== "visible";
  }

  /** Up and down go from line to line, as in any list; Tab does too. */
  private key(event: KeyboardEvent): void {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const line = event.target instanceof Element ? event.target.closest("button.line") : null;
    if (step === undefined || !line || event.ctrlKey || event.metaKey || event.altKey) return;
    const lines = Array.from(this.body.querySelectorAll<HTMLButtonElement>("button.line"));
    const next = lines[lines.indexOf(line as HTMLButtonElement) + step];
    event.preventDefault();
    next?.focus();
  }

  private mark(index: number, line: HTMLElement): void {
    const bounds = this.events.get(index)?.bounds;
    if (!this.view || !bounds) return;
    line.classList.toggle("beyond", bounds[3] < this.view[0] || bounds[0] > this.view[1]);
  }

  private fill(from: number): void {
    const next = this.sections.findIndex((s, n) => n >= from && !s.built);
    if (next < 0) return;
    this.idle = whenIdle(() => {
      const section = this.sections[next];
      if (section) this.build(section);
      this.fill(next + 1);
    });
  }

  private build(section: Section): void {
    if (section.built) return;
    section.built = true;
    this.near.unobserve(section.root);
    const lines = section.events.map((event) => {
      const line = this.line(event);
      this.lines.set(event.index, line);
      this.mark(event.index, line);
      return line;
    });
    section.root.querySelector("ol")?.append(...lines);
  }

  private line(event: TimelineEvent): HTMLElement {
    const detail = this.detail(event);
    const head = element("button", { type: "button", class: `line ${event.status}`, "aria-expanded": "false" },
      element("span", { class: "when" }, event.words),
      element("span", { class: "title", dir: "auto" }, event.title));
    if (event.status !== "confirmed") head.append(element("span", { class: "badge" }, event.status));
    if (detail) head.append(element("span", { class: "who", dir: "auto" }, detail));
    head.addEventListener("click", () => { this.picked(this.open === event.index ? null : event); });
    return element("li", {}, head);
  }

  private expand(index: number): void {
    const section = this.sectionOf.get(index);
    const event = this.events.get(index);
    if (!section || !event) return;
    this.build(section);
    const line = this.lines.get(index);
    if (!line || line.querySelector(".card")) return;
    const card = this.cards.of(event);
    line.classList.add("open");
    line.querySelector("button")?.setAttribute("aria-expanded", "true");
    if (!card) return;
    line.append(element("div", { class: "card" }, card, button("Show in the chart", this.back, "plain back")));
  }

  private collapse(index: number): void {
    const line = this.lines.get(index);
    if (!line) return;
    line.classList.remove("open");
    line.querySelector("button")?.setAttribute("aria-expanded", "false");
    line.querySelector(".card")?.remove();
  }
}

/** Put events under headings: a year each, or several where a heading would stand over too few. */
function sectioned(events: readonly TimelineEvent[]): { name: string; events: TimelineEvent[] }[] {
  const least = events.length <= 400 ? 1 : 24;
  const out: { years: (number | string)[]; events: TimelineEvent[] }[] = [];
  for (const event of events) {
    const year = headingOf(event);
    const last = out.at(-1);
    const same = last?.years.at(-1) === year;
    const full = last && last.events.length >= SECTION;
    const mixes = last && !same && (typeof year === "string" || typeof last.years.at(-1) === "string");
    if (!last || full || mixes || (!same && last.events.length >= least)) out.push({ years: [year], events: [event] });
    else {
      last.events.push(event);
      if (!same) last.years.push(year);
    }
  }
  return out.map(({ years, events: inside }) => ({ name: headed(years), events: inside }));
}

/** The year an event stands under: in which it can first have begun, else in which it must be over; else words. */
function headingOf(event: TimelineEvent): number | string {
  if (!event.bounds) return "Undated";
  const [startMin, , , endMax] = event.bounds;
  if (Number.isFinite(startMin)) return civilOf(startMin).year;
  return Number.isFinite(endMax) ? civilOf(endMax).year : "At any time";
}

function headed(years: (number | string)[]): string {
  const known = years.filter((y) => typeof y === "number");
  if (known.length === 0) return String(years[0] ?? "");
  const [first, last] = [Math.min(...known), Math.max(...known)];
  return first === last ? yearName(first) : `${yearName(first)} – ${yearName(last)}`;
}

function whenIdle(act: () => void): number {
  return typeof requestIdleCallback === "function" ? requestIdleCallback(act) : window.setTimeout(act, 50);
}

function cancelIdle(id: number): void {
  if (typeof cancelIdleCallback === "function") cancelIdleCallback(id);
  else clearTimeout(id);
}
