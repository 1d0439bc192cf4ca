// Words that share out: what the words chosen leave for the last state, and whether they make the whole.
"use strict";
onPage(() => {
  const field = document.querySelector("fieldset[data-whole]:has(.row.words)");

  function ends(row, whole) {
    const select = row.querySelector("select"), number = row.querySelector("input");
    const typed = numberOf(number.value, whole === 100);
    if (!Number.isNaN(typed)) return [typed, typed, typed];
    const { low, high } = select.selectedOptions[0]?.dataset ?? {};
    if (low === undefined) return null;
    return [whole * low, whole * high, whole * (Number(low) + Number(high)) / 2];
  }

  function share() {
    const whole = Number(field.dataset.whole);
    const rows = [...field.querySelectorAll(".row")];
    const all = rows.map((row) => ends(row, whole));
    const given = all.filter(Boolean);
    const [low, high, middle] = [0, 1, 2].map((i) => given.reduce((sum, each) => sum + each[i], 0));
    const said = field.querySelector("[data-left]");
    const tidy = (n) => String(Number(n.toPrecision(3)));
    said.hidden = given.length < rows.length - 1 || !given.length;
    let done = false;
    if (given.length === rows.length) {
      done = low <= whole && whole <= high;
      said.textContent = done ? "These go together." : "These come to " + tidy(low) + " to " + tidy(high) + " of " + whole + ".";
    } else if (!said.hidden) {
      const name = rows[all.indexOf(null)].getAttribute("aria-label");
      done = middle <= whole;
      said.textContent = done ? name + " takes what is left, " + tidy(whole - middle) + ", if you leave it blank." : "These are more than " + whole + " already.";
    }
    said.classList.toggle("done", done);
  }
  if (field) {
    field.addEventListener("input", share);
    share();
  }
});
