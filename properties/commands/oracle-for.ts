import type { Machine } from '../../model/machine.js';
import { Oracle } from '../../model/oracle/oracle.js';

/**
 * The oracle that follows the runs of a system: the one that is given, which knows already what it has met in others, or a new one.
 * Throws a `RangeError` if that one is not of the machine that the system is held against.
 */
export function oracleFor(
  { machine, oracle }: { readonly machine: Machine; readonly oracle?: Oracle },
  fresh: (machine: Machine) => Oracle = (documents) => new Oracle(documents),
): Oracle {
  if (oracle && oracle.machine !== machine)
    throw new RangeError('oracle: expected one of the machine that the system is held against');
  return oracle ?? fresh(machine);
}
