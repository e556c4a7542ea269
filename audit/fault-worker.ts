import type { FaultRow } from './fault-row.js';
import { rowOf } from './fault-row.js';

/** What a thread of the pool does with the name of a fault; tinypool asks for a default export. */
// eslint-disable-next-line no-restricted-exports -- the pool calls the default export
export default (name: string): Promise<FaultRow> => rowOf(name);
