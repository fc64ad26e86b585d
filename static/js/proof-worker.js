// Tries one count after the other with the browser's own PBKDF2 until the derived key begins as the challenge says.
function bytes(hex) {
  return Uint8Array.from(hex.match(/../g), (pair) => parseInt(pair, 16));
}

function hex(buffer) {
  return Array.from(new Uint8Array(buffer), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

async function solve({ parameters }) {
  const [, hash] = parameters.algorithm.split("/");
  const nonce = bytes(parameters.nonce);
  const salt = bytes(parameters.salt);
  const password = new Uint8Array(nonce.length + 4);
  password.set(nonce);
  const view = new DataView(password.buffer);
  const started = Date.now();
  for (let counter = 0; counter < 100_000; counter += 1) {
    view.setUint32(nonce.length, counter);
    const key = await crypto.subtle.importKey("raw", password, "PBKDF2", false, ["deriveBits"]);
    const how = { name: "PBKDF2", hash, salt, iterations: parameters.cost };
    const derived = hex(await crypto.subtle.deriveBits(how, key, parameters.keyLength * 8));
    if (derived.startsWith(parameters.keyPrefix)) return { counter, derivedKey: derived, time: Date.now() - started };
  }
  throw new Error("no count fits");
}

self.addEventListener("message", async (event) => {
  try {
    self.postMessage({ solution: await solve(event.data) });
  } catch (failure) {
    self.postMessage({ failed: String(failure) });
  }
});
