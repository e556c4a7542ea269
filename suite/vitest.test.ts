import { chooser } from '../properties/commands/chooser.js';
import { machineProvider } from '../providers/reference.js';
import { machineOf } from '../model/machine.js';
import { profileNamed } from '../spec/profiles.js';
import { socketName } from '../spec/trace/names.js';
import { conformance } from './vitest.js';

conformance(
  'the reference, as a provider of a user',
  () => {
    const session = machineProvider('reference', machineOf(profileNamed('tcp')), chooser(1)).open();
    return {
      ...session,
      call: (socket, call) => session.call(socketName(socket), call),
      settle: () => session.settle(),
    };
  },
  { runs: 4, maxSteps: 20 },
);
