import type { Machine } from '../../model/machine.js';
import { machineOf } from '../../model/machine.js';
import { steady } from '../../properties/commands/steady.js';
import type { System } from '../../properties/commands/system.js';
import { faults } from '../../providers/faulty/index.js';
import { faultyMachine } from '../../providers/faulty/machine.js';
import { machineProvider } from '../../providers/reference.js';
import { ProgramFailure } from '../../providers/stdio/failure.js';
import { ProgramProvider } from '../../providers/stdio/provider.js';
import { bridgeCommand } from '../../providers/winsock/bridge.js';
import type { Profile, ProfileDescription } from '../../spec/profiles.js';
import { profileOf } from '../../spec/profiles.js';
import { candidatesOf, readingKeys } from '../../spec/readings.js';
import { UsageError } from '../usage-error.js';

/** What is driven. */
export interface Subject {
  /** What it calls itself, and what it is called on the command line. */
  readonly name: string;
  readonly command: readonly string[];
  readonly profile: string | ProfileDescription;
  readonly system: System;
  /** Whether the same calls may have other results another time. */
  readonly varies: boolean;
  /** Whether it is the real Winsock, on which a C program shows what is wrong. */
  readonly isWinsock: boolean;
  readonly end: () => Promise<void>;
}

/** What the command line says of it. */
export interface Wanted {
  readonly provider: string;
  /** The words after `--`. */
  readonly command: readonly string[];
  /** What `--profile` names, if it does. */
  readonly profile: string | ProfileDescription | undefined;
  readonly jobs: number;
}

/** The provider that is wanted. Throws a {@link UsageError} if there is none of that name, and if the signal ends it. */
export async function subjectOf(wanted: Wanted, signal?: AbortSignal): Promise<Subject> {
  const { provider, command } = wanted;
  if (provider === 'stdio') return await programOf(wanted);
  if (provider === 'winsock' && command.length === 0)
    return {
      ...(await programOf({ ...wanted, command: await bridgeCommand([], signal) })),
      command: ['--provider', provider],
      isWinsock: true,
    };
  if (command.length > 0)
    throw new UsageError(`--provider ${provider}: expected no command, found "${command.join(' ')}"`);
  if (provider === 'reference') {
    const reference = wanted.profile ?? 'tcp';
    return inMemory(provider, reference, firstReadings(profileOf(reference)));
  }
  const fault = faults.find(({ name }) => name === provider);
  if (!fault) throw new UsageError(`--provider: expected ${known}, found "${provider}"`);
  const reference = wanted.profile ?? fault.profile;
  return inMemory(provider, reference, faultyMachine({ ...fault, profile: profileOf(reference) }));
}

const known = `reference, stdio, winsock, or a faulty one by name, such as ${faults[0]?.name ?? ''}`;

const inMemory = (name: string, profile: Subject['profile'], machine: Machine): Subject => ({
  name,
  command: ['--provider', name],
  profile,
  system: steady((choose) => machineProvider(name, machine, choose).open()),
  varies: false,
  isWinsock: false,
  end: () => Promise.resolve(),
});

/** The reference follows the first reading of each ambiguity, in every session. */
const firstReadings = (profile: Profile): Machine =>
  machineOf(profile, {
    readings: Object.fromEntries(
      readingKeys.map((key) => [key, (profile.readings[key] ?? candidatesOf(key)).slice(0, 1)]),
    ),
  });

async function programOf({ command, profile, jobs }: Wanted): Promise<Subject> {
  const [file, ...args] = command;
  if (file === undefined)
    throw new UsageError('--provider stdio: expected a command after --, as in stdio -- python3 provider.py');
  const program = await ProgramProvider.start([file, ...args], { processes: jobs });
  return {
    name: program.name,
    command: ['--provider', 'stdio', '--', ...command],
    profile: profile ?? program.profile,
    system: {
      open: () => program.open(),
      hasCrashed: (error) => error instanceof ProgramFailure && error.misbehaviour === 'died',
    },
    varies: true,
    isWinsock: false,
    end: () => program.end(),
  };
}
