/** Making elements: text is always text, never markup. */

export function element<K extends keyof HTMLElementTagNameMap>(
  name: K, attributes: Record<string, string> = {}, ...children: (Node | string)[]
): HTMLElementTagNameMap[K] {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

export function button(label: string, act: () => void, className = "", title = ""): HTMLButtonElement {
  const made = element("button", { type: "button", ...(className ? { class: className } : {}), ...(title ? { title } : {}) }, label);
  made.addEventListener("click", act);
  return made;
}
