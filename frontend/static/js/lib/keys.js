// Single keys press what carries data-key. They can be turned off (WCAG 2.1.4),
// for those who speak to their computer, and rest while one types or a dialog is open.
const setting = "lynceus-keys";

export function listen(document) {
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    if (localStorage.getItem(setting) === "off" || typing(event.target) || document.querySelector("dialog[open]")) return;
    const target = [...document.querySelectorAll(`[data-key="${CSS.escape(event.key)}"]`)].find((e) => e.checkVisibility({ visibilityProperty: true }));
    if (!target) return;
    event.preventDefault();
    if (target.matches("input")) target.focus();
    else target.click();
  });
  for (const button of document.querySelectorAll("[data-opens]")) {
    button.addEventListener("click", () => document.getElementById(button.dataset.opens).showModal());
  }
  for (const box of document.querySelectorAll("[data-keys-on]")) {
    box.checked = localStorage.getItem(setting) !== "off";
    box.addEventListener("change", () => localStorage.setItem(setting, box.checked ? "on" : "off"));
  }
}

function typing(target) {
  return target.isContentEditable || target.matches?.("textarea, select, input:not([type=checkbox], [type=radio], [type=file])");
}
