import type { Json } from '../scim/json.ts';
import type { Level, RequirementReport, RunReport, Verdict } from './report.ts';

/** One of the targets that are compared, as its run found it. */
export interface ComparedTarget {
  /** Its name, made different from those of the other targets. */
  readonly label: string;
  readonly name: string;
  readonly url: string;
  readonly application: string;
  readonly applicationName: string;
  readonly run: Pick<
    RunReport['run'],
    'id' | 'seed' | 'effort' | 'startedAt' | 'durationMs' | 'requests' | 'complete' | 'reason'
  >;
  readonly toolVersion: string;
  readonly summary: RunReport['summary'];
  /** The link to the page of its report, from the folder of the comparison; left out where there is none. */
  readonly page?: string;
}

/** What one target has in a row: a value, nothing (`absent`), or null where it was not compared. */
export type Cell = { readonly value: Json } | { readonly absent: true } | null;

/** The lowest `--fail-on` at which a difference counts; `never` for what is only shown. */
export type Gated = 'must' | 'should' | 'never';

/** How the targets' verdicts on one thing compare; one verdict per target, null where its report has none. */
export interface VerdictRow {
  readonly id: string;
  readonly title: string;
  readonly level: Level;
  readonly verdicts: readonly (Verdict | null)[];
  readonly differs: boolean;
  readonly gated: Gated;
}

/** One check on every target. */
export interface CheckRow extends VerdictRow {
  readonly suite: string;
  readonly requirements: readonly string[];
  /** The requirement that is violated, per target, and what is wrong or why it could not be judged. */
  readonly violated: readonly (string | null)[];
  readonly messages: readonly (string | null)[];
}

/** One requirement on every target, over the checks that all of their reports have. */
export interface RequirementRow extends VerdictRow {
  readonly citation: string;
  readonly url: RequirementReport['url'];
  readonly checks: readonly string[];
}

/** What the targets do where the standard leaves the choice open. */
export interface ObservationRow {
  readonly key: string;
  readonly values: readonly Cell[];
  readonly differs: boolean;
}

/** A difference between answers to the same request, with all places where it shows. */
export interface AnswerRow {
  /** `POST /Users`, `GET /Users?filter`. */
  readonly operation: string;
  /** `status`, `header location`, or a JSON path into the body: `$.emails[type eq "work"].value`. */
  readonly path: string;
  /** What each target answered in the first place. */
  readonly values: readonly Cell[];
  /** How many exchanges show it, and the first checks in which they are. */
  readonly count: number;
  readonly checks: readonly string[];
}

/** How many rows there are, and how many of them differ. */
export interface LayerSummary {
  readonly compared: number;
  readonly different: number;
}

/** The one document a comparison produces; every other output is a pure function of it. */
export interface Comparison {
  readonly schemaVersion: 1;
  readonly tool: { readonly name: 'scim-conformance'; readonly version: string };
  /** ISO 8601, UTC. */
  readonly comparedAt: string;
  readonly failOn: 'must' | 'should';
  /** Whether the targets differ at the gated level. */
  readonly verdict: 'equal' | 'different';
  readonly targets: readonly ComparedTarget[];
  /** What a reader has to know before he trusts the rows: other seeds, other versions, runs that are incomplete. */
  readonly notes: readonly string[];
  readonly summary: {
    readonly checks: LayerSummary & { readonly gated: number };
    readonly requirements: LayerSummary & { readonly gated: number };
    readonly observations: LayerSummary;
    /** Exchanges with the same request on several targets, and the differences between their answers. */
    readonly answers: LayerSummary;
  };
  readonly checks: readonly CheckRow[];
  readonly requirements: readonly RequirementRow[];
  readonly observations: readonly ObservationRow[];
  /** The differences alone. */
  readonly answers: readonly AnswerRow[];
}
