// Judges findings and decides: confirm, false alarm, note at the place, show what is covered, approve, return.
(function () {
  "use strict";
  const form = document.getElementById("decision");
  if (!form) return;
  const desk = window.desk;
  const say = document.querySelector("[data-say]");
  const frame = document.querySelector("iframe.sheet");
  const tell = (words) => { if (say) say.textContent = words; };
  const cards = () => Array.from(document.querySelectorAll(".finding-card"));
  const current = () => document.querySelector(".finding-card.is-current");
  const free = (act) => Object.assign(act, { free: true });

  function go(card) {
    if (!card) return;
    card.tabIndex = -1;
    card.focus({ preventScroll: true });
    card.scrollIntoView({ block: "nearest" });
  }
  desk.on(".", free(() => { const all = cards(); go(all[Math.min(all.indexOf(current()) + 1, all.length - 1)]); }));
  desk.on(",", free(() => { const all = cards(); go(all[Math.max(all.indexOf(current()) - 1, 0)]); }));

  function judge(verdict) {
    const card = current() || cards()[0];
    if (!card) return;
    const radio = card.querySelector(`input[type=radio][value=${verdict}]`);
    const reason = card.querySelector(".verdict > input");
    go(card);
    if (!radio) { tell(card.querySelector(".only-mended, .finding-message").textContent); return; }
    radio.checked = true;
    radio.dispatchEvent(new Event("change", { bubbles: true }));
    if (reason && (verdict === "false_alarm" || card.querySelector(".verdict--needed")) && !reason.value) reason.focus();
    else go(cards()[cards().indexOf(card) + 1]);
  }
  desk.on("y", free(() => judge("confirmed")));
  desk.on("n", free(() => judge("false_alarm")));
  // Enter in a reason goes on to the next finding; it never sends the form.
  form.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing || event.keyCode === 229) return;
    const input = event.target.closest(".verdict > input");
    if (input) { event.preventDefault(); input.blur(); go(cards()[cards().indexOf(input.closest(".finding-card")) + 1]); }
    const returning = event.target.closest(".return-body");
    if (returning && (event.ctrlKey || event.metaKey)) { event.preventDefault(); form.requestSubmit(returning.querySelector("[data-confirm-return]")); }
  });
  // What is confirmed is a reason to give it back; a false alarm is none.
  form.addEventListener("change", (event) => {
    const card = event.target.type === "radio" && event.target.closest(".finding-card");
    if (!card) return;
    const same = cards().filter((one) => one.dataset.code === card.dataset.code);
    const wanted = same.some((one) => one.querySelector("input[value=confirmed]:checked") || (one.classList.contains("finding-card--block") && !one.querySelector("input[value=false_alarm]:checked")));
    form.querySelectorAll(`input[name=codes][value="${CSS.escape(card.dataset.code)}"]`).forEach((box) => { box.checked = wanted; });
  });
  form.addEventListener("change", (event) => {
    if (event.target.name === "codes") form.querySelectorAll(`input[name=codes][value="${CSS.escape(event.target.value)}"]`).forEach((box) => { box.checked = event.target.checked; });
  });

  function missing() {
    for (const verdict of form.querySelectorAll(".verdict--needed")) {
      const number = verdict.closest(".finding-card").dataset.number;
      const radio = verdict.querySelector("input[type=radio]");
      if (radio && !verdict.querySelector("input[type=radio]:checked")) return [radio, verdict.getAttribute("aria-label"), number];
      const reason = verdict.querySelector("input:not([type=radio])");
      if (reason && !reason.value.trim()) return [reason, reason.placeholder, number];
    }
    const needed = form.querySelector("input[data-needed]:not(:checked)");
    return needed ? [needed, needed.dataset.needed, ""] : null;
  }
  function lacks(event) {
    const lacking = missing();
    if (!lacking) return false;
    if (event) event.preventDefault();
    lacking[0].focus();
    tell((lacking[2] ? `${lacking[2]} · ` : "") + lacking[1]);
    return true;
  }
  // By keyboard in two keys: the first press shows what is about to happen, A or Enter then does it.
  desk.on("a", (button) => {
    if (button.disabled || lacks()) return;
    if (document.activeElement === button) { form.requestSubmit(button); return; }
    button.focus();
    tell(button.dataset.again);
  });
  const approving = document.querySelector('[data-key="a"]');
  if (approving) approving.addEventListener("click", lacks);
  desk.on("r", (summary) => {
    const details = summary.parentElement;
    details.open = !details.open;
    if (details.open) details.querySelector("textarea").focus();
  });
  // A second press while the first is under way would only be answered with "already recorded".
  form.addEventListener("submit", (event) => {
    if (event.submitter && event.submitter.formTarget) return;
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = "yes";
  });
  addEventListener("pageshow", () => { delete form.dataset.sent; });

  // A paragraph touched in the sheet, or the place of a finding, becomes the place of a note.
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
    details.open = true;
    if (!row.querySelector("select").value) { details.querySelector("textarea").focus(); return; }
    row.querySelector("input").focus();
  }
  desk.on("m", free(() => {
    const card = current() || cards()[0];
    if (card) annotate(card.dataset.path);
    else { const summary = document.querySelector('[data-key="r"]'); if (summary) summary.parentElement.open = true; }
  }));
  document.addEventListener("sheet-ready", (event) => {
    const sheet = event.detail;
    if (!document.querySelector("[data-anchors]")) return;
    sheet.documentElement.classList.add("annotating");
    sheet.addEventListener("click", (click) => {
      const element = click.target.closest("[data-path]");
      if (element && !click.target.closest("mark.finding, a, button, summary, label") && String(sheet.getSelection()) === "") annotate(element.dataset.path);
    });
  });
  const pick = document.querySelector("[data-replies]");
  if (pick) pick.addEventListener("change", () => {
    const option = pick.selectedOptions[0], note = pick.closest(".return-body").querySelector("textarea[name=note]");
    if (!option.value) return;
    note.value = note.value.trim() ? `${note.value.trim()}\n${option.value}` : option.value;
    form.querySelectorAll(`input[name=codes][value="${CSS.escape(option.dataset.code || "-")}"]`).forEach((box) => { box.checked = true; });
    pick.value = "";
    note.focus();
  });
  // On a phone there are no keys: each card gets its button for a note.
  if (document.querySelector("[data-anchors]")) cards().forEach((card) => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button button--small card-note";
    button.innerHTML = `${document.querySelector("[data-note-word]").dataset.noteWord} <kbd>M</kbd>`;
    button.addEventListener("click", () => annotate(card.dataset.path));
    (card.querySelector(".verdict-choices") || card).append(button);
  });

  async function send(url, fields) {
    const body = new URLSearchParams({ csrfmiddlewaretoken: form.querySelector("[name=csrfmiddlewaretoken]").value, ...fields });
    const answer = await fetch(url, { method: "POST", body, headers: { Accept: "application/json" } });
    return answer.json();
  }
  async function reveal(button) {
    const said = await send(button.getAttribute("formaction"), { reveal: button.value });
    if (said.reasons.length) { tell(said.reasons.join("；")); return; }
    for (const [number, words] of Object.entries(said.words)) {
      const card = document.querySelector(`.finding-card[data-number="${number}"]`);
      const place = card && card.querySelector("[data-words]");
      if (place) place.textContent = words;
      card.querySelectorAll("[data-reveal]").forEach((one) => one.remove());
      const sheet = frame && frame.contentDocument;
      const marks = sheet ? Array.from(sheet.querySelectorAll(`mark[data-veil="${number}"]`)) : [];
      marks.forEach((mark, position) => {
        const text = Array.from(mark.childNodes).find((node) => node.nodeType === 3);
        if (text) text.data = position ? "" : words;
        else if (!position) mark.prepend(words);
      });
    }
  }
  document.addEventListener("click", (event) => {
    const button = event.target.closest("button[data-reveal]");
    if (!button) return;
    event.preventDefault();
    reveal(button).catch(() => form.requestSubmit(button));
  });
  desk.on("v", free(() => {
    const card = current();
    const button = (card && card.querySelector("[data-reveal]")) || (card ? null : document.querySelector("[data-reveal]"));
    if (button) button.click();
  }));

  const keep = document.querySelector("[data-keep-note]");
  if (keep) keep.addEventListener("click", (event) => {
    event.preventDefault();
    const text = form.querySelector("textarea[name=case_note]");
    send(form.action, { action: "note", case_note: text.value }).then((said) => {
      document.querySelector("[data-note-say]").textContent = said.reasons.join("；");
      if (!said.reasons.length) { document.querySelector("[data-notes]").innerHTML = said.html; text.value = ""; }
    }).catch(() => { keep.removeAttribute("data-keep-note"); form.requestSubmit(keep); });
  });
})();
