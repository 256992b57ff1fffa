import { Failure, fragment } from "../lib/http.js";
import { load } from "../lib/load.js";

const most = 4; // answers beside a form; the rest is on the picture's page

// lyn-lookalikes shows the best look-alikes of the stored picture data-picture,
// but for those in its own case, data-case.
class LookAlikes extends HTMLElement {
  async connectedCallback() {
    this.textContent = this.dataset.loading;
    try {
      const answer = await this.#fetch(3);
      const found = [...answer.querySelectorAll(".alikes > li")]
        .filter((li) => !li.querySelector(`a[href="/cases/${this.dataset.case}"]`))
        .slice(0, most);
      if (found.length === 0) {
        this.textContent = this.dataset.none;
        return;
      }
      const list = document.createElement("ol");
      list.className = "alikes";
      list.append(...found);
      this.replaceChildren(list);
      load(this);
    } catch (failure) {
      if (!(failure instanceof Failure)) throw failure;
      this.textContent = this.dataset.failed;
    }
  }

  async #fetch(tries) {
    try {
      return await fragment(`/pictures/${this.dataset.picture}/similar`);
    } catch (failure) {
      if (!failure.passing || tries <= 1) throw failure;
      await new Promise((resolve) => setTimeout(resolve, 1000 * (failure.retryAfter || 2)));
      return this.#fetch(tries - 1);
    }
  }
}

customElements.define("lyn-lookalikes", LookAlikes);
