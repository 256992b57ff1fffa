import { Failure, fragment } from "../lib/http.js";
import { say } from "../lib/text.js";

const setting = "lynceus-view";

// lyn-facets keeps the list in step with its form. The address is always that of
// the list shown, as if the form had been sent.
class Facets extends HTMLElement {
  #running;
  #timer;

  connectedCallback() {
    const form = this.querySelector("form");
    // On a phone the filters begin folded: the cases come first.
    if (matchMedia("(max-width: 64rem)").matches) this.querySelector(".facets").open = false;
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#send(0);
    });
    form.addEventListener("change", (event) => {
      if (event.target.type === "search") return;
      narrow(event.target);
      this.#send(0);
    });
    form.addEventListener("input", (event) => event.target.type === "search" && this.#send(400));
    this.#view();
    this.addEventListener("change", (event) => event.target.name === "view" && localStorage.setItem(setting, event.target.value));
    this.addEventListener("click", (event) => {
      const link = event.target.closest("a[href^='/cases?'], a[href='/cases']");
      if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      this.#go(link.href, true, link.rel !== "");
    });
    addEventListener("popstate", () => this.isConnected && this.#go(location.href, false, false));
  }

  // view is the grid or the rows, as this officer had it last.
  #view() {
    const chosen = this.querySelector(`[name="view"][value="${localStorage.getItem(setting) === "rows" ? "rows" : "grid"}"]`);
    if (chosen) chosen.checked = true;
  }

  #send(delay) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      const form = this.querySelector("form");
      const query = new URLSearchParams();
      for (const [name, value] of new FormData(form)) if (value) query.append(name, value);
      const tail = query.toString();
      this.#go(form.action + (tail && `?${tail}`), true, false);
    }, delay);
  }

  async #go(url, push, turned) {
    this.#running?.abort();
    this.#running = new AbortController();
    const results = this.querySelector(".browse-results");
    results.setAttribute("aria-busy", "true");
    try {
      const answer = await fragment(url, this.#running.signal);
      if (push) history.pushState(null, "", url);
      this.#put(answer);
      if (turned) this.querySelector("h1").focus();
    } catch (failure) {
      if (failure.name === "AbortError") return;
      results.removeAttribute("aria-busy");
      if (!(failure instanceof Failure)) throw failure;
      if (failure.passing) say(document.querySelector("lyn-toast").dataset.failed);
      else location.assign(url);
    }
  }

  #put(answer) {
    const focused = document.activeElement?.id;
    const unfolded = [...this.querySelectorAll("[data-facet][open]")].map((d) => d.dataset.facet);
    for (const part of [".browse-results", ".facets-body", ".facets > summary"]) {
      this.querySelector(part).replaceWith(answer.querySelector(part));
    }
    for (const more of this.querySelectorAll("[data-facet]")) more.open ||= unfolded.includes(more.dataset.facet);
    this.#view();
    const search = this.querySelector("#q");
    if (focused !== "q") search.value = answer.querySelector("#q").value;
    if (focused) document.getElementById(focused)?.focus({ preventScroll: true });
  }
}

// narrow keeps a term and the one above it from being chosen both: chosen values
// of a facet widen the list, and one means the narrower.
function narrow(box) {
  if (!box.checked || box.type !== "checkbox") return;
  const below = box.closest(".facet-below");
  const above = below?.closest("li").querySelector("input");
  if (above) above.checked = false;
  else for (const other of box.closest("li").querySelectorAll(".facet-below input")) other.checked = false;
}

customElements.define("lyn-facets", Facets);
