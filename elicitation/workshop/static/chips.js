// Chips on a grid: a tap at a height puts so many into a tenth, a tap on the topmost takes it off.
// Under it what they say: a smooth curve, and two statements by the rule by which they are recorded.
"use strict";
const MOST_CHIPS = 10;
const MARK = "http://www.w3.org/2000/svg";

// Where a share of the chips lies below, spread evenly within a tenth; in percent.
function quantile(chips, share) {
  const wanted = share * chips.reduce((a, b) => a + b, 0);
  let below = 0;
  for (const [place, inside] of chips.entries()) {
    if (inside && below + inside >= wanted) return 10 * (place + (wanted - below) / inside);
    below += inside;
  }
  return NaN;
}

// The beta with the chips' mean and variance, as a path 100 wide and 40 high.
function curve(chips) {
  const total = chips.reduce((a, b) => a + b, 0);
  const mean = chips.reduce((sum, n, i) => sum + n * (i + 0.5) / 10, 0) / total;
  const variance = chips.reduce((sum, n, i) => sum + n * (((i + 0.5) / 10 - mean) ** 2 + 1 / 1200), 0) / total;
  const size = mean * (1 - mean) / variance - 1;
  const height = (x) => Math.exp((mean * size - 1) * Math.log(x) + ((1 - mean) * size - 1) * Math.log(1 - x));
  const xs = Array.from({ length: 99 }, (_, i) => (i + 1) / 100);
  const top = Math.max(...xs.map(height));
  return "M0 39" + xs.map((x) => "L" + (100 * x) + " " + (39 - 36 * height(x) / top).toFixed(2)).join("") + "L100 39Z";
}

function implied(chips) {
  const [low, best, high] = [0.05, 0.5, 0.95].map((share) => Math.round(quantile(chips, share)));
  return "You say: it is as likely above as below " + best + " %. There is 1 chance in 20 that it is under " +
    low + " %, and 1 in 20 that it is over " + high + " %. Is that so?";
}

onPage(() => {
  for (const row of document.querySelectorAll("[data-chips]")) {
    const fields = [...row.querySelectorAll("input.number")];
    if (fields[0].disabled) continue;
    const count = (f) => { const n = Number(f.value.trim()); return Number.isInteger(n) && n > 0 ? n : 0; };
    const grid = document.createElement("div");
    grid.className = "grid";
    const bins = fields.map((field, i) => {
      const bin = document.createElement("div");
      const called = field.labels[0].lastElementChild.textContent.split(",")[0];
      bin.className = "bin";
      bin.tabIndex = 0;
      bin.setAttribute("role", "slider");
      bin.setAttribute("aria-label", "Chips in " + called + ", " + row.getAttribute("aria-label"));
      bin.setAttribute("aria-valuemin", "0");
      bin.setAttribute("aria-valuemax", String(MOST_CHIPS));
      const foot = document.createElement("b");
      foot.textContent = String(10 * i);
      bin.append(foot, ...Array.from({ length: MOST_CHIPS }, () => document.createElement("i")));
      const set = (number) => {
        field.value = number > 0 ? String(Math.min(number, 2 * MOST_CHIPS)) : "";
        field.dispatchEvent(new Event("input", { bubbles: true }));
      };
      bin.addEventListener("pointerdown", (event) => {
        const cells = [...bin.querySelectorAll("i")];
        const hit = cells.findIndex((cell) => event.clientY >= cell.getBoundingClientRect().top);
        if (hit >= 0) set(count(field) === hit + 1 ? hit : hit + 1);
        bin.focus({ preventScroll: true });
        event.preventDefault();
      });
      bin.addEventListener("keydown", (event) => {
        const by = { ArrowUp: 1, ArrowDown: -1 }[event.key];
        const side = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
        if (by) set(count(field) + by);
        else if (side) bins[i + side]?.focus();
        else if (/^[0-9]$/.test(event.key)) set(Number(event.key));
        else return;
        event.preventDefault();
      });
      return bin;
    });
    grid.append(...bins);
    const picture = document.createElementNS(MARK, "svg");
    picture.setAttribute("viewBox", "0 0 100 40");
    picture.setAttribute("preserveAspectRatio", "none");
    picture.setAttribute("class", "curve");
    picture.setAttribute("aria-hidden", "true");
    picture.append(document.createElementNS(MARK, "path"));
    const says = document.createElement("p");
    says.className = "implied-by";
    says.setAttribute("aria-live", "polite");
    const plain = document.createElement("details");
    plain.className = "own";
    plain.innerHTML = "<summary>As numbers</summary>";
    plain.append(row.querySelector(".bins"));
    const several = document.querySelectorAll("[data-chips]").length > 1;
    const box = document.createElement(several ? "details" : "div");
    if (several) {
      box.name = "chips";
      box.open = row === document.querySelector("[data-chips]");
      const name = document.createElement("summary");
      name.append(row.querySelector(".state-name").textContent, " ", document.createElement("small"));
      row.querySelector(".state-name").remove();
      box.append(name);
    }
    box.append(grid, picture, says, plain);
    row.prepend(box);
    const draw = () => {
      const chips = fields.map(count);
      const total = chips.reduce((a, b) => a + b, 0);
      bins.forEach((bin, i) => {
        bin.setAttribute("aria-valuenow", String(chips[i]));
        bin.querySelectorAll("i").forEach((cell, at) => cell.classList.toggle("in", at < chips[i]));
      });
      picture.firstChild.setAttribute("d", total >= 5 ? curve(chips) : "M0 39L100 39");
      const none = total ? total + (total === 1 ? " chip" : " chips") + " so far; put 10 or 20." : "";
      says.textContent = total >= 5 ? implied(chips) : none;
      const name = box.querySelector("summary > small");
      if (name) name.textContent = total ? total + " chips" : "";
    };
    row.addEventListener("input", draw);
    draw();
  }
});
