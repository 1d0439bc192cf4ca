// Say again what a status holds once the page is there: what it was loaded with is not read out.
"use strict";
const BLANK = "\u00a0";  // the line stays as high as it is: what moves makes a press miss its button
for (const status of document.querySelectorAll("[data-status][role=status]")) {
  const text = status.textContent;
  if (text) setTimeout(() => { status.textContent = BLANK; setTimeout(() => { status.textContent = text; }, 50); }, 200);
}
