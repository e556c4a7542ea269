import type { ErrorCode } from '../../spec/errors.js';
import { isTcp } from '../../spec/profiles.js';
import { failures } from '../attempts.js';
import type { CallRules, Outcome } from '../rule.js';
import { loseToNetwork, stands } from './network.js';
import { whenConnected } from './preconditions.js';

/** `getsockopt` for the options of the lifecycle. */
export const getsockoptRules: CallRules<'getsockopt'> = [
  {
    name: 'SO_LINGER reads what was set; the seconds matter only while lingering is on',
    clauses: ['LG-02', 'LG-10'],
    when: ({ args }) => args.option === 'SO_LINGER',
    then: ({ self, observed }) => {
      const { onoff, seconds } = self.linger;
      const shown = observed && 'ok' in observed ? observed.ok.linger : undefined;
      if (!onoff && shown !== undefined) return { ok: { onoff, linger: shown } };
      if (seconds !== 'unknown') return { ok: { onoff, linger: seconds } };
      if (shown === undefined) return { ok: { onoff } };
      self.linger.seconds = shown;
      return { ok: { onoff, linger: shown } };
    },
  },
  {
    name: 'SO_DONTLINGER reads whether lingering is off',
    clauses: ['LG-12'],
    when: ({ args }) => args.option === 'SO_DONTLINGER',
    then: ({ self, reading }) => {
      const polarity = reading('AM-15', { negated: ['R1'], same: ['R2'] });
      return { ok: { value: polarity === 'negated' ? !self.linger.onoff : self.linger.onoff } };
    },
  },
  {
    name: 'SO_CONDITIONAL_ACCEPT reads what was set, where the provider knows it',
    clauses: ['CA-27'],
    when: ({ args }) => args.option === 'SO_CONDITIONAL_ACCEPT',
    then: ({ self, model, oneOf }) => {
      const isOpen = isTcp(model.profile) && self.acceptedFrom !== null;
      const read = { ok: isOpen ? {} : { value: self.conditionalAccept } };
      return oneOf<Outcome>([read, { error: 'WSAENOPROTOOPT' }]);
    },
  },
  {
    name: 'SO_ACCEPTCONN reads whether the socket listens',
    clauses: ['LS-11'],
    when: ({ args }) => args.option === 'SO_ACCEPTCONN',
    then: ({ self }) => ({ ok: { value: self.phase.is === 'listening' } }),
  },
  {
    name: 'SO_ERROR reads and clears the code of the socket, which is not always set at once',
    clauses: ['ER-06', 'CN-03'],
    when: ({ args }) => args.option === 'SO_ERROR',
    then: ({ self, oneOf }) => {
      const value = oneOf<0 | ErrorCode>([0, ...self.errors]);
      if (value !== 0) self.errors = [];
      return { ok: { value } };
    },
  },
  {
    name: 'SO_ERROR tells how the network failed an attempt that came to nothing',
    clauses: ['ER-06', 'CN-03', 'CN-07'],
    kind: 'environment',
    when: ({ args, self }) => args.option === 'SO_ERROR' && self.errors.includes('WSAETIMEDOUT'),
    then: ({ self, oneOf }) => {
      const value = oneOf(failures);
      self.errors = [];
      if (self.failed === 'WSAETIMEDOUT') self.failed = value;
      return { ok: { value } };
    },
  },
  {
    name: 'SO_ERROR may keep on TCP why an attempt failed, until one succeeds',
    clauses: ['ER-06', 'CN-03'],
    kind: 'environment',
    when: ({ args, self, model }) =>
      args.option === 'SO_ERROR' && self.failed !== null && isTcp(model.profile),
    then: ({ self }) => {
      self.errors = [];
      return { ok: { value: self.failed ?? 0 } };
    },
  },
  {
    name: 'SO_ERROR may tell of a reset by this end',
    clauses: ['ER-06'],
    kind: 'environment',
    when: (scene) =>
      scene.args.option === 'SO_ERROR' && whenConnected(({ end }) => end.lost?.by === 'self')(scene),
    then: ({ oneOf }) => ({ ok: { value: oneOf(['WSAECONNABORTED', 'WSAECONNRESET']) } }),
  },
  {
    name: 'SO_ERROR tells that the network has lost the circuit',
    clauses: ['ER-06', 'AS-07', 'AS-09'],
    kind: 'environment',
    when: (scene) => scene.args.option === 'SO_ERROR' && whenConnected(stands)(scene),
    then: (stage) => {
      const value = loseToNetwork(stage, ['WSAECONNABORTED', 'WSAETIMEDOUT', 'WSAENETRESET']);
      stage.self.errors = [];
      return { ok: { value } };
    },
  },
];
