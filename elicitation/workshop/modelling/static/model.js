// Posts every form without loading the page anew, and lets arcs be drawn and nodes be moved on the
// picture. Without this file every form works and every node is a link.
"use strict";

const main = document.getElementById("main");
document.documentElement.classList.add("has-script");
let last = 0; // requests so far: a preview that is older than one of them is not shown
let queue = Promise.resolve();
let mode = null; // what the keyboard does: an arc begun at a node, or a node on the move

function said(words) {
  const box = main.querySelector(".said");
  box.textContent = "";
  if (!words) return;
  const line = document.createElement("p");
  line.className = "box";
  line.textContent = words;
  box.append(line);
}

/** Show what the server answered: all of it, or where nothing was changed only why. */
function shown(reply, status, form) {
  const fresh = new DOMParser().parseFromString(`<main>${reply.body}</main>`, "text/html");
  const held = document.activeElement?.dataset?.key;
  const chosen = main.querySelector("[name=at]")?.value;
  if (status === 422) {
    become(main.querySelector(".said"), fresh.querySelector(".said"));
    main.querySelector(".said").scrollIntoView({ block: "nearest" });
    return;
  }
  becomeChildren(main, fresh.querySelector("main"));
  const same = chosen === main.querySelector("[name=at]")?.value;
  const typed = same && form?.isConnected ? [form] : same ? [] : main.querySelectorAll("form");
  typed.forEach((each) => each.reset());
  if (held && document.activeElement?.dataset?.key !== held) {
    main.querySelector(`[data-key="${CSS.escape(held)}"]`)?.focus({ preventScroll: true });
  }
}

/** Ask for a page or send a form: one after the other, each on what came of the one before. */
function ask(address, body, form) {
  last += 1;
  queue = queue.then(() => asked(address, body, form)).catch(() => location.reload());
  return queue;
}

async function asked(address, body, form) {
  const request = { headers: { Accept: "application/json" } };
  if (body) {
    body.set("mark", main.querySelector("form[action='/edit']").elements.mark.value);
    Object.assign(request, { method: "POST", body });
  }
  let answer;
  try {
    answer = await fetch(address, request);
  } catch {
    said("The editor does not answer. Is it still running in the terminal?");
    return;
  }
  const reply = await answer.json();
  shown(reply, answer.status, form);
  if (answer.status === 200 && location.pathname + location.search !== reply.address) {
    history.pushState(null, "", reply.address);
  }
}

function post(fields, form) {
  return ask("/edit", new URLSearchParams(fields), form);
}

/** Post an edit that no form on the page stands for, with what every form carries. */
function send(edit, fields) {
  const any = main.querySelector("form[action='/edit']");
  const base = Object.fromEntries(["csrf", "mark", "show", "at"].map((n) => [n, any.elements[n].value]));
  return post({ ...base, edit, ...fields });
}

main.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.getAttribute("action") !== "/edit") return;
  event.preventDefault();
  post(new FormData(form, event.submitter), form);
});

main.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-key]");
  if (!link || link.hasAttribute("target") || event.button || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  if (link.dataset.node && mode?.kind === "arc") return arcTo(link.dataset.node);
  ask(link.getAttribute("href"));
});

addEventListener("popstate", () => ask(location.pathname + location.search));

// ---------------------------------------------------------------- sums and bars while typing

function summed(row) {
  const cells = [...row.querySelectorAll("input.number")].map((c) => c.value.trim().replace(",", "."));
  const total = cells.reduce((sum, cell) => sum + (Number(cell) || 0), 0);
  const empty = cells.filter((cell) => !cell).length;
  const off = Math.abs(1 - total) > 1e-6;
  const left = String(Number(Math.abs(1 - total).toPrecision(6)));
  const words = total > 1 ? `${left} too much` : `${left} left`;
  row.querySelector(".sum").textContent = empty === cells.length ? "open" : off ? words : "1";
  row.classList.toggle("off", off && !empty);
  return empty === cells.length || (empty === 1 && total <= 1) || !off;
}

let waiting = 0;
main.addEventListener("input", (event) => {
  const form = event.target.closest("form[data-form='rows']");
  if (!form) return;
  const good = [...form.querySelectorAll("tbody tr")].map(summed).every(Boolean);
  clearTimeout(waiting);
  if (good) waiting = setTimeout(() => preview(form), 150);
});

async function preview(form) {
  const number = ++last;
  const request = { method: "POST", body: new URLSearchParams(new FormData(form)) };
  try {
    const answer = await fetch("/preview", request);
    if (answer.status !== 200 || number !== last) return;
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (number === last) becomeChildren(main.querySelector(".canvas"), fresh.body);
  } catch {} // the next change that is saved says what is wrong
}

// ---------------------------------------------------------------- drawing with the pointer

function pointIn(svg, event) {
  const place = new DOMPoint(event.clientX, event.clientY);
  return place.matrixTransform(svg.firstElementChild.getScreenCTM().inverse());
}

