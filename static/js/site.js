// Comforts on top of pages that work without them: text size, colours, 关怀版, copying a citation, the place in the contents.
const root = document.documentElement;

function choices() {
  try {
    return JSON.parse(localStorage.getItem("xinglin") || "{}");
  } catch {
    return {};
  }
}

function keep(changes) {
  try {
    localStorage.setItem("xinglin", JSON.stringify({ ...choices(), ...changes }));
  } catch {
    // Private windows may refuse; the choice then lasts as long as the page.
  }
}

function isDark() {
  return root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
}

function label() {
  for (const button of document.querySelectorAll("[data-choice]")) {
    const labels = (button.dataset.labels || "").split("|");
    if (button.dataset.choice === "size") {
      const next = (Number(root.dataset.size || 0) + 1) % 3;
      button.textContent = labels[next];
      button.setAttribute("aria-label", labels[next]);
    }
    if (button.dataset.choice === "theme") button.textContent = labels[isDark() ? 1 : 0];
    if (button.dataset.choice === "care") button.setAttribute("aria-pressed", String(root.dataset.care === "on"));
  }
}

function choose(kind) {
  if (kind === "size") {
    root.dataset.size = String((Number(root.dataset.size || 0) + 1) % 3);
    keep({ size: root.dataset.size });
  }
  if (kind === "theme") {
    root.dataset.theme = isDark() ? "light" : "dark";
    keep({ theme: root.dataset.theme });
  }
  if (kind === "care") {
    const on = root.dataset.care !== "on";
    if (on) root.dataset.care = "on";
    else delete root.dataset.care;
    keep({ care: on });
  }
  label();
}

for (const tools of document.querySelectorAll("[data-needs-script]")) tools.hidden = false;
for (const button of document.querySelectorAll("[data-choice]")) {
  button.addEventListener("click", () => choose(button.dataset.choice));
}
label();

const sheet = document.querySelector(".sheet");
if (sheet) {
  document.addEventListener("click", (event) => {
    if (!sheet.contains(event.target)) sheet.open = false;
  });
  sheet.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    sheet.open = false;
    sheet.querySelector("summary").focus();
  });
}

if (navigator.clipboard) {
  for (const button of document.querySelectorAll("[data-copy]")) {
    const before = button.textContent;
    button.hidden = false;
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(button.dataset.copy);
      button.textContent = button.dataset.done;
      setTimeout(() => (button.textContent = before), 2000);
    });
  }
}

const contents = document.querySelector("[data-contents]");
if (contents && "IntersectionObserver" in window) {
  const links = new Map();
  for (const link of contents.querySelectorAll("a")) {
    const target = document.getElementById(decodeURIComponent(link.hash.slice(1)));
    if (target) links.set(target, link);
  }
  const headings = [...links.keys()];
  const mark = () => {
    const line = innerHeight * 0.3;
    const current = headings.filter((heading) => heading.getBoundingClientRect().top <= line).pop() || headings[0];
    for (const [heading, link] of links) {
      if (heading === current) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
  };
  const observer = new IntersectionObserver(mark, { rootMargin: "0px 0px -70% 0px" });
  headings.forEach((heading) => observer.observe(heading));
  if (headings.length) mark();
}

// What to read next is fetched when the end of the article comes near; without it the link stays.
const related = document.querySelector("[data-related]");
if (related && "IntersectionObserver" in window) {
  const observer = new IntersectionObserver(
    async (seen) => {
      if (!seen.some((entry) => entry.isIntersecting)) return;
      observer.disconnect();
      const answer = await fetch(related.dataset.related).catch(() => null);
      if (answer?.status === 204) related.remove();
      if (answer?.status !== 200) return;
      const part = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector(".related__list");
      if (part) related.querySelector(".related__all").parentElement.replaceWith(part);
    },
    { rootMargin: "600px" },
  );
  observer.observe(related);
}

// A question that an address names opens; so do all of them on paper.
addEventListener("beforeprint", () => {
  for (const details of document.querySelectorAll(".question")) details.open = true;
});
