// Comforts of the complaint forms, which work without them: counting characters, fields that fit the kind, proof of work.
for (const line of document.querySelectorAll("[data-count]")) {
  const field = document.getElementById(line.dataset.count);
  const most = Number(line.dataset.most);
  const count = () => {
    const written = Array.from(field.value).length;
    line.textContent = line.dataset.words.replace("{n}", written).replace("{most}", most);
    line.classList.toggle("is-over", written > most);
    line.hidden = written < most / 10;
  };
  field.addEventListener("input", count);
  count();
}

const kinds = document.querySelectorAll("input[name=kind]");
function fit() {
  const chosen = document.querySelector("input[name=kind]:checked");
  for (const part of document.querySelectorAll("[data-for]")) part.hidden = part.dataset.for !== (chosen && chosen.value);
}
for (const kind of kinds) kind.addEventListener("change", fit);
if (kinds.length) fit();

document.querySelector("[data-focus]")?.focus();

function prove(form) {
  const line = form.querySelector("[data-challenge]");
  const field = form.querySelector("[name=altcha]");
  if (!line || !globalThis.crypto?.subtle || !globalThis.Worker) return;
  const challenge = JSON.parse(line.dataset.challenge);
  let state = "idle";
  let pressed = null;

  function say(words) {
    line.textContent = words;
    line.hidden = false;
  }
  function end(words) {
    say(words);
    if (pressed) form.requestSubmit(pressed);
  }
  function start() {
    if (state !== "idle") return;
    state = "busy";
    say(line.dataset.busy);
    const worker = new Worker(new URL("./proof-worker.js", import.meta.url));
    worker.addEventListener("message", ({ data }) => {
      worker.terminate();
      state = "done";
      if (data.solution) field.value = btoa(JSON.stringify({ challenge, solution: data.solution }));
      end(data.solution ? line.dataset.done : line.dataset.failed);
    });
    worker.addEventListener("error", () => {
      state = "done";
      end(line.dataset.failed);
    });
    worker.postMessage(challenge);
  }
  form.addEventListener("focusin", start, { once: true });
  form.addEventListener("submit", (event) => {
    if (state === "done") return;
    event.preventDefault();
    pressed = event.submitter;
    start();
    say(line.dataset.wait);
  });
  if (form.querySelector("[data-focus]") || document.getElementById("refusals")) start();
}
for (const form of document.querySelectorAll("form[data-proof]")) prove(form);
