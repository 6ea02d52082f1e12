"use strict";
// Judge pairs of records. The state comes first, without a page, so that it can be tested; then the page that shows it.
const crmkitReview = (() => {
  const VERDICTS = ["same", "different", "unsure"];

  const key = (ids) => JSON.stringify([...ids].map((one) => JSON.stringify(one)).sort());

  // about: format, run, ids ("text" or "number"); pairs: [{ids: [left, right], weight}], an id being a list of texts
  const begin = (about, pairs) => ({
    about,
    pairs,
    said: pairs.map(() => ({ verdict: "", note: "" })),
    others: [],
  });

  const judge = (state, place, verdict) => {
    const held = state.said[place];
    held.verdict = held.verdict === verdict ? "" : verdict;
    return held.verdict;
  };

  const shown = (state, { only = "all", low = -Infinity, high = Infinity } = {}) =>
    state.pairs
      .map((_, place) => place)
      .filter((place) => {
        const judged = state.said[place].verdict !== "";
        const weight = state.pairs[place].weight;
        return weight >= low && weight <= high && (only === "all" || judged === (only === "judged"));
      });

  // The next place in the list behind `from`, or before it; the end of the list is the end.
  const step = (places, from, back) => {
    const beyond = places.filter((place) => (back ? place < from : place > from));
    return beyond.length ? beyond[back ? beyond.length - 1 : 0] : from;
  };

  const nextOpen = (state, places, from) => {
    const open = places.filter((place) => state.said[place].verdict === "");
    return open.find((place) => place > from) ?? open[0] ?? -1;
  };

  const counts = (state) => {
    const found = { count: state.pairs.length, judged: 0, same: 0, different: 0, unsure: 0 };
    for (const { verdict } of state.said) {
      if (verdict) {
        found.judged += 1;
        found[verdict] += 1;
      }
    }
    return found;
  };

  const exported = (state) => {
    const { format, run, ids } = state.about;
    const judgements = state.pairs
      .map((pair, place) => ({ left: pair.ids[0], right: pair.ids[1], ...state.said[place] }))
      .filter((one) => one.verdict);
    return { format, run, ids, judgements: [...judgements, ...state.others] };
  };

  // Take up what was exported before; what it says of pairs that are not asked here is kept and exported again.
  const restore = (state, text) => {
    let held;
    try {
      held = JSON.parse(text);
    } catch {
      return { error: "broken" };
    }
    if (held === null || typeof held !== "object" || held.format !== state.about.format) return { error: "broken" };
    if (!Array.isArray(held.judgements) || held.ids !== state.about.ids) return { error: "broken" };
    const whole = (one) => one && VERDICTS.includes(one.verdict) && Array.isArray(one.left) && Array.isArray(one.right);
    if (!held.judgements.every(whole)) return { error: "broken" };
    if (held.run !== state.about.run) return { error: "foreign" };
    const places = new Map(state.pairs.map((pair, place) => [key(pair.ids), place]));
    const others = new Map(state.others.map((one) => [key([one.left, one.right]), one]));
    for (const one of held.judgements) {
      const named = key([one.left, one.right]);
      const said = { verdict: one.verdict, note: typeof one.note === "string" ? one.note : "" };
      if (places.has(named)) state.said[places.get(named)] = said;
      else others.set(named, { left: one.left, right: one.right, ...said });
    }
    state.others = [...others.values()];
    return { count: held.judgements.length };
  };

  return { begin, judge, shown, step, nextOpen, counts, exported, restore };
})();

