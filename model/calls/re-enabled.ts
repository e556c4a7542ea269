import type { NetworkEvent } from '../../spec/events.js';
import type { CallName } from '../../spec/trace/step.js';
import { allow, reEnable } from '../indications.js';
import type { Stage } from '../rule.js';

/** The events that a call enables again, whatever it finds (NE-12). FD_WRITE is enabled by a send that found no room, and by no other (NE-21). */
const enabledBy: { readonly [Name in CallName]?: NetworkEvent } = {
  recv: 'FD_READ',
  WSARecv: 'FD_READ',
  WSAAccept: 'FD_ACCEPT',
};

/**
 * Effect of a call that was not carried out, for want of resources: it has enabled its event again, since even a failing one does
 * (NE-13), or has never come so far, which is nobody's fault. If the condition holds, the event may be recorded anew (NE-14).
 */
export function mayReEnable(
  call: CallName,
  { self, link, oneOf }: Pick<Stage<CallName>, 'self' | 'link' | 'oneOf'>,
): void {
  const event = enabledBy[call];
  if (event === undefined || !self.told.includes(event) || oneOf(['too early', 'enabled']) === 'too early')
    return;
  reEnable(self, event);
  const holds =
    self.phase.is === 'listening'
      ? self.phase.queue.length > 0
      : link !== null &&
        (link.end.unread.length > 0 || link.end.discarded === true || link.end.lost?.arriving !== undefined);
  if (holds) allow(self, event);
}
