// Say again what a status holds once the page is there: what it was loaded with is not read out.
"use strict";
for (const status of document.querySelectorAll("[data-status][role=status]")) {
  const text = status.textContent;
  if (text) setTimeout(() => { status.textContent = ""; setTimeout(() => { status.textContent = text; }, 50); }, 200);
}
