/** Reasons why a requirement cannot be judged from outside; a row with a reason of its own spells it out. */

export const CLIENT = 'It binds the client, not the service provider.';
export const CLIENT_CHOICE =
  'It permits something to the client; what a service provider owes then is a row of its own.';
export const PERMISSION =
  'It permits something to the service provider, so nothing a target does can break it.';
export const INTERNAL = 'It concerns what happens inside the service provider; no answer shows it.';
export const DEPLOYMENT = 'It binds those who deploy or administer a service provider.';
export const AUTHORS = 'It binds those who write schemas and specifications.';
export const MEANING = 'Only people can say whether a value has this meaning.';
export const TRANSPORT = 'It concerns the transport beneath HTTP, which a conformance run takes as it is.';
export const NOT_OWNED = 'It concerns resources or values that a test cannot create for itself.';
export const APPROPRIATE = 'The text asks for it where appropriate, which the service provider decides.';
