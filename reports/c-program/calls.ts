import { match } from 'ts-pattern';
import type { CallStep, ConditionAnswer, SocketName } from '../../spec/trace/step.js';
import { stringLiteral } from './literals.js';

type Variable = (name: SocketName) => string;

/** The statements that make a call and take note of its result in `r`; `null` for what is no call. */
export function statementsOf(step: CallStep, variable: Variable): readonly string[] | null {
  const self = variable(step.socket);
  const s = `${self}.s`;
  return match(step)
    .with({ call: 'WSASocket' }, ({ args }) => [
      `${s} = WSASocketW(AF_INET, SOCK_STREAM, IPPROTO_TCP, NULL, ${String(args.group ?? 0)}, WSA_FLAG_OVERLAPPED);`,
      `ended(r, ${s} == INVALID_SOCKET);`,
    ])
    .with({ call: 'bind' }, () => [
      'struct sockaddr_in address;',
      'int length = sizeof address;',
      'memset(&address, 0, sizeof address);',
      'address.sin_family = AF_INET;',
      'address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);',
      `ended(r, bind(${s}, (struct sockaddr *)&address, sizeof address) != 0);`,
      `if (r->error == 0) getsockname(${s}, (struct sockaddr *)&${self}.address, &length);`,
    ])
    .with({ call: 'listen' }, ({ args }) => [`ended(r, listen(${s}, ${String(args.backlog)}) != 0);`])
    .with({ call: 'ioctlsocket' }, ({ args }) => [
      `u_long nonblocking = ${args.nonblocking ? '1' : '0'};`,
      `ended(r, ioctlsocket(${s}, FIONBIO, &nonblocking) != 0);`,
    ])
    .with({ call: 'setsockopt', args: { option: 'SO_LINGER' } }, ({ args }) => [
      `struct linger value = {${args.onoff ? '1' : '0'}, ${String(args.linger)}};`,
      `ended(r, setsockopt(${s}, SOL_SOCKET, SO_LINGER, (const char *)&value, sizeof value) != 0);`,
    ])
    .with({ call: 'setsockopt' }, ({ args }) => [
      `BOOL value = ${'value' in args && args.value ? 'TRUE' : 'FALSE'};`,
      `ended(r, setsockopt(${s}, SOL_SOCKET, (int)${args.option}, (const char *)&value, sizeof value) != 0);`,
    ])
    .with({ call: 'getsockopt', args: { option: 'SO_LINGER' } }, () => [
      'int length = sizeof r->linger;',
      `ended(r, getsockopt(${s}, SOL_SOCKET, SO_LINGER, (char *)&r->linger, &length) != 0);`,
      'tell(r, "onoff %d, linger %d", r->linger.l_onoff, r->linger.l_linger);',
    ])
    .with({ call: 'getsockopt' }, ({ args }) => [
      'int length = sizeof r->value;',
      `ended(r, getsockopt(${s}, SOL_SOCKET, (int)${args.option}, (char *)&r->value, &length) != 0);`,
      'tell(r, "value %d", r->value);',
    ])
    .with({ call: 'WSAEventSelect' }, ({ args }) =>
      args.events.length === 0
        ? [`ended(r, WSAEventSelect(${s}, NULL, 0) != 0);`]
        : [
            `WSAEVENT event = WSACreateEvent();`,
            `ended(r, WSAEventSelect(${s}, event, ${args.events.join(' | ')}) != 0);`,
          ],
    )
    .with({ call: 'WSAEnumNetworkEvents' }, () => [
      `ended(r, WSAEnumNetworkEvents(${s}, NULL, &r->events) != 0);`,
      'tell_events(r);',
    ])
    .with({ call: 'WSAConnect' }, ({ args }) => {
      const to = `(struct sockaddr *)&${variable(args.to)}.address, sizeof ${variable(args.to)}.address`;
      const { callerData, calleeDataLen } = args;
      return [
        ...(typeof callerData === 'string' ? bufferOf('caller_data', callerData) : []),
        ...(calleeDataLen === undefined
          ? []
          : [
              `static char room[${String(Math.max(1, calleeDataLen))}];`,
              `static WSABUF callee_data;`,
              `callee_data.buf = room;`,
              `callee_data.len = ${String(calleeDataLen)};`,
            ]),
        `ended(r, WSAConnect(${s}, ${to}, ${typeof callerData === 'string' ? '&caller_data' : 'NULL'}, ${
          calleeDataLen === undefined ? 'NULL' : '&callee_data'
        }, NULL, NULL) != 0);`,
      ];
    })
    .with({ call: 'WSAAccept' }, ({ args }) => {
      const as = variable(args.as);
      return [
        ...(args.condition === null ? [] : [`r->answer = ${answer(args.condition)};`, 'use_stack();']),
        `${as}.s = WSAAccept(${s}, NULL, NULL, ${args.condition === null ? 'NULL, 0' : 'decide, (DWORD_PTR)r'});`,
        `ended(r, ${as}.s == INVALID_SOCKET);`,
        `${as}.address = ${self}.address;`,
        ...(args.condition === null ? [] : ['tell_condition(r);']),
      ];
    })
    .with({ call: 'send' }, ({ args }) => [
      `r->count = send(${s}, ${stringLiteral(args.data)}, ${String(args.data.length)}, 0);`,
      'ended(r, r->count == SOCKET_ERROR);',
      'tell(r, "%d bytes sent", r->count);',
    ])
    .with({ call: 'WSASend' }, ({ args }) => [
      ...bufferOf('buffer', args.data),
      'DWORD count = 0;',
      `ended(r, WSASend(${s}, &buffer, 1, &count, 0, NULL, NULL) != 0);`,
      'r->count = (int)count;',
      'tell(r, "%d bytes sent", r->count);',
    ])
    .with({ call: 'recv' }, ({ args }) => [
      `r->count = recv(${s}, r->data, ${String(args.len)}, 0);`,
      'ended(r, r->count == SOCKET_ERROR);',
      'tell(r, "%d bytes received", r->count);',
    ])
    .with({ call: 'WSARecv' }, ({ args }) => [
      'WSABUF buffer;',
      'DWORD count = 0, flags = 0;',
      ...receivesInto(args.len),
      `ended(r, WSARecv(${s}, &buffer, 1, &count, &flags, NULL, NULL) != 0);`,
      'r->count = (int)count;',
      'tell(r, "%d bytes received", r->count);',
    ])
    .with({ call: 'shutdown' }, ({ args }) => [`ended(r, shutdown(${s}, ${args.how}) != 0);`])
    .with({ call: 'WSASendDisconnect' }, ({ args }) =>
      typeof args.data === 'string'
        ? [...bufferOf('buffer', args.data), `ended(r, WSASendDisconnect(${s}, &buffer) != 0);`]
        : [`ended(r, WSASendDisconnect(${s}, NULL) != 0);`],
    )
    .with({ call: 'WSARecvDisconnect' }, ({ args }) =>
      args.len === null
        ? [`ended(r, WSARecvDisconnect(${s}, NULL) != 0);`]
        : ['WSABUF buffer;', ...receivesInto(args.len), `ended(r, WSARecvDisconnect(${s}, &buffer) != 0);`],
    )
    .with({ call: 'closesocket' }, () => [
      `ended(r, closesocket(${s}) != 0);`,
      `if (r->error == 0) ${s} = INVALID_SOCKET;`,
    ])
    .with({ call: 'CalleeData' }, () => null)
    .exhaustive();
}

const bufferOf = (name: string, data: string): readonly string[] => [
  `static char ${name}_bytes[] = ${stringLiteral(data)};`,
  `WSABUF ${name} = {${String(data.length)}, ${name}_bytes};`,
];

/** Member by member: to an initializer that is no constant, MSVC objects at its level 4. */
const receivesInto = (len: number): readonly string[] => [
  `buffer.len = ${String(len)};`,
  'buffer.buf = r->data;',
];

/** CF_ACCEPT and its siblings are macros of winsock2.h. */
const answer = (condition: ConditionAnswer): string => String(condition);
