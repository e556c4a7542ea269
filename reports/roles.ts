import type { SocketName, Step } from '../spec/trace/step.js';

/** On which side of a picture a socket stands: those that connect on the left, those that listen or were accepted on the right. */
export type Role = 'client' | 'server';

/** The sockets of a trace in the order in which they appear, each with its side. */
export function rolesIn(steps: readonly Step[]): ReadonlyMap<SocketName, Role> {
  const order = new Set<SocketName>();
  const servers = new Set<SocketName>();
  for (const step of steps) {
    if ('settle' in step) continue;
    if ('call' in step && step.call === 'WSAConnect') servers.add(step.args.to);
    if ('call' in step && (step.call === 'listen' || step.call === 'WSAAccept')) servers.add(step.socket);
    if ('call' in step && step.call === 'WSAAccept') servers.add(step.args.as);
    order.add(step.socket);
  }
  return new Map([...order].map((name) => [name, servers.has(name) ? 'server' : 'client']));
}
