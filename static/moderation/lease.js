// Counts a claim down where everybody sees it, and extends one's own while one works. Without a script the button does it.
(function () {
  "use strict";
  const EVERY = 60 * 1000; // asks for more at most once a minute
  let active = Date.now();
  ["keydown", "pointerdown", "wheel", "scroll"].forEach((name) => addEventListener(name, () => { active = Date.now(); }, { passive: true, capture: true }));

  function token(lease) {
    const field = lease.querySelector("input[name=csrfmiddlewaretoken]");
    return field ? field.value : "";
  }
  document.querySelectorAll("[data-lease][data-seconds]").forEach((lease) => {
    const left = lease.querySelector("[data-lease-left]");
    // The server tells how many seconds are left; a clock set back in this machine changes nothing.
    let ends = performance.now() + Number(lease.dataset.seconds) * 1000;
    let asked = Date.now();
    function show() {
      const seconds = Math.max(0, Math.round((ends - performance.now()) / 1000));
      const hours = Math.floor(seconds / 3600), minutes = Math.floor(seconds / 60) % 60;
      left.hidden = false;
      left.textContent = (hours ? `${hours}:${String(minutes).padStart(2, "0")}` : String(minutes)) + `:${String(seconds % 60).padStart(2, "0")}`;
      left.classList.toggle("is-short", seconds < 120);
    }
    async function extend() {
      asked = Date.now();
      const answer = await fetch(lease.dataset.extendUrl, { method: "POST", headers: { Accept: "application/json", "X-CSRFToken": token(lease) } });
      const said = await answer.json();
      if (answer.ok) ends = performance.now() + said.seconds * 1000;
      else { clearInterval(timer); left.textContent = said.reasons.join("；"); left.classList.add("is-short"); }
    }
    function tick() {
      show();
      if (lease.hasAttribute("data-lease-own") && active > asked && Date.now() - asked > EVERY) extend().catch(() => {});
    }
    show();
    const timer = setInterval(tick, 1000);
  });
})();
