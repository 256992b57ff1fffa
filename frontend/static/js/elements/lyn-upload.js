import { digest, key } from "../lib/digest.js";
import { Failure, json, upload } from "../lib/http.js";
import { Queue } from "../lib/queue.js";
import { signIn } from "../lib/signin.js";
import { fill, say } from "../lib/text.js";
import "./lyn-confirm.js"; // tiles of new pictures have one
import "./lyn-lookalikes.js";

const atOnce = 2;
const longestWait = 60; // seconds between tries

// lyn-upload sends each picture into the draft as soon as it is there, with its
// own progress, and says in its own place why one is refused. What a reload
// interrupts is lost only as far as it was not yet sent: the rest is in the draft.
class Upload extends HTMLElement {
  #queue = new Queue(atOnce);

  connectedCallback() {
    this.tiles = this.querySelector(".tiles");
    this.addEventListener("lyn-files", (event) => event.detail.forEach((file) => this.#add(file)));
    const { id } = this.closest("lyn-case").dataset;
    for (const tile of this.tiles.children) {
      this.#wire(tile);
      this.#alikes(tile.dataset.id, id);
    }
    addEventListener("beforeunload", (event) => {
      if (!this.#queue.busy) return;
      event.preventDefault();
      event.returnValue = this.dataset.leaving;
    });
  }

  // idle resolves when no picture is on its way.
  idle() {
    return this.#queue.idle();
  }

  get busy() {
    return this.#queue.busy;
  }

  #add(file) {
    const tile = this.querySelector(".tile-template").content.firstElementChild.cloneNode(true);
    tile.querySelector(".tile-name").textContent = file.name;
    preview(tile.querySelector("img"), file);
    tile.upload = { file, key: key(), tries: 0, abort: new AbortController() };
    this.tiles.append(tile);
    this.#wire(tile);
    this.#say(tile, this.dataset.waiting);
    this.#queue.add(() => this.#send(tile));
    this.querySelector("lyn-drop").classList.add("small");
  }

  #wire(tile) {
    for (const part of tile.querySelectorAll(".scripted")) part.hidden = false;
    tile.querySelector("[data-remove]").addEventListener("click", () => this.#remove(tile));
    tile.querySelector("[data-retry]").addEventListener("click", () => {
      tile.upload.tries = 0;
      this.#queue.add(() => this.#send(tile));
    });
    const technique = tile.querySelector("[data-technique]");
    technique.closest(".scripted").hidden = !tile.dataset.id;
    technique.addEventListener("change", (event) => {
      event.stopPropagation();
      json("PATCH", `/pictures/${tile.dataset.id}`, { technique: technique.value }).catch(failed);
    });
  }

  async #send(tile) {
    const { file, key, abort } = tile.upload;
    if (abort.signal.aborted) return;
    const bar = tile.querySelector("progress");
    bar.hidden = false;
    bar.removeAttribute("value");
    tile.querySelector("[data-retry]").hidden = true;
    tile.querySelector(".tile-refusal").hidden = true;
    tile.classList.remove("refused");
    try {
      this.#say(tile, this.dataset.hashing);
      tile.upload.sum ??= await digest(file).catch(() => undefined);
      const id = await this.closest("lyn-case").ensure();
      this.#say(tile, this.dataset.sending);
      const body = new FormData();
      body.set("picture", file);
      const answer = await upload(`/cases/${id}/pictures`, body, {
        accept: "application/json",
        headers: { "Idempotency-Key": key, ...(tile.upload.sum && { "X-Content-SHA256": tile.upload.sum }) },
        signal: abort.signal,
        progress: (done) => this.#progress(tile, bar, done),
      });
      if (answer.status === 401 && await signIn()) return await this.#send(tile);
      let read;
      try {
        read = JSON.parse(answer.body);
      } catch {
        throw new Failure(answer.status);
      }
      if (answer.status >= 400) throw new Failure(answer.status, read, answer.retryAfter);
      this.#kept(tile, read, id);
    } catch (failure) {
      if (failure.name === "AbortError") return;
      if (!(failure instanceof Failure)) throw failure;
      if (failure.passing) await this.#again(tile, failure);
      else this.#refused(tile, failure);
    }
  }

  #progress(tile, bar, done) {
    if (done < 1) {
      bar.value = 100 * done;
      this.#say(tile, `${this.dataset.sending} ${Math.floor(100 * done)} %`);
    } else {
      bar.removeAttribute("value");
      this.#say(tile, this.dataset.reading);
    }
  }

