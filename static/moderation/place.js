// Keeps the place on a case across reloads: scroll, the finding one is at, and what was typed but not sent. This tab only.
(function () {
  "use strict";
  const review = document.querySelector("[data-case]");
  const form = document.getElementById("decision");
  if (!review || !form) return;
  const key = `case ${review.dataset.case}`;
  const panel = form.querySelector(".panel-body");
  const frame = document.querySelector("iframe.sheet");
  const scan = (form.querySelector("[name=shown_scan]") || {}).value || "";
  let sending = false, kept = null;
  try { kept = JSON.parse(sessionStorage.getItem(key)); } catch { kept = null; }

  const fields = () => Array.from(form.elements).filter((field) => field.name && !["hidden", "submit", "button"].includes(field.type));
  function typed() {
    return fields().map((field) => [field.name, field.type === "radio" || field.type === "checkbox" ? field.checked : field.value]);
  }
  function sheetScroll() {
    try { return frame && frame.contentWindow ? frame.contentWindow.scrollY : 0; } catch { return 0; }
  }
  addEventListener("pagehide", () => {
    const card = document.querySelector(".finding-card.is-current");
    const place = { scan, page: scrollY, panel: panel.scrollTop, sheet: sheetScroll(), current: card ? card.dataset.number : "", typed: sending ? null : typed() };
    try { sessionStorage.setItem(key, JSON.stringify(place)); } catch { /* a full or forbidden store keeps nothing */ }
  });
  form.addEventListener("submit", (event) => { sending = !event.defaultPrevented && !(event.submitter && event.submitter.formTarget); });
  if (!kept || kept.scan !== scan) return;
  if (kept.typed && !form.hasAttribute("data-refused")) {
    const waiting = new Map();
    kept.typed.forEach(([name, value]) => waiting.set(name, [...(waiting.get(name) || []), value]));
    // Places of notes that a script added come back as rows of their own.
    const anchors = form.querySelector("[data-anchors]"), rows = (waiting.get("anchor-path") || []).length;
    while (anchors && anchors.querySelectorAll(".anchor").length < rows) anchors.append(anchors.querySelector(".anchor").cloneNode(true));
    fields().forEach((field) => {
      const values = waiting.get(field.name);
      if (!values || !values.length) return;
      const value = values.shift();
      if (field.type === "radio" || field.type === "checkbox") field.checked = value;
      else field.value = value;
    });
  }
  panel.scrollTop = kept.panel;
  scrollTo(0, kept.page);
  const card = kept.current && document.querySelector(`.finding-card[data-number="${CSS.escape(kept.current)}"]`);
  if (card) card.classList.add("is-current");
  document.addEventListener("sheet-ready", () => {
    if (frame.contentWindow) frame.contentWindow.scrollTo(0, kept.sheet);
    const sheet = frame.contentDocument;
    if (card) sheet.querySelectorAll("mark.finding").forEach((mark) => mark.classList.toggle("is-current", mark.dataset.number.split(" ").includes(kept.current)));
  }, { once: true });
})();
