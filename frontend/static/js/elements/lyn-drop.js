// lyn-drop takes pictures by every way there is: dropped anywhere on the page,
// chosen, pasted, or fresh from the camera. It hands them on in a "lyn-files" event.
class Drop extends HTMLElement {
  #leave = new AbortController();

  connectedCallback() {
    this.#leave = new AbortController();
    const { signal } = this.#leave;
    for (const input of this.querySelectorAll("input[type=file]")) {
      input.addEventListener("change", () => {
        this.#give(input.files);
        input.value = "";
      });
      // The element sends the files itself; a form that is sent later must not do so again.
      input.required = false;
    }
    for (const tools of this.querySelectorAll(".scripted")) tools.hidden = false;
    const paste = this.querySelector("[data-paste]");
    paste.hidden = !navigator.clipboard?.read;
    paste.addEventListener("click", () => this.#paste());
    addEventListener("dragover", (event) => {
      if (!event.dataTransfer?.types.includes("Files")) return;
      event.preventDefault();
      this.classList.add("over");
    }, { signal });
    addEventListener("dragleave", (event) => event.relatedTarget === null && this.classList.remove("over"), { signal });
    addEventListener("drop", (event) => {
      this.classList.remove("over");
      if (!event.dataTransfer?.files.length) return;
      event.preventDefault();
      this.#give(event.dataTransfer.files);
    }, { signal });
    addEventListener("paste", (event) => event.clipboardData?.files.length && this.#give(event.clipboardData.files), { signal });
  }

  disconnectedCallback() {
    this.#leave.abort();
  }

  #give(files) {
    if (files.length === 0) return;
    this.querySelector(".drop-error").textContent = "";
    this.dispatchEvent(new CustomEvent("lyn-files", { bubbles: true, detail: [...files] }));
  }

  async #paste() {
    const files = [];
    try {
      for (const item of await navigator.clipboard.read()) {
        const type = item.types.find((t) => t.startsWith("image/"));
        if (type) files.push(new File([await item.getType(type)], `clipboard.${type.slice(6)}`, { type }));
      }
    } catch {
      // Not allowed to look is the same to the officer as nothing there.
    }
    if (files.length) this.#give(files);
    else {
      const error = this.querySelector(".drop-error");
      error.textContent = error.dataset.emptyClipboard;
    }
  }
}

customElements.define("lyn-drop", Drop);