if (typeof document !== "undefined") {
  const $ = (id) => document.getElementById(id);
  const about = JSON.parse($("review").dataset.about);
  const words = about.words;
  const sections = [...document.querySelectorAll(".pair")];
  const state = crmkitReview.begin(
    about,
    sections.map((one) => ({ ids: JSON.parse(one.dataset.ids), weight: Number(one.dataset.weight) })),
  );
  const place = `crmkit-review:${about.run}`;
  let at = 0;

  const fill = (text, facts) => text.replace(/\{(\w+)\}/g, (_, name) => facts[name] ?? "");
  const told = (text) => { $("told").textContent = text; };
  const text = () => `${JSON.stringify(crmkitReview.exported(state), null, 1)}\n`;

  const keep = () => {
    $("json").value = text();
    try {
      localStorage.setItem(place, text());
      return true;
    } catch {
      return false; // private windows and notebooks may forbid it
    }
  };

  const filter = () => {
    const bound = (id, fallback) => ($(id).value === "" ? fallback : Number($(id).value));
    return { only: $("only").value, low: bound("low", -Infinity), high: bound("high", Infinity) };
  };

  const draw = () => {
    const places = crmkitReview.shown(state, filter());
    const visible = places.includes(at) || $("only").value !== "all";
    sections.forEach((one, number) => { one.hidden = number !== at || !visible || places.length === 0; });
    $("nothing").hidden = places.length > 0;
    const facts = crmkitReview.counts(state);
    $("counts").textContent = fill(words.progress, facts);
    $("progress").max = facts.count;
    $("progress").value = facts.judged;
    const { verdict, note } = state.said[at];
    for (const one of document.querySelectorAll("#choice [data-verdict]")) {
      one.setAttribute("aria-pressed", String(one.dataset.verdict === verdict));
      one.disabled = places.length === 0;
    }
    $("note").value = note;
  };

  const go = (to, focus = true) => {
    at = to;
    draw();
    if (focus) {
      sections[at].focus({ preventScroll: true });
      window.scrollTo(0, 0);
    }
  };

  const refilter = () => {
    const places = crmkitReview.shown(state, filter());
    if (places.length && !places.includes(at)) at = places[0];
    draw();
  };

  const move = (back) => go(crmkitReview.step(crmkitReview.shown(state, filter()), at, back));

  const say = (verdict) => {
    const places = crmkitReview.shown(state, filter());
    if (!places.length) return;
    const said = crmkitReview.judge(state, at, verdict);
    told(keep() ? words.kept : words.unkept);
    const to = said ? crmkitReview.nextOpen(state, places, at) : at;
    if (to < 0) told(words.done);
    go(to < 0 ? at : to);
  };

  document.querySelectorAll("#choice [data-verdict]").forEach((one) => {
    one.addEventListener("click", () => say(one.dataset.verdict));
  });
  $("previous").addEventListener("click", () => move(true));
  $("next").addEventListener("click", () => move(false));
  $("note").addEventListener("input", () => {
    state.said[at].note = $("note").value;
    keep();
  });
  for (const id of ["only", "low", "high"]) $(id).addEventListener("input", refilter);
  $("bar").addEventListener("submit", (event) => event.preventDefault());

  const KEYS = { s: "same", d: "different", u: "unsure" };
  document.addEventListener("keydown", (event) => {
    if (!$("keys").checked || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest("input, textarea, select")) return;
    const pressed = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    if (pressed in KEYS) say(KEYS[pressed]);
    else if (pressed === "n" || pressed === "ArrowRight") move(false);
    else if (pressed === "p" || pressed === "ArrowLeft") move(true);
    else return;
    event.preventDefault();
  });

  $("export").addEventListener("click", () => {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([text()], { type: "application/json" }));
    link.download = `crmkit-review-${about.run}.json`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  });
  $("copy").addEventListener("click", () => {
    $("json").select();
    if (document.execCommand("copy")) told(words.copied);
  });
  const restored = (held) => {
    const { error, count } = crmkitReview.restore(state, held);
    told(error ? words[error] : fill(words.loaded, { count }));
    keep();
    refilter();
  };
  $("load").addEventListener("change", async () => {
    const [file] = $("load").files;
    if (file) restored(await file.text());
    $("load").value = "";
  });

  try {
    const held = localStorage.getItem(place);
    if (held) crmkitReview.restore(state, held);
  } catch {
    told(words.unkept);
  }
  $("json").value = text();
  const first = crmkitReview.nextOpen(state, crmkitReview.shown(state), -1);
  go(Math.max(first, 0), false);
}
if (typeof module !== "undefined") module.exports = crmkitReview;
