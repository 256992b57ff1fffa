// lyn-toast says what happened, politely, and goes away by itself.
class Toast extends HTMLElement {
  connectedCallback() {
    addEventListener("offline", () => this.say(this.dataset.offline));
  }

  say(text) {
    const line = document.createElement("p");
    line.textContent = text;
    this.append(line);
    setTimeout(() => line.remove(), 4000 + 60 * text.length);
  }
}

customElements.define("lyn-toast", Toast);
