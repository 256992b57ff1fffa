// Faults of fields, shown where the field is. Names are those of the JSON.
const places = { pictures: "picture", goods: "goods.commodity" };

// clear takes the faults off again.
export function clear(root) {
  for (const marked of root.querySelectorAll("[aria-invalid]")) {
    marked.removeAttribute("aria-invalid");
    marked.removeAttribute("aria-errormessage");
  }
  for (const error of root.querySelectorAll(".field-error")) error.remove();
}

// show marks each field with its sentence and leads to the first of them.
export function show(root, errors, lead) {
  clear(root);
  let first;
  for (const { field, detail } of errors) {
    const name = places[field] ?? field;
    const control = root.querySelector(`[name="${CSS.escape(name)}"]`);
    const place = control?.closest(".tap, .field, .tlps, lyn-upload");
    if (!place) continue;
    const sentence = document.createElement("span");
    sentence.className = "field-error";
    sentence.id = `${field}-error`;
    sentence.setAttribute("aria-live", "polite");
    sentence.textContent = detail;
    const drop = place.querySelector("lyn-drop");
    if (drop) drop.after(sentence);
    else place.append(sentence);
    control.setAttribute("aria-invalid", "true");
    control.setAttribute("aria-errormessage", sentence.id);
    control.closest("details")?.setAttribute("open", "");
    first ??= place;
  }
  if (lead && first) {
    first.scrollIntoView({ block: "center" });
    first.querySelector("input:not([hidden]), select:not([hidden]), textarea")?.focus({ preventScroll: true });
  }
}
