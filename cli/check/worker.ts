import { runTask } from './run-task.js';

/** What a thread of the pool does with a task; tinypool asks for a default export. */
// eslint-disable-next-line no-restricted-exports -- the pool calls the default export
export default runTask;
