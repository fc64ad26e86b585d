// The list's keys and ticks. Everything here has a plain button or checkbox that does the same without a script.
(function () {
  "use strict";
  const bulk = document.getElementById("bulk");
  if (bulk) {
    const boxes = Array.from(document.querySelectorAll('input[name="case"]'));
    const page = bulk.querySelector("[data-whole-page]");
    const said = bulk.querySelector("[data-chosen]");
    const whole = bulk.querySelector('input[name="all"]');
    const count = () => {
      const number = boxes.filter((box) => box.checked).length;
      said.textContent = whole.checked || !number ? "" : `✓ ${number}`;
      page.checked = number === boxes.length;
      page.indeterminate = number > 0 && number < boxes.length;
    };
    bulk.querySelector("[data-page]").hidden = false;
    page.addEventListener("change", () => { boxes.forEach((box) => { box.checked = page.checked; }); count(); });
    [...boxes, whole].forEach((box) => box.addEventListener("change", count));
    count();
  }
  const next = document.querySelector("[data-next]");
  document.addEventListener("keydown", (event) => {
    if (event.isComposing || event.keyCode === 229 || event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
    const target = event.target;
    const typing = target && target.closest && target.closest("textarea, select, [contenteditable], input:not([type=checkbox])");
    if (typing || event.key.toLowerCase() !== "j" || !next) return;
    event.preventDefault();
    next.form.requestSubmit(next);
  });
})();
