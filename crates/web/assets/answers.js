// The answers once more, in a browser: what is explained here goes into the draft on the device, so that a lost line loses nothing.

const form = document.getElementById("answers"), { place } = form.dataset;

function keep() {
  const draft = JSON.parse(localStorage.getItem(place) || "null");
  if (!draft) return;
  const here = [...form.elements].filter(one => one.name.startsWith("explain.") || one.name === "why");
  const values = new Map([...draft.values, ...here.map(one => [one.name, one.value])]);
  try {
    localStorage.setItem(place, JSON.stringify({ ...draft, values: [...values] }));
  } catch {
    // No room: what is on the page is still sent from it.
  }
}
form.addEventListener("input", keep);
form.addEventListener("submit", keep);
