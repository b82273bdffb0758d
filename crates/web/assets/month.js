// The page of a month in a browser: asks the rules while somebody types, keeps the draft on the device, and sends what waited for the network.
// Everything works without it; the server asks the same rules again.

import { check } from "./checks.js";

const form = document.getElementById("month"), data = JSON.parse(document.getElementById("month-data").textContent);
const told = document.getElementById("draft"), said = data.said;
// How often it is tried again to send what waits, in milliseconds: a line may come back without the device noticing.
const AGAIN = 10_000;
const place = `khoi-draft:${data.establishment}:${data.month}`;
const ours = name => name === "form" || name === "act";
const fields = () => [...form.elements].filter(one => one.name && !ours(one.name) && one.type !== "submit");
const field = name => document.getElementById(name);

// A number as people type it: one comma or point before the decimals. Nothing typed is null; what is no number is NaN.
function figure(name) {
  const text = (form.elements[name]?.value || "").trim();
  if (!text) return null;
  return /^-?\d+([.,]\d+)?$/.test(text) ? Number(text.replace(",", ".")) : NaN;
}

function situation() {
  return form.elements.situation?.value || "producing";
}

// The return as the server would read it.
function answer() {
  const lines = {}, figures = data.entries.filter(name => name !== "employees" && name !== "capacity_used");
  for (const { code } of data.products) {
    const line = Object.fromEntries(figures.map(name => [name, figure(`${name}.${code}`)]));
    if (situation() !== "producing") line.estimate = line.estimate || 0;
    if (Object.values(line).some(value => value !== null)) lines[code] = line;
  }
  return {
    lines, employees: figure("employees"), capacity_used: figure("capacity_used"),
    reason: form.elements.reason?.value || "",
  };
}

/* The draft */

const kept = () => JSON.parse(localStorage.getItem(place) || "null");
function keep(pending) {
  const values = fields().filter(one => one.type !== "radio" || one.checked).map(one => [one.name, one.value]);
  const draft = { saved: new Date().toISOString(), receipt: data.receipt, pending, values };
  try {
    localStorage.setItem(place, JSON.stringify(draft));
    return draft;
  } catch {
    return null; // No room, or a browser that keeps nothing: the page goes on without a draft.
  }
}
function restore(draft) {
  for (const [name, value] of draft.values) {
    const one = form.elements[name];
    if (one instanceof RadioNodeList) one.value = value;
    else if (one && one.type !== "hidden") one.value = value;
    else if (!one && name.startsWith("explain.")) explanation(name).querySelector("textarea").value = value;
  }
}
function tell(text, discards) {
  told.replaceChildren(document.createTextNode(text));
  told.hidden = false;
  if (!discards) return;
  const button = document.createElement("button");
  Object.assign(button, { type: "button", className: "second", textContent: said.discard });
  button.onclick = () => { localStorage.removeItem(place); location.reload(); };
  told.append(" ", button);
}
const clock = moment => new Date(moment).toLocaleTimeString(data.lang, { hour: "2-digit", minute: "2-digit" });

/* What the rules say, at the fields */

function said_at(name, text, severity) {
  const input = field(name), box = input?.closest(".field");
  if (!box) return;
  let line = document.getElementById(`${name}-check`);
  if (!line) {
    line = Object.assign(document.createElement("p"), { id: `${name}-check`, className: "error live" });
    line.setAttribute("aria-live", "polite");
    input.before(line);
    const ids = new Set((input.getAttribute("aria-describedby") || "").split(" ").filter(Boolean)).add(line.id);
    input.setAttribute("aria-describedby", [...ids].join(" "));
  }
  line.dataset.severity = severity;
  line.textContent = line.textContent ? `${line.textContent} ${text}` : text;
  box.classList.add("doubt");
}
const findings = () => check(data, answer());
function show() {
  for (const line of form.querySelectorAll(".live")) line.textContent = "";
  for (const box of form.querySelectorAll(".doubt")) box.classList.remove("doubt");
  for (const one of fields()) if (one.inputMode === "decimal" && Number.isNaN(figure(one.name))) said_at(one.name, said.not_number, "error");
  for (const { product, entry, severity, text } of findings()) {
    if (!entry) continue;
    // A figure that nobody has typed yet is not doubted yet.
    const name = product ? `${entry}.${product}` : entry;
    if (form.elements[name]?.value.trim()) said_at(name, text, severity);
  }
}

