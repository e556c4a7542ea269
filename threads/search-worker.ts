import { parentPort } from 'node:worker_threads';
import { help } from '../model/search/engine/help.js';
import type { Round } from '../model/search/engine/helper.js';

parentPort?.on('message', (round: Round) => {
  help(round);
});
