/** What the style sheet of a comparison adds to that of every page. */
export const COMPARISON_STYLE = `
main:not(:has(#everything:checked)) tr.same { display: none; }
main:has(#everything:checked) .only-differences { display: none; }
.layer:not(:has(tbody tr:not(.same))) .scroll { display: none; }
main:has(#everything:checked) .layer:has(tbody tr) .scroll { display: block; }
.matrix thead th.target { vertical-align: bottom; text-align: center; white-space: normal; overflow-wrap: break-word; }
.matrix.wordy td.cell { width: 8rem; }
.matrix.dense thead th.target { padding: .4rem .1rem; }
.matrix.dense thead th.target span { writing-mode: vertical-rl; transform: rotate(180deg); white-space: nowrap; max-height: 12rem; overflow: hidden; text-overflow: ellipsis; }
.matrix.dense td.cell { padding: .15rem .1rem; }
.matrix.dense .cell span.tile { min-width: 1.7rem; }
.layer th[scope="row"] { min-width: 20rem; max-width: 40rem; font-weight: 480; }
.layer { scroll-margin-top: 3.4rem; }
.layer td code { white-space: pre-wrap; }
.layer table:not(.matrix) code { overflow-wrap: break-word; }
.layer table:not(.matrix) code.long { display: block; min-width: 18rem; overflow-wrap: anywhere; }
.layer table:not(.matrix) td { min-width: 11rem; }
.layer details > summary { display: list-item; cursor: pointer; width: fit-content; }
#comparison-filters { position: sticky; top: 3rem; z-index: 1; background: var(--page); padding: .6rem 0; margin: 1.5rem 0 -1.5rem; border-bottom: 1px solid var(--line); }
@media (max-width: 760px) {
  .layer th[scope="row"] { min-width: 11rem; }
  .layer { scroll-margin-top: 6rem; }
  .matrix.wordy td.cell { width: auto; }
}
`;