/* Without network */

function explanation(name, label) {
  const box = Object.assign(document.createElement("div"), { className: "field" });
  const head = Object.assign(document.createElement("label"), { htmlFor: name, textContent: label || said.explain });
  const text = Object.assign(document.createElement("textarea"), { id: name, name, rows: 3 });
  box.append(head, text);
  document.getElementById("explain").append(box);
  return box;
}
// Whether everything is corrected or explained; what is not gets a place to explain it.
function settled() {
  const left = findings().filter(one => one.severity !== "info").filter(one => {
    const name = `explain.${one.rule}.${one.product}`;
    if (!form.elements[name]) explanation(name, one.text);
    return !form.elements[name].value.trim();
  });
  const broken = fields().some(one => one.inputMode === "decimal" && Number.isNaN(figure(one.name)));
  if (left.length || broken) tell(`${said.still} ${left.map(one => one.text).join(" ")}`);
  return !left.length && !broken;
}
// Sends what waited. The token of the form may be of a session that has ended: that of the page as it is now is taken.
async function send(draft) {
  tell(said.sending);
  const page = await fetch(location.pathname, { cache: "no-store" });
  const html = new DOMParser().parseFromString(await page.text(), "text/html");
  const token = html.querySelector("#month input[name=form]")?.value;
  if (!token) return tell(said.sign_in);
  const language = data.lang === "en" ? "/en" : "";
  const path = location.pathname.replace(/^\/en/, "");
  const body = new URLSearchParams([["form", token], ...draft.values.filter(([name]) => name !== "act")]);
  const answered = await fetch(`${language}/api/v1/forms${path}`, { method: "POST", body });
  const said_back = await answered.json().catch(() => ({}));
  if (answered.ok && said_back.see) {
    localStorage.removeItem(place);
    location.assign(said_back.see);
    return;
  }
  keep(false);
  if (answered.status === 401) return tell(said.sign_in);
  tell(said.refused);
  for (const { field: name, what: text } of said_back.faults || []) {
    if (name && field(name)) said_at(name, text, "error");
    else told.append(" ", text || "");
  }
}

form.addEventListener("input", () => {
  const draft = keep(false);
  show();
  if (draft) tell(navigator.onLine ? `${said.kept} ${clock(draft.saved)}.` : said.offline);
});
// Whatever is corrected or explained waits to be sent.
function wait() {
  show();
  if (settled() && keep(true)) tell(said.pending);
}
form.addEventListener("submit", event => {
  keep(false);
  if (navigator.onLine) return;
  event.preventDefault();
  wait();
});
let busy = false;
async function resume() {
  const draft = kept();
  if (!draft?.pending || busy) return;
  busy = true;
  await send(draft).catch(() => tell(said.pending));
  busy = false;
}
addEventListener("online", resume);
addEventListener("focus", resume);
addEventListener("offline", () => tell(kept()?.pending ? said.pending : said.offline));
setInterval(resume, AGAIN);

const draft = kept();
if (draft && draft.receipt !== data.receipt) localStorage.removeItem(place); // It has been sent since.
else if (draft && !document.querySelector(".errors")) {
  restore(draft);
  tell(draft.pending ? said.pending : `${said.restored} ${clock(draft.saved)}.`, true);
  if (location.hash === "#unsent") {
    history.replaceState(null, "", location.pathname);
    wait();
  }
}
show();
resume();
if ("serviceWorker" in navigator) navigator.serviceWorker.register("/sw.js").catch(() => {});
