#!/usr/bin/env node
// npm makes the command when it installs, which in a clone is before there is a build: so this file is there always.
import { existsSync } from 'node:fs';

const main = new URL('../dist/cli/main.js', import.meta.url);
if (existsSync(main)) await import(main.href);
else {
  process.stderr.write('halfclose: not built yet; run "npm ci" first\n');
  process.exitCode = 2;
}
