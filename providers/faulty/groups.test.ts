import { it } from 'vitest';
import { client } from '../../model/testing.js';
import { groupFaults } from './groups.js';
import { testsOf } from './testing.js';

const shown = testsOf(groupFaults, { 'group-unsupported': [client.WSASocket('WSAEOPNOTSUPP', 1)] });

for (const { says, holds } of shown) it(says, holds);
