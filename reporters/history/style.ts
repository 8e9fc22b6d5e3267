/** The style of the bars that show past runs. */
export const TREND_STYLE = `
.trend { display: block; width: 100%; height: auto; margin: 1rem 0 .4rem; }
.trend rect { fill: var(--c); }
.trend text { fill: var(--muted); font: 11px var(--sans); }
.trend line { stroke: var(--line-strong); }
@media (max-width: 760px) { .trend text { font-size: 24px; } }`;
