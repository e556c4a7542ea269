import { PassThrough } from 'node:stream';
import { expect, it } from 'vitest';
import { survivesItsReader } from './broken-pipe.js';

/** What a stream makes of an error that befalls it. */
function befall(error: Error): () => void {
  const stream = new PassThrough();
  survivesItsReader(stream);
  return () => stream.emit('error', error);
}

it('a reader who has read enough is no fault', () => {
  expect(befall(Object.assign(new Error('write EPIPE'), { code: 'EPIPE' }))).not.toThrow();
});

it('any other error of the output is one', () => {
  expect(befall(Object.assign(new Error('write ENOSPC'), { code: 'ENOSPC' }))).toThrow('ENOSPC');
  expect(befall(new Error('unheard of'))).toThrow('unheard of');
});
