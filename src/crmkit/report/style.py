"""How a page looks: one style sheet, light and dark, on paper too."""

STYLE = """
:root { color-scheme: light dark; --ink:#17242b; --soft:#5b6b74; --line:#dbe3e6; --paper:#fff; --ground:#f4f7f7;
  --plain:#33708b; --good:#2b8a5f; --warn:#b7791f; --bad:#b8433c; --quiet:#a3b2b8; }
@media (prefers-color-scheme: dark) { :root { --ink:#e6edef; --soft:#9fb0b8; --line:#2c3a41; --paper:#172025;
  --ground:#0f1619; --plain:#6db3d1; --good:#5cc393; --warn:#e0b055; --bad:#e98a80; --quiet:#566870; } }
* { box-sizing: border-box; }
body { margin:0; background:var(--ground); color:var(--ink); font:16px/1.55 system-ui,"Segoe UI",Roboto,sans-serif; }
main { max-width: 1060px; margin: 0 auto; padding: 40px 24px 80px; }
header h1 { font-size: 2.1rem; line-height:1.2; margin: 0 0 4px; letter-spacing:-.01em; }
header p { color: var(--soft); margin: 0 0 8px; }
nav { margin: 20px 0 28px; display:flex; flex-wrap:wrap; gap:8px 18px; }
nav a { color: var(--plain); text-decoration:none; }
nav a:hover { text-decoration: underline; }
section { background:var(--paper); border:1px solid var(--line); border-radius:12px; padding:26px 28px; margin:0 0 22px; }
h2 { font-size:1.3rem; margin:0 0 4px; }
.lead { color: var(--soft); margin:0 0 18px; max-width: 78ch; }
section > p:not(.lead) { max-width: 78ch; margin:20px 0 8px; }
.figures { display:grid; grid-template-columns:repeat(auto-fit,minmax(150px,1fr)); gap:14px; margin:14px 0 18px; }
.figure { border-left:3px solid var(--line); padding:2px 0 2px 14px; }
.figure b { display:block; font-size:1.85rem; line-height:1.2; font-weight:650; font-variant-numeric:tabular-nums; }
.figure span { color:var(--soft); font-size:.92rem; }
.figure small { display:block; color:var(--soft); }
.figure.good { border-color:var(--good); } .figure.warn { border-color:var(--warn); }
.figure.bad { border-color:var(--bad); } .figure.plain { border-color:var(--plain); }
svg { display:block; width:100%; height:auto; }
.plain-fill { fill:var(--plain); } .good-fill { fill:var(--good); } .warn-fill { fill:var(--warn); }
.bad-fill { fill:var(--bad); } .quiet-fill { fill:var(--quiet); } .track { fill:var(--ground); }
.split { margin: 14px 0 18px; } .split h3, .evidence h3 { font-size:1rem; margin:0 0 6px; font-weight:600; }
.key { display:flex; flex-wrap:wrap; gap:4px 18px; margin:6px 0 0; padding:0; list-style:none; font-size:.92rem; color:var(--soft); }
.key b { color:var(--ink); font-variant-numeric:tabular-nums; font-weight:600; }
.dot { display:inline-block; width:10px; height:10px; border-radius:3px; margin-right:6px; }
.dot.plain { background:var(--plain); } .dot.good { background:var(--good); } .dot.warn { background:var(--warn); }
.dot.bad { background:var(--bad); } .dot.quiet { background:var(--quiet); }
.scroll { overflow-x:auto; margin: 10px 0 18px; }
table { border-collapse:collapse; width:100%; font-size:.94rem; }
caption { text-align:left; color:var(--soft); padding:0 0 6px; }
th { text-align:left; font-weight:600; color:var(--soft); border-bottom:1px solid var(--line); padding:6px 14px 6px 0; }
td { border-bottom:1px solid var(--line); padding:6px 14px 6px 0; vertical-align:top; }
tr:last-child td { border-bottom:0; }
.number { text-align:right; font-variant-numeric:tabular-nums; white-space:nowrap; }
.bars { margin:14px 0 22px; } .bars h3 { font-size:1rem; margin:0 0 8px; font-weight:600; }
.bars ul { list-style:none; margin:0; padding:0; display:grid; grid-template-columns:fit-content(46%) minmax(80px,1fr) auto; gap:7px 14px; }
.bars li { display:grid; grid-template-columns:subgrid; grid-column:1 / -1; align-items:center; font-size:.95rem; }
.bar { display:block; } .bar span { display:block; height:16px; border-radius:4px; }
.bar .plain { background:var(--plain); } .bar .good { background:var(--good); } .bar .warn { background:var(--warn); }
.bar .bad { background:var(--bad); } .bar .quiet { background:var(--quiet); }
.bars b { font-weight:600; font-variant-numeric:tabular-nums; text-align:right; }
.bars small { grid-column:1 / -1; color:var(--soft); margin-top:-6px; }
.evidence { border:1px solid var(--line); border-radius:10px; padding:16px 18px 8px; margin:14px 0; break-inside:avoid; }
.evidence p { margin:0 0 4px; color:var(--soft); font-size:.92rem; }
.evidence table { min-width:760px; table-layout:fixed; } .evidence td, .evidence th { overflow-wrap:anywhere; }
.evidence thead th:nth-child(1) { width:13%; } .evidence thead th:nth-child(4) { width:14%; }
.evidence thead th:nth-child(5) { width:21%; padding-right:0; }
.evidence td.number { width:6%; } .weight { padding-right:0; vertical-align:middle; }
tbody th { font-weight:400; color:var(--soft); vertical-align:top; }
.start td { color:var(--soft); } .soft { color:var(--soft); }
.badge { display:inline-block; border-radius:999px; padding:1px 11px; font-size:.85rem; font-weight:600; color:var(--paper);
  margin-left:6px; background:var(--plain); vertical-align:1px; white-space:nowrap; }
.badge.good { background:var(--good); } .badge.warn { background:var(--warn); } .badge.bad { background:var(--bad); }
.badge.quiet { background:var(--soft); }
.total td { font-weight:650; border-top:2px solid var(--line); }
footer { color:var(--soft); font-size:.88rem; }
@media print { body { background:#fff; } section { break-inside:avoid; border-color:#ccc; } nav { display:none; } }
"""
