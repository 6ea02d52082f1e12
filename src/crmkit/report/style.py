"""How a page looks: one style sheet, light and dark, on paper too; a fragment in a notebook looks the same."""

INK = (
    "--ink:#17242b; --soft:#5b6b74; --line:#dbe3e6; --paper:#fff; --ground:#f4f7f7; --plain:#33708b; --good:#2b8a5f; --warn:#b7791f; --bad:#b8433c; --quiet:#a3b2b8;",
    "--ink:#e6edef; --soft:#9fb0b8; --line:#2c3a41; --paper:#172025; --ground:#0f1619; --plain:#6db3d1; --good:#5cc393; --warn:#e0b055; --bad:#e98a80; --quiet:#566870;",
)
"""Colours by day and by night."""

SHAPES = """
svg.drawing { display:block; width:100%; height:auto; font:13px system-ui,"Segoe UI",Roboto,sans-serif; }
svg.drawing text { fill:var(--ink); } svg.drawing text.small { fill:var(--soft); font-size:11.5px; }
svg.drawing text.value { font-variant-numeric:tabular-nums; font-weight:600; }
svg.drawing line { stroke:var(--line); stroke-width:1; } svg.drawing line.axis { stroke:var(--quiet); }
svg.drawing line.grid { stroke:var(--line); stroke-dasharray:2 4; } svg.drawing line.joint { stroke:var(--quiet); }
svg.drawing line.threshold { stroke:var(--ink); stroke-dasharray:5 4; stroke-width:1.4; }
svg.drawing path.edge, svg.drawing polyline { fill:none; stroke-width:1.4; stroke-opacity:.75; }
svg.drawing path.strong { stroke-width:3.2; stroke-opacity:1; } svg.drawing polyline { stroke-width:2.6; stroke-linejoin:round; stroke-opacity:1; }
svg.drawing path.dashed { stroke-dasharray:6 5; stroke-width:2; stroke-opacity:1; }
svg.drawing circle.node { fill:var(--paper); stroke:var(--plain); stroke-width:3; }
svg.drawing rect.plate { fill:var(--paper); stroke:var(--line); }
.plain-line { stroke:var(--plain); } .good-line { stroke:var(--good); } .warn-line { stroke:var(--warn); }
.bad-line { stroke:var(--bad); } .quiet-line { stroke:var(--quiet); }
.plain-fill { fill:var(--plain); } .good-fill { fill:var(--good); } .warn-fill { fill:var(--warn); }
.bad-fill { fill:var(--bad); } .quiet-fill { fill:var(--quiet); }
"""
"""How the shapes of drawings look."""