function nodeAt(event) {
  const under = document.elementFromPoint(event.clientX, event.clientY);
  return under?.closest(".canvas .node")?.querySelector("a[data-node]");
}

main.addEventListener("pointerdown", (event) => {
  const node = event.target.closest(".canvas .node");
  if (!node || event.button) return;
  const svg = node.closest("svg");
  const link = node.querySelector("a[data-node]");
  const start = pointIn(svg, event);
  const isArc = event.target.classList.contains("handle");
  const line = document.createElementNS("http://www.w3.org/2000/svg", "line");
  line.setAttribute("class", "draft");
  let moved = false;
  const move = (now) => {
    const at = pointIn(svg, now);
    moved ||= Math.hypot(now.clientX - event.clientX, now.clientY - event.clientY) > 5;
    if (!moved) return;
    if (!isArc) return node.setAttribute("transform", `translate(${at.x - start.x} ${at.y - start.y})`);
    if (!line.isConnected) svg.firstElementChild.append(line);
    const ends = { x1: start.x, y1: start.y, x2: at.x, y2: at.y };
    Object.entries(ends).forEach(([name, value]) => line.setAttribute(name, value));
    svg.querySelectorAll(".target").forEach((each) => each.classList.remove("target"));
    nodeAt(now)?.parentElement.classList.add("target");
  };
  const done = (now) => {
    removeEventListener("pointermove", move);
    removeEventListener("pointerup", done);
    removeEventListener("pointercancel", done);
    line.remove();
    svg.querySelectorAll(".target").forEach((each) => each.classList.remove("target"));
    if (!moved) return;
    svg.addEventListener("click", stopped, { capture: true, once: true });
    setTimeout(() => svg.removeEventListener("click", stopped, { capture: true }), 0);
    if (now.type === "pointercancel") return node.removeAttribute("transform");
    const at = pointIn(svg, now);
    if (isArc) {
      const child = nodeAt(now)?.dataset.node;
      if (child && child !== link.dataset.node) send("add-arc", { parent: link.dataset.node, child });
      return;
    }
    placed(link, Number(link.dataset.x) + at.x - start.x, Number(link.dataset.y) + at.y - start.y);
  };
  addEventListener("pointermove", move);
  addEventListener("pointerup", done);
  addEventListener("pointercancel", done);
});

main.addEventListener("dragstart", (event) => {
  if (event.target.closest(".canvas")) event.preventDefault(); // a link is no picture to drag away
});

function stopped(event) {
  event.preventDefault();
  event.stopPropagation();
}

function placed(link, x, y) {
  return send("place", { node: link.dataset.node, x: x.toFixed(1), y: y.toFixed(1) }).then(() =>
    main.querySelectorAll(".canvas .node[transform]").forEach((each) => each.removeAttribute("transform")),
  );
}

// ---------------------------------------------------------------- and with the keyboard

function arcTo(child) {
  const parent = mode.node;
  mode = null;
  said("");
  if (parent !== child) send("add-arc", { parent, child });
}

const STEPS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

function moving(event, link) {
  const step = STEPS[event.key];
  if (step) {
    const far = event.shiftKey ? 50 : 10;
    mode.x += far * step[0];
    mode.y += far * step[1];
    link.parentElement.setAttribute("transform", `translate(${mode.x} ${mode.y})`);
  } else if (event.key === "Enter") {
    const [x, y] = [Number(link.dataset.x) + mode.x, Number(link.dataset.y) + mode.y];
    mode = null;
    said("");
    placed(link, x, y);
  } else return;
  event.preventDefault();
}

main.addEventListener("keydown", (event) => {
  const link = event.target.closest(".canvas a[data-node]");
  if (!link || event.ctrlKey || event.metaKey || event.altKey) return;
  const label = link.getAttribute("aria-label").split(":")[0];
  if (event.key === "Escape" && mode) {
    link.parentElement.removeAttribute("transform");
    mode = null;
    said("");
  } else if (mode?.kind === "move" && mode.node === link.dataset.node) {
    moving(event, link);
  } else if (event.key === "a" || event.key === "A") {
    mode = { kind: "arc", node: link.dataset.node };
    said(`An arc from ${label}: go to the node it leads to and press Enter; Escape ends it.`);
  } else if (event.key === "m" || event.key === "M") {
    mode = { kind: "move", node: link.dataset.node, x: 0, y: 0 };
    said(`${label} moves with the arrow keys; Enter leaves it there, Escape puts it back.`);
  } else if (event.key === " ") {
    event.preventDefault();
    link.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true }));
  }
});

addEventListener("keydown", (event) => {
  const typing = event.target.closest?.("input, textarea, select");
  if (typing || !(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== "z") return;
  event.preventDefault();
  const name = event.shiftKey ? "redo" : "undo";
  main.querySelector(`form[data-form=${name}] button:not(:disabled)`)?.click();
});
