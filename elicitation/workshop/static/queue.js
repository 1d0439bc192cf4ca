// Answers that cannot be sent wait on this device and send themselves, in order, each acknowledged.
// The pages that are still open are fetched once, so that one can go on answering without a line.
"use strict";
const SOON = 3000;
const LATE = 60000;  // a server under load is slow, not gone
const QUEUE = "queue " + session;  // of drafts.js
const ours = location.pathname.startsWith("/expert");

function waiting() {
  try { return JSON.parse(localStorage.getItem(QUEUE)) ?? []; } catch { return []; }
}

function keepWaiting(entries) {
  try {
    if (entries.length) localStorage.setItem(QUEUE, JSON.stringify(entries));
    else localStorage.removeItem(QUEUE);
    return true;
  } catch { return false; }  // no room, or not allowed
}

async function within(path, more) {
  const stop = new AbortController();
  const late = setTimeout(() => stop.abort(), LATE);
  try { return await fetch(path, { ...more, cache: "no-store", signal: stop.signal }); }
  finally { clearTimeout(late); }
}

async function reachable() {
  try { return (await within("/static/icon.svg", { method: "HEAD" })).ok; } catch { return false; }
}

function say() {
  const entries = waiting();
  const line = document.querySelector("[data-queue]");
  if (!line) return;
  const refused = entries.filter((entry) => entry.refused);
  const count = entries.length - refused.length;
  const many = count === 1 ? "1 answer waits" : count + " answers wait";
  const before = line.dataset.queue;
  line.textContent = count ? many + " on this device and will be sent when the line is back." : "";
  if (!count && before > 0 && !refused.length) line.textContent = "The line is back: all answers are recorded.";
  line.dataset.queue = count;
  for (const entry of refused) {
    const link = document.createElement("a");
    link.href = entry.path;
    link.textContent = "This answer was not taken; look at it.";
    link.addEventListener("click", () => keepWaiting(waiting().filter((e) => e.path !== entry.path)));
    line.append(" ", link);
  }
}

let sending = null;
async function send() {
  for (let first = waiting().find((e) => !e.refused); first; first = waiting().find((e) => !e.refused)) {
    let answer;
    try {
      answer = await within(first.path, { method: "POST", body: new URLSearchParams(first.body), redirect: "manual" });
    } catch { return; }
    if (answer.status >= 500 || answer.status === 429) return;  // it is not the answer's fault
    const taken = answer.type === "opaqueredirect" || answer.ok;
    const rest = waiting().filter((e) => e.path !== first.path);
    keepWaiting(taken ? rest : [...rest, { ...first, refused: true }]);
    if (taken) forget(first.path);
    say();
  }
}

function flush() {
  sending ??= send().finally(() => { sending = null; });
  return sending;
}

// The pages that were open when the first of them was loaded, by number.
async function fetchBook(mark) {
  try {
    if (sessionStorage.getItem("book of") === mark) return;
    const answer = await within("/expert/book");
    if (!answer.ok) return;
    sessionStorage.setItem("book", await answer.text());
    sessionStorage.setItem("book of", mark);
  } catch { /* no line, or no room: one goes on as before */ }
}

function turnTo(after) {
  const book = new DOMParser().parseFromString(sessionStorage.getItem("book") ?? "", "text/html");
  const queued = new Set(waiting().map((entry) => entry.path));
  const open = [...book.querySelectorAll("template")].filter((t) => !queued.has("/expert/q/" + t.dataset.number));
  const next = open.find((t) => Number(t.dataset.number) > after) ?? open[0];
  const main = document.querySelector("main");
  if (!next) {
    main.innerHTML = '<p class="told" role="status" data-queue="0"></p><h1 tabindex="-1">All that is open is answered</h1>' +
      "<p>Leave this page open until the line is back: your answers send themselves.</p>";
  } else {
    main.innerHTML = next.innerHTML;
    document.title = next.dataset.title;
    history.pushState(null, "", "/expert/q/" + next.dataset.number);
  }
  for (const act of openings) act();
  main.querySelector("h1").focus();
  scrollTo(0, 0);
}

async function sendOrKeep(event) {
  const form = event.currentTarget, button = event.submitter;
  if (button?.value !== "save" || form.dataset.sent) return;
  event.preventDefault();
  if (form.dataset.busy) return;
  form.dataset.busy = "yes";
  const line = document.querySelector("[data-queue]");
  const patience = setTimeout(() => { if (line) line.textContent = "Sending\u2026"; }, SOON);
  await flush();
  const held = waiting().some((e) => !e.refused);
  if (!held && await reachable()) {
    form.dataset.sent = "yes";
    form.requestSubmit(button);
    return;
  }
  clearTimeout(patience);
  delete form.dataset.busy;
  const path = form.getAttribute("action");
  const body = [...new FormData(form).entries(), ["action", "save"]];
  const others = waiting().filter((e) => e.path !== path);
  if (keepWaiting([...others, { path, body }])) turnTo(Number(path.split("/").pop()));
}

if (session && ours) {
  onPage(() => {
    const form = document.querySelector("form[data-answer]");
    say();
    if (!form) return;
    form.addEventListener("submit", sendOrKeep);
    fetchBook(session + " " + form.dataset.book);
  });
  addEventListener("online", flush);
  addEventListener("popstate", () => location.reload());
  addEventListener("pageshow", ({ persisted }) => { if (persisted) location.reload(); });
  setInterval(() => { if (waiting().some((e) => !e.refused)) flush(); }, SOON);
  flush();
}
