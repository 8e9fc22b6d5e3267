/** What the command line ends with; part of the contract with CI. */
export const EXIT = {
  /** Conformant at the gated level. */
  conformant: 0,
  notConformant: 1,
  /** Usage or configuration error. */
  usage: 2,
  /** The target could not be judged. */
  unjudged: 3,
  interrupted: 130,
} as const;
