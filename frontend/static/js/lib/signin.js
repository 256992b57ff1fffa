let asking;

// signIn asks for the password over the page, so that nothing on it is lost when a
// session ends. It is true when there is a session again. All who find themselves
// signed out wait for the same answer.
export function signIn() {
  const dialog = document.getElementById("sign-in");
  asking ??= ask(dialog).finally(() => { asking = undefined; });
  return asking;
}

function ask(dialog) {
  const form = dialog.querySelector("form");
  const [email, password, code] = form.querySelectorAll("input");
  const coded = form.querySelector("[data-code]");
  const fault = form.querySelector(".notice");
  const button = form.querySelector(".primary");
  const done = new AbortController();
  let signed = false;
  fault.hidden = true;
  dialog.showModal();
  return new Promise((resolve) => {
    form.querySelector("[data-cancel]").addEventListener("click", () => dialog.close(), { signal: done.signal });
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      button.disabled = true;
      const refused = await post({ email: email.value, password: password.value, code: code.value });
      button.disabled = false;
      signed = refused === null;
      if (signed) return dialog.close();
      fault.textContent = refused.detail;
      fault.hidden = false;
      if (refused.code === "code_needed") coded.hidden = false;
      (coded.hidden ? password : code).select();
    }, { signal: done.signal });
    dialog.addEventListener("close", () => {
      done.abort();
      password.value = "";
      code.value = "";
      coded.hidden = true;
      resolve(signed);
    }, { once: true });
  });
}

// post is null when there is a session, and otherwise what is wrong.
async function post(value) {
  const failed = document.querySelector("lyn-toast").dataset.failed;
  try {
    const response = await fetch("/signin", {
      method: "POST",
      headers: { Accept: "application/json", "Content-Type": "application/json" },
      body: JSON.stringify(value),
    });
    if (response.ok) return null;
    return { detail: failed, ...await response.json() };
  } catch {
    return { detail: failed };
  }
}
