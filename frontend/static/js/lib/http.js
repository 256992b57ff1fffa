import { signIn } from "./signin.js";

// Failure is an answer other than the one asked for. problem is what the server
// says of it (RFC 9457); status 0 means that there was no answer at all.
export class Failure extends Error {
  constructor(status, problem, retryAfter) {
    super(problem?.detail ?? `status ${status}`);
    this.status = status;
    this.problem = problem;
    this.retryAfter = retryAfter;
  }

  // passing failures may be gone at the next try.
  get passing() {
    return [0, 408, 429, 502, 503, 504].includes(this.status);
  }
}

// json sends a value and reads one. Who was signed out meanwhile is asked to sign in.
export async function json(method, url, value) {
  let response;
  try {
    response = await fetch(url, {
      method,
      headers: { Accept: "application/json", ...(value === undefined ? {} : { "Content-Type": "application/json" }) },
      body: value === undefined ? undefined : JSON.stringify(value),
    });
  } catch {
    throw new Failure(0);
  }
  const body = response.status === 204 ? undefined : await response.json().catch(() => undefined);
  if (response.ok) return body;
  if (response.status === 401 && await signIn()) return json(method, url, value);
  throw new Failure(response.status, body, Number(response.headers.get("Retry-After")));
}

// fragment fetches the content of a page without its frame.
export async function fragment(url, signal) {
  let response;
  try {
    response = await fetch(url, { headers: { Accept: "text/html", "X-Fragment": "true" }, signal });
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new Failure(0);
  }
  if (response.redirected) {
    if (await signIn()) return fragment(url, signal);
    throw new Failure(401);
  }
  if (!response.ok) throw new Failure(response.status, undefined, Number(response.headers.get("Retry-After")));
  return parse(await response.text());
}

// parse makes nodes of the server's own HTML.
export function parse(html) {
  return new DOMParser().parseFromString(html, "text/html");
}

// upload sends a form by XMLHttpRequest, which alone tells how far it is.
// progress is called with 0 to 1, and with 1 when all is sent and the answer awaited.
export function upload(url, form, { accept, headers = {}, progress = () => {}, signal } = {}) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", url);
    request.setRequestHeader("Accept", accept);
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
    request.upload.onprogress = (event) => event.lengthComputable && progress(event.loaded / event.total);
    request.upload.onload = () => progress(1);
    request.onload = () => resolve({
      status: request.status,
      body: request.responseText,
      url: request.responseURL,
      retryAfter: Number(request.getResponseHeader("Retry-After")),
    });
    request.onerror = () => reject(new Failure(0));
    request.onabort = () => reject(new DOMException("aborted", "AbortError"));
    signal?.addEventListener("abort", () => request.abort());
    request.send(form);
  });
}
