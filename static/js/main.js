// What most pages do without is asked for only where it is on the page.
const isThere = (name) => document.querySelector(name) !== null;

if (isThere("error-summary")) import("./elements/error-summary.js");
if (isThere("forget-answers")) import("./elements/forget-answers.js");
if (isThere("click-to-load")) import("./elements/click-to-load.js");
if (isThere("glossary-words")) import("./elements/glossary-words.js");
if (isThere("leave-quickly")) import("./elements/leave-quickly.js");
if (isThere("self-check")) import("./elements/self-check.js");
if (isThere(".reflection answer-autosave")) import("./elements/answer-autosave.js");
if (isThere("submit-once")) import("./elements/submit-once.js");

// A place is worth remembering once somebody has begun to read.
if (isThere("reading-place")) {
  const load = () => import("./elements/reading-place.js");
  if (location.hash) load();
  else addEventListener("scroll", load, { once: true, passive: true });
}
