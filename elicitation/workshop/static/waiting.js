// Look again from time to time where a page waits for the facilitator; count the timer down.
"use strict";
if (document.querySelector("[data-waiting]")) {
  setTimeout(() => location.reload(), 10000);
}
for (const clock of document.querySelectorAll("[data-seconds]")) {
  const ends = performance.now() + 1000 * Number(clock.dataset.seconds);
  setInterval(() => {
    const left = Math.max(0, Math.round((ends - performance.now()) / 1000));
    clock.textContent = Math.floor(left / 60) + ":" + String(left % 60).padStart(2, "0");
  }, 500);
}
