// A choice and a number beside it are one answer: to give one takes the other away. Of a table's rows
// best values come first, and ranges on demand.
"use strict";
onPage(() => {
  for (const row of document.querySelectorAll(".own")) {
    const best = row.querySelector("input[name$=-best]");
    if (!best) continue;
    const picks = [...document.getElementsByName(best.name.replace(/best$/, "pick"))];
    for (const pick of picks) pick.addEventListener("input", () => {
      best.value = "";
      best.dispatchEvent(new Event("change", { bubbles: true }));
    });
    best.addEventListener("input", () => { if (best.value.trim()) for (const pick of picks) pick.checked = false; });
  }
  const table = document.querySelector("table.rows");
  if (table?.querySelector(".range")) {
    const filled = [...table.querySelectorAll(".range input")].some((f) => f.value.trim());
    const more = document.createElement("button");
    Object.assign(more, { type: "button", className: "quiet", textContent: "Ranges too" });
    table.classList.toggle("best-only", !filled);
    more.hidden = filled;
    more.addEventListener("click", () => { table.classList.remove("best-only"); more.hidden = true; table.querySelector(".range input").focus(); });
    table.closest(".scroll").after(more);
  }
});
