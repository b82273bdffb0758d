// The rules of the statistics room, asked while somebody types. The rules themselves, as trees, and the history of the establishment come
// with the page; nothing is decided here: the server asks the same rules again.

const YEAR = 12, OWN_HISTORY = 36, LEAST_FOR_MEDIAN = 3;
const known = x => x !== null && x !== undefined && Number.isFinite(x);

// Every tree comes to a value, or to null where an operand is missing.
const two = f => (t, facts) => {
  const a = value(t[1], facts), b = value(t[2], facts);
  return a === null || b === null ? null : f(a, b);
};
const one = f => (t, facts) => {
  const a = value(t[1], facts);
  return a === null ? null : f(a);
};
const compared = f => two((a, b) => Number.isNaN(a) || Number.isNaN(b) ? null : f(a, b));
const DOES = {
  truth: (t, facts) => facts.truths[t[1]] === true,
  known: (t, facts) => known(facts.numbers[t[1]]),
  "known-word": (t, facts) => !!facts.words[t[1]],
  number: (t, facts) => known(facts.numbers[t[1]]) ? facts.numbers[t[1]] : null,
  word: (t, facts) => facts.words[t[1]] || "",
  is: (t, facts) => (facts.words[t[1]] || "") === t[2],
  not: one(a => !a),
  and: (t, facts) => {
    const a = value(t[1], facts);
    if (a === false) return false;
    const b = value(t[2], facts);
    return a === true ? b : b === false ? false : null;
  },
  or: (t, facts) => {
    const a = value(t[1], facts);
    if (a === true) return true;
    const b = value(t[2], facts);
    return a === false ? b : b === true ? true : null;
  },
  if: (t, facts) => {
    const asked = value(t[1], facts);
    return asked === null ? null : value(t[asked ? 2 : 3], facts);
  },
  same: two((a, b) => a === b),
  eq: two((a, b) => a === b),
  ne: two((a, b) => a !== b),
  lt: compared((a, b) => a < b),
  le: compared((a, b) => a <= b),
  gt: compared((a, b) => a > b),
  ge: compared((a, b) => a >= b),
  near: (t, facts) => {
    const [x, y, k] = [1, 2, 3].map(n => value(t[n], facts));
    if (x === null || y === null || k === null) return null;
    return (x === 0 && y === 0) || (x > 0 && y > 0 && x <= y * k && y <= x * k);
  },
  neg: one(a => -a),
  abs: one(Math.abs),
  log10: one(Math.log10),
  add: two((a, b) => a + b),
  sub: two((a, b) => a - b),
  mul: two((a, b) => a * b),
  div: two((a, b) => a / b),
  min: two(Math.min),
  max: two(Math.max),
};

/** What a tree comes to. */
export function value(tree, facts) {
  return Array.isArray(tree) ? DOES[tree[0]](tree, facts) : tree;
}

// The quantile of sorted values, linear between order statistics (type 7).
function quantile(sorted, p) {
  const place = p * (sorted.length - 1), below = Math.floor(place), above = Math.min(below + 1, sorted.length - 1);
  return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
}
const ascending = list => [...list].sort((a, b) => a - b);
const median = list => list.length < LEAST_FOR_MEDIAN ? null : quantile(ascending(list), 0.5);

// Hidiroglou and Berthelot (1986), as in domain::checks::hb.
const transformed = (ratio, middle) => ratio < middle ? 1 - middle / ratio : ratio / middle - 1;
const size = (x0, x1, u) => u === 0 ? 1 : Math.max(x0, x1) ** u;
const effect = (x0, x1, middle, u) => transformed(x1 / x0, middle) * size(x0, x1, u);

function bounds(pairs, { u, a, c, least }) {
  const kept = pairs.filter(([x0, x1]) => x0 > 0 && x1 > 0);
  if (kept.length < Math.max(least, 1)) return null;
  const middle = quantile(ascending(kept.map(([x0, x1]) => x1 / x0)), 0.5);
  const effects = ascending(kept.map(([x0, x1]) => effect(x0, x1, middle, u)));
  const [q1, q2, q3] = [0.25, 0.5, 0.75].map(p => quantile(effects, p));
  const distance = u === 0 ? a : a * quantile(ascending(kept.map(([x0, x1]) => size(x0, x1, u))), 0.5);
  const floor = Math.max(Math.abs(a * q2), distance);
  return { middle, low: q2 - c * Math.max(q2 - q1, floor), high: q2 + c * Math.max(q3 - q2, floor) };
}

