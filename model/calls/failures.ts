import type { Draft } from 'immer';
import type { ErrorCode } from '../../spec/errors.js';
import type { NetworkEvent } from '../../spec/events.js';
import { failures } from '../attempts.js';
import { allow } from '../indications.js';
import type { Stage } from '../rule.js';
import type { Indication } from '../world.js';
import { loseToNetwork, stands } from './network.js';

type Enumeration = Stage<'WSAEnumNetworkEvents'>;

/** Records whatever failures of the surroundings were seen in an enumeration, as far as they may have happened. */
export function recordFailures(stage: Enumeration): void {
  const { observed, self } = stage;
  const seen = observed && 'ok' in observed ? observed.ok.events : undefined;
  for (const event of self.registration?.mask ?? []) {
    const code = seen?.[event];
    if (code !== undefined && code !== 0) record[event]?.(stage, code);
  }
}

type Recording = (stage: Enumeration, code: ErrorCode) => void;

const subsystemFailed =
  (event: NetworkEvent): Recording =>
  ({ self }, code) => {
    if (code !== 'WSAENETDOWN') return;
    if (!self.told.includes(event)) allow(self, event, code);
    else for (const { under } of anew(self, event)) allow(self, event, code, under);
  };

/** What is recorded of an event though it was told before (AM-08a, AM-08b). */
const anew = ({ registration }: Enumeration['self'], event: NetworkEvent): readonly Draft<Indication>[] =>
  (registration?.indications ?? []).filter((indication) => indication.event === event);

/** What each event may tell of the surroundings. */
const record: { readonly [Event in NetworkEvent]?: Recording } = {
  FD_ACCEPT: subsystemFailed('FD_ACCEPT'),
  FD_READ: subsystemFailed('FD_READ'),
  FD_WRITE: subsystemFailed('FD_WRITE'),
  FD_CONNECT: ({ self }, code) => {
    if (!failures.some((failure) => failure === code)) return;
    for (const indication of self.registration?.indications ?? [])
      if (indication.event === 'FD_CONNECT' && indication.code === 'WSAETIMEDOUT') indication.code = code;
  },
  FD_CLOSE: (stage, code) => {
    const { link, self, reading } = stage;
    if (link === null || self.phase.is !== 'connected' || !stands(link)) return;
    if (self.told.includes('FD_CLOSE')) return;
    if (code !== 'WSAECONNABORTED' && code !== 'WSAENETDOWN') return;
    if (link.end.ended && link.end.unread.length === 0) return;
    reading('AM-06', { told: ['R1'] });
    loseToNetwork(stage, [code]);
  },
};
