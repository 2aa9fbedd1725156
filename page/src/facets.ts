/** The filters: a group of choices for each kind, with the number of events beside each, and the window of time. */

import { readDay } from "./civil";
import { button, element } from "./dom";
import { emptyState, FACETS, fold, names } from "./filter";
import type { Facet, Found, State } from "./filter";
import type { Chronology } from "./events";

const SHOWN = 7;
const SEARCHED = 15;
export const FACET_NAMES: Record<Facet, string> = {
  actor: "Actors", place: "Places", tag: "Tags", source: "Sources", status: "Status",
};

interface Choice {
  uid: string;
  folded: string;
  line: HTMLElement;
  box: HTMLInputElement;
  number: HTMLElement;
}

interface Group {
  root: HTMLDetailsElement;
  choices: Choice[];
  more: HTMLButtonElement;
  search: HTMLInputElement | null;
  chosen: HTMLElement;
  all: boolean;
}

export class Facets {
  readonly root: HTMLElement;
  private readonly groups = new Map<Facet, Group>();
  private readonly since: HTMLInputElement;
  private readonly until: HTMLInputElement;
  private readonly modes: HTMLInputElement[];
  private state: State = emptyState();

  constructor(all: Chronology, first: Found, private readonly change: (state: State) => void, useView: () => void) {
    this.since = this.dateBox("since", "From", "e.g. 1985", "1985, 1985-06 or 44 BC");
    this.until = this.dateBox("until", "To", "e.g. 2024-08", "2024, 2024-08 or 2024-08-31");
    this.modes = ["possibly", "certainly"].map((mode) => {
      const box = element("input", { type: "radio", name: "mode", value: mode });
      box.addEventListener("change", () => { this.change({ ...this.state, certainly: mode === "certainly" }); });
      return box;
    });
    const time = element("fieldset", { class: "time" }, element("legend", {}, "Time"),
      element("div", { class: "dates" }, labelled("From", this.since), labelled("To", this.until)),
      element("div", { class: "modes" },
        element("label", { title: "May have been in this time" }, this.modes[0]!, " possibly"),
        element("label", { title: "Was in this time, whatever its exact date" }, this.modes[1]!, " certainly")),
      button("Use what the chart shows", useView, "plain"));
    this.root = element("form", { class: "facets", "aria-label": "Filters" }, time);
    this.root.addEventListener("submit", (event) => { event.preventDefault(); });
    for (const facet of FACETS) {
      const group = this.group(all, facet, first);
      if (group.choices.length === 0 || (facet === "status" && group.choices.length < 2)) continue;
      this.groups.set(facet, group);
      this.root.append(group.root);
    }
  }

  /** Show a state and the counts that belong to it. */
  show(state: State, found: Found): void {
    this.state = state;
    for (const [box, text] of [[this.since, state.since], [this.until, state.until]] as const) {
      if (document.activeElement !== box) box.value = text;
      this.check(box);
    }
    this.modes.forEach((box, n) => { box.checked = (n === 1) === state.certainly; });
    for (const [facet, group] of this.groups) {
      const chosen = state.chosen[facet];
      group.chosen.textContent = chosen.size > 0 ? String(chosen.size) : "";
      for (const choice of group.choices) {
        const count = found.counts[facet].get(choice.uid) ?? 0;
        choice.box.checked = chosen.has(choice.uid);
        choice.number.textContent = count.toLocaleString("en-GB");
        choice.line.classList.toggle("none", count === 0);
      }
      this.narrow(group);
    }
  }

  private group(all: Chronology, facet: Facet, first: Found): Group {
    const counts = first.counts[facet];
    const choices = names(all, facet)
      .filter(({ uid }) => counts.has(uid))
      .sort((a, b) => (counts.get(b.uid) ?? 0) - (counts.get(a.uid) ?? 0) || a.name.localeCompare(b.name))
      .map(({ uid, name }) => this.choice(facet, uid, name));
    const more = button("", () => {
      group.all = !group.all;
      this.narrow(group);
    }, "plain more");
    const search = choices.length > SEARCHED
      ? element("input", { type: "search", placeholder: "Find…", "aria-label": `Find among ${FACET_NAMES[facet].toLowerCase()}` })
      : null;
    search?.addEventListener("input", () => { this.narrow(group); });
    const chosen = element("span", { class: "chosen" });
    const root = element("details", { open: "" }, element("summary", {}, element("span", {}, FACET_NAMES[facet]), chosen));
    if (search) root.append(search);
    root.append(element("ul", { role: "list" }, ...choices.map((c) => c.line)), more);
    const group: Group = { root, choices, more, search, chosen, all: false };
    return group;
  }

  private choice(facet: Facet, uid: string, name: string): Choice {
    const box = element("input", { type: "checkbox", value: uid });
    const number = element("span", { class: "count" });
    box.addEventListener("change", () => {
      const chosen = new Set(this.state.chosen[facet]);
      if (box.checked) chosen.add(uid);
      else chosen.delete(uid);
      this.change({ ...this.state, chosen: { ...this.state.chosen, [facet]: chosen } });
    });
    const line = element("li", {}, element("label", {}, box, element("span", { class: "name", dir: "auto" }, name), number));
    return { uid, folded: ` ${fold(name)}`, line, box, number };
  }

  /** Show the first choices, those chosen, or those that are looked for. */
  private narrow(group: Group): void {
    const wanted = fold(group.search?.value ?? "");
    let shown = 0;
    for (const choice of group.choices) {
      const visible = wanted ? choice.folded.includes(wanted) : group.all || shown < SHOWN || choice.box.checked;
      choice.line.hidden = !visible;
      if (visible) shown += 1;
    }
    group.more.hidden = wanted !== "" || group.choices.length <= SHOWN;
    group.more.textContent = group.all ? "Show fewer" : `Show all ${group.choices.length.toLocaleString("en-GB")}`;
    group.more.setAttribute("aria-expanded", String(group.all));
  }

  private dateBox(key: "since" | "until", label: string, hint: string, example: string): HTMLInputElement {
    const box = element("input", { type: "text", placeholder: hint, "aria-label": `${label} (such as ${example})`, autocomplete: "off", spellcheck: "false" });
    box.addEventListener("input", () => {
      this.check(box);
      const text = box.value.trim();
      if (text === "" || readDay(text, false) !== null) this.change({ ...this.state, [key]: text });
    });
    return box;
  }

  private check(box: HTMLInputElement): void {
    const wrong = box.value.trim() !== "" && readDay(box.value, false) === null;
    box.setAttribute("aria-invalid", String(wrong));
  }
}

function labelled(text: string, box: HTMLInputElement): HTMLLabelElement {
  return element("label", {}, element("span", {}, text), box);
}
