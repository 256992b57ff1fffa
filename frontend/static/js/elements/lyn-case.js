import { clear, show } from "../lib/faults.js";
import { Failure, json } from "../lib/http.js";
import { say } from "../lib/text.js";

const pause = 700; // milliseconds after the last key before a draft is saved
const retry = 10_000;

// lyn-case saves the form of a case as it is filled in. The first change or the
// first picture makes the draft, and the address becomes that of the draft, so
// that a reload goes on where one was.
class Case extends HTMLElement {
  #making;
  #timer;
  #saving;
  #open = false; // something is not saved yet
  #kept; // the form as it was saved last
  #stale = false; // somebody else saved it meanwhile: only who presses a button saves over that

  connectedCallback() {
    this.form = this.querySelector("form:has(lyn-taps)");
    this.state = this.querySelector(".saved");
    this.pictures = this.querySelector("lyn-upload");
    this.form.noValidate = true;
    this.form.addEventListener("input", () => this.#changed());
    this.form.addEventListener("change", (event) => {
      grow(event.target.closest(".grow"));
      this.#changed();
    });
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#finish(event.submitter?.value === "submit", event.submitter);
    });
    addEventListener("online", () => this.#open && this.#save().catch(() => {}));
    addEventListener("pagehide", () => this.#open && this.#leave());
  }

  // ensure is the id of the draft, which it makes when there is none.
  ensure() {
    if (this.dataset.id) return Promise.resolve(this.dataset.id);
    this.#making ??= json("POST", this.dataset.create, this.#read()).then((made) => {
      this.dataset.id = made.id;
      this.dataset.version = made.version;
      history.replaceState(null, "", `${this.dataset.create}/${made.id}/edit`);
      return made.id;
    }).finally(() => { this.#making = undefined; });
    return this.#making;
  }

  #changed() {
    this.#open = true;
    clearTimeout(this.#timer);
    if (!this.#stale) this.#timer = setTimeout(() => this.#save().catch(() => {}), pause);
  }

  // save sends what is in the form; what changes meanwhile is sent after it.
  #save() {
    clearTimeout(this.#timer);
    this.#saving = (this.#saving ?? Promise.resolve()).catch(() => {}).then(async () => {
      const form = this.#read();
      if (this.dataset.id && JSON.stringify(form) === this.#kept) {
        this.#open = false;
        return;
      }
      this.#say("saving");
      this.#open = false;
      try {
        const id = await this.ensure();
        const saved = await json("PUT", `${this.dataset.create}/${id}`, { ...form, version: this.dataset.version });
        this.dataset.version = saved.version;
        this.#kept = JSON.stringify(form);
        clear(this);
        this.#say("saved");
      } catch (failure) {
        this.#open = true;
        if (!(failure instanceof Failure)) throw failure;
        if (failure.problem?.errors) {
          show(this, failure.problem.errors, false);
          this.#stale = failure.status === 412;
          this.#say(this.#stale ? "stale" : "invalid");
        } else {
          this.#say(failure.status === 401 ? "signedout" : "failed");
          if (failure.passing) this.#timer = setTimeout(() => this.#save().catch(() => {}), retry);
        }
        throw failure;
      }
    });
    return this.#saving;
  }

  async #finish(submit, button) {
    button?.setAttribute("aria-disabled", "true");
    try {
      if (this.pictures.busy) {
        this.#say("waiting");
        await this.pictures.idle();
      }
      if (this.#stale) await this.#replace();
      await this.#save();
      const url = `${this.dataset.create}/${this.dataset.id}`;
      if (submit) await json("POST", `${url}/submit`);
      location.assign(url);
    } catch (failure) {
      if (!(failure instanceof Failure)) throw failure;
      if (failure.problem?.errors) show(this, failure.problem.errors, true);
      else say(failure.problem?.detail ?? document.querySelector("lyn-toast").dataset.offline);
    } finally {
      button?.removeAttribute("aria-disabled");
    }
  }

  // replace takes the version that is stored now for the one that was read: the
  // officer has been told and saves all the same.
  async #replace() {
    this.dataset.version = (await json("GET", `${this.dataset.create}/${this.dataset.id}/edit`)).version;
    this.#stale = false;
  }

  // leave sends what was typed in the last moment before the page goes.
  #leave() {
    if (!this.dataset.id || this.#stale) return;
    fetch(`${this.dataset.create}/${this.dataset.id}`, {
      method: "PUT", keepalive: true,
      headers: { Accept: "application/json", "Content-Type": "application/json" },
      body: JSON.stringify({ ...this.#read(), version: this.dataset.version }),
    }).catch(() => {});
  }

  // read is the form as the JSON of a case. Rows without a commodity are left out.
  #read() {
    const data = new FormData(this.form);
    const all = (name) => data.getAll(name).map((v) => v.trim());
    const one = (name) => all(name)[0] ?? "";
    const [quantities, units] = [all("goods.quantity"), all("goods.unit")];
    return {
      title: one("title"), month: one("month"), country: one("country"), place: one("place"),
      mode: one("mode"), means: one("means"), route: all("route").filter(Boolean), cover: one("cover"),
      concealment: all("concealment").filter(Boolean), construction: one("construction"),
      shielding: one("shielding"), trigger: one("trigger"),
      goods: all("goods.commodity").map((commodity, i) => ({
        commodity, quantity: Number(quantities[i] || 0), unit: units[i] ?? "",
      })).filter((good) => good.commodity),
      narrative: one("narrative"), tlp: one("tlp"), training: data.has("training"),
      onward: data.has("onward"), expires: one("expires"),
    };
  }

  #say(state) {
    this.state.dataset.state = state;
    this.state.textContent = this.state.dataset[state];
  }
}

// grow adds an empty row when the last one is filled.
function grow(rows) {
  const last = rows?.lastElementChild;
  const first = last?.matches("select") ? last : last?.querySelector("select");
  if (!first?.value) return;
  const row = last.cloneNode(true);
  for (const control of [row, ...row.querySelectorAll("select, input")]) {
    if (control.matches("select, input")) control.value = "";
  }
  rows.append(row);
}

customElements.define("lyn-case", Case);
