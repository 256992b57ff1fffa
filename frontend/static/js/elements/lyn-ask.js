import { Failure, parse, upload } from "../lib/http.js";
import { load } from "../lib/load.js";
import { signIn } from "../lib/signin.js";
import { say } from "../lib/text.js";

// lyn-ask sends a picture to ask with and puts the answer in place of the page.
// Nothing of the picture stays at the server; the file in hand is kept here, so
// that it can become a case.
class Ask extends HTMLElement {
  connectedCallback() {
    this.addEventListener("lyn-files", (event) => this.ask(event.detail[0]));
  }

  // ask sends a picture; part is the numbers of the part to ask with, or nothing.
  async ask(file, part) {
    const form = this.querySelector("form");
    const drop = this.querySelector("lyn-drop");
    const asking = this.querySelector(".asking");
    const [words, bar, picture] = ["p", "progress", "img"].map((s) => asking.querySelector(s));
    const preview = URL.createObjectURL(file);
    picture.onerror = () => picture.removeAttribute("src");
    picture.src = preview;
    drop.hidden = true;
    asking.hidden = false;
    words.textContent = words.dataset.sending;
    const body = part ?? new FormData();
    body.delete("picture"); // the part comes before it
    body.set("picture", file);
    try {
      const answer = await upload(form.action, body, {
        accept: "text/html",
        headers: { "X-Fragment": "true" },
        progress: (done) => {
          if (done < 1) bar.value = 100 * done;
          else {
            bar.removeAttribute("value");
            words.textContent = words.dataset.looking;
          }
        },
      });
      if (answer.url.includes("/signin")) {
        if (await signIn()) return await this.ask(file, part);
        throw new Failure(401);
      }
      show(parse(answer.body), file, preview, this.dataset.send);
    } catch (failure) {
      if (!(failure instanceof Failure)) throw failure;
      say(document.querySelector("lyn-toast").dataset.failed);
      drop.hidden = false;
      asking.hidden = true;
    }
  }
}

// show replaces the content of the page. Going back leads to the page before.
function show(answer, file, preview, cases) {
  const main = document.querySelector("main");
  main.replaceChildren(...answer.body.childNodes);
  load(main);
  if (location.hash !== "#answers") history.pushState(null, "", "#answers");
  addEventListener("popstate", () => location.reload(), { once: true });
  const heading = main.querySelector("h1");
  if (heading) {
    document.title = `${heading.textContent.trim()} · Lynceus`;
    heading.tabIndex = -1;
    heading.focus({ preventScroll: true });
  }
  scrollTo(0, 0);
  // The file itself is sharper than the thumbnail, where the browser can show it.
  const shown = main.querySelector(".asked-picture img");
  if (shown) {
    const sharp = new Image();
    sharp.onload = () => { shown.src = preview; };
    sharp.src = preview;
  }
  main.querySelector("[data-ask-part]")?.addEventListener("submit", (event) => {
    event.preventDefault();
    main.querySelector("lyn-ask").ask(file, new FormData(event.target));
  });
  const choice = main.querySelector(".part-choice");
  if (choice) choice.hidden = false;
  main.querySelector("[data-send-asked]")?.addEventListener("click", (event) => sendAsCase(event, file, cases));
}

// sendAsCase makes a draft of the file in hand and goes on there.
async function sendAsCase(event, file, cases) {
  event.preventDefault();
  const link = event.currentTarget;
  if (link.getAttribute("aria-disabled") === "true") return;
  link.setAttribute("aria-disabled", "true");
  const body = new FormData();
  body.set("picture", file);
  try {
    let answer = await upload(cases, body, { accept: "application/json" });
    if (answer.status === 401 && await signIn()) answer = await upload(cases, body, { accept: "application/json" });
    const made = JSON.parse(answer.body).case;
    if (!made) throw new Failure(answer.status);
    location.assign(`${cases}/${made.id}/edit`);
  } catch {
    link.removeAttribute("aria-disabled");
    say(document.querySelector("lyn-toast").dataset.failed);
  }
}

customElements.define("lyn-ask", Ask);
