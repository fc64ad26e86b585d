// Ties the numbered marks in the sheet to the cards beside it: touching one shows the other.
(function () {
  "use strict";
  const frame = document.querySelector("iframe.sheet");
  if (!frame) return;

  function current(number, scrollCard) {
    document.querySelectorAll(".finding-card.is-current").forEach((card) => card.classList.remove("is-current"));
    const card = document.querySelector(`.finding-card[data-number="${CSS.escape(number)}"]`);
    if (card) {
      card.classList.add("is-current");
      if (scrollCard) card.scrollIntoView({ block: "nearest" });
    }
    const sheet = frame.contentDocument;
    if (!sheet) return;
    let first = null;
    sheet.querySelectorAll("mark.finding").forEach((mark) => {
      const here = mark.dataset.number.split(" ").includes(number);
      mark.classList.toggle("is-current", here);
      first = first || (here ? mark : null);
    });
    if (first && !scrollCard) first.scrollIntoView({ block: "center" });
  }

  document.addEventListener("click", (event) => {
    const card = event.target.closest(".finding-card");
    if (!card) return;
    const link = event.target.closest("a.finding-number");
    if (link) event.preventDefault();
    if (link || !event.target.closest("a, button, input, label, select, textarea")) current(card.dataset.number, false);
  });
  document.addEventListener("focusin", (event) => {
    const card = event.target.closest(".finding-card");
    if (card && !event.target.closest("a.finding-number")) current(card.dataset.number, false);
  });

  // What several findings of one rule have in common is sent once and repeated here.
  document.querySelectorAll("[data-same]").forEach((link) => {
    const first = document.getElementById(`card-${link.dataset.same}`);
    const basis = first && first.querySelector("[data-basis]"), fix = first && first.querySelector(".finding-fix");
    const line = link.parentElement;
    if (fix) line.after(fix.cloneNode(true));
    if (basis) link.replaceWith(basis.textContent);
    else if (fix) { if (link.nextSibling) link.nextSibling.data = link.nextSibling.data.replace(" · ", ""); link.remove(); }
  });

  function ready() {
    const sheet = frame.contentDocument;
    if (!sheet || !sheet.body || sheet.body.dataset.tied) return;
    sheet.body.dataset.tied = "yes";
    sheet.querySelectorAll("mark.finding").forEach((mark) => { mark.tabIndex = 0; });
    // Enter on a mark leads to its card, as Enter on a card's number leads to its mark.
    sheet.addEventListener("keydown", (event) => {
      const mark = event.target.closest && event.target.closest("mark.finding");
      if (!mark || event.key !== "Enter") return;
      const card = document.querySelector(`.finding-card[data-number="${CSS.escape(mark.dataset.number.split(" ")[0])}"]`);
      if (!card) return;
      current(card.dataset.number, true);
      (card.querySelector("a.finding-number") || card).focus({ preventScroll: true });
    });
    sheet.addEventListener("click", (event) => {
      const mark = event.target.closest("mark.finding");
      const link = event.target.closest("a[href^='#']");
      if (link) {
        event.preventDefault();
        const place = sheet.getElementById(decodeURIComponent(link.hash.slice(1)));
        if (place) place.scrollIntoView();
      }
      if (mark) current(mark.dataset.number.split(" ")[0], true);
    });
    // A search-engine text or a link's target is checked too, and has no place on the page.
    document.querySelectorAll(".finding-card").forEach((card) => {
      const unseen = card.querySelector(".unseen");
      const marks = Array.from(sheet.querySelectorAll("mark.finding"));
      if (unseen) unseen.hidden = marks.some((mark) => mark.dataset.number.split(" ").includes(card.dataset.number));
    });
    frame.dispatchEvent(new CustomEvent("sheet-ready", { bubbles: true, detail: sheet }));
  }
  frame.addEventListener("load", ready);
  if (frame.contentDocument && frame.contentDocument.readyState === "complete") ready();
})();
