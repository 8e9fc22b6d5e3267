/** What every page looks like on paper; in the short form, `data-print="short"`, it fits on two pages. */
export const PRINT_STYLE = `\
@media print {
  :root { color-scheme: light; }
  body { background: #fff; font-size: 10pt; }
  .bar, .filters, .command button, .printing, .skip-link { display: none; }
  .card, .suite { content-visibility: visible; }
  .card { break-inside: auto; }
  .box { max-height: none; overflow: visible; }
  .scroll, .suite .inner { overflow: visible; }
  tr { break-inside: avoid; }
  :root[data-print="short"] :is(#findings, #requirements, #latency, #observations, #learnt, #attributes, .documentation, .explained, .lead, footer) { display: none; }
  :root[data-print="short"] main > section { margin: 1.1rem 0; }
  :root[data-print="short"] .verdict h1 { font-size: 20pt; margin-bottom: .7rem; }
  :root[data-print="short"] .facts { margin-top: .8rem; grid-template-columns: repeat(5, 1fr); }
  :root[data-print="short"] .facts div { padding: .25rem .6rem; font-size: 8.5pt; }
  :root[data-print="short"] .notes li:nth-child(n + 7), :root[data-print="short"] .cause:nth-child(n + 13) { display: none; }
  :root[data-print="short"] :is(.notes li, .cause .hint, .cause h3) { display: -webkit-box; -webkit-box-orient: vertical; -webkit-line-clamp: 2; overflow: hidden; }
  :root[data-print="short"] .cause { padding: .3rem .6rem .3rem 2.2rem; gap: .1rem; break-inside: avoid; font-size: 9pt; }
  :root[data-print="short"] .cause h3 { font-size: 9.5pt; line-height: 1.25; }
  :root[data-print="short"] .cause::before { font-size: 9.5pt; }
  :root[data-print="short"] .cause::before { left: .7rem; top: .4rem; }
  :root[data-print="short"] .cause .hint { padding: 0; background: none; }
  :root[data-print="short"] .suite .inner { display: none; }
  :root[data-print="short"] #checks { columns: 2; }
  :root[data-print="short"] #checks h2 { column-span: all; }
  :root[data-print="short"] .suite { break-inside: avoid; margin: 0 0 .2rem; border: 0; }
  :root[data-print="short"] .suite > summary { display: flex; flex-wrap: wrap; justify-content: space-between; padding: .1rem 0; gap: 0 .6rem; }
  :root[data-print="short"] .suite > summary h3 { font-size: 8.5pt; }
  :root[data-print="short"] .suite > summary .counts { margin: 0 0 0 auto; gap: .45rem; font-size: 7.5pt; white-space: nowrap; }
  :root[data-print="short"] .causes:has(.cause:nth-child(13))::after { content: "The full report has more."; display: block; padding: .3rem .7rem; font-size: 8.5pt; }
  .mark, .badge, .tile, .box mark, .notes li, .proportion { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
}
`;
