// Bundles each page into one file without anything outside it: dist/pages/NAME.html.
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';

const pages = ['report', 'explorer', 'clauses'];
const out = new URL('../dist/pages/', import.meta.url);
const pathOf = (file) => fileURLToPath(new URL(file, import.meta.url));

async function scriptOf(page) {
  const bundle = await rolldown({
    input: pathOf(`${page}/main.tsx`),
    platform: 'browser',
    tsconfig: pathOf('tsconfig.json'),
  });
  const { output } = await bundle.generate({ format: 'iife', minify: true });
  await bundle.close();
  const [script, ...others] = output;
  if (others.length > 0) throw new Error(`${page}: expected one bundle`);
  // A page ends its script where it says so, even within a text.
  return script.code.replaceAll('</script', String.raw`<\/script`);
}

/** Without comments, and without the space that begins a line. */
const shorter = (style) =>
  style
    .replace(/\/\*.*?\*\//gsu, '')
    .replace(/\n\s*/gu, '\n')
    .trim();

async function styleOf(page) {
  const files = ['shared/theme.css', 'shared/story.css', `${page}/${page}.css`];
  return shorter((await Promise.all(files.map((file) => readFile(pathOf(file), 'utf8')))).join('\n'));
}

async function build(page) {
  const [script, style] = await Promise.all([scriptOf(page), styleOf(page)]);
  const html = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:">
<title><!--title--></title>
<link rel="icon" href="data:,">
<style>${style}</style>
</head>
<body>
<main id="page"></main>
<noscript><pre><!--text--></pre></noscript>
<script type="application/json" id="data">/*data*/</script>
<script>${script}</script>
</body>
</html>
`;
  await writeFile(new URL(`${page}.html`, out), html);
}

/** Builds every page; vitest calls it before the tests. */
export async function setup() {
  await mkdir(out, { recursive: true });
  await Promise.all(pages.map(build));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await setup();
