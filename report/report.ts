import type { Constraints } from '../config/application.ts';
import type { Exchange, Headers } from '../http/exchange.ts';
import type { Json, JsonObject } from '../scim/json.ts';
import type { Access } from './access.ts';
import type { AgainstBaseline } from './against-baseline.ts';
import type { Finding, Obstacle } from './finding.ts';
import type { RunScope } from './scope.ts';

/** Level of a requirement: RFC 2119 keywords, a rule of the Entra client, or the application's own table. */
export type Level = 'MUST' | 'SHOULD' | 'MAY' | 'ENTRA' | 'APPLICATION';

/** What a check found. `error` means that it could not judge, never that the target is at fault. */
export type Verdict = 'pass' | 'fail' | 'warn' | 'skip' | 'error';

/** The smallest generated input that still fails. */
export interface Counterexample {
  /** The generated input itself. */
  readonly value: Json;
  /** For histories: the steps in plain words, in order; otherwise null. */
  readonly steps: readonly string[] | null;
  /** fast-check seed and path that lead straight to this case. */
  readonly seed: number;
  readonly path: string;
  /** How many times the first failing input was made smaller. */
  readonly shrinks: number;
  /** Whether shrinking stopped at its budget, so that a smaller case may exist. */
  readonly cutShort: boolean;
}

/** The result of one check. */
export interface CheckResult {
  /** `<suite>/<name>`. */
  readonly id: string;
  readonly suite: string;
  readonly title: string;
  readonly level: Level;
  /** All requirements the check judges; on failure the violated one is `violated`. */
  readonly requirements: readonly string[];
  readonly violated: string | null;
  readonly verdict: Verdict;
  readonly waived: boolean;
  /** Why skipped or errored, or why waived; null otherwise. */
  readonly reason: string | null;
  /** On fail, warn and error: what is wrong, in one sentence. */
  readonly message: string | null;
  readonly expected: string | null;
  readonly actual: string | null;
  /** The usual cause, where one is known. */
  readonly hint: string | null;
  readonly counterexample: Counterexample | null;
  /** A command line that repeats exactly this check on the same inputs. */
  readonly replay: string;
  /** Generated inputs tried. */
  readonly runs: number;
  readonly durationMs: number;
  readonly requests: number;
  /** The exchanges of the failing case, oldest first; empty on pass and skip. */
  readonly exchanges: readonly Exchange[];
  /** What is wrong, as data; null without a finding. Reports of earlier versions have none. */
  readonly finding?: Finding | null;
  /** What else the check found, each a finding of its own. */
  readonly others?: readonly OtherFinding[];
  /** On error: the refusal that stood in the way, where it was one. */
  readonly obstacle?: Obstacle | null;
  /** True on error where the run ended before the check began. */
  readonly notRun?: true;
  /** True where the run was compared with a baseline that has the same failure. */
  readonly known?: true;
}

/** A finding beside the first one of its check. */
export type OtherFinding = Pick<
  CheckResult,
  'violated' | 'message' | 'expected' | 'actual' | 'hint' | 'counterexample' | 'exchanges'
> & { readonly verdict: 'fail' | 'warn'; readonly finding?: Finding | null };

/** The columns of the attribute matrix. */
export type AttributeColumn = 'create' | 'read' | 'update' | 'clear' | 'filter' | 'required';

/** One row of the application's attribute table, documented beside measured. */
export interface AttributeReport {
  readonly resource: 'User' | 'Group';
  readonly path: string;
  readonly type: string;
  /** Null where the documentation is silent. */
  readonly documented: {
    readonly filterable: boolean | null;
    readonly required: boolean | null;
    readonly matching: boolean;
  };
  /** Where the row comes from: the tutorial, or the target's own /Schemas. */
  readonly source: 'documented' | 'measured';
  readonly measured: Readonly<Record<AttributeColumn, Verdict>>;
}

/** A requirement as the report needs it, so that reporters need no catalogue. */
export interface RequirementReport {
  readonly level: Level;
  /** "RFC 7644 §3.3", "Entra rule E-045", "ALVAO attribute table". */
  readonly citation: string;
  readonly statement: string;
  readonly url: string | null;
}

/** What a target demands of one kind of resource, takes of it and keeps, beyond the application's table. */
export interface LearntResource {
  /** `User`, `Group`. */
  readonly resource: string;
  /** Whether a resource could be created at all. */
  readonly created: boolean;
  /** What a resource has to have although the table does not say so; `detail` is what the refusal said that led there. */
  readonly demanded: readonly {
    readonly path: string;
    /** Whether the target's own /Schemas says it. */
    readonly declared: boolean;
    readonly detail: string | null;
  }[];
  /** Attributes with which a resource is refused. */
  readonly refused: readonly string[];
  /** Attributes that are taken and not shown afterwards. */
  readonly forgotten: readonly string[];
  /** Attributes that are shown on request only, by the target's own /Schemas. */
  readonly onRequest: readonly string[];
}

