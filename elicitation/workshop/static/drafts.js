// Drafts of answers on this device: one for each session, round, question, recorded answer and model.
"use strict";
// What scripts do with a page they do again with one that is shown in its place: see queue.js.
const openings = [];
function onPage(act) { openings.push(act); act(); }

const session = document.querySelector("[data-session]")?.dataset.session;
const parse = (text) => { try { return JSON.parse(text) || {}; } catch { return {}; } };

function eachDraft(found) {
  try {
    for (const key of Object.keys(localStorage)) {
      if (key.startsWith("draft ")) found(key, parse(localStorage.getItem(key)));
    }
  } catch { /* storage is not allowed here: there are no drafts */ }
}

// What was sent from there is recorded. Typed since is not: keeping a draft takes its mark away.
function forget(path) {
  eachDraft((key, draft) => { if (draft.sent === path) localStorage.removeItem(key); });
}

if (session) {
  // A device has one session of a role at a time: drafts of another are of somebody who has left.
  const role = "draft " + session.split("-")[0] + "-";
  eachDraft((key) => {
    if (key.startsWith(role) && !key.startsWith("draft " + session + " ")) localStorage.removeItem(key);
  });
}
const saved = new URLSearchParams(location.search).get("saved");
if (saved) {
  forget(location.pathname.replace(/\/q\/\d+$/, "") + "/q/" + saved);
  history.replaceState(null, "", location.pathname);  // said once: Back and Forward save nothing
}
