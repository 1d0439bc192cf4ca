// One track under the numbers of each state: a tap sets the lowest, then the highest, then the best;
// after that the nearest handle follows. Handles are sliders for keyboards; only the numbers are sent.
"use strict";
const DOWN = ["Home", "ArrowLeft", "ArrowDown", "PageDown"];
const UP = ["End", "ArrowRight", "ArrowUp", "PageUp"];

function handle(row, field, most) {
  const slider = document.createElement("input");  // without a name
  const column = field.name.split("-")[1];
  Object.assign(slider, { type: "range", className: "slider " + column, min: "0", max: most });
  slider.step = most === 1 ? "0.01" : "1";
  const called = column === "best" ? "" : field.labels[0].firstElementChild.textContent + ", ";
  slider.setAttribute("aria-label", "Slider, " + called + row.getAttribute("aria-label"));
  let number = NaN;  // what is typed; the slider itself stands only at whole steps
  const follow = () => {
    number = numberOf(field.value, most === 100);  // of answer.js
    if (number < 0 || number > most) number = NaN;
    const untouched = Number.isNaN(number);
    slider.value = untouched ? 0 : number;
    slider.classList.toggle("untouched", untouched);
    const none = field.value.trim() ? "not a number from 0 to " + most : "no answer yet";
    slider.setAttribute("aria-valuetext", untouched ? none : String(number));
  };
  const set = (value) => {
    field.value = String(value);
    field.dispatchEvent(new Event("input", { bubbles: true }));
  };
  slider.addEventListener("input", () => set(slider.value));
  // Where the thumb is at that end already, the browser sees no move: the end is chosen all the same.
  slider.addEventListener("keydown", ({ key }) => {
    const end = DOWN.includes(key) ? 0 : UP.includes(key) ? most : NaN;
    if (Number(slider.value) === end && number !== end) set(end);
  });
  field.addEventListener("input", follow);
  follow();
  return { slider, set, column, get number() { return number; } };
}

function ordered(handles) {
  const { low, high, best } = handles;
  if (!low || !high || Number.isNaN(low.number) || Number.isNaN(high.number)) return;
  const [from, to] = [Math.min(low.number, high.number), Math.max(low.number, high.number)];
  if (from !== low.number) { low.set(from); high.set(to); }
  if (best.number < from || best.number > to) best.set(Math.min(Math.max(best.number, from), to));
}

onPage(() => {
  for (const row of document.querySelectorAll(".row.ranges")) {
    const most = Number(row.closest("[data-most]").dataset.most);
    const fields = ["low", "high", "best"].map((c) => row.querySelector("input[name$=-" + c + "]")).filter(Boolean);
    if (fields[0].disabled) continue;
    const all = fields.map((field) => handle(row, field, most));
    const handles = Object.fromEntries(all.map((h) => [h.column, h]));
    const track = document.createElement("div");
    const between = document.createElement("span");
    track.className = "track";
    between.className = "between";
    track.append(between, ...all.map((h) => h.slider));
    const draw = () => {
      const [from, to] = handles.low ? [handles.low.number, handles.high.number] : [0, handles.best.number];
      const drawn = !Number.isNaN(from) && !Number.isNaN(to) && to > from;
      between.style.setProperty("--from", (drawn ? 100 * from / most : 0) + "%");
      between.style.setProperty("--wide", (drawn ? 100 * (to - from) / most : 0) + "%");
    };
    const at = (event) => {
      const box = track.getBoundingClientRect();
      const share = Math.min(Math.max((event.clientX - box.left) / box.width, 0), 1);
      return most === 1 ? Math.round(100 * share) / 100 : Math.round(share * most);
    };
    let held = null;
    track.addEventListener("pointerdown", (event) => {
      const number = at(event);
      const apart = (h) => Math.abs(h.number - number);
      held = all.find((h) => Number.isNaN(h.number)) ?? all.reduce((a, b) => (apart(b) <= apart(a) ? b : a));
      track.setPointerCapture(event.pointerId);
      held.set(number);
      held.slider.focus({ preventScroll: true });
      event.preventDefault();
    });
    track.addEventListener("pointermove", (event) => { if (held) held.set(at(event)); });
    for (const end of ["pointerup", "pointercancel"]) {
      track.addEventListener(end, () => { if (held) ordered(handles); held = null; });
    }
    row.addEventListener("input", draw);
    row.append(track);
    draw();
  }
});
