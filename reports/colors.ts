import type picocolors from 'picocolors';

/** What paints a text for a terminal, or leaves it as it is: `picocolors.createColors(allowed)`. */
export type Colors = ReturnType<typeof picocolors.createColors>;
