// Draws the pictures of the README, from a real finding: docs/terminal.svg and docs/report.png. Needs a build and chromium.
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

const root = fileURLToPath(new URL('..', import.meta.url));
const trace = 'model/oracle/fixtures/wine-8.0-defer.trace.jsonl';
const docs = join(root, 'docs');

/** What `halfclose trace` prints of the trace, which it refuses. */
function printed(out) {
  const words = ['cli/halfclose.js', 'trace', trace, '--out', out];
  return new Promise((resolve, reject) => {
    execFile(process.execPath, words, { cwd: root, timeout: 60_000 }, (error, stdout) => {
      if (error?.code === 1) resolve(stdout.trimEnd().split('\n'));
      else reject(error ?? new Error('the trace was not refused'));
    });
  });
}

const escaped = (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

const lineHeight = 17;
const width = 80 * 8.43 + 40;

/** Text as in a terminal, with the refused step in red. */
function terminalSvg(lines) {
  const marked = lines.findIndex((line) => line.startsWith('>'));
  const end = lines.indexOf('', marked);
  const colour = (index) => {
    if (index === 0 || (index >= marked && index < end)) return '#ff8f85';
    return /^\s{2}(?:[A-Z]{2}-\d\d|allowed|seen|step) /u.test(lines[index]) ? '#ffffff' : '#c9ced8';
  };
  const texts = lines.map(
    (line, index) =>
      `<text x="20" y="${34 + index * lineHeight}" fill="${colour(index)}" xml:space="preserve">${escaped(line)}</text>`,
  );
  const height = lines.length * lineHeight + 44;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="ui-monospace, Menlo, Consolas, 'DejaVu Sans Mono', monospace" font-size="14">
<rect width="100%" height="100%" rx="10" fill="#16181d"/>
${texts.join('\n')}
</svg>
`;
}

async function drawReport(html) {
  const browser = await chromium.launch({
    executablePath: process.env.HALFCLOSE_CHROMIUM ?? '/usr/bin/chromium',
    args: ['--headless', '--no-sandbox', '--disable-gpu'],
  });
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 1190 }, colorScheme: 'light' });
    await page.goto(`file://${html}`);
    await page.screenshot({ path: join(docs, 'report.png') });
  } finally {
    await browser.close();
  }
}

const out = await mkdtemp(join(tmpdir(), 'halfclose-'));
try {
  await mkdir(docs, { recursive: true });
  await writeFile(join(docs, 'terminal.svg'), terminalSvg(await printed(out)));
  const [folder] = await readdir(out);
  await drawReport(join(out, folder, 'report.html'));
} finally {
  await rm(out, { recursive: true });
}
