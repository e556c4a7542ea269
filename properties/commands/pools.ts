import type { Profile } from '../../spec/profiles.js';
import { carriesConnectData, carriesDisconnectData, isMessageOriented } from '../../spec/profiles.js';
import { networkEvents } from '../../spec/events.js';
import type { NetworkEvent } from '../../spec/events.js';
import type {
  Call,
  CallName,
  ConditionAnswer,
  ReadableOption,
  ShutdownHow,
  SocketName,
} from '../../spec/trace/step.js';
import type { Pool } from './pool.js';
import { mapped, pairs } from './pool.js';

/** What the arguments of a call are drawn from. */
export interface Circumstances {
  readonly profile: Profile;
  /** What the socket is for. */
  readonly role: 'listener' | 'connection';
  /** The sockets to connect to. */
  readonly targets: Pool<SocketName>;
  /** The name of the next socket that is accepted. */
  readonly accepted: SocketName;
  /** So many bytes, unlike those of other calls. */
  readonly bytes: (length: number) => string;
}

const everyEvent: readonly NetworkEvent[] = ['FD_READ', 'FD_WRITE', 'FD_ACCEPT', 'FD_CONNECT', 'FD_CLOSE'];

const listenerMasks: Pool<readonly NetworkEvent[]> = [
  [6, ['FD_ACCEPT']],
  [4, everyEvent],
  [1, ['FD_ACCEPT', 'FD_CLOSE']],
  [0.7, []],
  [0.2, ['FD_READ']],
];

const connectionMasks: Pool<readonly NetworkEvent[]> = [
  [5, everyEvent],
  [1, ['FD_READ']],
  [1, ['FD_CLOSE']],
  [1, ['FD_WRITE']],
  [1, ['FD_CONNECT']],
  [1, ['FD_READ', 'FD_CLOSE']],
  [1, []],
  [0.2, networkEvents],
];

const conditions: Pool<ConditionAnswer | null> = [
  [5, 'CF_ACCEPT'],
  [2, 'CF_DEFER'],
  [1.5, 'CF_REJECT'],
  [2, null],
  [0.15, 7],
];

const options: Pool<ReadableOption> = [
  [1, 'SO_LINGER'],
  [1, 'SO_DONTLINGER'],
  [0.5, 'SO_CONDITIONAL_ACCEPT'],
  [0.5, 'SO_ACCEPTCONN'],
  [2, 'SO_ERROR'],
];

const directions: Pool<ShutdownHow> = [
  [3, 'SD_SEND'],
  [1, 'SD_RECEIVE'],
  [1, 'SD_BOTH'],
];

const optionalData = (
  carried: boolean,
  most: number,
  bytes: Circumstances['bytes'],
): Pool<{ readonly data?: string | null }> =>
  carried
    ? [
        [4, {}],
        [1, { data: null }],
        [1, { data: '' }],
        [4, { data: bytes(2) }],
        [1, { data: bytes(most) }],
        [0.3, { data: bytes(most + 1) }],
      ]
    : [
        [20, {}],
        [1, { data: null }],
        [0.3, { data: '' }],
        [0.6, { data: bytes(1) }],
      ];

const sent = (bytes: Circumstances['bytes']): Pool<string> => [
  [5, bytes(1)],
  [2, bytes(2)],
  [2, bytes(5)],
  [1, bytes(40)],
  [0.2, ''],
  [0.1, bytes(5000)],
];

const lengths = (profile: Profile): Pool<number> => [
  [2, 1],
  [1, 3],
  [5, 64],
  [1, 8192],
  [isMessageOriented(profile) ? 0.2 : 0, 0],
];

