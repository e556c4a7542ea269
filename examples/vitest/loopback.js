/**
 * A provider that lives in this process: sockets that reach each other and nothing else. It has what a plain echo server
 * needs, and answers `unsupported` to the rest. `forgetsDataOnClose` is a mistake to be found: whoever closes takes along
 * what the other end has not read yet.
 */
export function loopback({ forgetsDataOnClose = false } = {}) {
  const sockets = new Map();
  /** Whose address a name stands for, also once it is closed: an accepted socket has that of its listener. */
  const addresses = new Map();
  /** Blocking calls that wait: each is tried again after every call. */
  let waiting = [];

  const failed = (error) => ({ result: { error } });
  const gave = (ok = {}) => ({ result: { ok } });

  const calls = {
    WSASocket: (name, { group = 0 }) => {
      if (group !== 0) return { result: 'unsupported' };
      sockets.set(name, { phase: 'unbound', received: [], peerEnded: false, ended: false, peer: null });
      return gave();
    },
    bind: (name) => {
      const self = sockets.get(name);
      if (self.phase !== 'unbound') return failed('WSAEINVAL');
      self.phase = 'bound';
      return gave();
    },
    listen: (name, { backlog }) => {
      const self = sockets.get(name);
      if (self.phase === 'unbound') return failed('WSAEINVAL');
      if (self.phase === 'connected') return failed('WSAEISCONN');
      if (self.phase === 'bound')
        Object.assign(self, { phase: 'listening', backlog: Math.max(backlog, 1), queue: [] });
      return gave();
    },
    WSAConnect: (name, { to, callerData, calleeDataLen }) => {
      if (callerData !== undefined || calleeDataLen !== undefined) return { result: 'unsupported' };
      const self = sockets.get(name);
      if (self.phase === 'listening') return failed('WSAEINVAL');
      if (self.phase === 'connected') return failed('WSAEISCONN');
      self.phase = 'bound';
      const listener = sockets.get(addresses.get(to) ?? to);
      if (listener?.phase !== 'listening' || listener.queue.length >= listener.backlog)
        return failed('WSAECONNREFUSED');
      const other = { phase: 'connected', received: [], peerEnded: false, ended: false, peer: self };
      Object.assign(self, { phase: 'connected', peer: other });
      listener.queue.push(other);
      return gave();
    },
    WSAAccept: (name, { as, condition }) => {
      if (condition !== null) return { result: 'unsupported' };
      const self = sockets.get(name);
      if (self.phase !== 'listening') return failed('WSAEINVAL');
      const accepted = self.queue.shift();
      if (accepted === undefined) return null;
      addresses.set(as, addresses.get(name) ?? name);
      sockets.set(as, accepted);
      return { result: { ok: {}, condition: { called: false } } };
    },
    send: (name, { data }) => {
      const self = sockets.get(name);
      if (self.phase !== 'connected') return failed('WSAENOTCONN');
      if (self.ended) return failed('WSAESHUTDOWN');
      if (self.reset) return failed('WSAECONNRESET');
      // What is sent to somebody who has gone comes back as a reset; nothing is sent of nothing.
      if (self.peer === null) self.reset = data !== '';
      else self.peer.received.push(...data);
      return gave({ sent: data.length });
    },
    recv: (name, { len }) => {
      const self = sockets.get(name);
      if (self.phase !== 'connected') return failed('WSAENOTCONN');
      if (self.reset) return failed('WSAECONNRESET');
      if (self.received.length === 0 && !self.peerEnded) return null;
      return gave({ data: self.received.splice(0, len).join('') });
    },
    shutdown: (name, { how }) => {
      if (how !== 'SD_SEND') return { result: 'unsupported' };
      const self = sockets.get(name);
      if (self.phase !== 'connected') return failed('WSAENOTCONN');
      self.ended = true;
      if (self.peer) self.peer.peerEnded = true;
      return gave();
    },
    closesocket: (name) => {
      const self = sockets.get(name);
      sockets.delete(name);
      waiting = waiting.filter((one) => one.socket !== name);
      for (const { peer } of self.queue ?? []) if (peer) peer.reset = true;
      leave(self);
      return gave();
    },
  };

  function leave(self) {
    if (!self.peer) return;
    self.peer.peerEnded = true;
    if (forgetsDataOnClose) self.peer.received = [];
    self.peer.peer = null;
  }

  function attempt(socket, { call, args }) {
    if (call !== 'WSASocket' && !sockets.has(socket)) return failed('WSAENOTSOCK');
    return calls[call](socket, args);
  }

  /** What has come of the calls that waited. */
  function completed() {
    const ended = [];
    waiting = waiting.filter(({ socket, call }) => {
      const answer = attempt(socket, call);
      if (answer !== null) ended.push({ socket, completes: call.call, result: answer.result });
      return answer === null;
    });
    return ended;
  }

  return {
    call: (socket, call) => {
      if (!(call.call in calls)) return { result: 'unsupported' };
      const before = completed();
      const answer = attempt(socket, call);
      if (answer === null) waiting.push({ socket, call });
      return { ...(answer ?? { result: { pending: true } }), completed: [...before, ...completed()] };
    },
    settle: () => ({ completed: completed() }),
  };
}
