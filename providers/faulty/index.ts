import type { Choose, MachineProvider, Manner } from '../reference.js';
import { machineProvider } from '../reference.js';
import { abortiveFaults } from './abortive.js';
import { acceptanceFaults } from './acceptance.js';
import { blockingFaults } from './blocking.js';
import { bytesFaults } from './bytes.js';
import { closingFaults } from './closing.js';
import { connectDataFaults } from './connect-data.js';
import { deferralFaults } from './deferral.js';
import { disconnectDataFaults } from './disconnect-data.js';
import type { Fault } from './fault.js';
import { fdCloseFaults } from './fd-close.js';
import { gracefulFaults } from './graceful.js';
import { groupFaults } from './groups.js';
import { halfCloseFaults } from './half-close.js';
import { indicationFaults } from './indications.js';
import { lingerFaults } from './linger.js';
import { faultyMachine } from './machine.js';
import { misuseFaults } from './misuse.js';
import { rejectionFaults } from './rejection.js';
import { surroundingsFaults } from './surroundings.js';

export type { Fault } from './fault.js';

/** Every fault, in the order of the properties. */
export const faults: readonly Fault[] = [
  ...deferralFaults,
  ...acceptanceFaults,
  ...rejectionFaults,
  ...connectDataFaults,
  ...groupFaults,
  ...bytesFaults,
  ...gracefulFaults,
  ...abortiveFaults,
  ...halfCloseFaults,
  ...disconnectDataFaults,
  ...fdCloseFaults,
  ...indicationFaults,
  ...lingerFaults,
  ...closingFaults,
  ...misuseFaults,
  ...blockingFaults,
  ...surroundingsFaults,
];

/** The fault of that name; throws an error that lists the names if there is none. */
export function faultNamed(name: string): Fault {
  const fault = faults.find((one) => one.name === name);
  if (fault) return fault;
  const names = faults.map((one) => one.name).join(', ');
  throw new Error(`there is no faulty provider “${name}”; there are ${names}`);
}

/** A provider that conforms in all but one thing. */
export const faultyProvider = (fault: Fault, choose: Choose, manner?: Manner): MachineProvider =>
  machineProvider(fault.name, faultyMachine(fault), choose, manner);
