// Rows of a table that run against the direction the expert gave are marked: quietly, nothing moves.
"use strict";
onPage(() => {
  const said = document.querySelector("[data-slips]");
  if (!said) return;
  const rows = [...document.querySelectorAll("table.rows tbody tr")];
  const pairs = said.dataset.slips.split(";").map((pair) => pair.split(" ").map(Number));
  const percent = document.querySelector("fieldset[data-most]").dataset.most === "100";
  const reason = document.getElementById("reason");

  // For each state but the first how likely it or a higher one is; nothing while a number is missing.
  function atLeast(row) {
    const typed = [...row.querySelectorAll("input[name$=-best]")].map((f) => numberOf(f.value, percent));
    if (typed.some(Number.isNaN)) return null;
    const upper = typed.length > 1 ? typed.slice(1) : typed;  // of two states the last is asked
    return upper.map((_, at) => upper.slice(at).reduce((sum, number) => sum + number, 0));
  }

  function look(typing) {
    const all = rows.map(atLeast);
    const wrong = new Set();
    for (const [low, high, ...between] of pairs) {
      if (!all[low] || !all[high] || between.some((at) => all[at])) continue;
      const unfinished = typing && [low, high].some((at) => rows[at].contains(document.activeElement));
      if (!unfinished && all[low].some((n, k) => n > all[high][k] + 1e-9)) wrong.add(low).add(high);
    }
    if (reason.value.trim()) wrong.clear();  // explained
    rows.forEach((row, at) => {
      if (row.classList.toggle("slip", wrong.has(at)) === Boolean(row.querySelector("th .unseen"))) return;
      if (!wrong.has(at)) return row.querySelector("th .unseen").remove();
      const mark = Object.assign(document.createElement("span"), { className: "unseen" });
      mark.textContent = ", runs against the direction you gave";
      row.querySelector("th").append(mark);
    });
    const text = wrong.size ? wrong.size + " rows, marked, run against the direction you gave. Intended? Say why." : "";
    if (said.textContent !== text) said.textContent = text;
  }

  const form = document.getElementById("answer");
  form.addEventListener("input", () => look(true));
  form.addEventListener("change", () => look(false));
  look(false);
});
