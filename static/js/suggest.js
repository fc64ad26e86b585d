// Suggestions under every search field: a combobox after the WAI-ARIA Authoring Practices. Without this file the field is a plain form.
// Nothing typed is kept: what was offered lives in this page's memory and goes with it.
const WAIT = 130;
const KEPT = 40;
let fields = 0;

class Suggestions {
  constructor(form) {
    this.form = form;
    this.words = form.dataset;
    this.input = form.querySelector("[name=q]");
    this.kept = new Map();
    this.active = -1;
    this.options = [];
    this.build(`offers-${(fields += 1)}`);
    this.listen();
  }

  build(id) {
    this.popup = part("div", "offers");
    this.popup.hidden = true;
    this.alarm = part("div", "offers__alarm");
    this.alarm.setAttribute("role", "alert");
    this.list = part("ul", "offers__list");
    this.list.id = id;
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", this.words.list);
    this.popup.append(this.alarm, this.list);
    this.status = part("div", "vh");
    this.status.setAttribute("role", "status");
    this.form.append(this.popup, this.status);
    const field = { role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": id, "aria-haspopup": "listbox" };
    for (const [name, value] of Object.entries(field)) this.input.setAttribute(name, value);
  }

  listen() {
    this.input.addEventListener("input", (event) => event.isComposing || this.soon());
    this.input.addEventListener("compositionend", () => this.soon());
    this.input.addEventListener("keydown", (event) => this.key(event));
    this.input.addEventListener("click", () => this.popup.hidden && this.ask());
    this.form.addEventListener("submit", () => this.leave());
    this.form.addEventListener("focusout", (event) => this.form.contains(event.relatedTarget) || this.leave());
    this.popup.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      this.input.focus();
      this.close();
    });
    // The field keeps the focus while something is chosen with a pointer.
    this.list.addEventListener("mousedown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => this.open(event.target.closest("[role=option]")));
    addEventListener("pageshow", () => this.leave());
  }

  key(event) {
    // While an input method composes, every key is its own.
    if (event.isComposing || event.keyCode === 229) return;
    if (event.ctrlKey || event.metaKey) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      const step = event.key === "ArrowDown" ? 1 : -1;
      event.preventDefault();
      if (this.popup.hidden) this.ask(event.altKey ? 0 : step);
      else if (event.altKey && step < 0) this.close();
      else if (!event.altKey) this.move(step);
    } else if (event.key === "Enter" && this.active >= 0 && !this.popup.hidden) {
      event.preventDefault();
      this.open(this.options[this.active]);
    } else if (event.key === "Escape") {
      if (!this.popup.hidden) {
        event.preventDefault();
        this.close();
      }
    } else if (["Home", "End", "ArrowLeft", "ArrowRight"].includes(event.key)) {
      this.mark(-1);
      if (event.shiftKey || event.key.startsWith("Arrow")) return;
      event.preventDefault();
      const place = event.key === "Home" ? 0 : this.input.value.length;
      this.input.setSelectionRange(place, place);
    }
  }

  move(step) {
    const count = this.options.length;
    if (!count) return;
    // One place more than there are options: the field itself.
    this.mark(((this.active + 1 + step + count + 1) % (count + 1)) - 1);
  }

  mark(number) {
    this.active = number;
    this.options.forEach((option, place) => option.setAttribute("aria-selected", String(place === number)));
    if (number < 0) {
      this.input.removeAttribute("aria-activedescendant");
      return;
    }
    this.input.setAttribute("aria-activedescendant", this.options[number].id);
    this.options[number].scrollIntoView({ block: "nearest" });
  }

  soon() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.ask(), WAIT);
  }

  async ask(step = 0) {
    clearTimeout(this.timer);
    this.request?.abort();
    const typed = this.input.value.trim();
    if (!typed || performance.now() < (this.resting || 0)) return this.close();
    let told = this.kept.get(typed);
    if (!told) {
      this.request = new AbortController();
      try {
        const answer = await fetch(`${this.words.suggest}?q=${encodeURIComponent(typed)}`, { signal: this.request.signal });
        if (answer.status === 429) this.resting = performance.now() + 1000 * Number(answer.headers.get("Retry-After") || 10);
        if (!answer.ok) return this.close();
        told = await answer.json();
      } catch {
        return undefined; // a newer question took its place, or the net is away: the form still works
      }
      this.kept.set(typed, told);
      if (this.kept.size > KEPT) this.kept.delete(this.kept.keys().next().value);
    }
    if (this.input.value.trim() !== typed || document.activeElement !== this.input) return undefined;
    this.show(told);
    if (step) this.mark(step > 0 ? 0 : this.options.length - 1);
    return undefined;
  }

  show({ suggestions, emergency }) {
    this.warn(emergency);
    this.options = suggestions.map((offer, number) => this.option(offer, number));
    this.list.replaceChildren(...this.options);
    this.list.hidden = !this.options.length;
    this.popup.hidden = !this.options.length && !emergency;
    this.input.setAttribute("aria-expanded", String(this.options.length > 0));
    this.mark(-1);
    this.status.textContent = this.options.length ? this.words.some.replace("{n}", this.options.length) : this.words.none;
  }

  option({ text, kind, url, marks, noted }, number) {
    const option = part("li", "offers__one");
    option.id = `${this.list.id}-${number}`;
    option.setAttribute("role", "option");
    option.dataset.url = url;
    const words = part("span", "offers__words");
    const letters = Array.from(text);
    let done = 0;
    for (const [start, end] of marks || []) {
      words.append(letters.slice(done, start).join(""), part("mark", "", letters.slice(start, end).join("")));
      done = end;
    }
    words.append(letters.slice(done).join(""));
    if (noted) words.append(" ", part("span", `noted noted--${noted.kind}`, noted.words));
    option.append(words, " ", part("span", "offers__kind", this.words[kind] || ""));
    return option;
  }

  warn(emergency) {
    const said = emergency ? emergency.title : "";
    if (this.alarm.dataset.said === said) return;
    this.alarm.dataset.said = said;
    this.alarm.replaceChildren();
    this.alarm.hidden = !emergency;
    if (!emergency) return;
    const call = part("a", "offers__call", `${this.words.call} ${emergency.number}`);
    call.href = `tel:${emergency.number}`;
    this.alarm.append(call, part("span", "", emergency.title));
    this.alarm.lang = emergency.language;
  }

  open(option) {
    if (option?.dataset.url.startsWith("/")) location.assign(option.dataset.url);
  }

  close() {
    this.popup.hidden = true;
    this.input.setAttribute("aria-expanded", "false");
    this.mark(-1);
    this.status.textContent = "";
  }

  leave() {
    clearTimeout(this.timer);
    this.request?.abort();
    this.close();
  }
}

function part(name, kind, words = "") {
  const element = document.createElement(name);
  if (kind) element.className = kind;
  element.textContent = words;
  return element;
}

for (const form of document.querySelectorAll("form[data-suggest]")) new Suggestions(form);
