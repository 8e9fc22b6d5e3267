import { PRINT_STYLE } from './print-style.ts';

/** The style sheet of every page; colours are pairs for light and dark (CSS Color 5, `light-dark()`). */
export const STYLE = `
:root {
  color-scheme: light dark;
  --page: light-dark(#f7f7f5, #0e1115);
  --surface: light-dark(#ffffff, #15191f);
  --sunken: light-dark(#f4f5f6, #0f1318);
  --line: light-dark(#e2e4e7, #272d35);
  --line-strong: light-dark(#c9cdd2, #3b434d);
  --ink: light-dark(#15181c, #e9ebee);
  --muted: light-dark(#555e69, #9ca6b2);
  --link: light-dark(#0b57a4, #7db8f5);
  --pass: light-dark(#17703a, #63cc89);
  --pass-tint: light-dark(#e9f5ed, #14281b);
  --fail: light-dark(#b3231a, #ff8f84);
  --fail-tint: light-dark(#fcecea, #331817);
  --warn: light-dark(#855000, #efb65c);
  --warn-tint: light-dark(#fcf3df, #2d230f);
  --error: light-dark(#6a3d9e, #c6a8f2);
  --error-tint: light-dark(#f3edfa, #261d35);
  --skip: light-dark(#5b646f, #99a3af);
  --skip-tint: light-dark(#f1f2f4, #1b2027);
  --waived: light-dark(#0c5a86, #76c0e8);
  --waived-tint: light-dark(#e7f2f9, #11252f);
  --known: light-dark(#7c4326, #e0a283);
  --known-tint: light-dark(#f7ede7, #2c1f18);
  --sans: Inter, ui-sans-serif, system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif;
  --mono: ui-monospace, "SF Mono", SFMono-Regular, "JetBrains Mono", Menlo, Consolas, "Liberation Mono", monospace;
}
:root[data-theme="light"] { color-scheme: light; }
:root[data-theme="dark"] { color-scheme: dark; }
.s-pass { --c: var(--pass); --t: var(--pass-tint); }
.s-fail { --c: var(--fail); --t: var(--fail-tint); }
.s-warn { --c: var(--warn); --t: var(--warn-tint); }
.s-error { --c: var(--error); --t: var(--error-tint); }
.s-unrun { --c: var(--skip); --t: var(--skip-tint); }
.s-skip { --c: var(--skip); --t: var(--skip-tint); }
.s-known { --c: var(--known); --t: var(--known-tint); }
.s-waived { --c: var(--waived); --t: var(--waived-tint); }

*, ::before, ::after { box-sizing: border-box; }
html { scroll-padding-top: 4rem; -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
body {
  margin: 0; background: var(--page); color: var(--ink);
  font: 15px/1.55 var(--sans); font-variant-numeric: tabular-nums; overflow-wrap: anywhere;
}
a { color: var(--link); text-underline-offset: .18em; text-decoration-thickness: 1px; }
:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; border-radius: 3px; }
h1, h2, h3, p, ul, ol, dl, dd, blockquote, figure { margin: 0; padding: 0; }
h2 { font-size: 1.35rem; line-height: 1.3; letter-spacing: -.015em; font-weight: 650; }
h3 { font-size: 1.02rem; line-height: 1.4; letter-spacing: -.005em; font-weight: 620; }
code, pre { font-family: var(--mono); font-size: .86em; font-variant-ligatures: none; }
code { unicode-bidi: isolate; }
pre { margin: 0; white-space: pre-wrap; line-height: 1.55; unicode-bidi: isolate; }
.muted { color: var(--muted); }
.hidden-text {
  position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap;
}
[hidden] { display: none !important; }
.skip-link { position: absolute; left: -100vw; }
.skip-link:focus { left: 1rem; top: .5rem; z-index: 3; background: var(--surface); padding: .3rem .6rem; }

.bar { position: sticky; top: 0; z-index: 2; background: var(--page); border-bottom: 1px solid var(--line); }
.bar-inner, main, footer { max-width: 1180px; margin: 0 auto; padding: 0 1.5rem; }
.bar-inner { display: flex; align-items: center; gap: 1.5rem; height: 3rem; }
.brand { font-weight: 650; letter-spacing: -.01em; white-space: nowrap; }
.bar nav { display: flex; gap: 1.1rem; margin-left: auto; overflow-x: auto; scrollbar-width: none; font-size: .9rem; }
.bar nav a { color: var(--muted); text-decoration: none; white-space: nowrap; padding: .2rem 0; }
.bar nav a:hover { color: var(--ink); }
.bar nav b { font-weight: 600; color: var(--ink); margin-left: .2rem; }

button, select, input[type="search"] {
  font: inherit; font-size: .85rem; color: var(--ink); background: var(--surface);
  border: 1px solid var(--line-strong); border-radius: 6px; padding: .25rem .6rem; min-height: 2rem;
}
button { cursor: pointer; }
button:hover, select:hover { border-color: var(--muted); }
.theme { flex: none; width: 2rem; padding: 0; font-size: .95rem; line-height: 1; }

main > section { margin: 3.25rem 0; }
main > section > h2 { display: flex; flex-wrap: wrap; align-items: baseline; gap: 0 .6rem; }
main > section > h2 small { white-space: nowrap; }
main > section > h2 small { font-size: .9rem; font-weight: 450; letter-spacing: 0; color: var(--muted); }
main > section > .lead { color: var(--muted); margin: .3rem 0 1.1rem; max-width: 48rem; }

.verdict { padding-top: .25rem; }
.eyebrow { display: flex; flex-wrap: wrap; gap: .2rem .7rem; align-items: baseline; color: var(--muted); font-size: .95rem; }
.eyebrow strong { color: var(--ink); font-weight: 600; }
.verdict h1 {
  display: flex; flex-wrap: wrap; align-items: baseline; gap: .1rem .8rem; margin: .35rem 0 1.4rem;
  font-size: clamp(1.9rem, 4.6vw, 3rem); line-height: 1.12; letter-spacing: -.032em; font-weight: 700;
}
.verdict h1 b { font-weight: 700; color: var(--c); }
.verdict h1 span { font-size: .58em; letter-spacing: -.018em; font-weight: 480; color: var(--muted); }
.proportion { display: block; width: 100%; height: .6rem; border-radius: 999px; overflow: hidden; background: var(--line); }
.proportion rect { fill: var(--c); }
.legend { display: flex; flex-wrap: wrap; gap: .3rem 1.5rem; margin: .8rem 0 0; list-style: none; font-size: .92rem; }
.legend li { display: flex; align-items: baseline; gap: .4rem; color: var(--muted); }
.legend b { color: var(--ink); font-weight: 620; font-size: 1.05rem; }
.facts {
  display: grid; grid-template-columns: repeat(5, 1fr); margin-top: 1.9rem;
  background: var(--surface); border: 1px solid var(--line); border-radius: 10px; overflow: hidden;
}
.facts div { padding: .75rem 1rem; box-shadow: 1px 1px 0 var(--line); }
.facts .wide { grid-column: span 2; }
.facts dt { font-size: .78rem; color: var(--muted); }
.facts dd { font-weight: 520; line-height: 1.4; }
.printing { margin-top: .8rem; }
.documentation { margin-top: .8rem; font-size: .92rem; color: var(--muted); }
.documentation ul { margin: .5rem 0 0 1.2rem; display: grid; gap: .25rem; }
.notes { margin-top: 1rem; list-style: none; display: grid; gap: .4rem; }
.notes li { padding: .55rem .9rem; border-radius: 8px; background: var(--t); border-left: 3px solid var(--c); font-size: .92rem; }

.mark {
  display: inline-grid; place-items: center; flex: none; width: 1.25em; height: 1.25em; border-radius: 50%;
  background: var(--c); color: var(--surface); font: 700 .72em/1 var(--sans);
}
.badge {
  display: inline-flex; align-items: center; gap: .4rem; white-space: nowrap; padding: .1rem .55rem .1rem .3rem;
  border-radius: 999px; background: var(--t); color: var(--c); font-size: .8rem; font-weight: 620;
}
.level {
  display: inline-block; white-space: nowrap; border: 1px solid var(--line-strong); border-radius: 4px;
  padding: 0 .35rem; font-size: .7rem; font-weight: 600; letter-spacing: .03em; color: var(--muted);
}

.card {
  background: var(--surface); border: 1px solid var(--line); border-radius: 10px; margin-top: .9rem;
  content-visibility: auto; contain-intrinsic-size: auto 5.5rem;
}
.card[open] { contain-intrinsic-size: auto 42rem; }
.card:target { border-color: var(--c); box-shadow: 0 0 0 1px var(--c); }
.card > summary { list-style: none; cursor: pointer; padding: .95rem 1.2rem; display: grid; gap: .15rem; }
.card > summary::-webkit-details-marker { display: none; }
.card .line { display: flex; flex-wrap: wrap; align-items: center; gap: .35rem .7rem; }
.card .line h3 { flex: 1 1 20rem; }
.card .line::after {
  content: ""; width: .5rem; height: .5rem; border: solid var(--muted); border-width: 0 1.5px 1.5px 0;
  transform: rotate(45deg) translate(-2px, -2px); margin-left: auto;
}
.card[open] .line::after { transform: rotate(-135deg) translate(-2px, -2px); }
.card .message { font-size: .98rem; }
.card .id { font-size: .82rem; }
.card-body { padding: .2rem 1.2rem 1.25rem; display: grid; gap: 1.15rem; }
.part > h4 {
  margin: 0 0 .35rem; font-size: .8rem; font-weight: 600; color: var(--muted);
  display: flex; align-items: baseline; gap: .6rem;
}
.part > h4 small { font-weight: 400; font-size: .95em; }
.requirement { border-left: 3px solid var(--line-strong); padding: .05rem 0 .05rem .9rem; }
.requirement + .requirement { margin-top: .7rem; }
.cite { display: flex; flex-wrap: wrap; gap: .2rem .6rem; align-items: baseline; font-size: .9rem; }
.requirement .cited { font-weight: 600; }
.requirement blockquote { margin-top: .15rem; }
.pair { display: grid; grid-template-columns: 1fr 1fr; gap: .8rem; }
.box { background: var(--sunken); border: 1px solid var(--line); border-radius: 8px; padding: .65rem .85rem; overflow: auto; max-height: 26rem; }
.expected .box { box-shadow: inset 3px 0 0 var(--pass); }
.actual .box { box-shadow: inset 3px 0 0 var(--fail); }
.box mark { color: inherit; border-radius: 3px; padding: .05em .1em; font-weight: 650; }
.expected mark { background: light-dark(#c9ead4, #1f4a2e); }
.actual mark { background: light-dark(#f9d3cf, #5a2622); }
.box .k { color: var(--link); }
.box .v { color: var(--pass); }
.box .n { color: var(--error); }
.steps { padding-left: 1.6rem; display: grid; gap: .25rem; }
.steps li::marker { color: var(--muted); font-weight: 600; }
.steps code { font-size: .86rem; }
.hint { background: var(--waived-tint); border-radius: 8px; padding: .6rem .9rem; font-size: .93rem; }
.hint b { color: var(--waived); margin-right: .5rem; font-weight: 620; }
.command { position: relative; }
.command .box { padding-right: 4.6rem; }
.command button { position: absolute; top: .4rem; right: .4rem; min-height: 1.7rem; padding: 0 .6rem; font-size: .78rem; }
.exchange { border: 1px solid var(--line); border-radius: 8px; background: var(--surface); }
.exchange + .exchange { margin-top: .4rem; }
.exchange > summary { cursor: pointer; padding: .4rem .8rem; font-size: .88rem; }
.exchange > summary > span { display: inline-flex; flex-wrap: wrap; gap: .1rem .7rem; align-items: baseline; width: calc(100% - 1.5rem); }
.exchange .status { font-weight: 650; color: var(--c); }
.exchange .purpose { color: var(--muted); margin-left: auto; }
.exchange .pair { padding: .2rem .8rem .8rem; }

.causes { list-style: none; counter-reset: cause; background: var(--surface); border: 1px solid var(--line); border-radius: 10px; }
.cause { counter-increment: cause; position: relative; padding: 1rem 1.2rem 1rem 3.4rem; display: grid; gap: .45rem; }
.cause + .cause { border-top: 1px solid var(--line); }
.cause::before {
  content: counter(cause); position: absolute; left: 1.2rem; top: 1rem; color: var(--c); font-weight: 650; font-size: 1.02rem;
}
.cause .line { display: flex; flex-wrap: wrap; align-items: baseline; gap: .35rem .7rem; }
.cause .line h3 { flex: 1 1 20rem; }
.cause .reach { font-size: .86rem; white-space: nowrap; }
.explained { display: grid; gap: .2rem; font-size: .88rem; }
.explained ul { list-style: none; display: flex; flex-wrap: wrap; gap: .1rem 1.1rem; }
.explained summary { cursor: pointer; color: var(--muted); width: fit-content; }
.coverage { list-style: none; display: grid; gap: .5rem; margin: 0 0 1.2rem; font-size: .9rem; }
.coverage li { display: grid; grid-template-columns: 11rem 8.5rem minmax(6rem, 1fr) 25rem; gap: .2rem 1rem; align-items: center; }
.coverage .counts { display: inline-flex; flex-wrap: wrap; gap: .2rem .9rem; font-size: .86rem; }
.plot { width: 40%; min-width: 10rem; }
.bar-plot { display: block; width: 100%; height: 1.1rem; overflow: visible; }
.bar-plot rect { fill: var(--link); }
.bar-plot path { fill: none; stroke: var(--muted); stroke-width: 1.5px; vector-effect: non-scaling-stroke; }
.latency th code { white-space: nowrap; }
.latency th, .latency td { vertical-align: middle; padding-top: .3rem; padding-bottom: .3rem; }
.json > summary { cursor: pointer; font-size: .8rem; font-weight: 600; color: var(--muted); width: fit-content; }
.json .command { margin-top: .35rem; }
.sort { all: unset; cursor: pointer; border-radius: 3px; }
.sort:hover { color: var(--ink); }
.sort:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; }
[aria-sort] .sort { color: var(--ink); }
[aria-sort="ascending"] .sort::after { content: " ↑"; }
[aria-sort="descending"] .sort::after { content: " ↓"; }
.scroll { position: relative; overflow-x: auto; background: var(--surface); border: 1px solid var(--line); border-radius: 10px; }
table { border-collapse: collapse; width: 100%; font-size: .9rem; overflow-wrap: break-word; }
table code { overflow-wrap: anywhere; }
th, td { text-align: left; vertical-align: top; padding: .5rem .8rem; border-bottom: 1px solid var(--line); }
thead th { font-size: .78rem; font-weight: 600; color: var(--muted); white-space: nowrap; }
tbody tr:last-child > * { border-bottom: 0; }
tbody th { font-weight: 500; }
td.num, th.num { text-align: right; white-space: nowrap; }
td code, th code { font-size: .92em; }
td code.sub, th code.sub { font-size: .8em; }
.sub { display: block; color: var(--muted); font-size: .86rem; }
.matrix th, .matrix td { padding: .38rem .6rem; vertical-align: middle; }
.matrix .group { text-align: center; border-bottom: 0; padding-bottom: 0; color: var(--ink); font-size: .8rem; }
.matrix .first { border-left: 1px solid var(--line-strong); }
.matrix thead tr:nth-child(2) th { text-align: center; }
.matrix thead tr:nth-child(2) th.text { text-align: left; }
.matrix th[scope="row"] { min-width: 15rem; }
.matrix td.fact { text-align: center; color: var(--muted); }
.matrix td.fact.yes { color: var(--ink); font-weight: 580; }
.matrix td.cell { text-align: center; padding: .2rem; }
.cell span.tile {
  display: grid; place-items: center; height: 1.65rem; min-width: 3.4rem; border-radius: 5px;
  background: var(--t); color: var(--c); font-weight: 700; font-size: .85rem;
}
.matrix tr.resource th { background: var(--sunken); color: var(--muted); font-size: .8rem; font-weight: 600; }
.matrix tbody tr:not(.resource):hover > * { background: var(--sunken); }
.key { margin-top: .7rem; font-size: .85rem; }
.tag { border-radius: 4px; background: var(--warn-tint); color: var(--warn); font-size: .74rem; font-weight: 560; padding: .05rem .4rem; margin-left: .5rem; white-space: nowrap; }

.filters { display: flex; flex-wrap: wrap; gap: .5rem .6rem; align-items: center; margin: 1rem 0; }
.filters select { max-width: 100%; }
.filters input[type="search"] { flex: 1 1 14rem; min-width: 0; }
.chips { flex: 1 1 100%; display: flex; flex-wrap: wrap; gap: .35rem; border: 0; margin: 0; padding: 0; min-width: 0; }
.chip { position: relative; }
.chip input { position: absolute; inset: 0; opacity: 0; margin: 0; cursor: pointer; }
.chip > span {
  display: inline-flex; gap: .4rem; align-items: center; min-height: 2rem; padding: 0 .7rem 0 .45rem; font-size: .85rem;
  border: 1px solid var(--line-strong); border-radius: 999px; background: var(--surface);
}
.chip input:checked + span { background: var(--t); border-color: var(--c); color: var(--c); font-weight: 620; }
.chip input:focus-visible + span { outline: 2px solid var(--link); outline-offset: 2px; }
.suite { background: var(--surface); border: 1px solid var(--line); border-radius: 10px; margin-top: .7rem; content-visibility: auto; contain-intrinsic-size: auto 3rem; }
.suite > summary { cursor: pointer; padding: .7rem 1rem; }
.suite > summary h3 { display: inline; }
.suite > summary .counts { display: inline-flex; gap: .9rem; margin-left: .9rem; font-size: .86rem; vertical-align: baseline; }
.counts > span { display: inline-flex; gap: .35rem; align-items: center; color: var(--muted); }
.suite .inner { position: relative; overflow-x: auto; border-top: 1px solid var(--line); }
.checks { table-layout: fixed; min-width: 60rem; }
.checks col:nth-child(1) { width: 6.6rem; }
.checks col:nth-child(3) { width: 7.6rem; }
.checks col:nth-child(4) { width: 11rem; }
.checks col:nth-child(n + 5) { width: 5.6rem; }
.checks td:nth-child(2) a { color: inherit; text-decoration-color: var(--line-strong); }
.requirements td:nth-child(3) { min-width: 14rem; }
.requirements td:nth-child(4) { min-width: 18rem; }
.checks tr:target { background: var(--waived-tint); }
.empty { color: var(--muted); padding: 1rem 0; }
footer { border-top: 1px solid var(--line); padding-top: 1.2rem; padding-bottom: 3rem; color: var(--muted); font-size: .86rem; display: flex; flex-wrap: wrap; gap: .2rem 1.5rem; }

@media (max-width: 760px) {
  .bar-inner, main, footer { padding-left: 1rem; padding-right: 1rem; }
  .bar-inner { gap: .9rem; }
  .pair { grid-template-columns: minmax(0, 1fr); }
  .facts { grid-template-columns: 1fr 1fr; }
  .matrix th[scope="row"] { min-width: 10rem; max-width: 11rem; position: sticky; left: 0; background: var(--surface); }
  main > section { margin: 2.4rem 0; }
  .exchange .purpose { margin-left: 0; }
  .cause { padding: .9rem; }
  .cause::before { display: none; }
  .coverage li { grid-template-columns: auto 1fr; }
  .coverage .proportion, .coverage .counts { grid-column: 1 / -1; }
  .card > summary, .card-body { padding-left: .9rem; padding-right: .9rem; }
}
${PRINT_STYLE}`;
