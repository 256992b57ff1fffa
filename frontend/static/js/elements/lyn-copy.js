import { say } from "../lib/text.js";

// lyn-copy copies the text of another element.
class Copy extends HTMLElement {
  connectedCallback() {
    const button = this.querySelector("button");
    button.hidden = !navigator.clipboard;
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(document.getElementById(this.dataset.of).textContent);
      say(this.dataset.done);
    });
  }
}

customElements.define("lyn-copy", Copy);
