import type { World } from '../world.js';

/** Sockets and connections that belong together: nothing outside can feel what happens to them. */
export type Part = Pick<World, 'sockets' | 'connections'>;
