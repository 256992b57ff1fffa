import { fill } from "../lib/text.js";

// lyn-password says while one types how many characters a new password still
// wants and whether both fields agree. The server decides.
class Password extends HTMLElement {
  connectedCallback() {
    const [password, again] = this.querySelectorAll("input");
    const [hint, same] = this.querySelectorAll(".hint");
    this.addEventListener("input", () => {
      const length = [...password.value].length;
      const lacking = password.minLength - length;
      tell(hint, lacking <= 0, lacking > 0 ? fill(this.dataset.short, lacking) : this.dataset.enough);
      if (again.value === "") tell(same, false, "");
      else tell(same, again.value === password.value, again.value === password.value ? this.dataset.same : this.dataset.differs);
    });
  }
}

function tell(place, good, text) {
  place.textContent = text;
  place.dataset.state = good ? "good" : "open";
}

customElements.define("lyn-password", Password);
