import { fill } from "../lib/text.js";

const few = 12; // choices visible at once

// lyn-taps lays out selects as chips. The selects stay the values of the form;
// what does not go with the transport mode is not shown.
class Taps extends HTMLElement {
  connectedCallback() {
    this.taps = Object.fromEntries([...this.querySelectorAll(".tap")].map((t) => [t.dataset.tap, t]));
    for (const name of ["mode", "means", "concealment", "commodity"]) this.#prepare(this.taps[name]);
    this.#month(this.taps.month);
    this.#mode().addEventListener("change", () => {
      for (const name of ["means", "concealment"]) this.#fit(this.taps[name]);
    });
    for (const name of ["mode", "means", "concealment", "commodity"]) {
      this.#draw(this.taps[name]);
      this.#fold(this.taps[name]);
    }
  }

  #mode() {
    return this.taps.mode.querySelector("select");
  }

  // prepare hides the select of a tap and makes room for its chips.
  #prepare(tap) {
    const select = tap.querySelector("select");
    const label = tap.querySelector("label");
    const name = Object.assign(document.createElement("span"), { id: label.id, className: "tap-label", textContent: label.textContent });
    label.replaceWith(name);
    select.hidden = true;
    const chips = document.createElement("div");
    chips.className = "tap-chips";
    chips.setAttribute("role", "radiogroup");
    chips.setAttribute("aria-labelledby", label.id);
    select.after(chips);
    select.addEventListener("change", () => this.#draw(tap));
  }

  // fold shows of a tap that is filled already what is chosen, until one wants another.
  #fold(tap) {
    if (tap.dataset.filled !== "true" || tap.querySelector("[aria-invalid]")) return;
    tap.dataset.folded = "true";
    const change = Object.assign(document.createElement("button"), { type: "button", className: "tap-change", textContent: this.dataset.change });
    change.addEventListener("click", () => {
      delete tap.dataset.folded;
      change.remove();
      tap.querySelector("input:checked").focus();
    });
    change.setAttribute("aria-describedby", `${tap.dataset.tap}-label`);
    tap.querySelector(".tap-label").append(change);
  }

  // fit drops a value that the mode rules out.
  #fit(tap) {
    const select = tap.querySelector("select");
    const option = select.selectedOptions[0];
    if (option?.value && !this.#applies(option)) choose(select, "");
    else this.#draw(tap);
  }

  // applies follows catalogue.Term.Applies: while the mode is open every term does.
  #applies(element) {
    const mode = this.#mode().value;
    const modes = element.dataset.modes;
    return !modes || ["", "0", "6"].includes(mode) || modes.split(" ").includes(mode);
  }

  #draw(tap) {
    const select = tap.querySelector("select");
    const chips = tap.querySelector(".tap-chips");
    const focused = chips.contains(document.activeElement) ? document.activeElement.value : undefined;
    const group = select.selectedOptions[0]?.closest("optgroup");
    tap.dataset.filled = select.value !== "";
    if (["means", "concealment"].includes(tap.dataset.tap) && !this.#mode().value && !select.value) {
      chips.replaceChildren(Object.assign(document.createElement("p"), { className: "tap-first", textContent: this.dataset.first }));
      tap.querySelector(".tap-terms")?.remove();
      return;
    }
    const entries = [...select.children].filter((e) => e.value !== "" && this.#applies(e)).map((e) =>
      e.matches("optgroup")
        ? { value: e.querySelector("option").value, text: e.label, chosen: e === group }
        : { value: e.value, text: e.label, chosen: e.selected });
    // "Not specified" heads the code list; those who know come first here.
    if (tap.dataset.tap === "mode") entries.sort((a, b) => (a.value === "0") - (b.value === "0"));
    chips.replaceChildren(...this.#chips(tap, select, entries, tap.dataset.tap));
    this.#terms(tap, select, group);
    if (focused !== undefined) chips.querySelector(`input[value="${CSS.escape(focused)}"]`)?.focus({ preventScroll: true });
  }

  // terms draws the second level: the terms of the chosen group, or those of all
  // groups that have the words one looks for.
  #terms(tap, select, group) {
    if (!select.querySelector("optgroup")) return;
    let place = tap.querySelector(".tap-terms");
    if (!place) {
      place = document.createElement("div");
      place.className = "tap-terms";
      const list = document.createElement("div");
      list.className = "tap-chips";
      list.setAttribute("role", "radiogroup");
      list.setAttribute("aria-labelledby", `${tap.dataset.tap}-label`);
      if (tap.dataset.tap === "concealment") place.append(this.#finder(tap, select));
      place.append(list);
      tap.querySelector(".tap-chips").after(place);
    }
    const words = (tap.querySelector(".tap-find")?.value ?? "").toLowerCase().split(/\s+/).filter(Boolean);
    const entries = words.length ? this.#found(select, words) : group ? of(group, (o) => this.#applies(o)) : [];
    const list = place.querySelector(".tap-chips");
    list.replaceChildren(...this.#chips(tap, select, entries, `${tap.dataset.tap}-term`));
    if (words.length && entries.length === 0) list.textContent = this.dataset.none;
    place.hidden = entries.length === 0 && !place.querySelector(".tap-find");
  }

  #found(select, words) {
    return [...select.querySelectorAll("optgroup")].filter((g) => this.#applies(g)).flatMap((g) =>
      of(g, (o) => this.#applies(o)).map((entry) => ({ ...entry, text: `${g.label}: ${entry.text}` }))
    ).filter(({ text }) => words.every((w) => text.toLowerCase().includes(w)));
  }

  #finder(tap, select) {
    const find = document.createElement("input");
    find.type = "search";
    find.className = "tap-find";
    find.placeholder = this.dataset.find;
    find.setAttribute("aria-label", this.dataset.find);
    find.addEventListener("input", (event) => {
      event.stopPropagation();
      this.#terms(tap, select, select.selectedOptions[0]?.closest("optgroup"));
    });
    find.addEventListener("keydown", (event) => event.key === "Enter" && event.preventDefault());
    return find;
  }

  // chips are radio buttons, a few at first. A second tap on a chosen one takes it back.
  #chips(tap, select, entries, name) {
    const chips = entries.map(({ value, text, chosen }) => {
      const chip = Object.assign(document.createElement("label"), { className: "chip" });
      const input = Object.assign(document.createElement("input"), { type: "radio", name: `tap-${name}`, value, checked: chosen });
      input.setAttribute("form", "");
      input.addEventListener("change", () => choose(select, value));
      if (chosen) input.addEventListener("click", () => choose(select, ""));
      chip.append(input, text);
      return chip;
    });
    const last = Math.max(few, entries.findIndex((e) => e.chosen) + 1);
    if (chips.length <= last + 1) return chips;
    chips.slice(last).forEach((chip) => { chip.hidden = true; });
    const more = Object.assign(document.createElement("button"), {
      type: "button", className: "chip whole", textContent: fill(this.dataset.more, chips.length),
    });
    more.addEventListener("click", () => {
      chips.forEach((chip) => { chip.hidden = false; });
      more.remove();
      chips[last].querySelector("input").focus();
    });
    return [...chips, more];
  }

  // month offers the two that are meant nearly always.
  #month(tap) {
    const input = tap.querySelector("input");
    const chips = Object.assign(document.createElement("div"), { className: "tap-chips" });
    input.before(chips);
    const now = new Date();
    const buttons = [0, -1].map((back, i) => {
      const value = month(new Date(now.getFullYear(), now.getMonth() + back, 1));
      const button = Object.assign(document.createElement("button"), {
        type: "button", className: "chip", textContent: [tap.dataset.this, tap.dataset.last][i], value,
      });
      button.addEventListener("click", () => choose(input, value));
      return button;
    });
    chips.append(...buttons, input);
    input.max = buttons[0].value;
    input.value ||= buttons[0].value;
    const mark = () => {
      tap.dataset.filled = input.value !== "";
      for (const b of buttons) b.setAttribute("aria-pressed", b.value === input.value);
    };
    input.addEventListener("change", mark);
    mark();
  }
}

function of(group, fits) {
  return [...group.children].filter(fits).map((o) => ({ value: o.value, text: o.label, chosen: o.selected }));
}

function choose(control, value) {
  control.value = value;
  control.dispatchEvent(new Event("change", { bubbles: true }));
}

function month(date) {
  return `${date.getFullYear()}-${String(date.getMonth() + 1).padStart(2, "0")}`;
}

customElements.define("lyn-taps", Taps);
