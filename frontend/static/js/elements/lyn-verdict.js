import { Failure, parse } from "../lib/http.js";
import { signIn } from "../lib/signin.js";
import { say } from "../lib/text.js";

// lyn-verdict sends a verdict and shows what is said then, in its own place.
class Verdict extends HTMLElement {
  connectedCallback() {
    this.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#send(event.target, event.submitter);
    });
  }

  async #send(form, button) {
    if (this.ariaBusy === "true") return;
    this.ariaBusy = "true";
    try {
      const answer = parse(await post(button.getAttribute("formaction") ?? form.action, new URLSearchParams(new FormData(form, button))));
      const now = answer.querySelector("lyn-verdict");
      if (!now) throw new Failure(0);
      this.setAttribute("data-verdict", now.getAttribute("data-verdict"));
      this.replaceChildren(...now.childNodes);
      this.querySelector("[role=status]").focus();
    } catch (failure) {
      if (!(failure instanceof Failure)) throw failure;
      say(failure.problem?.detail ?? document.querySelector("lyn-toast").dataset.failed);
    } finally {
      this.ariaBusy = null;
    }
  }
}

async function post(url, body) {
  let response;
  try {
    response = await fetch(url, { method: "POST", body, headers: { Accept: "text/html", "X-Fragment": "true" } });
  } catch {
    throw new Failure(0);
  }
  if (response.redirected && await signIn()) return post(url, body);
  if (!response.ok || response.redirected) throw new Failure(response.status);
  return response.text();
}

customElements.define("lyn-verdict", Verdict);