/** What was learnt about a target before the first check. */
export interface Learnt {
  readonly requests: number;
  readonly resources: readonly LearntResource[];
  /** By attribute path, as the configuration takes them. */
  readonly constraints: Constraints;
}

/** What several findings have in common, and most likely come from. */
export interface Cause {
  /** The requirement's id, with a number where it has several causes; the same defect keeps it from run to run. */
  readonly id: string;
  /** What is wrong, in one sentence. */
  readonly title: string;
  /** The violated requirement; null, like its citation and level, when nothing could be judged. */
  readonly requirement: string | null;
  readonly citation: string | null;
  readonly level: Level | null;
  /** The gravest verdict of the checks it explains and blocks. */
  readonly gate: 'fail' | 'warn' | 'error';
  /** What to change, where something is known to say. */
  readonly hint: string | null;
  /** Ids of the checks that fail or warn because of it: the one that shows it best, then the others in the order of the report. */
  readonly explains: readonly string[];
  /** Ids of the checks that could not judge because of it, in the same order. */
  readonly blocks: readonly string[];
}

/** How long one kind of request takes, in milliseconds. */
export interface OperationLatency {
  /** `GET /Users?filter`, `PATCH /Users/{id}` */
  readonly operation: string;
  /** Requests that were answered. */
  readonly count: number;
  readonly median: number;
  readonly p95: number;
  readonly max: number;
}

/** One test that an identity provider runs itself, and how it would go. */
export interface ReadinessRow {
  /** As the identity provider's list has it: `V11`. */
  readonly id: string;
  readonly title: string;
  /** `notJudged` where its checks came to no judgement, or were not in the run. */
  readonly verdict: 'pass' | 'fail' | 'notApplicable' | 'notJudged';
  /** Ids of the checks that cover it; not all of them are in every run. */
  readonly checks: readonly string[];
}

/** The tests of one identity provider. */
export interface ReadinessList {
  readonly list: string;
  readonly title: string;
  readonly rows: readonly ReadinessRow[];
}

/** One exchange as it can be compared with that of another target: see report/transcript.ts. */
export interface TranscriptExchange {
  /** Path with query below the base URL, decoded; the body as JSON text. */
  readonly request: { readonly method: string; readonly path: string; readonly body: string | null };
  /** Null when no answer came. */
  readonly response: {
    readonly status: number;
    /** Only those that say something about the target. */
    readonly headers: Headers;
    /** JSON text with placeholders in braces, or null for an empty body. */
    readonly body: string | null;
  } | null;
}

/** The first exchanges of a check's first experiment; the same seed gives the same ones on every target. */
export interface Transcript {
  /** Which experiment of the check it is: `0.2.0`. */
  readonly place: string;
  readonly exchanges: readonly TranscriptExchange[];
}

/** The one document a run produces; every other output is a pure function of it. */
export interface RunReport {
  readonly schemaVersion: 1;
  readonly tool: { readonly name: 'scim-conformance'; readonly version: string };
  readonly run: {
    readonly id: string;
    readonly seed: number;
    readonly effort: 'smoke' | 'quick' | 'standard' | 'thorough';
    /** ISO 8601, UTC. */
    readonly startedAt: string;
    readonly durationMs: number;
    readonly requests: number;
    /** False when the run was interrupted or the target stopped answering. */
    readonly complete: boolean;
    /** Why the run is incomplete or could not judge, else null. */
    readonly reason: string | null;
    /** Resources that could not be deleted, as URLs. */
    readonly leftBehind: readonly string[];
    /** What the run was asked to look at; reports of earlier versions do not tell. */
    readonly scope?: RunScope;
  };
  readonly target: {
    readonly name: string;
    readonly url: string;
    readonly application: string;
    readonly applicationName: string;
    /** "Tutorial: … (2023-04-10)" or null for a profile without a source. */
    readonly source: string | null;
    /** What a reader of the report has to know about this run: measured instead of documented tables, names read in another way. */
    readonly notes: readonly string[];
    /** What the application's documentation says beside its attribute table. */
    readonly documentation: readonly string[];
    /** Left out where nothing was learnt, and by earlier versions. */
    readonly learnt?: Learnt;
    /** How requests are sent again; reports of earlier versions do not tell. */
    readonly access?: Access;
  };
  /** `error` without the checks that never ran, which are `notRun` where there are any. */
  readonly summary: Readonly<Record<Verdict | 'waived', number>> & { readonly notRun?: number };
  readonly checks: readonly CheckResult[];
  readonly attributes: readonly AttributeReport[];
  readonly requirements: Readonly<Record<string, RequirementReport>>;
  readonly observations: JsonObject;
  /** By check id, for comparisons; reports of earlier versions have none. */
  readonly transcript?: Readonly<Record<string, Transcript>>;
  /** What the findings most likely come from, gravest first. */
  readonly causes?: readonly Cause[];
  /** By operation, the slowest first. */
  readonly latency?: readonly OperationLatency[];
  /** How the tests of identity providers would go; left out where the run judged none of them. */
  readonly readiness?: readonly ReadinessList[];
  /** How it compares with the baseline, where one was given. */
  readonly baseline?: AgainstBaseline;
}
