import { atlasPage, clauseTable, htmlClauses, pageTemplate } from '../reports/index.js';
import { atlases } from './atlas.js';
import { clauseRowsAfter } from './check/coverage.js';
import { deadlineOf, patience, planOf } from './check/plan.js';
import { runTasks } from './check/pool.js';
import type { Options } from './options.js';
import { paceFrom } from './pace.js';
import type { Terminal } from './terminal.js';
import { version } from './version.js';
import { writePage } from './write-page.js';

/** `halfclose clauses`: the clause table, exercised by the searches of the main job; or the errno atlas. */
export async function clausesVerb(options: Options, terminal: Terminal): Promise<number> {
  if (options.atlas) {
    if (options.json) terminal.printJson(atlases());
    else terminal.print(atlasPage(atlases()).trimEnd().split('\n'));
    return 0;
  }
  const tasks = planOf(options).tasks.filter(({ kind }) => kind === 'scope' || kind === 'always');
  const progress = terminal.progress('clauses');
  const pace = paceFrom(options.time ?? patience);
  const outcomes = await runTasks(tasks, deadlineOf(options), (_, done) => {
    progress.update(`${done} of ${tasks.length} searches${pace.after(done, tasks.length)}`);
  });
  progress.end();
  const rows = clauseRowsAfter(outcomes);
  if (options.html !== undefined) {
    await writePage(options.html, htmlClauses(pageTemplate('clauses'), rows, version));
    terminal.remark(`the clause page is in ${options.html}`);
  }
  if (options.json) terminal.printJson(rows);
  else if (options.html === undefined)
    terminal.print(clauseTable(rows, { detail: 'names', colors: terminal.colors }));
  return 0;
}
