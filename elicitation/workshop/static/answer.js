// Say what is left to spread while typing, and keep a draft on this device until the server has it.
"use strict";

// The number that the server would read, or NaN: it takes no 0x10 and no Infinity.
function numberOf(text, percent) {
  const typed = percent ? text.trim().replace(/\s*%$/, "") : text.trim();
  const sound = /^[+-]?(\d+([.,]\d*)?|[.,]\d+)([eE][+-]?\d{1,2})?$/.test(typed);
  return sound ? Number(typed.replace(",", ".")) : NaN;
}

onPage(() => {
  const form = document.querySelector("form[data-answer]");
  const fields = [...form.querySelectorAll("[data-name]")];
  const path = form.getAttribute("action");  // form.action would be the buttons of that name
  const { base, model } = Object.fromEntries(new FormData(form));
  // Answers and models are part of the place: a draft made over others is never taken for this one.
  const places = ["draft", session, path.replace(/\d+$/, ""), form.dataset.answer].join(" ") + "\n";
  const place = places + base + " " + model;
  const note = document.querySelector("[data-draft]");

  function sayLeft() {
    const spread = form.querySelector("[data-whole]");
    if (!spread || !spread.querySelector("[data-parts]")) return;
    const whole = Number(spread.dataset.whole);
    const typed = [...spread.querySelectorAll("input[name$=-best]")].map((f) => f.value.trim());
    const shares = typed.map((text) => (text ? numberOf(text, whole === 100) : 0));
    const numbers = shares.filter((_, i) => typed[i]);
    const left = spread.querySelector("[data-left]");
    left.hidden = !numbers.length || numbers.some(Number.isNaN);
    const sum = numbers.reduce((a, b) => a + b, 0);
    const rest = Number((whole - sum).toPrecision(6));
    const said = Number(sum.toPrecision(6)) + " of " + whole;
    const near = Math.abs(rest) < 1e-6 * whole;
    left.textContent = near ? said : said + (rest > 0 ? ", " + rest + " left" : ", " + -rest + " too many");
    left.classList.toggle("done", near);
    const parts = spread.querySelector("[data-parts]");
    parts.hidden = left.hidden || numbers.some((n) => n < 0);
    shares.forEach((number, i) => {
      const share = 100 * number / Math.max(sum, whole);
      parts.children[i].style.width = (parts.hidden ? 0 : share) + "%";
      parts.children[i].hidden = !share;
    });
    const scale = spread.querySelector("[data-scale]");
    if (!scale) return;
    scale.hidden = near || sum <= 0 || numbers.length < typed.length || parts.hidden;
    const made = shares.map((number) => Number((number * whole / sum).toPrecision(4)));
    scale.textContent = "Scale to " + whole + ": " + made.join(", ");
  }

  // A draft is kept by the words of the page: fields count up, and states may change their places.
  const wordsOf = (f) => f.labels[0].textContent.trim();

  function typed() {
    const given = fields.filter((f) => (f.type === "radio" ? f.checked : f.value.trim()));
    return Object.fromEntries(given.map((f) => [f.dataset.name, f.type === "radio" ? wordsOf(f) : f.value]));
  }

  function recorded() {
    const given = fields.filter((f) => f.dataset.recorded && (f.type !== "radio" || f.dataset.recorded === f.value));
    return Object.fromEntries(given.map((f) => [f.dataset.name, f.type === "radio" ? wordsOf(f) : f.dataset.recorded]));
  }

  const alike = (a = "", b = "") => a.trim() === b.trim() || numberOf(a, true) === numberOf(b, true);

  const blank = (own) => Object.fromEntries(Object.keys(own).map((name) => [name, ""]));

  function isRecorded(draft) {
    const own = recorded();
    return Object.keys(draft).every((name) => alike(draft[name], own[name]));
  }

  function put(draft) {
    for (const f of fields) {
      const text = draft[f.dataset.name];
      if (text === undefined) continue;
      if (f.type === "radio") f.checked = wordsOf(f) === text;
      else if (f.tagName !== "SELECT" || [...f.options].some((o) => o.value === text)) f.value = text;
      f.dispatchEvent(new Event("input", { bubbles: true }));  // sliders and the sum follow
    }
  }

  function keep() {
    const draft = typed();
    const nothingNew = isRecorded({ ...blank(recorded()), ...draft });  // the fields were filled with what is recorded
    try {
      if (nothingNew) localStorage.removeItem(place);
      else localStorage.setItem(place, JSON.stringify({ typed: draft }));
      note.hidden = nothingNew;
    } catch { /* no room, or not allowed: the server keeps what is saved */ }
  }

  function showApart(key, draft) {
    const box = document.querySelector("template[data-apart]").content.firstElementChild.cloneNode(true);
    box.querySelector(key.endsWith(" " + model) ? "[data-changed]" : "[data-answered]").remove();
    for (const [name, text] of Object.entries(draft)) {
      const line = document.createElement("li");
      line.textContent = name + ": " + text;
      box.querySelector("ul").append(line);
    }
    const away = () => { localStorage.removeItem(key); box.remove(); };
    const use = box.querySelector("[data-use]");
    const fits = (name) => fields.some((f) => f.dataset.name === name);
    use.hidden = !Object.keys(draft).some(fits);
    use.addEventListener("click", () => { put(draft); if (Object.keys(draft).every(fits)) away(); });
    box.querySelector("[data-away]").addEventListener("click", away);
    document.querySelector(".asked").before(box);
  }

  function bringBack() {
    eachDraft((key, { typed: draft = {} }) => {
      if (!key.startsWith(places)) return;
      if (key === place) {
        const here = typed(), own = recorded();  // a browser that goes back fills in fields of its own
        const kept = Object.entries({ ...blank(own), ...draft });
        put(Object.fromEntries(kept.filter(([name]) => alike(here[name], own[name]))));
        note.hidden = false;
      } else if (isRecorded(draft)) localStorage.removeItem(key);
      else showApart(key, draft);
    });
  }

  if (form.dataset.status === "saved") forget(path);
  if (!form.dataset.status) bringBack();  // else the page holds what was sent
  sayLeft();
  form.addEventListener("input", () => { keep(); sayLeft(); });
  form.addEventListener("submit", () => {
    try {
      const draft = parse(localStorage.getItem(place));
      if (draft.typed) localStorage.setItem(place, JSON.stringify({ ...draft, sent: path }));
    } catch { /* as in keep */ }
  });
});
