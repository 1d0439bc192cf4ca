// Answers clicks without loading the page anew: fetches its body and changes what differs in place,
// so that nothing moves and the keyboard stays where it was (patch.js). Without it every link works.
"use strict";

const main = document.getElementById("main");
let last = 0;

async function ask(address, remember) {
  const number = ++last;
  let reply;
  try {
    const answer = await fetch(address, { headers: { Accept: "application/json" } });
    reply = await answer.json();
  } catch {
    location.assign(address); // signed out, or the server is gone: the browser says so
    return;
  }
  if (number !== last) return; // another click has been made in the meantime
  const held = document.activeElement?.dataset?.key;
  const fresh = new DOMParser().parseFromString(`<main>${reply.body}</main>`, "text/html");
  becomeChildren(main, fresh.querySelector("main"));
  if (held && document.activeElement?.dataset?.key !== held) {
    main.querySelector(`[data-key="${CSS.escape(held)}"]`)?.focus({ preventScroll: true });
  }
  if (remember) history.pushState(null, "", reply.address);
}

main.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-key]");
  if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  ask(link.getAttribute("href"), true);
});

main.addEventListener("keydown", (event) => {
  const link = event.target.closest("a[data-key]");
  if (link && event.key === " ") {
    event.preventDefault();
    ask(link.getAttribute("href"), true);
  }
});

function sent(form, submitter) {
  const fields = new URLSearchParams(new FormData(form, submitter));
  ask(`?${fields}`, true);
}

main.addEventListener("submit", (event) => {
  if (event.target.method !== "get") return;
  event.preventDefault();
  sent(event.target, event.submitter);
});

main.addEventListener("change", (event) => {
  if (event.target.nodeName === "SELECT") sent(event.target.form, null);
});

addEventListener("popstate", () => ask(location.search || "?", false));
