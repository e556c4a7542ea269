import { once } from 'node:events';
import type { Server } from 'node:http';
import { createServer } from 'node:http';
import { obstacleOf } from './input.js';
import { UsageError } from './usage-error.js';

/** A page that is being served. */
export interface ServedPage {
  readonly address: string;
  /** Ends once the process is interrupted, or the page is closed. */
  readonly interrupted: Promise<void>;
  readonly close: () => Promise<void>;
}

/** The only address that is listened at: nothing is served to other machines. */
const loopback = '127.0.0.1';

/** Serves one page on this machine alone, at a port or, with 0, at any. Throws a {@link UsageError} if the port is taken. */
export async function servePage(page: string, port: number): Promise<ServedPage> {
  const server = createServer(({ method, url }, response) => {
    const found = url === '/' && (method === 'GET' || method === 'HEAD');
    response.writeHead(found ? 200 : 404, {
      'content-type': 'text/html; charset=utf-8',
      connection: 'close',
    });
    response.end(found && method === 'GET' ? page : '');
  });
  await listening(server, port);
  const bound = server.address();
  if (typeof bound !== 'object' || bound === null) throw new Error('the server has no address');
  const close = async (): Promise<void> => {
    server.close();
    server.closeAllConnections();
    await Promise.resolve();
  };
  const closed = once(server, 'close');
  const interrupted = untilInterrupted(closed, close);
  return { address: `http://${loopback}:${bound.port}/`, interrupted, close };
}

async function listening(server: Server, port: number): Promise<void> {
  server.listen(port, loopback);
  try {
    await once(server, 'listening');
  } catch (error) {
    throw new UsageError(`--serve: expected a port that is free, found ${port}: ${obstacleOf(error)}`);
  }
}

async function untilInterrupted(closed: Promise<unknown>, close: () => Promise<void>): Promise<void> {
  const stop = (): void => void close();
  process.once('SIGINT', stop).once('SIGTERM', stop);
  await closed;
  process.off('SIGINT', stop).off('SIGTERM', stop);
}