  // again waits longer at each try, and while there is no line at all; the same
  // key makes sure that a file which did arrive is not kept twice.
  async #again(tile, failure) {
    const wait = Math.min(Math.max(failure.retryAfter || 0, 2 ** tile.upload.tries++), longestWait);
    tile.querySelector("progress").hidden = true;
    tile.querySelector("[data-retry]").hidden = false;
    this.#say(tile, navigator.onLine ? fill(this.dataset.again, wait) : this.dataset.offline);
    await new Promise((resolve) => {
      const timer = setTimeout(resolve, 1000 * wait);
      const now = () => { clearTimeout(timer); resolve(); };
      addEventListener("online", now, { once: true });
      tile.upload.abort.signal.addEventListener("abort", now);
      tile.querySelector("[data-retry]").addEventListener("click", (event) => { event.stopImmediatePropagation(); now(); }, { once: true, capture: true });
    });
    return this.#send(tile);
  }

  #kept(tile, answer, id) {
    const { picture, already, notes } = answer;
    tile.querySelector("progress").hidden = true;
    tile.classList.add("kept");
    tile.querySelector("img").src = `/pictures/${picture.id}/thumb`;
    // The organisation may have these pixels in another case: then nothing was added here.
    const elsewhere = already && picture.case !== id;
    this.#say(tile, elsewhere ? "" : this.dataset.kept);
    if (already) note(tile, this.dataset.already, `/cases/${picture.case}`);
    for (const text of notes ?? []) note(tile, text);
    if (!elsewhere) {
      tile.dataset.id = picture.id;
      const technique = tile.querySelector("[data-technique]");
      technique.value = picture.technique ?? "";
      technique.closest(".scripted").hidden = false;
    }
    this.#alikes(picture.id, id);
    this.dispatchEvent(new CustomEvent("lyn-kept", { bubbles: true }));
  }

  #refused(tile, failure) {
    tile.classList.add("refused");
    tile.querySelector("progress").hidden = true;
    this.#say(tile, this.dataset.failed);
    const refusal = tile.querySelector(".tile-refusal");
    refusal.textContent = failure.problem?.detail ?? document.querySelector("lyn-toast").dataset.failed;
    refusal.hidden = false;
    // What the server cannot read it will not read at the next try either.
    tile.querySelector("[data-retry]").hidden = ![401, 500].includes(failure.status) && failure.problem?.code !== "wrong_sum";
  }

  async #remove(tile) {
    tile.upload?.abort.abort();
    try {
      if (tile.dataset.id) await json("DELETE", `/pictures/${tile.dataset.id}`);
    } catch (failure) {
      if (failure.status !== 404) return failed(failure);
    }
    tile.remove();
    this.querySelector(`lyn-lookalikes[data-picture="${tile.dataset.id}"]`)?.remove();
    this.querySelector("input[type=file]").focus();
  }

  // alikes shows what resembles the picture, beside the form that is being filled in.
  #alikes(id, caseID) {
    const strip = this.querySelector(".strip");
    const answers = this.querySelector(".strip-template").content.firstElementChild.cloneNode(true);
    answers.dataset.picture = id;
    answers.dataset.case = caseID;
    strip.querySelector(".strips").prepend(answers);
    strip.hidden = false;
  }

  #say(tile, text) {
    tile.querySelector(".tile-state span").textContent = text;
  }
}

function preview(img, file) {
  const url = URL.createObjectURL(file);
  img.onload = () => URL.revokeObjectURL(url);
  img.onerror = () => img.removeAttribute("src"); // TIFF and the like: until the thumbnail is there
  img.src = url;
}

function note(tile, text, href) {
  const line = document.createElement(href ? "a" : "p");
  line.textContent = text;
  if (href) line.href = href;
  tile.querySelector(".tile-notes").append(line);
}

function failed(failure) {
  if (!(failure instanceof Failure)) throw failure;
  say(failure.problem?.detail ?? document.querySelector("lyn-toast").dataset.failed);
}

customElements.define("lyn-upload", Upload);
