import type { ProviderSettings } from './settings.ts';
import type { Provider, Steps } from './steps.ts';
import { ADDITIONS } from './variations/additions.ts';
import { ANSWERS } from './variations/answers.ts';
import { DESCRIPTIONS } from './variations/description.ts';
import { ERRORS } from './variations/errors.ts';
import { IDENTIFIERS } from './variations/identifiers.ts';
import { LISTS } from './variations/lists.ts';
import { NEIGHBOURS } from './variations/neighbours.ts';
import { REFUSALS } from './variations/refusals.ts';
import { SCHEMAS } from './variations/schemas.ts';
import { TIMES } from './variations/times.ts';
import { VALUES } from './variations/values.ts';
import type { Variation, VariationTopic } from './variations/variation.ts';

const TOPICS = {
  answers: ANSWERS,
  identifiers: IDENTIFIERS,
  lists: LISTS,
  description: DESCRIPTIONS,
  schemas: SCHEMAS,
  values: VALUES,
  additions: ADDITIONS,
  times: TIMES,
  errors: ERRORS,
  refusals: REFUSALS,
  neighbours: NEIGHBOURS,
} as const;

/** Every variation of the catalogue. */
const VARIATIONS = {
  ...ANSWERS,
  ...IDENTIFIERS,
  ...LISTS,
  ...DESCRIPTIONS,
  ...SCHEMAS,
  ...VALUES,
  ...ADDITIONS,
  ...TIMES,
  ...ERRORS,
  ...REFUSALS,
  ...NEIGHBOURS,
} as const;

/** The id of a variation, as `serve --variation` takes it. */
export type VariationId = keyof typeof VARIATIONS;

/** A variation as `serve --list-variations` prints it. */
export interface KnownVariation {
  readonly id: VariationId;
  readonly title: string;
  /** The section that permits it: `RFC7644-3.5.2`. */
  readonly permittedBy: string;
  readonly topic: VariationTopic;
  /** Ids of requirements whose recommendation or habit it does not follow. */
  readonly warns: readonly string[];
}

/** Whether a text names a variation. */
export function isVariationId(text: string): text is VariationId {
  return Object.hasOwn(VARIATIONS, text);
}

/** The catalogue in the order of its topics. */
export function knownVariations(): readonly KnownVariation[] {
  return Object.entries(TOPICS).flatMap(([topic, variations]) =>
    Object.keys(variations)
      .filter(isVariationId)
      .map((id) => {
        const { title, permittedBy, warns = [] }: Variation = VARIATIONS[id];
        return { id, title, permittedBy, topic: topic as VariationTopic, warns };
      }),
  );
}

/** The settings of a provider with those of these variations in their place. */
export function varied(settings: ProviderSettings, ids: readonly VariationId[]): ProviderSettings {
  let current = settings;
  for (const id of ids) {
    const { settings: change }: Variation = VARIATIONS[id];
    if (change !== undefined) current = { ...current, ...change(current) };
  }
  return current;
}

/** The steps with these variations switched on, the later ones around the earlier. */
export function withVariations(steps: Steps, ids: readonly VariationId[], provider: Provider): Steps {
  let current = steps;
  for (const id of ids) {
    const { overrides }: Variation = VARIATIONS[id];
    if (overrides !== undefined) current = { ...current, ...overrides(current, provider) };
  }
  return current;
}
