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
  const [email, password] = form.querySelectorAll("input");
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
      fault.textContent = await post({ email: email.value, password: password.value });
      button.disabled = false;
      fault.hidden = fault.textContent === "";
      signed = fault.hidden;
      if (signed) dialog.close();
      else password.select();
    }, { signal: done.signal });
    dialog.addEventListener("close", () => {
      done.abort();
      password.value = "";
      resolve(signed);
    }, { once: true });
  });
}

// post is empty when the password is right, and otherwise what is wrong.
async function post(value) {
  const failed = document.querySelector("lyn-toast").dataset.failed;
  try {
    const response = await fetch("/signin", {
      method: "POST",
      headers: { Accept: "application/json", "Content-Type": "application/json" },
      body: JSON.stringify(value),
    });
    if (response.ok) return "";
    return (await response.json()).detail ?? failed;
  } catch {
    return failed;
  }
}
