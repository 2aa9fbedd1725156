// Parse Markwhen on stdin with its own parser; print messages, header and events as JSON.
import { readFileSync } from "node:fs";
import { parse } from "@markwhen/parser";

const found = parse(readFileSync(0, "utf8"));
const events = [];
const walk = (node) => {
  if (node.children) {
    node.children.forEach(walk);
  } else {
    const { dateRangeIso, firstLine, properties, tags } = node.value ?? node;
    events.push({ from: dateRangeIso.fromDateTimeIso, to: dateRangeIso.toDateTimeIso, text: firstLine.restTrimmed, properties, tags });
  }
};
walk(found.events);
console.log(JSON.stringify({ messages: [...found.parseMessages, ...(found.documentMessages ?? [])], header: found.header, events }));
