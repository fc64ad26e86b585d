// Quick entry of references: sends what was pasted, puts what was read into the list, leaves the rest in the box.
(() => {
  const box = document.querySelector("[data-references]");
  if (!box) return;
  const paste = box.querySelector("[data-paste]");
  const said = box.querySelector("[data-said]");
  const found = box.querySelector("[data-found]");
  const fit = box.querySelector("[data-fit]");
  const words = box.querySelector("[data-words]").dataset;
  const stream = () => document.getElementById("references-root")?.rootBlock;
  const token = () => document.querySelector("[name=csrfmiddlewaretoken]").value;

  function line(text, kind) {
    const row = document.createElement("p");
    row.className = kind;
    row.textContent = text;
    return row;
  }

  function put(item) {
    const list = stream();
    if (!list) return 0;
    list.insert({ type: "reference", value: item.value, id: crypto.randomUUID?.() || null }, list.children.length, { animate: true, collapsed: true });
    return list.children.length;
  }

  async function read() {
    if (!paste.value.trim()) {
      said.replaceChildren(line(words.empty, "refs-note"));
      return;
    }
    const body = new FormData();
    body.append("text", paste.value);
    let answer;
    try {
      const response = await fetch(box.dataset.read, { method: "POST", body, headers: { "X-CSRFToken": token() } });
      if (!response.ok) throw new Error(response.status);
      answer = await response.json();
    } catch {
      said.replaceChildren(line(words.failed, "refs-note refs-note--stop"));
      return;
    }
    const rows = [];
    if (answer.read.length) rows.push(line(words.added.replace("{n}", answer.read.length), "refs-note"));
    for (const item of answer.read) {
      const number = put(item);
      rows.push(line(`[${number}] ${item.text}`, "refs-line"));
      if (item.warning) rows.push(line(item.warning, "refs-note refs-note--stop"));
    }
    if (answer.unread.length) rows.push(line(words.left.replace("{n}", answer.unread.length), "refs-note refs-note--stop"));
    for (const one of answer.unread) rows.push(line(`${one.source.trim().slice(0, 60)}… ${one.reason}`, "refs-line"));
    said.replaceChildren(...rows);
    paste.value = answer.unread.map((one) => one.source.trim()).join("\n");
  }

  let waiting;
  async function find(query) {
    const response = await fetch(`${box.dataset.find}?q=${encodeURIComponent(query)}`);
    if (!response.ok) return;
    const { found: items } = await response.json();
    const rows = items.map((item) => {
      const row = document.createElement("li");
      const button = document.createElement("button");
      button.type = "button";
      button.className = "button";
      button.textContent = words.insert;
      button.addEventListener("click", () => {
        const number = put(item);
        said.replaceChildren(line(`[${number}] ${item.text}`, "refs-line"));
      });
      row.append(button, line(item.warning ? `${item.text}（${item.warning}）` : item.text, "refs-line"));
      return row;
    });
    if (!rows.length && query) rows.push(line(words.none, "soft"));
    found.replaceChildren(...rows);
  }

  async function check() {
    if (!box.dataset.marks) return;
    const response = await fetch(box.dataset.marks);
    if (!response.ok) return;
    const { errors, advice } = await response.json();
    fit.replaceChildren(...errors.map((text) => line(text, "refs-note refs-note--stop")), ...advice.map((text) => line(text, "refs-note")));
  }

  box.querySelector("[data-read-button]").addEventListener("click", read);
  const query = box.querySelector("[data-find-words]");
  query.addEventListener("input", (event) => {
    clearTimeout(waiting);
    if (!event.isComposing) waiting = setTimeout(() => find(query.value.trim()), 300);
  });
  query.addEventListener("keydown", (event) => {
    if (event.key === "Enter") event.preventDefault();
  });
  document.addEventListener("w-autosave:success", check);
  check();
})();
