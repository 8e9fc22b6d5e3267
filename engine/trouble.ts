/** Why a target cannot be judged: what was seen, and what to look at. */
export interface Trouble {
  readonly seen: string;
  readonly advice: string;
}
