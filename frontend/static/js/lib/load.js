const elements = [
  "ask", "case", "confirm", "copy", "drop", "facets", "lightbox", "lookalikes",
  "part", "password", "taps", "toast", "upload", "verdict", "watch",
];

// load imports the module of each custom element found below root.
export function load(root) {
  for (const name of elements) {
    if (root.querySelector(`lyn-${name}`)) import(`../elements/lyn-${name}.js`);
  }
}
