// The desk's keys, tabs and dialogs. Everything here has a plain form or link that does the same without a script.
(function () {
  "use strict";
  const help = document.querySelector("dialog.keys");
  const actions = {};
  // Other scripts of the page add what their keys do: desk.on("y", (control) => …).
  window.desk = { on(name, act) { actions[name] = act; }, held: (event) => typing(event) };

  // Tabs: the address says which one is open; the link of that one is marked, and its part is fetched once.
  const tabs = Array.from(document.querySelectorAll(".tabs a"));
  const loading = new Set();
  async function load(panel) {
    if (!panel || !panel.dataset.load || loading.has(panel)) return;
    loading.add(panel);
    panel.setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(panel.dataset.load, { headers: { "X-Requested-With": "fetch" } });
      if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
      panel.innerHTML = await answer.text();
      delete panel.dataset.load;
    } catch {
      loading.delete(panel);
      panel.firstElementChild.append(` ${panel.dataset.failed}`);
    }
    panel.removeAttribute("aria-busy");
  }
  function markTab() {
    const open = tabs.find((tab) => tab.hash === location.hash) || tabs[0];
    tabs.forEach((tab) => (tab === open ? tab.setAttribute("aria-current", "true") : tab.removeAttribute("aria-current")));
    if (open) load(document.getElementById(open.hash.slice(1)));
  }
  // Opening a tab leaves the page where it is.
  tabs.forEach((tab) => tab.addEventListener("click", (event) => {
    event.preventDefault();
    const [left, top] = [scrollX, scrollY];
    location.replace(tab.hash);
    scrollTo(left, top);
  }));
  addEventListener("hashchange", markTab);
  markTab();

  // Keys never act while somebody types or an input method composes.
  function typing(event) {
    if (event.isComposing || event.keyCode === 229 || event.ctrlKey || event.metaKey || event.altKey || event.repeat) return true;
    const target = event.target;
    if (!(target && target.closest)) return false;
    if (target.closest("textarea, select, [contenteditable]")) return true;
    const input = target.closest("input");
    return Boolean(input && !["checkbox", "radio", "button", "submit"].includes(input.type));
  }
  function ask(link) {
    const dialog = document.querySelector(`dialog[data-ask="${link.dataset.dialog}"]`);
    if (!dialog) return false;
    dialog.showModal();
    dialog.querySelector("textarea").focus();
    return true;
  }
  const press = (control) => control.click();
  Object.assign(actions, {
    j: press, k: press, e: press, h: press, u: press, c: press, l: press,
    "?"() { if (help.open) help.close(); else help.showModal(); },
  });
  const SAME = { "？": "?", "。": ".", "，": ",", "、": "," };
  function onKey(event) {
    if (event.key === "Escape" && typing(event) && !event.isComposing && event.target.blur && !document.querySelector("dialog[open]")) {
      event.target.blur();
      return;
    }
    if (typing(event)) return;
    const name = SAME[event.key] || event.key.toLowerCase();
    if (document.querySelector("dialog[open]") && !(name === "?" && help.open)) return;
    if (!Object.hasOwn(actions, name)) return;
    const control = document.querySelector(`[data-key="${name}"]`);
    if (!control && !actions[name].free) return;
    event.preventDefault();
    actions[name](control);
  }
  document.addEventListener("keydown", onKey);
  document.addEventListener("sheet-ready", (event) => event.detail.addEventListener("keydown", onKey));
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-dialog]");
    if (link && !event.ctrlKey && !event.metaKey && ask(link)) event.preventDefault();
    const close = event.target.closest("[data-close]");
    if (close) close.closest("dialog").close();
  });
  const asking = document.querySelector('[data-key="?"]');
  if (asking) {
    asking.hidden = false;
    asking.addEventListener("click", () => actions["?"]());
  }
})();
