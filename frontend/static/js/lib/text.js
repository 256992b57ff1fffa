// fill puts values into a text of the server's catalogue: "{0} of {1}".
export function fill(text, ...values) {
  return text.replace(/\{(\d+)\}/g, (hole, i) => values[i] ?? hole);
}

// say shows a short notice, which screen readers speak.
export function say(text) {
  document.querySelector("lyn-toast")?.say?.(text);
}
