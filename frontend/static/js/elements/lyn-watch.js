// lyn-watch takes a page away that its reader may no longer see: what it shows was
// taken back, or the session has ended. It asks again and again while the page is
// looked at, in a way that does not count as using the session.
const often = 20_000; // ms

class Watch extends HTMLElement {
  #timer;

  connectedCallback() {
    this.#timer = setInterval(() => this.#ask(), often);
    document.addEventListener("visibilitychange", this.#ask);
    window.addEventListener("pageshow", this.#ask); // out of the browser's memory
  }

  disconnectedCallback() {
    clearInterval(this.#timer);
    document.removeEventListener("visibilitychange", this.#ask);
    window.removeEventListener("pageshow", this.#ask);
  }

  #ask = async () => {
    if (document.hidden) return;
    let status;
    try {
      status = (await fetch(this.dataset.of, { method: "HEAD", headers: { Accept: "application/json", "X-Watch": "true" } })).status;
    } catch {
      return; // no connection is no answer
    }
    if (![401, 403, 404].includes(status)) return;
    const said = Object.assign(document.createElement("p"), { className: "notice bad", textContent: status === 401 ? this.dataset.ended : this.dataset.gone });
    said.setAttribute("role", "alert");
    document.querySelector("main").replaceChildren(said);
    document.title = said.textContent;
  };
}

customElements.define("lyn-watch", Watch);
