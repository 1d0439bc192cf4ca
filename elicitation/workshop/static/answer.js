// Say what is left to spread while typing, and keep a draft on this device until the server has it.
"use strict";
const form = document.querySelector("form[data-answer]");
const fields = [...form.querySelectorAll("input:not([type=hidden]), select, textarea")];
const path = form.getAttribute("action");  // form.action would be the buttons of that name
const place = ["draft", form.dataset.who, form.dataset.round, path, form.dataset.answer].join(" ");

function sayLeft() {
  const spread = form.querySelector("[data-whole]");
  if (!spread) return;
  const whole = Number(spread.dataset.whole);
  const typed = [...spread.querySelectorAll("input[name$=-best]")].map((f) => f.value.trim());
  const numbers = typed.filter(Boolean).map((t) => Number(t.replace(",", ".")));
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
  typed.forEach((text, i) => {
    const share = 100 * Number(text.replace(",", ".")) / Math.max(sum, whole);
    parts.children[i].style.width = (parts.hidden ? 0 : share) + "%";
    parts.children[i].hidden = !share;
  });
  const scale = spread.querySelector("[data-scale]");
  if (scale) scale.hidden = near || sum <= 0 || numbers.length < typed.length || parts.hidden;
}

const given = (f) => f.type !== "radio" || f.checked;

function keep() {
  const typed = Object.fromEntries(fields.filter(given).map((f) => [f.name, f.value]));
  try {
    localStorage.setItem(place, JSON.stringify(typed));
    document.querySelector("[data-draft]").hidden = false;
  } catch { /* no room, or not allowed: the server keeps what is saved */ }
}

function bringBack() {
  if (form.dataset.status) return;  // the page holds what was sent
  try {
    const typed = JSON.parse(localStorage.getItem(place) || "{}");
    for (const f of fields) {
      if (f.type === "radio") f.checked = typed[f.name] === f.value;
      else if (typed[f.name] && !f.value) f.value = typed[f.name];
    }
    document.querySelector("[data-draft]").hidden = !Object.values(typed).some(Boolean);
  } catch { /* a draft that cannot be read is none */ }
}

if (form.dataset.status === "saved") localStorage.removeItem(place);
const saved = new URLSearchParams(location.search).get("saved");
if (saved) {
  const before = path.replace(/\d+$/, saved);
  const mine = ["draft", form.dataset.who, form.dataset.round, before].join(" ") + " ";
  for (const key of Object.keys(localStorage)) if (key.startsWith(mine)) localStorage.removeItem(key);
}
bringBack();
sayLeft();
form.addEventListener("input", () => { keep(); sayLeft(); });
