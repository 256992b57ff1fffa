// Above this the file would have to lie in memory twice.
const largest = 256 * 1024 * 1024;

// digest is the SHA-256 of a file in hexadecimal, or nothing where the browser
// does not compute it: outside of a secure context, or for a very large file.
export async function digest(file) {
  if (!globalThis.crypto?.subtle || file.size > largest) return undefined;
  const sum = await crypto.subtle.digest("SHA-256", await file.arrayBuffer());
  return Array.from(new Uint8Array(sum), (b) => b.toString(16).padStart(2, "0")).join("");
}

// key is a new idempotency key.
export function key() {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (b) => b.toString(16).padStart(2, "0")).join("");
}
