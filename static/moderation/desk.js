// The desk's keys, tabs and notes. Everything here has a plain form or link that does the same without a script.
(function () {
  "use strict";
  const form = document.getElementById("decision");
  const help = document.querySelector("dialog.keys");
  const say = document.querySelector("[data-say]");

  // Tabs: the address says which one is open; the link of that one is marked.
  const tabs = Array.from(document.querySelectorAll(".tabs a"));
  function markTab() {
    const open = tabs.find((tab) => tab.hash === location.hash) || tabs[0];
    tabs.forEach((tab) => (tab === open ? tab.setAttribute("aria-current", "true") : tab.removeAttribute("aria-current")));
  }
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
  function missing() {
    for (const verdict of form.querySelectorAll(".verdict")) {
      const number = verdict.dataset.number;
      const radio = verdict.querySelector("input[type=radio]");
      if (radio && !verdict.querySelector("input[type=radio]:checked")) return [radio, verdict.querySelector("legend").textContent, number];
      const reason = verdict.querySelector("input:not([type=radio])");
      if (reason && !reason.value.trim()) return [reason, reason.placeholder, number];
    }
    const needed = form.querySelector("input[data-needed]:not(:checked)");
    return needed ? [needed, needed.dataset.needed, ""] : null;
  }
  function approve(button, event) {
    const lacking = missing();
    if (!lacking) {
      if (!event) form.requestSubmit(button);
      return;
    }
    if (event) event.preventDefault();
    lacking[0].focus();
    if (say) say.textContent = (lacking[2] ? `${lacking[2]} · ` : "") + lacking[1];
  }
  const actions = {
    a(button) { if (!button.disabled) approve(button); },
    r(summary) {
      const details = summary.parentElement;
      details.open = !details.open;
      if (details.open) details.querySelector("textarea").focus();
    },
    j(link) { link.click(); },
    "?"() { if (help.open) help.close(); else help.showModal(); },
  };
  function onKey(event) {
    if (typing(event)) return;
    const name = event.key === "？" ? "?" : event.key.toLowerCase();
    if (help && help.open && name !== "?") return;
    const control = Object.hasOwn(actions, name) && document.querySelector(`[data-key="${name}"]`);
    if (!control) return;
    event.preventDefault();
    actions[name](control);
  }
  document.addEventListener("keydown", onKey);
  const asking = document.querySelector('[data-key="?"]');
  if (asking) {
    asking.hidden = false;
    asking.addEventListener("click", () => actions["?"]());
  }
  const approving = document.querySelector('[data-key="a"]');
  if (approving) approving.addEventListener("click", (event) => approve(approving, event));
  // A second press while the first is under way would only be answered with "already recorded".
  if (form) form.addEventListener("submit", (event) => {
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = "yes";
  });
  addEventListener("pageshow", () => { if (form) delete form.dataset.sent; });

  // A paragraph touched in the sheet becomes the place of a note.
  function annotate(path) {
    const anchors = document.querySelector("[data-anchors]");
    if (!anchors) return;
    const details = anchors.closest("details.return");
    const rows = Array.from(anchors.querySelectorAll(".anchor"));
    let row = rows.find((one) => one.querySelector("select").value === path) || rows.find((one) => !one.querySelector("input").value && !one.querySelector("select").value);
    if (!row) {
      row = rows[0].cloneNode(true);
      row.querySelector("input").value = "";
      anchors.append(row);
    }
    row.querySelector("select").value = path;
    if (!row.querySelector("select").value) return;
    details.open = true;
    row.querySelector("input").focus();
  }
  document.addEventListener("sheet-ready", (event) => {
    const sheet = event.detail;
    sheet.addEventListener("keydown", onKey);
    if (!document.querySelector("[data-anchors]")) return;
    sheet.documentElement.classList.add("annotating");
    sheet.addEventListener("click", (click) => {
      const element = click.target.closest("[data-path]");
      if (element && !click.target.closest("mark.finding, a, button, summary") && String(sheet.getSelection()) === "") annotate(element.dataset.path);
    });
  });
})();