RULES = (
    SHAPES
    + """
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
svg { display:block; width:100%; height:auto; } .track { fill:var(--ground); }
.zero { fill:var(--quiet); } .mark { fill:var(--ink); }
.side { display:grid; grid-template-columns:repeat(auto-fit,minmax(min(300px,100%),1fr)); gap:18px 28px; }
.drawn { margin:14px 0 18px; max-width:680px; } .side .drawn { margin:6px 0 12px; }
.drawn .scroll { margin:0; } .plot { max-width:560px; } .network { max-width:600px; } .network svg { min-width:430px; }
.drawn figcaption { font-weight:600; margin:0 0 6px; } .drawn p { color:var(--soft); font-size:.92rem; margin:6px 0 0; }
.swatch { display:inline-block; width:20px; margin-right:6px; vertical-align:middle; border-top:3px solid var(--plain); }
.swatch.good { border-color:var(--good); } .swatch.warn { border-color:var(--warn); } .swatch.bad { border-color:var(--bad); }
.swatch.quiet { border-color:var(--quiet); } .swatch.dashed { border-top-style:dashed; } .swatch.ink { border-color:var(--ink); }
.split { margin: 14px 0 18px; } .split svg { height:22px; } .split h3, .evidence h3 { font-size:1rem; margin:0 0 6px; font-weight:600; }
.key { display:flex; flex-wrap:wrap; gap:4px 18px; margin:6px 0 0; padding:0; list-style:none; font-size:.92rem; color:var(--soft); }
.key b { color:var(--ink); font-variant-numeric:tabular-nums; font-weight:600; }
.dot { display:inline-block; width:10px; height:10px; border-radius:3px; margin-right:6px; }
.dot.plain { background:var(--plain); } .dot.good { background:var(--good); } .dot.warn { background:var(--warn); }
.dot.bad { background:var(--bad); } .dot.quiet { background:var(--quiet); }
.scroll { overflow-x:auto; margin: 10px 0 18px; }
table { border-collapse:collapse; width:100%; font-size:.94rem; color:var(--ink); }
caption { text-align:left; color:var(--soft); padding:0 0 6px; }
th { text-align:left; font-weight:600; color:var(--soft); border-bottom:1px solid var(--line); padding:6px 14px 6px 0; }
td { border-bottom:1px solid var(--line); padding:6px 14px 6px 0; vertical-align:top; }
tr:last-child > * { border-bottom:0; }
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
.evidence table { table-layout:fixed; margin:8px 0; } .evidence td, .evidence th { overflow-wrap:anywhere; }
.evidence td.number { padding-right:10px; } .weight { padding:6px 0; vertical-align:middle; }
.evidence td.weight svg { height:20px; }
.evidence small { display:block; color:var(--soft); }
mark { background:color-mix(in srgb, var(--warn) 30%, transparent); color:inherit; border-radius:2px; }
tbody th { font-weight:400; color:var(--soft); vertical-align:top; }
.start td, .start th { color:var(--soft); } .soft { color:var(--soft); }
.badge { display:inline-block; border-radius:999px; padding:1px 11px; font-size:.85rem; font-weight:600; color:var(--paper);
  margin-left:6px; background:var(--plain); vertical-align:1px; white-space:nowrap; }
.badge.good { background:var(--good); } .badge.warn { background:var(--warn); } .badge.bad { background:var(--bad); }
.badge.quiet { background:var(--soft); }
.total td, .total th { font-weight:650; color:var(--ink); border-top:2px solid var(--line); }
@media (max-width: 700px) {
  main { padding:22px 12px 60px; } section { padding:18px 14px; } header h1 { font-size:1.6rem; }
  .figures { grid-template-columns:1fr 1fr; } .evidence { padding:12px 12px 4px; }
  .evidence thead { position:absolute; clip-path:inset(50%); width:1px; height:1px; overflow:hidden; }
  .evidence table, .evidence tbody { display:block; width:100%; }
  .evidence tr { display:grid; grid-template-columns:1fr 1fr; border-bottom:1px solid var(--line); padding:7px 0; }
  .evidence tr.total { border-top:2px solid var(--line); border-bottom:0; }
  .evidence td, .evidence tbody th { border:0 !important; padding:1px 8px 1px 0; width:auto !important; }
  .evidence tbody th { font-size:.86rem; } .evidence td.level { order:1; color:var(--soft); font-size:.86rem; }
  .evidence tbody th { order:0; } .evidence td.value { order:2; }
  .evidence td.number { order:3; text-align:left; font-weight:600; } .evidence td.weight { order:4; }
  .evidence tr.start th, .evidence tr.total th { grid-column:1 / -1; }
}
footer { color:var(--soft); font-size:.88rem; }
@media print { body { background:#fff; } section { break-inside:avoid; border-color:#ccc; } nav { display:none; } }
"""
)
"""Rules for everything on a page, and for a fragment within a foreign page when they stand within its class."""

STYLE = f"""
:root {{ color-scheme: light dark; {INK[0]} }}
@media (prefers-color-scheme: dark) {{ :root {{ {INK[1]} }} }}
{RULES}"""

FRAGMENT_STYLE = f"""
.crmkit {{ color-scheme: light dark; {INK[0]} color:var(--ink); background:var(--paper); font:15px/1.5 system-ui,"Segoe UI",Roboto,sans-serif; text-align:left; padding:2px 14px; border-radius:10px; }}
@media (prefers-color-scheme: dark) {{ .crmkit {{ {INK[1]} }} }}
.crmkit {{ {RULES} }}"""
