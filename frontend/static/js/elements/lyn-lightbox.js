import { fill } from "../lib/text.js";

// lyn-lightbox leads through the pictures of a gallery by the arrow keys and
// shows one over the whole screen.
class Lightbox extends HTMLElement {
  #at = 0;

  connectedCallback() {
    this.links = [...this.querySelectorAll("a.shown")];
    this.dialog = this.querySelector("dialog");
    this.links.forEach((link, i) => link.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      this.#open(i);
    }));
    this.#row();
    for (const button of this.dialog.querySelectorAll("[data-do]")) {
      button.addEventListener("click", () => this.#do(button.dataset.do, button));
    }
    this.dialog.addEventListener("keydown", (event) => {
      const step = arrow(event);
      if (step === 0 || this.dialog.classList.contains("zoomed")) return;
      event.preventDefault();
      this.#show(this.#at + step);
    });
    this.dialog.addEventListener("close", () => this.links[this.#at].focus());
    const alone = this.links.length < 2;
    for (const button of this.dialog.querySelectorAll("[data-do=back], [data-do=on]")) button.hidden = alone;
  }

  #open(i) {
    this.dialog.showModal();
    this.#show(i);
    this.dialog.querySelector(".lightbox-stage").focus();
  }

  #show(i) {
    this.#at = (i + this.links.length) % this.links.length;
    const link = this.links[this.#at];
    const shown = document.createElement("div");
    shown.className = "shown";
    const picture = link.querySelector("img").cloneNode();
    picture.removeAttribute("loading");
    picture.src = link.dataset.large;
    shown.append(picture);
    const outlines = link.querySelector(".outlines");
    if (outlines) shown.append(outlines.cloneNode(true));
    picture.addEventListener("click", () => this.dialog.querySelector("[data-do=zoom]").click());
    this.dialog.querySelector(".lightbox-stage").replaceChildren(shown);
    this.dialog.querySelector("[data-do=regions]").hidden = !outlines;
    this.dialog.querySelector(".lightbox-count").textContent = fill(this.dataset.of, this.#at + 1, this.links.length);
    link.closest(".gallery-item")?.scrollIntoView({ block: "nearest", behavior: "instant" });
  }

  #do(what, button) {
    if (what === "back" || what === "on") {
      this.#show(this.#at + (what === "on" ? 1 : -1));
      return;
    }
    const pressed = button.getAttribute("aria-pressed") !== "true";
    button.setAttribute("aria-pressed", pressed);
    const name = { invert: "inverted", mirror: "mirrored", zoom: "zoomed" }[what];
    if (name) this.dialog.classList.toggle(name, pressed);
  }

  // row lets the arrow keys turn the pictures of the page and marks the thumbnail of the one in view.
  #row() {
    const row = this.querySelector(".gallery-row");
    if (!row) return;
    const items = [...row.children];
    const thumbs = [...this.querySelectorAll(".thumbs a")];
    let at = 0;
    row.addEventListener("keydown", (event) => {
      const step = event.target === row ? arrow(event) : 0;
      if (step === 0) return;
      event.preventDefault();
      items[Math.min(Math.max(at + step, 0), items.length - 1)].scrollIntoView({ block: "nearest", inline: "start" });
    });
    const seen = new IntersectionObserver((entries) => {
      for (const entry of entries) if (entry.isIntersecting) at = items.indexOf(entry.target);
      thumbs.forEach((a, i) => (i === at ? a.setAttribute("aria-current", "true") : a.removeAttribute("aria-current")));
    }, { root: row, threshold: 0.6 });
    items.forEach((item) => seen.observe(item));
    // The thumbnails turn the row and leave the page where it is.
    thumbs.forEach((a, i) => a.addEventListener("click", (event) => {
      event.preventDefault();
      items[i].scrollIntoView({ block: "nearest", inline: "start" });
    }));
  }
}

// arrow is -1 for the key to the previous picture, 1 for the next, else 0.
function arrow(event) {
  const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key] ?? 0;
  return document.dir === "rtl" ? -step : step;
}

customElements.define("lyn-lightbox", Lightbox);
