import type { Deviation } from './expectation.ts';

/** One defect as an engineer counts them: what the server does, whatever checks find it. */
export interface Defect {
  readonly confirmation: string;
  readonly breaks: string;
  readonly deviations: readonly Deviation[];
}

const GRAVEST = ['fail', 'warn', 'error'] as const satisfies readonly Deviation['verdict'][];

/** The defects behind deviations: those that are confirmed in the same words are one. */
export function defectsOf(deviations: readonly Deviation[]): readonly Defect[] {
  const words = new Set(deviations.map(({ confirmation }) => confirmation));
  return [...words].map((confirmation) => {
    const own = deviations.filter((one) => one.confirmation === confirmation);
    const breaks = [...new Set(own.map((one) => one.breaks))].join('; ');
    return { confirmation, breaks, deviations: own };
  });
}

/** The gravest verdict that a defect has. */
export function gravest({ deviations }: Defect): Deviation['verdict'] {
  return GRAVEST.find((verdict) => deviations.some((one) => one.verdict === verdict)) ?? 'error';
}
