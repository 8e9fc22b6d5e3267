import type { AttributePath, Filter } from '../syntax.ts';

/** How tightly each form binds (RFC 7644 §3.4.2.2): what is not listed never needs parentheses. */
const PRECEDENCE: Partial<Record<Filter['kind'], number>> = { or: 1, and: 2 };

export function pathText(path: AttributePath): string {
  const urn = path.urn === null ? '' : `${path.urn}:`;
  const filter = path.filter === null ? '' : `[${filterText(path.filter)}]`;
  const subAttribute = path.subAttribute === null ? '' : `.${path.subAttribute}`;
  return urn + path.attribute + filter + subAttribute;
}

export function filterText(filter: Filter): string {
  switch (filter.kind) {
    case 'present':
      return `${pathText(filter.path)} pr`;
    case 'compare':
      return `${pathText(filter.path)} ${filter.operator} ${JSON.stringify(filter.value)}`;
    case 'valuePath':
      return pathText(filter.path);
    case 'not':
      return `not (${filterText(filter.filter)})`;
    default: {
      const own = PRECEDENCE[filter.kind] ?? 0;
      // Chains group to the left, so an equal operator on the right keeps its parentheses.
      return `${operand(filter.left, own)} ${filter.kind} ${operand(filter.right, own + 1)}`;
    }
  }
}

function operand(filter: Filter, atLeast: number): string {
  const text = filterText(filter);
  return (PRECEDENCE[filter.kind] ?? Number.POSITIVE_INFINITY) < atLeast ? `(${text})` : text;
}
