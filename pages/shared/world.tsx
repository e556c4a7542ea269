import type { ConnectionView, SocketView, WorldView } from '../../model/story.js';
import type { SocketChange } from '../../reports/story-changes.js';
import { changesBetween } from '../../reports/story-changes.js';

interface WorldProps {
  readonly before: WorldView;
  readonly world: WorldView;
}

/** Every socket and every connection of a world; what has changed is marked. */
export function World({ before, world }: WorldProps) {
  const changes = new Map(changesBetween(before, world).sockets.map((change) => [change.name, change]));
  const wiresBefore = new Map(before.connections.map((one) => [one.id, one]));
  if (world.sockets.length === 0) return <p class="dim">No socket has been made yet.</p>;
  return (
    <div class="world">
      {world.connections.map((one) => (
        <Connection key={one.id} before={wiresBefore.get(one.id) ?? null} connection={one} />
      ))}
      <div class="sockets">
        {world.sockets.map((socket) => (
          <Socket key={socket.name} socket={socket} change={changes.get(socket.name) ?? null} />
        ))}
      </div>
    </div>
  );
}

function Socket({ socket, change }: { readonly socket: SocketView; readonly change: SocketChange | null }) {
  const fresh = new Set(change?.facts.map(({ name }) => name));
  const moved = change !== null && change.before?.state !== socket.state;
  return (
    <section class={`socket ${socket.open ? '' : 'closed'} ${change ? 'changed' : ''}`}>
      <h3>
        {socket.name} <span class={`state ${moved ? 'fresh' : ''}`}>{socket.state}</span>
      </h3>
      {socket.backlog && (
        <div class="backlog" aria-label={`Backlog of ${socket.name}`}>
          <span class="dim small">backlog</span>
          {socket.backlog.length === 0 && <span class="dim small">empty</span>}
          {socket.backlog.map(({ client, how }) => (
            <span key={client} class={`chip ${how}`}>
              {client}
              {how === 'waiting' ? '' : ` ${how}`}
            </span>
          ))}
          {change?.backlog === 'changed' && change.before !== null && <Changed />}
        </div>
      )}
      {(socket.facts.length > 0 || (change && change.gone.length > 0)) && (
        <dl>
          {socket.facts.map(({ name, value }) => (
            <div key={name} class={fresh.has(name) ? 'fresh' : ''}>
              <dt>{name}</dt>
              <dd>
                {value}
                {fresh.has(name) && <Changed />}
              </dd>
            </div>
          ))}
          {change?.gone.map((name) => (
            <div key={name} class="gone">
              <dt>{name}</dt>
              <dd>no more</dd>
            </div>
          ))}
        </dl>
      )}
    </section>
  );
}

const Changed = () => <span class="visually-hidden"> (changed)</span>;

function Connection({
  before,
  connection: { client, server, listener, inFlight },
}: {
  readonly before: ConnectionView | null;
  readonly connection: ConnectionView;
}) {
  const far = server ?? (listener === null ? 'nobody' : `backlog of ${listener}`);
  return (
    <section class="connection" aria-label={`In flight between ${client} and ${far}`}>
      <span class="end">{client}</span>
      <div class="wires">
        <Wire toward="server" items={inFlight.server} before={before?.inFlight.server ?? []} />
        <Wire toward="client" items={inFlight.client} before={before?.inFlight.client ?? []} />
      </div>
      <span class="end">{far}</span>
    </section>
  );
}

function Wire({
  toward,
  items,
  before,
}: {
  readonly toward: 'client' | 'server';
  readonly items: readonly string[];
  readonly before: readonly string[];
}) {
  const fresh = items.length > before.length ? items.length - before.length : 0;
  return (
    <div class={`wire ${toward}`}>
      {items.map((item, index) => (
        <span key={index} class={`chip item ${index >= items.length - fresh ? 'fresh' : ''}`}>
          {item}
        </span>
      ))}
    </div>
  );
}
