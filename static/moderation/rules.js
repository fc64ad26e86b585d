// Counts a term while it is typed, shows the share beside its slider, moves progress lines. All of it works without, only less at once.
(function () {
  "use strict";
  const editor = document.querySelector("[data-count]");
  if (editor) {
    const lines = editor.querySelector("textarea[name=lines]");
    const code = editor.querySelector("select[name=code]");
    const place = editor.querySelector(".term-count");
    const first = place.textContent;
    let timer = 0;
    let asked = null;
    // The line in which the cursor stands; of a line of CSV its first cell.
    function term() {
      const before = lines.value.slice(0, lines.selectionStart);
      const start = before.lastIndexOf("\n") + 1;
      const end = lines.value.indexOf("\n", start);
      return lines.value.slice(start, end < 0 ? undefined : end).split(/[,\t]/)[0].trim();
    }
    async function count() {
      const words = term();
      if (asked) asked.abort();
      if (!words) { place.textContent = first; return; }
      asked = new AbortController();
      place.textContent = place.dataset.wait;
      try {
        const answer = await fetch(`${editor.dataset.count}?${new URLSearchParams({ term: words, code: code.value })}`, { signal: asked.signal });
        const told = await answer.json();
        place.textContent = `“${words}” ${told.words || told.error}`;
        (told.samples || []).forEach((sample) => {
          const quote = document.createElement("q");
          quote.textContent = `…${sample}…`;
          place.append(quote);
        });
      } catch (error) {
        if (error.name !== "AbortError") place.textContent = first;
      }
    }
    function soon(event) {
      if (event.isComposing) return;
      clearTimeout(timer);
      timer = setTimeout(count, 350);
    }
    lines.addEventListener("input", soon);
    lines.addEventListener("compositionend", () => soon({}));
    lines.addEventListener("click", soon);
    code.addEventListener("change", soon);
  }

  document.querySelectorAll("[data-share]").forEach((slider) => {
    const shown = slider.parentElement.querySelector("output");
    slider.addEventListener("input", () => { shown.textContent = `${slider.value}%`; });
  });

  const runs = document.querySelector("[data-progress]");
  async function look() {
    let moving = false;
    try {
      const told = await (await fetch(runs.dataset.progress)).json();
      told.runs.forEach((run) => {
        const line = runs.querySelector(`[data-run="${run.id}"]`);
        if (!line) return;
        line.querySelector("progress").value = run.percent;
        line.querySelector("[data-words]").textContent = run.words;
        line.querySelector("[data-state]").textContent = run.state_words;
        if (!run.ended) moving = true;
        else if (line.hasAttribute("data-moving")) { line.removeAttribute("data-moving"); location.reload(); }
      });
    } catch (error) {
      moving = true;
    }
    if (moving) setTimeout(look, 3000);
  }
  if (runs && runs.querySelector("[data-moving]")) setTimeout(look, 2000);
})();
