/**
 * An event's card: the markup that the file holds for readers without scripts, shown here in the list.
 *
 * It was made and escaped by the exporter; it is parsed by the browser's own parser, in a document of its own in which
 * nothing runs, and this is the only place where markup becomes elements.
 */

import type { Chronology, TimelineEvent } from "./events";

export class Cards {
  private readonly blocks = new Map<number, string[]>();

  constructor(private readonly all: Chronology) {}

  /** Give the <article> of an event; null should the file be cut off. */
  of(event: TimelineEvent): HTMLElement | null {
    const text = this.text(event);
    const parsed = new DOMParser().parseFromString(text, "text/html").querySelector("article");
    return parsed ? document.adoptNode(parsed) : null;
  }

  /** Give the words of an event's card, without the labels that stand on every card. */
  words(event: TimelineEvent): string {
    const text = this.text(event)
      .replace(/<(\w+) class=(?:k|"differ k")>[^<]*<\/\1>/g, " ")
      .replace(/<[^>]*>/g, " ");
    return unescaped(text);
  }

  /** Give the heading that an event stands under. */
  heading(event: TimelineEvent): string {
    return unescaped(/^<article [^>]*?data-year="([^"]*)"/.exec(this.text(event))?.[1] ?? "");
  }

  private text(event: TimelineEvent): string {
    let cards = this.blocks.get(event.block);
    if (!cards) {
      // Every "<" of a text is escaped, so this begins a card and nothing else.
      cards = (this.all.markup[event.block] ?? "").split(/(?=<article )/).filter((p) => p.startsWith("<article "));
      cards = cards.map((p) => p.slice(0, p.indexOf("</article>") + "</article>".length));
      this.blocks.set(event.block, cards);
    }
    return cards[event.nth] ?? "";
  }
}

function unescaped(text: string): string {
  return text.replace(/&(?:lt|gt|quot|amp|#39|#x27);/g, (entity) =>
    ({ "&lt;": "<", "&gt;": ">", "&quot;": '"', "&amp;": "&" })[entity] ?? "'");
}
