import { survivesItsReader } from './broken-pipe.js';
import { run } from './program.js';
import { processTerminal } from './terminal.js';

survivesItsReader(process.stdout);
survivesItsReader(process.stderr);
try {
  process.exitCode = await run(process.argv.slice(2), processTerminal());
} catch (error) {
  // A fault of the checker's own says nothing of what was checked: Node's 1 would be taken for a violation.
  process.stderr.write(
    `halfclose: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
  );
  process.exitCode = 2;
}
