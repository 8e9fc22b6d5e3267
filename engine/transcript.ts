import type { Exchange } from '../http/exchange.ts';
import type { RunReport } from '../report/report.ts';
import { TRANSCRIPT_LENGTH, transcriptOf } from '../report/transcript.ts';

/** Characters of all transcripts together; indented as reports are, that is a fifth more. */
const BUDGET = 1_150_000;

type Transcripts = NonNullable<RunReport['transcript']>;

/** The first exchanges of one experiment, and its place among those of its check. */
interface Opening {
  readonly place: readonly number[];
  readonly exchanges: readonly Exchange[];
}

/** Keeps the first experiment of every check, of passing ones too: what comparisons with other targets are made of. */
export class TranscriptRecorder {
  readonly #openings = new Map<string, Opening>();
  readonly #ids = new Set<string>();

  /** Notes the id of a resource that the run created, whichever check refers to it. */
  created(id: string): void {
    this.#ids.add(id);
  }

  /**
   * Offers an experiment. The one with the lowest place stays, whichever came first: experiments run at the same time.
   * @param exchanges in the order of the requests
   */
  offer(checkId: string, place: readonly number[], exchanges: readonly Exchange[]): void {
    const known = this.#openings.get(checkId);
    if (exchanges.length === 0 || (known !== undefined && !isBefore(place, known.place))) return;
    this.#openings.set(checkId, { place, exchanges });
  }

  /** The transcripts by check id, fit for a report. */
  report(context: { readonly baseUrl: string; readonly markerPrefix: string }): Transcripts {
    const isId = (text: string): boolean => this.#ids.has(text);
    const entries = [...this.#openings].sort(([a], [b]) => (a < b ? -1 : 1));
    return within(
      BUDGET,
      Object.fromEntries(
        entries.map(([checkId, { place, exchanges }]) => [
          checkId,
          { place: place.join('.'), exchanges: transcriptOf(exchanges, { ...context, isId }) },
        ]),
      ),
    );
  }
}

function isBefore(a: readonly number[], b: readonly number[]): boolean {
  const at = a.findIndex((step, index) => step !== b[index]);
  return at !== -1 && (a[at] ?? 0) < (b[at] ?? -1);
}

/** The transcripts with as many of the first exchanges of each as the budget allows, the same number for every check. */
export function within(budget: number, transcripts: Transcripts): Transcripts {
  for (let kept = TRANSCRIPT_LENGTH; kept > 0; kept--) {
    const short = Object.fromEntries(
      Object.entries(transcripts).map(([id, { place, exchanges }]) => [
        id,
        { place, exchanges: exchanges.slice(0, kept) },
      ]),
    );
    if (JSON.stringify(short).length <= budget) return short;
  }
  return {};
}
