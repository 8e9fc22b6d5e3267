import type { MappedAttribute } from '../config/mapping.ts';
import { type CheckContext, Failure } from '../engine/context.ts';
import type { AttributeColumn } from '../report/report.ts';

/** Runs a part of a check and records how it went as a cell of the attribute matrix. @throws whatever the part throws */
export async function measuring(
  t: CheckContext,
  attribute: MappedAttribute,
  column: AttributeColumn,
  part: () => Promise<void>,
): Promise<void> {
  try {
    await part();
    t.session.measure(attribute, column, 'pass');
  } catch (error) {
    t.session.measure(attribute, column, error instanceof Failure ? 'fail' : 'error');
    throw error;
  }
}
