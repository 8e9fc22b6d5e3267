/** The style of what only the served pages have, beside that of every page. */
export const UI_STYLE = `
a.brand { color: inherit; text-decoration: none; }
.start h1 { font-size: clamp(1.8rem, 4.4vw, 2.7rem); line-height: 1.12; letter-spacing: -.032em; font-weight: 700; }
main > section.start > .lead { font-size: 1.02rem; margin: .4rem 0 1.2rem; max-width: none; }
main > section.start { margin-top: 1.6rem; }
main > section.watch, main > section.actions { margin-top: 2.2rem; }
main > section.actions { margin-bottom: -1.6rem; display: flex; flex-wrap: wrap; gap: .7rem 1rem; align-items: center; }
.panel {
  background: var(--surface); border: 1px solid var(--line); border-radius: 12px; overflow: hidden;
}
.panel fieldset { border: 0; margin: 0; padding: 1.1rem 1.5rem 1.2rem; min-width: 0; display: grid; gap: .75rem; }
.panel fieldset + fieldset { border-top: 1px solid var(--line); }
.panel legend { float: left; width: 100%; padding: 0; font-weight: 640; font-size: 1.02rem; letter-spacing: -.01em; }
.panel legend + * { clear: both; }
.tabs { display: flex; flex-wrap: wrap; gap: .5rem; }
.tab { position: relative; }
.tab input { position: absolute; inset: 0; width: 100%; height: 100%; opacity: 0; margin: 0; cursor: pointer; }
.tab > span {
  display: block; padding: .45rem .9rem; border: 1px solid var(--line-strong); border-radius: 8px; font-size: .92rem;
}
.tab input:hover + span { border-color: var(--muted); }
.tab input:checked + span {
  border-color: var(--link); box-shadow: inset 0 0 0 1px var(--link); background: var(--waived-tint); color: var(--ink);
}
.tab input:focus-visible + span { outline: 2px solid var(--link); outline-offset: 2px; }
.efforts { display: grid; grid-template-columns: repeat(4, minmax(0, 1fr)); }
.efforts .tab > span { height: 100%; }
.efforts b { display: block; font-weight: 620; }
.efforts small { color: var(--muted); font-size: .82rem; }
.row { display: flex; flex-wrap: wrap; gap: .9rem; align-items: end; }
.field { display: grid; gap: .25rem; min-width: 11rem; }
.field.grow { flex: 1 1 14rem; }
.field.far { flex: 3 1 24rem; }
.field > span { font-size: .84rem; color: var(--muted); }
.field input, .field select, .field textarea {
  font: inherit; font-size: .95rem; color: var(--ink); background: var(--page); width: 100%; min-height: 2.5rem;
  border: 1px solid var(--line-strong); border-radius: 8px; padding: .4rem .7rem;
}
.field textarea { font-family: var(--mono); font-size: .84rem; line-height: 1.5; resize: vertical; }
.field input::placeholder { color: var(--muted); opacity: 1; }
.connection { border-radius: 8px; font-size: .93rem; color: var(--muted); }
.connection[class*=" s-"] { padding: .55rem .9rem; background: var(--t); color: var(--ink); border-left: 3px solid var(--c); }
.connection:empty { display: none; }
.more > summary { cursor: pointer; font-size: .92rem; color: var(--muted); width: fit-content; }
.more p { font-size: .9rem; margin: .5rem 0; }
.ticks { display: grid; grid-template-columns: repeat(auto-fill, minmax(12rem, 1fr)); gap: .25rem 1rem; font-size: .92rem; }
.tick { display: block; margin-top: .8rem; font-size: .92rem; }
.go {
  display: flex; flex-wrap: wrap; gap: 1rem 1.5rem; align-items: center; justify-content: space-between;
  padding: 1.2rem 1.5rem; border-top: 1px solid var(--line); background: var(--sunken);
}
.go p { flex: 1 1 22rem; max-width: 44rem; font-size: .95rem; }
.button, button.primary, .button.primary {
  display: inline-flex; align-items: center; min-height: 2.5rem; padding: .4rem 1.1rem; border-radius: 8px; font: inherit;
  font-size: .95rem; font-weight: 600; text-decoration: none; border: 1px solid var(--line-strong); color: var(--ink);
  background: var(--surface);
}
button.primary, .button.primary { background: var(--link); border-color: var(--link); color: var(--surface); }
button.primary:hover, .button.primary:hover { filter: brightness(1.08); }
button:disabled, button.primary:disabled { background: var(--sunken); border-color: var(--line); color: var(--muted); cursor: default; }
.trouble { color: var(--fail); font-size: .93rem; }
.panel .trouble { padding: 0 1.5rem; background: var(--sunken); }
.panel .trouble:not(:empty) { padding-bottom: 1rem; }
.trouble:empty { display: none; }
.runs { list-style: none; display: grid; gap: .5rem; margin: .8rem 0; }
.runs li {
  display: flex; flex-wrap: wrap; gap: .3rem .9rem; align-items: center; padding: .65rem 1rem;
  background: var(--surface); border: 1px solid var(--line); border-radius: 10px;
}
.runs a { font-weight: 600; }
.runs .muted { margin-right: auto; }

.watch-head { display: flex; flex-wrap: wrap; gap: .6rem 1.2rem; align-items: center; justify-content: space-between; margin: .35rem 0 1.2rem; }
.watch-head h1 { font-size: clamp(1.7rem, 4vw, 2.5rem); line-height: 1.15; letter-spacing: -.03em; font-weight: 700; flex: 1 1 18rem; }
.watch-head button { min-height: 2.5rem; padding: .3rem 1rem; font-size: .95rem; }
.over { border-radius: 10px; padding: 1rem 1.2rem; margin-bottom: 1.2rem; background: var(--t); border-left: 4px solid var(--c); display: grid; gap: .7rem; justify-items: start; }
.over ul { margin-left: 1.2rem; }
.over .box { width: 100%; }
.numbers {
  display: grid; grid-template-columns: repeat(4, minmax(6.5rem, auto)) minmax(8rem, 1fr) minmax(5rem, auto);
  background: var(--surface); border: 1px solid var(--line); border-radius: 10px; overflow: hidden;
}
.numbers > div { padding: .75rem 1rem; box-shadow: 1px 0 0 var(--line); }
.numbers dt { font-size: .78rem; color: var(--muted); white-space: nowrap; }
.numbers dd { color: var(--muted); white-space: nowrap; }
.numbers b { font-size: 1.35rem; font-weight: 640; letter-spacing: -.02em; color: var(--ink); }
.numbers > .curve { padding: .5rem 0 0; display: flex; align-items: end; }
.curve dd { width: 100%; }
.curve svg { display: block; width: 100%; height: 3.2rem; }
.curve path { fill: none; vector-effect: non-scaling-stroke; stroke: var(--link); stroke-width: 1.5px; }
.curve #area { fill: var(--waived-tint); stroke: none; }
.columns { display: grid; grid-template-columns: minmax(0, 1.15fr) minmax(0, 1fr); gap: 2rem; margin-top: 2rem; align-items: start; }
.columns h2 { margin-bottom: .7rem; }
.columns .causes { padding: 0; }
.columns .causes[hidden] { display: none; }
.columns .cause { padding: .8rem 1rem .8rem 2.6rem; }
.columns .cause::before { left: 1rem; top: .8rem; }
.columns .cause .line h3 { flex: 1 1 100%; order: 1; }
#failures { margin-top: 1rem; font-size: .92rem; }
#failures summary { cursor: pointer; color: var(--muted); width: fit-content; }
#failures ul { list-style: none; display: grid; gap: .55rem; margin-top: .7rem; }
#failures b { font-weight: 600; }
.suites { list-style: none; display: grid; gap: .32rem; }
.suites li { display: grid; grid-template-columns: 10.5rem minmax(0, 1fr) auto; gap: .2rem .8rem; align-items: center; font-size: .9rem; }
.suite-count { color: var(--muted); font-size: .84rem; min-width: 2.6rem; text-align: right; }
.cells { display: flex; flex-wrap: wrap; gap: 3px; }
.cells i { width: .82rem; height: .82rem; border-radius: 3px; background: var(--line); transition: background .25s; }
.cells i[class] { background: var(--c); }
.cells i.s-pass { background: color-mix(in srgb, var(--c) 62%, var(--surface)); }
.cells i.s-skip { background: var(--line-strong); }
@media (prefers-reduced-motion: reduce) { .cells i { transition: none; } }

.tools { display: grid; gap: .8rem; padding: .7rem .9rem; margin-top: .2rem; background: var(--sunken); border: 1px solid var(--line); border-radius: 8px; }
.tool-row { display: flex; flex-wrap: wrap; gap: .5rem .7rem; align-items: center; font-size: .9rem; }
form > .tool-row { margin-bottom: .8rem; }
.tools button { min-height: 2rem; font-weight: 560; }
.fate { flex: 1 1 16rem; min-width: 0; }
.fate:empty { display: none; }
.tools [hidden] { display: none !important; }
.editor, .waiver { display: grid; gap: .8rem; }
.editor .field input, .editor .field select, .editor .field textarea, .waiver .field input { background: var(--surface); min-height: 2.2rem; font-size: .88rem; }
.editor input[name="path"] { font-family: var(--mono); font-size: .84rem; }
.waiver { grid-template-columns: minmax(0, 2fr) minmax(0, 1fr) auto auto; align-items: end; }
.tools .pair .box { background: var(--surface); }

@media (max-width: 760px) {
  .efforts { grid-template-columns: 1fr 1fr; }
  .panel fieldset, .go { padding-left: 1rem; padding-right: 1rem; }
  .row .field, .waiver .field { min-width: 100%; }
  .go .primary { width: 100%; justify-content: center; }
  .numbers { grid-template-columns: 1fr 1fr; }
  .numbers > div { box-shadow: 1px 1px 0 var(--line); }
  .columns { grid-template-columns: minmax(0, 1fr); gap: 1.6rem; }
  .suites li { grid-template-columns: 1fr auto; }
  .suites .cells { grid-column: 1 / -1; order: 1; }
  .columns .cause { padding: .8rem 1rem; }
  .waiver { grid-template-columns: minmax(0, 1fr); }
}
@media print { .actions, .tools { display: none !important; } }
`;
