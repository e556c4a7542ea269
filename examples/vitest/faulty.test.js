import { conformance } from 'halfclose/vitest';
import { loopback } from './loopback.js';

conformance('loopback that forgets', () => loopback({ forgetsDataOnClose: true }), {
  profile: 'tcp',
  runs: 200,
});