/** The calls of each name that make sense in some state of a socket, the sensible ones likelier. */
export const callPools: { readonly [Name in CallName]: (circumstances: Circumstances) => Pool<Call> } = {
  WSASocket: () =>
    mapped(
      [
        [30, {}],
        [0.2, { group: 1 }],
        [0.1, { group: 2 }],
        [0.1, { group: 7 }],
      ],
      (args) => ({ call: 'WSASocket', args }),
    ),
  bind: () => [[1, { call: 'bind', args: {} }]],
  listen: () =>
    mapped(
      [
        [4, 5],
        [2, 1],
        [1, 2],
        [0.3, 0],
        [0.2, -1],
        [0.3, 200],
        [0.2, 2 ** 31 - 1],
      ],
      (backlog) => ({ call: 'listen', args: { backlog } }),
    ),
  ioctlsocket: () =>
    mapped(
      [
        [5, true],
        [1, false],
      ],
      (nonblocking) => ({ call: 'ioctlsocket', args: { nonblocking } }),
    ),
  setsockopt: ({ role }) => [
    [3, { call: 'setsockopt', args: { option: 'SO_LINGER', onoff: true, linger: 0 } }],
    [3, { call: 'setsockopt', args: { option: 'SO_LINGER', onoff: true, linger: 1 } }],
    [1, { call: 'setsockopt', args: { option: 'SO_LINGER', onoff: false, linger: 0 } }],
    [0.5, { call: 'setsockopt', args: { option: 'SO_LINGER', onoff: false, linger: 5 } }],
    [1, { call: 'setsockopt', args: { option: 'SO_DONTLINGER', value: true } }],
    [0.7, { call: 'setsockopt', args: { option: 'SO_DONTLINGER', value: false } }],
    ...mapped(
      [
        [role === 'listener' ? 3 : 0.3, true],
        [0.3, false],
      ],
      (value): Call => ({ call: 'setsockopt', args: { option: 'SO_CONDITIONAL_ACCEPT', value } }),
    ),
  ],
  getsockopt: () => mapped(options, (option) => ({ call: 'getsockopt', args: { option } })),
  WSAEventSelect: ({ role }) =>
    mapped(role === 'listener' ? listenerMasks : connectionMasks, (events) => ({
      call: 'WSAEventSelect',
      args: { events },
    })),
  WSAEnumNetworkEvents: () => [[1, { call: 'WSAEnumNetworkEvents', args: {} }]],
  WSAConnect: ({ profile, targets, bytes }) => {
    const carried = carriesConnectData(profile);
    const most = profile.limits.connectData;
    const buffers: Pool<{ readonly calleeDataLen?: number }> = carried
      ? [
          [4, {}],
          [1, { calleeDataLen: 0 }],
          [1, { calleeDataLen: 1 }],
          [4, { calleeDataLen: most }],
          [0.5, { calleeDataLen: 2 * most }],
        ]
      : [
          [20, {}],
          [1, { calleeDataLen: 4 }],
        ];
    const data = pairs(optionalData(carried, most, bytes), buffers, ({ data: callerData }, buffer) =>
      callerData === undefined ? buffer : { ...buffer, callerData },
    );
    return pairs(targets, data, (to, more) => ({ call: 'WSAConnect', args: { to, ...more } }));
  },
  CalleeData: () => [[1, { call: 'CalleeData', args: {} }]],
  WSAAccept: ({ profile, accepted: as, bytes }) => {
    const carried = carriesConnectData(profile);
    const most = profile.limits.connectData;
    return pairs(conditions, optionalData(carried, most, bytes), (condition, { data }) => ({
      call: 'WSAAccept',
      args:
        condition === null || typeof data !== 'string'
          ? { as, condition }
          : { as, condition, calleeData: data },
    }));
  },
  send: ({ bytes }) => mapped(sent(bytes), (data) => ({ call: 'send', args: { data } })),
  WSASend: ({ bytes }) => mapped(sent(bytes), (data) => ({ call: 'WSASend', args: { data } })),
  recv: ({ profile }) => mapped(lengths(profile), (len) => ({ call: 'recv', args: { len } })),
  WSARecv: ({ profile }) => mapped(lengths(profile), (len) => ({ call: 'WSARecv', args: { len } })),
  shutdown: () => mapped(directions, (how) => ({ call: 'shutdown', args: { how } })),
  WSASendDisconnect: ({ profile, bytes }) =>
    mapped(optionalData(carriesDisconnectData(profile), profile.limits.disconnectData, bytes), (args) => ({
      call: 'WSASendDisconnect',
      args,
    })),
  WSARecvDisconnect: ({ profile }) =>
    mapped(
      [
        [1, null],
        [0.5, 0],
        [0.5, 1],
        [4, carriesDisconnectData(profile) ? profile.limits.disconnectData : 16],
      ],
      (len) => ({ call: 'WSARecvDisconnect', args: { len } }),
    ),
  closesocket: () => [[1, { call: 'closesocket', args: {} }]],
};
