import type { AttributeDefinition, AttributeType, Json } from '../../kit/index.ts';

/** A value of each simple type that no resource has by chance. */
const VALUES: Readonly<Record<Exclude<AttributeType, 'complex'>, (marker: string) => Json>> = {
  string: (marker) => `probe-${marker}`,
  reference: (marker) => `https://probe.example.com/${marker}`,
  boolean: () => true,
  decimal: () => 42_424.25,
  integer: () => 424_242,
  dateTime: () => '2001-02-03T04:05:06Z',
  binary: (marker) => Buffer.from(marker).toString('base64'),
};

/**
 * A value of an attribute's type that a client would have no reason to send, so that it shows where it came from. Of a
 * complex attribute all sub-attributes have one, but booleans, which show nothing.
 */
export function probeValue(definition: AttributeDefinition, marker: string): Json {
  const { type, multiValued, subAttributes = [] } = definition;
  const one =
    type === 'complex'
      ? Object.fromEntries(
          subAttributes
            .filter((sub) => sub.type !== 'boolean')
            .map((sub) => [sub.name, probeValue(sub, marker)]),
        )
      : VALUES[type](marker);
  return multiValued ? [one] : one;
}
