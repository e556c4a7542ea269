import { conformance } from 'halfclose/vitest';
import { loopback } from './loopback.js';

conformance('loopback', () => loopback(), { profile: 'tcp' });
