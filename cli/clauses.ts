import { atlasPage, clauseTable } from '../reports/index.js';
import { atlases } from './atlas.js';
import { clauseRowsAfter } from './check/coverage.js';
import { deadlineOf, planOf } from './check/plan.js';
import { runTasks } from './check/pool.js';
import type { Options } from './options.js';
import type { Terminal } from './terminal.js';

/** `halfclose clauses`: the clause table, exercised by the searches of the main job; or the errno atlas. */
export async function clausesVerb(options: Options, terminal: Terminal): Promise<number> {
  if (options.atlas) {
    if (options.json) terminal.printJson(atlases());
    else terminal.print(atlasPage(atlases()).trimEnd().split('\n'));
    return 0;
  }
  const tasks = planOf(options).filter(({ kind }) => kind === 'scope' || kind === 'property');
  const progress = terminal.progress('clauses');
  const outcomes = await runTasks(tasks, deadlineOf(options), (_, done) => {
    progress.update(`${done} of ${tasks.length} searches`);
  });
  progress.end();
  const rows = clauseRowsAfter(outcomes);
  if (options.json) terminal.printJson(rows);
  else terminal.print(clauseTable(rows, { detail: 'names', colors: terminal.colors }));
  return 0;
}
