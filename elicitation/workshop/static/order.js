// Put causes in order: a tap gives the next place, arrows and dragging move a cause; the places that
// are sent are those of the fields, which may also be set by hand, two of them alike.
"use strict";
onPage(() => {
  const list = document.querySelector("[data-order]");
  if (!list) return;
  const items = [...list.children];
  const placeOf = (li) => Number(li.querySelector("select").value);
  const spoken = document.createElement("p");
  spoken.className = "unseen";
  spoken.setAttribute("role", "status");
  list.after(spoken);

  function give(li, place) {
    const select = li.querySelector("select");
    select.value = place ? String(place) : "";
    select.dispatchEvent(new Event("input", { bubbles: true }));
  }

  function say(li) {
    spoken.textContent = li.querySelector("label").textContent + ": " + li.querySelector("select").selectedOptions[0].textContent;
  }

  function show() {
    const focused = document.activeElement;
    const placed = [...list.children].sort((a, b) => (placeOf(a) || 99) - (placeOf(b) || 99));
    if (placed.some((li, i) => li !== list.children[i])) list.append(...placed);
    if (list.contains(focused)) focused.focus();
    for (const li of items) {
      const place = placeOf(li);
      li.querySelector(".next").hidden = Boolean(place);
      li.querySelector(".moves").hidden = !place;
    }
  }

  function next(li) {
    give(li, 1 + Math.max(0, ...items.map(placeOf)));
    const open = items.filter((each) => !placeOf(each));
    if (open.length === 1) give(open[0], items.length);  // the last one has no choice
    show();
    say(li);
    li.querySelector(".moves button").focus();
  }

  function put(li, to) {
    const order = [...list.children].filter((each) => each !== li);
    order.splice(to, 0, li);
    order.forEach((each, i) => give(each, i + 1));
    show();
    say(li);
  }

  function button(text, called, act) {
    const made = document.createElement("button");
    Object.assign(made, { type: "button", className: "quiet", textContent: text });
    made.setAttribute("aria-label", called);
    made.addEventListener("click", act);
    return made;
  }

  let dragged = null;
  if (!items[0].querySelector("select").disabled) {
    for (const li of items) {
      const called = li.querySelector("label").textContent;
      const moves = document.createElement("span");
      moves.className = "moves";
      const move = (by) => () => {
        const at = [...list.children].indexOf(li) + by;
        if (at >= 0 && at < items.length) put(li, at);
      };
      moves.append(button("\u2191", called + ": matters more", move(-1)), button("\u2193", called + ": matters less", move(1)));
      const first = button("Next", called + ": comes next", () => next(li));
      first.classList.add("next");
      li.append(moves, first);
      li.draggable = true;
      li.addEventListener("dragstart", () => { dragged = li; li.classList.add("dragged"); });
      li.addEventListener("dragend", () => { dragged = null; li.classList.remove("dragged"); });
      li.addEventListener("dragover", (event) => { if (dragged) event.preventDefault(); });
      li.addEventListener("drop", () => { if (dragged && dragged !== li) put(dragged, [...list.children].indexOf(li)); });
      li.querySelector("select").addEventListener("change", show);
    }
    show();
  }
});
