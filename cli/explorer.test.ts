import { readFile } from 'node:fs/promises';
import { request } from 'node:http';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { servePage } from './serve-page.js';
import { inFolder, ran } from './testing.js';

/** The status of a request, and what it was answered. */
const got = (address: string, method = 'GET'): Promise<{ readonly status: number; readonly text: string }> =>
  new Promise((resolve, reject) => {
    const asking = request(address, { method }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (part: string) => (text += part));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, text }));
    });
    asking.on('error', reject).end();
  });

describe('halfclose explore --html', () => {
  it('writes one page that begins with the profile and the readings that were chosen', async () => {
    await inFolder(async ({ path }) => {
      const file = join(path, 'explorer.html');
      const { code, out } = await ran('explore', '--html', file, '--profile', 'osi', '--reading', 'AM-20=R1');
      expect({ code, out }).toEqual({ code: 0, out: `the explorer is in ${file}` });
      const page = await readFile(file, 'utf8');
      expect(page).toContain('"readings":{"AM-20":["R1"]}');
      expect(page).toContain('"profile":"osi"');
    });
  });

  it('says that a file cannot be written', async () => {
    await inFolder(async ({ path }) => {
      const { code, err } = await ran('explore', '--html', join(path, 'missing', 'explorer.html'));
      expect(code).toBe(2);
      expect(err).toContain('--html: expected a file that can be written');
    });
  });
});

describe('halfclose explore --serve', () => {
  it('wants a port', async () => {
    const { code, err } = await ran('explore', '--serve', '70000');
    expect(code).toBe(2);
    expect(err).toContain('expected a port from 0 to 65535');
  });
});

describe('a page that is served', () => {
  it('is had on this machine alone, and nothing else is', async () => {
    const served = await servePage('<p>a page', 0);
    try {
      expect(served.address).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/$/u);
      expect(await got(served.address)).toEqual({ status: 200, text: '<p>a page' });
      expect((await got(`${served.address}etc/passwd`)).status).toBe(404);
      expect((await got(served.address, 'POST')).status).toBe(404);
    } finally {
      await served.close();
    }
    await served.interrupted;
  });

  it('wants a port that is free', async () => {
    const served = await servePage('', 0);
    const { port } = new URL(served.address);
    await expect(servePage('', Number(port))).rejects.toThrow(
      `--serve: expected a port that is free, found ${port}`,
    );
    await served.close();
    await served.interrupted;
  });
});