const unitValue = line => line.shipments > 0 && line.shipments_value > 0 ? line.shipments_value / line.shipments : null;

// Production month by month up to the month before; what this return now says of that month takes the place of what was known.
function production(product, line) {
  const months = [...product.production];
  if (line && known(line.actual_previous)) months[months.length - 1] = line.actual_previous;
  return months;
}

/** The facts of the whole return. `answer`: { lines: { code: line }, employees, capacity_used, reason }. */
export function whole(data, answer) {
  const lines = Object.values(answer.lines);
  const months = data.products.map(product => production(product, answer.lines[product.code]));
  const worked = n => months.some(list => list[n] > 0);
  const count = data.months;
  return {
    numbers: {
      employees: answer.employees, employees_last: data.last.employees,
      capacity_used: answer.capacity_used, capacity_last: data.last.capacity_used,
      lines: lines.length, producing: lines.filter(line => line.estimate > 0).length,
      active_months: [...Array(YEAR).keys()].filter(n => count - 1 - n >= 0 && worked(count - 1 - n)).length,
      silent_months: 0, days: data.days, month_of_year: data.month_of_year,
    },
    truths: { reported: true, reported_last: data.last.reported, has_reason: !!answer.reason.trim() },
    words: {
      reason: answer.reason.trim(), activity: data.activity, industry: data.industry, establishment: data.establishment,
    },
  };
}

/** The facts of one line: those of the return, and its own. */
export function line(data, answer, product) {
  const facts = whole(data, answer), own = answer.lines[product.code], last = product.last;
  const n = facts.numbers, months = production(product, own), at = back => months[months.length - back];
  facts.truths.line_given = !!own;
  facts.truths.line_given_last = !!last;
  if (own) Object.assign(n, own, { unit_value: unitValue(own) });
  if (last) Object.assign(n, { estimate_last: last.estimate, plan_last: last.plan_next, closing_last: last.closing_stock });
  Object.assign(n, { previous: at(1), year_ago: at(YEAR), year_ago_previous: at(YEAR + 1) });
  const year = months.slice(-YEAR).filter(known), positive = year.filter(q => q > 0);
  Object.assign(n, { months_known: year.length, months_positive: positive.length, typical: median(positive) });
  n.typical_unit_value = median(product.unit_values.filter(known));
  if (n.previous > 0 && n.estimate > 0) {
    const pairs = months.map((q, i) => [months[i - 1], q]).slice(-OWN_HISTORY).filter(([a, b]) => known(a) && known(b));
    const found = bounds(pairs, data.own);
    if (found) {
      n.own_effect = effect(n.previous, n.estimate, found.middle, data.own.u);
      n.own_low = found.low;
      n.own_high = found.high;
    }
  }
  Object.assign(facts.words, { product: product.code, unit: product.unit, industry: product.industry });
  return facts;
}

/** `pass`, `fail` or `cannot-say`, as on the server. */
export function judge(rule, facts) {
  const said = { true: "pass", false: "fail", null: "cannot-say" };
  const asked = rule.when === null ? true : value(rule.when, facts);
  return asked === false ? "pass" : asked === null ? "cannot-say" : said[value(rule.holds, facts)];
}

function sentence(rule, facts, data) {
  const format = (x, digits) => new Intl.NumberFormat(data.lang === "vi" ? "vi-VN" : "en-US",
    digits === null ? { maximumFractionDigits: 3 } : { minimumFractionDigits: digits, maximumFractionDigits: digits }).format(x);
  return rule.text.map(piece => {
    if (typeof piece === "string") return piece;
    const found = value(piece.value, facts);
    if (typeof found === "string") return data.words[found] || found;
    return known(found) ? format(found, piece.decimals) : data.words.missing;
  }).join("");
}

/** What fails: rule, product (empty for the whole return), severity, sentence, and the entry it is said at. */
export function check(data, answer) {
  const found = [];
  const ask = (product, facts) => {
    for (const rule of data.rules.filter(rule => rule.whole === !product)) {
      if (judge(rule, facts) !== "fail") continue;
      const entry = rule.numbers.find(name => data.entries.includes(name) && known(facts.numbers[name])) || "";
      found.push({ rule: rule.code, product: product ? product.code : "", severity: rule.severity, entry,
        text: sentence(rule, facts, data) });
    }
  };
  ask(null, whole(data, answer));
  for (const product of data.products)
    if (answer.lines[product.code] || product.last) ask(product, line(data, answer, product));
  return found;
}
