// A slider under each best number that has a least and a most: no thumb, so no anchor, until it is moved.
"use strict";
const DOWN = ["Home", "ArrowLeft", "ArrowDown", "PageDown"];
const UP = ["End", "ArrowRight", "ArrowUp", "PageUp"];
for (const field of document.querySelectorAll("[data-most] input[name$=-best]")) {
  const slider = document.createElement("input");  // without a name: only the number is sent
  const most = Number(field.closest("[data-most]").dataset.most);
  slider.type = "range";
  slider.className = "slider";
  slider.min = "0";
  slider.max = most;
  slider.step = most === 1 ? "0.01" : "1";
  slider.setAttribute("aria-label", "Slider, " + field.closest(".row").getAttribute("aria-label"));
  let number = NaN;  // what is typed; the slider itself stands only at whole steps
  const follow = () => {
    number = numberOf(field.value, most === 100);  // of answer.js
    if (number < 0 || number > most) number = NaN;
    const untouched = Number.isNaN(number);
    slider.value = untouched ? 0 : number;
    slider.classList.toggle("untouched", untouched);
    const none = field.value.trim() ? "not a number from 0 to " + most : "no answer yet";
    slider.setAttribute("aria-valuetext", untouched ? none : String(number));
    slider.style.setProperty("--share", (untouched ? 0 : 100 * number / most) + "%");
  };
  slider.addEventListener("input", () => { field.value = slider.value; follow(); });
  // Where the thumb is at that end already, the browser sees no move: the end is chosen all the same.
  const choose = () => slider.dispatchEvent(new Event("input", { bubbles: true }));
  slider.addEventListener("keydown", ({ key }) => {
    const end = DOWN.includes(key) ? 0 : UP.includes(key) ? most : NaN;
    if (Number(slider.value) === end && number !== end) choose();
  });
  slider.addEventListener("click", () => { if (Number.isNaN(number)) choose(); });
  field.addEventListener("input", follow);
  field.closest(".row").append(slider);
  follow();
}
