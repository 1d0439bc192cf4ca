// Follows the model on the wall: looks again and again, and changes what differs in place.
"use strict";

const main = document.getElementById("main");

async function look() {
  try {
    const answer = await fetch("/screen", { headers: { Accept: "application/json" } });
    if (answer.ok) {
      const { body } = await answer.json();
      const fresh = new DOMParser().parseFromString(`<main>${body}</main>`, "text/html");
      becomeChildren(main, fresh.querySelector("main"));
    }
  } catch {} // the editor was stopped; it may come back
  setTimeout(look, 1500);
}

setTimeout(look, 1500);
