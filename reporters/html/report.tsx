import type { ComponentChildren } from 'preact';
import type { CheckResult, RunReport } from '../../report/report.ts';
import { causesToShow } from '../causes.ts';
import { findings, headline } from '../conclusion.ts';
import { learntRows } from '../learnt.ts';
import { readinessLists } from '../readiness.ts';
import { oneLine } from '../text.ts';
import { Attributes } from './attributes.tsx';
import { Causes } from './causes.tsx';
import { Checks } from './checks.tsx';
import { Findings } from './findings.tsx';
import { LatencySection } from './latency.tsx';
import { LearntSection } from './learnt.tsx';
import { Observations } from './observations.tsx';
import { type PageContent, page, type Section } from './page.tsx';
import { ReadinessSection } from './readiness.tsx';
import { Requirements } from './requirements.tsx';
import { VerdictSection } from './verdict.tsx';

/** What the page of a report has besides where it is served, so that something can be done about a finding. */
export interface Served extends Pick<PageContent, 'own' | 'home'> {
  /** Above the verdict. */
  readonly head: ComponentChildren;
  /** On the card of each finding. */
  readonly tools: (check: CheckResult) => ComponentChildren;
}

/**
 * The run report as one self-contained HTML document: the verdict, what to repair, every finding explained, then what
 * was learnt about the target, the application's attributes, the tests of identity providers, all checks, the requirements judged, how long answers took and
 * what was observed.
 */
export function reportHtml(report: RunReport, served?: Served): string {
  const { tool, run, target } = report;
  const { head = null, tools, ...own } = served ?? {};
  return page({
    ...own,
    title: `${oneLine(target.applicationName)}: ${headline(report)} · scim-conformance`,
    sections: sections(report),
    main: (
      <>
        {head}
        <VerdictSection report={report} />
        <Causes report={report} />
        <Findings report={report} tools={tools} />
        <LearntSection learnt={target.learnt} />
        <Attributes rows={report.attributes} />
        <ReadinessSection report={report} />
        <Checks report={report} />
        <Requirements report={report} />
        <LatencySection report={report} />
        <Observations observations={report.observations} />
      </>
    ),
    footer: (
      <>
        <span>
          {tool.name} {oneLine(tool.version)}
        </span>
        <span>run {oneLine(run.id)}</span>
        <span>Everything shown here is in report.json; credentials are in neither.</span>
      </>
    ),
  });
}

function sections(report: RunReport): readonly Section[] {
  const candidates: readonly (Section & { readonly amount: number })[] = [
    { id: 'causes', name: 'Causes', amount: causesToShow(report).length },
    { id: 'findings', name: 'Findings', amount: findings(report).length },
    { id: 'learnt', name: 'Learnt', amount: learntRows(report.target.learnt).length },
    { id: 'attributes', name: 'Attributes', amount: report.attributes.length },
    { id: 'readiness', name: 'Readiness', amount: readinessLists(report).length },
    { id: 'checks', name: 'Checks', amount: report.checks.length },
    { id: 'requirements', name: 'Requirements', amount: Object.keys(report.requirements).length },
    { id: 'latency', name: 'Latency', amount: report.latency?.length ?? 0 },
    { id: 'observations', name: 'Observations', amount: Object.keys(report.observations).length },
  ];
  return candidates.filter(({ amount }) => amount > 0);
}
