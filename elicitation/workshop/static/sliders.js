// A slider under each best number that has a least and a most: no thumb, so no anchor, until it is moved.
"use strict";
for (const field of document.querySelectorAll("[data-most] input[name$=-best]")) {
  const slider = document.createElement("input");  // without a name: only the number is sent
  slider.type = "range";
  slider.className = "slider";
  slider.min = "0";
  slider.max = field.closest("[data-most]").dataset.most;
  slider.step = slider.max === "1" ? "0.01" : "1";
  slider.setAttribute("aria-label", "Slider, " + field.closest(".row").getAttribute("aria-label"));
  const follow = () => {
    const typed = field.value.trim().replace(",", ".");
    const untouched = typed === "" || Number.isNaN(Number(typed));
    slider.value = untouched ? "0" : typed;
    slider.classList.toggle("untouched", untouched);
    slider.setAttribute("aria-valuetext", untouched ? "no answer yet" : slider.value);
    slider.style.setProperty("--share", 100 * slider.value / slider.max + "%");
  };
  slider.addEventListener("input", () => { field.value = slider.value; follow(); });
  field.addEventListener("input", follow);
  field.closest(".row").append(slider);
  follow();
}
