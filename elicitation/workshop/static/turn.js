// Turn to the question before or the next one by the arrow keys, as slides are turned.
"use strict";
document.addEventListener("keydown", (event) => {
  if (event.altKey || event.ctrlKey || event.metaKey) return;
  document.querySelector('button[data-key="' + CSS.escape(event.key) + '"]')?.click();
});
