// Look again from time to time where a page waits for the facilitator; count the timer down.
"use strict";
const EVERY = 10000;
let seen = document.cloneNode(true);  // as it was sent: what people open is no change
const ends = new WeakMap();
const said = document.createElement("p");  // a page that changes under a reader says so
said.className = "unseen";
said.setAttribute("role", "status");

const markOf = (e) => e.tagName + " " + (e.getAttribute("href") ?? e.getAttribute("aria-label") ?? e.firstChild.textContent.trim());

function replace(old, before, after) {
  const focused = document.activeElement;
  const mark = old !== focused && old.contains(focused) ? markOf(focused) : "";
  const sent = before.querySelectorAll("details");
  const moved = new Map([...old.querySelectorAll("details")]
    .filter((d, i) => d.open !== sent[i].open).map((d) => [markOf(d.querySelector("summary")), d.open]));
  old.replaceChildren(...document.importNode(after, true).childNodes);
  for (const d of old.querySelectorAll("details")) d.open = moved.get(markOf(d.querySelector("summary"))) ?? d.open;
  if (!mark) return;
  const same = [...old.querySelectorAll("a, summary, button")].find((e) => markOf(e) === mark);
  (same ?? document.querySelector("main")).focus({ preventScroll: true });
}

function show(fresh) {
  const heading = document.querySelector("h1").textContent;
  // What somebody may be typing into stands outside of what is live.
  for (const name of document.querySelector("[data-live]") ? ["[data-live]"] : ["header", "main"]) {
    const [old, before, after] = [document, seen, fresh].map((page) => page.querySelector(name));
    if (before.innerHTML !== after.innerHTML) replace(old, before, after);
  }
  seen = fresh;
  const now = document.querySelector("h1").textContent;
  if (now !== heading) said.textContent = now;
}

async function look() {
  const stop = new AbortController();
  const late = setTimeout(() => stop.abort(), EVERY);
  try {
    const answer = await fetch(location.pathname, { signal: stop.signal });
    const whole = answer.redirected || (answer.ok && document.querySelector("[data-waiting=mended]"));
    const fresh = new DOMParser().parseFromString(answer.ok ? await answer.text() : "", "text/html");
    const waits = "[data-waiting=round]";  // fields that open need their scripts from the start
    const opens = answer.ok && document.querySelector(waits) && !fresh.querySelector(waits);
    if (whole || opens) location.reload();  // the session has ended, or there is something to do
    else if (answer.ok) show(fresh);
  } catch { /* no answer: the page stays as it is */ }
  clearTimeout(late);
  wait();
}

function wait() {
  if (document.querySelector("[data-waiting]")) setTimeout(look, EVERY);
}

function count() {
  for (const clock of document.querySelectorAll("[data-seconds]")) {
    if (!ends.has(clock)) ends.set(clock, performance.now() + 1000 * Number(clock.dataset.seconds));
    const left = Math.max(0, Math.round((ends.get(clock) - performance.now()) / 1000));
    clock.textContent = Math.floor(left / 60) + ":" + String(left % 60).padStart(2, "0");
  }
}

document.body.append(said);
wait();
setInterval(count, 500);
