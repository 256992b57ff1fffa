// lyn-confirm asks before the button in it does what cannot be undone. Without a
// script the button does it at once.
class Confirm extends HTMLElement {
  #agreed = false;

  connectedCallback() {
    this.addEventListener("click", (event) => this.#ask(event), { capture: true });
  }

  async #ask(event) {
    const button = event.target.closest("button");
    if (!button || button.closest("dialog")) return;
    if (this.#agreed) {
      this.#agreed = false;
      return;
    }
    event.preventDefault();
    event.stopImmediatePropagation();
    if (await this.#answer()) {
      this.#agreed = true;
      button.click();
    } else {
      button.focus();
    }
  }

  #answer() {
    const dialog = document.createElement("dialog");
    dialog.className = "sheet";
    const question = Object.assign(document.createElement("p"), { textContent: this.dataset.ask, id: "confirm-question" });
    dialog.setAttribute("aria-labelledby", question.id);
    const foot = Object.assign(document.createElement("form"), { method: "dialog", className: "sheet-foot" });
    for (const [value, text, kind] of [["", this.dataset.no, ""], ["yes", this.dataset.yes, "danger"]]) {
      foot.append(Object.assign(document.createElement("button"), { value, textContent: text, className: `button ${kind}` }));
    }
    dialog.append(question, foot);
    document.body.append(dialog);
    dialog.showModal();
    return new Promise((resolve) => {
      dialog.addEventListener("close", () => {
        resolve(dialog.returnValue === "yes");
        dialog.remove();
      });
    });
  }
}

customElements.define("lyn-confirm", Confirm);
